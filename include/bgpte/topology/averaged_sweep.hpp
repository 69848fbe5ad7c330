#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/topology/behaviour.hpp"
#include "bgpte/topology/sweep.hpp"

namespace bgpte::topology {

/// SweptVector::sole_link of a class that may enter by several.
inline constexpr LinkNumber several_links = no_link - 1;

/// One vector of an AveragedSweep, for loops over many classes; valid as long as the sweep.
class SweptVector {
 public:
  /// Over the links they sum to 1, or are all 0 where the class has no route.
  [[nodiscard]] double probability(ClassNumber of, LinkNumber link) const {
    return static_cast<double>(rows_[(row_of_[of] * links_ + link) * lanes_]);
  }
  /// The link by which all of the class enters, but for less than AveragedSweep::negligible;
  /// no_link where it has no route, several_links where it may enter by more than one.
  [[nodiscard]] LinkNumber sole_link(ClassNumber of) const {
    const std::uint16_t link = sole_[row_of_[of] * lanes_];
    return link < several ? link : (link == unreachable ? no_link : several_links);
  }

 private:
  friend class AveragedSweep;
  static constexpr std::uint16_t unreachable = 0xFFFFU;
  static constexpr std::uint16_t several = 0xFFFEU;

  const float* rows_ = nullptr;          ///< [row][link][lane], from the vector's lane on
  const std::uint16_t* sole_ = nullptr;  ///< [row][lane], from there too: a link or one of these
  const std::uint32_t* row_of_ = nullptr;
  std::size_t links_ = 0;
  std::size_t lanes_ = 0;
};

/// For every AS and vector, the probability of each ingress link when every AS averages over its
/// equally good next hops: Ties for all vectors at once, by behaviour class.
class AveragedSweep {
 public:
  [[nodiscard]] std::size_t vectors() const { return place_.size(); }
  [[nodiscard]] std::size_t links() const { return links_; }
  /// Here a class has the same probabilities under every vector.
  [[nodiscard]] const BehaviourClasses& classes() const { return classes_; }
  [[nodiscard]] SweptVector at(std::size_t vector) const;
  /// Less than this is rounding of the single precision.
  static constexpr double negligible = 1e-7;

 private:
  friend AveragedSweep averaged_sweep(const AsGraph&, const Origin&,
                                      std::span<const model::Advertisement>, unsigned);

  /// Vectors computed side by side: distinct outcomes, and which one each class has.
  struct Part {
    std::vector<float> rows;          ///< [row][link][lane]
    std::vector<std::uint16_t> sole;  ///< [row][lane]
    std::vector<std::uint32_t> row_of;
  };
  struct Place {
    std::uint32_t part = 0;
    std::uint32_t lane = 0;
  };

  [[nodiscard]] std::vector<std::uint16_t> sole_links(const std::vector<float>& rows) const;

  std::size_t links_ = 0;
  BehaviourClasses classes_;
  std::vector<Part> parts_;
  std::vector<Place> place_;  ///< by vector
};

/// What compute_ties gives, for every vector. Exact up to the rounding of single precision; no
/// seed. The result does not depend on `threads` (at least 1). Throws as sweep does.
[[nodiscard]] AveragedSweep averaged_sweep(const AsGraph& graph, const Origin& origin,
                                           std::span<const model::Advertisement> vectors,
                                           unsigned threads = 1);

/// Weighted shares by vector and link, as for Sweep.
[[nodiscard]] Shares shares(const AveragedSweep& sweep, std::span<const double> weights);

}  // namespace bgpte::topology
