#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bgpte::telemetry {

/// Goes through the members of one JSON object on a line, without a tree and without copies: what
/// lists of millions of flows are read with. Values that are objects or arrays are passed over.
class FlatJson {
 public:
  explicit FlatJson(std::string_view text) : text_(text) {}

  /// A member. A value keeps its text as written, a string without its quotation marks; `plain` is
  /// false where that is not what it stands for (it has escapes, or is an object or array).
  struct Member {
    std::string_view key, value;
    bool is_string = false, plain = true;
  };

  /// The next member, or false at the end and at a fault.
  bool next(Member& member);
  /// True where all of the text was one object.
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  void skip_blanks();
  bool skip(char expected);
  /// The inside of a string whose quotation mark comes next. `plain`: it has no escapes.
  bool read_string(std::string_view& inside, bool& plain);
  bool read_word(std::string_view& word);
  bool pass_over_nested();
  bool end();

  std::string_view text_;
  std::size_t at_ = 0;
  bool begun_ = false, complete_ = false, broken_ = false;
};

}  // namespace bgpte::telemetry
