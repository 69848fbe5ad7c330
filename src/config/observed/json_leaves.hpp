#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bgpte::config {

/// A number, text or word of a JSON document, or an empty object or array, and the keys and indices
/// that lead to it.
struct JsonLeaf {
  std::vector<std::string> path;
  std::string value;   ///< "{}" or "[]" for what is empty.
  bool empty = false;  ///< An object without members, an array without elements.
};

/// The leaves of the document that begins at `at`, in order, and `at` moved behind it; nothing
/// where the text is not JSON (RFC 8259) or nested more than 32 deep. Routers' output only: the
/// project's own files are read with a full parser elsewhere.
[[nodiscard]] std::optional<std::vector<JsonLeaf>> json_leaves(std::string_view text,
                                                               std::size_t& at);

}  // namespace bgpte::config
