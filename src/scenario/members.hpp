#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>

#include "src/scenario/values.hpp"

namespace bgpte::scenario {

/// A key that an object may have.
struct Key {
  std::string_view name;
  bool required = false;
};

/// The members of one object, by the table of its keys.
class Members {
 public:
  static constexpr std::size_t most_keys = 24;

  /// Reads the object `node`: reports unknown, duplicate and missing keys. Where an unknown key is
  /// near a missing one, only the unknown key is reported.
  Members(Reading& in, Node node, std::span<const Key> keys);

  /// False where `node` is no object; every member is then absent.
  [[nodiscard]] bool is_object() const { return object_; }
  /// The value of a key of the table, or json::Document::none.
  [[nodiscard]] Node operator[](std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const {
    return (*this)[key] != json::Document::none;
  }
  /// True if an unknown key was reported that most likely stands for this one.
  [[nodiscard]] bool misspelt(std::string_view key) const;

 private:
  std::span<const Key> keys_;
  std::array<Node, most_keys> values_;
  std::vector<std::string> misspelt_;  ///< The known names nearest to the unknown keys.
  bool object_ = false;
};

using json::member_of;

/// The members of an object whose keys are data (link names, prefixes); reports `wrong-type` and
/// duplicate keys, of which only the first is given.
std::vector<Node> read_map(Reading& in, Node node, std::string_view allowed);

}  // namespace bgpte::scenario
