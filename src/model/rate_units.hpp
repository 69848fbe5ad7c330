#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bgpte::model {

/// One unit a rate may be written in, and how many bps it is.
struct RateUnit {
  std::string_view prefix;
  std::int64_t bps;
  int power_of_ten;
};

inline constexpr std::array<RateUnit, 5> rate_units{{
    {"", 1, 0},
    {"k", 1'000, 3},
    {"M", 1'000'000, 6},
    {"G", 1'000'000'000, 9},
    {"T", 1'000'000'000'000, 12},
}};

}  // namespace bgpte::model
