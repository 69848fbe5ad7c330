// The columns of all prefixes, added up, are the forecast of the plan: intact and under failures.
#include <gtest/gtest.h>

#include <map>

#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "src/optimiser/candidates/candidates.hpp"
#include "src/optimiser/problem/column_flows.hpp"
#include "tests/evaluation/plain_state.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// Prefixes that may follow each other, with every way to announce a few candidates of each.
DecisionGroup group_of(const model::Scenario& scenario, std::vector<model::PrefixIndex> members) {
  constexpr std::size_t most_each = 4;
  DecisionGroup group;
  std::size_t ways = 1;
  for (const model::PrefixIndex p : members) {
    std::vector<model::Advertisement> list = candidates(scenario, p, 2);
    list.resize(std::min(list.size(), most_each));
    ways *= list.size();
    group.candidates.push_back(
        std::make_shared<const std::vector<model::Advertisement>>(std::move(list)));
  }
  group.prefixes = std::move(members);
  for (std::size_t way = 0; way < ways; ++way) {
    group.columns.push_back({static_cast<std::uint32_t>(way), {}});
    std::size_t digits = way;
    for (const DecisionGroup::Candidates& list : group.candidates) {
      if (group.prefixes.size() > 1) {
        group.joint.push_back(static_cast<std::uint32_t>(digits % list->size()));
      }
      digits /= list->size();
    }
  }
  return group;
}

/// True if a failure leaves a prefix that not every source hears, and others around it.
bool follows_in_part(const evaluation::Baseline& baseline,
                     const std::vector<evaluation::FailureCase>& failures) {
  bool some = false;
  for (model::PrefixIndex p = 0; p < baseline.scenario().prefixes.size(); ++p) {
    for (const evaluation::FailureCase& failure : failures) {
      const auto x = evaluation::effective(baseline, {}, failure.links, p);
      some = some || (x && !x->less_specifics().empty());
    }
  }
  return some;
}

/// Where announcements may go and come, or are heard by some only, prefixes that cover each other
/// are decided together.
std::vector<DecisionGroup> groups_of(const evaluation::Baseline& baseline,
                                     const std::vector<evaluation::FailureCase>& failures) {
  const model::Scenario& scenario = baseline.scenario();
  const bool together = scenario.policy.actions.withdraw || scenario.policy.actions.announce ||
                        follows_in_part(baseline, failures);
  std::map<model::PrefixIndex, std::vector<model::PrefixIndex>> families;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    model::PrefixIndex widest = p;
    while (together && baseline.longest_covering()[widest]) {
      widest = *baseline.longest_covering()[widest];
    }
    families[widest].push_back(p);
  }
  std::vector<DecisionGroup> groups;
  for (auto& [widest, members] : families) {
    groups.push_back(group_of(scenario, std::move(members)));
  }
  return groups;
}

const evaluation::Rates& rates_of(LoadKind::Quantity quantity, const evaluation::Flows& flows) {
  switch (quantity) {
    case LoadKind::Quantity::billed:
      return flows.billed;
    case LoadKind::Quantity::low:
      return flows.low;
    case LoadKind::Quantity::high:
      return flows.high;
    case LoadKind::Quantity::harm:
      return flows.harm;
    default:
      return flows.peak;
  }
}

/// Some loads of every link, and their sums today.
std::vector<LoadKind> kinds_of(const evaluation::Baseline& baseline, std::size_t failures) {
  using Quantity = LoadKind::Quantity;
  std::vector<LoadKind> kinds;
  for (model::LinkIndex l = 0; l < baseline.scenario().links.size(); ++l) {
    for (const Quantity one :
         {Quantity::billed, Quantity::peak, Quantity::low, Quantity::high, Quantity::harm}) {
      kinds.push_back({one, {l}, 0});
    }
    for (std::size_t f = 0; f < failures; ++f) {
      kinds.push_back({Quantity::failure, {l}, f});
    }
  }
  return kinds;
}

TEST(ColumnSum, IsTheForecastWithCoversAndFailures) {
  const Options options;
  for (std::uint64_t seed = 9500; seed < 9700; ++seed) {
    const Instance instance = evaluation::testing::instance_with_covers(seed);
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    const model::Policy& policy = instance.scenario->policy;
    const auto failures = evaluation::failure_cases(*instance.scenario);
    const std::vector<LoadKind> kinds = kinds_of(baseline, failures.size());
    std::vector<DecisionGroup> groups = groups_of(baseline, failures);
    const WorkBudget budget(options);
    ASSERT_TRUE(price_columns({baseline, kinds, failures}, budget, groups));

    Dice dice(seed);
    std::vector<double> moved(kinds.size(), 0.0);
    evaluation::Plan plan;
    for (const DecisionGroup& group : groups) {
      const auto column =
          static_cast<std::size_t>(dice.roll(static_cast<std::int64_t>(group.columns.size())));
      for (std::size_t d = 0; d < kinds.size(); ++d) {
        moved[d] += group.flows[column * kinds.size() + d];
      }
      for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
        plan[group.prefixes[i]] = group.x(column, i);
      }
    }
    for (std::size_t d = 0; d < kinds.size(); ++d) {
      const bool failed = kinds[d].quantity == LoadKind::Quantity::failure;
      const evaluation::LinksDown down =
          failed ? failures[kinds[d].failure].links : evaluation::LinksDown{};
      const auto rate = [&](const evaluation::Plan& announced) {
        const evaluation::Flows flows = evaluation::forecast(baseline, announced, down);
        const evaluation::Rates& rates =
            failed ? evaluation::level_loads(policy, flows) : rates_of(kinds[d].quantity, flows);
        return rates[kinds[d].links.front()];
      };
      ASSERT_EQ(rate({}) + static_cast<std::int64_t>(moved[d]), rate(plan))
          << "seed " << seed << ", " << name_of(kinds[d]);
    }
  }
}

}  // namespace
}  // namespace bgpte::optimiser::testing
