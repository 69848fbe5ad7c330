// Forecasts of the response model: the estimate, and the range around it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {

/// [link] what stays there is known with its own low and high: its home cell is left out of the
/// covariances. An observation takes the place of the peer prior, not of the operator's numbers.
std::vector<bool> ResponseModel::stated(const Behaviour& here) const {
  std::vector<bool> result = own_;
  for (std::size_t l = 0; l < links_ && !here.observed; ++l) {
    result[l] = retained_[l].has_value();
  }
  return result;
}

/// Adds what the low and high of stated numbers leave open in their home cells.
void ResponseModel::add_retained(const TransitionRows& rows, const std::vector<bool>& stated,
                                 std::span<const double> home, Spread& result) const {
  for (std::size_t j = 0; j < links_; ++j) {
    if (!stated[j] || home[j] == 0) {
      continue;
    }
    for (std::size_t l = 0; l < links_; ++l) {
      const double expected = rows.at(j, l);
      const double low = rows.at(j, l, RowLevel::low);
      const double high = rows.at(j, l, RowLevel::high);
      result.below[l] += home[j] * (expected - std::min({low, expected, high}));
      result.above[l] += home[j] * (std::max({low, expected, high}) - expected);
    }
  }
}

/// Home cells that move alike vary alike: s^2 T (1 - T) / (K + 1) each, less what observations tell
/// of it (docs/ingress.md, "The range").
ResponseModel::Spread ResponseModel::spread(std::size_t behaviour, const model::Advertisement& x,
                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  Spread result{transition(behaviour, x),
                Reach{now.today, now.open, siblings_, Rises(now.today, x)},
                std::vector<double>(links_, 0), std::vector<double>(links_, 0),
                std::vector<double>(links_, 0)};
  const double sources = effective_sources(result.reach.rises);
  std::vector<double> cells(home.begin(), home.end());
  const std::vector<bool> stays = stated(here);
  bool any_stated = false;
  for (std::size_t j = 0; j < links_; ++j) {
    any_stated = any_stated || (stays[j] && cells[j] != 0);
    cells[j] = stays[j] ? 0 : cells[j];
  }
  if (any_stated) {
    add_retained(*rows(here.announcement, x, Scope::estimate), stays, home, result);
  }
  if (here.observed) {
    result.variance = *variances_.find_or_make(
        {{behaviour, x.without_common_prepends()}, cells},
        [&] { return observed_[*here.observed]->variances(*fitted(behaviour), x, cells, sources); },
        3 * links_);
  }
  for (std::size_t j = 0; j < links_; ++j) {
    const bool seen = here.observed && now.today.carried_on(j);
    for (std::size_t l = 0; l < links_ && cells[j] != 0 && !seen; ++l) {
      const double share = result.expected->at(j, l);
      result.variance[l] += cells[j] * cells[j] * share * (1 - share) / (sources + 1);
    }
  }
  return result;
}

Uncertain ResponseModel::uncertain(const Spread& spread, std::span<const double> home, double all,
                                   model::LinkIndex link) const {
  Uncertain load;
  for (std::size_t j = 0; j < links_; ++j) {
    load.expected += home[j] * spread.expected->at(j, link);
    load.most += spread.reach.may_enter(j, link) ? home[j] : 0;
  }
  load.least = spread.reach.keeps_its_own(link) ? home[link] : 0;
  load.variance = spread.variance[link];
  load.below = spread.below[link];
  load.above = spread.above[link];
  load.noise = noise_of(drift_) * all;
  return load;
}

