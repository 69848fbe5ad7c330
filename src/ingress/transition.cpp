// Where home cells enter: rows and columns shared by links that are announced alike.
#include "bgpte/ingress/transition.hpp"

#include <algorithm>

namespace bgpte::ingress {

Transition::Transition(std::size_t links)
    : links_(links), width_(links + 1), places_(3 * links), shares_(links * width_, 0.0) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    places_[i] = static_cast<std::uint16_t>(i % links);
  }
}

Transition::Transition(std::size_t links, std::span<const double> shares) : Transition(links) {
  for (std::size_t from = 0; from < links; ++from) {
    for (std::size_t to = 0; to < links; ++to) {
      set(from, to, shares[from * links + to]);
    }
  }
}

Transition::Transition(std::span<const std::uint16_t> row_of,
                       std::span<const std::uint16_t> column_of, std::vector<double> shares)
    : links_(row_of.size()), width_(0), shares_(std::move(shares)) {
  std::size_t rows = 0;
  for (const std::uint16_t row : row_of) {
    rows = std::max<std::size_t>(rows, row + 1U);
  }
  width_ = rows == 0 ? 0 : shares_.size() / rows;
  places_.reserve(2 * links_ + rows);
  places_.insert(places_.end(), row_of.begin(), row_of.end());
  places_.insert(places_.end(), column_of.begin(), column_of.end());
  for (std::size_t l = 0; l < links_; ++l) {
    if (row_of[l] == this->rows()) {  // Rows are numbered by their first links.
      places_.push_back(static_cast<std::uint16_t>(l));
    }
  }
}

Transition Transition::identity(std::size_t links) {
  const std::vector<std::uint16_t> one(links, 0);
  return {one, one, {0.0, 1.0}};
}

std::vector<double> Transition::shares() const {
  std::vector<double> result(links() * links());
  for (std::size_t from = 0; from < links(); ++from) {
    for (std::size_t to = 0; to < links(); ++to) {
      result[from * links() + to] = at(from, to);
    }
  }
  return result;
}

std::vector<double> Transition::entering(std::span<const double> home) const {
  const RowSums cells(*this, home);
  std::vector<double> result(links());
  for (std::size_t to = 0; to < links(); ++to) {
    result[to] = home[to] * stays(row_of(to));
    for (std::size_t row = 0; row < rows(); ++row) {
      result[to] += cells.of(row, to) * leaves(row, to);
    }
  }
  return result;
}

// Sums of those before a link and of those after it: taking the link's own value off the sum of all
// would leave rounding errors of the size of the greatest.
RowSums::RowSums(const Transition& transition, std::span<const double> values)
    : sums_(transition.rows(), 0.0), others_(values.size()) {
  const std::size_t links = values.size();
  row_of_.reserve(links);
  for (std::size_t l = 0; l < links; ++l) {
    row_of_.push_back(transition.row_of(l));
    others_[l] = sums_[row_of_[l]];
    sums_[row_of_[l]] += values[l];
  }
  std::vector<double> after(sums_.size(), 0.0);
  for (std::size_t l = links; l-- > 0;) {
    others_[l] += after[row_of_[l]];
    after[row_of_[l]] += values[l];
  }
}

}  // namespace bgpte::ingress
