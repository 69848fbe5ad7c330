#include "bgpte/model/allowed_changes.hpp"

#include <algorithm>

namespace bgpte::model {

bool is_pinned(const Scenario& scenario, PrefixIndex prefix) {
  const Prefix& p = scenario.prefixes[prefix];
  const std::vector<PrefixIndex>& pins = scenario.policy.pinned_prefixes;
  return p.pinned || p.multihomed_elsewhere || std::binary_search(pins.begin(), pins.end(), prefix);
}

}  // namespace bgpte::model
