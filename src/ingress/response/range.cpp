// The range of a forecast: nine in ten of what may enter, within what can enter at all.
#include "src/ingress/response/range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bgpte/ingress/prior.hpp"

namespace bgpte::ingress {
Rises::Rises(const model::Advertisement& today, const model::Advertisement& x) {
  constexpr int withdrawn = std::numeric_limits<int>::max();
  constexpr int announced = std::numeric_limits<int>::min();
  least_ = withdrawn;
  rise_.resize(x.size());
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    rise_[l] = !x.carried_on(l) ? withdrawn : !today.carried_on(l) ? announced : x[l] - today[l];
    least_ = std::min(least_, rise_[l]);
  }
  one_link_rises_ = model::one_link_rises(today, x);
}

double effective_sources(const Rises& rises) {
  return rises.one_link_rises() ? sources_when_one_rises : sources_otherwise;
}

double calibration_factor(const model::Calibration& calibration, const Rises& rises) {
  return rises.one_link_rises() ? calibration.one_link : calibration.others;
}

bool Reach::may_move(model::LinkIndex home, model::LinkIndex to) const {
  const bool reachable =
      open[to] || std::binary_search(siblings[home].begin(), siblings[home].end(), to);
  return reachable && (!today.carried_on(home) || rises.of(home) > rises.of(to));
}

bool Reach::keeps_its_own(model::LinkIndex link) const {
  return today.carried_on(link) && rises.least(link);
}

RangeEnds range_of(const Uncertain& load, double all) {
  const double half =
      ninety_percent * std::sqrt(calibrated(load.variance, load.noise * load.noise, load.factor));
  const double low = load.expected - load.below - half;
  const double high = load.expected + load.above + half;
  const double margin = ninety_percent * load.noise;
  RangeEnds ends;
  ends.low = std::clamp(std::max(low, load.least - margin), 0.0, std::max(0.0, load.expected));
  ends.high = std::max(load.expected, std::min({high, load.most + margin, all}));
  ends.harm = std::max(load.expected, std::min(high, load.most));
  return ends;
}

void add_noise(const model::Advertisement& x, double drift, double all, Forecast& forecast) {
  const double margin = ninety_percent * noise_of(drift) * all;
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    if (x.carried_on(l)) {
      forecast.low[l] = std::max(0.0, forecast.low[l] - margin);
      forecast.high[l] = std::min(all, forecast.high[l] + margin);
    }
  }
}

std::vector<model::Prepend> prepends_between(const model::Advertisement& today,
                                             const model::Advertisement& x, model::LinkIndex link) {
  std::vector<model::Prepend> found;
  if (!today.carried_on(link) || !x.carried_on(link)) {
    return found;
  }
  const int from = std::min<int>(today[link], x[link]);
  const int to = std::max<int>(today[link], x[link]);
  for (int k = from; k <= to; ++k) {
    bool near = k == today[link];
    for (model::LinkIndex l = 0; l < x.size() && !near; ++l) {
      near = l != link && x.carried_on(l) && std::abs(k - x[l]) <= default_prior.lengths;
    }
    if (near && k != x[link]) {
      found.push_back(static_cast<model::Prepend>(k));
    }
  }
  return found;
}

}  // namespace bgpte::ingress
