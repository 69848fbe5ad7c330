// Which changes are by hand, and what the five texts of a part hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::expect_manual;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::plain;
using testing::skipping;

TEST(Emit, WherePrependsAreForeignAndNoJumpExistsThePartIsManualAndNamesTheEdit) {
  for (const Platform platform :
       {Platform::bird, Platform::openbgpd, Platform::gobgp, Platform::ios_xr, Platform::junos,
        Platform::sr_os, Platform::routeros}) {
    const ConfigPart part = emit(plain(platform, PrependOwner::foreign));
    expect_manual(part, "the operator's own");
    EXPECT_THAT(part.apply, HasSubstr("198.51.100.0/24: 0 extra copies of AS 64511 instead of 1"));
    EXPECT_THAT(part.rollback, HasSubstr("203.0.113.0/24: 1 extra copy of AS 64511 instead of 3"));
  }
}

// In front of the operator's policy, whose prepends are added to ours.
TEST(Emit, WhereOursStandInFrontTheyPrependWhatAForeignPolicyDoesNot) {
  for (const Platform platform : {Platform::ios_xr, Platform::junos, Platform::sr_os}) {
    SessionChange change = plain(platform, PrependOwner::foreign);
    change.before = testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 1}});
    change.after = testing::prepends({{"198.51.100.0/24", 2}, {"203.0.113.0/24", 1}});
    const ConfigPart part = emit(change);
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
    EXPECT_THAT(part.apply, HasSubstr("BGPTE_T1_P2_V4"));
    EXPECT_THAT(part.apply, HasSubstr("198.51.100.0/24"));
    EXPECT_THAT(part.apply, Not(HasSubstr("203.0.113.0/24"))) << "the operator's stays";
    // What ours has made before is ours to change, what the operator's policy makes is not.
    change.before = testing::prepends({{"198.51.100.0/24", 2}});
    change.after = testing::prepends({{"198.51.100.0/24", 1}});
    expect_manual(emit(change), "prepends 198.51.100.0/24 today");
    change.session.managed = {testing::prefix("198.51.100.0/24")};
    EXPECT_EQ(emit(change).mode, Mode::paste) << emit(change).reason;
    EXPECT_THAT(emit(change).apply, HasSubstr("BGPTE_T1_P1_V4"));
  }
}

TEST(Emit, EntriesMustFitIntoTheFreeOnes) {
  for (const Platform platform : skipping) {
    SessionChange change = plain(platform);
    change.session.free_entries = model::EntryRange{5, 5};
    expect_manual(emit(change), "2 entries are needed and only 5 to 5 are free");
    change.session.free_entries = model::EntryRange{8, 9};
    EXPECT_THAT(emit(change).apply, ::testing::ContainsRegex("(permit|permit node|rule) 9"));
    change.session.free_entries = model::EntryRange{9, 12};
    expect_manual(emit(change), "free entry 10 does not come before entry 10");
    change.session.free_entries = model::EntryRange{65000, 70000};
    expect_manual(emit(change), "not a range within");
    change.session.free_entries = std::nullopt;
    expect_manual(emit(change), "free_entries");
    change = plain(platform);
    change.session.next_entry = std::nullopt;
    expect_manual(emit(change), "next_entry");
    change = plain(platform, PrependOwner::foreign);
    change.session.foreign = model::ForeignPrepend{10, 10};
    expect_manual(emit(change), "resume_entry 10 does not come after");
    change.session.foreign = std::nullopt;
    expect_manual(emit(change), "foreign");
  }
}

TEST(Emit, TheTimerIsTheWaitAtMostTwentyMinutesAndTenMoreRoundedUp) {
  SessionChange change = plain(Platform::ios_xe);
  change.wait_s = 901;
  EXPECT_THAT(emit(change).apply, HasSubstr("configure terminal revert timer 26\n"));
  change.wait_s = 6600;
  EXPECT_THAT(emit(change).apply, HasSubstr("revert timer 30\n"));
  change = plain(Platform::junos);
  change.wait_s = 1200;
  EXPECT_THAT(emit(change).apply, HasSubstr("commit confirmed 30 comment"));
  change = plain(Platform::eos);
  EXPECT_THAT(emit(change).apply, HasSubstr("commit timer 00:25:00\n"));
  change = plain(Platform::bird);
  EXPECT_THAT(emit(change).apply, HasSubstr("configure timeout 1500\n"));
}

TEST(Emit, ConfirmIsNeverInsideApply) {
  for (const Platform platform : testing::every_platform) {
    const ConfigPart part = emit(plain(platform));
    EXPECT_THAT(part.apply, Not(HasSubstr("configure confirm")));
    EXPECT_THAT(part.apply, Not(HasSubstr("\ncommit\n")));
    EXPECT_THAT(part.apply, Not(HasSubstr("write memory")));
    EXPECT_THAT(part.apply, HasSubstr(part.change.change_id));
    EXPECT_NE(part.confirm, "");
  }
}

