// Ranges of forecasts with levers.
#include <algorithm>
#include <numeric>

#include "src/ingress/levers.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

void add_to(std::vector<double>& total, const std::vector<double>& part) {
  for (std::size_t l = 0; l < total.size(); ++l) {
    total[l] += part[l];
  }
}

}  // namespace

/// Adds the range of the home cells `home` that share one home link, or are of links without a
/// lever today. What enters by a link is linear in the effect of each lever, so its extremes are at
/// the ends.
void LeverModel::add_range(model::PrefixIndex prefix, const Mixture& of,
                           std::span<const double> home, model::LinkIndex of_link,
                           Forecast& result) const {
  std::vector<std::vector<double>> low, high, harm;
  std::vector<double> lost;
  double unreachable = 0;  // In the first case, in which all links are open.
  for (const Case& state : of.cases) {
    Forecast part;
    const SourceLever* own = sources_of(of, low.size(), of_link);
    if (state.x.carried_count() > 0) {
      part = (own != nullptr ? *own->only : *plain_).forecast(prefix, state.x, home);
    } else {
      part.low.assign(home.size(), 0);
      part.high = part.harm = part.low;
      part.unreachable = std::accumulate(home.begin(), home.end(), 0.0);
    }
    if (low.empty()) {
      unreachable = part.unreachable;
    }
    lost.push_back(part.unreachable - unreachable);
    low.push_back(std::move(part.low));
    high.push_back(std::move(part.high));
    harm.push_back(std::move(part.harm));
  }
  std::vector<double> expected = transition(behaviour_of_[prefix], of.x)->entering(home);
  std::vector<double> ends_low = expected, ends_high = expected, ends_harm = expected;
  const std::vector<double> at_low = effects_at(of.levers, model::ForecastLevel::low, of_link);
  const std::vector<double> at_high = effects_at(of.levers, model::ForecastLevel::high, of_link);
  for (std::size_t corner = 0; corner < (std::size_t{1} << of.levers.size()); ++corner) {
    std::vector<double> effects = at_low;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      effects[i] = (corner >> i & 1U) != 0 ? at_high[i] : at_low[i];
    }
    const std::vector<double> least = mixture(of, effects, low, lost);
    const std::vector<double> most = mixture(of, effects, high, lost);
    const std::vector<double> harmful = mixture(of, effects, harm, lost);
    for (std::size_t l = 0; l < home.size(); ++l) {
      ends_low[l] = std::min(ends_low[l], least[l]);
      ends_high[l] = std::max(ends_high[l], most[l]);
      ends_harm[l] = std::max(ends_harm[l], harmful[l]);
    }
  }
  add_to(result.low, ends_low);
  add_to(result.expected, expected);
  add_to(result.high, ends_high);
  add_to(result.harm, ends_harm);
}

Forecast LeverModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                              std::span<const double> home) const {
  const std::size_t behaviour = behaviour_of_[prefix];
  const std::vector<ActiveLever> levers = active_levers(behaviour, x);
  if (levers.empty()) {
    Forecast plain = plain_->forecast(prefix, x.without_levers(), home);
    widen(behaviour, x, home, plain);
    return plain;
  }
  const Mixture of{levers, x, cases(levers, x)};
  Forecast result;
  result.low.assign(home.size(), 0);
  result.expected = result.high = result.harm = result.low;
  std::vector<double> rest(home.begin(), home.end());
  for (const ActiveLever& lever : levers) {
    if ((lever.today || lever.source) && rest[lever.link] > 0) {
      std::vector<double> cell(home.size(), 0);
      std::swap(cell[lever.link], rest[lever.link]);
      add_range(prefix, of, cell, lever.link, result);
    }
  }
  add_range(prefix, of, rest, neighbour_.size(), result);
  result.unreachable = unreachable_part(home, result.expected);
  widen(behaviour, x, home, result);
  return result;
}

/// Widens the range where the effect of a change of levers is unknown: without today's lever all of
/// the prefix may enter by that link, with another lever nothing.
void LeverModel::widen(std::size_t behaviour, const model::Advertisement& x,
                       std::span<const double> home, Forecast& forecast) const {
  const std::vector<model::LeverChoice>& today = behaviours_[behaviour].today;
  const double all = std::accumulate(home.begin(), home.end(), 0.0) - forecast.unreachable;
  const Forecast known = forecast;
  for (model::LinkIndex l = 0; x.carried_count() > 1 && l < x.size(); ++l) {
    const model::LeverChoice before = today.empty() ? model::no_lever : today[l];
    const model::LeverChoice after = x.lever(l);
    if (!x.carried_on(l) || before == after) {
      continue;
    }
    const bool attracts = before != model::no_lever;
    const bool unknown = after != model::no_lever && !levers_[l][after - 1U].retained &&
                         !levers_[l][after - 1U].attracts;
    const bool repels = (attracts && after != model::no_lever) || unknown;
    for (model::LinkIndex other = 0; other < x.size(); ++other) {
      if (!x.carried_on(other)) {
        continue;
      }
      if (other == l ? repels : attracts) {
        forecast.low[other] = 0;
      }
      for (const auto ends : {&Forecast::high, &Forecast::harm}) {
        std::vector<double>& high = forecast.*ends;
        if (other == l && attracts) {
          high[l] = std::max(high[l], all);
        } else if (other != l && repels) {
          high[other] =
              std::max(high[other], std::min(all, (known.*ends)[other] + (known.*ends)[l]));
        }
      }
    }
  }
}

std::string LeverModel::basis() const {
  return plain_->basis() +
         "; what an action community or MED leaves on its link is the scenario's own estimate";
}

}  // namespace bgpte::ingress
