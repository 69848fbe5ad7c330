#pragma once

#include <vector>

#include "bgpte/advice/rules.hpp"

/// The functions of the rules: that of `some-rule` is some_rule, in some_rule.cpp. A new rule is
/// such a file, its line here, its row in registry.cpp and its section in docs/rules.md.
namespace bgpte::advice::rule {

using Findings = std::vector<model::Finding>;

[[nodiscard]] Findings bogon_prefix(const Situation& situation);
[[nodiscard]] Findings commit_unused(const Situation& situation);
[[nodiscard]] Findings community_known(const Situation& situation);
[[nodiscard]] Findings congested_by_one_prefix(const Situation& situation);
[[nodiscard]] Findings dear_link(const Situation& situation);
[[nodiscard]] Findings inbound_above_capacity(const Situation& situation);
[[nodiscard]] Findings lever_not_used(const Situation& situation);
[[nodiscard]] Findings link_congested(const Situation& situation);
[[nodiscard]] Findings link_saturated(const Situation& situation);
[[nodiscard]] Findings n_1_overload(const Situation& situation);
[[nodiscard]] Findings near_ceiling(const Situation& situation);
[[nodiscard]] Findings overlapping_prefixes(const Situation& situation);
[[nodiscard]] Findings prefix_too_long(const Situation& situation);
[[nodiscard]] Findings prepend_inert(const Situation& situation);
[[nodiscard]] Findings prepend_over_cap(const Situation& situation);
[[nodiscard]] Findings prepended_everywhere(const Situation& situation);
[[nodiscard]] Findings private_asn(const Situation& situation);
[[nodiscard]] Findings room_elsewhere(const Situation& situation);
[[nodiscard]] Findings samples_differ(const Situation& situation);
[[nodiscard]] Findings samples_missing(const Situation& situation);
[[nodiscard]] Findings samples_outside_period(const Situation& situation);
[[nodiscard]] Findings samples_steady(const Situation& situation);
[[nodiscard]] Findings single_link(const Situation& situation);

[[nodiscard]] Findings lever_effect_unknown(const Situation& situation,
                                            const evaluation::Plan& plan);
[[nodiscard]] Findings lever_to_confirm(const Situation& situation, const evaluation::Plan& plan);

}  // namespace bgpte::advice::rule
