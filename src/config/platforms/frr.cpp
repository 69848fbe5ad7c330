// FRR 8.4 and later, pasted at a vtysh prompt. Seen on 8.4.4: docs/platforms.md.
// https://docs.frrouting.org/en/latest/routemap.html, .../filter.html, .../bgp.html
#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/route_map.hpp"

namespace bgpte::config {
namespace {

std::string_view list_keyword(const SessionPlan& plan) {
  return plan.ipv6() ? "ipv6" : "ip";
}

std::string_view afi(const SessionPlan& plan) {
  return plan.ipv6() ? "ipv6" : "ipv4";
}

void write_list(TextBlock& text, const SessionPlan& plan, const ManagedList& list) {
  // The list is removed first, so that nothing of an earlier advice stays in it.
  text.line("no {} prefix-list {}", list_keyword(plan), list.name);
  int sequence = 5;
  for (const model::IpPrefix& prefix : list.prefixes) {
    text.line("{} prefix-list {} seq {} permit {}", list_keyword(plan), list.name, sequence,
              to_string(prefix));
    sequence += 5;
  }
}

/// Clears what an entry of an earlier advice set. FRR keeps it where the entry is written again,
/// also where the entry comes to deny. These lines are accepted where there is nothing to clear.
void write_clean_entry(TextBlock& text) {
  text.line(" no set as-path prepend");
  text.line(" no set community");
  text.line(" no set large-community");
  text.line(" no set metric");
}

void write_entry(TextBlock& text, const SessionPlan& plan, const ManagedList& list) {
  text.line("route-map {} {} {}", plan.policy(), action_of(list), list.entry);
  text.line(" match {} address prefix-list {}", list_keyword(plan), list.name);
  // A new prepend over an old one shows in the configuration and has no effect on the wire.
  write_clean_entry(text);
  if (list.denies()) {
    text.line(" no on-match goto");
    text.line("exit");
    return;
  }
  if (list.prepend > 0) {
    text.line(" set as-path prepend {}", repeated_as(plan.change.local_as, list.prepend));
  }
  write_route_map_attributes(text, list.attributes);
  text.line(" on-match goto {}", list.continue_entry);
  text.line("exit");
}

bool has_entry(const ManagedState& state, int entry) {
  for (const ManagedList& list : state) {
    if (list.entry == entry) {
      return true;
    }
  }
  return false;
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  text.line("configure terminal");
  for (const ManagedList& list : to) {
    write_list(text, plan, list);
  }
  for (const ManagedList& list : to) {
    write_entry(text, plan, list);
  }
  for (const ManagedList& list : from) {
    if (!has_entry(to, list.entry)) {
      text.line("no route-map {} {} {}", plan.policy(), action_of(list), list.entry);
    }
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("no {} prefix-list {}", list_keyword(plan), list.name);
    }
  }
  text.line("end");
  text.line("clear bgp {} unicast {} soft out", afi(plan), plan.neighbor());
  if (direction == Direction::rollback) {
    note_kept_rollback(text);
    text.line("write memory");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("show bgp neighbors {}", plan.neighbor());
  text.note("must show: BGP state = Established; Route map for outgoing advertisements is *{}",
            plan.policy());
  if (before && kinds_of(plan).communities()) {
    text.note("must show: Community attribute sent to this neighbor(all), or at least the kind of");
    text.note("the communities below");
  }
  text.line("show route-map {}", plan.policy());
  note_entries(text, plan, side, "entry");
  if (before) {
    note_attributes_stay(
        text, plan, later_entries(plan),
        "'set community' or 'set large-community' without 'additive', 'set comm-list ... delete' "
        "or 'set large-comm-list ... delete'",
        "'set metric'");
  }
  text.line("show bgp {} unicast neighbors {} advertised-routes json", afi(plan), plan.neighbor());
  text.note(
      "must show as path, which FRR has without the own AS here, and as metric (without json,");
  text.note("10.3 shows what the route-map is given, not what it sends):");
  note_paths(text, plan, side, ShownPath::without_own_as);
  if (kinds_of(plan).communities()) {
    text.note(
        "communities show from 10.3 on, with 'detail json' at the end; before, a looking glass");
    text.note("of AS {} is the proof", plan.change.neighbor_as);
  }
  return text.take();
}

}  // namespace

Texts emit_frr(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("FRR has no commit timer; once verified, keep the change over a restart:");
  confirm.line("write memory");
  return texts_of(plan, look, transition, confirm.take());
}

}  // namespace bgpte::config
