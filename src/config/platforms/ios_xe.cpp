// Cisco IOS-XE 16.6 and later. Outbound `continue`: "IP Routing: BGP Configuration Guide", chapter
// "BGP Route-Map Continue"; communities, "BGP Large Community" (17.4 and later): cisco.com
// .../ios/config/17-x/ip-routing/b-ip-routing/m_irg-large-comm.html. Revert timer: "Configuration
// Rollback Confirmed Change".
#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/route_map.hpp"

namespace bgpte::config {
namespace {

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  TextBlock text = titled(plan, name_of(direction));
  if (back && plan.opens()) {
    text.line("configure terminal");
  } else if (plan.opens()) {
    text.note("the revert timer needs: archive / path flash:NAME");
    note_absent_entries(text);
    text.line("configure terminal revert timer {}", plan.timer);
  }
  write_route_map_change(text, plan, {}, direction);
  if (!plan.commits()) {
    return text.take();
  }
  text.line("end");
  for (const TransactionSession& session : plan.refreshed()) {
    text.line("clear bgp {} unicast {} soft out", name_of(session.family),
              to_string(session.neighbor));
  }
  if (back) {
    text.note("stops the revert timer, where it still runs");
    text.line("configure confirm");
    note_kept_rollback(text);
    text.line("write memory");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const std::string_view family = name_of(plan.change.session.family);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  if (before) {
    text.line("show archive");
    text.note("must show: a path for archives; without one the revert timer is refused");
  }
  text.line("show bgp {} unicast neighbors {} policy", family, plan.neighbor());
  text.note("must show: route-map {} out", plan.policy());
  if (const AttributeKinds kinds = kinds_of(plan); before && kinds.communities()) {
    text.note(
        "must show: send-community, its own or inherited; without it no community is sent, and");
    text.note("{}", not_added);
    if (kinds.large) {
      text.note("large communities need release 17.4 or later, and whether they need a form of");
      text.note("send-community of their own depends on the release [unverified]");
    }
  }
  text.line("show route-map {}", plan.policy());
  note_entries(text, plan, side, "entry");
  if (before) {
    note_route_map_attributes(text, plan);
    if (kinds_of(plan).standard) {
      text.note("without 'ip bgp-community new-format' a community shows there as one number");
    }
  }
  text.line("show bgp {} unicast neighbors {} advertised-routes", family, plan.neighbor());
  text.note("must show the prefixes; whether prepends of the policy show here depends on the");
  text.note("release [unverified], so look at a collector or looking glass of AS {} for:",
            plan.change.neighbor_as);
  note_paths(text, plan, side, ShownPath::with_own_as);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_ios_xe(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, fmt::format("{} minutes", plan.timer));
  confirm.line("configure confirm");
  confirm.line("write memory");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
