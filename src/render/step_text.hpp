#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bgpte/advice/advice.hpp"

/// What the text and the markdown say of a step of the rollout, as valid UTF-8 without control
/// characters.
namespace bgpte::render {

/// A labelled line about a step.
struct StepLine {
  std::string label, text;
};
/// "now: remove the prepend of 11.0.0.0/24 towards B (1 to 0)".
[[nodiscard]] std::string step_title(const advice::RolloutStep& step);
/// The same; of prefixes that are treated alike only the first few.
[[nodiscard]] std::string short_step_title(const advice::RolloutStep& step);
/// All there is to know about a step besides its title.
[[nodiscard]] std::vector<StepLine> step_lines(const advice::RolloutStep& step);
/// What step_lines of all steps are called where they stand behind a click.
inline constexpr std::string_view all_conditions = "All conditions, verdicts and the way back";
/// How long to wait, and what then means what.
[[nodiscard]] std::vector<StepLine> short_step_lines(const advice::RolloutStep& step);

}  // namespace bgpte::render
