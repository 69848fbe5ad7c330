#include "src/optimiser/search/exact_search.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "bgpte/evaluation/fortz_thorup.hpp"
#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "tests/optimiser/matrix_ingress.hpp"

namespace bgpte::optimiser::testing {
namespace {

constexpr std::int64_t mbps = 1'000'000;

/// A price that rises, falls, jumps or is committed.
billing::Piecewise some_curve(Dice& dice) {
  const std::int64_t bend = (300 + dice.roll(1200)) * mbps;
  const Int128 slope = 1 + dice.roll(20);
  switch (dice.roll(5)) {
    case 0:
      return billing::Piecewise({{0, 0, slope}, {bend, slope * bend, slope * (2 + dice.roll(9))}});
    case 1:
      return billing::Piecewise({{0, 0, 2 * slope}, {bend, 2 * slope * bend, slope}});
    case 2:
      return billing::Piecewise({{0, 0, 2 * slope}, {bend, slope * bend, slope}});
    case 3:
      return billing::Piecewise({{0, slope * bend, 0}, {bend, slope * bend, slope}});
    default:
      return billing::Piecewise();
  }
}

billing::Piecewise& goal(Dimension& dimension, Goal which) {
  return dimension.goals[static_cast<std::size_t>(which)];
}

/// Links with ceilings and bills of their own and together, some with a limit that today keeps, and
/// a few large prefixes among small ones.
Problem lumpy_problem(Dice& dice, int groups) {
  Problem problem;
  const std::size_t links = 1 + static_cast<std::size_t>(dice.roll(4));
  for (std::size_t d = 0; d < links; ++d) {
    Dimension dimension;
    dimension.base = (700 + dice.roll(500)) * mbps;  // No plan takes off more than 680.
    const model::Bps capacity{(600 + dice.roll(900)) * mbps};
    goal(dimension, Goal::value) = some_curve(dice);
    goal(dimension, Goal::bill) = some_curve(dice);
    goal(dimension, Goal::excess) = billing::excess_curve(capacity);
    goal(dimension, Goal::phi) = evaluation::fortz_thorup_curve(capacity);
    if (dice.roll(3) == 0) {
      dimension.limit = dimension.base + dice.roll(200) * mbps;
    }
    problem.dimensions.push_back(std::move(dimension));
  }
  Dimension changes;
  changes.decimals = 0;
  goal(changes, Goal::value) = billing::Piecewise({{0, 0, dice.roll(2) * 1'000'000'000}});
  changes.limit = dice.roll(2) == 0 ? billing::unlimited : 1 + dice.roll(4);
  problem.dimensions.push_back(std::move(changes));
  problem.weights.cost = 1 + dice.roll(3);
  problem.value_constant = dice.roll(2'000'000'000) - 1'000'000'000;
  problem.bill_constant = dice.roll(1'000);
  for (std::int64_t j = dice.roll(3); j > 0; --j) {
    JointTerm bill;
    bill.factors[static_cast<std::size_t>(Goal::bill)] = 1;
    bill.factors[static_cast<std::size_t>(Goal::value)] = problem.weights.cost;
    for (std::size_t d = 0; d < links; ++d) {
      bill.parts.push_back({d, dice.roll(2) * dice.roll(900) * mbps});
    }
    bill.outer = some_curve(dice);
    problem.joint_terms.push_back(std::move(bill));
  }
  for (int u = 0; u < groups; ++u) {
    DecisionGroup group;
    const std::int64_t size = (u < 3 ? 200 : 20) * mbps;
    const std::int64_t columns = 2 + dice.roll(3);
    for (std::int64_t c = 0; c < columns; ++c) {
      const auto moved = static_cast<std::int32_t>(c == 0 ? 0 : 1 + dice.roll(2));
      group.columns.push_back({static_cast<std::uint32_t>(c), {moved, 0, 0}});
      for (std::size_t d = 0; d < links; ++d) {
        const std::int64_t flow = c == 0 ? 0 : dice.roll(2 * size) - size;
        group.flows.push_back(static_cast<double>(flow));
      }
      group.flows.push_back(moved);
    }
    problem.groups.push_back(std::move(group));
  }
  return problem;
}

/// Every assignment in turn.
template <typename Look>
void for_each_assignment(const Problem& problem, const Look& look) {
  Assignment assignment(problem.groups.size(), 0);
  for (std::size_t at = 0; at < assignment.size();) {
    look(assignment);
    for (at = 0; at < assignment.size() && ++assignment[at] == problem.groups[at].columns.size();
         ++at) {
      assignment[at] = 0;
    }
  }
}

/// The least goal among the assignments that keep limits and caps.
std::optional<Incumbent> brute_force(const LevelView& view) {
  std::optional<Incumbent> best;
  for_each_assignment(view.problem(), [&](const Assignment& assignment) {
    const std::vector<std::int64_t> loads = view.loads(assignment);
    if (view.feasible(loads) && (!best || view.value(loads) < best->value)) {
      best = Incumbent{assignment, view.value(loads), view.tie(assignment)};
    }
  });
  return best;
}

/// What the search asks for one after the other: the least excess; a goal among those with that
/// excess; the bill among those with that congestion too.
LexicographicLevel some_level(const Problem& problem, Dice& dice, Incumbent& start) {
  LexicographicLevel excess{Goal::excess, {}};
  start = *brute_force(LevelView(problem, excess));
  if (dice.roll(5) == 0) {
    return excess;
  }
  LexicographicLevel level{Goal::value, {{Goal::excess, start.value + dice.roll(2) * mbps}}};
  if (dice.roll(3) == 0) {
    level.goal = Goal::phi;
    start = *brute_force(LevelView(problem, level));
    level.goal_caps.push_back({Goal::phi, start.value});
    level.goal = Goal::bill;
  }
  return level;
}

struct Counts {
  std::size_t complete = 0, improved = 0, in_excess = 0;
};

/// The exact search, with this work, from a start that keeps the caps, though seldom the best plan.
void expect_truth(std::uint64_t seed, std::uint64_t work, Counts& counts) {
  Dice dice(seed);
  const Problem problem = lumpy_problem(dice, 1 + static_cast<int>(dice.roll(7)));
  Incumbent best;
  const LevelView view(problem, some_level(problem, dice, best));
  const std::optional<Incumbent> expected = brute_force(view);
  ASSERT_TRUE(expected) << seed;
  best.value = view.value(view.loads(best.assignment));
  const Int128 start = best.value;
  Options options;
  options.work_limit = work;
  WorkBudget budget(options);
  const LagrangianBound root =
      raise_bound(view, full_spans(problem), {best.value, 1e-9, 400}, budget);
  ASSERT_TRUE(root.possible) << seed;
  ASSERT_TRUE(root.bound <= expected->value) << seed;
  const ExactResult found = exact_search(view, root.prices, Ties::ignored, work, budget, best);
  ASSERT_TRUE(found.lower_bound <= expected->value) << seed;
  const std::vector<std::int64_t> loads = view.loads(best.assignment);
  ASSERT_TRUE(view.feasible(loads)) << seed;
  ASSERT_TRUE(view.value(loads) == best.value) << seed;
  ASSERT_TRUE(best.value >= expected->value) << seed;
  if (found.complete) {
    ASSERT_TRUE(best.value == expected->value) << seed;
    ASSERT_TRUE(found.lower_bound == expected->value) << seed;
  }
  counts.complete += found.complete ? 1 : 0;
  counts.improved += best.value < start ? 1 : 0;
  counts.in_excess += expected->value > 0 && view.level().goal == Goal::excess ? 1 : 0;
}

TEST(ExactSearch, FindsTheBestOfAllAssignmentsWhereNothingStopsIt) {
  Counts counts;
  constexpr std::size_t cases = 1'000;
  for (std::uint64_t seed = 1; seed <= cases && !HasFatalFailure(); ++seed) {
    expect_truth(seed, 4'000'000'000, counts);
  }
  EXPECT_EQ(counts.complete, cases);
  EXPECT_GT(counts.improved, cases / 10);
  EXPECT_GT(counts.in_excess, cases / 20);
}

TEST(ExactSearch, AWorkLimitLeavesTrueBounds) {
  Counts counts;
  for (std::uint64_t seed = 1; seed <= 1'000 && !HasFatalFailure(); ++seed) {
    expect_truth(seed, std::uint64_t{1000} << (seed % 10), counts);
  }
  EXPECT_GT(counts.improved, 50U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
