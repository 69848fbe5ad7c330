#pragma once

#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/search/exact_search.hpp"

namespace bgpte::optimiser {

/// The best plan of a level over shared candidates, where links are to be relieved by few changes.
/// Every such plan has one of the few candidates that bring much (Problem::leading). Around each of
/// them the goal's tangent plane is a lower bound, for curves are convex: only what is cheap there
/// can be part of a better plan. Those are priced and stored, and every plan of them is tried.
/// Improves `best` by value, then by all rules of ties. True if no better plan is left; false where
/// the level is not of this kind, too much is cheap, or the budget ends.
[[nodiscard]] bool relief_search(Problem& problem, const LevelView& view,
                                 const std::vector<Span>& spans, WorkBudget& budget,
                                 Incumbent& best);

}  // namespace bgpte::optimiser
