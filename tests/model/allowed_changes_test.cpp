// The rules of what a prefix may do, one row a rule.
#include "bgpte/model/allowed_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>

namespace bgpte::model {
namespace {

/// Links A, B, C; A has a community and a MED as levers, both with a known effect. One prefix on A
/// and B without prepends, another on all links with a prepend of 1 on C.
Scenario network() {
  Scenario scenario;
  for (const char* name : {"A", "B", "C"}) {
    scenario.links.emplace_back().name = name;
  }
  Lever community;
  community.name = "lower";
  community.marks.communities = {{false, {64501, 80, 0}}};
  community.retained = LeverEffect{0.1, 0.3, 0.6};
  Lever med = community;
  med.name = "second";
  med.marks = {{}, 100};
  scenario.links[0].levers = {community, med};
  for (const std::vector<int>& prepends : {std::vector<int>{0, 0, -1}, std::vector<int>{0, 0, 1}}) {
    Prefix prefix;
    prefix.advertise = Advertisement(3);
    for (LinkIndex link = 0; link < 3; ++link) {
      prefix.advertise[link] = static_cast<Prepend>(prepends[link]);
    }
    scenario.prefixes.push_back(prefix);
  }
  scenario.policy.actions = {true, true, true, true, true};
  return scenario;
}

Advertisement make(const std::vector<int>& prepends) {
  Advertisement x(prepends.size());
  for (LinkIndex link = 0; link < prepends.size(); ++link) {
    x[link] = static_cast<Prepend>(prepends[link]);
  }
  return x;
}

Advertisement with_lever(Advertisement x, LinkIndex link, LeverChoice lever) {
  x.set_lever(link, lever);
  return x;
}

/// `change` makes one rule forbid `to` for the first prefix, and nothing else.
struct Row {
  Denial denial;
  std::function<void(Scenario&)> change;
  Advertisement to;
  std::size_t asked = 0;
  std::size_t allowed = 0;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << name_of(row.denial);
}

std::vector<Row> rows() {
  return {
      {Denial::multihomed_elsewhere, [](Scenario& s) { s.prefixes[0].multihomed_elsewhere = true; },
       make({1, 0, -1})},
      {Denial::prefix_pinned, [](Scenario& s) { s.prefixes[0].pinned = true; }, make({1, 0, -1})},
      {Denial::prefix_pinned, [](Scenario& s) { s.policy.pinned_prefixes = {0}; },
       make({1, 0, -1})},
      {Denial::suspected_attack,
       [](Scenario& s) {
         s.links[0].capacity = Bps{100};
         s.prefixes[0].by_link = {Bps{101}, Bps{0}, std::nullopt};
       },
       make({1, 0, -1})},
      {Denial::beside_attack,
       [](Scenario& s) {
         s.links[0].capacity = Bps{100};
         s.links[0].inbound = Bps{150};
         s.prefixes[1].by_link = {Bps{101}, Bps{0}, std::nullopt};
       },
       make({1, 0, -1})},
      {Denial::no_deaggregate_action,
       [](Scenario& s) {
         s.prefixes[0].advertise = make({-1, -1, -1});
       },
       make({0, -1, -1})},
      {Denial::originated_elsewhere, [](Scenario& s) { s.prefixes[0].originated_by = 0; },
       make({1, 0, -1})},
      {Denial::above_cap, [](Scenario& s) { s.links[0].accepts_prepends = 1; }, make({2, 0, -1}), 2,
       1},
      {Denial::link_pinned, [](Scenario& s) { s.policy.pinned_links = {0}; }, make({1, 0, -1})},
      {Denial::no_withdraw_action, [](Scenario& s) { s.policy.actions.withdraw = false; },
       make({-1, 0, -1})},
      {Denial::no_announce_action, [](Scenario& s) { s.policy.actions.announce = false; },
       make({0, 0, 0})},
      {Denial::no_prepend_action, [](Scenario& s) { s.policy.actions.prepend = false; },
       make({1, 0, -1})},
      // A new announcement with a prepend needs both actions.
      {Denial::no_prepend_action, [](Scenario& s) { s.policy.actions.prepend = false; },
       make({0, 0, 1})},
      {Denial::no_community_action, [](Scenario& s) { s.policy.actions.community = false; },
       with_lever(make({0, 0, -1}), 0, 1)},
      {Denial::no_med_action, [](Scenario& s) { s.policy.actions.med = false; },
       with_lever(make({0, 0, -1}), 0, 2)},
      {Denial::above_cap, [](Scenario& s) { s.policy.max_prepend = 2; }, make({3, 0, -1}), 3, 2},
      {Denial::lever_of_today, [](Scenario& s) { s.prefixes[0].advertise.set_lever(0, 1); },
       make({0, 0, -1})},
      {Denial::lever_of_today, [](Scenario& s) { s.prefixes[0].advertise.set_lever(0, 1); },
       with_lever(make({0, 0, -1}), 0, 2)},
      {Denial::lever_not_beside, [](Scenario&) {}, with_lever(make({1, 0, -1}), 0, 1)},
      {Denial::unknown_effect, [](Scenario& s) { s.links[0].levers[0].retained.reset(); },
       with_lever(make({0, 0, -1}), 0, 1)},
      {Denial::kept_above_cap, [](Scenario& s) { s.prefixes[0].advertise[1] = 5; }, make({1, 5, 0}),
       5, 3},
      {Denial::changes_of_prefix, [](Scenario& s) { s.policy.max_changes_per_prefix = 1; },
       make({1, 0, 0}), 2, 1},
      {Denial::too_few_links, [](Scenario& s) { s.policy.min_links = 2; }, make({0, -1, -1}), 1, 2},
      {Denial::too_few_links, [](Scenario&) {}, make({-1, -1, -1}), 0, 1},
      {Denial::least_prepend_above_0, [](Scenario&) {}, make({1, 1, -1}), 1, 0},
      {Denial::same_traffic,
       [](Scenario& s) {
         s.prefixes[0].advertise = make({1, 1, -1});
       },
       make({0, 0, -1})},
      {Denial::changes_in_all, [](Scenario& s) { s.policy.max_changes = 1; }, make({1, 0, 0}), 2,
       1},
  };
}

class AllowedChangesTest : public ::testing::TestWithParam<Row> {};

TEST_P(AllowedChangesTest, TheRuleAloneForbidsIt) {
  const Row& row = GetParam();
  Scenario scenario = network();
  row.change(scenario);
  const std::vector<WhyNot> reasons = why_not(scenario, {{0, row.to}});
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].denial, row.denial);
  EXPECT_EQ(reasons[0].prefix, 0U);
  EXPECT_EQ(reasons[0].asked, row.asked);
  EXPECT_EQ(reasons[0].allowed, row.allowed);
  EXPECT_FALSE(may_announce(scenario, 0, row.to));
}

