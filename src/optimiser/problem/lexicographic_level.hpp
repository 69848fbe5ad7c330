#pragma once

#include <cstdint>
#include <vector>

#include "src/optimiser/problem/problem.hpp"

namespace bgpte::optimiser {

using model::Int128;

using Assignment = std::vector<std::uint32_t>;  ///< One column for each group; 0 is today.

/// One level of the lexicographic minimisation: a goal, and caps on the goals of earlier levels
/// (docs/optimiser.md, "Levels").
struct LexicographicLevel {
  struct GoalCap {
    Goal goal = Goal::excess;
    Int128 max = 0;
  };
  Goal goal = Goal::value;
  std::vector<GoalCap> goal_caps;
};

/// Prices of the Lagrangian: for each bps of a dimension, each unit of a held goal, each bps of a
/// joint bill, each underestimator of each replayed bill in turn. Any prices give a true lower
/// bound (caps and replayed >= 0).
struct Prices {
  std::vector<Int128> dimensions;
  std::vector<Int128> goal_caps;
  std::vector<Int128> joint;
  std::vector<Int128> replayed = {};
};

/// A problem with the goal, the caps and the limits of one level: exact values and bounds in 128
/// bits.
class LevelView {
 public:
  LevelView(const Problem& problem, LexicographicLevel level);

  [[nodiscard]] const Problem& problem() const { return problem_; }
  [[nodiscard]] const LexicographicLevel& level() const { return level_; }
  [[nodiscard]] std::size_t dimensions() const { return problem_.dimensions.size(); }
  [[nodiscard]] const billing::Piecewise& objective(std::size_t d) const { return objective_[d]; }
  [[nodiscard]] const billing::Piecewise& capped_goal(std::size_t cap, std::size_t d) const;
  [[nodiscard]] std::int64_t limit(std::size_t d) const { return limit_[d]; }
  [[nodiscard]] Int128 constant() const { return constant_; }
  /// Factor of a joint term in the goal; 0 where it does not count.
  [[nodiscard]] Int128 joint_factor(std::size_t term) const {
    return problem_.joint_terms[term].factors[static_cast<std::size_t>(level_.goal)];
  }
  /// The same in a capped goal.
  [[nodiscard]] Int128 joint_factor(std::size_t cap, std::size_t term) const {
    return problem_.joint_terms[term].factors[static_cast<std::size_t>(level_.goal_caps[cap].goal)];
  }
  /// The sum of a joint term: of the greater of floor and load over its parts.
  [[nodiscard]] std::int64_t joint_rate(std::size_t term,
                                        const std::vector<std::int64_t>& loads) const;
  /// What that sum may be at most.
  [[nodiscard]] std::int64_t joint_limit(std::size_t term) const { return joint_limit_[term]; }
  /// Factor of replayed bills in the goal; 0 where they do not count.
  [[nodiscard]] Int128 bill_factor() const { return bill_factor_; }
  /// Replayed bills, where they count.
  [[nodiscard]] const std::vector<ReplayBound>& replays() const { return replays_; }
  /// True for a volume of a replayed bill that counts: it has no curve of its own.
  [[nodiscard]] bool replayed(std::size_t d) const { return replayed_[d]; }
  /// Steps of one look at every replayed bill that counts.
  [[nodiscard]] std::uint64_t replay_work() const { return replay_work_; }
  /// The bounds of replayed bills become sharpest at these loads; before, they have no prices of
  /// their own. Counts the steps that it took.
  [[nodiscard]] std::uint64_t aim(const std::vector<std::int64_t>& loads);
  [[nodiscard]] const std::vector<std::int64_t>& aimed_at() const { return aimed_at_; }
  [[nodiscard]] std::size_t replay_prices() const;

  [[nodiscard]] std::vector<std::int64_t> loads(const Assignment& assignment) const;
  /// The goal at these loads.
  [[nodiscard]] Int128 value(const std::vector<std::int64_t>& loads) const;
  [[nodiscard]] bool feasible(const std::vector<std::int64_t>& loads) const;
  [[nodiscard]] TieRank tie(const Assignment& assignment) const;

  /// Every curve with the prices of caps and joint bills added: what `bound` minimises.
  [[nodiscard]] std::vector<billing::Piecewise> priced(const Prices& prices) const;
  /// True lower bound of the goal's part in the dimensions, over the spans:
  /// sum of least(curve(y) - price * (y - base)) - caps + joint bills. Nothing if some span is
  /// beyond its limit or a cap cannot be kept.
  struct Bound {
    bool possible = true;
    Int128 value = 0;
  };
  [[nodiscard]] Bound bound(const Prices& prices, const std::vector<billing::Piecewise>& priced,
                            const std::vector<Span>& spans) const;

 private:
  void cap_at_nothing(Goal goal);

  const Problem& problem_;
  LexicographicLevel level_;
  std::vector<billing::Piecewise> objective_;
  std::vector<std::int64_t> limit_;
  Int128 constant_ = 0;
  Int128 bill_factor_ = 0;
  std::vector<std::int64_t> joint_limit_;
  std::vector<ReplayBound> replays_;
  std::vector<bool> replayed_;
  std::vector<std::int64_t> aimed_at_;
  std::uint64_t replay_work_ = 0;
};

/// Zero prices: the bound is then the sum of the minima of the curves.
[[nodiscard]] Prices no_prices(const LevelView& view);

/// The bound that needs no prices: every curve at its least over the spans.
[[nodiscard]] Int128 unpriced_bound(const LevelView& view, const std::vector<Span>& spans);

/// Reduced cost of one column: what it adds to every dimension, times the prices, summed.
[[nodiscard]] Int128 reduced_cost(const Problem& problem, const DecisionGroup& group,
                                  std::size_t column, const Prices& prices);

}  // namespace bgpte::optimiser
