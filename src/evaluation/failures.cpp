// Failures of links and shared-risk groups, and what the links left carry.
#include "bgpte/evaluation/failures.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "bgpte/model/rounding.hpp"

namespace bgpte::evaluation {

std::vector<FailureCase> failure_cases(const model::Scenario& scenario) {
  std::vector<FailureCase> cases;
  std::map<std::string, std::vector<model::LinkIndex>> groups;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    cases.push_back({scenario.links[l].name, {l}});
    for (const std::string& risk : scenario.links[l].shared_risk) {
      std::vector<model::LinkIndex>& members = groups[risk];
      if (members.empty() || members.back() != l) {
        members.push_back(l);
      }
    }
  }
  for (const auto& group : groups) {
    const std::string& name = group.first;
    const std::vector<model::LinkIndex>& links = group.second;
    const bool seen = std::any_of(cases.begin(), cases.end(), [&](const FailureCase& earlier) {
      return earlier.links == links;
    });
    if (links.size() >= 2 && links.size() < scenario.links.size() && !seen) {
      cases.push_back({name, links});
    }
  }
  return cases;
}

model::Advertisement surviving(const model::Advertisement& x, const FailureCase& failure) {
  model::Advertisement left = x;
  for (const model::LinkIndex l : failure.links) {
    left.withdraw(l);
  }
  return left;
}

std::vector<std::vector<model::PrefixIndex>> covering_prefixes(const model::Scenario& scenario) {
  const auto longest = model::longest_covering(scenario);
  std::vector<std::vector<model::PrefixIndex>> covering(longest.size());
  for (model::PrefixIndex p = 0; p < longest.size(); ++p) {
    for (auto cover = longest[p]; cover; cover = longest[*cover]) {
      covering[p].push_back(*cover);
    }
  }
  return covering;
}

FailureBackground background_under(const Baseline& baseline, const FailureCase& failure) {
  const model::Scenario& scenario = baseline.scenario();
  const std::size_t links = scenario.links.size();
  FailureBackground result;
  result.low = result.expected = baseline.background_peak();
  result.high = baseline.background_high();
  std::int64_t lost = 0;
  std::int64_t lost_high = 0;
  for (const model::LinkIndex l : failure.links) {
    lost += result.expected[l];
    lost_high += result.high[l];
    result.low[l] = result.expected[l] = result.high[l] = 0;
  }
  double capacity = 0;
  std::vector<double> weights(links, 0.0);
  std::size_t left = 0;
  for (model::LinkIndex l = 0; l < links; ++l) {
    if (!std::binary_search(failure.links.begin(), failure.links.end(), l)) {
      weights[l] = static_cast<double>(scenario.links[l].capacity.value);
      capacity += weights[l];
      ++left;
    }
  }
  if (left == 0) {
    return result;
  }
  std::vector<double> parts(links);
  for (model::LinkIndex l = 0; l < links; ++l) {
    parts[l] = static_cast<double>(lost) * (weights[l] / capacity);
  }
  const Rates moved = model::largest_remainder(parts, lost);
  for (model::LinkIndex l = 0; l < links; ++l) {
    if (weights[l] > 0) {
      result.expected[l] += moved[l];
      result.high[l] += lost_high;  // All of it on the worst link, whichever that is.
      result.low[l] += left == 1 ? lost : 0;
    }
  }
  return result;
}

std::optional<model::Advertisement> followed(const model::Scenario& scenario,
                                             const std::vector<model::PrefixIndex>& covering,
                                             const Plan& plan, const FailureCase& failure) {
  for (const model::PrefixIndex q : covering) {
    const model::Advertisement left = surviving(advertisement(scenario, plan, q), failure);
    if (left.carried_count() > 0) {
      return left;
    }
  }
  return std::nullopt;
}

FailureLoad load_under(const Baseline& baseline, const Plan& plan, const FailureCase& failure) {
  const model::Scenario& scenario = baseline.scenario();
  const std::size_t links = scenario.links.size();
  const auto covering = covering_prefixes(scenario);
  FailureBackground load = background_under(baseline, failure);
  std::int64_t unreachable = 0;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    model::Advertisement x = surviving(advertisement(scenario, plan, p), failure);
    if (x.carried_count() == 0) {
      if (const auto other = followed(scenario, covering[p], plan, failure)) {
        x = *other;
      }
    }
    const Flows flows = baseline.flows(p, x);
    for (model::LinkIndex l = 0; l < links; ++l) {
      load.low[l] += flows.low[l];
      load.expected[l] += flows.peak[l];
      load.high[l] += flows.high[l];
    }
    unreachable += flows.unreachable_peak;
  }
  FailureLoad result;
  result.unreachable = model::Bps{unreachable};
  for (model::LinkIndex l = 0; l < links; ++l) {
    result.peak.push_back(
        {model::Bps{load.low[l]}, model::Bps{load.expected[l]}, model::Bps{load.high[l]}});
  }
  return result;
}

}  // namespace bgpte::evaluation
