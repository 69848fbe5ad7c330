#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// Replaces `best` if the choice is feasible and better, exactly.
bool take(const LevelView& view, const Assignment& choice, Incumbent& best);

/// Makes a choice feasible if it can, then better one unit at a time until no single unit helps
/// (1-opt by least violation, then value). Replaces `best` if the result, judged in integers,
/// beats it.
void improve(const LevelView& view, const OpenColumns& open, Assignment start, WorkBudget& budget,
             Incumbent& best);

/// What breaking each limit costs while limits are prices: `factor` times the price of the
/// dimension, and not much less than that of other loads.
[[nodiscard]] std::vector<double> limit_prices(const LevelView& view, const Prices& prices,
                                               double factor);

/// The same from a choice that is near the prices' optimum and may break limits: these cost their
/// prices first, then more and more, before they are limits. Where many units could make room, so
/// the cheap ones do.
void improve_by_prices(const LevelView& view, const OpenColumns& open, const Prices& prices,
                       Assignment start, WorkBudget& budget, Incumbent& best);

/// The same from the choice brought nearer and nearer to the sums of the mean that it was rounded
/// from, until a plan is within `gap_limit` of the bound.
void improve_near(const LevelView& view, const OpenColumns& open, const Prices& prices,
                  const std::vector<double>& mean, const Assignment& rounded, Int128 bound,
                  double gap_limit, WorkBudget& budget, Incumbent& best);

/// Better by exchanging the columns of two or three units at once, over the columns that cost
/// least at these prices: what it takes to bring several loads to their break points together.
/// Only columns that could be in a plan better than `best`, given the lower bound of the prices.
void exchange(const LevelView& view, const OpenColumns& open, const Prices& prices, Int128 bound,
              Assignment start, std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
