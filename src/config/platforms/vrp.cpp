// Huawei VRP8 (NE40E, CE). "Configuration Guide - IP Routing", chapter "Routing Policy
// Configuration": ip ip-prefix, route-policy, goto next-node, apply as-path additive; Command
// Reference: apply community (up to 32 in one command), apply large-community (16; run again it
// replaces), apply cost, peer advertise-community, peer advertise-large-community;
// commit trial (60 to 65535 s), abort trial (it asks).
#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

std::string_view list_keyword(const SessionPlan& plan) {
  return plan.ipv6() ? "ipv6-prefix" : "ip-prefix";
}

void write_list(TextBlock& text, const SessionPlan& plan, const ManagedList& list) {
  text.line("undo ip {} {}", list_keyword(plan), list.name);
  int index = 10;
  for (const model::IpPrefix& prefix : list.prefixes) {
    text.line("ip {} {} index {} permit {} {}", list_keyword(plan), list.name, index,
              to_string(prefix.address), prefix.length);
    index += 10;
  }
}

void write_node(TextBlock& text, const SessionPlan& plan, const ManagedList& list) {
  text.line("route-policy {} {} node {}", plan.policy(), action_of(list), list.entry);
  text.line(" if-match {} {}", plan.ipv6() ? "ipv6 address prefix-list" : "ip-prefix", list.name);
  if (list.prepend > 0) {
    // Without `additive` the path is overwritten.
    text.line(" apply as-path {} additive", repeated_as(plan.change.local_as, list.prepend));
  }
  const AttributeKinds kinds = kinds_of(list.attributes);
  if (kinds.standard) {
    text.line(" apply community {} additive",
              communities_of(list.attributes, CommunityKind::standard, " "));
  }
  if (kinds.large) {
    text.line(" apply large-community {} additive",
              communities_of(list.attributes, CommunityKind::large, " "));
  }
  if (list.attributes.med) {
    text.line(" apply cost {}", *list.attributes.med);
  }
  if (!list.denies()) {
    text.line(" goto next-node {}", list.continue_entry);
  }
  text.line("quit");
}

/// Must be the last line of a part, because a line pasted after it would be its answer.
void write_save(TextBlock& text) {
  text.note("it asks whether to go on; answer y [unverified]");
  text.line("save");
}

/// A list that does not exist matches everything, so nodes are removed before their lists are
/// touched.
std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  if (back && plan.opens()) {
    text.note(
        "while the trial still runs, these two lines alone do the same and must come first (it");
    text.note(
        "asks; answer y): edits are refused then, and the commit below would confirm the change");
    text.note("[unverified]");
    text.note("  system-view");
    text.note("  abort trial");
  }
  text.note("an 'undo' of something that is not there is reported and does no harm [unverified]");
  if (plan.opens()) {
    text.line("system-view");
  }
  for (const int node : entries_of(plan)) {
    text.line("undo route-policy {} node {}", plan.policy(), node);
  }
  for (const ManagedList& list : to) {
    write_list(text, plan, list);
  }
  for (const ManagedList& list : to) {
    write_node(text, plan, list);
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("undo ip {} {}", list_keyword(plan), list.name);
    }
  }
  if (!plan.commits()) {
    return text.take();
  }
  text.line("display configuration candidate changes");
  if (back) {
    text.line("commit");
  } else {
    text.line("commit trial {}", plan.timer);
  }
  text.line("return");
  text.note("the form of this refresh is unverified");
  for (const TransactionSession& session : plan.refreshed()) {
    text.line("refresh bgp {}{} export", session.family == model::Family::ipv6 ? "ipv6 " : "",
              to_string(session.neighbor));
  }
  if (back) {
    note_kept_rollback(text);
    write_save(text);
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("display bgp {}peer {} verbose", plan.ipv6() ? "ipv6 " : "", plan.neighbor());
  text.note("must show: state Established; export route policy is {}", plan.policy());
  text.line("display route-policy {}", plan.policy());
  note_entries(text, plan, side, "node");
  if (const AttributeKinds kinds = kinds_of(plan); before && kinds.any()) {
    note_attributes_stay(
        text, plan, fmt::format("in node {} or after it", plan.first_continue_entry),
        "'apply community' or 'apply large-community' without 'additive' ('none', 'delete') or "
        "'apply comm-filter ... delete'",
        "'apply cost'");
    if (kinds.communities()) {
      text.line("display current-configuration configuration bgp");
      for (const auto& [carried, word] : {std::pair{kinds.standard, "advertise-community"},
                                          std::pair{kinds.large, "advertise-large-community"}}) {
        if (carried) {
          text.note("must show: peer {} (or its group) {}; without it none is sent, and",
                    plan.neighbor(), word);
          text.note("{}", not_added);
        }
      }
    }
  }
  text.line("display bgp {}routing-table peer {} advertised-routes", plan.ipv6() ? "ipv6 " : "",
            plan.neighbor());
  note_received_paths(text, plan, side);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_vrp(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, fmt::format("{} s", plan.timer));
  confirm.line("system-view");
  confirm.line("commit");
  confirm.line("return");
  write_save(confirm);
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
