#pragma once

#include <string>
#include <vector>

#include "src/mcp/values.hpp"

/// Why advice says what it says, in its own words.
namespace bgpte::mcp {

/// Three answers about a part of advice, and where in the advice they stand.
struct Explanation {
  std::string subject;             ///< JSON Pointer; empty: the advice as a whole.
  std::string why;                 ///< Why this?
  std::string why_not;             ///< Why not another way?
  std::string if_not;              ///< What if it does not work?
  std::vector<std::string> facts;  ///< JSON Pointers of what the answers say.
  std::string fault;               ///< Why there is no answer; empty where there is one.
};

/// Explains a change, alternative, finding, violation, link, failure or step, named by its JSON
/// Pointer, as PREFIX@LINK, or by its name or rule; an empty subject is the advice as a whole. All
/// sentences are those of the advice, or of docs/rules.md for a finding's rule.
[[nodiscard]] Explanation explain(const Value& advice, const std::string& subject);

}  // namespace bgpte::mcp
