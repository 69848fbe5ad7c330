#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <utility>
#include <vector>

#include "bgpte/ingress/population.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::ingress {

/// Prefixes announced alike today and seen alike under other advertisements: one population for
/// each story, whose members the observations reweight for each prefix's own shares.
class ObservedSituation {
 public:
  struct Sight {
    model::Advertisement advertise;
    SeenShares seen;
    std::string source;  ///< JSON Pointer of the observation.
  };

  /// Populations: each prior (times low, expected, high where the operator gave numbers), then one
  /// sticky link each.
  ObservedSituation(const model::Advertisement& today, const std::vector<bool>& open,
                    const std::vector<std::optional<model::Retained>>& retained,
                    std::vector<Sight> sights, double measurement_error);

  [[nodiscard]] const std::vector<Sight>& sights() const { return sights_; }
  /// [population][cell] tilts for a prefix with these shares today.
  [[nodiscard]] std::vector<std::vector<double>> fit(std::span<const double> shares) const;
  /// [(population * links + home) * links + to] under `x`, after the tilts. Rows of homes that no
  /// member has are zero.
  [[nodiscard]] std::vector<double> matrices(const std::vector<std::vector<double>>& tilts,
                                             const model::Advertisement& x) const;
  [[nodiscard]] std::size_t cells() const;  ///< Of all populations.

  /// True if some sight prepended or withdrew this link more than others: its sources were seen to
  /// go where they go.
  [[nodiscard]] bool tested(model::LinkIndex link) const { return tested_[link]; }

  [[nodiscard]] std::size_t of_prior(std::size_t prior, std::size_t level) const {
    return prior * levels_ + (levels_ == 1 ? 0 : level);
  }
  [[nodiscard]] std::size_t of_sticky(model::LinkIndex link) const {
    return priors.size() * levels_ + link;
  }

 private:
  /// What the cells do under one advertisement.
  [[nodiscard]] std::shared_ptr<const std::vector<double>> masses(
      const model::Advertisement& x) const;

  std::size_t links_;
  std::size_t levels_;
  double measurement_error_;
  std::vector<Sight> sights_;
  std::vector<bool> tested_;
  std::vector<std::unique_ptr<const Population>> populations_;
  std::vector<Cells> cells_;
  mutable std::shared_mutex mutex_;
  /// [cell * links + winner], cells of one population after the other; kept for a while.
  mutable std::map<model::Advertisement, std::shared_ptr<const std::vector<double>>> masses_;
};

}  // namespace bgpte::ingress
