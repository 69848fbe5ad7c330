#include "contingency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "shares.hpp"
#include "wording.hpp"

namespace bgpte::advice {
namespace {

/// The share of the prefix at which the link is exactly at its ceiling, all others as planned.
std::optional<double> share_at_ceiling(const Situation& situation, const Priced& advice,
                                       model::PrefixIndex prefix, model::LinkIndex link) {
  const std::vector<double> home = peak_home_of(situation, prefix);
  double volume = 0;
  for (const double cell : home) {
    volume += cell;
  }
  if (volume <= 0) {
    return std::nullopt;
  }
  const double own =
      situation.ingress.forecast(prefix, advice.plan.at(prefix), home).expected[link];
  const auto load = static_cast<double>(advice.after.links[link].peak.expected.value);
  const auto ceiling = static_cast<double>(model::ceiling(situation.scenario, link).value);
  return (ceiling - (load - own)) / volume;
}

double rounded_down(double share, double step) {
  return std::floor(share / step + 1e-9) * step;
}

/// A threshold to act on: safely below what the ceiling needs, in whole steps of 5 points where
/// the expected share leaves room for that.
std::optional<double> threshold_for(double needed, double expected, double tolerance) {
  for (const double candidate :
       {rounded_down(needed - tolerance, 0.05), rounded_down(needed - tolerance, 0.01),
        rounded_down(needed, 0.01)}) {
    if (candidate >= expected && candidate > 0) {
      return candidate;
    }
  }
  return std::nullopt;
}

/// Single changes that can take more off `relieved`: more prepends there, or fewer elsewhere.
std::vector<model::Change> further_changes(const model::Scenario& scenario,
                                           model::PrefixIndex prefix, const model::Advertisement& x,
                                           model::LinkIndex relieved) {
  std::vector<model::Change> changes;
  const std::vector<model::LinkIndex>& pinned = scenario.policy.pinned_links;
  for (model::LinkIndex link = 0; link < x.size(); ++link) {
    if (!x.carried_on(link) || std::binary_search(pinned.begin(), pinned.end(), link)) {
      continue;
    }
    for (model::Prepend to = 0; to <= scenario.policy.max_prepend; ++to) {
      model::Advertisement next = x;
      next[link] = to;
      const bool repels = link == relieved ? to > x[link] : to < x[link];
      if (repels && next.least() == 0) {
        changes.push_back({prefix, link, x[link], to});
      }
    }
  }
  return changes;
}

model::Bps high_excess(const model::Scenario& scenario, const optimiser::Evaluation& evaluation,
                       model::LinkIndex link) {
  const model::Bps load = evaluation.links[link].peak.high;
  const model::Bps ceiling = model::ceiling(scenario, link);
  return load > ceiling ? load - ceiling : model::Bps{};
}

/// The best single change for a network that turns out as the bad end of the range says: the least
/// excess on the link there, then the least total excess there, then the objective. Harmless ones
/// that take something off the link's excess only.
std::optional<model::Change> best_further_change(const Situation& situation, const Priced& advice,
                                                 model::PrefixIndex prefix, model::LinkIndex link) {
  model::Scenario pessimist = situation.scenario;
  pessimist.policy.forecast = model::ForecastLevel::high;
  const auto key = [&](const optimiser::Evaluation& evaluation) {
    return std::tuple(high_excess(pessimist, evaluation, link), evaluation.excess,
                      evaluation.value);
  };
  std::optional<model::Change> best;
  std::optional<std::tuple<model::Bps, model::Bps, optimiser::Objective>> best_key;
  const model::Bps now =
      high_excess(pessimist, optimiser::evaluate(pessimist, situation.ingress, advice.plan), link);
  for (const model::Change& change :
       further_changes(situation.scenario, prefix, advice.plan.at(prefix), link)) {
    optimiser::Plan plan = advice.plan;
    plan[prefix][change.link] = change.to;
    const optimiser::Evaluation evaluation =
        optimiser::evaluate(pessimist, situation.ingress, plan);
    if (!evaluation.harmless || high_excess(pessimist, evaluation, link) >= now) {
      continue;
    }
    if (!best_key || key(evaluation) < *best_key) {
      best = change;
      best_key = key(evaluation);
    }
  }
  return best;
}

std::string further_text(const model::Scenario& scenario, const model::Change& change,
                         const ChangeText& text) {
  if (change.from == 0 && change.to > 0) {
    return fmt::format("prepend {} {} on {} too (0 to {})", text.prefix, times(change.to),
                       scenario.links[change.link].name, static_cast<int>(change.to));
  }
  return instruction(text);
}

}  // namespace

double share_tolerance(const model::Scenario& scenario, double margin) {
  const double drift = std::max(0.0, scenario.ingress.drift.as_double() - margin);
  return std::round((drift + scenario.ingress.measurement_error) * 1e6) / 1e6;
}

std::vector<Contingency> contingencies_of(const Situation& situation, const Priced& advice,
                                          model::PrefixIndex prefix, std::int64_t wait_s) {
  std::vector<Contingency> found;
  const auto planned = advice.plan.find(prefix);
  // A plan for very many prefixes is judged by its links, not prefix by prefix.
  constexpr std::size_t most_prefixes = 16;
  if (planned == advice.plan.end() || advice.plan.size() > most_prefixes) {
    return found;
  }
  const model::Scenario& scenario = situation.scenario;
  const PrefixShares shares = shares_of(situation, prefix, planned->second);
  const double tolerance = scenario.ingress.drift.as_double() + scenario.ingress.measurement_error;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const bool relieved = shares.expected[link] < shares.today[link];
    const auto needed = share_at_ceiling(situation, advice, prefix, link);
    if (!relieved || !needed || *needed >= shares.high[link]) {
      continue;
    }
    const auto threshold = threshold_for(*needed, shares.expected[link], tolerance);
    if (!threshold) {
      continue;
    }
    const auto further = best_further_change(situation, advice, prefix, link);
    if (!further) {
      continue;
    }
    Contingency one;
    const std::string& name = scenario.links[link].name;
    one.when = {name_of(scenario, prefix),          name, 0, shares.expected[link],
                std::round(*threshold * 1e6) / 1e6, 0};
    one.changes.push_back(text_of(scenario, *further));
    one.changes[0].reason =
        fmt::format("{} has room for {} of {} only", name, percent(*needed), one.when.prefix);
    one.text = fmt::format(
        "If {} still takes more than {} of {} after {}, {}: at {} it reaches its ceiling of {}.",
        name, percent(*threshold), one.when.prefix, duration(wait_s),
        further_text(scenario, *further, one.changes[0]), percent(*needed),
        model::format_rate(model::ceiling(scenario, link)));
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace bgpte::advice
