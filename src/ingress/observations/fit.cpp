// Reweights a population to today's shares and to observations, with the least relative entropy.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "bgpte/ingress/population.hpp"

namespace bgpte::ingress {
namespace {

/// d of H d = g for symmetric positive definite H, by Cholesky's factorisation.
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

/// One measured link of one observation: one row of A.
struct MeasuredLink {
  std::size_t observation;
  std::size_t link;
  double share;
};

std::vector<MeasuredLink> measured_links(const std::vector<ObservedShares>& seen,
                                         std::size_t links) {
  std::vector<MeasuredLink> measured;
  for (std::size_t o = 0; o < seen.size(); ++o) {
    for (std::size_t l = 0; l < links; ++l) {
      if (seen[o].share[l]) {
        measured.push_back({o, l, *seen[o].share[l]});
      }
    }
  }
  return measured;
}

/// The convex dual of the fit: the sum over home links of s_j log Z_j(mu), plus e^2 |mu|^2 / 2, is
/// minimised over the multipliers mu, one for each measured link. A member of home link j gets the
/// factor exp(-mu . A) / Z_j, its tilt.
class FitDual {
 public:
  FitDual(const MemberClasses& classes, std::span<const double> today_shares,
          const std::vector<ObservedShares>& seen, double measurement_error)
      : classes_(classes),
        today_shares_(today_shares),
        variance_(std::max(measurement_error, 1e-4) * std::max(measurement_error, 1e-4)),
        tilt_(classes.home.size(), 1) {
    const std::vector<MeasuredLink> measured = measured_links(seen, classes.links);
    n_ = measured.size();
    a_.assign(count() * n_, 0);
    for (std::size_t c = 0; c < count(); ++c) {
      for (std::size_t i = 0; i < n_; ++i) {
        const std::uint8_t winner = classes.winner[c][measured[i].observation];
        const bool enters =
            winner < classes.links && seen[measured[i].observation].share[winner].has_value();
        a_[c * n_ + i] =
            (winner == measured[i].link ? 1.0 : 0.0) - (enters ? measured[i].share : 0.0);
      }
    }
  }

  /// Newton's method with halved steps; gives the tilts at the minimum.
  std::vector<double> minimise() {
    std::vector<double> mu(n_, 0);
    double value = value_at(mu);
    for (int round = 0; round < 200 && n_ > 0; ++round) {
      std::vector<double> gradient, hessian;
      derivatives(mu, gradient, hessian);
      double steepest = 0;
      for (const double g : gradient) {
        steepest = std::max(steepest, std::abs(g));
      }
      if (steepest < 1e-12 || !step_along(solve(hessian, gradient), gradient, mu, value)) {
        break;
      }
    }
    return tilt_;
  }

 private:
  [[nodiscard]] std::size_t count() const { return classes_.home.size(); }

  /// The dual's value; leaves the tilts of mu behind.
  double value_at(const std::vector<double>& mu) {
    std::vector<double> power(count(), 0);
    std::vector<double> most(classes_.links, -std::numeric_limits<double>::infinity());
    for (std::size_t c = 0; c < count(); ++c) {
      for (std::size_t i = 0; i < n_; ++i) {
        power[c] -= mu[i] * a_[c * n_ + i];
      }
      most[classes_.home[c]] = std::max(most[classes_.home[c]], power[c]);
    }
    std::vector<double> sum(classes_.links, 0);
    for (std::size_t c = 0; c < count(); ++c) {
      tilt_[c] = std::exp(power[c] - most[classes_.home[c]]);
      sum[classes_.home[c]] += classes_.weight[c] * tilt_[c];
    }
    double value = 0;
    for (std::size_t j = 0; j < classes_.links; ++j) {
      if (sum[j] > 0 && today_shares_[j] > 0) {
        value += today_shares_[j] * (std::log(sum[j]) + most[j]);
      }
    }
    for (std::size_t c = 0; c < count(); ++c) {
      tilt_[c] /= sum[classes_.home[c]];
    }
    for (const double m : mu) {
      value += variance_ * m * m / 2;
    }
    return value;
  }

