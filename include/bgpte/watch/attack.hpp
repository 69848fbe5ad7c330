#pragma once

#include <string>
#include <vector>

#include "bgpte/watch/watch.hpp"

/// Whether what prefixes bring looks like an attack (docs/rules.md, `looks-like-attack`).
namespace bgpte::watch {

struct Suspect {
  model::PrefixIndex prefix = 0;
  model::LinkIndex link = 0;
  std::string text;  ///< "203.0.113.0/24 alone brings 13 Gbps by A, more than its 10 Gbps".
};

/// The suspects of one interval, in the order of prefixes and links.
[[nodiscard]] std::vector<Suspect> suspects(const model::Scenario& scenario,
                                            const std::vector<PrefixLoad>& loads);

}  // namespace bgpte::watch
