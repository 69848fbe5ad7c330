#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/mcp/values.hpp"

/// What somebody says that advice says, held to it.
namespace bgpte::mcp {

/// What came of one claim.
struct CheckedClaim {
  bool holds = false;
  std::string verdict;  ///< true, rounded, wrong-number, wrong-unit, wrong-text, other-advice,
                        ///< no-such-place.
  std::string actual;   ///< What stands there, with its unit; empty: nothing does.
  std::string note;     ///< What would be right; may be empty.
};

/// The value that stands at the pointer in other advice, asked for one after the other.
struct OtherAdvice {
  std::string uri;
  Value value;
};
using OtherAdvices = std::function<const std::vector<OtherAdvice>&()>;

/// Holds a quoted value to what stands at a pointer of advice (docs/assistants.md).
[[nodiscard]] CheckedClaim check_claim(const Value& advice, const std::string& pointer,
                                       const std::string& value, const OtherAdvices& others);

}  // namespace bgpte::mcp
