#include "src/optimiser/candidates/relief_filter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "bench/instance_generator.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "src/optimiser/candidates/candidates.hpp"
#include "tests/optimiser/counting_ingress.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// A network with some links too full, small enough to be proven.
model::Scenario network(std::uint64_t seed) {
  bench::InstanceShape shape;
  shape.seed = seed;
  shape.links = 2 + seed % 5;
  shape.prefixes = 2 + seed % 4;
  shape.advertisements = 3;
  shape.max_changes_per_prefix = 1 + seed % 3;
  shape.do_no_harm = seed % 2 == 0;
  model::Scenario scenario = bench::make_instance(shape);
  scenario.policy.max_changes = 1 + seed % 4;
  scenario.policy.least_relief = model::Ratio{static_cast<std::int64_t>(50'000 * (seed % 5))};
  scenario.policy.tolerance = model::Ratio{static_cast<std::int64_t>(3'000 * (seed % 4))};
  return scenario;
}

TEST(ReliefFilter, TheAnswerIsThatOfAllCandidates) {
  std::size_t relieved = 0;
  std::size_t fewer = 0;
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    const model::Scenario scenario = network(seed);
    const auto ingress = ingress::make_ingress(scenario);
    // What is not known to be repelled by prepends is not left out.
    const CountingIngress all(*ingress, CountingIngress::Prepends::unknown);
    const CountingIngress some(*ingress, CountingIngress::Prepends::as_the_model);
    const Optimum of_all = optimise({scenario, all});
    const Optimum of_some = optimise({scenario, some});
    EXPECT_EQ(of_some.plan, of_all.plan) << "seed " << seed;
    EXPECT_EQ(of_some.after.loss, of_all.after.loss) << "seed " << seed;
    EXPECT_EQ(of_some.after.excess, of_all.after.excess) << "seed " << seed;
    EXPECT_EQ(of_some.after.value.atto, of_all.after.value.atto) << "seed " << seed;
    EXPECT_EQ(of_some.termination, of_all.termination) << "seed " << seed;
    EXPECT_EQ(of_some.candidates, of_all.candidates) << "seed " << seed;
    relieved += of_some.after.excess < of_some.today.excess ? 1 : 0;
    fewer += some.forecasts() < all.forecasts() ? 1 : 0;
  }
  EXPECT_GT(relieved, 20);
  EXPECT_GT(fewer, 10);
}

/// Under an announcement of the first prefix that was observed, everything entered by one link: no
/// source can do that, and no other announcement brings it.
TEST(ReliefFilter, WhatWasObservedAgainstTheModelIsNotLeftOut) {
  std::size_t taken = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    model::Scenario scenario = network(seed);
    const std::vector<model::Advertisement> list = candidates(scenario, 0, 2);
    for (const std::size_t number : {1 + seed % (list.size() - 1), list.size() - 1}) {
      model::Observation seen;
      seen.prefix = 0;
      seen.advertise = list[number];
      seen.inbound.assign(scenario.links.size(), std::nullopt);
      for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
        if (list[number].carried_on(l)) {
          seen.inbound[l] = model::Bps{l == seed % scenario.links.size() ? 1'000'000'000 : 1};
        }
      }
      scenario.ingress.observations.push_back(std::move(seen));
    }
    const auto ingress = ingress::make_ingress(scenario);
    const CountingIngress all(*ingress, CountingIngress::Prepends::unknown);
    const CountingIngress some(*ingress, CountingIngress::Prepends::as_the_model);
    const Optimum of_all = optimise({scenario, all});
    const Optimum of_some = optimise({scenario, some});
    EXPECT_EQ(of_some.plan, of_all.plan) << "seed " << seed;
    EXPECT_EQ(of_some.after.value.atto, of_all.after.value.atto) << "seed " << seed;
    taken += of_some.plan.contains(0) ? 1 : 0;
  }
  EXPECT_GT(taken, 3);
}

/// Replayed bills, so that nothing is shared: where not even one candidate may be stored all
/// prefixes change on one link at most, and the answer is the best of such plans.
TEST(ReliefFilter, WhereTooManyAreLeftSmallPrefixesChangeOnOneLink) {
  std::size_t held = 0;
  std::size_t changed = 0;
  std::size_t some_held = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    bench::InstanceShape shape;
    shape.seed = seed;
    shape.links = 3 + seed % 2;
    shape.prefixes = 3 + seed % 3;
    shape.advertisements = 3;
    shape.samples = 288;
    model::Scenario scenario = bench::make_instance(shape);
    const auto ingress = ingress::make_ingress(scenario);
    Options few;
    few.most_stored_candidates = 0;
    const Optimum of_few = optimise({scenario, *ingress}, few);
    if (of_few.candidates == "all") {
      continue;  // Nothing is to be relieved.
    }
    EXPECT_NE(of_few.candidates.find("one change at most for each of the"), std::string::npos);
    // With room for some more only those that bring least to the full links are held to it.
    few.most_stored_candidates = 40;
    const Optimum of_some = optimise({scenario, *ingress}, few);
    std::size_t smallest = 0;
    if (const std::size_t at = of_some.candidates.find("each of the "); at != std::string::npos) {
      smallest = std::stoul(of_some.candidates.substr(at + 12));
    }
    some_held += smallest > 0 && smallest < scenario.prefixes.size() ? 1 : 0;
    scenario.policy.max_changes_per_prefix = 1;
    const Optimum of_single = optimise({scenario, *ingress});
    ASSERT_EQ(of_single.termination, Termination::optimal) << "seed " << seed;
    EXPECT_EQ(of_few.plan, of_single.plan) << "seed " << seed;
    ++held;
    changed += of_few.plan.empty() ? 0 : 1;
  }
  EXPECT_GT(held, 10);
  EXPECT_GT(changed, 5);
  EXPECT_GT(some_held, 1);
}

/// A group for each prefix, with every candidate of at most two changes.
std::vector<DecisionGroup> groups_of(const model::Scenario& scenario) {
  std::vector<DecisionGroup> groups;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    DecisionGroup group;
    group.prefixes = {p};
    group.candidates = {
        std::make_shared<const std::vector<model::Advertisement>>(candidates(scenario, p, 2))};
    groups.push_back(std::move(group));
  }
  return groups;
}

