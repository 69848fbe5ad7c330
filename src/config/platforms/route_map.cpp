// Text that the vendors of the route-map dialect share.
#include "src/config/platforms/route_map.hpp"

#include <set>

namespace bgpte::config {
namespace {

void write_list(TextBlock& text, const SessionPlan& plan, const RouteMapDialect& dialect,
                const ManagedList& list) {
  const std::string_view family = plan.ipv6() ? "ipv6" : "ip";
  const bool mode = plan.ipv6() && dialect.ipv6_list_mode;
  text.line("no {} prefix-list {}", family, list.name);
  if (mode) {
    text.line("ipv6 prefix-list {}", list.name);
  }
  int sequence = 5;
  for (const model::IpPrefix& prefix : list.prefixes) {
    if (mode) {
      text.line(" seq {} permit {}", sequence, to_string(prefix));
    } else {
      text.line("{} prefix-list {} seq {} permit {}", family, list.name, sequence,
                to_string(prefix));
    }
    sequence += 5;
  }
  if (mode) {
    text.line("exit");
  }
}

}  // namespace

void write_route_map_change(TextBlock& text, const SessionPlan& plan,
                            const RouteMapDialect& dialect, Direction direction) {
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  std::set<std::pair<int, std::string_view>> entries;
  for (const ManagedState* state : {&from, &to}) {
    for (const ManagedList& list : *state) {
      entries.emplace(list.entry, action_of(list));
    }
  }
  for (const auto& [entry, action] : entries) {
    text.line("no route-map {} {} {}", plan.policy(), action, entry);
  }
  for (const ManagedList& list : to) {
    write_list(text, plan, dialect, list);
  }
  for (const ManagedList& list : to) {
    text.line("route-map {} {} {}", plan.policy(), action_of(list), list.entry);
    text.line(" match {} address prefix-list {}", plan.ipv6() ? "ipv6" : "ip", list.name);
    if (list.prepend > 0) {
      text.line(" set as-path prepend {}", repeated_as(plan.change.local_as, list.prepend));
    }
    write_route_map_attributes(text, list.attributes);
    if (!list.denies()) {
      text.line(" continue {}", list.continue_entry);
    }
    text.line("exit");
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("no {} prefix-list {}", plan.ipv6() ? "ipv6" : "ip", list.name);
    }
  }
}

void write_route_map_attributes(TextBlock& text, const model::RouteAttributes& attributes) {
  const AttributeKinds kinds = kinds_of(attributes);
  if (kinds.standard) {
    text.line(" set community {} additive",
              communities_of(attributes, CommunityKind::standard, " "));
  }
  if (kinds.large) {
    text.line(" set large-community {} additive",
              communities_of(attributes, CommunityKind::large, " "));
  }
  if (attributes.med) {
    text.line(" set metric {}", *attributes.med);
  }
}

std::string later_entries(const SessionPlan& plan) {
  return fmt::format("in entry {} or after it", plan.first_continue_entry);
}

void note_absent_entries(TextBlock& text) {
  text.note("a 'no route-map' of an entry that is not there yet is reported and does no harm");
}

void note_route_map_attributes(TextBlock& text, const SessionPlan& plan) {
  note_attributes_stay(
      text, plan, later_entries(plan),
      "'set community' or 'set large-community' without 'additive', 'set community ... delete' or "
      "'set comm-list ... delete' (large ones too)",
      "'set metric'");
}

}  // namespace bgpte::config
