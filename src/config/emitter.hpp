#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

struct PlatformRow;

/// One managed object: the prefixes of a session that get the same number of prepends and the same
/// communities and MED, or that are withheld from the neighbour.
struct ManagedList {
  model::Prepend prepend = 0;  ///< Copies to add; not_announced: its entry denies.
  model::Marks marks;          ///< What is added besides.
  /// BGPTE_<link>_P<prepend>_V<4|6>, with eight digits of the marks' digest before the family where
  /// there are any (and M for P<prepend> where it keeps the operator's), or ..._DENY_V<4|6>.
  std::string name;
  std::string label;  ///< The name without the link: P<prepend>_V<4|6>, ...
  bool keep = false;  ///< Adds marks only: the operator's own prepends stay as they are.
  int entry = 0;      ///< In the operator's policy, where the platform numbers entries.
  int onward = 0;     ///< The entry at which evaluation goes on after this one.
  std::vector<model::IpPrefix> prefixes;

  [[nodiscard]] bool denies() const { return prepend == model::not_announced; }
};

/// Everything of ours on one session: by rising prepend, then marks, what is withheld last, so that
/// a withdrawal leaves the other entries where they are.
using ManagedState = std::vector<ManagedList>;

/// A change that passed every check: an emitter only has to write it down.
struct Plan {
  const SessionChange& change;
  const PlatformRow& row;
  std::string stem;  ///< BGPTE_<link>
  std::string name;  ///< <stem>_V<4|6>: what holds the lists, where one object does.
  ManagedState before, after;
  bool foreign = false;    ///< The operator's own policy prepends on this session.
  bool jump = false;       ///< And an entry of ours goes on at `onward`, past the one that does.
  bool keep = false;       ///< Or no entry can on this platform: all ours only add marks.
  int onward = 0;          ///< The entry at which evaluation goes on after one that prepends.
  int first_onward = 0;    ///< The first at which it does after any of ours that permits.
  std::int64_t timer = 0;  ///< Commit-confirm window in row.timer_unit_s; 0: the platform has none.

  [[nodiscard]] bool ipv6() const { return change.session.family == model::Family::ipv6; }
  [[nodiscard]] std::string_view family_tag() const { return ipv6() ? "V6" : "V4"; }
  [[nodiscard]] std::string neighbor() const { return to_string(change.session.neighbor); }
  [[nodiscard]] const std::string& policy() const { return change.session.export_policy.front(); }
};

/// The five texts of a pasteable part.
struct Texts {
  std::string precheck, apply, verify, confirm, rollback;
};

/// What a platform can do and what it needs; one row each in platforms.cpp.
struct PlatformRow {
  model::Platform platform;
  Texts (*emit)(const Plan&);
  int max_prepend;              ///< Copies that one statement takes.
  std::size_t max_communities;  ///< Of RFC 1997, that one statement adds.
  std::size_t max_large;        ///< Of RFC 8092; 0: no statement that adds them is known.
  std::uint32_t max_med;
  model::EntryRange entries;     ///< Legal entry numbers; {0, 0}: its policies have none.
  std::size_t name_length;       ///< Of an operator's name.
  std::string_view name_extra;   ///< Allowed in it besides letters and digits.
  bool jumps;                    ///< An entry can go on past a foreign one.
  bool withdraws;                ///< A policy that comes to reject a route takes it back.
  bool needs_policy;             ///< export_policy must be given.
  int most_policies;             ///< Of the operator's in one session.
  bool edits_policy;             ///< Our entries go into it, so whoever shares it gets them too.
  std::int64_t timer_unit_s;     ///< Of commit-confirm; 0: there is none.
  std::int64_t timer_max_units;  ///< Its longest.
  std::string_view comment;      ///< What starts a comment line.
};

[[nodiscard]] const PlatformRow& row_of(model::Platform platform);

/// A checked plan, or why there can be none. The plan refers to `change`.
[[nodiscard]] std::variant<Plan, std::string> make_plan(const SessionChange& change);

/// Object-name stem of a link: BGPTE_<name>. Different links never share one: a name that had to
/// be altered carries part of its digest.
[[nodiscard]] std::string object_stem(std::string_view link);

/// Text safe in a comment or message: anything unusual as \xHH.
[[nodiscard]] std::string escaped(std::string_view text);

/// Lines of one text; every line ends in a newline.
class TextBlock {
 public:
  explicit TextBlock(std::string_view comment) : comment_(comment) {}
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }
  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    text_ += comment_;
    text_ += ' ';
    line(format, std::forward<Args>(args)...);
  }
  void raw(std::string_view text) { text_ += text; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string comment_;
  std::string text_;
};

/// A block that starts with the change's identity: "bgpte change ID, step 1, link B: apply".
[[nodiscard]] TextBlock titled(const Plan& plan, std::string_view part);

/// How a platform shows the AS path it sends: own AS left out, or included.
enum class ShownPath : std::uint8_t { without_own_as, with_own_as };

/// Notes: what each changed prefix must show, before the change or after it.
enum class Side : std::uint8_t { before, after };
void note_paths(TextBlock& text, const Plan& plan, Side side, ShownPath shown);

/// Note before the command with which a rollback is stored, as the confirm stores the change.
void note_kept_rollback(TextBlock& text);

/// Copies on one side; a prefix that the other side alone has is announced plainly.
[[nodiscard]] model::Prepend prepend_in(const PrependMap& map, const model::IpPrefix& prefix);

/// "64511 64511 64511"
[[nodiscard]] std::string repeated_as(model::Asn asn, int count);

/// True if some list of the state permits, that is, does not only deny.
[[nodiscard]] bool permits(const ManagedState& state);

/// "permit" or "deny".
[[nodiscard]] std::string_view action_of(const ManagedList& list);

/// Notes on which entries of ours the operator's policy must show. `noun`: what the platform calls
/// an entry.
void note_entries(TextBlock& text, const Plan& plan, Side side, std::string_view noun);

[[nodiscard]] const ManagedList* find_list(const ManagedState& state, std::string_view name);

// One emitter a platform.
[[nodiscard]] Texts emit_frr(const Plan& plan);
[[nodiscard]] Texts emit_bird(const Plan& plan);
[[nodiscard]] Texts emit_openbgpd(const Plan& plan);
[[nodiscard]] Texts emit_gobgp(const Plan& plan);
[[nodiscard]] Texts emit_ios_xe(const Plan& plan);
[[nodiscard]] Texts emit_ios_xr(const Plan& plan);
[[nodiscard]] Texts emit_nx_os(const Plan& plan);
[[nodiscard]] Texts emit_junos(const Plan& plan);
[[nodiscard]] Texts emit_eos(const Plan& plan);
[[nodiscard]] Texts emit_sr_os(const Plan& plan);
[[nodiscard]] Texts emit_vrp(const Plan& plan);
[[nodiscard]] Texts emit_routeros(const Plan& plan);
[[nodiscard]] Texts emit_vyos(const Plan& plan);

}  // namespace bgpte::config