/// A candidate that alone brings all that is asked for with its changes is kept, whatever links it
/// changes: what it is taken to bring at most is not below what it brings.
TEST(ReliefFilter, WhatACandidateBringsIsNeverUnderestimated) {
  std::size_t held = 0;
  std::size_t left_out = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const model::Scenario scenario = network(seed);
    const auto ingress = ingress::make_ingress(scenario);
    const evaluation::Baseline baseline(scenario, *ingress);
    const model::Bps today = evaluation::excess(baseline, baseline.today());
    if (today.value < 1'000'000) {
      continue;
    }
    const std::vector<DecisionGroup> groups = groups_of(scenario);
    for (const DecisionGroup& group : groups) {
      for (const model::Advertisement& x : *group.candidates.front()) {
        const evaluation::Plan plan{{group.prefixes.front(), x}};
        const model::Bps after = evaluation::excess(baseline, evaluation::forecast(baseline, plan));
        const std::size_t changes = x.changes_from(group.candidates.front()->front());
        const model::Bps for_each{today.value / 10};
        // Only this candidate's own relief is left to bring it there.
        const ReliefNeed need{
            Goal::excess, today,
            after + model::Bps{for_each.value * static_cast<std::int64_t>(changes)}, for_each,
            changes};
        ReliefFilter filter(baseline, need, groups);
        const DecisionGroup::Candidates kept = filter.useful(group);
        EXPECT_NE(std::find(kept->begin(), kept->end(), x), kept->end()) << "seed " << seed;
        ++held;
        left_out += group.candidates.front()->size() - kept->size();
      }
    }
  }
  EXPECT_GT(held, 1000);
  EXPECT_GT(left_out, held);
}

/// The same with peaks above what is measured, and prefixes that may be withdrawn from a link or
/// announced on one more.
model::Scenario network_of_all_kinds(std::uint64_t seed) {
  model::Scenario scenario = network(seed);
  scenario.policy.actions.withdraw = seed % 3 == 1;
  scenario.policy.actions.announce = seed % 3 == 2;
  if (scenario.policy.actions.announce) {
    scenario.prefixes.front().advertise.withdraw(0);
    scenario.prefixes.front().by_link.front().reset();
  }
  for (model::Link& link : scenario.links) {
    link.peak = model::Bps{link.inbound.value / 4 * static_cast<std::int64_t>(4 + seed % 3)};
  }
  return scenario;
}

