// The span of a dimension holds its sum under every plan of as many changes as a plan may have.
#include <gtest/gtest.h>

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/bound/most_negative.hpp"
#include "src/optimiser/work_budget.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser {
namespace {

using testing::Instance;
using testing::random_instance;

/// Calls visit for every assignment that changes at most `most` groups.
template <typename Visit>
void for_each_plan(const Problem& problem, std::size_t most, const Visit& visit,
                   Assignment assignment = {}) {
  if (assignment.size() == problem.groups.size()) {
    visit(assignment);
    return;
  }
  const std::size_t columns = problem.groups[assignment.size()].columns.size();
  for (std::uint32_t c = 0; c < columns && (c == 0 || most > 0); ++c) {
    assignment.push_back(c);
    for_each_plan(problem, c == 0 ? most : most - 1, visit, assignment);
    assignment.pop_back();
  }
}

TEST(FullSpans, HoldEverySumAndAreReached) {
  std::size_t narrower = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Instance instance = random_instance(seed);
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    const Options options;
    const WorkBudget budget(options);
    Problem problem = make_problem(baseline, budget, Sharing::never);
    double plans = 1;
    for (const DecisionGroup& group : problem.groups) {
      plans *= static_cast<double>(group.columns.size());
    }
    if (problem.groups.size() < 2 || plans > 50'000) {
      continue;
    }
    const std::vector<Span> any = full_spans(problem);
    problem.most_changes = 1;
    const std::vector<Span> spans = full_spans(problem);
    const LevelView view(problem, {Goal::value, {}});
    std::vector<Span> reached;
    for (const Dimension& dimension : problem.dimensions) {
      reached.push_back({dimension.base, dimension.base});
    }
    for_each_plan(problem, 1, [&](const Assignment& assignment) {
      const std::vector<std::int64_t> loads = view.loads(assignment);
      for (std::size_t d = 0; d < loads.size(); ++d) {
        reached[d].lo = std::min(reached[d].lo, loads[d]);
        reached[d].hi = std::max(reached[d].hi, loads[d]);
      }
    });
    for (std::size_t d = 0; d < spans.size(); ++d) {
      EXPECT_EQ(spans[d].lo, reached[d].lo) << "seed " << seed;
      EXPECT_EQ(spans[d].hi, reached[d].hi) << "seed " << seed;
      narrower += spans[d].lo > any[d].lo || spans[d].hi < any[d].hi ? 1 : 0;
    }
  }
  EXPECT_GT(narrower, 100);
}

TEST(SumOfGreatest, TakesAsManyAsThereMayBe) {
  const std::vector<int> numbers{3, 0, 7, 5, 1};
  const auto sum = [&](std::size_t count) {
    std::vector<int> some = numbers;
    return sum_of_greatest(some, count);
  };
  EXPECT_EQ(sum(0), 0);
  EXPECT_EQ(sum(1), 7);
  EXPECT_EQ(sum(3), 15);
  EXPECT_EQ(sum(5), 16);
  EXPECT_EQ(sum(9), 16);
}

}  // namespace
}  // namespace bgpte::optimiser
