// Depth-first branch and bound over the columns that the prices leave open.
#include "src/optimiser/search/exact_search.hpp"

#include <algorithm>
#include <numeric>

#include "src/optimiser/bound/lagrangian_bound.hpp"

namespace bgpte::optimiser {
namespace {

/// The search recurses once for each open group.
constexpr std::size_t deepest = 5000;

struct Score {
  Int128 value = 0;
  TieRank tie;
  friend bool operator<(const Score& a, const Score& b) {
    return a.value != b.value ? a.value < b.value : a.tie < b.tie;
  }
};

/// A group in the order of branching: its open columns, cheapest first, and bounds on what this and
/// all later groups can add.
struct BranchLevel {
  std::size_t group = 0;
  std::vector<std::uint32_t> columns;
  std::vector<Score> reduced;  ///< Of each column in `columns`.
  Score suffix;                ///< Sum of the least scores of this level and those after it.
  std::vector<Span> reach;     ///< [dimension]: what this level and those after it can add.
};

class BranchAndBound {
 public:
  BranchAndBound(const LevelView& view, const Prices& prices, Ties ties, std::uint64_t work_end,
                 WorkBudget& budget, Incumbent& best)
      : view_(view),
        problem_(view.problem()),
        prices_(prices),
        ties_(ties == Ties::settled),
        work_end_(work_end),
        budget_(budget),
        best_(best),
        priced_(view.priced(prices)) {}

  ExactResult improve() {
    if (!ties_) {
      best_.tie = {};
    }
    make_levels();
    std::sort(levels_.begin(), levels_.end(), [](const BranchLevel& a, const BranchLevel& b) {
      const Int128 left = spread(a);
      const Int128 right = spread(b);
      return left != right ? left > right : a.group < b.group;
    });
    finish_levels();
    const LevelView::Bound root = bound_at(0);
    ExactResult result{false, root.possible ? root.value + decided_.value : best_.value};
    if (levels_.size() <= deepest) {
      descend(0, decided_);
    } else {
      stopped_ = true;
    }
    result.complete = !stopped_;
    if (result.complete) {
      result.lower_bound = best_.value;
    }
    result.lower_bound = std::min(result.lower_bound, best_.value);
    return result;
  }

  bool find_first() {
    goal_ = Score{best_.value, best_.tie};
    in_order_ = true;
    make_levels();
    for (BranchLevel& level : levels_) {
      // The last tie rule: an earlier change comes first, today's advertisement last.
      std::vector<std::size_t> order(level.columns.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      const auto rank = [&](std::size_t i) {
        return level.columns[i] == 0 ? ~std::uint32_t{0} : level.columns[i];
      };
      std::sort(order.begin(), order.end(),
                [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
      BranchLevel sorted = level;
      for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.columns[i] = level.columns[order[i]];
        sorted.reduced[i] = level.reduced[order[i]];
      }
      level = std::move(sorted);
    }
    finish_levels();
    if (levels_.size() > deepest) {
      return false;
    }
    descend(0, decided_);
    return !stopped_;
  }

 private:
  static Int128 spread(const BranchLevel& level) {
    return level.reduced.back().value - level.reduced.front().value;
  }

  /// Columns that the prices leave open, cheapest first: those whose reduced cost alone lifts the
  /// bound above the incumbent can be in no better plan.
  void make_levels() {
    std::vector<std::vector<Score>> scores;
    Int128 total = 0;
    std::vector<Score> least;
    for (const DecisionGroup& group : problem_.groups) {
      std::vector<Score> score(group.columns.size());
      for (std::size_t c = 0; c < group.columns.size(); ++c) {
        score[c].value = reduced_cost(problem_, group, c, prices_);
        if (ties_) {
          score[c].tie = group.columns[c].tie;
        }
      }
      least.push_back(*std::min_element(score.begin(), score.end()));
      total += least.back().value;
      scores.push_back(std::move(score));
    }
    const LevelView::Bound root = view_.bound(prices_, priced_, full_spans(problem_));
    const Int128 gap = root.possible ? best_.value - (root.value + total) : 0;
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      BranchLevel level;
      level.group = u;
      std::vector<std::uint32_t> order(scores[u].size());
      std::iota(order.begin(), order.end(), 0U);
      std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return scores[u][a] < scores[u][b];
      });
      for (const std::uint32_t c : order) {
        if (scores[u][c].value - least[u].value <= gap) {
          level.columns.push_back(c);
          level.reduced.push_back(scores[u][c]);
        }
      }
      if (level.columns.empty()) {
        level.columns.push_back(order.front());
        level.reduced.push_back(scores[u][order.front()]);
      }
      levels_.push_back(std::move(level));
      budget_.spend(scores[u].size());
    }
  }

