// Rule all-in-one-risk: a shared-risk group of all links.
#include <fmt/format.h>

#include <algorithm>

#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {

Findings all_in_one_risk(const NetworkToday& network) {
  Findings found;
  const std::vector<model::Link>& links = network.scenario.links;
  if (links.size() < 2) {
    return found;
  }
  for (const std::string& risk : links.front().shared_risk) {
    const bool of_all = std::all_of(links.begin(), links.end(), [&](const model::Link& link) {
      return std::find(link.shared_risk.begin(), link.shared_risk.end(), risk) !=
             link.shared_risk.end();
    });
    if (of_all) {
      found.push_back({"", model::Severity::warning, links.front().source,
                       fmt::format("All links are in the shared-risk group {}: if it fails nothing "
                                   "can be reached, whatever is announced, and the N-1 analysis "
                                   "does not list it",
                                   risk),
                       "add a link that does not fail together with the others"});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
