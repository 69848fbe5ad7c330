// From advice to the parts of its sessions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgpte/advice/advice.hpp"
#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::expect_manual;
using ::testing::HasSubstr;
using ::testing::Not;

model::Session session(const char* neighbor, model::Family family, const char* policy) {
  model::Session session;
  session.router = "edge1";
  session.platform = Platform::frr;
  session.neighbor = testing::address(neighbor);
  session.family = family;
  session.export_policy = {policy};
  session.free_entries = model::EntryRange{1, 9};
  session.next_entry = 10;
  session.prepends = PrependOwner::none;
  return session;
}

/// Links A and B, dual-stack; three prefixes; B prepends the first and the last once.
model::Scenario two_links() {
  model::Scenario scenario;
  scenario.local_as = 65000;
  const auto link = [](const char* name, model::Asn asn, std::vector<model::Session> sessions) {
    model::Link made;
    made.name = name;
    made.neighbor_as = asn;
    made.sessions = std::move(sessions);
    return made;
  };
  scenario.links = {link("A", 64501,
                         {session("192.0.2.1", model::Family::ipv4, "A4"),
                          session("2001:db8:0:1::1", model::Family::ipv6, "A6")}),
                    link("B", 64502,
                         {session("192.0.2.5", model::Family::ipv4, "B4"),
                          session("2001:db8:0:2::1", model::Family::ipv6, "B6")})};
  for (model::Session& on_b : scenario.links[1].sessions) {
    on_b.prepends = PrependOwner::bgpte;
  }
  const auto add = [&](const char* text, model::Prepend on_a, model::Prepend on_b) {
    model::Prefix prefix;
    prefix.prefix = testing::prefix(text);
    prefix.advertise = model::Advertisement(2);
    prefix.advertise[0] = on_a;
    prefix.advertise[1] = on_b;
    scenario.prefixes.push_back(prefix);
  };
  add("198.51.100.0/24", 0, 1);
  add("203.0.113.0/24", 0, 0);
  add("2001:db8:1000::/36", 0, 1);
  return scenario;
}

advice::Advice rollout(const std::vector<std::vector<advice::ChangeText>>& steps) {
  advice::Advice advice;
  advice.change_id = "77";
  for (const auto& changes : steps) {
    advice::RolloutStep step;
    step.step = static_cast<int>(advice.rollout.size()) + 1;
    step.changes = changes;
    advice.rollout.push_back(step);
  }
  return advice;
}

TEST(RolloutSessions, OnePartForEachStepLinkAndSessionOfTheFamily) {
  const auto parts = rollout_sessions(
      two_links(),
      rollout({{{"198.51.100.0/24", "B", 1, 0, ""}},
               {{"203.0.113.0/24", "A", 0, 2, ""}, {"2001:db8:1000::/36", "A", 0, 1, ""}}}));
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].change.link, "B");
  EXPECT_EQ(parts[0].change.step, 1);
  EXPECT_EQ(parts[0].change.before, testing::prepends({{"198.51.100.0/24", 1}}));
  EXPECT_EQ(parts[0].change.after, testing::prepends({{"198.51.100.0/24", 0}}));
  EXPECT_EQ(parts[1].change.session.family, model::Family::ipv4);
  EXPECT_EQ(parts[1].change.after, testing::prepends({{"203.0.113.0/24", 2}}));
  EXPECT_EQ(parts[2].change.session.family, model::Family::ipv6);
  EXPECT_EQ(parts[2].change.after, testing::prepends({{"2001:db8:1000::/36", 1}}));
  for (const ConfigPart& part : parts) {
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
    EXPECT_EQ(emit(part.change), part) << "a part is what emit() makes of its fields";
  }
}

TEST(RolloutSessions, BgpteSessionsCarryEveryPrependedPrefixAndLaterStepsTheEarlierChanges) {
  const auto parts = rollout_sessions(two_links(), rollout({{{"203.0.113.0/24", "B", 0, 2, ""}},
                                                            {{"198.51.100.0/24", "B", 1, 0, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].change.after,
            testing::prepends({{"198.51.100.0/24", 1}, {"203.0.113.0/24", 2}}));
  EXPECT_EQ(parts[1].change.before, parts[0].change.after);
  EXPECT_EQ(parts[1].change.after,
            testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 2}}));
}

