// One state, one answer: the N-1 table, whatif with the link down, and a plain reference.
#include <gtest/gtest.h>

#include <algorithm>

#include "bgpte/advice/advice.hpp"
#include "tests/evaluation/plain_state.hpp"

namespace bgpte::advice::testing {
namespace {

using evaluation::testing::BruteForce;
using evaluation::testing::Instance;
using evaluation::testing::Loads;
using evaluation::testing::plain_state;
using evaluation::testing::PlainState;

/// The range that a link carries at the peak.
const evaluation::RateRange& at_peak(const LinkForecast& link) {
  return link.after_peak ? *link.after_peak : link.after;
}

const Loads& at_level(const PlainState& state, model::ForecastLevel level) {
  return level == model::ForecastLevel::low    ? state.flows.low
         : level == model::ForecastLevel::high ? state.flows.high
                                               : state.flows.peak;
}

evaluation::RateRange range_of(const PlainState& state, std::size_t link) {
  return {model::Bps{state.flows.low[link]}, model::Bps{state.flows.peak[link]},
          model::Bps{state.flows.high[link]}};
}

/// The row of the N-1 table against the reference of today's and the planned announcements.
void expect_row(const FailureForecast& row, const model::Scenario& scenario,
                const PlainState& before, const PlainState& after) {
  const model::ForecastLevel level = scenario.policy.forecast;
  std::vector<std::string> overloaded;
  std::vector<std::string> listed;
  for (std::size_t l = 0; l < scenario.links.size(); ++l) {
    const std::int64_t capacity = scenario.links[l].capacity.value;
    if (at_level(after, level)[l] > capacity) {
      overloaded.push_back(scenario.links[l].name);
    }
    if (std::max(at_level(before, level)[l], at_level(after, level)[l]) > capacity) {
      listed.push_back(scenario.links[l].name);
      const auto found = std::find_if(
          row.overloads.begin(), row.overloads.end(),
          [&](const OverloadForecast& one) { return one.link == scenario.links[l].name; });
      ASSERT_NE(found, row.overloads.end());
      EXPECT_EQ(found->before, range_of(before, l));
      EXPECT_EQ(found->after, range_of(after, l));
      EXPECT_EQ(found->change == OverloadChange::added, at_level(before, level)[l] <= capacity);
    }
  }
  EXPECT_EQ(row.overloaded, overloaded);
  EXPECT_EQ(row.overloads.size(), listed.size());
  EXPECT_EQ(row.unreachable_before, model::Bps{before.unreachable});
  EXPECT_EQ(row.unreachable, model::Bps{after.unreachable});
}

TEST(OneForecast, TheTableOfFailuresIsWhatifWithTheLinkDownIsThePlainRules) {
  for (std::uint64_t seed = 9000; seed < 9300; ++seed) {
    const Instance instance = evaluation::testing::instance_with_covers(seed);
    model::Scenario& scenario = *instance.scenario;
    scenario.policy.n_minus_1 = model::NMinusOne::report;
    const evaluation::Baseline baseline(scenario, *instance.ingress);
    const BruteForce brute(scenario, *instance.ingress);
    const std::vector<model::Change> changes =
        evaluation::changes_of(scenario, evaluation::testing::random_plan(scenario, seed));
    const evaluation::Plan plan = evaluation::plan_of(scenario, changes);
    const Advice planned = advice::whatif({baseline, baseline, changes});
    const std::vector<evaluation::FailureCase> cases = evaluation::failure_cases(scenario);
    ASSERT_EQ(planned.failures.size(), cases.size());
    for (std::size_t f = 0; f < cases.size(); ++f) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + cases[f].name + " fails");
      const PlainState before = plain_state(baseline, brute, {}, cases[f].links);
      const PlainState after = plain_state(baseline, brute, plan, cases[f].links);
      ASSERT_NO_FATAL_FAILURE(expect_row(planned.failures[f], scenario, before, after));
      const Advice failed = advice::whatif({baseline, baseline, changes, cases[f].links});
      for (std::size_t l = 0; l < scenario.links.size(); ++l) {
        ASSERT_EQ(at_peak(failed.links[l]), range_of(after, l));
        ASSERT_EQ(failed.links[l].after.expected.value, after.flows.billed[l]);
        ASSERT_EQ(failed.links[l].before, planned.links[l].before);  // As measured.
      }
    }
  }
}

}  // namespace
}  // namespace bgpte::advice::testing
