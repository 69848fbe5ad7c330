// BIRD 2, as shell text for the router: our function in a file of its own, called in the
// operator's filter just before each `accept`. Seen on 2.0.12: docs/platforms.md.
// https://bird.network.cz/?get_doc&v=20&f=bird-5.html (filters; bgp_community.add,
// bgp_large_community.add, bgp_med), bird-4.html (configure).
#include "managed_file.hpp"
#include "marks.hpp"

namespace bgpte::config {
namespace {

constexpr ManagedFile bird_file{
    .variable = "BIRD_CONF", .usual = "/etc/bird/bird.conf", .check = "bird -p -c \"$conf\""};

void close_script(TextBlock& text, const Plan& plan, const std::string& test,
                  const std::string& command) {
  close_file_change(text, bird_file, test,
                    fmt::format("is 'filter {}' with an 'accept;' in $conf?", plan.policy()));
  text.line("${{BIRDC:-birdc}} {}", command);
  text.line(")");
}

std::string call_of(const Plan& plan) {
  return fmt::format("{{ {}(); accept; }}", plan.name);
}

void write_state(TextBlock& text, const Plan& plan, const ManagedState& state) {
  text.line("cat > \"$part\" <<'BGPTE'");
  for (const ManagedList& list : state) {
    text.line("define {} = [", list.name);
    for (std::size_t i = 0; i < list.prefixes.size(); ++i) {
      text.line("  {}{}", to_string(list.prefixes[i]), i + 1 < list.prefixes.size() ? "," : "");
    }
    text.line("];");
  }
  text.line("function {}() {{", plan.name);
  for (const ManagedList& list : state) {
    if (list.denies()) {
      text.line("  if net ~ {} then reject;", list.name);
      continue;
    }
    text.line("  if net ~ {} then {{", list.name);
    for (int i = 0; i < list.prepend; ++i) {
      text.line("    bgp_path.prepend({});", plan.change.local_as);
    }
    for (const model::Community& community : list.marks.communities) {
      const std::size_t parts = community.large ? 3 : 2;
      text.line("    bgp_{}community.add(({}));", community.large ? "large_" : "",
                fmt::join(std::span(community.parts).first(parts), ","));
    }
    if (list.marks.med) {
      text.line("    bgp_med = {};", *list.marks.med);
    }
    text.line("  }}");
  }
  text.line("}}");
  text.line("BGPTE");
}

std::string transition(const Plan& plan, std::string_view part, const ManagedState& to,
                       const std::string& command) {
  TextBlock text = titled(plan, part);
  open_file_change(text, plan, bird_file);
  const std::string wired = fmt::format("grep -qF '{}' \"$conf\"", call_of(plan));
  if (to.empty()) {
    text.line(
        "sed -e '/^include \"{}\\.conf\";$/d' -e 's/{}/accept;/g' \"$conf.bgpte-saved\" "
        "> \"$conf\"",
        plan.name, call_of(plan));
    text.line("rm -f \"$part\"");
    close_script(text, plan, "! " + wired, command);
    return text.take();
  }
  write_state(text, plan, to);
  text.line("if ! {}; then", wired);
  text.line("awk '");
  text.line("  $0 ~ \"^[ \\t]*filter[ \\t]+{}([ \\t{{]|$)\" {{", plan.policy());
  text.line("    inside = 1; depth = 0; opened = 0; print \"include \\\"{}.conf\\\";\"", plan.name);
  text.line("  }}");
  text.line("  inside {{");
  text.line("    gsub(/accept;/, \"{}\")", call_of(plan));
  text.line("    opens = gsub(/[{{]/, \"{{\"); depth += opens - gsub(/[}}]/, \"}}\")");
  text.line("    if (opens) opened = 1");
  text.line("    if (opened && depth <= 0) inside = 0");
  text.line("  }}");
  text.line("  {{ print }}' \"$conf.bgpte-saved\" > \"$conf\"");
  text.line("fi");
  close_script(text, plan, wired, command);
  return text.take();
}

std::string look(const Plan& plan, Side side) {
  const bool before = side == Side::before;
  const std::string& protocol = plan.change.session.protocol;
  const ManagedState& state = before ? plan.before : plan.after;
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  if (protocol.empty()) {
    text.line("${{BIRDC:-birdc}} show protocols");
    text.note("the scenario does not name the protocol: find that of {}, then", plan.neighbor());
    text.note("  show protocols all NAME, and show route export NAME all; they must show:");
  } else {
    text.line("${{BIRDC:-birdc}} show protocols all {}", protocol);
  }
  text.note("must show: BGP state: Established; Output filter: {}", plan.policy());
  text.line("grep -nF {} \"${{BIRD_CONF:-/etc/bird/bird.conf}}\" || echo nothing", plan.name);
  if (state.empty()) {
    text.note("must show: nothing, for none of ours is there");
  } else {
    text.note("must show: the include, and the call before each accept of filter {}",
              plan.policy());
  }
  if (!protocol.empty()) {
    text.line("${{BIRDC:-birdc}} show route export {} all", protocol);
  }
  text.note("must show (BIRD leaves the own AS out of the path here):");
  note_paths(text, plan, side, ShownPath::without_own_as);
  return text.take();
}

}  // namespace

Texts emit_bird(const Plan& plan) {
  Texts texts;
  texts.precheck = look(plan, Side::before);
  texts.apply =
      transition(plan, "apply", plan.after, fmt::format("configure timeout {}", plan.timer));
  texts.verify = look(plan, Side::after);
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("once verified, and within {} s of the apply", plan.timer);
  confirm.line("${{BIRDC:-birdc}} configure confirm");
  texts.confirm = confirm.take();
  texts.rollback = transition(plan, "rollback", plan.before, "configure");
  return texts;
}

}  // namespace bgpte::config
