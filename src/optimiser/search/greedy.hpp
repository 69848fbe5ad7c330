#pragma once

#include "src/optimiser/search/local_search.hpp"

namespace bgpte::optimiser {

/// From a feasible assignment, takes the best column of one group, again and again, until no single
/// one makes the goal less, sixteen were taken or the work is used up. Replaces `best` if the
/// result, compared in integers, is better. So nothing that a search answers is worse than a plan
/// that one change makes better.
void greedy(const LevelView& view, Assignment start, WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