TEST_P(AllowedChangesTest, WhatStaysAsItIsIsAllowed) {
  Scenario scenario = network();
  GetParam().change(scenario);
  EXPECT_TRUE(may_announce(scenario, 0, scenario.prefixes[0].advertise));
}

INSTANTIATE_TEST_SUITE_P(Rules, AllowedChangesTest, ::testing::ValuesIn(rows()));

TEST(AllowedChanges, EveryRuleHasARow) {
  std::set<Denial> seen{Denial::levers_of_prefix};  // Needs more links than the rows have.
  for (const Row& row : rows()) {
    seen.insert(row.denial);
  }
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Denial::changes_in_all); ++i) {
    EXPECT_EQ(seen.count(static_cast<Denial>(i)), 1U) << name_of(static_cast<Denial>(i));
  }
}

TEST(AllowedChanges, WithoutARuleInTheWayTheSameIsAllowed) {
  const Scenario scenario = network();
  for (const Advertisement& x :
       {make({1, 0, -1}), make({-1, 0, -1}), make({0, 0, 0}), make({0, 0, 1}), make({3, 0, -1}),
        make({1, 0, 0}), with_lever(make({0, 0, -1}), 0, 1), with_lever(make({0, 0, -1}), 0, 2),
        with_lever(make({0, 1, -1}), 0, 1)}) {
    EXPECT_TRUE(may_announce(scenario, 0, x));
  }
}

TEST(AllowedChanges, APartMayBeAnnouncedWhereDeaggregateIsAnAction) {
  Scenario scenario = network();
  scenario.prefixes[0].advertise = make({-1, -1, -1});
  scenario.policy.actions = {};
  scenario.policy.actions.deaggregate = true;
  EXPECT_TRUE(may_announce(scenario, 0, make({-1, 0, -1})));
  EXPECT_TRUE(may_announce(scenario, 0, make({0, 0, -1})));
  EXPECT_TRUE(contains(why_not(scenario, 1, 0, {not_announced}), Denial::no_withdraw_action));
}

TEST(AllowedChanges, WhatIsCalledDemandIsNoAttack) {
  Scenario scenario = network();
  scenario.links[0].capacity = Bps{100};
  scenario.prefixes[0].by_link = {Bps{101}, Bps{0}, std::nullopt};
  EXPECT_EQ(flooded_link(scenario, 0), 0U);
  scenario.prefixes[0].demand = true;
  EXPECT_FALSE(flooded_link(scenario, 0));
  EXPECT_TRUE(may_announce(scenario, 0, make({1, 0, -1})));
}

/// What the flood leaves is measured first; the operator may do as they like.
TEST(AllowedChanges, NothingOnAFloodedLinkIsMovedBeforeTheAttackIsAnswered) {
  Scenario scenario = network();
  scenario.links[0].capacity = Bps{100};
  scenario.links[0].inbound = Bps{150};
  scenario.prefixes[0].by_link = {Bps{101}, Bps{0}, std::nullopt};
  EXPECT_EQ(flooding_prefix(scenario, 0), 0U);
  EXPECT_EQ(why_pinned(scenario, 1), Denial::beside_attack);
  EXPECT_EQ(binds(Denial::beside_attack), Binds::advice_only);
  scenario.prefixes[1].advertise = make({-1, 0, 0});
  EXPECT_FALSE(is_pinned(scenario, 1));
  scenario.prefixes[1].advertise = make({0, 0, 0});
  scenario.prefixes[0].demand = true;
  EXPECT_FALSE(is_pinned(scenario, 1));
}

