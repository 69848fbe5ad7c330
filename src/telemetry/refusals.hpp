#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/telemetry/observation.hpp"

namespace bgpte::telemetry {

/// Why flows and counters of an interface count for no link.
inline constexpr const char* not_in_the_map = "the interface is not in the map";

/// Counts what was not taken, by reason.
class Refusals {
 public:
  /// `why` must be a literal: it is told apart by its address first.
  void add(const char* why, std::string_view example);
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] std::vector<Refusal> take() const;

 private:
  struct Row {
    const char* why;
    std::int64_t count;
    std::string example;
  };
  std::vector<Row> rows_;
  std::int64_t total_ = 0;
};

}  // namespace bgpte::telemetry