TEST(RolloutSessions, ASharedPolicyNeedsTheSameChangeOnAllItsSessions) {
  model::Scenario scenario = two_links();
  scenario.links[0].sessions.push_back(session("192.0.2.2", model::Family::ipv4, "A4"));
  const advice::Advice advice = rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}});
  for (const ConfigPart& part : rollout_sessions(scenario, advice)) {
    expect_manual(part, "does not say policy_shared");
  }
  for (const std::size_t index : {0U, 2U}) {
    scenario.links[0].sessions[index].policy_shared = true;
  }
  const auto parts = rollout_sessions(scenario, advice);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].mode, Mode::paste) << parts[0].reason;
  EXPECT_EQ(parts[1].mode, Mode::paste) << parts[1].reason;
  EXPECT_THAT(parts[0].precheck, HasSubstr("the same entries as in the part for 192.0.2.2,"));
  EXPECT_THAT(parts[1].precheck, HasSubstr("the same entries as in the part for 192.0.2.1,"));
  EXPECT_EQ(emit(parts[1].change), parts[1]);

  scenario.links[1].sessions[0].export_policy = {"A4"};  // B does not get that change
  for (const ConfigPart& part : rollout_sessions(scenario, advice)) {
    expect_manual(part, "does not get the same change");
    EXPECT_THAT(part.precheck, Not(HasSubstr("the same entries")));
    EXPECT_EQ(emit(part.change), part);
  }
}

TEST(RolloutSessions, TwoSessionsOfALinkOnOneRouterDoNotShareObjects) {
  model::Scenario scenario = two_links();
  scenario.links[0].sessions.push_back(session("192.0.2.2", model::Family::ipv4, "ANOTHER"));
  const auto parts = rollout_sessions(scenario, rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_NE(testing::frr_lists(parts[0].change), testing::frr_lists(parts[1].change));
}

TEST(RolloutSessions, AForeignSessionWhosePrefixChangesTwiceKnowsItAsOurs) {
  model::Scenario scenario = two_links();
  model::Session& on_b = scenario.links[1].sessions[0];
  on_b.prepends = PrependOwner::foreign;
  on_b.foreign = model::ForeignPrepend{10, 20};
  const auto parts = rollout_sessions(scenario, rollout({{{"198.51.100.0/24", "B", 1, 2, ""}},
                                                         {{"203.0.113.0/24", "B", 0, 1, ""}},
                                                         {{"198.51.100.0/24", "B", 2, 0, ""}}}));
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].mode, Mode::paste) << parts[0].reason;
  EXPECT_EQ(parts[1].mode, Mode::paste) << parts[1].reason;
  EXPECT_THAT(parts[1].rollback, HasSubstr("permit 198.51.100.0/24")) << "of the first step";
  EXPECT_EQ(parts[2].mode, Mode::paste) << parts[2].reason;
  EXPECT_EQ(parts[2].change.session.managed,
            (std::vector{testing::prefix("198.51.100.0/24"), testing::prefix("203.0.113.0/24")}));
  EXPECT_THAT(parts[2].rollback, HasSubstr("P2_V4 seq 5 permit 198.51.100.0/24"));
}

