#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"

namespace bgpte::ingress {

/// Expected shares of home cells under one advertisement: of a home cell on link `from`,
/// at(from, to) enters by `to`; the rest of the row, if any, is unreachable.
///
/// Links that are announced alike have the same numbers, so each is stored once: home links share
/// rows, links that are entered share columns, and what stays on its own home link stands apart.
class Transition {
 public:
  /// Every link has its own row and column, and nothing enters anywhere yet.
  explicit Transition(std::size_t links);
  /// `shares`: [from * links + to].
  Transition(std::size_t links, std::span<const double> shares);
  /// `row_of` and `column_of`: [link]; `shares`: [row], what enters by each column, then what
  /// stays; rows in the order of their first links. All home links of a row have the same prepends,
  /// today and under the advertisement.
  Transition(std::span<const std::uint16_t> row_of, std::span<const std::uint16_t> column_of,
             std::vector<double> shares);
  /// Everything stays where it is.
  [[nodiscard]] static Transition identity(std::size_t links);

  [[nodiscard]] std::size_t links() const { return links_; }
  [[nodiscard]] std::size_t rows() const { return places_.size() - 2 * links_; }
  [[nodiscard]] std::size_t row_of(model::LinkIndex from) const { return places_[from]; }
  /// The first home link of a row.
  [[nodiscard]] model::LinkIndex first_of(std::size_t row) const {
    return places_[2 * links_ + row];
  }
  /// What of the row's home cells enters by another link `to`.
  [[nodiscard]] double leaves(std::size_t row, model::LinkIndex to) const {
    return shares_[row * width_ + places_[links_ + to]];
  }
  /// What of the row's home cells stays on its home link.
  [[nodiscard]] double stays(std::size_t row) const { return shares_[row * width_ + width_ - 1]; }
  [[nodiscard]] double at(model::LinkIndex from, model::LinkIndex to) const {
    return from == to ? stays(row_of(from)) : leaves(row_of(from), to);
  }
  /// Sets one number of a transition in which every link has its own row and column.
  void set(model::LinkIndex from, model::LinkIndex to, double share) {
    shares_[from * width_ + (from == to ? width_ - 1 : to)] = share;
  }

  /// [from * links + to]
  [[nodiscard]] std::vector<double> shares() const;
  /// [link] what enters there of home cells `home` [link], in their unit.
  [[nodiscard]] std::vector<double> entering(std::span<const double> home) const;

 private:
  // Very many are kept: what belongs together is one allocation.
  std::size_t links_;
  std::size_t width_;                  ///< Columns, and what stays.
  std::vector<std::uint16_t> places_;  ///< [link] row, [link] column, [row] first link.
  std::vector<double> shares_;         ///< [row * width + column]; last what stays.
};

/// Values of home links summed over those that share a row of a transition.
class RowSums {
 public:
  /// `values`: [home link].
  RowSums(const Transition& transition, std::span<const double> values);

  /// Of all home links of the row but `without`.
  [[nodiscard]] double of(std::size_t row, model::LinkIndex without) const {
    return row_of_[without] == row ? others_[without] : sums_[row];
  }

 private:
  std::vector<std::size_t> row_of_;  ///< [link]
  std::vector<double> sums_;         ///< [row]
  std::vector<double> others_;       ///< [link]: of the other links of its row.
};

}  // namespace bgpte::ingress
