#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

struct PlatformRow;

/// One managed object: the prefixes of a session that get the same number of prepends and the same
/// communities and MED, or that are withheld from the neighbour.
struct ManagedList {
  model::Prepend prepend = 0;  ///< Copies to add; not_announced: the entry of the list denies.
  model::RouteAttributes attributes;  ///< Added besides the prepends.
  /// BGPTE_<link>_P<prepend>_V<4|6> or BGPTE_<link>_DENY_V<4|6>. A list with attributes has eight
  /// digits of their digest before the family, and M in the place of P<prepend> where it keeps the
  /// operator's prepends (docs/platforms.md).
  std::string name;
  std::string label;  ///< The name without the link, for example P<prepend>_V<4|6>.
  bool keeps_foreign_prepends = false;  ///< The list adds attributes only.
  int entry = 0;           ///< Number in the operator's policy, where the platform numbers entries.
  int continue_entry = 0;  ///< The entry at which evaluation goes on after this one.
  std::vector<model::IpPrefix> prefixes;

  [[nodiscard]] bool denies() const { return prepend == model::not_announced; }
};

/// All managed objects of one session, by rising prepend, then attributes. The list that denies
/// comes last, so that a withdrawal leaves the other entries where they are.
using ManagedState = std::vector<ManagedList>;

/// A moment of a session: before its change or after it.
enum class Side : std::uint8_t { before, after };

/// The prepends and the attributes of a change on one side.
[[nodiscard]] inline const PrependMap& prepends_at(const SessionChange& change, Side side) {
  return side == Side::before ? change.before : change.after;
}
[[nodiscard]] inline const AttributesMap& attributes_at(const SessionChange& change, Side side) {
  return side == Side::before ? change.marks_before : change.marks_after;
}

/// A way through a change: apply goes from before to after, rollback from after to before.
enum class Direction : std::uint8_t { apply, rollback };

/// "apply" or "rollback".
[[nodiscard]] constexpr std::string_view name_of(Direction direction) {
  return direction == Direction::apply ? "apply" : "rollback";
}

/// A change that passed every check, so that an emitter only has to write it down.
struct SessionPlan {
  const SessionChange& change;
  const PlatformRow& row;
  std::string stem;  ///< BGPTE_<link>
  std::string name;  ///< <stem>_V<4|6>: the name of an object that holds all lists.
  ManagedState before, after;
  bool foreign = false;                 ///< The operator's own policy prepends on this session.
  bool skips_foreign_entry = false;     ///< An entry of ours goes past the one that prepends.
  bool keeps_foreign_prepends = false;  ///< No entry can, so all our lists only add attributes.
  int continue_entry = 0;               ///< Where evaluation goes on after an entry that prepends.
  int first_continue_entry = 0;         ///< The lowest continue_entry of our lists that permit.
  std::int64_t timer = 0;  ///< Commit timer in row.timer_unit_s; 0: the platform has none.

  [[nodiscard]] const ManagedState& at(Side side) const {
    return side == Side::before ? before : after;
  }
  /// The state in which a direction begins.
  [[nodiscard]] const ManagedState& from(Direction direction) const {
    return direction == Direction::apply ? before : after;
  }
  /// The state in which a direction ends.
  [[nodiscard]] const ManagedState& to(Direction direction) const {
    return direction == Direction::apply ? after : before;
  }
  [[nodiscard]] bool ipv6() const { return change.session.family == model::Family::ipv6; }
  [[nodiscard]] std::string_view family_tag() const { return ipv6() ? "V6" : "V4"; }
  [[nodiscard]] std::string neighbor() const { return to_string(change.session.neighbor); }
  /// Whether the part begins the transaction of its router and step, or ends it.
  [[nodiscard]] bool opens() const {
    return change.transaction.empty() || change.transaction.front() == own_session();
  }
  [[nodiscard]] bool commits() const {
    return change.transaction.empty() || change.transaction.back() == own_session();
  }
  /// The sessions that are refreshed once the part has ended the transaction: all of it.
  [[nodiscard]] std::vector<TransactionSession> refreshed() const {
    return change.transaction.empty() ? std::vector{own_session()}
           : commits()                ? change.transaction
                                      : std::vector<TransactionSession>{};
  }
  [[nodiscard]] TransactionSession own_session() const {
    return {change.session.neighbor, change.session.family};
  }
  [[nodiscard]] const std::string& policy() const { return change.session.export_policy.front(); }
};

/// A checked plan, or why there can be none, in one sentence. The plan refers to `change`.
[[nodiscard]] std::variant<SessionPlan, std::string> make_session_plan(const SessionChange& change);

/// Copies of a prefix in one of the two maps of a change. A prefix that only the other map has is
/// announced without prepends here.
[[nodiscard]] model::Prepend prepend_in(const PrependMap& map, const model::IpPrefix& prefix);

/// True if some list of the state permits.
[[nodiscard]] bool permits(const ManagedState& state);

/// "permit" or "deny".
[[nodiscard]] std::string_view action_of(const ManagedList& list);

/// The list called `name`; null where there is none.
[[nodiscard]] const ManagedList* find_list(const ManagedState& state, std::string_view name);

/// The names of all lists of both states, each once: those of `before` first.
[[nodiscard]] std::vector<std::string> list_names(const SessionPlan& plan);

/// The entry numbers of all lists of both states.
[[nodiscard]] std::set<int> entries_of(const SessionPlan& plan);

}  // namespace bgpte::config
