#pragma once

#include <string>
#include <string_view>

#include "src/mcp/values.hpp"

/// Places in the JSON of advice.
namespace bgpte::mcp {

/// A value of a document and its JSON Pointer (RFC 6901) with numbers as indexes.
struct Place {
  const Value* value = nullptr;  ///< nullptr: there is none.
  std::string pointer;
};

/// Follows a pointer. In a list an item may be named by its number, or by its `name`, `failure`,
/// `rule` or PREFIX@LINK where it has them; the first of that name is taken.
[[nodiscard]] Place place_of(const Value& document, std::string_view pointer);

/// "PREFIX@LINK" of a change; empty of what is none.
[[nodiscard]] std::string change_name(const Value& change);

}  // namespace bgpte::mcp
