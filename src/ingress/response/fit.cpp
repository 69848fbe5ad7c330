#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "bgpte/ingress/population.hpp"

namespace bgpte::ingress {
namespace {

/// Solves H d = g for symmetric positive definite H (in place, Cholesky).
std::vector<double> solve(std::vector<double> h, std::vector<double> g) {
  const std::size_t n = g.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = h[i * n + j];
      for (std::size_t k = 0; k < j; ++k) {
        sum -= h[i * n + k] * h[j * n + k];
      }
      h[i * n + j] = i == j ? std::sqrt(std::max(sum, 1e-300)) : sum / h[j * n + j];
    }
    for (std::size_t k = 0; k < i; ++k) {
      g[i] -= h[i * n + k] * g[k];
    }
    g[i] /= h[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) {
      g[i] -= h[k * n + i] * g[k];
    }
    g[i] /= h[i * n + i];
  }
  return g;
}

/// One measured link of one observation: what a member that enters there adds to A w.
struct Column {
  std::size_t observation;
  std::size_t link;
  double share;
};

}  // namespace

std::vector<double> residual_of(const SeenShares& seen, std::span<const double> predicted) {
  double measured = 0;
  for (std::size_t l = 0; l < predicted.size(); ++l) {
    measured += seen.share[l] ? predicted[l] : 0;
  }
  std::vector<double> residual(predicted.size(), 0);
  for (std::size_t l = 0; l < predicted.size(); ++l) {
    if (seen.share[l]) {
      residual[l] = *seen.share[l] * measured - predicted[l];
    }
  }
  return residual;
}

Cells make_cells(const Population& population, std::size_t links,
                 const std::vector<std::vector<std::uint8_t>>& observed_winners) {
  Cells cells;
  cells.links = links;
  const std::vector<std::uint8_t>& homes = population.homes();
  const std::vector<double>& weights = population.weights();
  cells.of_member.resize(homes.size());
  std::map<std::vector<std::uint8_t>, std::uint32_t> known;
  std::vector<std::uint8_t> key(observed_winners.size() + 1);
  for (std::size_t m = 0; m < homes.size(); ++m) {
    key[0] = homes[m];
    for (std::size_t o = 0; o < observed_winners.size(); ++o) {
      key[o + 1] = observed_winners[o][m];
    }
    const auto [entry, added] =
        known.try_emplace(key, static_cast<std::uint32_t>(cells.home.size()));
    if (added) {
      cells.home.push_back(homes[m]);
      cells.weight.push_back(0);
      cells.winner.emplace_back(key.begin() + 1, key.end());
    }
    cells.of_member[m] = entry->second;
    cells.weight[entry->second] += weights[m];
  }
  return cells;
}

