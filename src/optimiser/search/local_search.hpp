#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// Replaces `best` if the assignment is feasible and better by value, then by ties; in integers.
/// True if it was.
bool accept_if_better(const LevelView& view, const Assignment& assignment, Incumbent& best);

/// What a local search works on.
struct SearchContext {
  const LevelView& view;
  const OpenColumns& open;  ///< Columns that are tried; empty: all.
  const Prices& prices;     ///< Prices of the Lagrangian: what a unit of each dimension is worth.
  Int128 bound = 0;         ///< Lower bound of the level that these prices prove.
  WorkBudget& budget;
  Incumbent& best;  ///< Replaced by every better plan, compared exactly.
};

/// 1-opt: makes an assignment feasible if it can, then better one group at a time until no single
/// group helps (the least violation first, then the goal). Replaces `best` if the result, compared
/// in integers, is better.
void improve(const LevelView& view, const OpenColumns& open, Assignment start, WorkBudget& budget,
             Incumbent& best);

/// The price per bps above the limit of each dimension, for a search in which limits may be broken:
/// `factor` times the Lagrangian price of the dimension, and at least a tenth of the mean price of
/// a load.
[[nodiscard]] std::vector<double> limit_prices(const LevelView& view, const Prices& prices,
                                               double factor);

/// 1-opt from an assignment that is nearly optimal at the prices and may break limits. Breaking a
/// limit costs its price first, then more and more, before it is forbidden: so the groups that can
/// make room cheaply do.
void improve_by_prices(const SearchContext& context, Assignment start);

/// The mean of relaxed assignments: the sums of its dimensions and the assignment nearest to it.
struct RelaxedMean {
  const std::vector<double>& loads;
  const Assignment& rounded;
};

/// Brings the rounded assignment nearer and nearer to the loads of the mean (`approach`), and
/// improves it by prices at each distance, until `best` is within `gap_limit` of the bound.
void improve_near(const SearchContext& context, const RelaxedMean& mean, double gap_limit);

/// 2-opt and 3-opt: changes the columns of two or three groups at once, which can bring several
/// loads to their break points together. Tries the columns whose reduced cost is least, and only
/// those that a plan better than `best` can contain, given the bound. Ends where nothing helps or
/// the work counter passes `work_end`.
void exchange(const SearchContext& context, Assignment start, std::uint64_t work_end);

}  // namespace bgpte::optimiser
