#pragma once

#include <vector>

#include "bgpte/watch/watch.hpp"

/// Whether what prefixes bring looks like an attack (docs/rules.md, `looks-like-attack`).
namespace bgpte::watch {

/// The suspects of one interval by what it brings alone, in the order of prefixes and links.
[[nodiscard]] std::vector<Suspect> suspects(const model::Scenario& scenario,
                                            const std::vector<PrefixLoad>& loads);

}  // namespace bgpte::watch
