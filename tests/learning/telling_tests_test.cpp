// Which announcements are worth trying, and that none of them can do harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/learning/tests.hpp"
#include "tests/advice/cases.hpp"

namespace bgpte::learning {
namespace {

using advice::TellingTest;
using advice::testing::Case;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A network and what is asked of it.
struct Network {
  explicit Network(model::Scenario of)
      : scenario(std::move(of)),
        ingress(ingress::make_ingress(scenario)),
        baseline(scenario, *ingress) {}
  model::Scenario scenario;
  std::unique_ptr<const ingress::IngressModel> ingress;
  evaluation::Baseline baseline;
};

model::Advertisement prepended(model::Advertisement today, model::LinkIndex link, int times) {
  today[link] = static_cast<model::Prepend>(times);
  return today;
}

/// The plan to prepend the first prefix so often on a link, and that as its first step.
WantedPlan plan_of(const model::Scenario& scenario, model::LinkIndex link, int times) {
  const model::Advertisement& today = scenario.prefixes[0].advertise;
  WantedPlan plan;
  plan.prefixes.push_back({0, prepended(today, link, times)});
  plan.first_step.push_back({0, link, today[link], static_cast<model::Prepend>(times)});
  return plan;
}

/// Three links with much room.
Case three_links() {
  Case c;
  c.link("A", 10000, 2000, 1);
  c.link("B", 10000, 1500, 1);
  c.link("C", 10000, 500, 1);
  c.prefix("198.51.100.0/24", {0, 0, 0}, {1000, 600, 300});
  return c;
}

TEST(TellingTests, ThePlansOwnFirstStepComesFirstWhereItIsSafe) {
  const Network network(three_links().finish());
  for (model::LinkIndex link = 0; link < 2; ++link) {
    for (int times = 1; times <= 3; ++times) {
      const auto tests = telling_tests(network.baseline, plan_of(network.scenario, link, times));
      ASSERT_FALSE(tests.empty());
      EXPECT_TRUE(tests[0].first_step);
      EXPECT_EQ(tests[0].change.link, network.scenario.links[link].name);
      EXPECT_EQ(tests[0].change.to, times);
      EXPECT_EQ(tests[0].change.prefix, tests[0].of);
      EXPECT_LT(tests[0].width_after.value, tests[0].width_now.value / 2);
      EXPECT_EQ(tests[0].command, "bgpte whatif SCENARIO --set 198.51.100.0/24@" +
                                      tests[0].change.link + "=" + std::to_string(times));
      EXPECT_THAT(tests[0].undo,
                  HasSubstr("198.51.100.0/24 on " + tests[0].change.link + " back to 0 prepends"));
    }
  }
}

TEST(TellingTests, EachNarrowsWhatThoseBeforeItLeft) {
  const Network network(three_links().finish());
  WantedPlan plan = plan_of(network.scenario, 0, 2);
  plan.prefixes.push_back({0, prepended(network.scenario.prefixes[0].advertise, 1, 2)});
  plan.first_step.clear();
  const auto tests = telling_tests(network.baseline, plan, {3, 2});
  ASSERT_GE(tests.size(), 2U);
  for (std::size_t i = 1; i < tests.size(); ++i) {
    EXPECT_EQ(tests[i].width_now, tests[i - 1].width_after);
    EXPECT_LE(tests[i].width_after, tests[i].width_now);
    EXPECT_NE(tests[i].change.link, tests[i - 1].change.link);
  }
  for (const TellingTest& test : tests) {
    EXPECT_EQ(test.change.to, 2);
  }
}

/// 198.51.100.0/24 could fill B; 198.51.101.0/24 enters alike and is a tenth of it.
TEST(TellingTests, ALighterPrefixThatEntersAlikeSaysWhatToExpect) {
  Case c;
  c.link("A", 1000, 990, 1);
  c.link("B", 1000, 300, 1);
  c.prefix("198.51.100.0/24", {0, 0}, {850, 100});
  const Network heavy(c.finish());
  EXPECT_THAT(telling_tests(heavy.baseline, plan_of(heavy.scenario, 0, 1)), IsEmpty());
  c.prefix("198.51.101.0/24", {0, 0}, {85, 10});
  const Network both(c.finish());
  const auto tests = telling_tests(both.baseline, plan_of(both.scenario, 0, 1));
  ASSERT_FALSE(tests.empty());
  EXPECT_EQ(tests[0].change.prefix, "198.51.101.0/24");
  EXPECT_EQ(tests[0].of, "198.51.100.0/24");
  EXPECT_FALSE(tests[0].first_step);
  EXPECT_THAT(tests[0].change.reason, HasSubstr("proves nothing"));
  // One that enters otherwise says nothing of it.
  c.scenario().prefixes.back().by_link = {advice::testing::mbps(10), advice::testing::mbps(85)};
  const Network unlike(c.finish());
  EXPECT_THAT(telling_tests(unlike.baseline, plan_of(unlike.scenario, 0, 1)), IsEmpty());
}

TEST(TellingTests, WhatThePolicyForbidsIsNotTried) {
  Case c = three_links();
  c.scenario().prefixes[0].pinned = true;
  const Network pinned(c.finish());
  EXPECT_THAT(telling_tests(pinned.baseline, plan_of(pinned.scenario, 0, 2)), IsEmpty());
  Case capped = three_links();
  capped.scenario().policy.max_prepend = 1;
  const Network one(capped.finish());
  for (const TellingTest& test : telling_tests(one.baseline, plan_of(one.scenario, 0, 2))) {
    EXPECT_LE(test.change.to, 1);
  }
}

/// Links between half and nearly full, prefixes of any size.
model::Scenario random_network(std::mt19937_64& engine) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(engine);
  };
  const std::size_t links = 2 + engine() % 3;
  const std::size_t prefixes = 1 + engine() % 3;
  std::vector<std::vector<double>> rates(prefixes, std::vector<double>(links));
  std::vector<double> load(links, 0);
  for (std::vector<double>& row : rates) {
    const double size = between(10, 500);
    for (std::size_t l = 0; l < links; ++l) {
      row[l] = size * between(0.1, 1);
      load[l] += row[l];
    }
  }
  Case c;
  for (std::size_t l = 0; l < links; ++l) {
    const double inbound = load[l] + between(0, 200);
    c.link(std::string(1, static_cast<char>('A' + l)), inbound / between(0.4, 1.0), inbound, 1);
  }
  for (std::size_t p = 0; p < prefixes; ++p) {
    std::vector<int> prepends(links);
    for (int& prepend : prepends) {
      prepend = static_cast<int>(engine() % 3);
    }
    c.prefix("198.51." + std::to_string(100 + p) + ".0/24", prepends, rates[p]);
  }
  // Whatever the operator asks of plans.
  c.scenario().policy.do_no_harm = static_cast<model::DoNoHarm>(engine() % 3);
  return c.finish();
}

