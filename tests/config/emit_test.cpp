// What is refused and what is made manual.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::expect_manual;
using ::testing::HasSubstr;
using testing::jumping;
using ::testing::Not;
using testing::plain;

TEST(NameFault, NamesThatCouldEndALineOrAQuotationAreRefusedEverywhere) {
  for (const model::PlatformName& platform : model::platform_names) {
    for (const char* name :
         {"", "TO-A\n no router bgp 65000", "TO\"A", "TO'A", "TO;A", "TO!A", "TO}A", "TO{A", "TO A",
          "TO\tA", "TO$A", "TO`A", "TO\\A", "TO|A", "T\xc3\xb6", "-A", "TO#A", "TO[A"}) {
      EXPECT_NE(name_fault(platform.platform, name), "") << platform.id << " " << name;
    }
    EXPECT_NE(name_fault(platform.platform, std::string(300, 'a')), "") << platform.id;
    EXPECT_EQ(name_fault(platform.platform, "T1_OUT_V4"), "") << platform.id;
  }
  EXPECT_EQ(name_fault(Platform::frr, "TO-A"), "");
  EXPECT_EQ(name_fault(Platform::frr, std::string(64, 'a')), "");
  EXPECT_NE(name_fault(Platform::bird, "TO-A"), "") << "BIRD has no '-' in a symbol";
  EXPECT_NE(name_fault(Platform::bird, "1A"), "");
}

TEST(Emit, AHostileNameNeverReachesTheOutput) {
  const std::string hostile = "X\n no router bgp 65000\n";
  for (const Platform platform : testing::every_platform) {
    for (int field = 0; field < 8; ++field) {
      SessionChange change = plain(platform);
      switch (field) {
        case 0:
          change.session.export_policy = {hostile};
          break;
        case 1:
          change.session.group = hostile;
          break;
        case 2:
          change.session.protocol = hostile;
          break;
        case 3:
          change.session.router = hostile;
          break;
        case 4:
          change.link = hostile;
          break;
        case 5:
          change.change_id = hostile;
          break;
        case 6:
          change.parallel_links = {{hostile, {}}};
          break;
        default:
          change.session.own_set = hostile;
          break;
      }
      const ConfigPart part = emit(change);
      expect_manual(part, "X\\x0a no router");
      EXPECT_THAT(part.apply, Not(HasSubstr("\n no router")));
    }
  }
}

TEST(Emit, LinkNamesBecomeObjectNamesWithoutCollisions) {
  std::set<std::string> applied;
  const char* links[] = {"B",
                         "b",
                         "B-1",
                         "B_1",
                         "B.1",
                         "B 1",
                         "B/1",
                         "B_1_0123abcd",
                         "a long link name that goes on and on 1",
                         "a long link name that goes on and on 2"};
  for (const char* link : links) {
    SessionChange change = plain(Platform::frr);
    change.link = link;
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    for (const std::string& name : testing::frr_lists(change)) {
      EXPECT_LE(name.size(), 40U);
      EXPECT_TRUE(applied.insert(name).second) << name << " for " << link;
    }
  }
  EXPECT_TRUE(applied.contains("BGPTE_B_P1_V4"));
  EXPECT_TRUE(applied.contains("BGPTE_B_1_P1_V4"));
}

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

