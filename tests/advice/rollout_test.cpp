// Steps, conditions and contingencies of the rollout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "src/advice/parts.hpp"
#include "src/advice/rollout_order.hpp"
#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A reproducible stream of numbers, the same with every library (splitmix64).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
  }

 private:
  std::uint64_t state_;
};

struct Network {
  model::Scenario scenario;
  std::unique_ptr<const ingress::IngressModel> ingress;
  std::vector<model::Change> changes;
};

/// Three links, three prefixes, two to five changes, loads around the ceilings.
Network random_network(Numbers& numbers) {
  Case c;
  const std::vector<std::string> names = {"A", "B", "C"};
  std::vector<std::vector<double>> inbound(3, std::vector<double>(3));
  std::vector<double> sums(3, 0);
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::size_t l = 0; l < 3; ++l) {
      inbound[p][l] = static_cast<double>(10 * numbers.below(40));
      sums[l] += inbound[p][l];
    }
  }
  for (std::size_t l = 0; l < 3; ++l) {
    c.link(names[l], 800 + static_cast<double>(100 * numbers.below(5)), sums[l], 1);
  }
  for (std::size_t p = 0; p < 3; ++p) {
    std::vector<int> prepends = {static_cast<int>(numbers.below(3)),
                                 static_cast<int>(numbers.below(3)), 0};
    c.prefix("8.0." + std::to_string(p) + ".0/24", prepends, inbound[p]);
  }
  Network network;
  network.scenario = c.finish();
  network.ingress = ingress::make_ingress(network.scenario);
  const std::size_t wanted = 2 + numbers.below(4);
  while (network.changes.size() < wanted) {
    const model::PrefixIndex p = numbers.below(3);
    const model::LinkIndex l = numbers.below(3);
    const model::Prepend from = network.scenario.prefixes[p].advertise[l];
    const auto to = static_cast<model::Prepend>(numbers.below(4));
    const bool known =
        std::any_of(network.changes.begin(), network.changes.end(),
                    [&](const model::Change& one) { return one.prefix == p && one.link == l; });
    if (to != from && !known) {
      network.changes.push_back({p, l, from, to});
    }
  }
  std::sort(network.changes.begin(), network.changes.end());
  return network;
}

/// What an order is judged by, found by evaluating each state on the way as a plan.
struct Judged {
  bool never_worse = true;
  model::Bps worst;
  int inversions = 0;
};

Judged judge(const Network& network, const std::vector<std::vector<model::Change>>& steps) {
  const evaluation::Evaluation today =
      evaluation::evaluate({network.scenario, *network.ingress}, {});
  Judged judged;
  std::vector<model::Change> done;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    done.insert(done.end(), steps[i].begin(), steps[i].end());
    const evaluation::Evaluation state = evaluation::evaluate(
        {network.scenario, *network.ingress}, evaluation::plan_of(network.scenario, done));
    judged.never_worse = judged.never_worse && state.harmless && state.excess <= today.excess &&
                         state.loss <= today.loss && state.unreachable <= today.unreachable;
    judged.worst = std::max(judged.worst, state.excess);
  }
  std::vector<model::Change> all;
  for (const auto& step : steps) {
    all.insert(all.end(), step.begin(), step.end());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      judged.inversions += !attracts(all[i]) && attracts(all[j]) ? 1 : 0;
    }
  }
  return judged;
}

