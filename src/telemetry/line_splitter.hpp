#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

/// Hands on the lines of a text that comes in blocks. Only the line that a block breaks is copied.
class LineSplitter {
 public:
  static constexpr std::size_t longest_line = std::size_t{1} << 20U;

  /// Calls `take` with each line that is complete, without its end. Throws where a line is longer
  /// than a flow's can be.
  template <class Take>
  void feed(std::string_view bytes, Take&& take) {
    while (!bytes.empty()) {
      const void* found = std::memchr(bytes.data(), '\n', bytes.size());
      if (found == nullptr) {
        kept_.append(bytes);
        check(kept_.size());
        return;
      }
      const auto size = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
      if (kept_.empty()) {
        take(trimmed(bytes.substr(0, size)));
      } else {
        kept_.append(bytes.substr(0, size));
        check(kept_.size());
        take(trimmed(kept_));
        kept_.clear();
      }
      bytes.remove_prefix(size + 1);
    }
  }

  /// The last line, where no line end follows it.
  template <class Take>
  void finish(Take&& take) {
    if (!kept_.empty()) {
      take(trimmed(kept_));
      kept_.clear();
    }
  }

 private:
  static std::string_view trimmed(std::string_view line) {
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    return line;
  }
  static void check(std::size_t size) {
    if (size > longest_line) {
      throw Unreadable{"a line is longer than 1 MB: this is no list of flows"};
    }
  }

  std::string kept_;
};

}  // namespace bgpte::telemetry
