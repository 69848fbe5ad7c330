#include "src/optimiser/search/group_branching.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>

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
Problem lumpy_problem(Dice& dice, int units) {
  Problem problem;
  const std::size_t links = 1 + static_cast<std::size_t>(dice.roll(4));
  for (std::size_t d = 0; d < links; ++d) {
    Dimension dimension;
    dimension.base = (700 + dice.roll(500)) * mbps;  // No plan takes off more than 680.
    const model::Bps capacity{(600 + dice.roll(900)) * mbps};
    goal(dimension, Goal::value) = some_curve(dice);
    goal(dimension, Goal::bill) = some_curve(dice);
    goal(dimension, Goal::excess) = billing::excess_curve(capacity);
    goal(dimension, Goal::phi) = billing::phi_curve(capacity);
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
    JointBill bill;
    for (std::size_t d = 0; d < links; ++d) {
      bill.parts.push_back({d, dice.roll(2) * dice.roll(900) * mbps});
    }
    bill.outer = some_curve(dice);
    problem.joint_bills.push_back(std::move(bill));
  }
  for (int u = 0; u < units; ++u) {
    DecisionGroup unit;
    const std::int64_t size = (u < 3 ? 200 : 20) * mbps;
    const std::int64_t columns = 2 + dice.roll(3);
    for (std::int64_t c = 0; c < columns; ++c) {
      const auto moved = static_cast<std::int32_t>(c == 0 ? 0 : 1 + dice.roll(2));
      unit.columns.push_back({static_cast<std::uint32_t>(c), {moved, 0, 0}});
      for (std::size_t d = 0; d < links; ++d) {
        const std::int64_t flow = c == 0 ? 0 : dice.roll(2 * size) - size;
        unit.flows.push_back(static_cast<double>(flow));
      }
      unit.flows.push_back(moved);
    }
    problem.units.push_back(std::move(unit));
  }
  return problem;
}

/// Every choice in turn.
template <typename Look>
void for_each_choice(const Problem& problem, const Look& look) {
  Assignment choice(problem.units.size(), 0);
  for (std::size_t at = 0; at < choice.size();) {
    look(choice);
    for (at = 0; at < choice.size() && ++choice[at] == problem.units[at].columns.size(); ++at) {
      choice[at] = 0;
    }
  }
}

/// The least goal among the choices that keep limits and holds.
std::optional<Incumbent> brute_force(const LevelView& view) {
  std::optional<Incumbent> best;
  for_each_choice(view.problem(), [&](const Assignment& choice) {
    const std::vector<std::int64_t> loads = view.loads(choice);
    if (view.feasible(loads) && (!best || view.value(loads) < best->value)) {
      best = Incumbent{choice, view.value(loads), view.tie(choice)};
    }
  });
  return best;
}

/// What the search asks for one after the other: the least excess; a goal among those with that
/// excess; the bill among those with that congestion too.
LexicographicLevel some_stage(const Problem& problem, Dice& dice, Incumbent& start) {
  const LexicographicLevel excess{Goal::excess, {}};
  start = *brute_force(LevelView(problem, excess));
  if (dice.roll(5) == 0) {
    return excess;
  }
  LexicographicLevel stage{Goal::value, {{Goal::excess, start.value + dice.roll(2) * mbps}}};
  if (dice.roll(3) == 0) {
    stage.goal = Goal::phi;
    start = *brute_force(LevelView(problem, stage));
    stage.holds.push_back({Goal::phi, start.value});
    stage.goal = Goal::bill;
  }
  return stage;
}

struct Counts {
  std::size_t closed = 0, improved = 0, in_excess = 0;
};

/// A start that keeps the holds, though seldom the best, then branching with this gap and work.
void expect_truth(std::uint64_t seed, double gap_limit, std::uint64_t work, Counts& counts) {
  Dice dice(seed);
  const Problem problem = lumpy_problem(dice, 1 + static_cast<int>(dice.roll(7)));
  Incumbent best;
  const LevelView view(problem, some_stage(problem, dice, best));
  const std::optional<Incumbent> expected = brute_force(view);
  ASSERT_TRUE(expected) << seed;
  best.value = view.value(view.loads(best.choice));
  const Int128 start = best.value;
  Options options;
  options.work_limit = work;
  WorkBudget budget(options);
  const LagrangianBound root =
      raise_bound(view, full_spans(problem), best.value, 1e-9, 400, nullptr, budget);
  ASSERT_TRUE(root.possible) << seed;
  const Int128 bound = branch_on_units(view, root, gap_limit, work, budget, best);
  ASSERT_TRUE(bound >= root.bound) << seed;
  ASSERT_TRUE(bound <= expected->value) << seed;
  const std::vector<std::int64_t> loads = view.loads(best.choice);
  ASSERT_TRUE(view.feasible(loads)) << seed;
  ASSERT_TRUE(view.value(loads) == best.value) << seed;
  ASSERT_TRUE(view.tie(best.choice) == best.tie) << seed;
  ASSERT_TRUE(best.value >= expected->value) << seed;
  counts.closed += bound == best.value ? 1 : 0;
  counts.improved += best.value < start ? 1 : 0;
  counts.in_excess += expected->value > 0 && view.stage().goal == Goal::excess ? 1 : 0;
}

TEST(BranchOnUnits, BoundsAndPlansAreTrueAndMeetWhereNothingStopsIt) {
  Counts counts;
  constexpr std::size_t cases = 2'000;
  for (std::uint64_t seed = 1; seed <= cases && !HasFatalFailure(); ++seed) {
    expect_truth(seed, 0, 4'000'000'000, counts);
  }
  EXPECT_GT(counts.closed, cases - cases / 50);
  EXPECT_GT(counts.improved, cases / 10);
  EXPECT_GT(counts.in_excess, cases / 20);
}

TEST(BranchOnUnits, AGapAndAWorkLimitLeaveTrueBounds) {
  Counts counts;
  for (std::uint64_t seed = 1; seed <= 1'000 && !HasFatalFailure(); ++seed) {
    const double gap = seed % 3 == 0 ? 0.0 : (seed % 3 == 1 ? 1e-4 : 0.05);
    expect_truth(seed, gap, std::uint64_t{1000} << (seed % 16), counts);
  }
  EXPECT_GT(counts.improved, 50U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