TEST(Order, IsTheBestOfAllOrders) {
  Numbers numbers(7);
  int forced = 0;
  int stepwise = 0;
  for (int round = 0; round < 60; ++round) {
    const Network network = random_network(numbers);
    const NetworkToday situation = network_today({network.scenario, *network.ingress});
    std::vector<std::vector<model::Change>> steps;
    bool any_forced = false;
    if (bundles_of(network.scenario, network.changes).size() < network.changes.size()) {
      continue;  // Prefixes that are treated alike share a step.
    }
    for (OrderedStep& step : order_of(situation, network.changes)) {
      EXPECT_EQ(step.forced, step.changes.size() > 1);
      any_forced = any_forced || step.forced;
      steps.push_back(std::move(step.changes));
    }
    std::vector<model::Change> made;
    for (const auto& step : steps) {
      made.insert(made.end(), step.begin(), step.end());
    }
    std::sort(made.begin(), made.end());
    EXPECT_EQ(made, network.changes);
    const Judged mine = judge(network, steps);
    EXPECT_TRUE(mine.never_worse);

    std::optional<Judged> best;
    std::vector<std::size_t> order(network.changes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      std::vector<std::vector<model::Change>> singles;
      for (const std::size_t i : order) {
        singles.push_back({network.changes[i]});
      }
      const Judged one = judge(network, singles);
      if (one.never_worse && (!best || one.worst < best->worst ||
                              (one.worst == best->worst && one.inversions < best->inversions))) {
        best = one;
      }
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(any_forced, !best.has_value());
    if (best) {
      EXPECT_EQ(mine.worst, best->worst);
      EXPECT_EQ(mine.inversions, best->inversions);
    }
    (any_forced ? forced : stepwise) += 1;
  }
  // The test has seen both kinds.
  EXPECT_GT(forced, 5);
  EXPECT_GT(stepwise, 5);
}

/// Both prefixes must swap links at once: whichever goes first overloads the link it goes to.
TEST(Order, ChangesThatOnlyHelpTogetherAreOneStepWithAWarning) {
  Case c;
  c.link("A", 1000, 800, 1);
  c.link("B", 1000, 800, 1);
  c.prefix("8.0.0.0/24", {0, 3}, {800, 0});
  c.prefix("8.0.1.0/24", {3, 0}, {0, 800});
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  const Advice own = advice::whatif(scenario, *model, {{0, 1, 3, 0}, {1, 0, 3, 0}});
  ASSERT_THAT(own.rollout, SizeIs(1));
  EXPECT_THAT(own.rollout[0].changes, SizeIs(2));
  EXPECT_THAT(own.rollout[0].warning, HasSubstr("these 2 changes must be made together"));
}

TEST(Order, AttractBeforeRepel) {
  Case c;
  c.link("A", 1000, 900, 1);
  c.link("B", 10000, 1000, 1);
  c.prefix("8.0.0.0/24", {0, 1}, {450, 0});
  c.prefix("8.0.1.0/24", {0, 1}, {450, 0});
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  // By address the repelling change comes first; the rollout turns that round.
  const Advice own = advice::whatif(scenario, *model, {{0, 0, 0, 1}, {1, 1, 1, 0}});
  ASSERT_THAT(own.rollout, SizeIs(2));
  EXPECT_EQ(own.rollout[0].changes[0].prefix, "8.0.1.0/24");
  EXPECT_EQ(own.rollout[1].changes[0].prefix, "8.0.0.0/24");
  EXPECT_EQ(own.rollout[0].step, 1);
  EXPECT_EQ(own.rollout[1].step, 2);
}

TEST(Order, ALongPlanGoesLinkByLinkAttractingFirst) {
  Case c;
  c.link("A", 1000, 700, 1);
  c.link("B", 10000, 700, 1);
  std::vector<model::Change> changes;
  for (std::size_t i = 0; i < exact_order_changes + 2; ++i) {
    // Other origins, so that no two share a bundle.
    c.prefix("8.0." + std::to_string(i) + ".0/24", {0, 1}, {50, 0}).origin_as =
        static_cast<model::Asn>(3320 + i);
    changes.push_back(i % 2 == 0 ? model::Change{i, 0, 0, 1} : model::Change{i, 1, 1, 0});
  }
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  const std::vector<OrderedStep> steps = order_of(network_today({scenario, *model}), changes);
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_THAT(steps[0].changes, SizeIs(7));
  EXPECT_TRUE(std::all_of(steps[0].changes.begin(), steps[0].changes.end(), attracts));
  EXPECT_TRUE(std::none_of(steps[1].changes.begin(), steps[1].changes.end(), attracts));
}

TEST(Wait, FiveMinutesToConvergeThenFifteenMinutesAndTwoIntervals) {
  model::Scenario scenario;
  EXPECT_EQ(wait_after_step(scenario), 1200);
  scenario.measured = model::Measured{"p95", 60, "", ""};
  EXPECT_EQ(wait_after_step(scenario), 1200);
  scenario.measured->interval_s = 900;
  EXPECT_EQ(wait_after_step(scenario), 2100);
  scenario.measured->flow_timeout_s = 3600;
  EXPECT_EQ(wait_after_step(scenario), 3900);
}

TEST(Contingency, NoneWhereTheWholeRangeHoldsTheCeiling) {
  Case c = link_a_link_b();
  c.retained("A", {{0.5}, {0.6}, {0.7}});
  const Advice advice = advise(c.finish());
  ASSERT_THAT(advice.rollout, SizeIs(1));
  EXPECT_THAT(advice.rollout[0].contingencies, IsEmpty());
  EXPECT_THAT(advice.summary, ::testing::Not(HasSubstr("second step")));
}

/// The threshold is what the ceiling needs, less what drift and measurement may hide, in whole
/// steps of five points where there is room for that.
TEST(Contingency, ThresholdFollowsTheCeiling) {
  struct Row {
    double ceiling;
    double threshold;
  };
  for (const Row& row : {Row{0.80, 0.75}, Row{0.85, 0.80}, Row{0.75, 0.70}}) {
    Case c = link_a_link_b();
    c.retained("A", {{0.5, 0.25}, {0.65, 0.4}, {0.97, 0.6}});
    c.scenario().policy.max_utilisation = {static_cast<std::int64_t>(row.ceiling * 1e6)};
    const Advice advice = advise(c.finish());
    ASSERT_THAT(advice.rollout, SizeIs(1));
    ASSERT_THAT(advice.rollout[0].contingencies, SizeIs(1)) << row.ceiling;
    EXPECT_DOUBLE_EQ(advice.rollout[0].contingencies[0].when.high, row.threshold);
  }
}

TEST(Contingency, NoSecondStepWhereNoFurtherPrependHelps) {
  Case c = link_a_link_b();
  // Whoever stays after the first prepend stays for ever.
  c.retained("A", {{0.5, 0.5}, {0.7, 0.7}, {0.95, 0.95}});
  const Advice advice = advise(c.finish());
  ASSERT_THAT(advice.rollout, SizeIs(1));
  EXPECT_THAT(advice.rollout[0].contingencies, IsEmpty());
  // What is seen then is for the next run.
  EXPECT_THAT(
      advice.rollout[0].verdicts,
      ::testing::Contains(::testing::Field(&Verdict::text, HasSubstr("record the observation"))));
}

TEST(Conditions, ALinkThatStaysAboveItsCeilingUntilALaterStepIsHeldToTodaysLoad) {
  Case c;
  c.link("A", 1000, 980, 1);
  c.link("B", 10000, 1000, 1);
  c.prefix("8.0.0.0/24", {0, 1}, {490, 0});
  c.prefix("8.0.1.0/24", {0, 1}, {490, 0}).origin_as = 3321;  // No bundle.
  c.retained("A", {{0.7}, {0.75}, {0.8}});
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  const Advice own = advice::whatif(scenario, *model, {{0, 1, 1, 0}, {1, 1, 1, 0}});
  ASSERT_THAT(own.rollout, SizeIs(2));
  EXPECT_EQ(own.rollout[0].continue_if.ceilings.at(0), (CeilingCondition{"A", mbps(980)}));
  EXPECT_EQ(own.rollout[1].continue_if.ceilings.at(0), (CeilingCondition{"A", mbps(800)}));
}

TEST(Conditions, InTheHighForecastTooTheCeilingIsNotAskedOfAnEarlierStep) {
  Case c;
  c.link("A", 1000, 980, 1);
  c.link("B", 10000, 1000, 1);
  c.prefix("8.0.0.0/24", {0, 1}, {490, 0});
  c.prefix("8.0.1.0/24", {0, 1}, {490, 0}).origin_as = 3321;  // No bundle.
  c.retained("A", {{0.4}, {0.6}, {0.8}});
  c.scenario().policy.forecast = model::ForecastLevel::high;
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  // Expected, the first step alone is enough (784 Mbps): what is forecast high is not.
  const Advice own = advice::whatif(scenario, *model, {{0, 1, 1, 0}, {1, 1, 1, 0}});
  ASSERT_THAT(own.rollout, SizeIs(2));
  EXPECT_EQ(own.rollout[0].continue_if.ceilings.at(0), (CeilingCondition{"A", mbps(980)}));
}

/// More than forecast is no harm where there is room for all of the prefix.
TEST(Conditions, MoreThanForecastIsUndoneOnlyWhereItDoesHarm) {
  struct Row {
    double capacity;
    bool room;
  };
  for (const Row& row : {Row{10000, true}, Row{1700, false}}) {
    Case c;
    c.link("A", 1000, 980, 1);
    c.link("B", row.capacity, 1000, 1);
    c.prefix("8.0.0.0/24", {0, 1}, {900, 0});
    c.retained("A", {{0.8}, {0.85}, {0.9}});
    const model::Scenario scenario = c.finish();
    const auto model = ingress::make_ingress(scenario);
    const Advice own = advice::whatif(scenario, *model, {{0, 1, 1, 0}});
    ASSERT_THAT(own.rollout, SizeIs(1));
    const StepCondition& undo = own.rollout[0].abort_if;
    if (row.room) {
      EXPECT_THAT(undo.shares, IsEmpty());
    } else {
      // Its ceiling of 1360 Mbps leaves room for 360 of the 900 Mbps, 40 %, and for less where
      // its other traffic is at the high end of its range.
      ASSERT_THAT(undo.shares, SizeIs(1));
      EXPECT_EQ(undo.shares[0].link, "B");
      const double most = undo.shares[0].high + undo.shares[0].tolerance;
      EXPECT_LE(most, 0.4);
      EXPECT_GT(most, 0.35);
    }
    EXPECT_THAT(undo.ceilings, SizeIs(1));
  }
}

}  // namespace
}  // namespace bgpte::advice::testing