TEST(RolloutSessions, WhatAnEarlierStepWithdrewIsAnnouncedAgainByALaterOne) {
  const auto parts = rollout_sessions(two_links(), rollout({{{"203.0.113.0/24", "A", 0, -1, ""}},
                                                            {{"203.0.113.0/24", "A", -1, 2, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_TRUE(parts[0].change.session.managed.empty());
  EXPECT_THAT(parts[0].apply, HasSubstr("route-map A4 deny 1\n"));
  EXPECT_EQ(parts[1].mode, Mode::paste) << parts[1].reason;
  EXPECT_THAT(parts[1].rollback, HasSubstr("route-map A4 deny 1\n"));
  EXPECT_EQ(emit(parts[1].change), parts[1]);
}

TEST(RolloutSessions, WhatTheScenarioSaysIsManagedStaysInOurObjects) {
  model::Scenario scenario = two_links();
  scenario.prefixes[1].advertise[1] = model::not_announced;
  scenario.links[1].sessions[0].managed = {testing::prefix("203.0.113.0/24")};
  const auto parts = rollout_sessions(scenario, rollout({{{"198.51.100.0/24", "B", 1, 2, ""}}}));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].change.after,
            testing::prepends({{"198.51.100.0/24", 2}, {"203.0.113.0/24", -1}}));
  EXPECT_THAT(parts[0].apply, HasSubstr("DENY_V4 seq 5 permit 203.0.113.0/24\n"));
}

/// A change on B that takes or leaves levers.
advice::ChangeText levered(const char* prefix, model::Prepend from, model::Prepend to,
                           std::optional<advice::LeverText> lever_from,
                           std::optional<advice::LeverText> lever_to) {
  return {prefix, "B", from, to, "", std::move(lever_from), std::move(lever_to)};
}

TEST(RolloutSessions, LeversOfTodayAndOfEarlierStepsAreInOurObjects) {
  model::Scenario scenario = two_links();
  scenario.links[1].levers = {
      {"low", testing::marks({"64502:80"}), std::nullopt, std::nullopt, {}, 1, {}, false, ""},
      {"med-100", testing::marks({}, 100), std::nullopt, std::nullopt, {}, 1, {}, false, ""}};
  scenario.links[1].sessions[0].prepends = PrependOwner::none;
  scenario.prefixes[0].advertise[1] = 0;
  scenario.prefixes[1].advertise.set_lever(1, 1);
  const advice::LeverText low{"low", testing::marks({"64502:80"})};
  const advice::LeverText med{"med-100", testing::marks({}, 100)};
  const model::IpPrefix one = testing::prefix("198.51.100.0/24");
  const model::IpPrefix two = testing::prefix("203.0.113.0/24");
  const auto parts =
      rollout_sessions(scenario, rollout({{levered("198.51.100.0/24", 0, 0, std::nullopt, med)},
                                          {levered("203.0.113.0/24", 0, 1, low, std::nullopt)},
                                          {levered("198.51.100.0/24", 0, -1, med, std::nullopt)}}));
  ASSERT_EQ(parts.size(), 3U);
  for (const ConfigPart& part : parts) {
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
    EXPECT_EQ(emit(part.change), part);
  }
  EXPECT_EQ(parts[0].change.marks_before, (AttributesMap{{two, low.marks}}));
  EXPECT_EQ(parts[0].change.marks_after, (AttributesMap{{one, med.marks}, {two, low.marks}}));
  EXPECT_EQ(parts[1].change.marks_before, parts[0].change.marks_after);
  EXPECT_EQ(parts[1].change.marks_after, (AttributesMap{{one, med.marks}}));
  EXPECT_EQ(parts[1].change.after,
            testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 1}}));
  EXPECT_EQ(parts[2].change.marks_before, parts[1].change.marks_after);
  // What a step has set or asked about, no later one asks about.
  const std::string asked = "must be so: objects of ours set this";
  EXPECT_THAT(parts[0].precheck, HasSubstr(asked));
  EXPECT_THAT(parts[1].precheck, HasSubstr(asked)) << "of the lever that only step 2 takes off";
  EXPECT_THAT(parts[1].precheck, Not(HasSubstr("!   198.51.100.0/24  MED 100")));
  EXPECT_THAT(parts[2].precheck, Not(HasSubstr(asked)));
  EXPECT_TRUE(parts[2].change.marks_after.empty());
  EXPECT_THAT(parts[0].apply, HasSubstr(" set community 64502:80 additive\n"));
  EXPECT_THAT(parts[0].rollback, HasSubstr(" set community 64502:80 additive\n"));
  EXPECT_THAT(parts[0].rollback, Not(HasSubstr(" set metric 100\n")));
}

