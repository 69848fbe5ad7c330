#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/config/route_map_router.hpp"

// Random changes for the platforms of the route-map dialect, and what the neighbour must be sent.
namespace bgpte::config::testing {

inline constexpr int foreign_prepends = 2;
inline constexpr const char* their_community = "64999:1";
inline constexpr const char* prepended_community = "64999:2";

struct Case {
  model::Platform platform;
  model::PrependOwner owner;
  model::Family family;
};

inline std::vector<Case> every_case() {
  std::vector<Case> cases;
  for (const model::Platform platform : {model::Platform::frr, model::Platform::ios_xe,
                                         model::Platform::nx_os, model::Platform::eos}) {
    for (const model::PrependOwner owner : every_owner) {
      for (const model::Family family : every_family) {
        cases.push_back({platform, owner, family});
      }
    }
  }
  return cases;
}

inline std::uint64_t below(std::mt19937_64& random, std::uint64_t n) {
  return random() % n;
}

inline std::string nth_prefix(model::Family family, std::size_t i) {
  return family == model::Family::ipv6
             ? "2001:db8:" + std::to_string(i + 1000) + "::/48"
             : "10." + std::to_string(i % 256) + "." + std::to_string(i / 256) + ".0/24";
}

/// A router as the operator runs it: next_entry permits, or a foreign entry prepends and permits a
/// list of prefixes before resume_entry permits the rest. Each adds a community of theirs, and the
/// prepending entry another, which only those prefixes have that go through it.
inline RouteMapRouter base_router(const SessionChange& change) {
  RouteMapRouter router(change.session.platform != model::Platform::frr, change.local_as);
  RouteMapRouter::Map& map = router.maps[change.session.export_policy.front()];
  const int next = change.session.next_entry.value_or(0);
  map[next].communities = {their_community};
  if (change.session.prepends == model::PrependOwner::foreign) {
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
inline model::RouteAttributes random_marks(model::Platform platform, std::mt19937_64& random) {
  switch (below(random, 8)) {
    case 0:
      return marks({"64500:80"});
    case 1:
      return takes_large(platform) ? marks({"64500:80", "65535:65281", "4200000000:1:4294967295"})
                                   : marks({"64500:80", "65535:65281"});
    case 2:
      return marks({}, 0);
    case 3:
      return marks({"64500:90"}, 4'294'967'295U);
    default:
      return {};
  }
}

inline void give_random_marks(AttributesMap& map, const PrependMap& announced,
                              model::Platform platform, std::mt19937_64& random) {
  for (const auto& [prefix, prepend] : announced) {
    model::RouteAttributes marks = random_marks(platform, random);
    if (prepend != model::not_announced && !marks.empty()) {
      map[prefix] = std::move(marks);
    }
  }
}

inline SessionChange random_change(const Case& c, std::mt19937_64& random, std::size_t prefixes) {
  SessionChange change = example(c.platform, c.owner, c.family);
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
      case model::PrependOwner::none:
        change.before[prefix] = 0;
        change.after[prefix] = to;
        break;
      case model::PrependOwner::bgpte:
        change.before[prefix] = from;
        change.after[prefix] = to;
        break;
      case model::PrependOwner::foreign: {
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

/// VRP says the same things in other words: each line becomes that of the interpreter.
inline std::string from_vrp(const std::string& text) {
  std::string out;
  for (std::string line : lines_of(text)) {
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

/// Pastes a text in the platform's words.
inline void paste(RouteMapRouter& router, model::Platform platform, const std::string& text) {
  router.paste(platform == model::Platform::vrp ? from_vrp(text) : text);
}

/// The router as an earlier advice left it: prepends of a `bgpte` session, levers of any.
inline void put_earlier_state(RouteMapRouter& router, const SessionChange& change) {
  paste(router, change.session.platform, emit(earlier_of(change)).apply);
}

enum class SentAt : std::uint8_t { before, after };

/// Whether the operator's prepending entry still has the prefix: what we never gave other prepends.
inline bool goes_through_theirs(const RouteMapRouter& router, const SessionChange& change,
                                SentAt side, const model::IpPrefix& prefix) {
  const auto theirs = router.lists.find("THEIRS");
  return theirs != router.lists.end() &&
         std::ranges::any_of(theirs->second,
                             [&](const auto& item) { return item.second == to_string(prefix); }) &&
         std::ranges::find(change.session.managed, prefix) == change.session.managed.end() &&
         (side == SentAt::before || change.before.at(prefix) == change.after.at(prefix));
}

inline void expect_sent(const RouteMapRouter& router, const SessionChange& change, SentAt side) {
  const std::string& policy = change.session.export_policy.front();
  const AttributesMap& marks = side == SentAt::before ? change.marks_before : change.marks_after;
  for (const auto& [prefix, prepend] : side == SentAt::before ? change.before : change.after) {
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

/// Pastes a change twice and its rollback twice. The neighbour must be sent what the change says,
/// a second paste must change nothing, and the router must end as it began.
inline void expect_applied_twice_and_taken_back(RouteMapRouter& router,
                                                const SessionChange& change) {
  const model::Platform platform = change.session.platform;
  const ConfigPart part = emit(change);
  ASSERT_EQ(part.mode, Mode::paste) << part.reason;
  const auto maps = router.maps;
  const auto lists = router.lists;

  paste(router, platform, part.apply);
  expect_sent(router, change, SentAt::after);
  EXPECT_TRUE(router.cleared());
  const auto applied_maps = router.maps;
  const auto applied_lists = router.lists;
  paste(router, platform, part.apply);
  EXPECT_EQ(router.maps, applied_maps);
  EXPECT_EQ(router.lists, applied_lists);

  for (int time = 0; time < 2; ++time) {
    paste(router, platform, part.rollback);
    EXPECT_EQ(router.maps, maps);
    EXPECT_EQ(router.lists, lists);
  }
}

}  // namespace bgpte::config::testing
