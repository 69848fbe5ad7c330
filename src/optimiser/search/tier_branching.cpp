// Branch and bound over the spans of loads whose bills are not convex.
#include "src/optimiser/search/tier_branching.hpp"

#include <algorithm>
#include <optional>

#include "src/optimiser/search/local_search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t max_nodes = 400;
/// Steps of the bundle method at a node, and work of the exchanges that follow.
constexpr std::size_t max_steps_of_a_box = 200;
constexpr std::uint64_t work_of_exchanges = 60'000'000;

struct Node {
  std::vector<Span> spans;
  Int128 bound = 0;
  Prices prices;
};

struct Split {
  std::size_t dimension = 0;
  std::int64_t at = 0;  ///< The upper half begins here.
};

/// How much a curve falls short of convexity at a break point: the jump down, or the fall of the
/// price over the narrower side. 0 where it is convex.
Int128 convexity_defect(const billing::Piecewise& curve, std::size_t i, const Span& span) {
  const billing::Piecewise::Segment& before = curve.segments()[i - 1];
  const billing::Piecewise::Segment& after = curve.segments()[i];
  const Int128 reached = before.value + before.slope * (after.from - before.from);
  Int128 result = reached > after.value ? reached - after.value : after.value - reached;
  if (after.slope < before.slope) {
    const std::int64_t room = std::min(after.from - span.lo, span.hi - after.from + 1);
    result += (before.slope - after.slope) * room;
  }
  return result;
}

/// The break point inside the box where the bound loses max_defect.
std::optional<Split> worst_break(const LevelView& view, const std::vector<Span>& spans) {
  std::optional<Split> worst;
  Int128 max_defect = 0;
  for (std::size_t d = 0; d < spans.size(); ++d) {
    const billing::Piecewise& curve = view.objective(d);
    const std::int64_t hi = std::min(spans[d].hi, view.limit(d));
    for (std::size_t i = 1; i < curve.segments().size(); ++i) {
      const std::int64_t from = curve.segments()[i].from;
      if (from <= spans[d].lo || from > hi) {
        continue;
      }
      const Int128 size = convexity_defect(curve, i, {spans[d].lo, hi});
      if (size > max_defect) {
        max_defect = size;
        worst = Split{d, from};
      }
    }
  }
  return worst;
}

}  // namespace

bool has_concave_break(const LevelView& view, const std::vector<Span>& spans) {
  return worst_break(view, spans).has_value();
}

Int128 branch_on_tiers(const LevelView& view, const std::vector<Span>& spans,
                       const LagrangianBound& root, const BranchingLimits& limits,
                       WorkBudget& budget, Incumbent& best) {
  std::vector<Node> open{{spans, root.bound, root.prices}};
  Int128 closed = best.value;  // Least bound of nodes that cannot be split any further.
  bool any_closed = false;
  std::size_t nodes = 0;
  const auto lower = [&] {
    Int128 bound = any_closed ? std::min(closed, best.value) : best.value;
    for (const Node& node : open) {
      bound = std::min(bound, node.bound);
    }
    return std::max(bound, std::min(root.bound, best.value));
  };
  while (!open.empty() && nodes < max_nodes && budget.work() < limits.work_end && !budget.stop()) {
    if (within_gap(best.value, lower(), limits.gap_limit)) {
      break;
    }
    const auto least = std::min_element(
        open.begin(), open.end(), [](const Node& a, const Node& b) { return a.bound < b.bound; });
    const Node node = std::move(*least);
    open.erase(least);
    if (node.bound >= best.value) {
      continue;
    }
    const std::optional<Split> split = worst_break(view, node.spans);
    if (!split) {
      closed = any_closed ? std::min(closed, node.bound) : node.bound;
      any_closed = true;
      continue;
    }
    for (const bool upper : {false, true}) {
      Node half{node.spans, node.bound, node.prices};
      if (upper) {
        half.spans[split->dimension].lo = split->at;
      } else {
        half.spans[split->dimension].hi = split->at - 1;
      }
      ++nodes;
      const LagrangianBound lagrangian =
          raise_bound(view, half.spans,
                      {best.value, limits.gap_limit / 4, max_steps_of_a_box, &half.prices}, budget);
      if (!lagrangian.possible) {
        continue;
      }
      half.bound = std::max(half.bound, lagrangian.bound);
      half.prices = lagrangian.prices;
      if (half.bound < best.value) {
        improve(view, lagrangian.visited.back(), budget, best);
        exchange({view, lagrangian.prices, std::min(half.bound, best.value), budget, best},
                 lagrangian.visited.back(),
                 std::min(limits.work_end, budget.work() + work_of_exchanges));
        open.push_back(std::move(half));
      }
    }
  }
  return lower();
}

}  // namespace bgpte::optimiser
