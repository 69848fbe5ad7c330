#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/population.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/parallel/bounded_cache.hpp"

namespace bgpte::ingress {

/// An observation that measured some traffic.
struct UsableObservation {
  std::size_t number = 0;  ///< Place in ingress.observations of the scenario.
  const model::Observation* observation = nullptr;
  ObservedShares seen;
};

[[nodiscard]] std::vector<UsableObservation> usable_observations(const model::Scenario& scenario);

/// Prefixes announced alike today and observed under the same other advertisements: one population
/// for each hypothesis, whose members the observations reweight for each prefix's own shares
/// (docs/ingress.md, "Observations").
class ObservedAnnouncement {
 public:
  /// Another advertisement, and the shares that were observed under it.
  struct Experiment {
    model::Advertisement advertise;
    ObservedShares seen;
  };
  /// What is known of the prefixes besides the experiments.
  struct Inputs {
    const model::Advertisement& today;
    const std::vector<bool>& open;                                ///< [link]
    const std::vector<std::optional<model::Retained>>& retained;  ///< [link]
    double measurement_error;                                     ///< Of a share, as a fraction.
  };

  /// Populations: each prior (once for each of low, expected and high where the operator gave
  /// `retained` numbers), then one with a sticky link for each link.
  ObservedAnnouncement(const Inputs& inputs, std::vector<Experiment> experiments);

  [[nodiscard]] const std::vector<Experiment>& experiments() const { return experiments_; }
  /// [population][member class] tilts for a prefix with these shares today.
  [[nodiscard]] std::vector<std::vector<double>> fit(std::span<const double> shares) const;
  /// [(population * links + home) * links + to] under `x`, after the tilts. Rows of home links
  /// that no member has are zero.
  [[nodiscard]] std::vector<double> matrices(const std::vector<std::vector<double>>& tilts,
                                             const model::Advertisement& x) const;
  /// Number of doubles in what `matrices` gives.
  [[nodiscard]] std::size_t matrix_size() const { return classes_.size() * links_ * links_; }
  /// Number of member classes of all populations together.
  [[nodiscard]] std::size_t member_classes() const;

  /// True if some experiment withdrew this link or prepended it more than others: it was seen
  /// where its sources go.
  [[nodiscard]] bool tested(model::LinkIndex link) const { return tested_[link]; }

  /// The population of a prior, at level 0 (low), 1 (expected) or 2 (high).
  [[nodiscard]] std::size_t of_prior(std::size_t prior, std::size_t level) const {
    return prior * levels_ + (levels_ == 1 ? 0 : level);
  }
  [[nodiscard]] std::size_t of_sticky(model::LinkIndex link) const {
    return priors.size() * levels_ + link;
  }

 private:
  void find_tested_links(const model::Advertisement& today);
  void make_populations(const Inputs& inputs);
  [[nodiscard]] std::shared_ptr<const std::vector<double>> masses(
      const model::Advertisement& x) const;
  [[nodiscard]] std::vector<double> compute_masses(const model::Advertisement& x) const;

  std::size_t links_;
  std::size_t levels_;  ///< 3 where the operator gave `retained` numbers, else 1.
  double measurement_error_;
  std::vector<Experiment> experiments_;
  std::vector<bool> tested_;  ///< [link]
  std::vector<std::unique_ptr<const Population>> populations_;
  std::vector<MemberClasses> classes_;  ///< [population]
  /// [member class * links + winner], classes of one population after the other; at most 2^22
  /// doubles (32 MB) are kept.
  mutable parallel::BoundedCache<model::Advertisement, std::vector<double>> masses_{
      parallel::CacheLimit{.weight = 1 << 22}};
};

}  // namespace bgpte::ingress
