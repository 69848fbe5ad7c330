// The quadratic subproblem of the proximal bundle method, solved over the weights of the cuts.
#include "src/optimiser/bound/proximal_bundle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bgpte::optimiser {
namespace {

constexpr std::size_t max_cuts = 80;
constexpr int max_pivots = 2000;
/// Steps of a line search.
constexpr int max_trials = 40;
/// What of the promised rise may be left to find, and pivots between two looks at that.
constexpr double close_enough = 1e-4;
constexpr int pivots_of_a_look = 8;
/// From this pivot on every other one moves all weights at once, while so many are not zero.
constexpr int first_newton = 8;
constexpr std::size_t max_of_newton = 40;

/// In four sums, which need not wait for each other.
double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sums[4] = {0, 0, 0, 0};
  std::size_t i = 0;
  for (; i + 4 <= a.size(); i += 4) {
    for (std::size_t k = 0; k < 4; ++k) {
      sums[k] += a[i + k] * b[i + k];
    }
  }
  for (; i < a.size(); ++i) {
    sums[i % 4] += a[i] * b[i];
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

void ProximalBundle::add(const std::vector<double>& gradient, double error) {
  if (gradients_.size() >= max_cuts) {
    compress();
  }
  gradients_.push_back(gradient);
  errors_.push_back(std::max(0.0, error));
  weights_.push_back(gradients_.size() == 1 ? 1.0 : 0.0);
}

void ProximalBundle::move(const std::vector<double>& step, double rise) {
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    errors_[i] = std::max(0.0, errors_[i] + dot(gradients_[i], step) - rise);
  }
}

/// Keeps the aggregate cut and the active ones, so that convergence is not lost.
void ProximalBundle::compress() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    if (weights_[i] > 0) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights_[a] > weights_[b]; });
  std::vector<double> aggregate(least_.size(), 0.0);
  double error = 0;
  for (const std::size_t i : order) {
    for (std::size_t v = 0; v < least_.size(); ++v) {
      aggregate[v] += weights_[i] * gradients_[i][v];
    }
    error += weights_[i] * errors_[i];
  }
  order.resize(std::min(order.size(), max_cuts / 2));
  std::sort(order.begin(), order.end());
  std::vector<std::vector<double>> gradients{aggregate};
  std::vector<double> errors{error};
  for (const std::size_t i : order) {
    gradients.push_back(gradients_[i]);
    errors.push_back(errors_[i]);
  }
  gradients_.clear();
  errors_.clear();
  weights_.clear();
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    add(gradients[i], errors[i]);
  }
}

void ProximalBundle::step(const std::vector<double>& pull, double t,
                          const std::vector<double>& centre, std::vector<double>& result) const {
  for (std::size_t v = 0; v < pull.size(); ++v) {
    result[v] = v < known_.size() ? known_[v].step(centre[v], pull[v], t, least_[v])
                                  : std::max(t * pull[v], least_[v] - centre[v]);
  }
}

double ProximalBundle::known(const std::vector<double>& at) const {
  double sum = 0;
  for (std::size_t v = 0; v < known_.size(); ++v) {
    sum += known_[v].at(at[v]);
  }
  return sum;
}

void ProximalBundle::add_known_slope(const std::vector<double>& at,
                                     std::vector<double>& slope) const {
  for (std::size_t v = 0; v < known_.size(); ++v) {
    slope[v] += known_[v].slope(at[v]);
  }
}

std::vector<double> ProximalBundle::newton(const std::vector<double>& pull, double t,
                                           const std::vector<double>& centre,
                                           const std::vector<double>& slope, std::size_t to) const {
  std::vector<std::size_t> active;
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    if (weights_[i] > 0 || i == to) {
      active.push_back(i);
    }
  }
  const std::size_t n = active.size();
  if (n < 2 || n > max_of_newton) {
    return {};
  }
  std::vector<std::size_t> follows;  // Variables whose step moves with the pull.
  for (std::size_t v = 0; v < pull.size(); ++v) {
    if (v < known_.size() ? known_[v].follows(centre[v], pull[v], t, least_[v])
                          : t * pull[v] > least_[v] - centre[v]) {
      follows.push_back(v);
    }
  }
  // Rows: the change of what a cut promises, less the common promise, is what it lacks now; the
  // changes sum to 0. The last column is the right side.
  std::vector<std::vector<double>> rows(n + 1, std::vector<double>(n + 2, 0.0));
  double trace = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (const std::size_t v : follows) {
        sum += gradients_[active[i]][v] * gradients_[active[j]][v];
      }
      rows[i][j] = rows[j][i] = t * sum;
    }
    trace += rows[i][i];
  }
  const double scale = trace > 0 ? trace / static_cast<double>(n) : 1;
  for (std::size_t i = 0; i < n; ++i) {
    rows[i][i] += 1e-10 * scale;
    rows[i][n] = rows[n][i] = scale;  // The common promise in units of `scale`.
    rows[i][n + 1] = slope[to] - slope[active[i]];
  }
  for (std::size_t k = 0; k <= n; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i <= n; ++i) {
      best = std::abs(rows[i][k]) > std::abs(rows[best][k]) ? i : best;
    }
    if (!(std::abs(rows[best][k]) > 0)) {
      return {};
    }
    std::swap(rows[k], rows[best]);
    for (std::size_t i = k + 1; i <= n; ++i) {
      const double factor = rows[i][k] / rows[k][k];
      for (std::size_t j = k; factor != 0 && j < n + 2; ++j) {
        rows[i][j] -= factor * rows[k][j];
      }
    }
  }
  std::vector<double> solution(n + 1);
  for (std::size_t k = n + 1; k-- > 0;) {
    double rest = rows[k][n + 1];
    for (std::size_t j = k + 1; j <= n; ++j) {
      rest -= rows[k][j] * solution[j];
    }
    solution[k] = rest / rows[k][k];
  }
  std::vector<double> change(gradients_.size(), 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    change[active[i]] = solution[i];
  }
  return change;
}

