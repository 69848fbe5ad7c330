// OpenBGPD, as shell text for the router: our prefix sets and match rules in a file of their own,
// included before the first `quick` rule. Seen on 7.7: docs/platforms.md.
// https://man.openbgpd.org/bgpd.conf.5 (FILTER; prefix-set, include; set: community,
// large-community, metric), https://man.openbgpd.org/bgpctl.8
#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/managed_file.hpp"

namespace bgpte::config {
namespace {

constexpr ManagedFile bgpd_file{
    .variable = "BGPD_CONF", .usual = "/etc/bgpd.conf", .check = "bgpd -n -f \"$conf\""};

/// What the rule of a list sets. Communities are added to those that the route carries.
std::string attributes_of(const ManagedList& list) {
  std::vector<std::string> attributes;
  if (list.prepend > 0 || list.attributes.empty()) {
    attributes.push_back(fmt::format("prepend-self {}", list.prepend));
  }
  for (const model::Community& community : list.attributes.communities) {
    attributes.push_back(
        fmt::format("{}community {}", community.large ? "large-" : "", to_string(community)));
  }
  if (list.attributes.med) {
    attributes.push_back(fmt::format("metric {}", *list.attributes.med));
  }
  return joined(attributes, ", ");
}

void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  text.line("cat > \"$part\" <<'BGPTE'");
  for (const ManagedList& list : state) {
    text.line("prefix-set {} {{", list.name);
    for (const model::IpPrefix& prefix : list.prefixes) {
      text.line("  {}", to_string(prefix));
    }
    text.line("}}");
  }
  for (const ManagedList& list : state) {
    if (list.denies()) {
      text.line("deny quick to {} prefix-set {}", plan.neighbor(), list.name);
      continue;
    }
    text.line("match to {} prefix-set {} set {{ {} }}", plan.neighbor(), list.name,
              attributes_of(list));
  }
  text.line("BGPTE");
  text.line("chmod 600 \"$part\"");
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  open_file_change(text, plan, bgpd_file);
  text.line("line=\"include \\\"$part\\\"\"");
  constexpr std::string_view refused = "see what bgpd says of $conf above";
  const std::string included = "grep -qxF \"$line\" \"$conf\"";
  if (to.empty()) {
    text.line("awk -v line=\"$line\" '$0 != line' \"$conf.bgpte-saved\" > \"$conf\"");
    text.line("rm -f \"$part\"");
    close_file_change(text, bgpd_file, "! " + included, refused);
  } else {
    write_state(text, plan, to);
    text.line("if ! {}; then", included);
    text.line("awk -v line=\"$line\" '");
    text.line(
        "  !done && /^[ \\t]*(allow|deny|match)[ \\t]+quick([ \\t]|$)/ {{ print line; done = 1 }}");
    text.line("  {{ print }}");
    text.line("  END {{ if (!done) print line }}' \"$conf.bgpte-saved\" > \"$conf\"");
    text.line("fi");
    close_file_change(text, bgpd_file, included, refused);
  }
  text.note("bgpctl exits 0 even where the daemon refuses: its words count");
  text.line("said=$(${{BGPCTL:-bgpctl}} reload)");
  text.line("echo \"$said\"");
  text.line("case \"$said\" in *'request processed'*) ;; *) exit 1 ;; esac");
  text.line(")");
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("${{BGPCTL:-bgpctl}} show neighbor {}", plan.neighbor());
  text.note("must show: BGP state = Established");
  text.line("grep -nE 'quick|prepend|{}{}' \"${{BGPD_CONF:-/etc/bgpd.conf}}\" || echo nothing",
            kinds_of(plan).any() ? "community|metric|" : "", plan.name);
  if (state.empty()) {
    text.note("must show: no include of {}.conf", plan.name);
  } else {
    text.note("must show: the include of {}.conf, before any 'quick' rule", plan.name);
  }
  if (!plan.foreign) {
    text.note("must show: no {}rule that prepends towards {}, since such rules add up",
              state.empty() ? "" : "other ", plan.neighbor());
  }
  if (before) {
    note_attributes_stay(
        text, plan, fmt::format("towards {} in a rule after ours", plan.neighbor()),
        "'community delete' or 'large-community delete' (or 'delete community')", "'metric'");
  }
  text.line("${{BGPCTL:-bgpctl}} show rib out neighbor {}{}", plan.neighbor(),
            kinds_of(plan).any() ? " detail" : "");
  note_received_paths(text, plan, side);
  return text.take();
}

}  // namespace

Texts emit_openbgpd(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("OpenBGPD has no commit timer, and the file on disk is already the new one:");
  confirm.note("nothing to confirm");
  return texts_of(plan, look, transition, confirm.take());
}

}  // namespace bgpte::config
