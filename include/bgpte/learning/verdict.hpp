#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/telemetry/observation.hpp"

/// What a step of a rollout was found to have done, by the bounds that the advice stated before it
/// was made (docs/learning-tests.md, "The verdict of a step").
namespace bgpte::learning {

/// What to do next.
enum class Next : std::uint8_t { done, next_step, wait, hold, fall_back, roll_back };
[[nodiscard]] std::string_view name_of(Next next);

/// A share of a step's traffic after the step, as the advice forecast it.
struct ExpectedShare {
  double low = 0, expected = 0, high = 0;
  bool operator==(const ExpectedShare&) const = default;
};

/// A link of the step: which part of its traffic enters there, as expected and as measured.
struct MeasuredLink {
  std::string name;
  std::optional<ExpectedShare> expected;  ///< Nothing: no traffic of the step is expected there.
  double share = 0;
  model::Bps rate;                      ///< Mean over the window.
  std::optional<double> harmful_above;  ///< A greater share does harm.
  bool operator==(const MeasuredLink&) const = default;
};

struct StepVerdict {
  int step = 1, steps = 1;  ///< The step that is judged, and how many there are.
  bool fallback = false;    ///< Its fallback is judged.
  std::vector<advice::ChangeText> changes;
  advice::StepMeasure measure;  ///< What was expected.
  telemetry::Window window;     ///< Of the measurement.
  double share = 0;             ///< Of measure.prefixes together, by measure.link.
  double moved = 0;             ///< Off measure.link, or onto it, as measure.direction says.
  double sampling_error = 0;    ///< Standard deviation of `share` by flow sampling; 0: none known.
  std::vector<MeasuredLink> links;
  /// Nothing where it is too early: then `next` is to wait.
  std::optional<advice::Outcome> outcome;
  Next next = Next::wait;
  std::string text;  ///< What to do, in the words of the advice.
  /// Other verdicts that are as near as the error of sampling.
  std::vector<advice::Outcome> could_be;
  std::vector<std::string> notes;
  bool operator==(const StepVerdict&) const = default;
};

struct VerdictOptions {
  int step = 0;  ///< 0: where routes were observed the last that they show; else the first.
  /// When the step was made. An observation must be of the time after it and its wait.
  std::optional<std::int64_t> made_at = std::nullopt;
  bool fallback = false;  ///< The fallback of the step was made and is judged.
};

/// The verdict of a step by flows, to which counters and routes may be added; or why there can be
/// none.
[[nodiscard]] std::variant<StepVerdict, std::string> verdict_of(
    const advice::Advice& advice, const std::vector<telemetry::Observation>& observations,
    const VerdictOptions& options = {});

/// The JSON Schema (draft 7) of "bgpte-verdict/1".
[[nodiscard]] std::string_view verdict_schema();

}  // namespace bgpte::learning