TEST(RolloutSessions, ANewMedKnowsWhatTheOtherLinksToThatAsSendOfThePrefix) {
  model::Scenario scenario = two_links();
  const advice::LeverText med{"med-100", testing::marks({}, 100)};
  scenario.links[1].sessions[0].prepends = PrependOwner::none;
  scenario.prefixes[0].advertise[1] = 0;
  for (const char* name : {"C", "D", "E"}) {
    scenario.links.push_back(scenario.links[1]);
    scenario.links.back().name = name;
    scenario.links.back().sessions.clear();
  }
  scenario.links[3].levers = {
      {"med-50", testing::marks({}, 50), std::nullopt, std::nullopt, {}, 1, {}, false, ""}};
  for (model::Prefix& prefix : scenario.prefixes) {
    model::Advertisement all(5);
    all[0] = all[1] = all[2] = all[3] = 0;
    all[4] = 2;  // behind longer paths a MED is not looked at
    prefix.advertise = all;
  }
  scenario.prefixes[0].advertise.set_lever(3, 1);
  const model::IpPrefix one = testing::prefix("198.51.100.0/24");
  const auto parts = rollout_sessions(
      scenario, rollout({{levered("198.51.100.0/24", 0, 0, std::nullopt, med)},
                         {levered("203.0.113.0/24", 0, 1, std::nullopt, std::nullopt)}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].change.parallel_links,
            (std::vector<ParallelLink>{{"C", {{one, 0}}}, {"D", {{one, 50}}}}));
  EXPECT_TRUE(parts[1].change.parallel_links.empty()) << "no new MED";
}

TEST(RolloutSessions, ASharedPolicyNeedsTheSameLevers) {
  model::Scenario scenario = two_links();
  scenario.links[0].sessions.push_back(session("192.0.2.2", model::Family::ipv4, "A4"));
  scenario.links[1].sessions[0].export_policy = {"A4"};
  for (model::Link& link : scenario.links) {
    for (model::Session& one : link.sessions) {
      one.policy_shared = true;
      one.prepends = PrependOwner::none;
    }
  }
  scenario.prefixes[0].advertise[1] = 0;
  const advice::LeverText low{"low", testing::marks({"64502:80"})};
  for (const ConfigPart& part : rollout_sessions(
           scenario, rollout({{levered("198.51.100.0/24", 0, 0, std::nullopt, low)}}))) {
    expect_manual(part, "does not get the same change");
  }
}

TEST(RolloutSessions, TheSessionsThatWouldBeByHandAreNamedWithTheReason) {
  model::Scenario scenario = two_links();
  EXPECT_TRUE(sessions_by_hand(scenario).empty());
  scenario.links[0].sessions[0].free_entries = std::nullopt;
  scenario.links[1].sessions[1].platform = Platform::bird;
  scenario.links[1].sessions[1].prepends = PrependOwner::foreign;
  const std::vector<ByHand> found = sessions_by_hand(scenario);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].link, "A");
  EXPECT_EQ(found[0].neighbor, "192.0.2.1");
  EXPECT_THAT(found[0].reason, HasSubstr("free_entries"));
  EXPECT_EQ(found[1].neighbor, "2001:db8:0:2::1");
  EXPECT_THAT(found[1].reason, HasSubstr("the operator's own"));
}

// Two links whose policy is shared may be given the same change in one step.
TEST(RolloutSessions, ASharedPolicyOfTwoLinksIsChangedInOneStep) {
  model::Scenario scenario = two_links();
  for (const std::size_t link : {0U, 1U}) {
    model::Session& one = scenario.links[link].sessions[0];
    one.export_policy = {"SHARED"};
    one.policy_shared = true;
    one.prepends = PrependOwner::none;
  }
  scenario.prefixes[0].advertise[1] = 0;
  const std::vector<advice::ChangeText> both{{"203.0.113.0/24", "A", 0, 2, ""},
                                             {"203.0.113.0/24", "B", 0, 2, ""}};
  for (const ConfigPart& part : rollout_sessions(scenario, rollout({both}))) {
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
  }
  const auto apart = rollout_sessions(scenario, rollout({{both[0]}, {both[1]}}));
  ASSERT_EQ(apart.size(), 2U);
  for (const ConfigPart& part : apart) {
    expect_manual(part, "in this step");
  }
  EXPECT_TRUE(sessions_by_hand(scenario).empty());
}

TEST(RolloutSessions, NothingWhereNothingChangesOrThereAreNoSessions) {
  EXPECT_TRUE(rollout_sessions(two_links(), rollout({})).empty());
  model::Scenario scenario = two_links();
  for (model::Link& link : scenario.links) {
    link.sessions.clear();
  }
  EXPECT_TRUE(rollout_sessions(scenario, rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}})).empty());
}

}  // namespace
}  // namespace bgpte::config
