// Sweeps of the weight of congestion and of the number of changes; dominated points are left out.
#include "bgpte/optimiser/frontier.hpp"

#include <algorithm>
#include <tuple>

namespace bgpte::optimiser {
namespace {

/// Weights of congestion that are tried, in millionths: from a thousandth of the default to a
/// thousand times it, three steps for each factor of ten.
constexpr std::int64_t weights[] = {20,      50,      100,       200,       500,       1'000,
                                    2'000,   5'000,   10'000,    20'000,    50'000,    100'000,
                                    200'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 20'000'000};

/// Numbers of changes that are tried one by one before the steps grow.
constexpr std::size_t single_steps = 12;

/// Each of some thirty searches has this part of the work: a point that is a part of a percent off
/// looks the same on a plot.
constexpr std::uint64_t parts_of_the_work = 40;

struct Position {
  model::Bps excess;
  model::Money bill;
  model::Int128 phi = 0;
};

Position position(const FrontierPoint& point) {
  const evaluation::Evaluation& after = point.optimum.after;
  return {after.excess, after.bill.expected, after.phi};
}

/// Keeps the points with the least excess that no other beats in both bill and congestion, the
/// cheapest first; of equal ones the one with the fewest changes.
void keep_non_dominated(std::vector<FrontierPoint>& points) {
  if (points.empty()) {
    return;
  }
  model::Bps least = position(points.front()).excess;
  for (const FrontierPoint& point : points) {
    least = std::min(least, position(point).excess);
  }
  std::erase_if(points, [&](const FrontierPoint& point) { return position(point).excess > least; });
  std::stable_sort(points.begin(), points.end(),
                   [](const FrontierPoint& a, const FrontierPoint& b) {
                     const Position left = position(a);
                     const Position right = position(b);
                     return std::tie(left.bill, left.phi, a.optimum.after.changes) <
                            std::tie(right.bill, right.phi, b.optimum.after.changes);
                   });
  std::vector<FrontierPoint> kept;
  for (FrontierPoint& point : points) {
    if (kept.empty() || position(point).phi < position(kept.back()).phi) {
      kept.push_back(std::move(point));
    }
  }
  points = std::move(kept);
}

bool stops(const Options& options) {
  return options.interrupt != nullptr && options.interrupt->load(std::memory_order_relaxed);
}

}  // namespace

Frontier frontier(const evaluation::Baseline& baseline, const Options& asked) {
  Options options = asked;
  options.work_limit = asked.work_limit / parts_of_the_work;
  if (!options.forecasts) {
    options.forecasts = make_forecast_cache(KeptFlows::some);
  }
  Frontier result;
  const model::Policy& policy = baseline.scenario().policy;
  model::Policy variant = policy;

  // Cost against congestion: changes are free here, so that both axes are what they say.
  variant.weights.change = model::Ratio{0};
  variant.least_relief = model::Ratio{0};
  const auto solve = [&](std::vector<FrontierPoint>& to, model::Ratio weight, std::size_t changes) {
    to.push_back({weight, changes, optimise(baseline.with_policy(variant), options)});
  };
  variant.strategy = model::Strategy::cost;
  solve(result.cost_congestion, model::Ratio{0}, 0);
  variant.strategy = model::Strategy::balanced;
  for (const std::int64_t weight : weights) {
    if (stops(options)) {
      break;
    }
    variant.weights.congestion = model::Ratio{weight};
    solve(result.cost_congestion, model::Ratio{weight}, 0);
  }
  variant.strategy = model::Strategy::congestion;
  solve(result.cost_congestion, policy.weights.congestion, 0);
  keep_non_dominated(result.cost_congestion);

  // Benefit against the number of changes, for the strategy as it is.
  variant.strategy = policy.strategy;
  variant.weights = policy.weights;
  variant.weights.change = model::Ratio{0};
  variant.max_changes = policy.max_changes;
  const Optimum unlimited_changes = optimise(baseline.with_policy(variant), options);
  const std::size_t top = unlimited_changes.after.changes;
  const auto benefit = [](const Optimum& optimum) {
    return std::make_pair(optimum.after.excess, optimum.after.value);
  };
  for (std::size_t changes = 0; changes < top && !stops(options);
       changes += changes < single_steps ? 1 : std::max<std::size_t>(1, changes / 4)) {
    variant.max_changes = changes;
    solve(result.by_changes, policy.weights.congestion, changes);
    FrontierPoint& point = result.by_changes.back();
    if (point.optimum.termination != Termination::optimal && policy.least_relief.millionths > 0) {
      // Where each change must bring something there is much less to look at, so that the plan may
      // be better; what was proven holds for all.
      model::Policy fewer = variant;
      fewer.least_relief = policy.least_relief;
      Optimum other = optimise(baseline.with_policy(fewer), options);
      if (benefit(other) < benefit(point.optimum)) {
        point.optimum.plan = std::move(other.plan);
        point.optimum.after = std::move(other.after);
      }
    }
  }
  result.by_changes.push_back({policy.weights.congestion, top, unlimited_changes});
  // A further change must bring something.
  std::vector<FrontierPoint> kept;
  for (FrontierPoint& point : result.by_changes) {
    if (kept.empty() || benefit(point.optimum) < benefit(kept.back().optimum)) {
      kept.push_back(std::move(point));
    }
  }
  result.by_changes = std::move(kept);
  return result;
}

}  // namespace bgpte::optimiser