  /// Units with one column left are decided; the others become the levels of the search.
  void finish_levels() {
    const std::size_t dims = view_.dimensions();
    assignment_.assign(problem_.groups.size(), 0);
    spans_.resize(dims);
    for (const BranchLevel& level : levels_) {
      if (level.columns.size() > 1) {
        continue;
      }
      assignment_[level.group] = level.columns.front();
      decided_.value += level.reduced.front().value;
      decided_.tie = decided_.tie + level.reduced.front().tie;
    }
    loads_ = view_.loads(assignment_);
    std::erase_if(levels_, [](const BranchLevel& level) { return level.columns.size() == 1; });
    BranchLevel end;
    end.reach.assign(dims, Span{0, 0});
    levels_.push_back(std::move(end));
    for (std::size_t k = levels_.size() - 1; k-- > 0;) {
      BranchLevel& level = levels_[k];
      const BranchLevel& next = levels_[k + 1];
      const Score least = *std::min_element(level.reduced.begin(), level.reduced.end());
      level.suffix = {next.suffix.value + least.value, next.suffix.tie + least.tie};
      level.reach = next.reach;
      const DecisionGroup& group = problem_.groups[level.group];
      for (std::size_t d = 0; d < dims; ++d) {
        auto lo = std::numeric_limits<std::int64_t>::max();
        auto hi = std::numeric_limits<std::int64_t>::min();
        for (const std::uint32_t c : level.columns) {
          const auto flow = static_cast<std::int64_t>(group.flows[c * dims + d]);
          lo = std::min(lo, flow);
          hi = std::max(hi, flow);
        }
        level.reach[d].lo += lo;
        level.reach[d].hi += hi;
      }
    }
  }

  void set_spans(std::size_t depth) {
    for (std::size_t d = 0; d < loads_.size(); ++d) {
      spans_[d] = {loads_[d] + levels_[depth].reach[d].lo, loads_[d] + levels_[depth].reach[d].hi};
    }
  }

  LevelView::Bound bound_at(std::size_t depth) {
    set_spans(depth);
    LevelView::Bound bound = view_.bound(prices_, priced_, spans_);
    bound.value += levels_[depth].suffix.value;
    return bound;
  }

  /// True if nothing at or below `bound` can be an answer.
  [[nodiscard]] bool beaten(const Score& bound) const {
    if (in_order_) {
      return goal_ < bound;
    }
    return !(bound < Score{best_.value, best_.tie});
  }

