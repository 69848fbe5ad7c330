#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/advice/rules.hpp"
#include "bgpte/model/allowed_changes.hpp"

/// The parts of advice, one function each; advise.cpp puts them together.
namespace bgpte::advice {

/// A plan and what is forecast and billed under it.
struct EvaluatedPlan {
  evaluation::Plan plan;
  evaluation::Evaluation after;
};
[[nodiscard]] EvaluatedPlan evaluated(const NetworkToday& network, const evaluation::Plan& plan);

/// Changes by name, without reasons.
[[nodiscard]] ChangeText text_of(const model::Scenario& scenario, const model::Change& change);
[[nodiscard]] std::vector<ChangeText> texts_of(const model::Scenario& scenario,
                                               const evaluation::Plan& plan);

// reasons.cpp
/// The same with a reason for each: what moves where, what that does to links and bill.
[[nodiscard]] std::vector<ChangeText> reasoned_changes(const NetworkToday& network,
                                                       const EvaluatedPlan& advice);

// violations.cpp
/// Whose plan it is. Of the operator's own nobody knows what a search would find.
enum class PlanOf : std::uint8_t { search, operators };
/// Ceilings (in policy.forecast) and, where policy.n_minus_1 requires it, failures that stay
/// broken, each with what could lift it and, for a search's plan, the binding constraint.
[[nodiscard]] std::vector<Violation> broken_ceilings(const NetworkToday& network,
                                                     const EvaluatedPlan& advice,
                                                     PlanOf plan_of = PlanOf::search);
[[nodiscard]] std::vector<Violation> broken_failures(const NetworkToday& network,
                                                     const EvaluatedPlan& advice,
                                                     PlanOf plan_of = PlanOf::search);
// policy_violations.cpp
/// Traffic that the plan, or the links that are down, leave without a way in, and whose it is;
/// nothing where it is not more than `measured`.
[[nodiscard]] std::vector<Violation> broken_reachability(const NetworkToday& network,
                                                         const EvaluatedPlan& plan,
                                                         model::Bps measured);
/// What a plan of the operator's own breaks besides: do no harm, pins, the cap, min_links, the
/// number of changes.
[[nodiscard]] std::vector<Violation> broken_rules(const NetworkToday& network,
                                                  const EvaluatedPlan& plan);

// cured.cpp
/// Marks the findings that the changes cure, and says so in place of a suggestion. Looks at the
/// links and failures of the advice.
void mark_cured(const NetworkToday& network, const EvaluatedPlan& plan, Advice& advice);

// failures.cpp
[[nodiscard]] std::vector<FailureForecast> failures_of(const NetworkToday& network,
                                                       const EvaluatedPlan& advice);

// alternatives.cpp
/// The same scenario under another policy.
struct Variation {
  std::string name;
  model::Policy policy;
};

struct QuietHour;

/// "do nothing" and the other strategies, one change only, what certainty costs, and what could be
/// tried in a quiet hour: a search each.
class Comparisons {
 public:
  explicit Comparisons(const NetworkToday& network);
  [[nodiscard]] std::size_t searches() const { return variations_.size(); }
  /// False where the advice itself is the answer.
  [[nodiscard]] bool needs(std::size_t number, const EvaluatedPlan& advice) const;
  /// Each number below searches() at most once, in any order; several threads may do so.
  void search(std::size_t number, const optimiser::Options& options);
  /// What the searches found; up to the first that an interrupt kept from its answer.
  /// `hour`: what quiet_hour() gives.
  [[nodiscard]] std::vector<Alternative> alternatives(const EvaluatedPlan& advice,
                                                      const std::optional<QuietHour>& hour) const;
  /// What relieves more than the advice, and only the high end of the range forbids.
  [[nodiscard]] std::optional<QuietHour> quiet_hour(const EvaluatedPlan& advice) const;

 private:
  const NetworkToday& network_;
  std::vector<Variation> variations_;
  std::vector<std::optional<optimiser::Optimum>> optima_;
};

/// One alternative, compared with the advice. `note` is put before the comparison.
[[nodiscard]] Alternative compared(const NetworkToday& network, const EvaluatedPlan& advice,
                                   std::string name, const evaluation::Plan& plan,
                                   const std::string& note = "");

// rollout.cpp
[[nodiscard]] std::vector<RolloutStep> rollout_of(const NetworkToday& network,
                                                  const EvaluatedPlan& advice);

// disagreement.cpp
/// Why the range of a prefix that is changed is wide although it was observed: " The observations
/// of 11.0.0.0/24 disagree ..."; empty where that is so of none.
[[nodiscard]] std::string disagreement_text(const model::Scenario& scenario, const Advice& advice);

// summary.cpp
[[nodiscard]] std::string summary_of(const NetworkToday& network, const Advice& advice);

}  // namespace bgpte::advice
