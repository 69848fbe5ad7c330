#include "climb.hpp"

#include <algorithm>

#include "bundle.hpp"

namespace bgpte::optimiser {

std::size_t climb_prices(const Climb& climb, const Evaluate& evaluate,
                         const std::function<bool()>& stop, const std::function<void()>& accepted,
                         std::vector<double>& centre, double& value,
                         const std::vector<double>& gradient) {
  const std::size_t variables = centre.size();
  const auto scaled = [&](std::vector<double> g) {
    for (std::size_t v = 0; v < variables; ++v) {
      g[v] /= climb.scale[v];
    }
    return g;
  };
  Bundle bundle(variables);
  const std::vector<double> first = scaled(gradient);
  bundle.add(first, 0);
  double norm2 = 0;
  for (const double g : first) {
    norm2 += g * g;
  }
  double t = norm2 > 0 ? std::max(1.0, climb.goal - value) / norm2 : 1.0;
  t *= climb.boldness;
  int nulls = 0;
  std::vector<double> slope;
  std::size_t steps = 0;
  for (; steps < climb.most_steps && climb.goal - value > climb.close_enough; ++steps) {
    if (stop()) {
      break;
    }
    Bundle::Step move = bundle.solve(t);
    if (move.expected <= 0.02 * climb.close_enough) {
      break;
    }
    std::vector<double> trial = centre;
    for (std::size_t v = 0; v < variables; ++v) {
      trial[v] += move.step[v] / climb.scale[v];
      if (climb.nonnegative[v] && trial[v] < 0) {
        trial[v] = 0;
      }
      move.step[v] = (trial[v] - centre[v]) * climb.scale[v];
    }
    const double reached = evaluate(trial, slope);
    const std::vector<double> cut = scaled(slope);
    double along = 0;
    for (std::size_t v = 0; v < variables; ++v) {
      along += cut[v] * move.step[v];
    }
    if (reached - value >= 0.1 * move.expected) {
      bundle.move(move.step, reached - value);
      bundle.add(cut, 0);
      // The new slope still points the same way: the step was short.
      if (along > 0 || reached - value >= 0.7 * move.expected) {
        t *= 2;
      }
      centre = trial;
      value = reached;
      nulls = 0;
      accepted();
    } else {
      // The cut at the trial point, seen from the centre.
      bundle.add(cut, reached - along - value);
      if (++nulls >= 4 && reached < value) {
        t *= 0.6;
        nulls = 0;
      }
    }
  }
  return steps;
}

}  // namespace bgpte::optimiser
