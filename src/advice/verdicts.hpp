#pragma once

#include <optional>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/advice/rules.hpp"

/// How a step of a rollout is judged by what is measured after it: docs/rollout.md.
namespace bgpte::advice {

/// The link's load at the peak for a share s of the step's traffic: others + s * each.
struct LoadByShare {
  double others = 0, each = 0;
};

/// Rows that exclude each other and cover every outcome, without texts. `measure` says what moves.
[[nodiscard]] std::vector<Verdict> verdicts_of(const StepMeasure& measure, const LoadByShare& load);

/// A step as it is forecast: the plans before and after it.
struct Stage {
  evaluation::Plan plan_before, plan;
  evaluation::Evaluation before, after;
};

/// What a step is measured by, and the link's load for each share.
struct Measured {
  StepMeasure measure;
  LoadByShare load;
};
/// By the link that is given, else by the one with the greatest move of the prefixes' traffic (on a
/// tie one that is relieved). Nothing where no traffic of theirs is known.
[[nodiscard]] std::optional<Measured> measured_by(
    const NetworkToday& network, const Stage& stage,
    const std::vector<model::PrefixIndex>& prefixes, double noise,
    std::optional<model::LinkIndex> link = std::nullopt);

/// Sets what follows from before, expected and noise.
void set_moved(StepMeasure& measure);

/// What a verdict leads to besides its action.
struct AfterVerdict {
  bool under_lever = false;  ///< Then what is seen is no observation of prepends.
  int next_step = 0;         ///< 0: this is the last.
  bool fallback = false;     ///< A fallback is named, on top of the step.
  /// The share of the measured link above which the fallback is due; of one prefix only.
  std::optional<double> fallback_above = std::nullopt;
};
/// "A carries at most 82 % of 11.0.0.0/24 (64 % expected, 100 % before): done".
void set_texts(const StepMeasure& measure, const AfterVerdict& after,
               std::vector<Verdict>& verdicts);

}  // namespace bgpte::advice
