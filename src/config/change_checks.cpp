// What of a change no paste may have on its platform: names, numbers, families, attributes.
#include "src/config/change_checks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "src/config/object_names.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"

namespace bgpte::config {
namespace {

std::string names_fault(const SessionChange& change) {
  const model::Session& session = change.session;
  for (const std::string* name : {&session.group, &session.protocol, &session.own_set}) {
    if (!name->empty()) {
      if (std::string fault = name_fault(session.platform, *name); !fault.empty()) {
        return fault;
      }
    }
  }
  for (const std::string& name : session.export_policy) {
    if (std::string fault = name_fault(session.platform, name); !fault.empty()) {
      return fault;
    }
  }
  // These names reach a router only in comments and as part of the names of our objects.
  std::vector<const std::string*> named = {&change.link, &session.router, &change.shared_with};
  for (const ParallelLink& other : change.parallel_links) {
    named.push_back(&other.link);
  }
  for (const std::string* name : named) {
    if (escaped(*name) != *name) {
      return fmt::format("the name '{}' has a character that must not reach a router",
                         escaped(name->substr(0, 80)));
    }
  }
  if (change.change_id.empty() || !std::ranges::all_of(change.change_id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-';
      })) {
    return fmt::format("the change id '{}' is not made of letters, digits and '-'",
                       escaped(change.change_id.substr(0, 80)));
  }
  return {};
}

std::string maps_fault(const SessionChange& change, const PlatformRow& row) {
  std::set<model::IpPrefix> prefixes;
  for (const PrependMap* map : {&change.before, &change.after}) {
    for (const auto& [prefix, prepend] : *map) {
      prefixes.insert(prefix);
      if (prefix.family() != change.session.family) {
        return fmt::format("{} is not of the session's family, {}", to_string(prefix),
                           name_of(change.session.family));
      }
      if (prepend > row.max_prepend) {
        return fmt::format("{} prepends for {}; {} takes at most {} in one statement", prepend,
                           to_string(prefix), title_of(row.platform), row.max_prepend);
      }
    }
  }
  for (const model::IpPrefix& prefix : prefixes) {
    const model::Prepend from = prepend_in(change.before, prefix);
    const model::Prepend to = prepend_in(change.after, prefix);
    if (from == model::not_announced && to != model::not_announced &&
        std::ranges::find(change.session.managed, prefix) == change.session.managed.end()) {
      return fmt::format(
          "{} is not announced on this session today, and no entry of ours withholds it: its "
          "filters, IRR objects and ROA come first",
          to_string(prefix));
    }
  }
  return {};
}

std::string attributes_fault(const PlatformRow& row, const model::RouteAttributes& attributes) {
  if (attributes.empty()) {
    return "carries no communities and no MED, though it is listed with them";
  }
  if (std::ranges::adjacent_find(attributes.communities, std::greater_equal{}) !=
      attributes.communities.end()) {
    return "carries communities that are not in order, each once";
  }
  constexpr std::uint32_t widest = 65535;
  for (const model::Community& community : attributes.communities) {
    const auto& [a, b, c] = community.parts;
    if (!community.large && (a > widest || b > widest || c != 0)) {
      return "carries a standard community with a part above 65535";
    }
  }
  const std::size_t standard = community_texts(attributes, CommunityKind::standard).size();
  const std::size_t large = attributes.communities.size() - standard;
  if (standard > row.max_communities || (row.max_large > 0 && large > row.max_large)) {
    return fmt::format("carries {} communities; {} takes at most {} in one statement ({} large)",
                       attributes.communities.size(), title_of(row.platform), row.max_communities,
                       row.max_large);
  }
  if (large > row.max_large) {
    return fmt::format("carries large communities, and no statement of {} is known that adds them",
                       title_of(row.platform));
  }
  if (attributes.med && *attributes.med > row.max_med) {
    return fmt::format("carries MED {}; {} takes at most {}", *attributes.med,
                       title_of(row.platform), row.max_med);
  }
  return {};
}

std::string attributes_fault(const SessionChange& change, const PlatformRow& row) {
  for (const auto& [all, map] : {std::pair{&change.marks_before, &change.before},
                                 std::pair{&change.marks_after, &change.after}}) {
    for (const auto& [prefix, attributes] : *all) {
      const auto announced = map->find(prefix);
      if (announced == map->end() || announced->second == model::not_announced) {
        return fmt::format("{} carries communities or a MED and is not announced",
                           to_string(prefix));
      }
      if (const std::string fault = attributes_fault(row, attributes); !fault.empty()) {
        return fmt::format("{} {}", to_string(prefix), fault);
      }
    }
  }
  return {};
}

/// What the platform needs and the session does not name.
std::string missing_fault(const model::Session& session, const PlatformRow& row) {
  if (row.needs_policy && session.export_policy.empty()) {
    return "the session does not name its export policy";
  }
  if (row.needs_group && session.group.empty()) {
    return "the session does not name its BGP group (group)";
  }
  if (static_cast<int>(session.export_policy.size()) > row.most_policies) {
    return fmt::format("the session names {} export policies; {} takes at most {} here",
                       session.export_policy.size(), title_of(row.platform), row.most_policies);
  }
  return {};
}

}  // namespace

std::string change_fault(const SessionChange& change, const PlatformRow& row) {
  if (std::string fault = names_fault(change); !fault.empty()) {
    return fault;
  }
  if (!change.obstacle.empty()) {
    return escaped(change.obstacle);
  }
  if (change.local_as == 0) {
    return "AS 0 cannot be prepended";
  }
  if (std::string fault = missing_fault(change.session, row); !fault.empty()) {
    return fault;
  }
  if (std::string fault = maps_fault(change, row); !fault.empty()) {
    return fault;
  }
  return attributes_fault(change, row);
}

}  // namespace bgpte::config