/// No added prepend raises a link's own high, and no removed one lowers its low: the least of the
/// highs, or the greatest of the lows, on the way from today's prepends.
void ResponseModel::tighten(std::size_t behaviour, const model::Advertisement& x,
                            std::span<const double> home, double all, Forecast& result) const {
  const model::Advertisement& today = announcements_[behaviours_[behaviour].announcement].today;
  model::Advertisement step = x;
  for (model::LinkIndex l = 0; l < links_; ++l) {
    for (const model::Prepend k : prepends_between(today, x, l)) {
      step[l] = k;
      if (attracts_the_same(step, today)) {
        continue;  // It has no width to compare with.
      }
      const RangeEnds ends = range_of(uncertain(spread(behaviour, step, home), home, all, l), all);
      if (x[l] > today[l]) {
        result.high[l] = std::max(result.expected[l], std::min(result.high[l], ends.high));
        result.harm[l] = std::max(result.expected[l], std::min(result.harm[l], ends.harm));
      } else {
        result.low[l] = std::min(result.expected[l], std::max(result.low[l], ends.low));
      }
    }
    step[l] = x[l];
  }
}

Forecast ResponseModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                 std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  const AnnouncementToday& now = announcements_[behaviours_[b].announcement];
  if (attracts_the_same(x, now.today) && all_at_home(home, now.today)) {
    result.expected.assign(home.begin(), home.end());
    result.low = result.high = result.harm = result.expected;
    return result;
  }
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const Spread here = spread(b, x, home);
  result.low.assign(links_, 0);
  result.expected = result.high = result.harm = result.low;
  for (model::LinkIndex l = 0; l < links_; ++l) {
    if (x.carried_on(l)) {
      const Uncertain load = uncertain(here, home, all, l);
      const RangeEnds ends = range_of(load, all);
      result.low[l] = ends.low;
      result.expected[l] = load.expected;
      result.high[l] = ends.high;
      result.harm[l] = ends.harm;
    }
  }
  tighten(b, x, home, all, result);
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

namespace {

/// One advertisement, and what the high ends of its ranges come from.
struct HighEnds {
  std::shared_ptr<const Transition> expected;
  Reach reach;
  const std::vector<bool>& stated;  ///< [home link]: its cell has no variance.
  double noise;
};

/// What the tangent plane of a range's high end, at some home cells, says of each of them.
void lower_by_tangent(const HighEnds& ends, std::span<const double> home, model::LinkIndex link,
                      std::span<double> shares) {
  const std::size_t links = home.size();
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const double noise = ends.noise * ends.noise * all;
  const double parts = effective_sources(ends.reach.rises) + 1;
  const auto spread = [&](std::size_t j) {
    const double share = ends.expected->at(j, link);
    return ends.stated[j] ? 0 : home[j] * share * (1 - share) / parts;
  };
  double variance = noise * all;
  for (std::size_t j = 0; j < links; ++j) {
    variance += home[j] * spread(j);
  }
  for (std::size_t j = 0; j < links; ++j) {
    const double share = ends.expected->at(j, link);
    const double slope =
        variance > 0 ? ninety_percent * (spread(j) + noise) / std::sqrt(variance) : 0;
    const double most = ends.reach.may_enter(j, link) ? share + slope : 0;
    shares[j * links + link] = std::min(shares[j * links + link], std::clamp(most, share, 1.0));
  }
}

}  // namespace

std::shared_ptr<const Transition> ResponseModel::high_floor(std::size_t behaviour,
                                                            const model::Advertisement& x,
                                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  if (here.observed || attracts_the_same(x, now.today)) {
    return transition(behaviour, x);
  }
  const std::vector<bool> stays = stated(here);
  auto result =
      std::make_shared<Transition>(Transition{links_, std::vector<double>(links_ * links_, 1)});
  model::Advertisement step = x;
  const auto lower = [&](model::LinkIndex link) {
    lower_by_tangent(
        {transition(behaviour, step), Reach{now.today, now.open, siblings_, Rises(now.today, step)},
         stays, noise_of(drift_)},
        home, link, result->share);
  };
  for (model::LinkIndex l = 0; l < links_; ++l) {
    if (!x.carried_on(l)) {
      for (std::size_t j = 0; j < links_; ++j) {
        result->share[j * links_ + l] = 0;
      }
      continue;
    }
    lower(l);
    for (const model::Prepend k : prepends_between(now.today, x, l)) {
      step[l] = k;
      if (x[l] > now.today[l] && !attracts_the_same(step, now.today)) {
        lower(l);
      }
    }
    step[l] = x[l];
  }
  return result;
}

}  // namespace bgpte::ingress
