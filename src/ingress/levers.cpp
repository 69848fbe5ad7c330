// Levers (action communities, MED) on top of a model that knows prepends only.
#include "src/ingress/levers.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

/// Which of a lever's `retained` numbers is meant.
enum class Level : std::uint8_t { low, expected, high };

double at(const model::LeverEffect& effect, Level level) {
  return level == Level::low ? effect.low : level == Level::high ? effect.high : effect.expected;
}

void add(std::vector<double>& total, const std::vector<double>& part, double weight) {
  for (std::size_t l = 0; l < total.size(); ++l) {
    total[l] += weight * part[l];
  }
}

double sum(const std::vector<double>& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0);
}

}  // namespace

model::Scenario plain_scenario(const model::Scenario& scenario) {
  model::Scenario plain = scenario;
  for (model::Link& link : plain.links) {
    link.levers.clear();
  }
  for (model::Prefix& prefix : plain.prefixes) {
    prefix.advertise = prefix.advertise.without_levers();
  }
  return plain;
}

LeverModel::LeverModel(const model::Scenario& scenario, std::unique_ptr<const IngressModel> plain)
    : plain_(std::move(plain)) {
  for (const model::Link& link : scenario.links) {
    neighbour_.push_back(link.neighbor_as);
    levers_.push_back(link.levers);
  }
  std::map<Behaviour, std::size_t> known;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{plain_->behaviour(p), {}};
    const model::Advertisement& today = scenario.prefixes[p].advertise;
    for (model::LinkIndex l = 0; today.has_levers() && l < today.size(); ++l) {
      behaviour.today.push_back(today.lever(l));
    }
    const auto [entry, added] = known.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
}

/// Levers of known effect that `x` adds to today's advertisement.
std::vector<LeverModel::AddedLever> LeverModel::added_levers(std::size_t behaviour,
                                                             const model::Advertisement& x) const {
  std::vector<AddedLever> result;
  const std::vector<model::LeverChoice>& today = behaviours_[behaviour].today;
  for (model::LinkIndex l = 0; x.has_levers() && l < x.size(); ++l) {
    if (!x.carried_on(l) || x.lever(l) == model::no_lever ||
        (!today.empty() && today[l] != model::no_lever)) {
      continue;
    }
    const model::Lever& lever = levers_[l][x.lever(l) - 1U];
    if (lever.retained) {
      result.push_back({l, *lever.retained, lever.marks.med.has_value()});
    }
  }
  if (result.size() > model::most_levers_of_a_prefix) {
    throw std::invalid_argument("LeverModel: too many levers on one prefix");
  }
  return result;
}

/// All ways for the added communities to be open or closed. The first is `x` itself, all open; it
/// also stands for every case in which no link is left.
std::vector<LeverModel::Case> LeverModel::cases(const std::vector<AddedLever>& added_levers,
                                                const model::Advertisement& x) const {
  std::vector<Case> result{{x.without_levers(), std::vector<bool>(added_levers.size(), false)}};
  for (std::size_t i = 0; i < added_levers.size(); ++i) {
    const std::size_t count = added_levers[i].med ? 0 : result.size();
    for (std::size_t c = 0; c < count; ++c) {
      Case closed = result[c];
      closed.closed[i] = true;
      closed.x.withdraw(added_levers[i].link);
      result.push_back(std::move(closed));
    }
  }
  for (Case& state : result) {
    if (state.x.carried_count() == 0) {
      state.x = result.front().x;
    }
  }
  return result;
}

/// Moves what leaves a link because of its MED to the links to the same neighbour AS.
void LeverModel::move_by_med(const std::vector<AddedLever>& added_levers,
                             const std::vector<double>& stays, const model::Advertisement& x,
                             const Case& state, std::vector<double>& flow) const {
  const auto has_med = [&](model::LinkIndex l) {
    return x.lever(l) != model::no_lever && levers_[l][x.lever(l) - 1U].marks.med.has_value();
  };
  const std::vector<double> before = flow;
  for (std::size_t i = 0; i < added_levers.size(); ++i) {
    const model::LinkIndex from = added_levers[i].link;
    if (!added_levers[i].med) {
      continue;
    }
    std::vector<model::LinkIndex> siblings;
    for (model::LinkIndex l = 0; l < x.size(); ++l) {
      // A MED is compared only between paths of equal length (RFC 4271, 9.1.2.2).
      if (l != from && neighbour_[l] == neighbour_[from] && state.x.carried_on(l) &&
          state.x[l] == state.x[from] && !has_med(l)) {
        siblings.push_back(l);
      }
    }
    const double leaves = siblings.empty() ? 0 : (1 - stays[i]) * before[from];
    flow[from] -= leaves;
    for (const model::LinkIndex l : siblings) {
      flow[l] += leaves / static_cast<double>(siblings.size());
    }
  }
}

/// Returns to the closed links the sources that have no other way in: a community does not cut
/// anybody off. `open`: [link] flow with all links open; `lost`: what the case makes unreachable.
void LeverModel::keep_single_homed(const std::vector<AddedLever>& added_levers,
                                   const std::vector<double>& open, const Case& state, double lost,
                                   std::vector<double>& flow) const {
  double all = 0;
  double closed = 0;
  for (std::size_t i = 0; i < added_levers.size(); ++i) {
    all += state.closed[i] ? open[added_levers[i].link] : 0;
    closed += state.closed[i] ? 1 : 0;
  }
  for (std::size_t i = 0; lost > 0 && i < added_levers.size(); ++i) {
    if (state.closed[i]) {
      flow[added_levers[i].link] +=
          lost * (all > 0 ? open[added_levers[i].link] / all : 1 / closed);
    }
  }
}