  void descend(std::size_t depth, const Score& partial) {
    budget_.spend(8 * (1 + loads_.size()) +
                  4 * view_.replay_work());  // Each node costs several passes over the loads.
    if ((++visits_ & 255U) == 0 && (budget_.work() >= work_end_ || budget_.stop())) {
      stopped_ = true;
    }
    if (stopped_) {
      return;
    }
    const BranchLevel& level = levels_[depth];
    LevelView::Bound bound = bound_at(depth);
    if (!bound.possible) {
      return;
    }
    bound.value += partial.value;
    if (beaten({bound.value, partial.tie + level.suffix.tie})) {
      return;
    }
    if (depth + 1 == levels_.size()) {
      leaf();
      return;
    }
    const DecisionGroup& group = problem_.groups[level.group];
    const std::size_t dims = loads_.size();
    const Int128 common = bound.value - level.suffix.value - partial.value;
    for (std::size_t i = 0; i < level.columns.size() && !stopped_ && !found_; ++i) {
      const Score next{partial.value + level.reduced[i].value, partial.tie + level.reduced[i].tie};
      const Score least{common + next.value + levels_[depth + 1].suffix.value,
                        next.tie + levels_[depth + 1].suffix.tie};
      if (beaten(least)) {
        if (in_order_) {
          continue;
        }
        break;  // Sorted: the others are no better.
      }
      const double* flows = group.flows.data() + level.columns[i] * dims;
      for (std::size_t d = 0; d < dims; ++d) {
        loads_[d] += static_cast<std::int64_t>(flows[d]);
      }
      assignment_[level.group] = level.columns[i];
      descend(depth + 1, next);
      for (std::size_t d = 0; d < dims; ++d) {
        loads_[d] -= static_cast<std::int64_t>(flows[d]);
      }
    }
    assignment_[level.group] = 0;
  }

  void leaf() {
    if (!view_.feasible(loads_)) {
      return;
    }
    const Score score{view_.value(loads_), ties_ ? view_.tie(assignment_) : TieRank{}};
    if (in_order_) {
      if (goal_ < score) {
        return;
      }
      if (!problem_.composite) {
        best_.assignment = assignment_;
        found_ = true;
      } else if (precedes()) {
        best_.assignment = assignment_;
      }
      return;
    }
    if (score < Score{best_.value, best_.tie}) {
      best_ = {assignment_, score.value, score.tie};
    }
  }

  /// Units that interleave: the change lists themselves decide.
  [[nodiscard]] bool precedes() const {
    const evaluation::Plan mine = problem_.plan(assignment_);
    const evaluation::Plan theirs = problem_.plan(best_.assignment);
    std::map<model::PrefixIndex, const model::Advertisement*> today;
    for (const DecisionGroup& group : problem_.groups) {
      for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
        today[group.prefixes[i]] = &group.x(0, i);
      }
    }
    for (const auto& [prefix, before] : today) {
      const auto a = mine.find(prefix);
      const auto b = theirs.find(prefix);
      const model::Advertisement& left = a == mine.end() ? *before : a->second;
      const model::Advertisement& right = b == theirs.end() ? *before : b->second;
      if (left != right) {
        return lists_earlier(*before, left, right);
      }
    }
    return false;
  }

  const LevelView& view_;
  const Problem& problem_;
  const Prices& prices_;
  bool ties_;
  std::uint64_t work_end_;
  WorkBudget& budget_;
  Incumbent& best_;
  std::vector<billing::Piecewise> priced_;
  std::vector<BranchLevel> levels_;
  Assignment assignment_;
  std::vector<std::int64_t> loads_;
  std::vector<Span> spans_;
  Score decided_;
  Score goal_;
  bool in_order_ = false;
  bool found_ = false;
  bool stopped_ = false;
  std::uint64_t visits_ = 0;
};

}  // namespace

bool within_gap(Int128 value, Int128 bound, double limit) {
  const Int128 scale = std::max<Int128>(1, value < 0 ? -value : value);
  return static_cast<double>(value - bound) <= limit * static_cast<double>(scale);
}

ExactResult exact_search(const LevelView& view, const Prices& prices, Ties ties,
                         std::uint64_t work_end, WorkBudget& budget, Incumbent& best) {
  return BranchAndBound(view, prices, ties, work_end, budget, best).improve();
}

bool first_in_order(const LevelView& view, const Prices& prices, std::uint64_t work_end,
                    WorkBudget& budget, Incumbent& best) {
  return BranchAndBound(view, prices, Ties::settled, work_end, budget, best).find_first();
}

}  // namespace bgpte::optimiser
