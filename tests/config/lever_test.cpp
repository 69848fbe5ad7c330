// Communities and MED: what each platform adds, what it does not take, and how the lists are named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::expect_manual;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::plain;

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

// A MED is compared with those that the same AS gets on its other links, and no router of ours
// shows those of another router.
TEST(Emit, ThePrecheckOfANewMedAsksWhatTheOtherLinksToThatAsSend) {
  for (const Platform platform : testing::every_platform) {
    SessionChange change = testing::lever(platform, PrependOwner::none, model::Family::ipv4);
    const model::IpPrefix two = testing::prefix("203.0.113.0/24");
    change.parallel_links = {{"T2", {{two, 0}}}, {"T3", {{two, 99}}}, {"T4", {{two, 100}}}};
    ConfigPart part = emit(change);
    const std::string seen =
        "   203.0.113.0/24  MED 100 here; T2: no MED; T3: MED 99; T4: MED 100, which is not "
        "lower\n";
    EXPECT_THAT(part.precheck, HasSubstr("other links to AS 64500")) << name_of(platform);
    EXPECT_THAT(part.precheck, HasSubstr(seen)) << name_of(platform);
    EXPECT_THAT(part.precheck, Not(HasSubstr("198.51.100.0/24  MED"))) << "communities only";
    EXPECT_THAT(part.verify, Not(HasSubstr("T2")));
    for (const std::string& line : testing::lines_of(part.precheck)) {
      if (line.find("T2") != std::string::npos) {
        EXPECT_FALSE(std::isalnum(static_cast<unsigned char>(line[0]))) << "no comment: " << line;
      }
    }
    change.parallel_links.clear();
    EXPECT_THAT(part.precheck, Not(HasSubstr("moves nothing")));
    EXPECT_THAT(emit(change).precheck,
                HasSubstr("MED 100 here; on none of them is it announced with the same prepends: "
                          "this MED moves nothing\n"));
    change.parallel_links = {{"T4", {{two, 200}}}};
    EXPECT_THAT(emit(change).precheck,
                HasSubstr("T4: MED 200, which is not lower: this MED moves nothing\n"));
    change.obstacle = "by hand";
    change.parallel_links = {{"T2", {{two, 0}}}};
    EXPECT_THAT(emit(change).precheck, HasSubstr("MED 100 here; T2: no MED\n"));
    // What has that MED already moves nothing now.
    change.marks_before = change.marks_after;
    EXPECT_THAT(emit(change).precheck, Not(HasSubstr("other links to AS")));
  }
}

// Ours cannot take off what the operator's own policy sends, and the scenario does not say whose a
// lever of today is.
TEST(Emit, ThePrecheckAsksWhoseALeverOfTodayIsWhereTheSessionIsNotOurs) {
  const std::string asked = "must be so: objects of ours set this, not the operator's policy";
  for (const Platform platform : testing::every_platform) {
    for (const PrependOwner owner : testing::every_owner) {
      SessionChange change = testing::lever(platform, owner, model::Family::ipv4);
      const model::IpPrefix two = testing::prefix("203.0.113.0/24");
      change.marks_before = {{two, testing::marks({"64500:80"})}};
      const ConfigPart part = emit(change);
      const auto lines = testing::lines_of(part.precheck);
      const auto asks = std::ranges::find_if(
          lines, [&](const std::string& line) { return line.find(asked) != std::string::npos; });
      EXPECT_EQ(asks == lines.end(), owner == PrependOwner::bgpte)
          << name_of(platform) << " " << testing::owner_name(owner);
      if (asks != lines.end()) {
        EXPECT_FALSE(std::isalnum(static_cast<unsigned char>(asks->front()))) << "no comment";
        EXPECT_THAT(lines.back(), HasSubstr("  203.0.113.0/24  community 64500:80"));
      }
      change.marks_before.clear();
      EXPECT_THAT(emit(change).precheck, Not(HasSubstr(asked))) << "no lever today";
    }
  }
}

