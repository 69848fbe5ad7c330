// BIRD 2, as shell text for the router: our function in a file of its own, called in the
// operator's filter just before each `accept`. Seen on 2.0.12: docs/platforms.md.
// https://bird.network.cz/?get_doc&v=20&f=bird-5.html (filters; bgp_community.add,
// bgp_large_community.add, bgp_med), bird-4.html (configure).
#include <algorithm>

#include "src/config/platforms/emitter.hpp"
#include "src/config/platforms/managed_file.hpp"

namespace bgpte::config {
namespace {

constexpr ManagedFile bird_file{
    .variable = "BIRD_CONF", .usual = "/etc/bird/bird.conf", .check = "bird -p -c \"$conf\""};

void close_script(TextBlock& text, const SessionPlan& plan, const std::string& test) {
  close_file_change(text, bird_file, test,
                    fmt::format("is 'filter {}' with an 'accept;' in $conf?", plan.policy()));
}

/// The text in front of each accept of the operator's filter.
std::string call_of(const SessionPlan& plan) {
  return fmt::format("{{ {}(); ", plan.name);
}

std::string wired(const SessionPlan& plan) {
  return fmt::format("grep -qF '{}accept' \"$conf\"", call_of(plan));
}

void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
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
    for (const model::Community& community : list.attributes.communities) {
      std::string parts = to_string(community);
      std::ranges::replace(parts, ':', ',');
      text.line("    bgp_{}community.add(({}));", community.large ? "large_" : "", parts);
    }
    if (list.attributes.med) {
      text.line("    bgp_med = {};", *list.attributes.med);
    }
    text.line("  }}");
  }
  text.line("}}");
  text.line("BGPTE");
}

/// Puts our call before each accept of the filter that has no call yet. Text in comments and
/// strings is neither counted nor changed. An accept of another form is refused, because it would
/// go past our call.
void write_wiring(TextBlock& text, const SessionPlan& plan) {
  text.line("other= add=1");
  text.line("if grep -qxF 'include \"{}.conf\";' \"$conf\"; then add=0; fi", plan.name);
  text.raw(R"(awk -v add="$add" '
  function masked(s,  i, two, out, quoted) {
    for (i = 1; i <= length(s); i++) {
      two = substr(s, i, 2)
      if (block) { if (two == "*/") { block = 0; out = out " "; i++ } out = out " "; continue }
      if (!quoted && two == "/*") { block = 1; out = out "  "; i++; continue }
      if (!quoted && substr(s, i, 1) == "#") break
      if (substr(s, i, 1) == "\"") { quoted = !quoted; out = out " "; continue }
      out = out (quoted ? " " : substr(s, i, 1))
    }
    return out
  }
  { code = masked($0) }
)");
  text.line("  !inside && code ~ \"^[ \\t]*filter[ \\t]+{}([ \\t{{]|$)\" {{", plan.policy());
  text.line("    inside = 1; depth = 0; opened = 0");
  text.line("    if (add) print \"include \\\"{}.conf\\\";\"", plan.name);
  text.line("  }}");
  text.line("  inside {{");
  text.line("    call = \"{}\"; line = \"\"", call_of(plan));
  text.raw(R"(    for (i = 1; i <= length($0); i++) {
      c = substr(code, i, 1)
      if (c == "{") { depth++; opened = 1 }
      if (c == "}" && --depth <= 0 && opened) inside = 0
      if (inside && substr(code, i) ~ /^accept([^A-Za-z0-9_]|$)/ &&
          substr(code, 1, i - 1) !~ /[A-Za-z0-9_]$/) {
        if (!match(substr($0, i), /^accept[ \t]*;/)) other = 1
        else if (substr(line, length(line) - length(call) + 1) != call) {
          line = line call substr($0, i, RLENGTH) " }"; i += RLENGTH - 1; continue
        }
      }
      line = line substr($0, i, 1)
    }
    $0 = line
  }
  { print }
  END { exit other }' "$conf.bgpte-saved" > "$conf" || other=yes
)");
  text.line("if [ -n \"$other\" ]; then");
  text.line(
      "  echo \"bgpte: filter {} has an accept that is not written 'accept;': write it so\" >&2",
      plan.policy());
  text.line("fi");
}

void write_same(TextBlock& text) {
  text.line("same=no");
  text.line("if cmp -s \"$conf\" \"$conf.bgpte-saved\"; then");
  text.line("  if [ -e \"$part\" ] || [ -e \"$part.bgpte-saved\" ]; then");
  text.line("    if cmp -s \"$part\" \"$part.bgpte-saved\"; then same=yes; fi");
  text.line("  else same=yes; fi");
  text.line("fi");
}

/// All lines up to the daemon's reload. Behind them "$same" says whether the files held the change
/// already.
void write_change(TextBlock& text, const SessionPlan& plan, const ManagedState& to) {
  open_file_change(text, plan, bird_file);
  if (to.empty()) {
    text.line(
        "sed -e '/^include \"{}\\.conf\";$/d' -e 's/{}\\(accept[[:blank:]]*;\\) }}/\\1/g' "
        "\"$conf.bgpte-saved\" > \"$conf\"",
        plan.name, call_of(plan));
    text.line("rm -f \"$part\"");
    write_same(text);
    close_script(text, plan, "! " + wired(plan));
    return;
  }
  write_state(text, plan, to);
  write_wiring(text, plan);
  write_same(text);
  close_script(text, plan, "[ -z \"$other\" ] && " + wired(plan));
}

void note_late(TextBlock& text) {
  text.note(
      "not confirmed in time, BIRD goes back by itself, but the files still hold the change,");
  text.note("and its next start would read it: paste the rollback");
}

std::string apply(const SessionPlan& plan) {
  TextBlock text = titled(plan, "apply");
  text.note("a second 'configure timeout' while one runs would make what runs now the state to go");
  text.note("back to: first confirm what else waits on this router");
  note_late(text);
  write_change(text, plan, plan.after);
  text.line("if [ \"$same\" = yes ]; then");
  text.line(
      "  echo 'bgpte: the files hold this change already, and BIRD was not told to read them:'");
  text.line(
      "  echo 'its timer, where one runs, keeps the state to go back to. Where it has run out'");
  text.line("  echo 'or BIRD never read them, paste the rollback, then this again'");
  text.line("else");
  text.line("  ${{BIRDC:-birdc}} configure timeout {}", plan.timer);
  text.line("fi");
  text.line(")");
  return text.take();
}

std::string rollback(const SessionPlan& plan) {
  TextBlock text = titled(plan, "rollback");
  write_change(text, plan, plan.before);
  text.line("${{BIRDC:-birdc}} configure");
  text.line(")");
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const std::string& protocol = plan.change.session.protocol;
  const ManagedState& state = plan.at(side);
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

Texts emit_bird(const SessionPlan& plan) {
  Texts texts;
  texts.precheck = look(plan, Side::before);
  texts.apply = apply(plan);
  texts.verify = look(plan, Side::after);
  TextBlock confirm = titled(plan, "confirm");
  note_confirm(confirm, fmt::format("{} s", plan.timer));
  note_late(confirm);
  confirm.line("${{BIRDC:-birdc}} configure confirm");
  texts.confirm = confirm.take();
  texts.rollback = rollback(plan);
  return texts;
}

}  // namespace bgpte::config