  /// Gradient and Hessian (its lower triangle) at mu, whose tilts are there.
  void derivatives(const std::vector<double>& mu, std::vector<double>& gradient,
                   std::vector<double>& hessian) const {
    std::vector<double> mean(classes_.links * n_, 0);  // [home][i] of A under the tilts.
    for (std::size_t c = 0; c < count(); ++c) {
      const double weight = classes_.weight[c] * tilt_[c];
      for (std::size_t i = 0; i < n_; ++i) {
        mean[classes_.home[c] * n_ + i] += weight * a_[c * n_ + i];
      }
    }
    gradient.assign(n_, 0);
    hessian.assign(n_ * n_, 0);
    for (std::size_t j = 0; j < classes_.links; ++j) {
      for (std::size_t i = 0; i < n_; ++i) {
        gradient[i] -= today_shares_[j] * mean[j * n_ + i];
      }
    }
    for (std::size_t c = 0; c < count(); ++c) {
      const std::uint8_t home = classes_.home[c];
      const double weight = today_shares_[home] * classes_.weight[c] * tilt_[c];
      if (weight <= 0) {
        continue;
      }
      for (std::size_t i = 0; i < n_; ++i) {
        const double a = weight * (a_[c * n_ + i] - mean[home * n_ + i]);
        if (a == 0) {
          continue;
        }
        for (std::size_t k = 0; k <= i; ++k) {
          hessian[i * n_ + k] += a * (a_[c * n_ + k] - mean[home * n_ + k]);
        }
      }
    }
    for (std::size_t i = 0; i < n_; ++i) {
      gradient[i] += variance_ * mu[i];
      hessian[i * n_ + i] += variance_;
    }
  }

  /// Takes the longest of 1, 1/2, 1/4 ... times `step` that lowers the value enough (Armijo's
  /// rule). False where none lowers it: mu and its tilts stay.
  bool step_along(const std::vector<double>& step, const std::vector<double>& gradient,
                  std::vector<double>& mu, double& value) {
    const double slope = std::inner_product(step.begin(), step.end(), gradient.begin(), 0.0);
    double length = 1;
    std::vector<double> next(n_);
    bool better = false;
    for (int halving = 0; halving < 60; ++halving, length /= 2) {
      for (std::size_t i = 0; i < n_; ++i) {
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
      return false;
    }
    mu = next;
    return true;
  }

  const MemberClasses& classes_;
  std::span<const double> today_shares_;
  double variance_;           ///< e^2
  std::size_t n_ = 0;         ///< Number of measured links.
  std::vector<double> a_;     ///< [class * n + i]
  std::vector<double> tilt_;  ///< [class]
};

}  // namespace

std::vector<double> residual_of(const ObservedShares& seen, std::span<const double> predicted) {
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

MemberClasses classify_members(const Population& population, std::size_t links,
                               const std::vector<std::vector<std::uint8_t>>& observed_winners) {
  MemberClasses classes;
  classes.links = links;
  const std::vector<std::uint8_t>& homes = population.homes();
  const std::vector<double>& weights = population.weights();
  classes.of_member.resize(homes.size());
  std::map<std::vector<std::uint8_t>, std::uint32_t> known;
  std::vector<std::uint8_t> key(observed_winners.size() + 1);
  for (std::size_t m = 0; m < homes.size(); ++m) {
    key[0] = homes[m];
    for (std::size_t o = 0; o < observed_winners.size(); ++o) {
      key[o + 1] = observed_winners[o][m];
    }
    const auto [entry, added] =
        known.try_emplace(key, static_cast<std::uint32_t>(classes.home.size()));
    if (added) {
      classes.home.push_back(homes[m]);
      classes.weight.push_back(0);
      classes.winner.emplace_back(key.begin() + 1, key.end());
    }
    classes.of_member[m] = entry->second;
    classes.weight[entry->second] += weights[m];
  }
  return classes;
}

Fit fit_observations(const MemberClasses& classes, std::span<const double> today_shares,
                     const std::vector<ObservedShares>& seen, double measurement_error) {
  Fit fit;
  fit.tilt = FitDual(classes, today_shares, seen, measurement_error).minimise();
  for (std::size_t o = 0; o < seen.size(); ++o) {
    std::vector<double> predicted(classes.links, 0);
    for (std::size_t c = 0; c < classes.home.size(); ++c) {
      if (classes.winner[c][o] < classes.links) {
        predicted[classes.winner[c][o]] +=
            today_shares[classes.home[c]] * classes.weight[c] * fit.tilt[c];
      }
    }
    fit.residual.push_back(residual_of(seen[o], predicted));
  }
  return fit;
}

}  // namespace bgpte::ingress
