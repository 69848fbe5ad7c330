#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace bgpte::optimiser {

/// How far and how boldly to climb.
struct Climb {
  const std::vector<double>& scale;      ///< What one unit of each variable counts.
  const std::vector<bool>& nonnegative;  ///< Variables that stay at least zero.
  double goal = 0;                       ///< Value beyond which nothing is wanted.
  double close_enough = 0;               ///< Rises that are not worth a step, times 50.
  double boldness = 1;                   ///< Factor on the first step.
  std::size_t most_steps = 0;
};

/// Value and supergradient of a concave function.
using Evaluate = std::function<double(const std::vector<double>&, std::vector<double>&)>;

/// Climbs by a proximal bundle method from `centre`, where the function has `value` and
/// `gradient`, to the best centre found. `accepted` is told of each step that succeeds, right
/// after the function was asked there. Returns the number of steps used.
std::size_t climb_prices(const Climb& climb, const Evaluate& evaluate,
                         const std::function<bool()>& stop, const std::function<void()>& accepted,
                         std::vector<double>& centre, double& value,
                         const std::vector<double>& gradient);

}  // namespace bgpte::optimiser
