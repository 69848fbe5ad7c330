// What route-map text does to prefixes, told by an interpreter that knows nothing of the emitters.
#include <gtest/gtest.h>

#include <random>

#include "tests/config/route_map_changes.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Case;
using testing::RouteMapRouter;
using testing::SentAt;

TEST(RouteMapText, ApplyTwiceAndRollbackEndAsWanted) {
  std::mt19937_64 random(7);
  for (const Case& c : testing::every_case()) {
    for (int round = 0; round < 40; ++round) {
      const SessionChange change =
          testing::random_change(c, random, 1 + testing::below(random, 12));
      SCOPED_TRACE(std::string(name_of(c.platform)) + " " +
                   std::string(testing::owner_name(c.owner)) + " " +
                   std::string(name_of(c.family)) + " round " + std::to_string(round));
      RouteMapRouter router = testing::base_router(change);
      put_earlier_state(router, change);
      expect_sent(router, change, SentAt::before);
      testing::expect_applied_twice_and_taken_back(router, change);
    }
  }
}

// Whatever the first one withdrew, or prepended on a foreign session, the second knows as ours.
TEST(RouteMapText, AnAdviceThatFollowsAnEarlierOneReplacesIt) {
  std::mt19937_64 random(8);
  for (const Case& c : testing::every_case()) {
    for (int round = 0; round < 20; ++round) {
      const SessionChange first = testing::random_change(c, random, 6);
      const SessionChange wish = testing::random_change(c, random, 6);
      const SessionChange second = testing::follow_up(first, wish.after, wish.marks_after);
      RouteMapRouter router = testing::base_router(first);
      put_earlier_state(router, first);
      const auto first_maps = router.maps;
      const auto first_lists = router.lists;
      router.paste(emit(first).apply);
      testing::expect_applied_twice_and_taken_back(router, second);
      router.paste(emit(first).rollback);
      EXPECT_EQ(router.maps, first_maps);
      EXPECT_EQ(router.lists, first_lists);
    }
  }
}

/// Three advices: a lever on the second of two prepended prefixes, its withdrawal, and its
/// announcement with other prepends. Its entry permits, denies and permits again.
std::vector<SessionChange> lever_withdrawal_and_back(Platform platform) {
  SessionChange change = testing::example(platform, PrependOwner::bgpte, model::Family::ipv4);
  const model::IpPrefix one = change.before.begin()->first;
  const model::IpPrefix two = change.before.rbegin()->first;
  change.before = change.after = {{one, 1}, {two, 1}};
  change.marks_before.clear();
  change.marks_after = {{two, testing::takes_large(platform)
                                  ? testing::marks({"64500:80", "64500:1:2"}, 5)
                                  : testing::marks({"64500:80"}, 5)}};
  std::vector<SessionChange> advices = {change};
  for (const int prepend : {int{model::not_announced}, 2}) {
    PrependMap after = {{one, 1}, {two, static_cast<model::Prepend>(prepend)}};
    advices.push_back(testing::follow_up(advices.back(), after));
  }
  return advices;
}

// An entry that comes to deny keeps what it set, and would set it again once it permits.
TEST(RouteMapText, AnEntryThatDeniedInBetweenSetsNothingOfAnEarlierAdvice) {
  for (const Platform platform :
       {Platform::frr, Platform::ios_xe, Platform::nx_os, Platform::eos, Platform::vrp}) {
    SCOPED_TRACE(name_of(platform));
    const std::vector<SessionChange> advices = lever_withdrawal_and_back(platform);
    RouteMapRouter router = testing::base_router(advices.front());
    put_earlier_state(router, advices.front());
    for (const SessionChange& advice : advices) {
      const auto maps = router.maps;
      const ConfigPart part = emit(advice);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      paste(router, platform, part.apply);
      expect_sent(router, advice, SentAt::after);
      for (const auto& [number, entry] : router.maps.at("T1_OUT_V4")) {
        RouteMapRouter::Entry bare;
        bare.lists = {"BGPTE_T1_DENY_V4"};
        bare.denies = true;
        EXPECT_TRUE(!entry.denies || entry == bare) << "entry " << number;
      }
      paste(router, platform, part.rollback);
      EXPECT_EQ(router.maps, maps);
      paste(router, platform, part.apply);
    }
  }
}

