// GoBGP, through its own command line. Seen on 3.10 and 4.8 (docs/platforms.md).
// https://github.com/osrg/gobgp/blob/master/docs/sources/cli-command-syntax.md (policy, global
// policy), .../policy.md (actions: community, large-community, med)
#include <algorithm>

#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {
namespace {

/// What stands behind our names while the objects of the new state are built beside the old ones.
constexpr std::string_view beside = "_NEXT";

/// Removes all objects of ours whose names end in $1, because GoBGP keeps a statement or prefix
/// twice when it is added twice. Removing an object that is not there is no fault.
void write_removal(TextBlock& text, const SessionPlan& plan) {
  text.line("remove() {{");
  text.line("$g global policy export del {}$1 2>/dev/null || :", plan.name);
  text.line("$g policy del {}$1 2>/dev/null || :", plan.name);
  for (const std::string& name : list_names(plan)) {
    text.line("$g policy statement del {}$1 2>/dev/null || :", name);
    text.line("$g policy prefix del {}$1 2>/dev/null || :", name);
  }
  text.line("$g policy neighbor del {}$1 2>/dev/null || :", plan.name);
  text.line("}}");
}

/// An action in the words that the client takes, and a pattern (of `grep`) of those with which the
/// daemon shows it.
struct Action {
  std::string words, shown;
};

std::vector<Action> actions_of(const SessionPlan& plan, const ManagedList& list) {
  if (list.denies()) {
    return {{"reject", "^ *reject"}};
  }
  std::vector<Action> actions;
  if (list.prepend > 0 || list.attributes.empty()) {
    actions.push_back({fmt::format("as-prepend {} {}", plan.change.local_as, list.prepend),
                       fmt::format("prepend {} {} times", plan.change.local_as, list.prepend)});
  }
  const AttributeKinds kinds = kinds_of(list.attributes);
  if (kinds.standard) {
    actions.push_back(
        {"community add " + communities_of(list.attributes, CommunityKind::standard, " "),
         fmt::format("Community:  add[[]{}]",
                     communities_of(list.attributes, CommunityKind::standard, ", "))});
  }
  if (kinds.large) {
    actions.push_back(
        {"large-community add " + communities_of(list.attributes, CommunityKind::large, " "),
         // The client of 3.x writes "add[...]", that of 4.x leaves the word out.
         fmt::format("LargeCommunity:.*[[]{}]",
                     communities_of(list.attributes, CommunityKind::large, ", "))});
  }
  if (list.attributes.med) {
    actions.push_back({fmt::format("med set {}", *list.attributes.med),
                       fmt::format("MED:  {}", *list.attributes.med)});
  }
  return actions;
}

/// Makes the objects of a state under our names and $1, and holds them to what the daemon tells
/// back: the client exits 0 on some mistakes.
void write_state(TextBlock& text, const SessionPlan& plan, const ManagedState& state) {
  const int longest = plan.ipv6() ? 128 : 32;
  text.line("build() {{");
  text.line("$g policy neighbor add {}$1 {}/{}", plan.name, plan.neighbor(), longest);
  for (const ManagedList& list : state) {
    for (const model::IpPrefix& prefix : list.prefixes) {
      text.line("$g policy prefix add {}$1 {} {}..{}", list.name, to_string(prefix), prefix.length,
                prefix.length);
    }
  }
  for (const ManagedList& list : state) {
    text.line("$g policy statement add {}$1", list.name);
    text.line("$g policy statement {}$1 add condition prefix {}$1", list.name, list.name);
    text.line("$g policy statement {}$1 add condition neighbor {}$1", list.name, plan.name);
    for (const Action& action : actions_of(plan, list)) {
      text.line("$g policy statement {}$1 add action {}", list.name, action.words);
    }
    text.line("$g policy add {}$1 {}$1", plan.name, list.name);
  }
  for (const ManagedList& list : state) {
    for (const Action& action : actions_of(plan, list)) {
      text.line("$g policy statement {}$1 | grep -q '{}'", list.name, action.shown);
    }
  }
  text.line("}}");
}

/// Puts the new state in the place of the old one, without a moment in which neither is attached.
void write_swap(TextBlock& text, const SessionPlan& plan) {
  text.line("others=$($g global policy | awk '");
  text.line("  /^Import policy/ {{ out = 0 }} /^Export policy/ {{ out = 1 }}");
  text.line(
      "  out && $1 == \"Name\" {{ sub(/:$/, \"\", $2); if ($2 != \"{0}\" && $2 != \"{0}{1}\") "
      "print $2 }}')",
      plan.name, beside);
  text.note("first all of it under other names, which take effect in one go: until then nothing");
  text.note("has changed, and a fault stops here. Ours come first, then the site's own in their");
  text.note("order; its default action stays");
  text.line("remove {}", beside);
  text.line("build {}", beside);
  text.line("$g global policy export set {}{} $others", plan.name, beside);
  text.note("then the same under our names");
  text.line("remove ''");
  text.line("build ''");
  text.line("$g global policy export set {} $others", plan.name);
}

/// Older releases send no withdrawal when a policy comes to reject a route. The client takes
/// --version only without other options, so it is called alone.
void write_release_check(TextBlock& text) {
  text.note("GoBGP before 4.6 keeps the route at the neighbour that a policy comes to reject");
  text.line("${{g%% *}} --version | awk '/gobgp version/ {{ split($NF, v, \".\")");
  text.line("  good = v[1] > 4 || (v[1] == 4 && v[2] >= 6) }} END {{ exit !good }}' ||");
  text.line("  {{ echo 'bgpte: this is no GoBGP 4.6 or later, which withdraws' >&2; exit 1; }}");
}

bool denies(const ManagedState& state) {
  return std::ranges::any_of(state, &ManagedList::denies);
}

std::string transition(const SessionPlan& plan, Direction direction) {
  const bool back = direction == Direction::rollback;
  const ManagedState& to = plan.to(direction);
  TextBlock text = titled(plan, name_of(direction));
  text.line("(");
  text.line("set -eu");
  text.line("g=\"${{GOBGP:-gobgp}}\"");
  if (denies(to)) {
    write_release_check(text);
  }
  text.line("trap '[ $? -eq 0 ] || echo \"bgpte: stopped half-way: {}\" >&2' EXIT",
            back ? "paste the rollback again" : "paste the rollback");
  write_removal(text, plan);
  if (to.empty()) {
    text.line("remove ''");
  } else {
    write_state(text, plan, to);
    write_swap(text, plan);
  }
  text.line("remove {}", beside);
  text.line("$g neighbor {} softresetout -a {}", plan.neighbor(),
            name_of(plan.change.session.family));
  text.line(")");
  if (back) {
    text.note("where the confirm has written them into GoBGP's configuration file, {}",
              to.empty() ? "take them out there too" : "undo that there too");
  }
  return text.take();
}

std::string look(const SessionPlan& plan, Side side) {
  const bool before = side == Side::before;
  const ManagedState& state = plan.at(side);
  TextBlock text = titled(plan, before ? "precheck" : "verify");
  text.line("${{GOBGP:-gobgp}} neighbor {}", plan.neighbor());
  text.note("must show: BGP state = ESTABLISHED");
  if (before && (denies(plan.before) || denies(plan.after))) {
    text.line("gobgp --version");
    text.note("must show: 4.6 or later, and the daemon with it: older ones send no withdrawal");
  }
  text.line("${{GOBGP:-gobgp}} global policy");
  if (state.empty()) {
    text.note("must show: no {}", plan.name);
  } else {
    text.note("must show: {} first among the export policies", plan.name);
  }
  if (!plan.foreign) {
    text.note("must show: no {}ASPathPrepend that meets this neighbour, since they add up",
              state.empty() ? "" : "other ");
  }
  if (before) {
    note_attributes_stay(text, plan, "that meets this neighbour after ours",
                         "'Community' or 'LargeCommunity' that replaces or removes", "'MED'");
  }
  text.line("${{GOBGP:-gobgp}} neighbor {} adj-out -a {}", plan.neighbor(),
            name_of(plan.change.session.family));
  note_received_paths(text, plan, side);
  return text.take();
}

}  // namespace

Texts emit_gobgp(const SessionPlan& plan) {
  TextBlock confirm = titled(plan, "confirm");
  confirm.note("GoBGP has no commit timer and keeps what its command line set in memory only:");
  confirm.note("once verified, write the same sets and policy into its configuration file");
  return texts_of(plan, look, transition, confirm.take());
}

}  // namespace bgpte::config