// The operator's prepends stay where ours cannot go past them; nothing of ours may add to them.
TEST(Emit, WhereNoEntryCanJumpALeverLeavesTheForeignPrependsAlone) {
  for (const Platform platform : testing::every_platform) {
    if (testing::can_skip(platform)) {
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

// A jump would lose whatever else the operator's entry sets.
TEST(Emit, WhereAnEntryCanJumpALeverAloneGoesOnIntoTheForeignEntry) {
  for (const Platform platform : testing::every_platform) {
    if (!testing::can_skip(platform)) {
      continue;
    }
    SessionChange change = testing::lever(platform, PrependOwner::foreign, model::Family::ipv4);
    const char* demand = "10 sets nothing but the prepend";
    ConfigPart part = emit(change);
    EXPECT_THAT(part.apply, HasSubstr("BGPTE_T1_M_"));
    EXPECT_THAT(part.apply, Not(HasSubstr("BGPTE_T1_P")));
    EXPECT_THAT(part.apply, Not(HasSubstr("64511"))) << "prepends again";
    EXPECT_THAT(part.precheck, Not(HasSubstr(demand)));
    EXPECT_THAT(part.precheck, HasSubstr(" 10 or after it; it would replace our MED"));
    // One of the two with more prepends: that one jumps, the other does not.
    change.after.begin()->second = 2;
    part = emit(change);
    EXPECT_EQ(part.mode, Mode::paste) << part.reason;
    EXPECT_THAT(part.apply, HasSubstr("BGPTE_T1_M_"));
    EXPECT_THAT(part.apply, HasSubstr("BGPTE_T1_P2_"));
    EXPECT_THAT(part.precheck, HasSubstr(demand));
    EXPECT_THAT(part.verify, Not(HasSubstr(demand)));
    // What an earlier advice gave prepends stays past that entry.
    change.session.managed = {change.after.begin()->first};
    change.after = change.before;
    part = emit(change);
    EXPECT_THAT(part.apply, HasSubstr("BGPTE_T1_P1_"));
    EXPECT_THAT(part.rollback, HasSubstr("BGPTE_T1_P1_V4"));
  }
}

TEST(Emit, MarksThatThePlatformDoesNotTakeOrThatAreNotWellFormed) {
  const model::IpPrefix one = testing::prefix("198.51.100.0/24");
  const auto with = [&](Platform platform, const model::RouteAttributes& marks) {
    SessionChange change = plain(platform);
    change.marks_after[one] = marks;
    return emit(change);
  };
  const ConfigPart large = with(Platform::nx_os, testing::marks({"64500:1:2"}));
  expect_manual(large, "no statement of Cisco NX-OS is known that adds them");
  EXPECT_THAT(large.apply, HasSubstr("198.51.100.0/24: add community 64500:1:2 to those"));
  expect_manual(with(Platform::gobgp, testing::marks({}, 2'147'483'648U)),
                "MED 2147483648; GoBGP takes at most 2147483647");
  model::RouteAttributes many;
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
      for (const model::RouteAttributes& marks :
           {testing::marks({"64500:80"}), testing::marks({"64500:81"}), testing::marks({}, 80),
            testing::marks({"64500:80"}, 80), testing::marks({"64500:80:0"})}) {
        SessionChange change = plain(Platform::frr);
        change.link = link;
        change.after = testing::prepends({{"198.51.100.0/24", prepend}});
        change.marks_after = {{testing::prefix("198.51.100.0/24"), marks}};
        for (const std::string& name : testing::frr_lists(change)) {
          EXPECT_LE(name.size(), 40U) << name;
          EXPECT_TRUE(names.insert(name).second) << name << " for " << link;
        }
      }
    }
  }
  EXPECT_EQ(names.size(), 4U * 2U * 5U);
}

}  // namespace
}  // namespace bgpte::config
