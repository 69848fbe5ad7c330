// Juniper Junos. Junos OS "Routing Policies, Firewall Filters, and Traffic Policers User Guide":
// as-path-prepend, prefix-list, policy chains, community (members, large:), community add, metric;
// "commit confirmed" in the CLI User Guide.
#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

/// Writes the neighbour's chain in full and in order, because it hides the chain of its group.
void write_export(TextBlock& text, const SessionPlan& plan, const ManagedState& to) {
  const std::string path = fmt::format("protocols bgp group {} neighbor {} export",
                                       plan.change.session.group, plan.neighbor());
  text.line("delete {}", path);
  if (!to.empty()) {
    text.line("set {} {}", path, plan.name);
  }
  for (const std::string& policy : plan.change.session.export_policy) {
    text.line("set {} {}", path, policy);
  }
}

std::string term_of(const SessionPlan& plan, const ManagedList& list) {
  if (!list.attributes.empty()) {
    return list.label;
  }
  return list.denies() ? fmt::format("DENY{}", plan.family_tag())
                       : fmt::format("P{}{}", list.prepend, plan.family_tag());
}

/// One community object, with the name of the list, has all members that a term adds.
void write_communities(TextBlock& text, const ManagedList& list) {
  for (const model::Community& community : list.attributes.communities) {
    text.line("set policy-options community {} members {}{}", list.name,
              community.large ? "large:" : "", to_string(community));
  }
}

void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  for (const ManagedList& list : state) {
    for (const model::IpPrefix& prefix : list.prefixes) {
      text.line("set policy-options prefix-list {} {}", list.name, to_string(prefix));
    }
    write_communities(text, list);
  }
  for (const ManagedList& list : state) {
    const std::string term =
        fmt::format("policy-options policy-statement {} term {}", plan.name, term_of(plan, list));
    text.line("set {} from family {}", term, plan.ipv6() ? "inet6" : "inet");
    text.line("set {} from prefix-list {}", term, list.name);
    if (list.denies()) {
      text.line("set {} then reject", term);
      continue;
    }
    if (list.prepend > 0) {
      text.line("set {} then as-path-prepend \"{}\"", term,
                repeated_as(plan.change.local_as, list.prepend));
    }
    if (!list.attributes.communities.empty()) {
      text.line("set {} then community add {}", term, list.name);
    }
    if (list.attributes.med) {
      text.line("set {} then metric {}", term, *list.attributes.med);
    }
    text.line("set {} then next policy", term);
  }
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  text.note("a delete of something that is not there is a warning and does no harm");
  if (plan.opens()) {
    text.line("configure exclusive");
  }
  write_export(text, plan, to);
  if (!from.empty() || !to.empty()) {
    text.line("delete policy-options policy-statement {}", plan.name);
  }
  const auto remove = [&](const ManagedList& list) {
    text.line("delete policy-options prefix-list {}", list.name);
    if (!list.attributes.communities.empty()) {
      text.line("delete policy-options community {}", list.name);
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
  text.line("show | compare");
  text.line("commit check");
  if (back) {
    text.line("commit comment \"bgpte {} rollback\"", plan.change.change_id);
  } else {
    text.line("commit confirmed {} comment \"bgpte {}\"", plan.timer, plan.change.change_id);
  }
  text.line("exit");
  return text.take();
}

std::string operators_chain(const SessionPlan& plan) {
  return joined(plan.change.session.export_policy, " ");
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("show configuration protocols bgp group {} | display inheritance",
            plan.change.session.group);
  const std::string chain = (state.empty() ? "" : plan.name + " ") + operators_chain(plan);
  text.note("must show: export of neighbor {} (its own, or the group's) is [ {} ]", plan.neighbor(),
            chain);
  text.line("show configuration policy-options policy-statement {}", plan.name);
  if (state.empty()) {
    text.note("must show nothing: none of ours is there");
  }
  for (const ManagedList& list : state) {
    text.note("must show: term {}", term_of(plan, list));
  }
  if (before) {
    note_attributes_stay(text, plan,
                         fmt::format("in the policies of [ {} ]", operators_chain(plan)),
                         "'then community set' or 'delete'", "'then metric'");
  }
  text.line("show route advertising-protocol bgp {} detail", plan.neighbor());
  text.note("('bgpte verify' reads it with '| display json' behind it)");
  note_received_paths(text, plan, side);
  return text.take();
}

}  // namespace

Texts emit_junos(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, fmt::format("{} minutes", plan.timer));
  confirm.line("configure exclusive");
  confirm.line("commit");
  confirm.line("exit");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