TEST(AllowedChanges, WhatFloodsALinkIsAskedOfWhatWasFoundBefore) {
  Scenario scenario = network();
  scenario.links[0].capacity = Bps{100};
  scenario.links[0].inbound = Bps{150};
  scenario.prefixes[0].by_link = {Bps{101}, Bps{0}, std::nullopt};
  scenario.flooding = flooding_prefixes(scenario);
  EXPECT_THAT(*scenario.flooding, testing::ElementsAre(0U, std::nullopt, std::nullopt));
  EXPECT_EQ(flooding_prefix(scenario, 0), 0U);
  EXPECT_EQ(why_pinned(scenario, 1), Denial::beside_attack);
  scenario.links[0].capacity = Bps{200};
  scenario.flooding = flooding_prefixes(scenario);
  EXPECT_FALSE(is_pinned(scenario, 1));
}

TEST(AllowedChanges, TheCapHoldsForAPrependThatALeverStandsBeside) {
  Scenario scenario = network();
  scenario.prefixes[0].advertise = make({5, 0, -1});
  const std::vector<WhyNot> reasons = why_not(scenario, 0, 0, {5, 1});
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0], (WhyNot{Denial::above_cap, 0, 0, 5, 3}));
}

TEST(AllowedChanges, AWithdrawalTakesALeverOff) {
  Scenario scenario = network();
  scenario.prefixes[0].advertise.set_lever(0, 1);
  EXPECT_TRUE(may_announce(scenario, 0, make({-1, 0, -1})));
}

TEST(AllowedChanges, AForecastTellsOnlySoManyNewLeversApart) {
  Scenario scenario;
  Lever lever;
  lever.marks.communities = {{false, {64501, 80, 0}}};
  lever.retained = LeverEffect{0.1, 0.3, 0.6};
  const std::size_t links = most_levers_of_a_prefix + 1;
  scenario.links.resize(links);
  Prefix& prefix = scenario.prefixes.emplace_back();
  prefix.advertise = make(std::vector<int>(links, 0));
  scenario.policy.actions.community = true;
  scenario.policy.max_changes_per_prefix = links;
  Advertisement x = prefix.advertise;
  for (LinkIndex link = 0; link < links; ++link) {
    scenario.links[link].levers = {lever};
    EXPECT_TRUE(may_announce(scenario, 0, x));
    x.set_lever(link, 1);
  }
  const std::vector<WhyNot> reasons = why_not(scenario, {{0, x}});
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0], (WhyNot{Denial::levers_of_prefix, 0, 0, links, most_levers_of_a_prefix}));
}

TEST(AllowedChanges, OfTwoPinsThePrefixsOwnIsTold) {
  Scenario scenario = network();
  scenario.prefixes[0].pinned = true;
  scenario.prefixes[0].multihomed_elsewhere = true;
  scenario.policy.pinned_links = {0};
  const std::vector<WhyNot> reasons = why_not(scenario, 0, 0, {1, no_lever});
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].denial, Denial::multihomed_elsewhere);
}

TEST(AllowedChanges, ThePlanIsCountedOverAllItsPrefixes) {
  Scenario scenario = network();
  scenario.policy.max_changes = 2;
  const std::map<PrefixIndex, Advertisement> two{{0, make({1, 0, -1})}, {1, make({0, 0, 2})}};
  EXPECT_TRUE(why_not(scenario, two).empty());
  EXPECT_FALSE(allows_another_change(scenario, two));
  EXPECT_TRUE(allows_another_change(scenario, {{0, make({1, 0, -1})}}));
  const std::map<PrefixIndex, Advertisement> three{{0, make({1, 0, -1})}, {1, make({0, 1, 2})}};
  const std::vector<WhyNot> reasons = why_not(scenario, three);
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0], (WhyNot{Denial::changes_in_all, 0, 0, 3, 2}));
  scenario.policy.max_changes.reset();
  EXPECT_TRUE(why_not(scenario, three).empty());
  EXPECT_TRUE(allows_another_change(scenario, three));
}

TEST(AllowedChanges, TheLimitOfAPrefixIsTheLesserOfTheTwo) {
  Policy policy;
  policy.max_changes_per_prefix = 3;
  policy.max_changes = 2;
  EXPECT_EQ(most_changes_of_a_prefix(policy), 2U);
  policy.max_changes = 5;
  EXPECT_EQ(most_changes_of_a_prefix(policy), 3U);
  policy.max_changes.reset();
  EXPECT_EQ(most_changes_of_a_prefix(policy), 3U);
}

}  // namespace
}  // namespace bgpte::model
