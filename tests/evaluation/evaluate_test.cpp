// evaluate, weights, failures: worked examples, and brute force on random plans.
#include "bgpte/evaluation/evaluate.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "tests/optimiser/brute_force.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// Two links, one prefix of 900 Mbps on A and background of 80 and 100 Mbps.
Instance two_links(std::int64_t capacity_a_mbps) {
  auto scenario = std::make_unique<model::Scenario>();
  ingress::TodayTraffic today;
  for (const char* name : {"A", "B"}) {
    model::Link link;
    link.name = name;
    link.capacity = model::Bps{(name[0] == 'A' ? capacity_a_mbps : 10'000) * mbps};
    link.billing.model = model::PerMbpsBilling{model::Price{name[0] == 'A' ? 500'000 : 1'200'000}};
    scenario->links.push_back(link);
  }
  model::Prefix prefix;
  prefix.prefix = model::parse_prefix("198.51.100.0/24").prefix;
  prefix.advertise = model::Advertisement(2);
  prefix.advertise[0] = 0;
  prefix.advertise[1] = 1;
  scenario->prefixes.push_back(prefix);
  today.home = {{model::Bps{900 * mbps}, model::Bps{0}}};
  today.background = {model::Bps{80 * mbps}, model::Bps{100 * mbps}};
  today.inbound = {model::Bps{980 * mbps}, model::Bps{100 * mbps}};
  scenario->links[0].inbound = today.inbound[0];
  scenario->links[1].inbound = today.inbound[1];
  Instance instance;
  instance.ingress = std::make_unique<MatrixIngress>(*scenario, std::move(today), 3, 2, 0.02);
  instance.scenario = std::move(scenario);
  return instance;
}

TEST(Evaluate, TodayIsTheMeasuredLoadAndItsBill) {
  const Instance instance = two_links(2000);
  const evaluation::Evaluation today =
      evaluation::evaluate({*instance.scenario, *instance.ingress}, {});
  EXPECT_EQ(today.links[0].inbound.expected.value, 980 * mbps);
  EXPECT_EQ(today.links[0].inbound.low, today.links[0].inbound.high);
  EXPECT_EQ(today.links[1].peak.expected.value, 100 * mbps);
  EXPECT_TRUE(today.bill.expected.pico == model::Int128{490 + 120} * 1'000'000'000'000);
  EXPECT_EQ(today.bill.low, today.bill.high);
  EXPECT_EQ(today.excess.value, 0);
  EXPECT_TRUE(today.harmless);
}

TEST(Evaluate, ASaturatedLinkIsUpliftedInHighAlsoToday) {
  const Instance instance = two_links(1000);
  const evaluation::Evaluation today =
      evaluation::evaluate({*instance.scenario, *instance.ingress}, {});
  EXPECT_EQ(today.links[0].inbound.low.value, 980 * mbps);
  EXPECT_EQ(today.links[0].inbound.expected.value, 980 * mbps);
  EXPECT_EQ(today.links[0].inbound.high.value, 1078 * mbps);  // 980 * 1.10
  EXPECT_EQ(today.links[1].inbound.high.value, 100 * mbps);
  EXPECT_EQ(today.excess.value, 180 * mbps);  // Over 80 % of 1 Gbps, in `expected`.
  EXPECT_LT(today.bill.expected, today.bill.high);
}

TEST(Evaluate, DriftWidensAChangeButNotDoNoHarm) {
  const Instance instance = two_links(2000);
  model::Advertisement x(2);
  x[0] = x[1] = 0;
  const evaluation::Evaluation after =
      evaluation::evaluate({*instance.scenario, *instance.ingress}, {{0, x}});
  for (const evaluation::LinkLoad& load : after.links) {
    EXPECT_LE(load.peak.low, load.peak.expected);
    EXPECT_LE(load.harm, load.peak.high);
    EXPECT_LE(load.peak.high.value - load.harm.value, 18 * mbps);  // 2 % of 900 Mbps.
  }
  EXPECT_LT(after.links[1].harm, after.links[1].peak.high);
  EXPECT_EQ(after.changes, 1U);
}

TEST(DerivedWeights, AreTheMeanUnitPriceTimesTheWeightsAndTwoPercentForAChange) {
  const Instance instance = two_links(2000);
  const evaluation::DerivedWeights weights =
      evaluation::derived_weights({*instance.scenario, *instance.ingress});
  // 610 for 1080 Mbps: 0.564814814815 each, to 12 decimals.
  EXPECT_TRUE(weights.unit_price == 564'814'814'815);
  EXPECT_TRUE(weights.congestion == 11'296'296'296);
  // 2 % of 1080 Mbps is more than 5 Mbps: 21.6 times the unit price.
  EXPECT_TRUE(weights.change == 12'200'000'000'000);
}

TEST(DerivedWeights, AreOneWithoutABill) {
  Instance instance = two_links(2000);
  for (model::Link& link : instance.scenario->links) {
    link.billing.model = model::FlatBilling{};
  }
  const evaluation::DerivedWeights weights =
      evaluation::derived_weights({*instance.scenario, *instance.ingress});
  EXPECT_TRUE(weights.unit_price == 1'000'000'000'000);
}

TEST(Evaluate, RefusesAnObjectiveThatDoesNotFit) {
  Instance instance = two_links(2000);
  instance.scenario->links[0].billing.model =
      model::PerMbpsBilling{model::Price{9'000'000'000'000'000'000}};
  instance.scenario->policy.weights.cost = model::Ratio{9'000'000'000'000'000};
  EXPECT_THROW((void)evaluation::evaluate({*instance.scenario, *instance.ingress}, {}),
               std::overflow_error);
}

TEST(Evaluate, EqualsThePlainRulesOnRandomPlans) {
  for (std::uint64_t seed = 5000; seed < 5400; ++seed) {
    const Instance instance = random_instance(seed);
    const model::Scenario& scenario = *instance.scenario;
    const BruteForce brute(scenario, *instance.ingress);
    Dice dice(seed);
    evaluation::Plan plan;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      const auto choices = brute.candidates(p);
      const auto pick =
          static_cast<std::size_t>(dice.roll(static_cast<std::int64_t>(choices.size())));
      if (pick != 0) {
        plan.emplace(p, choices[pick]);
      }
    }
    const evaluation::Evaluation own = evaluation::evaluate({scenario, *instance.ingress}, plan);
    const BruteForce::Total total = brute.total(plan);
    for (std::size_t l = 0; l < scenario.links.size(); ++l) {
      ASSERT_EQ(own.links[l].inbound.expected.value, total.flows.billed[l]) << "seed " << seed;
      ASSERT_EQ(own.links[l].peak.expected.value, total.flows.peak[l]) << "seed " << seed;
      ASSERT_EQ(own.links[l].peak.low.value, total.flows.low[l]) << "seed " << seed;
      ASSERT_EQ(own.links[l].peak.high.value, total.flows.high[l]) << "seed " << seed;
    }
    ASSERT_EQ(own.excess.value, total.excess) << "seed " << seed;
    ASSERT_TRUE(own.bill.expected.pico == total.bill) << "seed " << seed;
    ASSERT_TRUE(own.phi == total.phi) << "seed " << seed;
    ASSERT_TRUE(own.value.atto == brute.value(total, evaluation::changes_of(scenario, plan)))
        << "seed " << seed;
    ASSERT_LE(own.bill.low, own.bill.expected);
    ASSERT_LE(own.bill.expected, own.bill.high);
    model::Money parts;
    for (const model::Money& part : own.link_bill) {
      parts += part;
    }
    ASSERT_EQ(parts, own.bill.expected) << "seed " << seed;
  }
}

TEST(FailureCases, AreEachLinkThenTheGroupsOnce) {
  model::Scenario scenario;
  for (const char* name : {"A", "B", "C"}) {
    model::Link link;
    link.name = name;
    scenario.links.push_back(link);
  }
  scenario.links[0].shared_risk = {"edge1", "fibre"};
  scenario.links[1].shared_risk = {"edge1", "fibre", "all"};
  scenario.links[2].shared_risk = {"alone", "all"};
  scenario.links[0].shared_risk.push_back("all");
  const std::vector<evaluation::FailureCase> cases = evaluation::failure_cases(scenario);
  ASSERT_EQ(cases.size(), 4U);
  EXPECT_EQ(cases[0], (evaluation::FailureCase{"A", {0}}));
  EXPECT_EQ(cases[2], (evaluation::FailureCase{"C", {2}}));
  EXPECT_EQ(cases[3],
            (evaluation::FailureCase{"edge1", {0, 1}}));  // "fibre" is the same set; "all" is all.
}

TEST(FailureCases, ComeOnTopOfTheLinksThatAreDown) {
  model::Scenario scenario;
  for (const char* name : {"A", "B", "C"}) {
    model::Link link;
    link.name = name;
    scenario.links.push_back(link);
  }
  scenario.links[0].shared_risk = scenario.links[1].shared_risk = {"edge1"};
  const std::vector<evaluation::FailureCase> cases = evaluation::failure_cases(scenario, {0});
  ASSERT_EQ(cases.size(), 2U);  // "edge1" adds B to A as B itself does; A is down already.
  EXPECT_EQ(cases[0], (evaluation::FailureCase{"B", {0, 1}}));
  EXPECT_EQ(cases[1], (evaluation::FailureCase{"C", {0, 2}}));
  EXPECT_TRUE(evaluation::failure_cases(scenario, {0, 2}).empty());  // No link would be left.
}

TEST(Forecast, APrefixWithoutALinkFollowsItsCoveringPrefixElseIsUnreachable) {
  Instance instance = two_links(2000);
  model::Scenario& scenario = *instance.scenario;
  scenario.prefixes[0].advertise[1] = model::not_announced;  // Only on A.
  EXPECT_EQ(evaluation::forecast({scenario, *instance.ingress}, {}, {0}).unreachable, 900 * mbps);
  const evaluation::Plan nowhere{{0, model::Advertisement(2)}};
  EXPECT_EQ(evaluation::forecast({scenario, *instance.ingress}, nowhere).unreachable, 900 * mbps);

  model::Prefix covering = scenario.prefixes[0];
  covering.prefix = model::parse_prefix("198.51.0.0/16").prefix;
  covering.advertise[1] = 0;
  scenario.prefixes.insert(scenario.prefixes.begin(), covering);
  ingress::TodayTraffic today = instance.ingress->today();
  today.home.insert(today.home.begin(), std::vector<model::Bps>(2));
  const MatrixIngress ingress(scenario, today, 3, 1, 0.0);
  const evaluation::Baseline baseline(scenario, ingress);
  const evaluation::Flows failed = evaluation::forecast(baseline, {}, {0});
  EXPECT_EQ(failed.peak[0], 0);
  EXPECT_EQ(failed.unreachable + failed.peak[1], (900 + 80 + 100) * mbps);
  EXPECT_GT(failed.peak[1], 180 * mbps);
  // Withdrawn while every link is up, it follows the covering prefix too.
  const evaluation::Flows withdrawn =
      evaluation::forecast(baseline, {{1, model::Advertisement(2)}});
  EXPECT_EQ(withdrawn.unreachable + withdrawn.peak[0] + withdrawn.peak[1], (900 + 80 + 100) * mbps);
  EXPECT_LT(withdrawn.unreachable, 900 * mbps);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
