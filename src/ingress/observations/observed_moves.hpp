#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/ingress/population.hpp"

namespace bgpte::ingress {

/// Where the classes of members go under each observation. A *place* is a link under an
/// observation, `observation * links + link`; only classes that leave their home link are written
/// down, so that what they have in common costs nothing.
class ObservedMoves {
 public:
  /// A place that a class enters (+1) or leaves (-1), held against its home link.
  struct Entry {
    std::uint32_t place;
    double change;
  };

  explicit ObservedMoves(const MemberClasses& classes);

  [[nodiscard]] std::size_t places() const { return places_; }
  [[nodiscard]] std::span<const Entry> of(std::size_t cls) const {
    return {entries_.data() + first_[cls], first_[cls + 1] - first_[cls]};
  }
  /// [home * places + place]: the mean change over the members of each home link, with weights
  /// [class] that sum to 1 for each.
  [[nodiscard]] std::vector<double> means(const MemberClasses& classes,
                                          std::span<const double> weights) const;
  /// [place * places + place], both triangles: the sum over home links of `scale` times the
  /// covariance of their members' changes.
  [[nodiscard]] std::vector<double> covariance(const MemberClasses& classes,
                                               std::span<const double> weights,
                                               std::span<const double> scale,
                                               std::span<const double> means) const;

 private:
  std::size_t places_;
  std::vector<Entry> entries_;
  std::vector<std::size_t> first_;  ///< [class]; one more at the end.
};

/// Takes places to what was measured: row i is the share of a measured link less its observed share
/// of all that enters by measured links, so that links without a measurement say nothing.
class MeasuredRows {
 public:
  struct Row {
    std::size_t observation, place;
    double share;    ///< Observed.
    double repeats;  ///< Measurements behind it.
    double spread;   ///< ObservedShares::spread.

    /// Where one measurement errs by `error`.
    [[nodiscard]] double variance(double error) const { return error * error / repeats + spread; }
  };

  MeasuredRows(const std::vector<ObservedShares>& seen, std::size_t links);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Number of rows of the observations before this one.
  [[nodiscard]] std::size_t first_of(std::size_t observation) const { return first_[observation]; }
  /// [row] of values by place.
  [[nodiscard]] std::vector<double> of(std::span<const double> places) const;
  /// [place] of values by row: the transpose.
  [[nodiscard]] std::vector<double> back(std::span<const double> values) const;
  /// [row * rows + row], both triangles, of a symmetric matrix by place.
  [[nodiscard]] std::vector<double> of_matrix(const std::vector<double>& matrix) const;

 private:
  std::size_t links_, observations_;
  std::vector<Row> rows_;
  std::vector<std::size_t> first_;  ///< [observation] its first row; one more at the end.
};

/// Takes `factor` times `column` off `row`, both of `count` numbers.
void subtract_scaled(double* __restrict row, const double* __restrict column, double factor,
                     std::size_t count);
/// Each begins `apart` numbers after the one before.
struct FourColumns {
  const double* first;
  std::size_t apart;
};
/// The same with four columns, for which `row` is read once.
void subtract_four_scaled(double* __restrict row, const FourColumns& columns,
                          const std::array<double, 4>& factors, std::size_t count);

/// L L' of a symmetric positive definite matrix. Entries that are zero cost nothing.
class Cholesky {
 public:
  /// `matrix`: [i * n + k], of which the lower triangle counts.
  Cholesky(std::vector<double> matrix, std::size_t n);

  /// x of L L' x = b.
  [[nodiscard]] std::vector<double> solve(std::vector<double> b) const;
  /// [i * n + k]: column i of the inverse of L, as a row.
  [[nodiscard]] std::vector<double> inverse_columns() const;

 private:
  std::size_t n_;
  std::vector<double> l_;
};

}  // namespace bgpte::ingress
