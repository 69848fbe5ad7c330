#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "column_flows.hpp"
#include "dimensions.hpp"
#include "effort.hpp"
#include "stage.hpp"

namespace bgpte::optimiser {

/// Candidates of very large networks: none is stored for a prefix. Prefixes that are announced and
/// behave alike share their candidates and transitions; what a candidate costs at given prices is
/// then a vector over the home links that they share too, and a prefix's cost is its product with
/// the home cells.
///
/// The flows behind it are linear in the home cells: the expected ones before rounding, and for
/// the high end of the range, which is never below them, the expected ones too. So what is found
/// cheapest is a relaxation; `bound` takes the rounding off.
class CandidateClasses {
 public:
  /// True if every dimension is one that this can price.
  [[nodiscard]] static bool supports(const std::vector<Source>& sources);

  /// Looks up the transitions of the units' candidates; `stopped` where that was interrupted. Units
  /// hold one prefix each.
  CandidateClasses(const States& states, std::vector<Source> sources,
                   const std::vector<Unit>& units, const Effort& effort);
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// Sums the cheapest candidate of each unit over those that are open: value, and what it adds to
  /// the gradient of the dimensions. `picks` are the candidates, one for each unit.
  double least(const std::vector<double>& prices, std::vector<double>& gradient,
               std::vector<std::uint32_t>& picks);
  /// The same over all candidates; the cheapest of each unit join those that are open.
  double least_of_all(const std::vector<double>& prices, std::vector<double>& gradient,
                      std::vector<std::uint32_t>& picks);
  /// True lower bound of the sum over units of the least exact reduced cost.
  [[nodiscard]] Int128 bound(const Prices& prices);
  /// The `most` cheapest open candidates of each unit at the prices of the last call, cheapest
  /// first.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> cheapest(std::size_t most) const;
  /// Where each dimension can end: [dimension], at most and at least.
  [[nodiscard]] std::vector<Span> spans(const Problem& problem) const;
  /// Prices the candidates that a unit has no column for yet and adds them.
  void add_columns(const std::vector<std::vector<std::uint32_t>>& picks, Problem& problem) const;

  /// Numbers that one call of `least`, `least_of_all` multiplies, for the work counter.
  [[nodiscard]] std::uint64_t open_work() const;
  [[nodiscard]] std::uint64_t full_work() const;
  /// Dimensions that must not be priced below zero.
  [[nodiscard]] bool one_sided(std::size_t dimension) const;

 private:
  enum Scale : std::size_t { billed, peak, high, scales };
  struct Class {
    Unit::Candidates candidates;
    std::vector<std::shared_ptr<const ingress::Transition>> transitions;
    std::vector<double> changes;  ///< [candidate]
    std::size_t first = 0;        ///< Its rows: first .. first + count - 1.
    std::size_t count = 0;
    std::vector<double> cost;           ///< [candidate * links + home link] at the prices.
    std::vector<double> tiles;          ///< [(tile * links + home link) * lanes + lane]
    std::vector<double> bias;           ///< [tile * lanes + lane]: price of the changes.
    std::vector<std::uint16_t> opened;  ///< Candidates open for some unit.
  };
  struct Block {
    std::size_t of = 0, first = 0, last = 0;  ///< Class and rows.
  };
  struct Priced {
    std::vector<double> cell;  ///< [home link * links + link] price of what goes that way.
    double change = 0;
    double largest = 0;  ///< Largest sum of the sizes of the prices in one cell.
  };

  [[nodiscard]] static Scale scale_of(Source::Kind kind);
  [[nodiscard]] Priced price_cells(const std::vector<double>& prices) const;
  void price_class(Class& of, const Priced& priced, bool all) const;
  /// Cheapest candidates of the block's rows over all: up to `keep` of each, cheapest first.
  template <typename Take>
  void scan(const Class& of, const Block& block, std::size_t keep, const Take& take) const;
  double collect(const std::vector<double>& costs, std::vector<double>& gradient,
                 std::vector<std::uint32_t>& picks);

  const States& states_;
  std::vector<Source> sources_;
  unsigned threads_;
  const Effort& effort_;
  std::size_t links_;
  bool stopped_ = false;
  std::vector<double> factor_[scales];  ///< [home link]
  std::vector<Class> classes_;
  std::vector<Block> blocks_;
  std::vector<std::size_t> unit_of_;   ///< [row]
  std::vector<double> home_;           ///< [row * links + link], bps
  std::vector<double> volume_;         ///< [row]
  std::vector<std::uint16_t> open_;    ///< [row * most_open + i]
  std::vector<std::uint16_t> opened_;  ///< [row] how many are open.
  std::vector<std::uint32_t> pick_;    ///< [row] of the last call.
};

}  // namespace bgpte::optimiser
