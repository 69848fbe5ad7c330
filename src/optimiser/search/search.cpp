// The search of one level: bound by prices, plans by local search, then branch and bound.
#include "src/optimiser/search/search.hpp"

#include <algorithm>

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/search/few_changes.hpp"
#include "src/optimiser/search/greedy.hpp"
#include "src/optimiser/search/local_search.hpp"
#include "src/optimiser/search/shared_search.hpp"
#include "src/optimiser/search/tier_branching.hpp"

namespace bgpte::optimiser {
namespace {

/// Beyond this many columns branch and bound closes nothing.
constexpr std::size_t max_closable_columns = 400'000;
/// And beyond this many prefixes with a choice it seldom closes anything, however long it runs.
constexpr std::size_t max_closable_groups = 100;

/// After so many relaxed assignments in a row from which exchanges found no better plan, a search
/// with many groups leaves the rest alone.
constexpr int max_starts_in_vain = 2;

/// Steps of the bundle method.
constexpr std::size_t max_ascent_steps = 400;

/// Small enough that closing the search for good is expected to be quick.
bool is_small(const Problem& problem) {
  return problem.groups.size() <= 12;
}

/// The search of one level over stored columns.
class LevelSearch {
 public:
  LevelSearch(LevelView& view, Ties ties, double gap_limit, WorkBudget& budget)
      : view_(view),
        ties_(ties),
        gap_limit_(gap_limit),
        budget_(budget),
        spans_(full_spans(view.problem())),
        columns_(view.problem().column_count()),
        small_(is_small(view.problem())),
        nonconvex_(!small_ && has_concave_break(view, spans_)) {}

  Reached run(const Assignment& start) {
    result_.best = {start, view_.value(view_.loads(start)),
                    ties_ == Ties::settled ? view_.tie(start) : TieRank{}};
    if (columns_ <= max_closable_columns) {
      const std::uint64_t limit = budget_.reserve(0.6);  // For the bound and what follows it.
      greedy(view_, start, budget_, result_.best);
      improve(view_, start, budget_, result_.best);
      budget_.set_limit(limit);
    }
    // Where plans may have many changes, branch and bound closes a few groups of few columns
    // sooner.
    const bool quick = small_ && columns_ < 10'000 && view_.problem().most_changes > 2;
    const double try_share = quick ? 0.002 : 0.1;
    if (few_changes(view_, budget_.share(try_share), budget_, result_.best)) {
      result_.lower_bound = result_.best.value;
      result_.proven = result_.near = result_.ordered = true;
      return std::move(result_);
    }
    // The goal is nowhere below its least over the spans (an excess is never negative).
    const Int128 plain = unpriced_bound(view_, spans_);
    if (ties_ == Ties::ignored && plain >= result_.best.value) {
      result_.lower_bound = result_.best.value;
      result_.proven = true;
      return std::move(result_);
    }
    if (budget_.asked_to_stop()) {
      result_.lower_bound = std::min(plain, result_.best.value);
      return std::move(result_);
    }
    budget_.spend(view_.aim(view_.loads(result_.best.assignment)));
    const LagrangianBound lagrangian =
        raise_bound(view_, spans_, {result_.best.value, 1e-9, max_ascent_steps}, budget_);
    bound_ = std::max(plain, lagrangian.bound);
    update();
    const SearchContext context{view_, lagrangian.prices, bound_, budget_, result_.best};
    improve_relaxed(lagrangian);
    if (!small_ && !near_enough(gap_limit_ / 4)) {
      exchange_from_relaxed(context, lagrangian);
    }
    update();
    if (result_.lower_bound == result_.best.value && ties_ == Ties::ignored) {
      result_.proven = true;
      return std::move(result_);
    }
    close_gap(lagrangian);
    return std::move(result_);
  }

 private:
  void update() { result_.lower_bound = std::min(bound_, result_.best.value); }
  [[nodiscard]] bool near_enough(double limit) const { return within(result_, limit); }

  /// 1-opt from the relaxed assignments of the last steps: they differ in the groups that are
  /// nearly undecided, so that each is a start of its own.
  void improve_relaxed(const LagrangianBound& lagrangian) {
    const std::size_t visited = lagrangian.visited.size();
    const std::size_t starts = small_ ? visited : std::min<std::size_t>(3, visited);
    for (std::size_t i = 0; i < starts; ++i) {
      improve(view_, lagrangian.visited[visited - 1 - i], budget_, result_.best);
    }
  }

  /// Exchanges from the relaxed assignments, the last first, then from the best plan.
  void exchange_from_relaxed(const SearchContext& context, const LagrangianBound& lagrangian) {
    const std::uint64_t end = budget_.share(0.3);
    const bool many = !nonconvex_ && view_.problem().groups.size() > max_closable_groups;
    int in_vain = 0;
    for (auto start = lagrangian.visited.rbegin();
         start != lagrangian.visited.rend() && !near_enough(gap_limit_) &&
         !(in_vain >= max_starts_in_vain && many);
         ++start) {
      const Int128 before = result_.best.value;
      exchange(context, *start, end);
      update();
      in_vain = result_.best.value < before ? 0 : in_vain + 1;
    }
    exchange(context, Assignment(result_.best.assignment), end);
  }

  /// Branches on tiers where curves are not convex, then searches the columns that are left.
  void close_gap(const LagrangianBound& lagrangian) {
    if (nonconvex_ && !near_enough(gap_limit_)) {
      bound_ = std::max(bound_,
                        branch_on_tiers(view_, spans_, lagrangian, {gap_limit_, budget_.share(0.6)},
                                        budget_, result_.best));
      update();
    }
    result_.near = near_enough(gap_limit_);
    if (columns_ > max_closable_columns) {
      result_.proven = result_.lower_bound == result_.best.value;
      return;
    }
    // A search with more open groups than can ever be closed gets a short try, one that is near
    // enough already a longer one, others half of what is left.
    std::uint64_t end = budget_.share(0.5);
    if (view_.problem().groups.size() > max_closable_groups) {
      end = std::min(end, budget_.work() + 5'000'000);
    } else if (!small_ && near_enough(gap_limit_)) {
      end = std::min(end, budget_.work() + 50'000'000);
    }
    const ExactResult exact =
        exact_search(view_, lagrangian.prices, ties_, end, budget_, result_.best);
    result_.lower_bound =
        std::min(std::max(result_.lower_bound, exact.lower_bound), result_.best.value);
    result_.proven = exact.complete || result_.lower_bound == result_.best.value;
    result_.near = near_enough(gap_limit_);
    if (exact.complete && ties_ == Ties::settled) {
      result_.ordered =
          first_in_order(view_, lagrangian.prices, budget_.share(0.9), budget_, result_.best);
    }
  }

  LevelView& view_;
  Ties ties_;
  double gap_limit_;
  WorkBudget& budget_;
  std::vector<Span> spans_;  ///< Where each dimension can end.
  std::size_t columns_;
  bool small_;      ///< The exact search is expected to be quick.
  bool nonconvex_;  ///< Some curve of a search that is not small is not convex.
  Int128 bound_ = 0;
  Reached result_;
};

}  // namespace

bool within(const Reached& reached, double limit) {
  return within_gap(reached.best.value, reached.lower_bound, limit);
}

Reached search(Problem& problem, const LexicographicLevel& level, const Assignment& start,
               Ties ties, double gap_limit, WorkBudget& budget) {
  LevelView view(problem, level);
  if (problem.classes) {
    return shared_search(problem, view, start, gap_limit, budget);
  }
  return LevelSearch(view, ties, gap_limit, budget).run(start);
}

}  // namespace bgpte::optimiser
