#include "src/optimiser/search/tier_branching.hpp"

#include <algorithm>
#include <optional>

#include "src/optimiser/search/local_search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t most_boxes = 400;

struct Box {
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
Int128 dent(const billing::Piecewise& curve, std::size_t i, const Span& span) {
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

/// The break point inside the box where the bound loses most.
std::optional<Split> worst_dent(const LevelView& view, const std::vector<Span>& spans) {
  std::optional<Split> worst;
  Int128 most = 0;
  for (std::size_t d = 0; d < spans.size(); ++d) {
    const billing::Piecewise& curve = view.objective(d);
    const std::int64_t hi = std::min(spans[d].hi, view.limit(d));
    for (std::size_t i = 1; i < curve.segments().size(); ++i) {
      const std::int64_t from = curve.segments()[i].from;
      if (from <= spans[d].lo || from > hi) {
        continue;
      }
      const Int128 size = dent(curve, i, {spans[d].lo, hi});
      if (size > most) {
        most = size;
        worst = Split{d, from};
      }
    }
  }
  return worst;
}

}  // namespace

bool has_jumps(const LevelView& view, const std::vector<Span>& spans) {
  return worst_dent(view, spans).has_value();
}

Int128 branch_on_tiers(const LevelView& view, const std::vector<Span>& spans,
                       const LagrangianBound& root, double gap_limit, std::uint64_t work_end,
                       WorkBudget& budget, Incumbent& best) {
  std::vector<Box> open{{spans, root.bound, root.prices}};
  Int128 closed = best.value;  // Least bound of boxes that cannot be split any further.
  bool any_closed = false;
  std::size_t boxes = 0;
  const auto lower = [&] {
    Int128 bound = any_closed ? std::min(closed, best.value) : best.value;
    for (const Box& box : open) {
      bound = std::min(bound, box.bound);
    }
    return std::max(bound, std::min(root.bound, best.value));
  };
  while (!open.empty() && boxes < most_boxes && budget.work() < work_end && !budget.stop()) {
    if (within_gap(best.value, lower(), gap_limit)) {
      break;
    }
    const auto least = std::min_element(
        open.begin(), open.end(), [](const Box& a, const Box& b) { return a.bound < b.bound; });
    const Box box = std::move(*least);
    open.erase(least);
    if (box.bound >= best.value) {
      continue;
    }
    const std::optional<Split> split = worst_dent(view, box.spans);
    if (!split) {
      closed = any_closed ? std::min(closed, box.bound) : box.bound;
      any_closed = true;
      continue;
    }
    for (const bool upper : {false, true}) {
      Box half{box.spans, box.bound, box.prices};
      if (upper) {
        half.spans[split->dimension].lo = split->at;
      } else {
        half.spans[split->dimension].hi = split->at - 1;
      }
      ++boxes;
      const LagrangianBound dual =
          raise_bound(view, half.spans, best.value, gap_limit / 4, 200, &half.prices, budget);
      if (!dual.possible) {
        continue;
      }
      half.bound = std::max(half.bound, dual.bound);
      half.prices = dual.prices;
      if (half.bound < best.value) {
        improve(view, dual.open, dual.visited.back(), budget, best);
        exchange(view, dual.open, dual.prices, std::min(half.bound, best.value),
                 dual.visited.back(), std::min(work_end, budget.work() + 60'000'000), budget, best);
        open.push_back(std::move(half));
      }
    }
  }
  return lower();
}

}  // namespace bgpte::optimiser
