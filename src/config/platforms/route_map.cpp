#include "src/config/platforms/route_map.hpp"

#include <set>

#include "src/config/observed/route_attributes.hpp"

namespace bgpte::config {
namespace {

void write_list(TextBlock& text, const Plan& plan, const RouteMapDialect& dialect,
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

void write_route_map_change(TextBlock& text, const Plan& plan, const RouteMapDialect& dialect,
                            const ManagedState& from, const ManagedState& to) {
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
    write_route_map_marks(text, list.marks);
    if (!list.denies()) {
      text.line(" continue {}", list.onward);
    }
    text.line("exit");
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("no {} prefix-list {}", plan.ipv6() ? "ipv6" : "ip", list.name);
    }
  }
}

void note_route_map_marks(TextBlock& text, const Plan& plan) {
  note_marks_stay(
      text, plan, fmt::format("in entry {} or after it", plan.first_onward),
      "'set community' or 'set large-community' without 'additive', 'set community ... delete' or "
      "'set comm-list ... delete' (large ones too)",
      "'set metric'");
}

}  // namespace bgpte::config
