// What is refused, what is made manual, and how an advice becomes parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Platform jumping[] = {Platform::frr, Platform::ios_xe, Platform::nx_os,
                                Platform::eos, Platform::vrp,    Platform::vyos};
SessionChange plain(Platform platform, PrependOwner owner = PrependOwner::none) {
  return testing::example(platform, owner, model::Family::ipv4);
}

/// A manual part prints sentences only: no line that a router could take.
void expect_manual(const ConfigPart& part, const std::string& reason) {
  EXPECT_EQ(part.mode, Mode::manual);
  EXPECT_THAT(part.reason, HasSubstr(reason));
  for (const std::string* text :
       {&part.precheck, &part.apply, &part.verify, &part.confirm, &part.rollback}) {
    for (const std::string& line : testing::lines_of(*text)) {
      EXPECT_TRUE(line.starts_with("# ")) << line;
    }
    EXPECT_FALSE(text->empty());
  }
}

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
    for (int field = 0; field < 7; ++field) {
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
    for (const std::string& line : testing::lines_of(part.apply)) {
      if (line.starts_with("no ip prefix-list ")) {
        const std::string name = line.substr(18);
        EXPECT_LE(name.size(), 40U);
        EXPECT_TRUE(applied.insert(name).second) << name << " for " << link;
      }
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
    const bool jumps = std::ranges::find(jumping, platform) != std::end(jumping);
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

// ---- levers

TEST(Emit, ALeverIsPastedOnEveryPlatformAndKindOfSessionAndAddsToWhatIsThere) {
  for (const Platform platform : testing::every_platform) {
    for (const PrependOwner owner : testing::every_owner) {
      for (const model::Family family : testing::every_family) {
        const ConfigPart part = emit(testing::lever(platform, owner, family));
        EXPECT_EQ(part.mode, Mode::paste) << name_of(platform) << " " << part.reason;
        EXPECT_THAT(part.verify, HasSubstr("with communities 64500:80"));
        EXPECT_THAT(part.verify, HasSubstr("with MED 100"));
        EXPECT_THAT(part.precheck, HasSubstr("without MED 100"));
        // On BIRD ours comes last.
        EXPECT_EQ(part.precheck.find("it would replace our MED") == std::string::npos,
                  platform == Platform::bird);
      }
    }
  }
  for (const auto& [platform, statement] :
       {std::pair{Platform::frr, " set community 64500:80 64500:90 additive\n"},
        std::pair{Platform::frr, " set large-community 64500:1:4200000000 additive\n"},
        std::pair{Platform::ios_xr, "    set community (64500:80, 64500:90) additive\n"},
        std::pair{Platform::junos, " then community add BGPTE_T1_P0_"},
        std::pair{Platform::sr_os, " action community add [\"BGPTE_T1_P0_"},
        std::pair{Platform::vrp, " apply large-community 64500:1:4200000000 additive\n"},
        std::pair{Platform::routeros, "append bgp-communities 64500:80,64500:90; append bgp-large"},
        std::pair{Platform::vyos, " set community add '64500:90'\n"},
        std::pair{Platform::bird, "bgp_large_community.add((64500,1,4200000000));\n"},
        std::pair{Platform::openbgpd, "prepend-self 1, metric 100 }"},
        std::pair{Platform::gobgp, "action community add 64500:80 64500:90\n"}}) {
    EXPECT_THAT(emit(testing::lever(platform, PrependOwner::none, model::Family::ipv4)).apply,
                HasSubstr(statement));
  }
}

// The operator's prepends stay where ours cannot go past them; nothing of ours may add to them.
TEST(Emit, WhereNoEntryCanJumpALeverLeavesTheForeignPrependsAlone) {
  for (const Platform platform : testing::every_platform) {
    if (std::ranges::find(jumping, platform) != std::end(jumping)) {
      continue;
    }
    SessionChange change = testing::lever(platform, PrependOwner::foreign, model::Family::ipv4);
    const std::string apply = emit(change).apply;
    for (const char* statement : {"bgp_path.prepend", "prepend-self", "as-prepend",
                                  "prepend as-path", "as-path-prepend", "bgp-path-prepend"}) {
      EXPECT_THAT(apply, Not(HasSubstr(statement))) << name_of(platform);
    }
    EXPECT_THAT(apply, HasSubstr("BGPTE_T1_M_"));
    change.after.begin()->second = 2;
    const ConfigPart part = emit(change);
    expect_manual(part, "the operator's own");
    EXPECT_THAT(part.apply, HasSubstr("198.51.100.0/24: 2 extra copies of AS 64511 instead of 1"));
    EXPECT_THAT(part.apply, HasSubstr("198.51.100.0/24: add communities 64500:80"));
    EXPECT_THAT(part.apply, HasSubstr("203.0.113.0/24: set the MED to 100\n"));
    EXPECT_THAT(part.verify, HasSubstr("beyond the normal one, MED 100\n"));
    EXPECT_THAT(part.rollback, HasSubstr("198.51.100.0/24: no longer add communities 64500:80"));
    EXPECT_THAT(part.rollback, HasSubstr("203.0.113.0/24: no longer set the MED to 100\n"));
  }
}

TEST(Emit, MarksThatThePlatformDoesNotTakeOrThatAreNotWellFormed) {
  const model::IpPrefix one = testing::prefix("198.51.100.0/24");
  const auto with = [&](Platform platform, const model::Marks& marks) {
    SessionChange change = plain(platform);
    change.marks_after[one] = marks;
    return emit(change);
  };
  const ConfigPart large = with(Platform::nx_os, testing::marks({"64500:1:2"}));
  expect_manual(large, "no statement of Cisco NX-OS is known that adds them");
  EXPECT_THAT(large.apply, HasSubstr("198.51.100.0/24: add community 64500:1:2 to those"));
  expect_manual(with(Platform::gobgp, testing::marks({}, 2'147'483'648U)),
                "MED 2147483648; GoBGP takes at most 2147483647");
  model::Marks many;
  for (std::uint32_t i = 0; i < 33; ++i) {
    many.communities.push_back({false, {64500, i}});
  }
  for (const Platform platform : testing::every_platform) {
    expect_manual(with(platform, many), "takes at most");
    expect_manual(with(platform, {}), "no communities and no MED");
    expect_manual(with(platform, {{{false, {65536, 1}}}, std::nullopt}), "a part above 65535");
    expect_manual(with(platform, {{{false, {1, 1}}, {false, {1, 1}}}, std::nullopt}), "each once");
    SessionChange change = plain(platform);
    change.after[one] = model::not_announced;
    change.marks_after[one] = testing::marks({"64500:80"});
    expect_manual(emit(change), "and is not announced");
    change.marks_after = {{testing::prefix("192.0.2.0/24"), testing::marks({"64500:80"})}};
    expect_manual(emit(change), "and is not announced");
  }
}

// Equal for equal marks, different for any other, and never longer than any platform takes.
TEST(Emit, NamesOfMarkedListsAreShortAndTellMarksAndLinksApart) {
  std::set<std::string> names;
  for (const char* link : {"B", "a long link name that goes on and on 1",
                           "a long link name that goes on and on 2", "exactly_twenty_4"}) {
    for (const int prepend : {0, 64}) {
      for (const model::Marks& marks :
           {testing::marks({"64500:80"}), testing::marks({"64500:81"}), testing::marks({}, 80),
            testing::marks({"64500:80"}, 80), testing::marks({"64500:80:0"})}) {
        SessionChange change = plain(Platform::frr);
        change.link = link;
        change.after = testing::prepends({{"198.51.100.0/24", prepend}});
        change.marks_after = {{testing::prefix("198.51.100.0/24"), marks}};
        for (const std::string& line : testing::lines_of(emit(change).apply)) {
          if (line.starts_with("no ip prefix-list ")) {
            const std::string name = line.substr(18);
            EXPECT_LE(name.size(), 40U) << name;
            EXPECT_TRUE(names.insert(name).second) << name << " for " << link;
          }
        }
      }
    }
  }
  EXPECT_EQ(names.size(), 4U * 2U * 5U);
}

// RouterOS counts all copies of the own AS: one more than the prepends.
TEST(Emit, RouterOsGetsOneMore) {
  EXPECT_THAT(emit(plain(Platform::routeros)).apply,
              HasSubstr("if (dst in BGPTE_T1_P3_V4) { set bgp-path-prepend 4 }"));
}

// ---- emit_all

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

TEST(EmitAll, OnePartForEachStepLinkAndSessionOfTheFamily) {
  const auto parts = emit_all(
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

TEST(EmitAll, BgpteSessionsCarryEveryPrependedPrefixAndLaterStepsTheEarlierChanges) {
  const auto parts = emit_all(two_links(), rollout({{{"203.0.113.0/24", "B", 0, 2, ""}},
                                                    {{"198.51.100.0/24", "B", 1, 0, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].change.after,
            testing::prepends({{"198.51.100.0/24", 1}, {"203.0.113.0/24", 2}}));
  EXPECT_EQ(parts[1].change.before, parts[0].change.after);
  EXPECT_EQ(parts[1].change.after,
            testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 2}}));
}

TEST(EmitAll, ASharedPolicyNeedsTheSameChangeOnAllItsSessions) {
  model::Scenario scenario = two_links();
  scenario.links[0].sessions.push_back(session("192.0.2.2", model::Family::ipv4, "A4"));
  const advice::Advice advice = rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}});
  for (const ConfigPart& part : emit_all(scenario, advice)) {
    expect_manual(part, "does not say policy_shared");
  }
  for (const std::size_t index : {0U, 2U}) {
    scenario.links[0].sessions[index].policy_shared = true;
  }
  const auto parts = emit_all(scenario, advice);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].mode, Mode::paste) << parts[0].reason;
  EXPECT_EQ(parts[1].mode, Mode::paste) << parts[1].reason;

  scenario.links[1].sessions[0].export_policy = {"A4"};  // B does not get that change
  for (const ConfigPart& part : emit_all(scenario, advice)) {
    expect_manual(part, "does not get the same change");
    EXPECT_EQ(emit(part.change), part);
  }
}

TEST(EmitAll, TwoSessionsOfALinkOnOneRouterDoNotShareObjects) {
  model::Scenario scenario = two_links();
  scenario.links[0].sessions.push_back(session("192.0.2.2", model::Family::ipv4, "ANOTHER"));
  const auto parts = emit_all(scenario, rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  const auto list_line = [](const ConfigPart& part) {
    for (const std::string& line : testing::lines_of(part.apply)) {
      if (line.starts_with("no ip prefix-list")) {
        return line;
      }
    }
    return std::string();
  };
  EXPECT_NE(list_line(parts[0]), list_line(parts[1]));
}

TEST(EmitAll, AForeignSessionWhosePrefixChangesTwiceKnowsItAsOurs) {
  model::Scenario scenario = two_links();
  model::Session& on_b = scenario.links[1].sessions[0];
  on_b.prepends = PrependOwner::foreign;
  on_b.foreign = model::ForeignPrepend{10, 20};
  const auto parts = emit_all(scenario, rollout({{{"198.51.100.0/24", "B", 1, 2, ""}},
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

TEST(EmitAll, WhatAnEarlierStepWithdrewIsAnnouncedAgainByALaterOne) {
  const auto parts = emit_all(two_links(), rollout({{{"203.0.113.0/24", "A", 0, -1, ""}},
                                                    {{"203.0.113.0/24", "A", -1, 2, ""}}}));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_TRUE(parts[0].change.session.managed.empty());
  EXPECT_THAT(parts[0].apply, HasSubstr("route-map A4 deny 1\n"));
  EXPECT_EQ(parts[1].mode, Mode::paste) << parts[1].reason;
  EXPECT_THAT(parts[1].rollback, HasSubstr("route-map A4 deny 1\n"));
  EXPECT_EQ(emit(parts[1].change), parts[1]);
}

TEST(EmitAll, WhatTheScenarioSaysIsManagedStaysInOurObjects) {
  model::Scenario scenario = two_links();
  scenario.prefixes[1].advertise[1] = model::not_announced;
  scenario.links[1].sessions[0].managed = {testing::prefix("203.0.113.0/24")};
  const auto parts = emit_all(scenario, rollout({{{"198.51.100.0/24", "B", 1, 2, ""}}}));
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

TEST(EmitAll, LeversOfTodayAndOfEarlierStepsAreInOurObjects) {
  model::Scenario scenario = two_links();
  scenario.links[1].levers = {{"low", testing::marks({"64502:80"}), std::nullopt, ""},
                              {"med-100", testing::marks({}, 100), std::nullopt, ""}};
  scenario.links[1].sessions[0].prepends = PrependOwner::none;
  scenario.prefixes[0].advertise[1] = 0;
  scenario.prefixes[1].advertise.set_lever(1, 1);
  const advice::LeverText low{"low", testing::marks({"64502:80"})};
  const advice::LeverText med{"med-100", testing::marks({}, 100)};
  const model::IpPrefix one = testing::prefix("198.51.100.0/24");
  const model::IpPrefix two = testing::prefix("203.0.113.0/24");
  const auto parts =
      emit_all(scenario, rollout({{levered("198.51.100.0/24", 0, 0, std::nullopt, med)},
                                  {levered("203.0.113.0/24", 0, 1, low, std::nullopt)},
                                  {levered("198.51.100.0/24", 0, -1, med, std::nullopt)}}));
  ASSERT_EQ(parts.size(), 3U);
  for (const ConfigPart& part : parts) {
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
    EXPECT_EQ(emit(part.change), part);
  }
  EXPECT_EQ(parts[0].change.marks_before, (MarksMap{{two, low.marks}}));
  EXPECT_EQ(parts[0].change.marks_after, (MarksMap{{one, med.marks}, {two, low.marks}}));
  EXPECT_EQ(parts[1].change.marks_before, parts[0].change.marks_after);
  EXPECT_EQ(parts[1].change.marks_after, (MarksMap{{one, med.marks}}));
  EXPECT_EQ(parts[1].change.after,
            testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 1}}));
  EXPECT_EQ(parts[2].change.marks_before, parts[1].change.marks_after);
  EXPECT_TRUE(parts[2].change.marks_after.empty());
  EXPECT_THAT(parts[0].apply, HasSubstr(" set community 64502:80 additive\n"));
  EXPECT_THAT(parts[0].rollback, HasSubstr(" set community 64502:80 additive\n"));
  EXPECT_THAT(parts[0].rollback, Not(HasSubstr(" set metric 100\n")));
}

TEST(EmitAll, ASharedPolicyNeedsTheSameLevers) {
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
  for (const ConfigPart& part :
       emit_all(scenario, rollout({{levered("198.51.100.0/24", 0, 0, std::nullopt, low)}}))) {
    expect_manual(part, "does not get the same change");
  }
}

TEST(EmitAll, NothingWhereNothingChangesOrThereAreNoSessions) {
  EXPECT_TRUE(emit_all(two_links(), rollout({})).empty());
  model::Scenario scenario = two_links();
  for (model::Link& link : scenario.links) {
    link.sessions.clear();
  }
  EXPECT_TRUE(emit_all(scenario, rollout({{{"203.0.113.0/24", "A", 0, 1, ""}}})).empty());
}

}  // namespace
}  // namespace bgpte::config
