#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bgpte::text {

/// Columns of a table, aligned by what is widest in each. A column that is empty in every row takes
/// no room.
class Columns {
 public:
  enum class Align { left, right };

  /// `gap`: spaces between two columns.
  explicit Columns(std::vector<Align> align, std::size_t gap = 2)
      : align_(std::move(align)), gap_(gap) {}
  /// `left` columns aligned to the left, and the others of `all` to the right.
  Columns(std::size_t left, std::size_t all, std::size_t gap);

  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// Columns that the widest row needs.
  [[nodiscard]] std::size_t width() const;
  /// The rows, padded; no spaces at their ends.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;

  std::vector<Align> align_;
  std::size_t gap_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace bgpte::text