/// Of two prefixes: no plan that brings what is needed has a candidate that is left out, and each
/// has a leading one.
TEST(ReliefFilter, PlansThatBringTheReliefAreLeft) {
  std::size_t plans = 0;
  std::size_t left_out = 0;
  std::size_t not_leading = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    model::Scenario scenario = network_of_all_kinds(seed);
    if (scenario.links.size() > 4) {
      continue;  // Too many plans.
    }
    scenario.prefixes.resize(2);
    const auto ingress = ingress::make_ingress(scenario);
    const evaluation::Baseline baseline(scenario, *ingress);
    const model::Bps today = evaluation::excess(baseline, baseline.today());
    if (today.value < 1'000'000) {
      continue;
    }
    const std::vector<DecisionGroup> groups = groups_of(scenario);
    const model::Bps for_each{today.value / 200};
    struct Tried {
      const model::Advertisement *first, *second;
      std::size_t changes;
      model::Bps goal;
    };
    std::vector<Tried> tried;
    model::Bps least = today;
    for (const model::Advertisement& x : *groups[0].candidates.front()) {
      for (const model::Advertisement& y : *groups[1].candidates.front()) {
        const std::size_t changes = x.changes_from(scenario.prefixes[0].advertise) +
                                    y.changes_from(scenario.prefixes[1].advertise);
        const model::Bps excess =
            evaluation::excess(baseline, evaluation::forecast(baseline, {{0, x}, {1, y}}));
        const model::Bps goal =
            excess + model::Bps{for_each.value * static_cast<std::int64_t>(changes)};
        tried.push_back({&x, &y, changes, goal});
        least = std::min(least, goal);
      }
    }
    for (const std::size_t most_changes : {1, 2, 3, 4}) {
      for (const model::Bps at_most : {least, least + for_each}) {
        ReliefFilter filter(baseline, {Goal::excess, today, at_most, for_each, most_changes},
                            groups);
        const auto has = [](const std::vector<model::Advertisement>& list,
                            const model::Advertisement& x) {
          return std::find(list.begin(), list.end(), x) != list.end();
        };
        std::vector<DecisionGroup::Candidates> kept;
        std::vector<std::vector<model::Advertisement>> leading(2);
        for (std::size_t u = 0; u < 2; ++u) {
          kept.push_back(filter.useful(groups[u]));
          for (const std::uint32_t c : filter.leading(groups[u])) {
            leading[u].push_back((*groups[u].candidates.front())[c]);
          }
          left_out += groups[u].candidates.front()->size() - kept[u]->size();
          not_leading += kept[u]->size() - leading[u].size();
        }
        for (const Tried& plan : tried) {
          if (plan.goal <= at_most && plan.changes <= most_changes && at_most < today) {
            ++plans;
            EXPECT_TRUE(has(*kept[0], *plan.first)) << "seed " << seed;
            EXPECT_TRUE(has(*kept[1], *plan.second)) << "seed " << seed;
            EXPECT_TRUE(has(leading[0], *plan.first) || has(leading[1], *plan.second))
                << "seed " << seed;
          }
        }
      }
    }
  }
  EXPECT_GT(plans, 50);
  EXPECT_GT(left_out, 1000);
  EXPECT_GT(not_leading, 100);
}

/// A need without any limit of changes asks for no more room than there are prefixes.
TEST(ReliefFilter, ThereCanBeAnyNumberOfChanges) {
  const model::Scenario scenario = network(1);
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  const std::vector<DecisionGroup> groups = groups_of(scenario);
  ReliefFilter filter(baseline,
                      {Goal::excess, model::Bps{1'000'000'000}, model::Bps{1'000'000'000},
                       model::Bps{1}, std::numeric_limits<std::size_t>::max() / 2},
                      groups);
  EXPECT_EQ(filter.useful(groups.front()), groups.front().candidates.front());
}

/// Two links of 1,000 and 300 Mbps, each to be half full at most. What is prepended once more
/// leaves the first, which carries 900 Mbps: 350 of one prefix, 120 of another, the rest of a
/// pinned one.
model::Scenario that_may_lose() {
  constexpr std::int64_t mbps = 1'000'000;
  model::Scenario scenario;
  scenario.local_as = 64496;
  for (const std::int64_t capacity : {1'000, 300}) {
    model::Link link;
    link.name = capacity == 1'000 ? "A" : "B";
    link.neighbor_as = static_cast<model::Asn>(64501 + scenario.links.size());
    link.capacity = model::Bps{capacity * mbps};
    link.inbound = model::Bps{capacity == 1'000 ? 900 * mbps : 0};
    link.billing.model = model::PerMbpsBilling{model::Price{1'000'000}};
    scenario.links.push_back(link);
  }
  for (const std::int64_t volume : {350, 120, 430}) {
    model::Prefix prefix;
    prefix.prefix = model::parse_prefix(volume == 350   ? "192.0.2.0/24"
                                        : volume == 120 ? "198.51.100.0/24"
                                                        : "203.0.113.0/24")
                        .prefix;
    prefix.origin_as = scenario.local_as;
    prefix.advertise = model::Advertisement(2);
    prefix.advertise[0] = prefix.advertise[1] = 0;
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link = {model::Bps{volume * mbps}, model::Bps{}};
    prefix.pinned = volume == 430;
    scenario.prefixes.push_back(prefix);
  }
  scenario.ingress.retained = {model::Retained{{0}, {0}, {0}}, std::nullopt};
  scenario.policy.max_utilisation = model::Ratio{500'000};
  scenario.policy.do_no_harm = model::DoNoHarm::off;
  scenario.policy.n_minus_1 = model::NMinusOne::off;
  scenario.policy.max_changes = 1;
  return scenario;
}

/// The prefix of 350 Mbps would bring the excess lower, but the second link would lose traffic, and
/// none is lost today. How much relief is possible is not told by such a plan.
TEST(ReliefFilter, WhatAPlanThatLosesTrafficBringsIsNoMeasure) {
  const model::Scenario scenario = that_may_lose();
  const auto ingress = ingress::make_ingress(scenario);
  const Optimum found = optimise({scenario, *ingress});
  ASSERT_EQ(found.today.excess.value, 400'000'000);
  ASSERT_EQ(found.plan.size(), 1U);
  EXPECT_EQ(found.plan.begin()->first, 1U);
  EXPECT_EQ(found.after.loss.value, 0);
  EXPECT_EQ(found.after.excess.value, 280'000'000);
  EXPECT_LE(found.excess_lower_bound.value, 280'000'000);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
