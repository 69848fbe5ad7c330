// What route-map text does to prefixes, told by an interpreter that knows nothing of the emitters.
#include <gtest/gtest.h>

#include <random>

#include "tests/config/route_map_router.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::RouteMapRouter;

constexpr int foreign_prepends = 2;
constexpr const char* their_community = "64999:1";
constexpr const char* prepended_community = "64999:2";

struct Case {
  Platform platform;
  PrependOwner owner;
  model::Family family;
};

std::vector<Case> every_case() {
  std::vector<Case> cases;
  for (const Platform platform :
       {Platform::frr, Platform::ios_xe, Platform::nx_os, Platform::eos}) {
    for (const PrependOwner owner : testing::every_owner) {
      for (const model::Family family : testing::every_family) {
        cases.push_back({platform, owner, family});
      }
    }
  }
  return cases;
}

std::uint64_t below(std::mt19937_64& random, std::uint64_t n) {
  return random() % n;
}

std::string nth_prefix(model::Family family, std::size_t i) {
  return family == model::Family::ipv6
             ? "2001:db8:" + std::to_string(i + 1000) + "::/48"
             : "10." + std::to_string(i % 256) + "." + std::to_string(i / 256) + ".0/24";
}

/// A router as the operator runs it: next_entry permits, or a foreign entry prepends and permits a
/// list of prefixes before resume_entry permits the rest. Each adds a community of theirs, and the
/// prepending entry another, which only those prefixes have that go through it.
RouteMapRouter base_router(const SessionChange& change) {
  RouteMapRouter router(change.session.platform != Platform::frr, change.local_as);
  RouteMapRouter::Map& map = router.maps[change.session.export_policy.front()];
  const int next = change.session.next_entry.value_or(0);
  map[next].communities = {their_community};
  if (change.session.prepends == PrependOwner::foreign) {
    int sequence = 5;
    for (const auto& [prefix, prepend] : change.before) {
      if (prepend > 0) {
        router.lists["THEIRS"][sequence++] = to_string(prefix);
      }
    }
    router.lists["THEIRS"][1] = "100.64.0.0/10";
    map[next].lists = {"THEIRS"};
    map[next].prepends = foreign_prepends;
    map[next].communities = {their_community, prepended_community};
    map[change.session.foreign.value_or(model::ForeignPrepend{}).resume_entry].communities = {
        their_community};
  }
  return router;
}

