// Nokia SR OS, MD-CLI. "Unicast Routing Protocols Guide", chapter "Route policies"; "MD-CLI User
// Guide", "Committing a configuration" (commit confirmed). Communities: infocenter.nokia.com
// .../7750SR225R1A/topic/com.nokia.Unicast_Guide/large_communiti-d497e3651.html (format, and what
// keeps them from a neighbour); MD-CLI Command Reference, policy-options community member,
// policy-statement entry action community add, metric set.
#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

void write_export(TextBlock& text, const SessionPlan& plan, const ManagedState& to) {
  const std::string neighbor =
      fmt::format("/configure router \"Base\" bgp neighbor \"{}\"", plan.neighbor());
  std::string policies = to.empty() ? "" : fmt::format("\"{}\"", plan.name);
  for (const std::string& policy : plan.change.session.export_policy) {
    policies += fmt::format("{}\"{}\"", policies.empty() ? "" : " ", policy);
  }
  text.line("{} delete export", neighbor);
  text.line("{} export policy [{}]", neighbor, policies);
}

void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  constexpr int step = 10;
  for (const ManagedList& list : state) {
    for (const model::IpPrefix& prefix : list.prefixes) {
      text.line("/configure policy-options prefix-list \"{}\" prefix {} type exact", list.name,
                to_string(prefix));
    }
  }
  for (const ManagedList& list : state) {
    for (const model::Community& community : list.attributes.communities) {
      text.line("/configure policy-options community \"{}\" member \"{}\"", list.name,
                to_string(community));
    }
  }
  const std::string statement =
      fmt::format("/configure policy-options policy-statement \"{}\"", plan.name);
  if (!state.empty()) {
    text.line("{} entry-type numbered", statement);
  }
  int number = 0;
  for (const ManagedList& list : state) {
    number += step;
    text.line("{} entry {} from prefix-list [\"{}\"]", statement, number, list.name);
    if (list.denies()) {
      text.line("{} entry {} action action-type reject", statement, number);
      continue;
    }
    text.line("{} entry {} action action-type next-policy", statement, number);
    if (list.prepend > 0) {
      text.line("{} entry {} action as-path-prepend as-path {}", statement, number,
                plan.change.local_as);
      text.line("{} entry {} action as-path-prepend repeat {}", statement, number, list.prepend);
    }
    if (!list.attributes.communities.empty()) {
      text.line("{} entry {} action community add [\"{}\"]", statement, number, list.name);
    }
    if (list.attributes.med) {
      text.line("{} entry {} action metric set {}", statement, number, *list.attributes.med);
    }
  }
  if (!state.empty()) {
    text.line("{} default-action action-type next-policy", statement);
  }
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  if (back && plan.opens()) {
    text.note(
        "while the commit timer still runs, this line alone does the same and must come first");
    text.note("[unverified]: 'commit confirmed accept' below would confirm the change");
    text.note("  commit confirmed cancel");
  }
  text.note("a delete of something that is not there is reported and does no harm [unverified]");
  if (plan.opens()) {
    text.note(
        "within a session that is still open, edit-config is refused, harmlessly [unverified]");
    text.line("edit-config exclusive");
  }
  write_export(text, plan, to);
  text.line("/configure policy-options delete policy-statement \"{}\"", plan.name);
  const auto remove = [&](const ManagedList& list) {
    text.line("/configure policy-options delete prefix-list \"{}\"", list.name);
    if (!list.attributes.communities.empty()) {
      text.line("/configure policy-options delete community \"{}\"", list.name);
    }
  };
  for (const ManagedList& list : from) {
    remove(list);
  }
  for (const ManagedList& list : to) {
    if (find_list(from, list.name) == nullptr) {
      remove(list);
    }
  }
  write_state(text, plan, to);
  if (!plan.commits()) {
    return text.take();
  }
  text.line("validate");
  text.line("compare");
  if (back) {
    text.note("stops the commit timer, where it still runs; without one it is refused, harmlessly");
    text.line("commit confirmed accept");
    text.line("commit");
    text.line("quit-config");
  } else {
    text.note("in minutes, 168 at most [unverified]");
    text.line("commit confirmed {}", plan.timer);
    text.note("stay in this configuration session until the confirm: leaving it is believed to");
    text.note("take the change back [unverified]");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("info /configure router \"Base\" bgp neighbor \"{}\"", plan.neighbor());
  std::string chain = state.empty() ? "" : fmt::format("\"{}\"", plan.name);
  for (const std::string& policy : plan.change.session.export_policy) {
    chain += fmt::format("{}\"{}\"", chain.empty() ? "" : " ", policy);
  }
  text.note("must show: export policy [{}], its own or the group's", chain);
  if (const AttributeKinds kinds = kinds_of(plan); before && kinds.any()) {
    if (kinds.communities()) {
      text.note("must show: no 'send-communities' with{}{}, its own, the group's or of bgp",
                kinds.standard ? " 'standard false'" : "", kinds.large ? " 'large false'" : "");
    }
    note_attributes_stay(text, plan, "in the operator's policies of that chain",
                         "'action community replace' or 'remove'", "'action metric'");
  }
  text.line("show router bgp neighbor {}", plan.neighbor());
  text.note("must show: state Established");
  text.line("show router bgp neighbor {} advertised-routes {}", plan.neighbor(),
            name_of(plan.change.session.family));
  note_received_paths(text, plan, side);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_sr_os(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("once verified, in the same configuration session, within {} minutes of the apply",
               plan.timer);
  confirm.line("commit confirmed accept");
  confirm.line("quit-config");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
