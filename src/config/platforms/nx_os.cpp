// Cisco NX-OS. "Cisco Nexus 9000 Series NX-OS Unicast Routing Configuration Guide", chapter
// "Configuring Route Policy Manager" (ip prefix-list, route-map, continue); "System Management
// Configuration Guide", chapter "Configuring Rollback" (checkpoint). Communities and MED: the same
// chapter of release 10.4, "set community ... additive", "set metric"; it names `match
// large-community` and `set large-comm-list ... delete`, and no statement that adds one.
#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/route_map.hpp"

namespace bgpte::config {
namespace {

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  TextBlock text = titled(plan, name_of(direction));
  if (!back) {
    text.note("NX-OS has no commit timer. The checkpoint keeps today's state; where it is there");
    text.note("already, from a first paste, NX-OS says so and keeps it [unverified]:");
    text.line("checkpoint {}_S{}", plan.name, plan.change.step);
  }
  note_absent_entries(text);
  text.line("configure terminal");
  write_route_map_change(text, plan, {}, direction);
  text.line("end");
  text.line("clear bgp {} unicast {} soft out", name_of(plan.change.session.family),
            plan.neighbor());
  if (back) {
    note_kept_rollback(text);
    text.line("copy running-config startup-config");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const std::string_view family = name_of(plan.change.session.family);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("show bgp {} unicast neighbors {}", family, plan.neighbor());
  text.note("must show: state Established; outbound route-map configured is {}", plan.policy());
  if (before && kinds_of(plan).communities()) {
    text.note(
        "must show: Community attribute sent to this neighbor; without send-community none is,");
    text.note("and {}", not_added);
  }
  text.line("show route-map {}", plan.policy());
  note_entries(text, plan, side, "entry");
  if (before) {
    note_route_map_attributes(text, plan);
  }
  text.line("show bgp {} unicast neighbors {} advertised-routes", family, plan.neighbor());
  text.note(
      "must show (the path as the neighbour receives it; whether prepends of the policy show");
  text.note("here is unverified: a looking glass of AS {} is the proof):", plan.change.neighbor_as);
  note_paths(text, plan, side, ShownPath::with_own_as);
  note_shown_communities(text, plan, ShownCommunities::unverified);
  return text.take();
}

}  // namespace

Texts emit_nx_os(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("once verified, keep the change over a restart:");
  confirm.line("copy running-config startup-config");
  confirm.note("the checkpoint is no longer needed [unverified]:");
  confirm.line("no checkpoint {}_S{}", plan.name, plan.change.step);
  return texts_of(plan, look, transition, confirm.take());
}

}  // namespace bgpte::config