/// None of them, communities of either kind, a MED or both.
model::RouteAttributes random_marks(Platform platform, std::mt19937_64& random) {
  switch (below(random, 8)) {
    case 0:
      return testing::marks({"64500:80"});
    case 1:
      return testing::takes_large(platform)
                 ? testing::marks({"64500:80", "65535:65281", "4200000000:1:4294967295"})
                 : testing::marks({"64500:80", "65535:65281"});
    case 2:
      return testing::marks({}, 0);
    case 3:
      return testing::marks({"64500:90"}, 4'294'967'295U);
    default:
      return {};
  }
}

void give_random_marks(AttributesMap& map, const PrependMap& announced, Platform platform,
                       std::mt19937_64& random) {
  for (const auto& [prefix, prepend] : announced) {
    model::RouteAttributes marks = random_marks(platform, random);
    if (prepend != model::not_announced && !marks.empty()) {
      map[prefix] = std::move(marks);
    }
  }
}

SessionChange random_change(const Case& c, std::mt19937_64& random, std::size_t prefixes) {
  SessionChange change = testing::example(c.platform, c.owner, c.family);
  change.local_as = 4'200'000'000U + static_cast<model::Asn>(below(random, 1000));
  change.session.free_entries = model::EntryRange{1, 99};
  change.session.next_entry = 100;
  if (change.session.foreign) {
    change.session.foreign = model::ForeignPrepend{100, 200};
  }
  change.before.clear();
  change.after.clear();
  for (std::size_t i = 0; i < prefixes; ++i) {
    const model::IpPrefix prefix = testing::prefix(nth_prefix(c.family, i));
    const auto from = static_cast<model::Prepend>(below(random, 5));
    const auto to = static_cast<model::Prepend>(static_cast<int>(below(random, 6)) - 1);
    switch (c.owner) {
      case PrependOwner::none:
        change.before[prefix] = 0;
        change.after[prefix] = to;
        break;
      case PrependOwner::bgpte:
        change.before[prefix] = from;
        change.after[prefix] = to;
        break;
      case PrependOwner::foreign: {
        const int theirs = i % 2 == 0 ? foreign_prepends : 0;
        change.before[prefix] = static_cast<model::Prepend>(theirs);
        change.after[prefix] = below(random, 2) == 0 ? static_cast<model::Prepend>(theirs) : to;
        break;
      }
    }
  }
  give_random_marks(change.marks_before, change.before, c.platform, random);
  give_random_marks(change.marks_after, change.after, c.platform, random);
  return change;
}

/// The router as an earlier advice left it: prepends of a `bgpte` session, levers of any.
void put_earlier_state(RouteMapRouter& router, const SessionChange& change) {
  router.paste(emit(testing::earlier_of(change)).apply);
}

enum class Side : std::uint8_t { before, after };

/// Whether the operator's prepending entry still has the prefix: what we never gave other prepends.
bool goes_through_theirs(const RouteMapRouter& router, const SessionChange& change, Side side,
                         const model::IpPrefix& prefix) {
  const auto theirs = router.lists.find("THEIRS");
  return theirs != router.lists.end() &&
         std::ranges::any_of(theirs->second,
                             [&](const auto& item) { return item.second == to_string(prefix); }) &&
         std::ranges::find(change.session.managed, prefix) == change.session.managed.end() &&
         (side == Side::before || change.before.at(prefix) == change.after.at(prefix));
}

void expect_sent(const RouteMapRouter& router, const SessionChange& change, Side side) {
  const std::string& policy = change.session.export_policy.front();
  const AttributesMap& marks = side == Side::before ? change.marks_before : change.marks_after;
  for (const auto& [prefix, prepend] : side == Side::before ? change.before : change.after) {
    const std::optional<RouteMapRouter::Sent> sent = router.sent_of(policy, to_string(prefix));
    std::optional<RouteMapRouter::Sent> wanted;
    if (prepend != model::not_announced) {
      wanted = {prepend, {their_community}, std::nullopt};
      if (goes_through_theirs(router, change, side, prefix)) {
        wanted->communities.insert(prepended_community);
      }
      if (const auto found = marks.find(prefix); found != marks.end()) {
        for (const model::Community& community : found->second.communities) {
          wanted->communities.insert(to_string(community));
        }
        if (found->second.med) {
          wanted->med = *found->second.med;
        }
      }
    }
    EXPECT_EQ(sent, wanted) << to_string(prefix);
  }
  EXPECT_EQ(router.prepends_of(policy, "192.168.7.0/24"), 0) << "a prefix not of the change";
}

TEST(RouteMapText, ApplyTwiceAndRollbackEndAsWanted) {
  std::mt19937_64 random(7);
  for (const Case& c : every_case()) {
    for (int round = 0; round < 40; ++round) {
      const SessionChange change = random_change(c, random, 1 + below(random, 12));
      SCOPED_TRACE(std::string(name_of(c.platform)) + " " +
                   std::string(testing::owner_name(c.owner)) + " " +
                   std::string(name_of(c.family)) + " round " + std::to_string(round));
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      RouteMapRouter router = base_router(change);
      put_earlier_state(router, change);
      const auto maps = router.maps;
      const auto lists = router.lists;
      expect_sent(router, change, Side::before);

      router.paste(part.apply);
      expect_sent(router, change, Side::after);
      EXPECT_TRUE(router.cleared());
      const auto applied_maps = router.maps;
      const auto applied_lists = router.lists;
      router.paste(part.apply);
      EXPECT_EQ(router.maps, applied_maps);
      EXPECT_EQ(router.lists, applied_lists);

      router.paste(part.rollback);
      EXPECT_EQ(router.maps, maps);
      EXPECT_EQ(router.lists, lists);
      router.paste(part.rollback);
      EXPECT_EQ(router.maps, maps);
      EXPECT_EQ(router.lists, lists);
    }
  }
}

// Whatever the first one withdrew, or prepended on a foreign session, the second knows as ours.
TEST(RouteMapText, AnAdviceThatFollowsAnEarlierOneReplacesIt) {
  std::mt19937_64 random(8);
  for (const Case& c : every_case()) {
    for (int round = 0; round < 20; ++round) {
      const SessionChange first = random_change(c, random, 6);
      const SessionChange wish = random_change(c, random, 6);
      const SessionChange second = testing::follow_up(first, wish.after, wish.marks_after);
      RouteMapRouter router = base_router(first);
      put_earlier_state(router, first);
      const auto first_maps = router.maps;
      const auto first_lists = router.lists;
      router.paste(emit(first).apply);
      const auto maps = router.maps;
      const auto lists = router.lists;
      ASSERT_EQ(emit(second).mode, Mode::paste) << emit(second).reason;
      router.paste(emit(second).apply);
      expect_sent(router, second, Side::after);
      router.paste(emit(second).apply);
      expect_sent(router, second, Side::after);
      router.paste(emit(second).rollback);
      EXPECT_EQ(router.maps, maps);
      EXPECT_EQ(router.lists, lists);
      router.paste(emit(first).rollback);
      EXPECT_EQ(router.maps, first_maps);
      EXPECT_EQ(router.lists, first_lists);
    }
  }
}

/// VRP says the same things in other words: each line becomes that of the interpreter.
std::string from_vrp(const std::string& text) {
  std::string out;
  for (std::string line : testing::lines_of(text)) {
    if (line.starts_with("#") || line.starts_with("display") || line.starts_with("commit") ||
        line == "save") {
      continue;
    }
    if (line.starts_with("ip ip")) {
      const std::size_t last = line.rfind(' ');
      line.replace(last, 1, "/");
    }
    const bool path = line.find("apply as-path ") != std::string::npos;
    if (path) {
      const std::size_t additive = line.find(" additive");
      EXPECT_NE(additive, std::string::npos) << "would overwrite the path";
      line.resize(additive);
    }
    if (line.starts_with("undo route-policy")) {
      // The node goes whatever its action is.
      line.replace(line.find(" node"), 5, " permit");
      std::string denied = line;
      denied.replace(denied.find(" permit"), 7, " deny").replace(0, 17, "no route-map");
      out += denied + "\n";
    }
    const std::pair<const char*, const char*> words[] = {
        {"system-view", "configure terminal"},
        {"return", "end"},
        {"refresh bgp", "clear bgp"},
        {"undo ", "no "},
        {"quit", "exit"},
        {"if-match ip-prefix", "match ip address prefix-list"},
        {"if-match ipv6", "match ipv6"},
        {"ip ip-prefix", "ip prefix-list"},
        {"ip ipv6-prefix", "ipv6 prefix-list"},
        {" index ", " seq "},
        {"permit node", "permit"},
        {"deny node", "deny"},
        {"route-policy", "route-map"},
        {"apply as-path", "set as-path prepend"},
        {"apply community", "set community"},
        {"apply large-community", "set large-community"},
        {"apply cost", "set metric"},
        {"goto next-node", "continue"}};
    for (const auto& [vrp, ios] : words) {
      if (const std::size_t at = line.find(vrp); at != std::string::npos) {
        line.replace(at, std::string(vrp).size(), ios);
      }
    }
    out += line + "\n";
  }
  return out;
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
    RouteMapRouter router = base_router(advices.front());
    const auto paste = [&](const std::string& text) {
      router.paste(platform == Platform::vrp ? from_vrp(text) : text);
    };
    paste(emit(testing::earlier_of(advices.front())).apply);
    for (const SessionChange& advice : advices) {
      const auto maps = router.maps;
      const ConfigPart part = emit(advice);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      paste(part.apply);
      expect_sent(router, advice, Side::after);
      for (const auto& [number, entry] : router.maps.at("T1_OUT_V4")) {
        RouteMapRouter::Entry bare;
        bare.lists = {"BGPTE_T1_DENY_V4"};
        bare.denies = true;
        EXPECT_TRUE(!entry.denies || entry == bare) << "entry " << number;
      }
      paste(part.rollback);
      EXPECT_EQ(router.maps, maps);
      paste(part.apply);
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
    RouteMapRouter router = base_router(base);
    router.paste(emit(first).apply);
    const auto maps = router.maps;
    const auto lists = router.lists;
    expect_sent(router, second, Side::before);
    router.paste(emit(second).apply);
    expect_sent(router, second, Side::after);
    router.paste(emit(second).rollback);
    EXPECT_EQ(router.maps, maps);
    EXPECT_EQ(router.lists, lists);
  }
}

// On IOS and EOS a list that does not exist matches everything.
TEST(RouteMapText, NoEntryEverUsesAListThatIsNotThere) {
  std::mt19937_64 random(9);
  for (const Case& c : every_case()) {
    if (c.platform == Platform::frr) {
      continue;
    }
    for (int round = 0; round < 20; ++round) {
      const SessionChange change = random_change(c, random, 5);
      RouteMapRouter router = base_router(change);
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
        const SessionChange change = random_change({Platform::vrp, owner, family}, random, 6);
        RouteMapRouter router = base_router(change);
        router.paste(from_vrp(emit(testing::earlier_of(change)).apply));
        const auto maps = router.maps;
        const auto lists = router.lists;
        const ConfigPart part = emit(change);
        ASSERT_EQ(part.mode, Mode::paste) << part.reason;
        router.paste(from_vrp(part.apply));
        expect_sent(router, change, Side::after);
        const auto once = router.maps;
        router.paste(from_vrp(part.apply));
        EXPECT_EQ(router.maps, once);
        router.paste(from_vrp(part.rollback));
        EXPECT_EQ(router.maps, maps);
        EXPECT_EQ(router.lists, lists);
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
  RouteMapRouter router = base_router(change);
  router.paste(text);
  EXPECT_EQ(router.prepends_of("T1_OUT_V4", "198.51.100.0/24"), foreign_prepends);
  EXPECT_ANY_THROW(router.paste("configure terminal\nroute-mapp X permit 1\n"));
}

TEST(RouteMapText, ThreeHundredPrefixesInOneChange) {
  std::mt19937_64 random(10);
  for (const Case& c : every_case()) {
    const SessionChange change = random_change(c, random, 300);
    RouteMapRouter router = base_router(change);
    put_earlier_state(router, change);
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    router.paste(part.apply);
    expect_sent(router, change, Side::after);
  }
}

}  // namespace
}  // namespace bgpte::config
