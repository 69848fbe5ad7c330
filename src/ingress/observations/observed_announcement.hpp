#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/ingress/population.hpp"
#include "bgpte/ingress/repeats.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/parallel/bounded_cache.hpp"
#include "bgpte/parallel/deadline.hpp"
#include "src/ingress/observations/observed_members.hpp"

namespace bgpte::ingress {

/// An observation that measured some traffic.
struct UsableObservation {
  std::size_t number = 0;  ///< Place in ingress.observations of the scenario.
  const model::Observation* observation = nullptr;
  ObservedShares seen;
};

/// Shares of what an observation measured; nothing where that is nothing.
[[nodiscard]] std::optional<ObservedShares> observed_shares(const model::Observation& observation);

/// Those that say something of other announcements than today's: of one announcement the newest
/// that has a time, and all that have none. `known`: repeats() of the scenario.
[[nodiscard]] std::vector<UsableObservation> usable_observations(const model::Scenario& scenario,
                                                                 const std::vector<Repeat>& known);

/// With c the covariances of a load with what enters at each place, observations take |c W|^2 off
/// its variance. W W' is the inverse of C + R on the measured rows: C their covariance, R the
/// noise.
struct Whitening {
  std::vector<double> rows;  ///< W: [place * rows + row].
  /// [place] W has zeros before, for its root is triangular by observations.
  std::vector<std::size_t> begin;
};

/// What observations say of one prefix: how the members of each variant's population weigh, and how
/// much of the range they take away.
struct ObservedFit {
  std::vector<double> shares;  ///< [link] today's.
  /// [population] weight in the estimate, and tilts [class]; empty where the weight is 0.
  std::vector<double> weight;
  std::vector<std::vector<double>> tilts;
  std::vector<Whitening> whitening;  ///< For each number of effective sources.
};

/// Prefixes announced alike today and observed under the same other advertisements: one population
/// for each variant, whose members the observations reweight for each prefix's own shares
/// (docs/ingress.md, "Observations").
class ObservedAnnouncement {
 public:
  /// Another advertisement, and the shares that were observed under it.
  struct Experiment {
    model::Advertisement advertise;
    ObservedShares seen;
    /// Number of an experiment that was not made, with the shares that are expected of it: it says
    /// nothing but in `told`.
    std::optional<std::size_t> trial = std::nullopt;
    bool of_one_prefix = false;  ///< Not of all prefixes together.
    /// True if all links that carry the prefix were measured.
    [[nodiscard]] bool fully_measured() const;
    bool operator<(const Experiment& other) const;
  };
  /// What is known of the prefixes besides the experiments.
  struct Inputs {
    const model::Advertisement& today;
    OpenLinks open;
    const std::vector<std::optional<model::Retained>>& retained;  ///< [link]
    const std::vector<bool>& own;  ///< [link]: the operator said what stays.
    double measurement_error;      ///< Of a share, as a fraction.
    double noise;  ///< Of a share that the forecast must expect, one standard deviation.
    SharedMembers& shared;
  };

  /// Populations: the default, then one for each link in `sticky` whose sources hardly move.
  ObservedAnnouncement(const Inputs& inputs, std::vector<Experiment> experiments,
                       std::vector<model::LinkIndex> sticky);

  /// For a prefix with these shares today. `weight`: [variant] the default's, then that of a sticky
  /// variant for each link. Nothing where the deadline passed before.
  [[nodiscard]] std::optional<ObservedFit> fit(std::span<const double> shares,
                                               std::span<const double> weight,
                                               const parallel::Deadline& deadline = {}) const;
  /// What `variances` needs where the trials with these numbers have been made besides.
  [[nodiscard]] ObservedFit told(std::span<const double> shares,
                                 std::span<const std::size_t> trials) const;
  /// Those of the constructor; of one advertisement the mean.
  [[nodiscard]] const std::vector<Experiment>& experiments() const { return experiments_; }
  /// The first experiment that announced as `x` does, up to a common prepend.
  [[nodiscard]] std::optional<std::size_t> experiment_of(const model::Advertisement& x) const;
  /// Number of doubles in what `fit` gives, about.
  [[nodiscard]] std::size_t fit_size() const;
  /// Replaces the rows of T under `x` of home links that have members.
  void fitted_rows(const ObservedFit& fit, const model::Advertisement& x,
                   std::vector<double>& rows) const;
  /// [link] variance of what enters there of the home cells `cells` (any unit), given the
  /// observations. `sources`: see effective_sources.
  [[nodiscard]] std::vector<double> variances(const ObservedFit& fit, const model::Advertisement& x,
                                              std::span<const double> cells, double sources) const;

 private:
  void merge(std::vector<Experiment> experiments);
  [[nodiscard]] std::vector<ObservedShares> seen_with(std::span<const std::size_t> trials) const;
  [[nodiscard]] Whitening whitening(std::span<const double> shares, double sources,
                                    const std::vector<ObservedShares>& seen) const;

  std::size_t links_;
  double measurement_error_, noise_;
  std::vector<bool> own_numbers_;  ///< [link]: the operator said what stays.
  std::vector<Experiment> experiments_;
  std::vector<model::LinkIndex> sticky_;
  std::shared_ptr<const ObservedMembers> members_;
};

}  // namespace bgpte::ingress
