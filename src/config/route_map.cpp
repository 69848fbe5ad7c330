#include "route_map.hpp"

#include <set>

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
  std::set<int> entries;
  for (const ManagedState* state : {&from, &to}) {
    for (const ManagedList& list : *state) {
      entries.insert(list.entry);
    }
  }
  for (const int entry : entries) {
    text.line("no route-map {} permit {}", plan.policy(), entry);
  }
  for (const ManagedList& list : to) {
    write_list(text, plan, dialect, list);
  }
  for (const ManagedList& list : to) {
    text.line("route-map {} permit {}", plan.policy(), list.entry);
    text.line(" match {} address prefix-list {}", plan.ipv6() ? "ipv6" : "ip", list.name);
    if (list.prepend > 0) {
      text.line(" set as-path prepend {}", repeated_as(plan.change.local_as, list.prepend));
    }
    text.line(" continue {}", plan.onward);
    text.line("exit");
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("no {} prefix-list {}", plan.ipv6() ? "ipv6" : "ip", list.name);
    }
  }
}

void note_route_map(TextBlock& text, const Plan& plan, Side side) {
  const ManagedState& state = side == Side::before ? plan.before : plan.after;
  const model::Session& session = plan.change.session;
  if (state.empty()) {
    text.note("must show: no entry from {} to {}", session.free_entries->first,
              session.free_entries->last);
  }
  for (const ManagedList& list : state) {
    text.note("must show: entry {} with {}, and no other of ours", list.entry, list.name);
  }
  text.note("must show: entry {}, where evaluation goes on", plan.onward);
  if (plan.jump) {
    text.note("must show: entry {}, whose prepends these prefixes now go past",
              session.foreign->entry);
  }
}

}  // namespace bgpte::config
