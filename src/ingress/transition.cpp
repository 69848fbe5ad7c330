// Where home cells enter: rows and columns shared by links that are announced alike.
#include "bgpte/ingress/transition.hpp"

#include <numeric>

namespace bgpte::ingress {

Transition::Transition(std::size_t links)
    : row_of_(links),
      column_of_(links),
      columns_(links),
      table_(links * links, 0.0),
      stay_(links, 0.0) {
  std::iota(row_of_.begin(), row_of_.end(), std::uint16_t{0});
  column_of_ = first_of_ = row_of_;
}

Transition::Transition(std::size_t links, std::span<const double> shares) : Transition(links) {
  for (std::size_t from = 0; from < links; ++from) {
    for (std::size_t to = 0; to < links; ++to) {
      set(from, to, shares[from * links + to]);
    }
  }
}

Transition::Transition(std::vector<std::uint16_t> row_of, std::vector<std::uint16_t> column_of,
                       std::vector<double> table, std::vector<double> stay)
    : row_of_(std::move(row_of)),
      column_of_(std::move(column_of)),
      columns_(stay.empty() ? 0 : table.size() / stay.size()),
      table_(std::move(table)),
      stay_(std::move(stay)) {
  for (std::size_t l = 0; l < row_of_.size(); ++l) {
    if (row_of_[l] == first_of_.size()) {  // Rows are numbered by their first links.
      first_of_.push_back(static_cast<std::uint16_t>(l));
    }
  }
}

Transition Transition::identity(std::size_t links) {
  return {std::vector<std::uint16_t>(links, 0), std::vector<std::uint16_t>(links, 0), {0.0}, {1.0}};
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
    result[to] = home[to] * stays(row_of_[to]);
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