TEST(RouteMapText, ForeignStepsThatFollowEachOtherKeepTheEarlierOnes) {
  for (const Platform platform :
       {Platform::frr, Platform::ios_xe, Platform::nx_os, Platform::eos}) {
    SessionChange first = testing::example(platform, PrependOwner::foreign, model::Family::ipv4);
    first.before = testing::prepends({{"198.51.100.0/24", 2}});
    first.after = testing::prepends({{"198.51.100.0/24", 0}});
    SessionChange second = first;
    second.step = 2;
    second.session.managed = {testing::prefix("198.51.100.0/24")};
    second.before = testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 2}});
    second.after = testing::prepends({{"198.51.100.0/24", 0}, {"203.0.113.0/24", 1}});
    SessionChange base = second;
    base.before = testing::prepends({{"198.51.100.0/24", 2}, {"203.0.113.0/24", 2}});
    RouteMapRouter router = testing::base_router(base);
    router.paste(emit(first).apply);
    expect_sent(router, second, SentAt::before);
    testing::expect_applied_twice_and_taken_back(router, second);
  }
}

// On IOS and EOS a list that does not exist matches everything.
TEST(RouteMapText, NoEntryEverUsesAListThatIsNotThere) {
  std::mt19937_64 random(9);
  for (const Case& c : testing::every_case()) {
    if (c.platform == Platform::frr) {
      continue;
    }
    for (int round = 0; round < 20; ++round) {
      const SessionChange change = testing::random_change(c, random, 5);
      RouteMapRouter router = testing::base_router(change);
      put_earlier_state(router, change);
      const ConfigPart part = emit(change);
      for (const std::string* text : {&part.apply, &part.apply, &part.rollback}) {
        for (const std::string& line : testing::lines_of(*text)) {
          router.type(line);
          EXPECT_FALSE(router.uses_undefined_list()) << line;
        }
      }
    }
  }
}

TEST(RouteMapText, VrpAppliedTwiceAndTakenBack) {
  std::mt19937_64 random(12);
  for (const PrependOwner owner : testing::every_owner) {
    for (const model::Family family : testing::every_family) {
      for (int round = 0; round < 20; ++round) {
        const SessionChange change =
            testing::random_change({Platform::vrp, owner, family}, random, 6);
        RouteMapRouter router = testing::base_router(change);
        put_earlier_state(router, change);
        testing::expect_applied_twice_and_taken_back(router, change);
      }
    }
  }
}

TEST(RouteMapText, TheInterpreterSeesAWrongText) {
  SessionChange change =
      testing::example(Platform::frr, PrependOwner::foreign, model::Family::ipv4);
  std::string text = emit(change).apply;
  const std::size_t at = text.find("on-match goto 20");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 16, "on-match goto 10");
  RouteMapRouter router = testing::base_router(change);
  router.paste(text);
  EXPECT_EQ(router.prepends_of("T1_OUT_V4", "198.51.100.0/24"), testing::foreign_prepends);
  EXPECT_ANY_THROW(router.paste("configure terminal\nroute-mapp X permit 1\n"));
}

TEST(RouteMapText, ThreeHundredPrefixesInOneChange) {
  std::mt19937_64 random(10);
  for (const Case& c : testing::every_case()) {
    const SessionChange change = testing::random_change(c, random, 300);
    RouteMapRouter router = testing::base_router(change);
    put_earlier_state(router, change);
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    router.paste(part.apply);
    expect_sent(router, change, SentAt::after);
  }
}

}  // namespace
}  // namespace bgpte::config