/// [link] flow: the cases, weighted by what each lever retains (`stays`).
std::vector<double> LeverModel::mixture(const std::vector<AddedLever>& added_levers,
                                        const std::vector<double>& stays,
                                        const model::Advertisement& x,
                                        const std::vector<Case>& cases,
                                        const std::vector<std::vector<double>>& flows,
                                        const std::vector<double>& lost) const {
  std::vector<double> result(neighbour_.size(), 0);
  for (std::size_t c = 0; c < cases.size(); ++c) {
    double weight = 1;
    for (std::size_t i = 0; i < added_levers.size(); ++i) {
      if (!added_levers[i].med) {
        weight *= cases[c].closed[i] ? 1 - stays[i] : stays[i];
      }
    }
    std::vector<double> flow = flows[c];
    keep_single_homed(added_levers, flows.front(), cases[c], lost[c], flow);
    move_by_med(added_levers, stays, x, cases[c], flow);
    add(result, flow, weight);
  }
  return result;
}

std::shared_ptr<const Transition> LeverModel::transition(std::size_t behaviour,
                                                         const model::Advertisement& x) const {
  const std::vector<AddedLever> added = added_levers(behaviour, x);
  const std::size_t plain = behaviours_[behaviour].plain;
  if (added.empty()) {
    return plain_->transition(plain, x.without_levers());
  }
  const std::vector<Case> states = cases(added, x);
  std::vector<std::shared_ptr<const Transition>> parts;
  for (const Case& state : states) {
    parts.push_back(plain_->transition(plain, state.x));
  }
  std::vector<double> stays;
  for (const AddedLever& pull : added) {
    stays.push_back(pull.retained.expected);
  }
  const std::size_t links = neighbour_.size();
  auto result = std::make_shared<Transition>(links);
  std::vector<std::vector<double>> rows(states.size(), std::vector<double>(links));
  std::vector<double> lost(states.size());
  for (model::LinkIndex j = 0; j < links; ++j) {
    for (std::size_t c = 0; c < states.size(); ++c) {
      for (model::LinkIndex l = 0; l < links; ++l) {
        rows[c][l] = parts[c]->at(j, l);
      }
      lost[c] = sum(rows.front()) - sum(rows[c]);
    }
    const std::vector<double> row = mixture(added, stays, x, states, rows, lost);
    for (model::LinkIndex l = 0; l < links; ++l) {
      result->set(j, l, quantise(row[l]));
    }
  }
  return result;
}

std::shared_ptr<const Transition> LeverModel::high_floor(std::size_t behaviour,
                                                         const model::Advertisement& x,
                                                         std::span<const double> home) const {
  return added_levers(behaviour, x).empty()
             ? plain_->high_floor(behaviours_[behaviour].plain, x.without_levers(), home)
             : transition(behaviour, x);
}

Forecast LeverModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                              std::span<const double> home) const {
  const std::size_t behaviour = behaviour_of_[prefix];
  const std::vector<AddedLever> added = added_levers(behaviour, x);
  if (added.empty()) {
    Forecast plain = plain_->forecast(prefix, x.without_levers(), home);
    widen(behaviour, x, home, plain);
    return plain;
  }
  const std::vector<Case> states = cases(added, x);
  std::vector<std::vector<double>> low, high, harm;
  std::vector<double> lost;
  Forecast result;
  double unreachable = 0;  // In the first case, in which all links are open.
  for (const Case& state : states) {
    Forecast part = plain_->forecast(prefix, state.x, home);
    if (low.empty()) {
      unreachable = part.unreachable;
    }
    lost.push_back(part.unreachable - unreachable);
    low.push_back(std::move(part.low));
    high.push_back(std::move(part.high));
    harm.push_back(std::move(part.harm));
  }
  result.expected = transition(behaviour, x)->entering(home);
  result.low = result.high = result.harm = result.expected;
  // What enters by a link is linear in what each lever retains, so its extremes are at the ends.
  std::vector<double> stays(added.size());
  for (std::size_t corner = 0; corner < (std::size_t{1} << added.size()); ++corner) {
    for (std::size_t i = 0; i < added.size(); ++i) {
      stays[i] = at(added[i].retained, (corner >> i & 1U) != 0 ? Level::high : Level::low);
    }
    const std::vector<double> least = mixture(added, stays, x, states, low, lost);
    const std::vector<double> most = mixture(added, stays, x, states, high, lost);
    const std::vector<double> harmful = mixture(added, stays, x, states, harm, lost);
    for (std::size_t l = 0; l < home.size(); ++l) {
      result.low[l] = std::min(result.low[l], least[l]);
      result.high[l] = std::max(result.high[l], most[l]);
      result.harm[l] = std::max(result.harm[l], harmful[l]);
    }
  }
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
    const bool repels = after != model::no_lever && (attracts || !levers_[l][after - 1U].retained);
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
  return plain_->basis() + "; what a lever keeps is the scenario's own estimate";
}

}  // namespace bgpte::ingress
