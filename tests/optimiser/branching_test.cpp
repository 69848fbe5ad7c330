#include "src/optimiser/branching.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <random>

namespace bgpte::optimiser::testing {
namespace {

constexpr std::int64_t mbps = 1'000'000;

class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : engine_(seed) {}
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(bound));
  }

 private:
  std::mt19937_64 engine_;
};

/// Links with a rising price and a ceiling, one of them with a limit that today keeps, and a few
/// large prefixes among small ones.
Problem lumpy_problem(Numbers& numbers) {
  Problem problem;
  const std::size_t dims = 2 + static_cast<std::size_t>(numbers.below(3));
  for (std::size_t d = 0; d < dims; ++d) {
    Dimension dimension;
    dimension.base = (300 + numbers.below(500)) * mbps;
    const std::int64_t bend = (200 + numbers.below(900)) * mbps;
    const Int128 slope = 1 + numbers.below(20);
    dimension.goals[static_cast<std::size_t>(Goal::value)] =
        Piecewise({{0, 0, slope}, {bend, slope * bend, slope * (2 + numbers.below(9))}});
    dimension.goals[static_cast<std::size_t>(Goal::excess)] =
        excess_curve(model::Bps{(300 + numbers.below(600)) * mbps});
    if (numbers.below(3) == 0) {
      dimension.limit = dimension.base + numbers.below(200) * mbps;
    }
    problem.dimensions.push_back(std::move(dimension));
  }
  for (int u = 0; u < 8; ++u) {
    Unit unit;
    const std::int64_t size = (u < 3 ? 200 : 20) * mbps;
    for (std::uint32_t c = 0; c < 3; ++c) {
      unit.columns.push_back({c, {static_cast<std::int32_t>(c), 0, 0}});
      for (std::size_t d = 0; d < dims; ++d) {
        const std::int64_t flow = c == 0 ? 0 : numbers.below(2 * size) - size;
        unit.flows.push_back(static_cast<double>(flow));
      }
    }
    problem.units.push_back(std::move(unit));
  }
  return problem;
}

/// Every choice in turn.
template <typename Look>
void for_each_choice(const Problem& problem, const Look& look) {
  Choice choice(problem.units.size(), 0);
  for (std::size_t at = 0; at < choice.size();) {
    look(choice);
    for (at = 0; at < choice.size() && ++choice[at] == problem.units[at].columns.size(); ++at) {
      choice[at] = 0;
    }
  }
}

/// The least goal among the choices that keep limits and holds.
std::optional<Incumbent> brute_force(const StageView& view) {
  std::optional<Incumbent> best;
  for_each_choice(view.problem(), [&](const Choice& choice) {
    const std::vector<std::int64_t> loads = view.loads(choice);
    if (view.feasible(loads) && (!best || view.value(loads) < best->value)) {
      best = Incumbent{choice, view.value(loads), {}};
    }
  });
  return best;
}

TEST(BranchOnUnits, BoundsAndPlansAreTrueAndMeetWhereNothingStopsIt) {
  Numbers numbers(7);
  std::size_t closed = 0, improved = 0, held = 0;
  constexpr std::size_t cases = 120;
  for (std::size_t i = 0; i < cases; ++i) {
    const Problem problem = lumpy_problem(numbers);
    const std::optional<Incumbent> least_excess =
        brute_force(StageView(problem, {Goal::excess, {}}));
    ASSERT_TRUE(least_excess) << i;
    held += least_excess->value > 0 ? 1 : 0;
    const StageView view(problem, {Goal::value, {{Goal::excess, least_excess->value}}});
    const std::optional<Incumbent> expected = brute_force(view);
    ASSERT_TRUE(expected) << i;
    Incumbent best = *least_excess;
    best.value = view.value(view.loads(best.choice));
    const Int128 start = best.value;
    const Options options;
    Effort effort(options);
    const Dual root =
        raise_bound(view, full_spans(problem), best.value, 1e-9, 400, nullptr, effort);
    ASSERT_TRUE(root.possible) << i;
    ASSERT_TRUE(root.bound <= expected->value) << i;
    const Int128 bound =
        branch_on_units(view, root, 0, effort.work() + 1'000'000'000, effort, best);
    ASSERT_TRUE(bound >= root.bound) << i;
    ASSERT_TRUE(bound <= expected->value) << i;
    ASSERT_TRUE(view.feasible(view.loads(best.choice))) << i;
    ASSERT_TRUE(view.value(view.loads(best.choice)) == best.value) << i;
    ASSERT_TRUE(best.value >= expected->value) << i;
    closed += bound == best.value ? 1 : 0;
    improved += best.value < start ? 1 : 0;
    if (bound == best.value) {
      ASSERT_TRUE(best.value == expected->value) << i;
    }
  }
  EXPECT_GT(closed, cases / 2);
  EXPECT_GT(improved, cases / 4);
  EXPECT_GT(held, cases / 10);
  EXPECT_LT(held, cases - cases / 10);
}

TEST(BranchOnUnits, AWorkLimitLeavesATrueBound) {
  Numbers numbers(8);
  for (std::size_t i = 0; i < 40; ++i) {
    const Problem problem = lumpy_problem(numbers);
    const StageView view(problem, {Goal::excess, {}});
    const std::optional<Incumbent> expected = brute_force(view);
    const Choice today(problem.units.size(), 0);
    Incumbent best{today, view.value(view.loads(today)), {}};
    Options options;
    options.work_limit = 1000U << (i / 2);
    Effort effort(options);
    const Dual root =
        raise_bound(view, full_spans(problem), best.value, 1e-9, 400, nullptr, effort);
    const Int128 bound = branch_on_units(view, root, 0, options.work_limit, effort, best);
    ASSERT_TRUE(bound <= expected->value) << i;
    ASSERT_TRUE(best.value >= expected->value) << i;
  }
}

}  // namespace
}  // namespace bgpte::optimiser::testing
