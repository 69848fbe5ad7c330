// The plan of advice whose range tests are to narrow.
#include <algorithm>

#include "bgpte/evaluation/plan.hpp"
#include "bgpte/learning/tests.hpp"

namespace bgpte::learning {
namespace {

/// The changes of prepends among those of advice; nothing where one is of another kind.
std::optional<std::vector<model::Change>> prepends_of(
    const model::Scenario& scenario, const std::vector<advice::ChangeText>& texts) {
  std::vector<model::Change> changes;
  for (const advice::ChangeText& text : texts) {
    const auto prefix = model::find_prefix(scenario, model::parse_prefix(text.prefix).prefix);
    const auto link = model::find_link(scenario, text.link);
    if (!prefix || !link || text.lever_from != text.lever_to || text.from < 0 || text.to < 0) {
      return std::nullopt;
    }
    const model::LeverChoice lever = scenario.prefixes[*prefix].advertise.lever(*link);
    changes.push_back({*prefix, *link, text.from, text.to, lever, lever});
  }
  return changes;
}

std::optional<WantedPlan> plan_of(const model::Scenario& scenario,
                                  const std::vector<advice::ChangeText>& changes,
                                  const std::vector<advice::ChangeText>& first_step) {
  const auto all = prepends_of(scenario, changes);
  const auto first = prepends_of(scenario, first_step);
  if (!all || !first || all->empty()) {
    return std::nullopt;
  }
  WantedPlan plan;
  for (const auto& [prefix, announce] : evaluation::plan_of(scenario, *all)) {
    plan.prefixes.push_back({prefix, announce});
  }
  plan.first_step = *first;
  return plan;
}

/// The link that is furthest above its ceiling at the high end of the range, of those that keep it
/// as forecast.
std::optional<model::LinkIndex> doubtful_link(const advice::Advice& advice) {
  std::optional<model::LinkIndex> found;
  model::Bps most{0};
  for (model::LinkIndex l = 0; l < advice.links.size(); ++l) {
    const advice::LinkForecast& link = advice.links[l];
    const evaluation::RateRange& load = link.after_peak ? *link.after_peak : link.after;
    if (load.expected <= link.ceiling && load.high - link.ceiling > most) {
      found = l;
      most = load.high - link.ceiling;
    }
  }
  return found;
}

}  // namespace

std::optional<WantedPlan> doubtful_plan(const model::Scenario& scenario,
                                        const advice::Advice& advice) {
  if (const std::optional<model::LinkIndex> link = doubtful_link(advice);
      link && !advice.rollout.empty()) {
    std::optional<WantedPlan> plan =
        plan_of(scenario, advice.changes, advice.rollout.front().changes);
    if (plan) {
      plan->link = link;
    }
    return plan;
  }
  const auto hour = std::find_if(
      advice.alternatives.begin(), advice.alternatives.end(), [](const advice::Alternative& one) {
        return one.name == advice::in_a_quiet_hour && !one.same_as_advice;
      });
  return hour == advice.alternatives.end() ? std::nullopt
                                           : plan_of(scenario, hour->changes, hour->changes);
}

std::optional<advice::TellingTest> best_test(const model::Scenario& scenario,
                                             const ingress::IngressModel& ingress,
                                             const advice::Advice& advice) {
  const std::optional<WantedPlan> plan = doubtful_plan(scenario, advice);
  if (!plan) {
    return std::nullopt;
  }
  const evaluation::Baseline baseline(scenario, ingress);
  const std::vector<advice::TellingTest> tests = telling_tests(baseline, *plan, {.most = 1});
  return tests.empty() ? std::nullopt : std::optional(tests.front());
}

std::vector<advice::TellingTest> tests_of_advice(const model::Scenario& scenario,
                                                 const ingress::IngressModel& ingress,
                                                 const advice::Advice& advice) {
  std::optional<WantedPlan> plan = doubtful_plan(scenario, advice);
  if (!plan && !advice.rollout.empty()) {
    plan = plan_of(scenario, advice.changes, advice.rollout.front().changes);
  }
  if (!plan) {
    return {};
  }
  return telling_tests(evaluation::Baseline(scenario, ingress), *plan);
}

}  // namespace bgpte::learning
