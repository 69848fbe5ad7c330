#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/config/config.hpp"

namespace bgpte::config::testing {

inline model::IpPrefix prefix(std::string_view text) {
  return model::parse_prefix(text).prefix;
}

inline model::IpAddress address(std::string_view text) {
  return model::parse_address(text).value_or(model::IpAddress{});
}

inline PrependMap prepends(const std::vector<std::pair<const char*, int>>& items) {
  PrependMap map;
  for (const auto& [text, count] : items) {
    map[prefix(text)] = static_cast<model::Prepend>(count);
  }
  return map;
}

/// Neighbour 192.0.2.1 / 2001:db8:0:1::1 of AS 64511 on link T1. Our entries may be 1 to 9, before
/// the one that permits, 10. Foreign: entry 10 prepends and the policy goes on at 20.
inline SessionChange example(model::Platform platform, model::PrependOwner owner,
                             model::Family family) {
  const bool v6 = family == model::Family::ipv6;
  SessionChange change;
  change.change_id = "3f9a2c41";
  change.local_as = 64511;
  change.neighbor_as = 64500;
  change.link = "T1";
  model::Session& session = change.session;
  session.router = "edge1";
  session.platform = platform;
  session.neighbor = address(v6 ? "2001:db8:0:1::1" : "192.0.2.1");
  session.family = family;
  session.export_policy = {v6 ? "T1_OUT_V6" : "T1_OUT_V4"};
  session.free_entries = model::EntryRange{1, 9};
  session.next_entry = 10;
  session.prepends = owner;
  session.group = "T1";
  session.protocol = v6 ? "t1_v6" : "t1_v4";
  session.own_set = v6 ? "OWN_V6" : "OWN_V4";
  const char* one = v6 ? "2001:db8:1000::/36" : "198.51.100.0/24";
  const char* two = v6 ? "2001:db8:2000::/36" : "203.0.113.0/24";
  switch (owner) {
    case model::PrependOwner::none:
      change.before = prepends({{one, 0}, {two, 0}});
      change.after = prepends({{one, 1}, {two, 3}});
      break;
    case model::PrependOwner::bgpte:
      change.before = prepends({{one, 1}, {two, 3}});
      change.after = prepends({{one, 1}, {two, 2}});
      break;
    case model::PrependOwner::foreign:
      session.foreign = model::ForeignPrepend{10, 20};
      change.before = prepends({{one, 1}, {two, 1}});
      change.after = prepends({{one, 0}, {two, 3}});
      break;
  }
  return change;
}

/// The same session, from which the first prefix is withdrawn; the second stays as it is. `bgpte`:
/// the rollback announces it again, so it shows that way too.
inline SessionChange withdrawal(model::Platform platform, model::PrependOwner owner,
                                model::Family family) {
  SessionChange change = example(platform, owner, family);
  const model::IpPrefix first = change.before.begin()->first;
  if (owner == model::PrependOwner::bgpte) {
    change.after = change.before;
  } else {
    change.before.erase(std::prev(change.before.end()));
    change.after = change.before;
  }
  change.after[first] = model::not_announced;
  return change;
}

inline model::RouteAttributes marks(const std::vector<const char*>& communities,
                                    std::optional<std::uint32_t> med = std::nullopt) {
  model::RouteAttributes made;
  for (const char* text : communities) {
    made.communities.push_back(model::parse_community(text).value_or(model::Community{}));
  }
  std::ranges::sort(made.communities);
  made.med = med;
  return made;
}

inline bool takes_large(model::Platform platform) {
  return platform != model::Platform::nx_os;
}

/// Communities for the first prefix and a MED for the second, which link T2 to the same AS sends
/// without. `bgpte`: in place of a community that
/// an earlier advice left; `foreign`: the operator's prepends stay.
inline SessionChange lever(model::Platform platform, model::PrependOwner owner,
                           model::Family family) {
  SessionChange change = example(platform, owner, family);
  const model::IpPrefix one = change.before.begin()->first;
  const model::IpPrefix two = change.before.rbegin()->first;
  change.after = change.before;
  if (owner == model::PrependOwner::none) {
    change.after[two] = 1;
  } else if (owner == model::PrependOwner::bgpte) {
    change.marks_before[two] = marks({"64500:80"});
  }
  change.marks_after[one] = takes_large(platform)
                                ? marks({"64500:80", "64500:90", "64500:1:4200000000"})
                                : marks({"64500:80", "64500:90"});
  change.marks_after[two] = marks({}, 100);
  change.parallel_links = {{"T2", {{two, 0}}}};
  return change;
}

/// What left the router as `change` finds it.
inline SessionChange earlier_of(const SessionChange& change) {
  SessionChange earlier = change;
  earlier.after = change.before;
  earlier.marks_after = change.marks_before;
  earlier.before.clear();
  earlier.marks_before.clear();
  earlier.session.managed.clear();
  if (change.session.prepends == model::PrependOwner::foreign) {
    std::erase_if(earlier.after,
                  [&](const auto& item) { return !change.marks_before.contains(item.first); });
    earlier.before = earlier.after;
  } else {
    earlier.session.prepends = model::PrependOwner::none;
  }
  return earlier;
}

/// What a later advice does to a change that was applied: `after` gives the prefixes their wish.
inline SessionChange follow_up(const SessionChange& earlier, const PrependMap& after,
                               const AttributesMap& marks_after = {}) {
  SessionChange change = earlier;
  change.change_id = "77aa01bc";
  change.before = earlier.after;
  change.after = after;
  change.marks_before = earlier.marks_after;
  change.marks_after = marks_after;
  for (const auto& [prefix, prepend] : earlier.after) {
    const auto from = earlier.before.find(prefix);
    if (prepend == model::not_announced ||
        (earlier.session.prepends == model::PrependOwner::foreign &&
         (from == earlier.before.end() || from->second != prepend))) {
      if (std::ranges::find(change.session.managed, prefix) == change.session.managed.end()) {
        change.session.managed.push_back(prefix);
      }
    }
  }
  if (earlier.session.prepends == model::PrependOwner::none) {
    change.session.prepends = model::PrependOwner::bgpte;
  }
  return change;
}

inline std::string_view owner_name(model::PrependOwner owner) {
  switch (owner) {
    case model::PrependOwner::none:
      return "none";
    case model::PrependOwner::bgpte:
      return "bgpte";
    case model::PrependOwner::foreign:
      break;
  }
  return "foreign";
}

/// All platforms of the table, so that a new one is tested by all tests that go over them.
inline constexpr auto every_platform = [] {
  std::array<model::Platform, model::platform_names.size()> platforms{};
  for (std::size_t i = 0; i < platforms.size(); ++i) {
    platforms[i] = model::platform_names[i].platform;
  }
  return platforms;
}();
inline constexpr model::PrependOwner every_owner[] = {
    model::PrependOwner::none, model::PrependOwner::bgpte, model::PrependOwner::foreign};
inline constexpr model::Family every_family[] = {model::Family::ipv4, model::Family::ipv6};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace bgpte::config::testing
