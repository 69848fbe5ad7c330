// Rule run-out: when a link that grows reaches its ceiling.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/history/growth.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {
namespace {

std::string when(std::int64_t day, const std::optional<history::RunOut>& run_out) {
  return run_out ? history::run_out_text(day, *run_out) : "not within five years";
}

}  // namespace

Findings run_out(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  if (!scenario.past || !network.down.empty()) {
    return found;
  }
  std::optional<evaluation::Evaluation> after;
  if (!plan.empty()) {
    after = evaluation::evaluate(network.baseline, plan);
  }
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const std::optional<model::Growth>& growth = scenario.past->links[l].growth;
    if (!growth || growth->high <= 0) {
      continue;
    }
    // The load is that of the measured time, which the trend may not reach.
    const std::optional<std::int64_t> until = model::measured_until(scenario);
    const std::int64_t day = until ? *until / history::day_s - 1 : growth->to;
    const model::Bps ceiling = model::ceiling(scenario, l);
    const model::Bps load = peak_today(network, l);
    const auto now = history::run_out(*growth, load, load, ceiling);
    std::optional<history::RunOut> then;
    if (after) {
      then =
          history::run_out(*growth, after->links[l].peak.low, after->links[l].peak.high, ceiling);
    }
    if (!now && !then) {
      continue;
    }
    std::string text =
        fmt::format("Link {} grows by {}: it reaches its ceiling of {} {}", scenario.links[l].name,
                    history::growth_text(*growth), ceiling_text(network, l), when(day, now));
    if (after) {
      text += fmt::format("; with the changes {}", when(day, then));
    }
    found.push_back(about(
        scenario.links[l], std::move(text),
        "order capacity, or plan the next move, so that it is there before the range begins"));
  }
  return found;
}

}  // namespace bgpte::advice::rule
