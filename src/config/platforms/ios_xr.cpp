// Cisco IOS-XR. "Routing Configuration Guide", chapter "Implementing Routing Policy": prefix-set,
// apply, prepend as-path, set community and set large-community (...) additive, set med; "System
// Management": commit confirmed. largebgpcommunities.net/examples.
#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

std::string wrapper(const SessionPlan& plan) {
  return fmt::format("{}_OUT_{}", plan.stem, plan.family_tag());
}

void attach(TextBlock& text, const SessionPlan& plan, const std::string& policy) {
  text.line("router bgp {}", plan.change.local_as);
  text.line(" neighbor {}", plan.neighbor());
  text.line("  address-family {} unicast", name_of(plan.change.session.family));
  text.line("   route-policy {} out", policy);
  text.line("  exit");
  text.line(" exit");
  text.line("exit");
}

void write_attributes(TextBlock& text, const model::RouteAttributes& attributes) {
  const AttributeKinds kinds = kinds_of(attributes);
  if (kinds.standard) {
    text.line("    set community ({}) additive",
              communities_of(attributes, CommunityKind::standard, ", "));
  }
  if (kinds.large) {
    text.line("    set large-community ({}) additive",
              communities_of(attributes, CommunityKind::large, ", "));
  }
  if (attributes.med) {
    text.line("    set med {}", *attributes.med);
  }
}

/// A prepend, community or MED counts as a pass. Without the guard, prefixes that the operator's
/// policy drops only implicitly would be announced. RPL objects are replaced whole, never line by
/// line.
void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  for (const ManagedList& list : state) {
    text.line("prefix-set {}", list.name);
    for (std::size_t i = 0; i < list.prefixes.size(); ++i) {
      text.line("  {}{}", to_string(list.prefixes[i]), i + 1 < list.prefixes.size() ? "," : "");
    }
    text.line("end-set");
  }
  text.line("route-policy {}", plan.name);
  for (const ManagedList& list : state) {
    if (list.denies()) {
      text.line("  if destination in {} then", list.name);
      text.line("    drop");
      text.line("  endif");
      continue;
    }
    text.line("  if destination in {} and destination in {} then", list.name,
              plan.change.session.own_set);
    if (list.prepend > 0) {
      text.line("    prepend as-path {} {}", plan.change.local_as, list.prepend);
    }
    write_attributes(text, list.attributes);
    text.line("  endif");
  }
  text.line("end-policy");
  text.line("route-policy {}", wrapper(plan));
  text.line("  apply {}", plan.name);
  text.line("  apply {}", plan.policy());
  text.line("end-policy");
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  if (plan.opens()) {
    if (back) {
      text.note("leave the session of the apply, where it is still open, with 'abort' first");
    }
    text.line("configure exclusive");
  }
  if (to.empty()) {
    attach(text, plan, plan.policy());
    text.line("no route-policy {}", wrapper(plan));
    text.line("no route-policy {}", plan.name);
  } else {
    write_state(text, plan, to);
    attach(text, plan, wrapper(plan));
  }
  for (const ManagedList& list : from) {
    if (find_list(to, list.name) == nullptr) {
      text.line("no prefix-set {}", list.name);
    }
  }
  if (!plan.commits()) {
    return text.take();
  }
  text.line("show commit changes diff");
  if (back) {
    text.line("commit");
    text.line("end");
  } else {
    text.line("commit confirmed {}", plan.timer);
    text.note("stay in this configuration session until the confirm");
  }
  text.note("the soft refresh is automatic unless 'bgp auto-policy-soft-reset disable' is set;");
  for (const TransactionSession& session : plan.refreshed()) {
    text.note("then, in exec mode: clear bgp {} unicast {} soft out", name_of(session.family),
              to_string(session.neighbor));
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  const std::string_view family = name_of(plan.change.session.family);
  // The apply leaves the operator in configuration mode.
  const std::string_view mode = before ? "" : "do ";
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("{}show bgp {} unicast neighbors {}", mode, family, plan.neighbor());
  text.note("must show: state Established; policy for outgoing advertisements is {}",
            state.empty() ? plan.policy() : wrapper(plan));
  text.line("{}show rpl route-policy {}", mode, plan.policy());
  if (before) {
    note_attributes_stay(
        text, plan, fmt::format("in {}", plan.policy()),
        "'set community' or 'set large-community' without 'additive', and no 'delete'",
        "'set med'");
    if (kinds_of(plan).communities()) {
      text.line("show running-config router bgp {} neighbor {}", plan.change.local_as,
                plan.neighbor());
      text.note(
          "must show: send-community-ebgp, its own or its group's; without it no community is");
      text.note("sent, and this change does not add it (that it covers large ones is unverified)");
    }
  }
  if (permits(plan.before) || permits(plan.after)) {
    text.line("{}show rpl prefix-set {}", mode, plan.change.session.own_set);
    text.note("must show: the set holds every prefix below; one that it lacks gets no prepend{}",
              kinds_of(plan).any() ? " and no mark" : "");
  }
  if (!state.empty()) {
    text.line("{}show rpl route-policy {}", mode, wrapper(plan));
    text.note("must show: apply {}, then apply {}", plan.name, plan.policy());
  }
  text.line("{}show bgp {} unicast neighbors {} advertised-routes", mode, family, plan.neighbor());
  note_received_paths(text, plan, side);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_ios_xr(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("once verified, in the same configuration session, within {} s of the apply",
               plan.timer);
  confirm.line("commit");
  confirm.line("end");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