/// By duality: the least over the weights of the cuts of the best step for their mean, found by
/// moving weight between the two cuts that violate optimality most, and between all that have some.
ProximalBundle::Step ProximalBundle::solve(double t, const std::vector<double>& centre,
                                           double negligible) {
  const std::size_t cuts = gradients_.size();
  const std::size_t variables = least_.size();
  std::vector<double> pull(variables, 0.0), trial(variables), apart(variables);
  for (std::size_t i = 0; i < cuts; ++i) {
    for (std::size_t v = 0; v < variables && weights_[i] > 0; ++v) {
      pull[v] += weights_[i] * gradients_[i][v];
    }
  }
  Step result;
  result.step.assign(variables, 0.0);
  std::vector<double> there(variables);
  const double here = known(centre);
  std::vector<double> slope(cuts);   // What each cut promises at the step.
  std::vector<double> change(cuts);  // Of the weights, for each unit of the way.
  for (int pivot = 0;; ++pivot) {
    step(pull, t, centre, result.step);
    std::size_t to = 0;
    std::size_t from = cuts;
    double mean = 0;
    for (std::size_t i = 0; i < cuts; ++i) {
      slope[i] = errors_[i] + dot(gradients_[i], result.step);
      mean += weights_[i] * slope[i];
      to = slope[i] < slope[to] ? i : to;
      if (weights_[i] > 0 && (from == cuts || slope[i] > slope[from])) {
        from = i;
      }
    }
    if (from == cuts) {  // No weight is a number any more.
      result.expected = std::numeric_limits<double>::quiet_NaN();
      return result;
    }
    const double violation = slope[from] - slope[to];
    if (!(violation > 0) || pivot == max_pivots || pivot % pivots_of_a_look == 0) {
      for (std::size_t v = 0; v < variables; ++v) {
        there[v] = centre[v] + result.step[v];
      }
      result.expected = slope[to] + known(there) - here;
      // The mean is what the weights stand for: both ends of the same number.
      if (!(violation > 0) || pivot == max_pivots ||
          mean - slope[to] <= std::max(negligible, close_enough * result.expected)) {
        return result;
      }
    }
    double lo = 0;
    double hi = 0;
    double at_lo = 0;
    // How the weights move, how far they can, and how the promises begin to differ on the way.
    const auto prepare = [&] {
      hi = std::numeric_limits<double>::infinity();
      at_lo = 0;
      for (std::size_t i = 0; i < cuts; ++i) {
        at_lo += change[i] * slope[i];
        if (change[i] < 0) {
          hi = std::min(hi, weights_[i] / -change[i]);
        }
      }
      return hi > 0 && std::isfinite(hi) && at_lo < 0;
    };
    bool moves = false;
    if (pivot >= first_newton && pivot % 2 == 0) {
      change = newton(pull, t, centre, slope, to);
      moves = !change.empty() && prepare();
    }
    if (!moves) {
      change.assign(cuts, 0.0);
      change[to] = 1;
      change[from] = -1;
      prepare();
    }
    double least = 0;
    std::fill(apart.begin(), apart.end(), 0.0);
    for (std::size_t i = 0; i < cuts; ++i) {
      if (change[i] != 0) {
        least += change[i] * errors_[i];
        for (std::size_t v = 0; v < variables; ++v) {
          apart[v] += change[i] * gradients_[i][v];
        }
      }
    }
    const auto falls = [&](double amount) {
      for (std::size_t v = 0; v < variables; ++v) {
        there[v] = pull[v] + amount * apart[v];
      }
      step(there, t, centre, trial);
      return least + dot(apart, trial);
    };
    // Until they promise the same, or a weight is used up.
    const double enough = 1e-3 * -at_lo;
    double at_hi = falls(hi);
    double amount = hi;
    for (int k = 0; k < max_trials && at_hi > enough; ++k) {
      // Between the secant and the middle, so that neither end stays behind.
      const double secant = lo + (hi - lo) * -at_lo / (at_hi - at_lo);
      amount = k % 3 == 2 ? (lo + hi) / 2 : secant;
      const double at = falls(amount);
      if (std::abs(at) <= enough) {
        break;
      }
      (at < 0 ? lo : hi) = amount;
      (at < 0 ? at_lo : at_hi) = at;
    }
    for (std::size_t i = 0; i < cuts; ++i) {
      if (change[i] != 0) {
        // What is used up is zero, whatever rounding says.
        const bool used_up = change[i] < 0 && amount >= weights_[i] / -change[i];
        weights_[i] = used_up ? 0.0 : weights_[i] + amount * change[i];
      }
    }
    for (std::size_t v = 0; v < variables; ++v) {
      pull[v] += amount * apart[v];
    }
  }
}

}  // namespace bgpte::optimiser
