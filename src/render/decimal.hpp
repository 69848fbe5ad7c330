#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bgpte/model/units.hpp"

namespace bgpte::render {

/// `value` in units of 10^-decimals as decimal text, rounded half away from zero to six decimals;
/// trailing zeros go, one decimal stays: 6490.0, 0.5, 0.000001.
[[nodiscard]] std::string decimal_text(model::Int128 value, int decimals);

/// A JSON number as an integer in units of 10^-6, digits beyond rounded half away from zero.
/// Nothing where it is not a number or its size is above 10^30.
[[nodiscard]] std::optional<model::Int128> parse_millionths(std::string_view number);

/// A share or ratio in millionths, rounded half away from zero. Throws std::domain_error if it is
/// not finite: no forecast of a valid scenario is.
[[nodiscard]] model::Int128 millionths(double value);

}  // namespace bgpte::render
