#include "src/optimiser/bound/proximal_bundle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace bgpte::optimiser::testing {
namespace {

/// Cuts around a centre, and what is known of some of the variables.
struct Model {
  std::vector<ConcaveEnvelope> known;
  std::vector<double> least, centre;
  std::vector<std::vector<double>> gradients;
  std::vector<double> errors;
  double t = 1;

  /// What the step maximises; minus infinity where a variable would be too low.
  [[nodiscard]] double at(const std::vector<double>& step) const {
    double cuts = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      double sum = errors[i];
      for (std::size_t v = 0; v < step.size(); ++v) {
        sum += gradients[i][v] * step[v];
      }
      cuts = std::min(cuts, sum);
    }
    double rest = 0;
    for (std::size_t v = 0; v < step.size(); ++v) {
      if (centre[v] + step[v] < least[v]) {
        return -std::numeric_limits<double>::infinity();
      }
      rest -= step[v] * step[v] / (2 * t);
      if (v < known.size()) {
        rest += known[v].at(centre[v] + step[v]) - known[v].at(centre[v]);
      }
    }
    return cuts + rest;
  }
};

class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : engine_(seed) {}
  double uniform(double from, double to) {
    return from + (to - from) * static_cast<double>(engine_() >> 11U) * 0x1.0p-53;
  }
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  double normal() { return std::sqrt(-2 * std::log(1 - uniform(0, 1))) * std::cos(uniform(0, 6)); }

 private:
  std::mt19937_64 engine_;
};

/// Many cuts that differ by little from each other, as they do where the climb is nearly done, and
/// variables whose curve has a break at the centre.
Model hard_model(Numbers& numbers) {
  Model model;
  const std::size_t variables = 2 + numbers.below(12);
  const std::size_t cuts = 2 + numbers.below(60);
  const double alike = std::pow(10, numbers.uniform(-3, 0));
  model.t = std::pow(10, numbers.uniform(-2, 3));
  std::vector<double> common(variables);
  for (std::size_t v = 0; v < variables; ++v) {
    common[v] = numbers.normal();
    model.centre.push_back(numbers.uniform(0, 2));
    model.least.push_back(numbers.below(3) == 0 ? model.centre[v] - numbers.uniform(0, 0.1)
                                                : -std::numeric_limits<double>::infinity());
    if (v == model.known.size() && v + 2 < variables) {
      const double slope = numbers.uniform(0, 2);
      // The least of a rising and a falling line that meet near the centre or far from it.
      const double top = model.centre[v] + (numbers.below(2) == 0 ? 0.0 : numbers.normal());
      model.known.push_back(ConcaveEnvelope({{-slope * top, slope}, {slope * top, -slope}}));
    }
  }
  for (std::size_t i = 0; i < cuts; ++i) {
    std::vector<double> gradient = common;
    for (double& g : gradient) {
      g = alike * numbers.normal() + (1 - alike) * g;
    }
    model.gradients.push_back(gradient);
    model.errors.push_back(i == 0 ? 0.0 : std::pow(10, numbers.uniform(-8, 0)));
  }
  return model;
}

/// By duality `expected` and what it leaves out say how far the step can be from the best: no step
/// nearby or far does better by more than that.
TEST(ProximalBundle, StepIsTheBestOfCutsKnownCurvesAndDistance) {
  Numbers numbers(11);
  for (int i = 0; i < 300; ++i) {
    const Model model = hard_model(numbers);
    ProximalBundle bundle(model.known, model.least);
    for (std::size_t cut = 0; cut < model.gradients.size(); ++cut) {
      bundle.add(model.gradients[cut], model.errors[cut]);
    }
    const ProximalBundle::Step found = bundle.solve(model.t, model.centre);
    const double reached = model.at(found.step);
    ASSERT_GE(found.expected, 0) << i;
    const double most = reached + 1.01e-4 * found.expected + 1e-9;
    double length = 0;
    for (const double s : found.step) {
      length = std::max(length, std::abs(s));
    }
    for (int trial = 0; trial < 400; ++trial) {
      const double size = length * std::pow(10, numbers.uniform(-5, 0.5));
      std::vector<double> other = found.step;
      for (double& s : other) {
        s += numbers.below(2) == 0 ? 0.0 : size * numbers.normal();
      }
      ASSERT_LE(model.at(other), most) << i << " trial " << trial;
    }
  }
}

}  // namespace
}  // namespace bgpte::optimiser::testing