// A confirm may have stored the change: a rollback that does not store itself would last only until
// the next restart.
TEST(Emit, WhatConfirmStoresRollbackStoresToo) {
  int saving = 0;
  for (const Platform platform : testing::every_platform) {
    const ConfigPart part = emit(plain(platform));
    const auto confirm = testing::lines_of(part.confirm);
    const auto rollback = testing::lines_of(part.rollback);
    for (const char* save : {"write memory", "copy running-config startup-config", "save"}) {
      if (std::ranges::find(confirm, save) != confirm.end()) {
        ++saving;
        EXPECT_NE(std::ranges::find(rollback, save), rollback.end()) << name_of(platform);
      }
    }
  }
  EXPECT_EQ(saving, 6) << "FRR, IOS-XE, NX-OS, EOS, VRP, VyOS";
}

// Lines after a command that asks become its answer.
TEST(Emit, ACommandThatAsksIsTheLastOfItsPart) {
  const ConfigPart vyos = emit(plain(Platform::vyos));
  EXPECT_EQ(testing::lines_of(vyos.apply).back(), "commit-confirm 25");
  EXPECT_THAT(vyos.verify, HasSubstr("\nrun reset bgp ipv4 192.0.2.1 soft out\n"));
  const ConfigPart vrp = emit(plain(Platform::vrp));
  EXPECT_EQ(testing::lines_of(vrp.confirm).back(), "save");
  EXPECT_EQ(testing::lines_of(vrp.rollback).back(), "save");
}

// With the timer still running the rollback's own commit could make the change permanent.
TEST(Emit, ARollbackFirstSaysHowARunningTimerIsEnded) {
  for (const auto& [platform, ends] :
       {std::pair{Platform::eos, "! configure session BGPTE_T1_V4_S1 abort"},
        std::pair{Platform::vrp, "#   abort trial"},
        std::pair{Platform::sr_os, "#   commit confirmed cancel"}}) {
    const ConfigPart part = emit(plain(platform));
    const auto lines = testing::lines_of(part.rollback);
    const auto first = std::ranges::find_if(
        lines, [](const std::string& line) { return line[0] != '#' && line[0] != '!'; });
    EXPECT_LT(std::ranges::find(lines, ends), first) << name_of(platform);
    EXPECT_THAT(part.apply, Not(HasSubstr(ends)));
  }
}

// What docs/platforms.md lists as not confirmed is marked where it is pasted.
TEST(Emit, WhatWasNotConfirmedIsMarkedWhereItIsUsed) {
  const auto lever = [](Platform platform) {
    return emit(testing::lever(platform, PrependOwner::none, model::Family::ipv4));
  };
  const auto withdrawn = [](Platform platform) {
    return emit(testing::withdrawal(platform, PrependOwner::none, model::Family::ipv4));
  };
  EXPECT_THAT(lever(Platform::nx_os).confirm,
              ::testing::ContainsRegex("\\[unverified\\]:\nno checkpoint "));
  EXPECT_THAT(lever(Platform::routeros).apply, HasSubstr("separated by ';' [unverified]\n"));
  EXPECT_THAT(emit(plain(Platform::routeros)).apply, Not(HasSubstr("separated by ';'")));
  EXPECT_THAT(withdrawn(Platform::routeros).apply,
              HasSubstr("'reject' takes back what was announced [unverified]\n"));
  EXPECT_THAT(lever(Platform::vyos).precheck, HasSubstr("together: [unverified])\n"));
  EXPECT_THAT(lever(Platform::sr_os).apply,
              ::testing::ContainsRegex("\\[unverified\\]\ncommit confirmed "));
}

TEST(Emit, SrOsStaysInItsSessionUntilTheConfirm) {
  const ConfigPart part = emit(plain(Platform::sr_os));
  EXPECT_THAT(part.apply, Not(HasSubstr("quit-config")));
  EXPECT_EQ(testing::lines_of(part.confirm).back(), "quit-config");
}

TEST(Emit, CountsAndFamiliesThatThePlatformDoesNotTake) {
  SessionChange change = plain(Platform::ios_xe);
  change.after[testing::prefix("203.0.113.0/24")] = 11;
  expect_manual(emit(change), "11 prepends for 203.0.113.0/24");
  change = plain(Platform::frr);
  change.after[testing::prefix("2001:db8::/32")] = 1;
  expect_manual(emit(change), "2001:db8::/32 is not of the session's family");
  change = plain(Platform::junos);
  change.session.group.clear();
  expect_manual(emit(change), "group");
  change = plain(Platform::frr);
  change.session.export_policy.clear();
  expect_manual(emit(change), "export policy");
}

}  // namespace
}  // namespace bgpte::config
