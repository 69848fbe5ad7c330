// Failures of links and shared-risk groups.
#include "bgpte/evaluation/failures.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace bgpte::evaluation {

std::vector<FailureCase> failure_cases(const model::Scenario& scenario, const LinksDown& down) {
  std::vector<FailureCase> cases;
  std::map<std::string, LinksDown> groups;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    cases.push_back({scenario.links[l].name, {l}});
    for (const std::string& risk : scenario.links[l].shared_risk) {
      LinksDown& members = groups[risk];
      if (members.empty() || members.back() != l) {
        members.push_back(l);
      }
    }
  }
  for (const auto& [name, links] : groups) {
    if (links.size() >= 2 && links.size() < scenario.links.size()) {
      cases.push_back({name, links});
    }
  }
  std::set<LinksDown> seen{down};
  std::erase_if(cases, [&](FailureCase& one) {
    LinksDown all;
    std::set_union(one.links.begin(), one.links.end(), down.begin(), down.end(),
                   std::back_inserter(all));
    one.links = std::move(all);
    const bool none_left = !down.empty() && one.links.size() == scenario.links.size();
    return none_left || !seen.insert(one.links).second;
  });
  return cases;
}

}  // namespace bgpte::evaluation
