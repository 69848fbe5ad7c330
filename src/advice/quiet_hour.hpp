#pragma once

#include <optional>
#include <string>
#include <vector>

#include "src/advice/parts.hpp"

namespace bgpte::advice {

/// A plan that only the high end of the range forbids: safe while the links that it moves traffic
/// to carry less than usual.
struct QuietHour {
  std::string condition;           ///< While which links carry how much.
  std::string text;                ///< What to change, and the condition.
  std::vector<std::string> links;  ///< Those that it relieves.
};

/// Nothing where the plan relieves no link, or where no hour is quiet enough.
[[nodiscard]] std::optional<QuietHour> quiet_hour(const NetworkToday& network,
                                                  const evaluation::Plan& plan);

}  // namespace bgpte::advice
