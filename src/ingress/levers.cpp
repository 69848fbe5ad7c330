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

LeverModel::LeverModel(const model::Scenario& scenario, std::unique_ptr<const IngressModel> plain,
                       std::vector<SourceLever> sources)
    : plain_(std::move(plain)), sources_(std::move(sources)) {
  for (const model::Link& link : scenario.links) {
    neighbour_.push_back(link.neighbor_as);
    exchange_.push_back(link.relationship == model::Relationship::ix);
    transit_.push_back(link.relationship == model::Relationship::transit);
    levers_.push_back(link.levers);
  }
  std::map<Behaviour, std::size_t> known;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{plain_->behaviour(p), {}, {}, {}};
    for (const SourceLever& lever : sources_) {
      behaviour.part.push_back(lever.part[p]);
      behaviour.only.push_back(lever.only ? lever.only->behaviour(p) : 0);
    }
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

/// Levers that matter under `x`: those of known effect that it adds to today's advertisement, and
/// those of today that limit export, which matter to the sources of other links.
std::vector<LeverModel::ActiveLever> LeverModel::active_levers(
    std::size_t behaviour, const model::Advertisement& x) const {
  std::vector<ActiveLever> result;
  std::size_t added = 0;
  const std::vector<model::LeverChoice>& today = behaviours_[behaviour].today;
  for (model::LinkIndex l = 0; x.has_levers() && l < x.size(); ++l) {
    const model::LeverChoice before = today.empty() ? model::no_lever : today[l];
    if (!x.carried_on(l) || x.lever(l) == model::no_lever) {
      continue;
    }
    const model::Lever& lever = levers_[l][x.lever(l) - 1U];
    const bool kept = x.lever(l) == before;
    if (kept ? lever.limits_export
             : before == model::no_lever && (lever.retained || lever.attracts)) {
      // What of others would enter by a link that limits export today is not known: nothing.
      const model::LeverEffect effect =
          lever.attracts ? *lever.attracts : lever.retained.value_or(model::LeverEffect{0, 0, 1});
      result.push_back({l, effect,
                        lever.attracts        ? Kind::attracts
                        : lever.marks.med     ? Kind::med
                        : lever.limits_export ? Kind::limits_export
                                              : Kind::community,
                        kept});
      for (std::size_t s = 0; !lever.attracts && s < sources_.size(); ++s) {
        if (sources_[s].link == l && sources_[s].lever + 1 == x.lever(l)) {
          const double part = behaviours_[behaviour].part[s];
          const auto rest = [&](double retained) { return 1 - part * (1 - retained); };
          model::LeverEffect& own = result.back().effect;
          own = {rest(own.low), rest(own.expected), rest(own.high)};
          result.back().source = s;
        }
      }
      added += kept ? 0 : 1;
    }
  }
  if (added > model::most_levers_of_a_prefix) {
    throw std::invalid_argument("LeverModel: too many levers on one prefix");
  }
  return result;
}

/// All ways for the communities to be open or closed. The first is `x` itself, all open. Where no
/// link is left, sources that have no other way stay on those that do not limit export.
std::vector<LeverModel::Case> LeverModel::cases(const std::vector<ActiveLever>& levers,
                                                const model::Advertisement& x) const {
  std::vector<Case> result{{x.without_levers(), std::vector<bool>(levers.size(), false)}};
  for (std::size_t i = 0; i < levers.size(); ++i) {
    const std::size_t count = levers[i].closes() ? result.size() : 0;
    for (std::size_t c = 0; c < count; ++c) {
      Case closed = result[c];
      closed.closed[i] = true;
      closed.x.withdraw(levers[i].link);
      result.push_back(std::move(closed));
    }
  }
  for (Case& state : result) {
    if (state.x.carried_count() > 0) {
      continue;
    }
    for (const ActiveLever& lever : levers) {
      if (lever.kind == Kind::community) {
        state.x[lever.link] = x[lever.link];
      }
    }
  }
  return result;
}

/// Moves what leaves a link because of its MED to the links to the same neighbour AS.
void LeverModel::move_by_med(const std::vector<ActiveLever>& levers,
                             const std::vector<double>& effects, const model::Advertisement& x,
                             const Case& state, std::vector<double>& flow) const {
  const auto has_med = [&](model::LinkIndex l) {
    return x.lever(l) != model::no_lever && levers_[l][x.lever(l) - 1U].marks.med.has_value();
  };
  const std::vector<double> before = flow;
  for (std::size_t i = 0; i < levers.size(); ++i) {
    const model::LinkIndex from = levers[i].link;
    if (levers[i].kind != Kind::med) {
      continue;
    }
    std::vector<model::LinkIndex> siblings;
    for (model::LinkIndex l = 0; l < x.size(); ++l) {
      // A MED is compared only between paths of equal length (RFC 4271, 9.1.2.2), and only between
      // routes of one AS. That of a route server's clients is ours: it adds none (RFC 7947, 2.2).
      const bool compared = neighbour_[l] == neighbour_[from] || (exchange_[l] && exchange_[from]);
      if (l != from && compared && state.x.carried_on(l) && state.x[l] == state.x[from] &&
          !has_med(l)) {
        siblings.push_back(l);
      }
    }
    const double leaves = siblings.empty() ? 0 : (1 - effects[i]) * before[from];
    flow[from] -= leaves;
    for (const model::LinkIndex l : siblings) {
      flow[l] += leaves / static_cast<double>(siblings.size());
    }
  }
}

/// Moves what a lever attracts from the other transit links: peers keep what they have.
void LeverModel::attract(const std::vector<ActiveLever>& levers, const std::vector<double>& effects,
                         std::vector<double>& flow) const {
  for (std::size_t i = 0; i < levers.size(); ++i) {
    for (model::LinkIndex l = 0; levers[i].kind == Kind::attracts && l < flow.size(); ++l) {
      const double comes = l != levers[i].link && transit_[l] ? effects[i] * flow[l] : 0;
      flow[l] -= comes;
      flow[levers[i].link] += comes;
    }
  }
}

/// Returns to the closed links the sources that have no other way in: a community does not cut
/// anybody off, unless it limits export. `open`: [link] flow with all links open; `lost`: what the
/// case makes unreachable.
void LeverModel::keep_single_homed(const std::vector<ActiveLever>& levers,
                                   const std::vector<double>& open, const Case& state, double lost,
                                   std::vector<double>& flow) const {
  const auto keeps = [&](std::size_t i) {
    return state.closed[i] && levers[i].kind == Kind::community;
  };
  double all = 0;
  double closed = 0;
  for (std::size_t i = 0; i < levers.size(); ++i) {
    all += keeps(i) ? open[levers[i].link] : 0;
    closed += keeps(i) ? 1 : 0;
  }
  for (std::size_t i = 0; lost > 0 && i < levers.size(); ++i) {
    if (keeps(i)) {
      flow[levers[i].link] += lost * (all > 0 ? open[levers[i].link] / all : 1 / closed);
    }
  }
}

/// [link] flow: the cases, weighted by what each lever retains (`effects`).
std::vector<double> LeverModel::mixture(const Mixture& of, const std::vector<double>& effects,
                                        const std::vector<std::vector<double>>& flows,
                                        const std::vector<double>& lost) const {
  std::vector<double> result(neighbour_.size(), 0);
  for (std::size_t c = 0; c < of.cases.size(); ++c) {
    double weight = 1;
    for (std::size_t i = 0; i < of.levers.size(); ++i) {
      if (of.levers[i].closes()) {
        weight *= of.cases[c].closed[i] ? 1 - effects[i] : effects[i];
      }
    }
    std::vector<double> flow = flows[c];
    keep_single_homed(of.levers, flows.front(), of.cases[c], lost[c], flow);
    move_by_med(of.levers, effects, of.x, of.cases[c], flow);
    attract(of.levers, effects, flow);
    add(result, flow, weight);
  }
  return result;
}

/// Whose model knows best what the sources of `home` do in a case that closes their link to some of
/// them; null: the plain one.
const SourceLever* LeverModel::sources_of(const Mixture& of, std::size_t state,
                                          model::LinkIndex home) const {
  for (std::size_t i = 0; i < of.levers.size(); ++i) {
    const ActiveLever& lever = of.levers[i];
    if (lever.source && lever.link == home && of.cases[state].closed[i] &&
        sources_[*lever.source].only) {
      return &sources_[*lever.source];
    }
  }
  return nullptr;
}

/// What each lever does at a level to sources whose home link is `home`: those of a link that has
/// its lever today are used to it, and one that concerns some sources concerns those of its link.
std::vector<double> LeverModel::effects_at(const std::vector<ActiveLever>& levers,
                                           model::ForecastLevel level, model::LinkIndex home) {
  std::vector<double> effects;
  for (const ActiveLever& lever : levers) {
    const bool untouched =
        lever.today ? lever.link == home : lever.source.has_value() && lever.link != home;
    const model::LeverEffect& effect = lever.effect;
    effects.push_back(untouched ? 1 : at_level(level, effect.low, effect.expected, effect.high));
  }
  return effects;
}

std::shared_ptr<const Transition> LeverModel::transition(std::size_t behaviour,
                                                         const model::Advertisement& x) const {
  const std::vector<ActiveLever> levers = active_levers(behaviour, x);
  const std::size_t plain = behaviours_[behaviour].plain;
  if (levers.empty()) {
    return plain_->transition(plain, x.without_levers());
  }
  const Mixture of{levers, x, cases(levers, x)};
  std::vector<std::shared_ptr<const Transition>> parts;
  for (const Case& state : of.cases) {
    parts.push_back(state.x.carried_count() > 0 ? plain_->transition(plain, state.x) : nullptr);
  }
  const std::size_t links = neighbour_.size();
  auto result = std::make_shared<Transition>(links);
  std::vector<std::vector<double>> rows(of.cases.size(), std::vector<double>(links));
  std::vector<double> lost(of.cases.size());
  for (model::LinkIndex j = 0; j < links; ++j) {
    for (std::size_t c = 0; c < of.cases.size(); ++c) {
      for (model::LinkIndex l = 0; l < links; ++l) {
        rows[c][l] = parts[c] ? parts[c]->at(j, l) : 0;
      }
      if (const SourceLever* own = sources_of(of, c, j); own != nullptr && parts[c]) {
        const std::size_t s = static_cast<std::size_t>(own - sources_.data());
        const auto only = own->only->transition(behaviours_[behaviour].only[s], of.cases[c].x);
        for (model::LinkIndex l = 0; l < links; ++l) {
          rows[c][l] = only->at(j, l);
        }
      }
      lost[c] = sum(rows.front()) - sum(rows[c]);
    }
    const std::vector<double> row =
        mixture(of, effects_at(levers, model::ForecastLevel::expected, j), rows, lost);
    for (model::LinkIndex l = 0; l < links; ++l) {
      result->set(j, l, quantise(row[l]));
    }
  }
  return result;
}

std::vector<Forecast> LeverModel::forecasts_after(
    model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
    const std::vector<std::vector<model::Advertisement>>& tried) const {
  const bool none = !x.has_levers() && behaviours_[behaviour_of_[prefix]].today.empty();
  return none ? plain_->forecasts_after(prefix, x, home, tried) : std::vector<Forecast>{};
}

std::shared_ptr<const Transition> LeverModel::high_floor(std::size_t behaviour,
                                                         const model::Advertisement& x,
                                                         std::span<const double> home) const {
  return active_levers(behaviour, x).empty()
             ? plain_->high_floor(behaviours_[behaviour].plain, x.without_levers(), home)
             : transition(behaviour, x);
}

}  // namespace bgpte::ingress
