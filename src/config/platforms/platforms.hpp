#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "src/config/session_plan.hpp"

namespace bgpte::config {

struct ObservedReader;

/// The five texts of a part that can be pasted.
struct Texts {
  std::string precheck, apply, verify, confirm, rollback;
};

/// How an Ansible play brings a text to the router.
enum class AnsibleWay : std::uint8_t {
  by_hand,     ///< No module takes the text: the task fails with it.
  vtysh,       ///< The block on the standard input of vtysh.
  shell,       ///< The block is shell text already.
  route_map,   ///< Lines with their parents.
  junos_sets,  ///< `set` and `delete` lines for the module of Junos.
  vyos_sets,   ///< `set` and `delete` lines for the module of VyOS.
  text         ///< Configuration text as a whole.
};

/// Which Ansible modules a platform has (docs/platforms.md, "As an Ansible playbook").
struct AnsibleRow {
  AnsibleWay way = AnsibleWay::by_hand;
  std::string_view module = {};
  std::string_view command_module = {};  ///< For the soft refresh.
  bool confirms = false;                 ///< The module leaves a timer or an unsaved state behind.
};

/// How our objects stand to the operator's own policy that prepends (`prepends` is foreign).
enum class ForeignWay : std::uint8_t {
  skip,    ///< An entry of ours goes on past the operator's: it can replace their prepends.
  beside,  ///< Ours come in front of theirs: they can prepend what the operator's does not.
  keep     ///< Ours leave the prepends alone.
};

/// What a platform is called, how its texts are written, and what it can do and needs: one row each
/// in platforms.cpp. An emitter checks nothing, because the checks read this row.
struct PlatformRow {
  model::Platform platform;  ///< Names it in scenarios and messages: model::platform_names.
  Texts (*emit)(const SessionPlan&);
  const ObservedReader* reader;  ///< Of what the router says it advertises; null: cannot be read.
  AnsibleRow ansible;

  int max_prepend;              ///< Copies of the own AS that one statement adds.
  std::size_t max_communities;  ///< Communities of RFC 1997 that one statement adds.
  std::size_t max_large;  ///< Communities of RFC 8092; 0: no statement that adds them is known.
  std::uint32_t max_med;
  model::EntryRange entries;    ///< Legal entry numbers; {0, 0}: policies have no numbered entries.
  std::size_t name_length;      ///< Longest name of an operator's object.
  std::string_view name_extra;  ///< Characters allowed in a name besides letters and digits.
  bool name_starts_with_digit;  ///< A name may start with a digit.

  ForeignWay foreign_way;
  bool needs_policy;   ///< The session must name export_policy.
  bool needs_group;    ///< The session must name group.
  bool needs_own_set;  ///< The session must name own_set, unless all is withdrawn.
  int most_policies;   ///< Export policies that one session may name.
  bool edits_policy;   ///< Our entries go into the policy, so whoever shares it gets them too.

  bool one_transaction;  ///< All parts of one router and step are opened and committed together.

  std::int64_t timer_unit_s;     ///< Seconds in a unit of the commit timer; 0: there is no timer.
  std::int64_t timer_max_units;  ///< The longest commit timer in that unit.
  std::string_view comment;      ///< Starts a comment line.
};

/// All rows, in the order of model::Platform.
[[nodiscard]] std::span<const PlatformRow> platform_rows();

[[nodiscard]] const PlatformRow& row_of(model::Platform platform);

// One emitter for each platform, each in the file of its name.
[[nodiscard]] Texts emit_frr(const SessionPlan& plan);
[[nodiscard]] Texts emit_bird(const SessionPlan& plan);
[[nodiscard]] Texts emit_openbgpd(const SessionPlan& plan);
[[nodiscard]] Texts emit_gobgp(const SessionPlan& plan);
[[nodiscard]] Texts emit_ios_xe(const SessionPlan& plan);
[[nodiscard]] Texts emit_ios_xr(const SessionPlan& plan);
[[nodiscard]] Texts emit_nx_os(const SessionPlan& plan);
[[nodiscard]] Texts emit_junos(const SessionPlan& plan);
[[nodiscard]] Texts emit_eos(const SessionPlan& plan);
[[nodiscard]] Texts emit_sr_os(const SessionPlan& plan);
[[nodiscard]] Texts emit_vrp(const SessionPlan& plan);
[[nodiscard]] Texts emit_routeros(const SessionPlan& plan);
[[nodiscard]] Texts emit_vyos(const SessionPlan& plan);

}  // namespace bgpte::config