TEST(Emit, EntriesMustFitIntoTheFreeOnes) {
  for (const Platform platform : jumping) {
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

TEST(Emit, TheTimerIsTheWaitAndTenMinutesRoundedUp) {
  SessionChange change = plain(Platform::ios_xe);
  change.wait_s = 901;
  EXPECT_THAT(emit(change).apply, HasSubstr("configure terminal revert timer 26\n"));
  change.wait_s = 6600;
  EXPECT_THAT(emit(change).apply, HasSubstr("revert timer 120\n"));
  change.wait_s = 6601;
  expect_manual(emit(change), "above the longest commit timer");
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

// The operator's policy withholds it: only the operator can let it out.
TEST(Emit, APrefixThatNoEntryOfOursWithholdsIsAnnouncedByHand) {
  for (const Platform platform : testing::every_platform) {
    SessionChange change = plain(platform, PrependOwner::bgpte);
    const model::IpPrefix prefix = change.before.begin()->first;
    change.before[prefix] = model::not_announced;
    expect_manual(emit(change), "filters, IRR objects and ROA come first");
    change.session.managed = {prefix};
    EXPECT_EQ(emit(change).mode, platform == Platform::gobgp ? Mode::manual : Mode::paste)
        << emit(change).reason;
  }
}

TEST(Emit, AWithdrawalIsPastedOnEveryPlatformThatTakesRoutesBackAndKindOfSession) {
  for (const Platform platform : testing::every_platform) {
    if (platform == Platform::gobgp) {
      expect_manual(emit(testing::withdrawal(platform, PrependOwner::none, model::Family::ipv4)),
                    "sends no withdrawal");
      continue;
    }
    for (const PrependOwner owner : testing::every_owner) {
      for (const model::Family family : testing::every_family) {
        const ConfigPart part = emit(testing::withdrawal(platform, owner, family));
        EXPECT_EQ(part.mode, Mode::paste) << name_of(platform) << " " << part.reason;
        EXPECT_THAT(part.verify, HasSubstr("not announced: no route"));
        EXPECT_THAT(part.precheck, Not(HasSubstr("not announced")));
      }
    }
  }
}

// Nothing else of the change may stay prepended there, or the part is by hand as a whole.
TEST(Emit, AWithdrawalBesideAForeignPrependNeedsAPlatformThatJumps) {
  for (const Platform platform : testing::every_platform) {
    SessionChange change =
        testing::withdrawal(platform, PrependOwner::foreign, model::Family::ipv4);
    change.before[testing::prefix("203.0.113.0/24")] = 1;
    change.after[testing::prefix("203.0.113.0/24")] = 2;
    const bool jumps = testing::jumps(platform);
    EXPECT_EQ(emit(change).mode, jumps ? Mode::paste : Mode::manual) << name_of(platform);
  }
}

TEST(Emit, AWithdrawalAndANewAnnouncementByHandAreSaidInTheirOwnWords) {
  SessionChange change = plain(Platform::frr);
  change.before = testing::prepends({{"198.51.100.0/24", 1}});
  change.after = change.before;
  change.after[testing::prefix("198.51.100.0/24")] = model::not_announced;
  change.obstacle = "a reason of the scenario's";
  const ConfigPart part = emit(change);
  expect_manual(part, "a reason of the scenario");
  EXPECT_THAT(
      part.apply,
      HasSubstr("#   withdraw 198.51.100.0/24 (announced with 1 extra copy of AS 64511 now)\n"));
  EXPECT_THAT(part.verify, HasSubstr("#   198.51.100.0/24: not announced\n"));
  EXPECT_THAT(
      part.rollback,
      HasSubstr(
          "#   announce 198.51.100.0/24 with 1 extra copy of AS 64511 (not announced now)\n"));
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

// A chain of Junos policies: our statement goes in front and the operator's follow in order.
TEST(Emit, JunosKeepsTheWholeChain) {
  SessionChange change = plain(Platform::junos);
  change.session.export_policy = {"FIRST", "SECOND"};
  const ConfigPart part = emit(change);
  const std::string path = "set protocols bgp group T1 neighbor 192.0.2.1 export ";
  EXPECT_THAT(part.apply, HasSubstr(path + "BGPTE_T1_V4\n" + path + "FIRST\n" + path + "SECOND\n"));
  EXPECT_THAT(part.rollback, HasSubstr("export\n" + path + "FIRST\n" + path + "SECOND\n"));
}

/// A router that keeps a set of `set` lines, as Junos and VyOS do.
std::vector<std::string> store_after(std::vector<std::string> store, const std::string& text) {
  for (const std::string& line : testing::lines_of(text)) {
    if (line.starts_with("delete ")) {
      const std::string path = "set " + line.substr(7);
      std::erase_if(store, [&](const std::string& kept) {
        return kept == path || kept.starts_with(path + " ");
      });
    } else if (line.starts_with("set ") &&
               std::find(store.begin(), store.end(), line) == store.end()) {
      store.push_back(line);
    }
  }
  return store;
}

TEST(Emit, JunosAndVyosTextAppliedTwiceAndTakenBack) {
  std::vector<std::pair<PrependOwner, SessionChange (*)(Platform, PrependOwner, model::Family)>>
      changes;
  for (const PrependOwner owner : testing::every_owner) {
    for (const auto make : {testing::example, testing::withdrawal, testing::lever}) {
      changes.emplace_back(owner, make);
    }
  }
  for (const Platform platform : {Platform::junos, Platform::vyos}) {
    for (const auto& [owner, make] : changes) {
      if (owner == PrependOwner::foreign && make == testing::example &&
          platform == Platform::junos) {
        continue;
      }
      const SessionChange change = make(platform, owner, model::Family::ipv4);
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      std::vector<std::string> base = {"set policy route-map T1_OUT_V4 rule 10 action permit"};
      if (platform == Platform::junos) {
        base = {"set protocols bgp group T1 neighbor 192.0.2.1 export T1_OUT_V4"};
      }
      if (owner == PrependOwner::bgpte) {
        base = store_after(base, emit(testing::earlier_of(change)).apply);
      }
      const auto sorted = [](std::vector<std::string> lines) {
        std::sort(lines.begin(), lines.end());
        return lines;
      };
      const auto once = store_after(base, part.apply);
      EXPECT_NE(sorted(once), sorted(base));
      EXPECT_EQ(sorted(store_after(once, part.apply)), sorted(once));
      EXPECT_EQ(sorted(store_after(once, part.rollback)), sorted(base));
    }
  }
}

// RouterOS counts all copies of the own AS: one more than the prepends.
TEST(Emit, RouterOsGetsOneMore) {
  EXPECT_THAT(emit(plain(Platform::routeros)).apply,
              HasSubstr("if (dst in BGPTE_T1_P3_V4) { set bgp-path-prepend 4 }"));
}

// A dot of a regular expression stands for any character, and one without ends for more of them.
TEST(Emit, RouterOsLooksAtOneNeighbourAlone) {
  const std::string v4 = R"-(remote.address~"^192\\.0\\.2\\.1([/%]|\$)")-";
  const std::string v6 = R"-(remote.address~"^2001:db8:0:1::1([/%]|\$)")-";
  for (const model::Family family : testing::every_family) {
    const ConfigPart part = emit(testing::example(Platform::routeros, PrependOwner::none, family));
    const bool ipv4 = family == model::Family::ipv4;
    for (const std::string* text : {&part.precheck, &part.verify}) {
      EXPECT_THAT(*text, HasSubstr("print detail where " + (ipv4 ? v4 : v6) + "\n"));
      EXPECT_THAT(*text, HasSubstr("dump-saved-advertisements [find " + (ipv4 ? v4 : v6) +
                                   "] save-to=BGPTE_T1_V" + (ipv4 ? "4" : "6") + ".pcap\n"));
    }
  }
}

// An item's number is that of the last print, in whatever chain. Ours are removed before one is
// placed, so that the first rule is the operator's each time.
TEST(Emit, RouterOsPlacesARuleBeforeTheFirstOfItsChainAndNeverByNumber) {
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    const SessionChange change = testing::example(Platform::routeros, owner, model::Family::ipv4);
    const ConfigPart part = emit(change);
    for (const std::string* text : {&part.apply, &part.rollback}) {
      std::size_t added = 0;
      for (const std::string& line : testing::lines_of(*text)) {
        if (line.starts_with("/routing/filter/rule add")) {
          EXPECT_THAT(line, HasSubstr(" place-before=([find chain=\"T1_OUT_V4\"]->0)"));
          ++added;
        } else if (line.starts_with("/routing/filter/rule remove")) {
          EXPECT_EQ(added, 0U) << "removed after one was placed: " << line;
        }
      }
      EXPECT_EQ(added, text == &part.rollback && owner == PrependOwner::none ? 0U : 2U);
    }
  }
}

}  // namespace
}  // namespace bgpte::config
