#include "bundle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bgpte::optimiser {
namespace {

constexpr std::size_t most_cuts = 80;
constexpr int most_pivots = 4000;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

}  // namespace

void Bundle::add(const std::vector<double>& gradient, double error, std::size_t answer) {
  add(gradient, error, Mixture{{answer, 1.0}});
}

Bundle::Mixture Bundle::mixture() const {
  Mixture result;
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    for (const auto& [answer, part] : answers_[i]) {
      if (weights_[i] * part > 0) {
        result[answer] += weights_[i] * part;
      }
    }
  }
  return result;
}

std::set<std::size_t> Bundle::remembered() const {
  std::set<std::size_t> result;
  for (const Mixture& answers : answers_) {
    for (const auto& [answer, part] : answers) {
      result.insert(answer);
    }
  }
  return result;
}

void Bundle::add(const std::vector<double>& gradient, double error, Mixture answers) {
  if (gradients_.size() >= most_cuts) {
    compress();
  }
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    gram_[i].push_back(dot(gradients_[i], gradient));
  }
  gradients_.push_back(gradient);
  answers_.push_back(std::move(answers));
  errors_.push_back(std::max(0.0, error));
  weights_.push_back(gradients_.size() == 1 ? 1.0 : 0.0);
  std::vector<double> row;
  for (const std::vector<double>& other : gradients_) {
    row.push_back(dot(other, gradient));
  }
  gram_.push_back(std::move(row));
}

void Bundle::move(const std::vector<double>& step, double rise) {
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    errors_[i] = std::max(0.0, errors_[i] + dot(gradients_[i], step) - rise);
  }
}

/// Keeps the aggregate cut and the active ones, so that convergence is not lost.
void Bundle::compress() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < gradients_.size(); ++i) {
    if (weights_[i] > 0) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights_[a] > weights_[b]; });
  std::vector<double> aggregate(variables_, 0.0);
  double error = 0;
  for (const std::size_t i : order) {
    for (std::size_t v = 0; v < variables_; ++v) {
      aggregate[v] += weights_[i] * gradients_[i][v];
    }
    error += weights_[i] * errors_[i];
  }
  order.resize(std::min(order.size(), most_cuts / 2));
  std::sort(order.begin(), order.end());
  std::vector<std::vector<double>> gradients{aggregate};
  std::vector<double> errors{error};
  std::vector<Mixture> answers{mixture()};
  for (const std::size_t i : order) {
    gradients.push_back(gradients_[i]);
    errors.push_back(errors_[i]);
    answers.push_back(answers_[i]);
  }
  gradients_.clear();
  answers_.clear();
  errors_.clear();
  weights_.clear();
  gram_.clear();
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    add(gradients[i], errors[i], answers[i]);
  }
}

Bundle::Step Bundle::solve(double t) {
  // min over the simplex of t/2 |sum w_i g_i|^2 + sum w_i e_i, by moving weight between the two
  // cuts that violate optimality most.
  const std::size_t cuts = gradients_.size();
  std::vector<double> slope(cuts);
  for (std::size_t i = 0; i < cuts; ++i) {
    slope[i] = errors_[i];
    for (std::size_t j = 0; j < cuts; ++j) {
      slope[i] += t * gram_[i][j] * weights_[j];
    }
  }
  for (int pivot = 0; pivot < most_pivots; ++pivot) {
    std::size_t to = 0;
    std::size_t from = cuts;
    for (std::size_t i = 0; i < cuts; ++i) {
      to = slope[i] < slope[to] ? i : to;
      if (weights_[i] > 0 && (from == cuts || slope[i] > slope[from])) {
        from = i;
      }
    }
    const double violation = slope[from] - slope[to];
    if (violation <= 0) {
      break;
    }
    // The weighted mean of the slopes is not above the largest: it is only summed near the end.
    const double largest = std::max(std::abs(slope[from]), std::abs(slope[to]));
    if (violation <= 2e-10 * largest) {
      double scale = 0;
      for (std::size_t i = 0; i < cuts; ++i) {
        scale += weights_[i] * std::abs(slope[i]);
      }
      if (violation <= 1e-10 * scale) {
        break;
      }
    }
    const double* gram_to = gram_[to].data();
    const double* gram_from = gram_[from].data();
    const double curve = t * (gram_to[to] + gram_from[from] - 2 * gram_to[from]);
    double amount = curve > 0 ? violation / curve : std::numeric_limits<double>::infinity();
    amount = std::min(amount, weights_[from]);
    weights_[to] += amount;
    weights_[from] = amount == weights_[from] ? 0.0 : weights_[from] - amount;
    const double moved = t * amount;
    for (std::size_t i = 0; i < cuts; ++i) {
      slope[i] += moved * (gram_to[i] - gram_from[i]);
    }
  }
  Step result;
  std::vector<double> aggregate(variables_, 0.0);
  for (std::size_t i = 0; i < cuts; ++i) {
    if (weights_[i] > 0) {
      for (std::size_t v = 0; v < variables_; ++v) {
        aggregate[v] += weights_[i] * gradients_[i][v];
      }
      result.error += weights_[i] * errors_[i];
    }
  }
  result.slope2 = dot(aggregate, aggregate);
  result.expected = t * result.slope2 + result.error;
  result.step = std::move(aggregate);
  for (double& value : result.step) {
    value *= t;
  }
  return result;
}

}  // namespace bgpte::optimiser
