// Names of the values of a policy.
#include "bgpte/model/policy.hpp"

#include <array>

namespace bgpte::model {
namespace {

constexpr std::array<std::string_view, 3> strategy_names{"congestion", "balanced", "cost"};
constexpr std::array<std::string_view, 3> level_names{"low", "expected", "high"};
constexpr std::array<std::string_view, 4> n_minus_1_names{"off", "report", "no-worse", "require"};
constexpr std::array<std::string_view, 3> do_no_harm_names{"off", "expected", "high"};

}  // namespace

std::string_view name_of(Strategy strategy) {
  return strategy_names[static_cast<std::size_t>(strategy)];
}
std::string_view name_of(ForecastLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}
std::string_view name_of(NMinusOne mode) {
  return n_minus_1_names[static_cast<std::size_t>(mode)];
}
std::string_view name_of(DoNoHarm mode) {
  return do_no_harm_names[static_cast<std::size_t>(mode)];
}

}  // namespace bgpte::model
