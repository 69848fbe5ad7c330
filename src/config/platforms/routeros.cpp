// MikroTik RouterOS 7. https://help.mikrotik.com/docs/ "Route Selection and Filters" (dst in LIST,
// bgp-path-prepend, append bgp-communities and bgp-large-communities, bgp-out-med for the output of
// eBGP), "BGP" (output.keep-sent-attributes). https://manual.mikrotik.com/docs/ "WireGuard",
// "Firewall considerations" (the first rule of a chain as ([find chain=NAME]->0), for place-before
// of firewall rules). From the documentation only.
#include <algorithm>

#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

std::string_view lists(const SessionPlan& plan) {
  return plan.ipv6() ? "/ipv6/firewall/address-list" : "/ip/firewall/address-list";
}

void remove_rule(TextBlock& text, const std::string& name) {
  text.line("/routing/filter/rule remove [find comment=\"{}\"]", name);
}

/// The statements of the rule of a list, separated by "; ".
std::string statements_of(const ManagedList& list) {
  if (list.denies()) {
    return "reject";
  }
  std::vector<std::string> statements;
  if (!list.keeps_foreign_prepends && (list.prepend > 0 || list.attributes.empty())) {
    statements.push_back(fmt::format("set bgp-path-prepend {}", list.prepend + 1));
  }
  const AttributeKinds kinds = kinds_of(list.attributes);
  if (kinds.standard) {
    statements.push_back("append bgp-communities " +
                         communities_of(list.attributes, CommunityKind::standard, ","));
  }
  if (kinds.large) {
    statements.push_back("append bgp-large-communities " +
                         communities_of(list.attributes, CommunityKind::large, ","));
  }
  if (list.attributes.med) {
    statements.push_back(fmt::format("set bgp-out-med {}", *list.attributes.med));
  }
  return joined(statements, "; ");
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  if (!back) {
    text.note("RouterOS has no commit timer: press Ctrl-X (safe mode) before this block");
  }
  const std::vector<std::string> names = list_names(plan);
  for (const std::string& name : names) {
    remove_rule(text, name);
  }
  for (const std::string& name : names) {
    text.line("{} remove [find list=\"{}\"]", lists(plan), name);
  }
  for (const ManagedList& list : to) {
    for (const model::IpPrefix& prefix : list.prefixes) {
      text.line("{} add list=\"{}\" address={}", lists(plan), list.name, to_string(prefix));
    }
  }
  const auto several = [](const ManagedList& list) {
    return statements_of(list).find(';') != std::string::npos;
  };
  if (std::ranges::any_of(to, several)) {
    text.note("several statements in one rule, separated by ';' [unverified]");
  }
  if (std::ranges::any_of(to, &ManagedList::denies)) {
    text.note("'reject' takes back what was announced [unverified]");
  }
  if (permits(to)) {
    text.note("the number is the total of own-AS copies, one more than the prepends");
    text.note("(documented, not tried on a router); without an accept the chain goes on");
  }
  if (!to.empty()) {
    text.note(
        "each goes before the first rule of the chain, whatever was printed last (documented");
    text.note("for firewall rules [unverified]); the chain must have a rule");
  }
  for (const ManagedList& list : to) {
    // A plain number would mean an item of the last `print`.
    text.line(
        "/routing/filter/rule add chain=\"{}\" comment=\"{}\" rule=\"if (dst in {}) {{ {} }}\" "
        "place-before=([find chain=\"{}\"]->0)",
        plan.policy(), list.name, list.name, statements_of(list), plan.policy());
  }
  text.note("a changed filter is applied to what is advertised by itself [unverified]");
  return text.take();
}

/// A condition that this neighbour alone meets; `~` takes a regular expression. An IPv6 address may
/// carry its interface. The expression has no '?', because the console shows its help at one.
std::string is_neighbor(const SessionPlan& plan) {
  std::string pattern;
  for (const char c : plan.neighbor()) {
    // In a string of RouterOS a backslash is written twice.
    pattern += c == '.' ? std::string("\\\\.") : std::string(1, c);
  }
  return fmt::format("remote.address~\"^{}([/%]|\\$)\"", pattern);
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.note("the expression is to find this neighbour alone [unverified]");
  text.line("/routing/bgp/connection print detail where {}", is_neighbor(plan));
  text.note("must show: output.filter-chain={}; output.keep-sent-attributes=yes", plan.policy());
  text.line("/routing/filter/rule print where chain=\"{}\"", plan.policy());
  if (state.empty()) {
    text.note("must show: no rule of ours");
  }
  if (before) {
    text.note("must show: some rule of the operator's, for ours go before the first");
  }
  for (const ManagedList& list : state) {
    text.note("must show: the rule {}, before any that accepts{}", list.name,
              list.denies() || !plan.keeps_foreign_prepends ? " or sets bgp-path-prepend" : "");
  }
  if (before) {
    note_attributes_stay(
        text, plan, "in that chain",
        "'set bgp-communities' or 'set bgp-large-communities', and no 'delete' of them",
        "'set bgp-out-med'");
    if (kinds_of(plan).communities()) {
      text.note("must show: nothing in the connection or its template that keeps communities from");
      text.note("the neighbour [unverified]");
    }
  }
  text.line("/routing/bgp/session dump-saved-advertisements [find {}] save-to={}.pcap",
            is_neighbor(plan), plan.name);
  text.note("that file holds the updates; read it here, or with a reader of pcap [unverified]:");
  text.line("/routing/stats/pcap print where file={}.pcap", plan.name);
  note_received_paths(text, plan, side);
  return text.take();
}

}  // namespace

Texts emit_routeros(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("once verified, leave safe mode with Ctrl-X, which keeps the change");
  return texts_of(plan, look, transition, confirm.take());
}

}  // namespace bgpte::config
