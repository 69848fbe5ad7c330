// VyOS 1.4. https://docs.vyos.io/en/sagitta/configuration/policy/route-map.html (on-match goto),
// .../policy/prefix-list.html, .../cli.html (commit-confirm). Communities: the same route-map page
// (set community add, set large-community add, set metric), .../protocols/bgp.html
// (disable-send-community).
#include <set>

#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

std::string_view list_keyword(const SessionPlan& plan) {
  return plan.ipv6() ? "prefix-list6" : "prefix-list";
}

void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  for (const ManagedList& list : state) {
    int rule = 10;
    for (const model::IpPrefix& prefix : list.prefixes) {
      const std::string path =
          fmt::format("policy {} {} rule {}", list_keyword(plan), list.name, rule);
      text.line("set {} action permit", path);
      text.line("set {} prefix {}", path, to_string(prefix));
      rule += 10;
    }
  }
  for (const ManagedList& list : state) {
    const std::string path = fmt::format("policy route-map {} rule {}", plan.policy(), list.entry);
    text.line("set {} action {}", path, action_of(list));
    text.line("set {} match {} address prefix-list {}", path, plan.ipv6() ? "ipv6" : "ip",
              list.name);
    if (list.prepend > 0) {
      text.line("set {} set as-path prepend '{}'", path,
                repeated_as(plan.change.local_as, list.prepend));
    }
    for (const model::Community& community : list.attributes.communities) {
      text.line("set {} set {}community add '{}'", path, community.large ? "large-" : "",
                to_string(community));
    }
    if (list.attributes.med) {
      text.line("set {} set metric '{}'", path, *list.attributes.med);
    }
    if (!list.denies()) {
      text.line("set {} on-match goto {}", path, list.continue_entry);
    }
  }
}

/// The operator may be in configuration mode already: the apply does not leave it, because its last
/// line asks.
void write_configure(TextBlock& text) {
  text.note("in configuration mode already, 'configure' is refused, harmlessly [unverified]");
  text.line("configure");
}

void write_refresh(TextBlock& text, const SessionPlan& plan) {
  for (const TransactionSession& session : plan.refreshed()) {
    text.line("run reset bgp {} {} soft out", name_of(session.family), to_string(session.neighbor));
  }
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& from = plan.from(direction);
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  text.note("a delete of something that is not there is reported and does no harm");
  if (plan.opens()) {
    write_configure(text);
  }
  std::set<int> rules;
  std::set<std::string> names;
  for (const ManagedState* state : {&from, &to}) {
    for (const ManagedList& list : *state) {
      rules.insert(list.entry);
      names.insert(list.name);
    }
  }
  for (const int rule : rules) {
    text.line("delete policy route-map {} rule {}", plan.policy(), rule);
  }
  for (const std::string& name : names) {
    text.line("delete policy {} {}", list_keyword(plan), name);
  }
  write_state(text, plan, to);
  if (!plan.commits()) {
    return text.take();
  }
  text.line("compare");
  if (back) {
    text.line("commit");
    text.note(
        "stops the reboot timer, where it still runs; without one it does no harm "
        "[unverified]");
    text.line("confirm");
    text.line("save");
    write_refresh(text, plan);
    text.line("exit");
  } else {
    text.note("commit-confirm asks 'Proceed ?': answer y, or nothing is committed. It is the last");
    text.note("line, since any after it would be its answer; stay in configuration mode for the");
    text.note("verify part, which begins with the soft refresh");
    text.line("commit-confirm {}", plan.timer);
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  const std::string_view mode = before ? "" : "run ";
  if (!before && plan.commits()) {
    text.note(
        "in the configuration mode of the apply, once commit-confirm has been answered with y");
    write_refresh(text, plan);
  } else if (before) {
    text.line("show configuration commands | match commit-confirm");
    text.note(
        "must show, on 1.5: system config-management commit-confirm action 'reload'; without");
    text.note(
        "it, and always on 1.4, which has no such setting, an unconfirmed change reboots the");
    text.note("router (that 'on-match goto' and such a reload go together: [unverified])");
  }
  text.line("{}show configuration commands | match route-map", mode);
  text.note("must show: {} is the export route-map of neighbor {}", plan.policy(), plan.neighbor());
  note_entries(text, plan, side, "rule");
  if (before) {
    note_attributes_stay(
        text, plan, fmt::format("in rule {} or after it", plan.first_continue_entry),
        "'set community' or 'set large-community' with 'replace', 'none' or 'delete', or "
        "'set comm-list ... delete'",
        "'set metric'");
    if (kinds_of(plan).communities()) {
      text.line("show configuration commands | match disable-send-community");
      text.note("must show: nothing for neighbor {}, its peer-group and this address family",
                plan.neighbor());
    }
  }
  text.line("{}show bgp {} neighbors {} advertised-routes", mode,
            name_of(plan.change.session.family), plan.neighbor());
  text.note("must show (the own AS is left out of the path here, as in FRR):");
  note_paths(text, plan, side, ShownPath::without_own_as);
  note_shown_communities(text, plan, ShownCommunities::no);
  return text.take();
}

}  // namespace

Texts emit_vyos(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, fmt::format("{} minutes", plan.timer));
  write_configure(confirm);
  confirm.line("confirm");
  confirm.line("save");
  confirm.line("exit");
  return texts_of(plan, look, transition,
                  plan.commits() ? confirm.take() : confirmed_elsewhere(plan));
}

}  // namespace bgpte::config
