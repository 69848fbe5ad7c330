#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "bgpte/model/scenario.hpp"

/// What a prefix may do, and why not: the one place for pins, the prepend cap, actions, min_links
/// and the numbers of changes. docs/scenario.md, section "What a prefix may do", lists the rules.
///
/// The rules are asked at three levels: one cell (a prefix on one link), the whole advertisement of
/// a prefix, and a plan of several prefixes. Each level includes the one before it. What stays as
/// it is today is always allowed, whatever it breaks.
namespace bgpte::model {

/// How one link announces a prefix.
struct Setting {
  Prepend prepend = not_announced;
  LeverChoice lever = no_lever;
  auto operator<=>(const Setting&) const = default;
};

[[nodiscard]] Setting setting_of(const Advertisement& x, LinkIndex link);

/// The rule that a change breaks.
enum class Denial : std::uint8_t {
  // Pins.
  multihomed_elsewhere,  ///< The prefix has another provider of its own.
  suspected_attack,      ///< It looks like an attack (flooded_link).
  beside_attack,         ///< It is announced on a link that another prefix floods.
  prefix_pinned,         ///< By the prefix's own key or by policy.pin.
  link_pinned,           ///< By policy.pin. Not told where the prefix is pinned.
  // The new setting of one link.
  no_withdraw_action,     ///< policy.actions does not have "withdraw".
  no_announce_action,     ///< policy.actions does not have "announce".
  no_deaggregate_action,  ///< The prefix is announced nowhere, and "deaggregate" is no action.
  no_prepend_action,      ///< policy.actions does not have "prepend".
  no_community_action,    ///< policy.actions does not have "community".
  no_med_action,          ///< policy.actions does not have "med".
  above_cap,              ///< The new setting's prepend is above policy.max_prepend.
  originated_elsewhere,   ///< The provider originates it: no prepend of ours is on that path.
  lever_of_today,         ///< A lever of today is taken off, or another put in its place.
  lever_not_beside,       ///< A lever is added where the prepend changes too.
  unknown_effect,         ///< The lever has no `retained`.
  // The advertisement of one prefix.
  kept_above_cap,         ///< A link that does not change keeps a prepend above the cap.
  changes_of_prefix,      ///< More changes than policy.max_changes_per_prefix.
  levers_of_prefix,       ///< More new levers than a forecast can tell apart.
  too_few_links,          ///< Fewer links than policy.min_links, or none, would announce it.
  least_prepend_above_0,  ///< Every link prepends: less everywhere attracts the same.
  same_traffic,           ///< Today's prepends less the least of them: attracts the same.
  // The plan.
  changes_in_all  ///< More changes than policy.max_changes.
};

/// Whom a rule binds. Some only keep a search from what is useless or cannot be forecast, or say
/// which levers advice may pull: the operator's own changes (`bgpte whatif`) may do that.
enum class Binds : std::uint8_t { advice_only, operator_too };

[[nodiscard]] std::string_view name_of(Denial denial);
[[nodiscard]] Binds binds(Denial denial);

/// One broken rule, with what is needed to print it.
struct WhyNot {
  Denial denial = Denial::prefix_pinned;
  PrefixIndex prefix = 0;
  LinkIndex link = 0;       ///< Where the whole advertisement or plan is meant: its first change.
  std::size_t asked = 0;    ///< The prepend, the number of changes, levers or links; else 0.
  std::size_t allowed = 0;  ///< What policy.max_prepend and so on say of that; else 0.
  bool operator==(const WhyNot&) const = default;
};

[[nodiscard]] bool contains(const std::vector<WhyNot>& reasons, Denial denial);

/// Why no change of the prefix is allowed at all; nothing where it is not pinned.
[[nodiscard]] std::optional<Denial> why_pinned(const Scenario& scenario, PrefixIndex prefix);

/// A link by which the prefix alone, as measured, brings more than the link's capacity, unless the
/// operator calls it demand; or the link by which its own past tells an attack
/// (Prefix::suspected). Prepends only carry an attack elsewhere.
[[nodiscard]] std::optional<LinkIndex> flooded_link(const Scenario& scenario, PrefixIndex prefix);

/// [link] the first prefix that floods the link so, where the link carries more than its capacity.
[[nodiscard]] std::vector<std::optional<PrefixIndex>> flooding_prefixes(const Scenario& scenario);

/// That of one link: Scenario::flooding, where that is known.
[[nodiscard]] std::optional<PrefixIndex> flooding_prefix(const Scenario& scenario, LinkIndex link);

/// The most prepends that a prefix may newly have on a link: policy.max_prepend, or what the
/// neighbour accepts if that is less.
[[nodiscard]] Prepend prepend_cap(const Scenario& scenario, LinkIndex link);

/// True if the policy keeps the prefix as it is: it is pinned by its own key, by `policy.pin`, or
/// because its traffic could leave to another provider of its owner.
[[nodiscard]] bool is_pinned(const Scenario& scenario, PrefixIndex prefix);

/// True if policy.pin keeps every announcement on the link as it is.
[[nodiscard]] bool is_pinned_link(const Scenario& scenario, LinkIndex link);

/// Why no advice may use the lever, wherever; nothing where its kind is among the actions and its
/// effect is known.
[[nodiscard]] std::optional<Denial> why_not(const Actions& actions, const Lever& lever);

/// Changes that one prefix may have: policy.max_changes_per_prefix, or policy.max_changes if that
/// is less.
[[nodiscard]] std::size_t most_changes_of_a_prefix(const Policy& policy);

/// Changes that a plan may have in all; the greatest number there is where nothing limits them.
[[nodiscard]] std::size_t most_changes_of_a_plan(const Policy& policy);

/// True if policy.max_changes leaves room for one change more than the plan has.
[[nodiscard]] bool allows_another_change(const Scenario& scenario,
                                         const std::map<PrefixIndex, Advertisement>& plan);

/// Every rule for one link that `to` breaks instead of today's setting: pins, actions, cap, levers.
/// None for today's own setting.
[[nodiscard]] std::vector<WhyNot> why_not(const Scenario& scenario, PrefixIndex prefix,
                                          LinkIndex link, Setting to);

/// Every setting that the rules for one link allow to a prefix that is not pinned: today's first
/// where its prepend is within the cap, then prepends, levers and the withdrawal.
[[nodiscard]] std::vector<Setting> allowed_settings(const Scenario& scenario, PrefixIndex prefix,
                                                    LinkIndex link);

/// Every rule for the prefix as a whole that x breaks: the numbers of changes, levers and links,
/// and the least prepend. Not the rules for each link.
[[nodiscard]] std::vector<WhyNot> why_not_as_a_whole(const Scenario& scenario, PrefixIndex prefix,
                                                     const Advertisement& x);

/// Every rule that the plan breaks, where the plan is the new advertisements by prefix: those for
/// each changed link, then the number of changes in all, then those for each prefix as a whole.
[[nodiscard]] std::vector<WhyNot> why_not(const Scenario& scenario,
                                          const std::map<PrefixIndex, Advertisement>& plan);

/// True if the prefix may be announced as x and every other prefix as today.
[[nodiscard]] bool may_announce(const Scenario& scenario, PrefixIndex prefix,
                                const Advertisement& x);

}  // namespace bgpte::model
