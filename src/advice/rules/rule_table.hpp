#pragma once

#include <vector>

#include "bgpte/advice/rules.hpp"

/// One function for each row of the table in rules.cpp.
namespace bgpte::advice::rule {

using Findings = std::vector<model::Finding>;

// rules_links.cpp
[[nodiscard]] Findings link_congested(const Situation& situation);
[[nodiscard]] Findings link_saturated(const Situation& situation);
[[nodiscard]] Findings inbound_above_capacity(const Situation& situation);
[[nodiscard]] Findings near_ceiling(const Situation& situation);
[[nodiscard]] Findings congested_by_one_prefix(const Situation& situation);
[[nodiscard]] Findings room_elsewhere(const Situation& situation);
[[nodiscard]] Findings n_1_overload(const Situation& situation);

// rules_cost.cpp
[[nodiscard]] Findings dear_link(const Situation& situation);
[[nodiscard]] Findings commit_unused(const Situation& situation);

// rules_samples.cpp
[[nodiscard]] Findings samples_differ(const Situation& situation);
[[nodiscard]] Findings samples_missing(const Situation& situation);
[[nodiscard]] Findings samples_outside_period(const Situation& situation);
[[nodiscard]] Findings samples_steady(const Situation& situation);

// rules_prefixes.cpp
[[nodiscard]] Findings single_link(const Situation& situation);
[[nodiscard]] Findings prepended_everywhere(const Situation& situation);
[[nodiscard]] Findings prepend_over_cap(const Situation& situation);
[[nodiscard]] Findings prepend_inert(const Situation& situation);
[[nodiscard]] Findings overlapping_prefixes(const Situation& situation);

// rules_communities.cpp
[[nodiscard]] Findings community_known(const Situation& situation);

// rules_levers.cpp
[[nodiscard]] Findings lever_not_used(const Situation& situation);

// rules_registry.cpp
[[nodiscard]] Findings bogon_prefix(const Situation& situation);
[[nodiscard]] Findings private_asn(const Situation& situation);
[[nodiscard]] Findings prefix_too_long(const Situation& situation);

}  // namespace bgpte::advice::rule
