#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bgpte::config {

/// A number, text or word (true, false, null) of a JSON document, or an empty object or array, and
/// the keys and indices that lead to it.
struct JsonLeaf {
  std::vector<std::string> path;
  std::string value;   ///< "{}" or "[]" for what is empty.
  bool empty = false;  ///< An object without members or an array without elements.
};

/// The leaves of the document that begins at `at`, in their order, and `at` moved behind the
/// document, which another one may follow. Nothing is returned where the text is not an object or
/// array as RFC 8259 has it, has a key twice in one object, or is nested more than 32 deep.
[[nodiscard]] std::optional<std::vector<JsonLeaf>> json_leaves(std::string_view text,
                                                               std::size_t& at);

}  // namespace bgpte::config
