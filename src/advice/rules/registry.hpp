#pragma once

#include <vector>

#include "bgpte/advice/rules.hpp"

/// The functions of the rules: that of `some-rule` is some_rule, in some_rule.cpp. A new rule is
/// such a file, its line here, its row in registry.cpp and its section in docs/rules.md.
namespace bgpte::advice::rule {

using Findings = std::vector<model::Finding>;

[[nodiscard]] Findings all_in_one_risk(const NetworkToday& network);
[[nodiscard]] Findings aspa_missing_provider(const NetworkToday& network);
[[nodiscard]] Findings bogon_prefix(const NetworkToday& network);
[[nodiscard]] Findings commit_unused(const NetworkToday& network);
[[nodiscard]] Findings community_known(const NetworkToday& network);
[[nodiscard]] Findings congested_by_one_prefix(const NetworkToday& network);
[[nodiscard]] Findings equal_observations(const NetworkToday& network);
[[nodiscard]] Findings expensive_link(const NetworkToday& network);
[[nodiscard]] Findings history_old(const NetworkToday& network);
[[nodiscard]] Findings implausible_rate(const NetworkToday& network);
[[nodiscard]] Findings inbound_above_capacity(const NetworkToday& network);
[[nodiscard]] Findings lever_not_used(const NetworkToday& network);
[[nodiscard]] Findings link_congested(const NetworkToday& network);
[[nodiscard]] Findings link_saturated(const NetworkToday& network);
[[nodiscard]] Findings long_path(const NetworkToday& network);
[[nodiscard]] Findings looks_like_attack(const NetworkToday& network);
[[nodiscard]] Findings many_prepends(const NetworkToday& network);
[[nodiscard]] Findings n_1_overload(const NetworkToday& network);
[[nodiscard]] Findings near_ceiling(const NetworkToday& network);
[[nodiscard]] Findings not_heard_by_all(const NetworkToday& network, const evaluation::Plan& plan);
[[nodiscard]] Findings observation_not_used(const NetworkToday& network);
[[nodiscard]] Findings overlapping_prefixes(const NetworkToday& network);
[[nodiscard]] Findings prefix_too_long(const NetworkToday& network);
[[nodiscard]] Findings prepend_inert(const NetworkToday& network);
[[nodiscard]] Findings prepend_over_cap(const NetworkToday& network);
[[nodiscard]] Findings prepended_everywhere(const NetworkToday& network);
[[nodiscard]] Findings prepends_stripped(const NetworkToday& network);
[[nodiscard]] Findings private_asn(const NetworkToday& network);
[[nodiscard]] Findings roa_missing(const NetworkToday& network);
[[nodiscard]] Findings roa_too_short(const NetworkToday& network);
[[nodiscard]] Findings room_elsewhere(const NetworkToday& network);
[[nodiscard]] Findings samples_differ(const NetworkToday& network);
[[nodiscard]] Findings samples_missing(const NetworkToday& network);
[[nodiscard]] Findings samples_outside_period(const NetworkToday& network);
[[nodiscard]] Findings samples_steady(const NetworkToday& network);
[[nodiscard]] Findings single_link(const NetworkToday& network);

[[nodiscard]] Findings announce_lead_time(const NetworkToday& network,
                                          const evaluation::Plan& plan);
[[nodiscard]] Findings customer_prefix(const NetworkToday& network, const evaluation::Plan& plan);
[[nodiscard]] Findings lever_effect_unknown(const NetworkToday& network,
                                            const evaluation::Plan& plan);
[[nodiscard]] Findings lever_to_confirm(const NetworkToday& network, const evaluation::Plan& plan);
[[nodiscard]] Findings more_specific(const NetworkToday& network, const evaluation::Plan& plan);
[[nodiscard]] Findings run_out(const NetworkToday& network, const evaluation::Plan& plan);
[[nodiscard]] Findings unmeasured_demand(const NetworkToday& network, const evaluation::Plan& plan);

}  // namespace bgpte::advice::rule
