#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/billing/piecewise.hpp"
#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "src/optimiser/problem/replayed_bill.hpp"
#include "src/optimiser/tie_break.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

using model::Int128;

class CandidateClasses;

/// What a level minimises, or keeps at or below what an earlier level reached.
enum class Goal : std::uint8_t {
  loss,      ///< What is above the capacities, and the least relief for each change, bps.
  excess,    ///< What is above the thresholds, and the least relief for each change, bps.
  failures,  ///< Loss under single failures beyond today's, bps.
  targets,   ///< How far links are from their targets, bps.
  value,     ///< The objective of policy.strategy, 1e-18.
  bill,      ///< 1e-12 of the currency; second for `congestion`.
  phi        ///< Congestion in bps, where it is the whole objective: held while the bill decides.
};
inline constexpr std::size_t goal_count = 7;

/// One sum over the prefixes that something depends on: the load of a link in one state, of a
/// contract's ports, of a link under a failure, or the number of changes.
struct Dimension {
  std::string name;
  int decimals = 6;       ///< A load is a rate in 1e-6 Mbps; the changes are a count.
  std::int64_t base = 0;  ///< With every prefix as today.
  std::int64_t limit = billing::unlimited;           ///< Hard: today never breaks it.
  std::array<billing::Piecewise, goal_count> goals;  ///< What it adds to each goal.
};

/// What depends on several sums at once: outer(sum of max(y, floor) over the parts). A bill over
/// several ports, or the loss under one failure.
struct JointTerm {
  struct Part {
    std::size_t dimension = 0;
    std::int64_t floor = 0;
  };
  std::vector<Part> parts;
  billing::Piecewise outer;  ///< A bill: in 1e-12 of the currency. A loss: bps. Never negative.
  /// Factor in each goal; 0 where it does not count.
  std::array<Int128, goal_count> factors{};
};

/// One way to announce the prefixes of a group.
struct Column {
  std::uint32_t pick =
      0;  ///< Which advertisement, or of several prefixes which of DecisionGroup::joint.
  TieRank tie;
};

/// Prefixes decided together: one, or more where one follows another under a failure and either
/// may be withdrawn.
struct DecisionGroup {
  using Candidates = std::shared_ptr<const std::vector<model::Advertisement>>;
  std::vector<model::PrefixIndex> prefixes;
  std::vector<Candidates> candidates;  ///< Of each prefix; shared by those that are alike.
  /// Several prefixes: [pick * prefixes + i] which candidate of the i-th.
  std::vector<std::uint32_t> joint;
  /// Today first, then in the order of the last tie rule; where candidates are shared, those that
  /// were wanted so far in any order.
  std::vector<Column> columns;
  /// [column * dimensions + d]: what a column adds to each dimension compared with today, exact
  /// integers.
  std::vector<double> flows;

  /// True if a column announces the i-th prefix otherwise than today.
  [[nodiscard]] bool changes(std::size_t column, std::size_t i) const {
    return way(column, i) != 0;
  }
  /// The advertisement of the i-th prefix under a column.
  [[nodiscard]] const model::Advertisement& x(std::size_t column, std::size_t i) const {
    return (*candidates[i])[way(column, i)];
  }

 private:
  /// Which of its candidates; the first is today's.
  [[nodiscard]] std::size_t way(std::size_t column, std::size_t i) const {
    const std::size_t pick = columns[column].pick;
    return joint.empty() ? pick : joint[pick * prefixes.size() + i];
  }
};

/// The whole problem as sums over groups: a plan is one column for each.
struct Problem {
  std::vector<Dimension> dimensions;
  std::vector<JointTerm> joint_terms;
  std::vector<ReplayedBill> replayed_bills;
  std::vector<DecisionGroup> groups;  ///< Only those with more than one column.
  Int128 bill_constant = 0;           ///< Part of the bill that no plan changes.
  Int128 value_constant = 0;          ///< The same of the objective.
  evaluation::ObjectiveWeights weights;
  std::string candidates;
  /// A plan has at most so many changes, and every column but today's has one at least.
  std::size_t most_changes = std::numeric_limits<std::size_t>::max();
  bool composite = false;  ///< Some group has more than one prefix.
  /// Very many candidates: the groups' columns are only those that were wanted so far.
  std::shared_ptr<CandidateClasses> classes;
  /// [group] Where candidates are shared and links are to be relieved: the numbers of those of
  /// which every plan that brings the relief has one at least. Empty: not known.
  std::vector<std::vector<std::uint32_t>> leading;
  /// Why it was given up while candidates were priced: then it has no groups and says only what
  /// today is.
  std::optional<Termination> stopped;

  [[nodiscard]] std::size_t column_count() const;
  [[nodiscard]] evaluation::Plan plan(const std::vector<std::uint32_t>& assignment) const;
};

/// Whether candidates may be shared instead of stored where they are very many.
enum class Sharing : std::uint8_t { never, where_many };

/// Whether prefixes one of which follows another only under a failure are decided together. That is
/// needed where failures are rows, and where plans that were found apart cut somebody off together.
enum class Families : std::uint8_t { apart, joined };

/// What a plan must bring where links are to be relieved: its loss or excess, with the least relief
/// for each of its changes, must not be above what is known to be possible.
struct ReliefNeed {
  Goal goal = Goal::excess;      ///< Or Goal::loss.
  model::Bps today;              ///< The goal as announced today.
  model::Bps at_most;            ///< What it may be, with `for_each` for each change.
  model::Bps for_each;           ///< More than 0.
  std::size_t most_changes = 0;  ///< No plan has more.
};

/// Every candidate, priced by budget.threads() threads; or, shared, none but today's. Looks out for
/// an interrupt and the time limit, not for the work limit: pricing is not counted.
/// `failures`: the cases whose loads the problem has as rows; under the others a plan may do what
/// it likes. `need`: candidates that no such plan can have are left out.
[[nodiscard]] Problem make_problem(const evaluation::Baseline& baseline, const WorkBudget& budget,
                                   Sharing sharing,
                                   std::vector<evaluation::FailureCase> failures = {},
                                   const std::optional<ReliefNeed>& need = std::nullopt,
                                   Families families = Families::apart);

}  // namespace bgpte::optimiser