/// Held against the evaluation of the test as a plan of its own.
TEST(TellingTests, NoneHasAHighEndAboveWhatDoNoHarmAllows) {
  std::mt19937_64 engine(20261101);
  std::size_t proposed = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 60; ++round) {
    const Network network(random_network(engine));
    const model::Scenario& scenario = network.scenario;
    const WantedPlan plan = plan_of(scenario, engine() % scenario.links.size(), 3);
    const auto tests = telling_tests(network.baseline, plan);
    const evaluation::Evaluation today = evaluation::evaluate(network.baseline, {});
    refused += tests.empty() || !tests.front().first_step ? 1 : 0;
    for (const TellingTest& test : tests) {
      ++proposed;
      const auto prefix =
          model::find_prefix(scenario, model::parse_prefix(test.change.prefix).prefix);
      const auto link = model::find_link(scenario, test.change.link);
      ASSERT_TRUE(prefix && link);
      const evaluation::Evaluation after = evaluation::evaluate(
          network.baseline,
          {{*prefix, prepended(scenario.prefixes[*prefix].advertise, *link, test.change.to)}});
      for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
        const model::Bps limit = std::max(
            model::floor_product(scenario.links[l].capacity, scenario.policy.saturation.from),
            today.links[l].harm);
        EXPECT_LE(after.links[l].harm.value, limit.value)
            << "round " << round << ": " << test.command << " on " << scenario.links[l].name;
      }
      EXPECT_LE(test.width_after, test.width_now);
      EXPECT_GE(test.moved_share, 0.04);
    }
  }
  EXPECT_GT(proposed, 20U);
  EXPECT_GT(refused, 10U);
}

/// A is 60 Mbps above its ceiling by one prefix, which the high end of the range keeps from moving.
TEST(TellingTests, AQuietHoursPlanIsTestedOnALighterPrefix) {
  Case c;
  c.link("A", 1000, 860, 0.5);
  c.link("B", 1000, 250, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {760, 90});
  c.prefix("198.51.101.0/24", {0, 0}, {40, 5});
  const Network network(c.finish());
  const advice::Advice advice = advice::advise(network.scenario, *network.ingress);
  const auto test = best_test(network.scenario, *network.ingress, advice);
  ASSERT_TRUE(test.has_value()) << advice.summary;
  EXPECT_EQ(test->change.prefix, "198.51.101.0/24");
  EXPECT_EQ(test->of, "198.51.100.0/24");
}

TEST(TellingTests, AdviceWhoseRangeKeepsTheCeilingsNeedsNone) {
  Case c = three_links();
  const Network network(c.finish());
  const advice::Advice advice = advice::advise(network.scenario, *network.ingress);
  EXPECT_EQ(doubtful_plan(network.scenario, advice).has_value(), false);
  EXPECT_EQ(best_test(network.scenario, *network.ingress, advice), std::nullopt);
}

TEST(TellingTests, TheFirstStepOfAdviceIsNamedWhereItsRangeBreaksACeiling) {
  const Network network(advice::testing::link_a_link_b().finish());
  const advice::Advice advice = advice::advise(network.scenario, *network.ingress);
  const auto test = best_test(network.scenario, *network.ingress, advice);
  ASSERT_TRUE(test.has_value());
  EXPECT_TRUE(test->first_step);
  EXPECT_EQ(test->change.prefix, advice.rollout.front().changes.front().prefix);
  EXPECT_EQ(test->link, "A");
  EXPECT_EQ(test->quiet_hours, "");
}

TEST(TellingTests, NameTheHoursThatAreQuietEnoughByTheHistory) {
  model::Scenario scenario = advice::testing::link_a_link_b().finish();
  model::Past past;
  past.links.resize(2);
  for (std::size_t hour = 0; hour < 24; ++hour) {
    past.links[0].usual[hour] = advice::testing::mbps(980);
    // With 900 Mbps more, B is above its ceiling of 8 Gbps in one hour only.
    past.links[1].usual[hour] = advice::testing::mbps(hour == 20 ? 7900 : 7000);
  }
  scenario.past = past;
  const Network network(scenario);
  const advice::Advice advice = advice::advise(network.scenario, *network.ingress);
  const auto test = best_test(network.scenario, *network.ingress, advice);
  ASSERT_TRUE(test.has_value());
  EXPECT_EQ(test->quiet_hours, "21:00 to 20:00 UTC");
}

}  // namespace
}  // namespace bgpte::learning
