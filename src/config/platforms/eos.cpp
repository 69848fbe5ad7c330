// Arista EOS 4.2x and later. Route maps and prefix lists: EOS User Manual, "Route Maps" and "IPv6
// Prefix Lists"; sessions and commit timer: "Configure Session", "commit timer".
// Communities and MED: "Route Maps", set community and set large-community ... additive, set
// metric; "BGP", neighbor send-community (standard, extended, large).
#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/route_map.hpp"

namespace bgpte::config {
namespace {

constexpr RouteMapDialect dialect{.ipv6_list_mode = true};

std::string session_name(const SessionPlan& plan, Direction direction) {
  const std::string name =
      plan.change.transaction.empty() ? plan.name : "BGPTE_" + plan.change.change_id;
  return fmt::format("{}_S{}{}", name, plan.change.step,
                     direction == Direction::rollback ? "_BACK" : "");
}

std::string timer_text(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void write_clear(TextBlock& text, const SessionPlan& plan) {
  text.note("the form of this clear is unverified on EOS");
  for (const TransactionSession& session : plan.refreshed()) {
    text.line("clear {} bgp neighbor {} soft out",
              session.family == model::Family::ipv6 ? "ipv6" : "ip", to_string(session.neighbor));
  }
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  TextBlock text = titled(plan, name_of(direction));
  if (back && plan.opens()) {
    text.note("while the commit timer still runs, this alone does the same and must come first:");
    text.note("configure session {} abort", session_name(plan, Direction::apply));
  }
  if (plan.opens()) {
    text.line("configure session {}", session_name(plan, direction));
  }
  write_route_map_change(text, plan, dialect, direction);
  if (!plan.commits()) {
    return text.take();
  }
  text.line("show session-config diffs");
  if (back) {
    text.line("commit");
  } else {
    text.line("commit timer {}", timer_text(plan.timer));
  }
  write_clear(text, plan);
  if (back) {
    note_kept_rollback(text);
    text.note(
        "(with the commit timer still running it would store the change: see the first note)");
    text.line("write memory");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const std::string_view family = plan.ipv6() ? "ipv6" : "ip";
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("show {} bgp neighbors {}", family, plan.neighbor());
  text.note("must show: state Established; outbound route map {}", plan.policy());
  if (const AttributeKinds kinds = kinds_of(plan); before && kinds.communities()) {
    text.line("show running-config section bgp");
    text.note("must show: neighbor {} (or its group) send-community, alone or with{}{}; without it",
              plan.neighbor(), kinds.standard ? " standard" : "", kinds.large ? " large" : "");
    text.note("none is sent, and {}", not_added);
  }
  text.line("show route-map {}", plan.policy());
  note_entries(text, plan, side, "entry");
  if (before) {
    note_route_map_attributes(text, plan);
  }
  if (before) {
    text.line("show configuration sessions");
    text.note("must show: no session with a commit timer pending");
  }
  text.line("show {} bgp neighbors {} advertised-routes", family, plan.neighbor());
  text.note("('bgpte verify' reads it with '| json' behind it, or 'detail | json')");
  note_received_paths(text, plan, side);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_eos(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, timer_text(plan.timer));
  confirm.line("configure session {} commit", session_name(plan, Direction::apply));
  confirm.line("write memory");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