Fit fit_observations(const Cells& cells, std::span<const double> today_shares,
                     const std::vector<SeenShares>& seen, double measurement_error) {
  // The dual: minimise sum over homes of s log Z + e^2 |mu|^2 / 2, convex and smooth. A member of
  // home j gets the factor exp(-mu . A) / Z_j.
  const double variance = std::max(measurement_error, 1e-4) * std::max(measurement_error, 1e-4);
  std::vector<Column> columns;
  for (std::size_t o = 0; o < seen.size(); ++o) {
    for (std::size_t l = 0; l < cells.links; ++l) {
      if (seen[o].share[l]) {
        columns.push_back({o, l, *seen[o].share[l]});
      }
    }
  }
  const std::size_t n = columns.size();
  const std::size_t count = cells.home.size();
  std::vector<double> row(count * n, 0);
  for (std::size_t c = 0; c < count; ++c) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint8_t winner = cells.winner[c][columns[i].observation];
      const bool measured =
          winner < cells.links && seen[columns[i].observation].share[winner].has_value();
      row[c * n + i] =
          (winner == columns[i].link ? 1.0 : 0.0) - (measured ? columns[i].share : 0.0);
    }
  }

  Fit fit;
  fit.tilt.assign(count, 1);
  // Value at mu; leaves the tilts behind.
  const auto value_at = [&](const std::vector<double>& mu) {
    std::vector<double> power(count, 0);
    std::vector<double> most(cells.links, -std::numeric_limits<double>::infinity());
    for (std::size_t c = 0; c < count; ++c) {
      for (std::size_t i = 0; i < n; ++i) {
        power[c] -= mu[i] * row[c * n + i];
      }
      most[cells.home[c]] = std::max(most[cells.home[c]], power[c]);
    }
    std::vector<double> sum(cells.links, 0);
    for (std::size_t c = 0; c < count; ++c) {
      fit.tilt[c] = std::exp(power[c] - most[cells.home[c]]);
      sum[cells.home[c]] += cells.weight[c] * fit.tilt[c];
    }
    double value = 0;
    for (std::size_t j = 0; j < cells.links; ++j) {
      if (sum[j] > 0 && today_shares[j] > 0) {
        value += today_shares[j] * (std::log(sum[j]) + most[j]);
      }
    }
    for (std::size_t c = 0; c < count; ++c) {
      fit.tilt[c] /= sum[cells.home[c]];
    }
    for (const double m : mu) {
      value += variance * m * m / 2;
    }
    return value;
  };

  std::vector<double> mu(n, 0);
  double value = value_at(mu);
  for (int round = 0; round < 200 && n > 0; ++round) {
    std::vector<double> mean(cells.links * n, 0);
    for (std::size_t c = 0; c < count; ++c) {
      const double weight = cells.weight[c] * fit.tilt[c];
      for (std::size_t i = 0; i < n; ++i) {
        mean[cells.home[c] * n + i] += weight * row[c * n + i];
      }
    }
    std::vector<double> gradient(n, 0), hessian(n * n, 0);
    for (std::size_t j = 0; j < cells.links; ++j) {
      for (std::size_t i = 0; i < n; ++i) {
        gradient[i] -= today_shares[j] * mean[j * n + i];
      }
    }
    for (std::size_t c = 0; c < count; ++c) {
      const std::uint8_t home = cells.home[c];
      const double weight = today_shares[home] * cells.weight[c] * fit.tilt[c];
      if (weight <= 0) {
        continue;
      }
      for (std::size_t i = 0; i < n; ++i) {
        const double a = weight * (row[c * n + i] - mean[home * n + i]);
        if (a == 0) {
          continue;
        }
        for (std::size_t k = 0; k <= i; ++k) {
          hessian[i * n + k] += a * (row[c * n + k] - mean[home * n + k]);
        }
      }
    }
    double steepest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      gradient[i] += variance * mu[i];
      hessian[i * n + i] += variance;
      steepest = std::max(steepest, std::abs(gradient[i]));
    }
    if (steepest < 1e-12) {
      break;
    }
    const std::vector<double> step = solve(hessian, gradient);
    const double slope = std::inner_product(step.begin(), step.end(), gradient.begin(), 0.0);
    double length = 1;
    std::vector<double> next(n);
    bool better = false;
    for (int halving = 0; halving < 60; ++halving, length /= 2) {
      for (std::size_t i = 0; i < n; ++i) {
        next[i] = mu[i] - length * step[i];
      }
      const double trial = value_at(next);
      if (trial <= value - 1e-4 * length * slope) {
        better = trial < value;
        value = trial;
        break;
      }
    }
    if (!better) {
      value = value_at(mu);
      break;
    }
    mu = next;
  }

  for (std::size_t o = 0; o < seen.size(); ++o) {
    std::vector<double> predicted(cells.links, 0);
    for (std::size_t c = 0; c < count; ++c) {
      if (cells.winner[c][o] < cells.links) {
        predicted[cells.winner[c][o]] +=
            today_shares[cells.home[c]] * cells.weight[c] * fit.tilt[c];
      }
    }
    fit.residual.push_back(residual_of(seen[o], predicted));
  }
  return fit;
}

}  // namespace bgpte::ingress
