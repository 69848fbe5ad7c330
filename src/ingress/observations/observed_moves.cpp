// Where members go under observations, as sparse changes, and the algebra that fits need.
#include "src/ingress/observations/observed_moves.hpp"

#include <algorithm>
#include <cmath>

#include "bgpte/parallel/multiversion.hpp"

namespace bgpte::ingress {
namespace {

/// Variance that a class may have without being counted: far below an error of measurement.
constexpr double negligible = 1e-12;

}  // namespace

ObservedMoves::ObservedMoves(const MemberClasses& classes) {
  const std::size_t observations = classes.winner.empty() ? 0 : classes.winner.front().size();
  places_ = observations * classes.links;
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    first_.push_back(entries_.size());
    for (std::size_t o = 0; o < observations; ++o) {
      const std::uint8_t to = classes.winner[c][o];
      if (to == classes.home[c]) {
        continue;
      }
      const auto row = static_cast<std::uint32_t>(o * classes.links);
      entries_.push_back({row + classes.home[c], -1});
      if (to < classes.links) {
        entries_.push_back({row + to, 1});
      }
    }
  }
  first_.push_back(entries_.size());
}

std::vector<double> ObservedMoves::means(const MemberClasses& classes,
                                         std::span<const double> weights) const {
  std::vector<double> means(classes.links * places_, 0);
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    for (const Entry& entry : of(c)) {
      means[classes.home[c] * places_ + entry.place] += weights[c] * entry.change;
    }
  }
  return means;
}

std::vector<double> ObservedMoves::covariance(const MemberClasses& classes,
                                              std::span<const double> weights,
                                              std::span<const double> scale,
                                              std::span<const double> means) const {
  std::vector<double> sum(places_ * places_, 0);
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    const double weight = weights[c] * scale[classes.home[c]];
    const std::span<const Entry> entries = of(c);
    for (std::size_t i = 0; i < entries.size() && weight > negligible; ++i) {
      double* row = sum.data() + entries[i].place * places_;
      const double change = weight * entries[i].change;
      for (std::size_t k = 0; k <= i; ++k) {
        row[entries[k].place] += change * entries[k].change;
      }
    }
  }
  // Entries of one observation stand in any order: both triangles hold a part.
  for (std::size_t i = 0; i < places_; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      sum[i * places_ + k] += sum[k * places_ + i];
      sum[k * places_ + i] = sum[i * places_ + k];
    }
  }
  std::vector<std::size_t> some;
  for (std::size_t j = 0; j < classes.links; ++j) {
    const double* mean = means.data() + j * places_;
    some.clear();
    for (std::size_t i = 0; i < places_ && scale[j] > 0; ++i) {
      if (mean[i] != 0) {
        some.push_back(i);
      }
    }
    for (const std::size_t i : some) {
      for (const std::size_t k : some) {
        sum[i * places_ + k] -= scale[j] * mean[i] * mean[k];
      }
    }
  }
  return sum;
}

MeasuredRows::MeasuredRows(const std::vector<ObservedShares>& seen, std::size_t links)
    : links_(links), observations_(seen.size()) {
  for (std::size_t o = 0; o < seen.size(); ++o) {
    first_.push_back(rows_.size());
    for (std::size_t l = 0; l < links; ++l) {
      if (seen[o].share[l]) {
        rows_.push_back({o, o * links + l, *seen[o].share[l], seen[o].count, seen[o].spread});
      }
    }
  }
  first_.push_back(rows_.size());
}

std::vector<double> MeasuredRows::of(std::span<const double> places) const {
  std::vector<double> values(rows_.size());
  for (std::size_t o = 0; o < observations_; ++o) {
    double entered = 0;
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      entered += places[rows_[i].place];
    }
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      values[i] = places[rows_[i].place] - rows_[i].share * entered;
    }
  }
  return values;
}

std::vector<double> MeasuredRows::back(std::span<const double> values) const {
  std::vector<double> places(observations_ * links_, 0);
  for (std::size_t o = 0; o < observations_; ++o) {
    double entered = 0;
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      entered += values[i] * rows_[i].share;
    }
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      places[rows_[i].place] = values[i] - entered;
    }
  }
  return places;
}

std::vector<double> MeasuredRows::of_matrix(const std::vector<double>& matrix) const {
  const std::size_t n = rows_.size();
  const std::size_t places = observations_ * links_;
  std::vector<double> result(n * n);
  std::vector<double> entered(places);
  for (std::size_t o = 0; o < observations_; ++o) {
    std::fill(entered.begin(), entered.end(), 0);
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      for (std::size_t k = 0; k < places; ++k) {
        entered[k] += matrix[rows_[i].place * places + k];
      }
    }
    std::vector<double> row(places);
    for (std::size_t i = first_[o]; i < first_[o + 1]; ++i) {
      for (std::size_t k = 0; k < places; ++k) {
        row[k] = matrix[rows_[i].place * places + k] - rows_[i].share * entered[k];
      }
      const std::vector<double> values = of(row);
      std::copy(values.begin(), values.end(), result.begin() + static_cast<std::ptrdiff_t>(i * n));
    }
  }
  return result;
}

BGPTE_MULTIVERSION void subtract_scaled(double* __restrict row, const double* __restrict column,
                                        double factor, std::size_t count) {
  std::size_t b = 0;
  for (; b + 4 <= count; b += 4) {  // Four at a time, which compilers put side by side.
    row[b] -= factor * column[b];
    row[b + 1] -= factor * column[b + 1];
    row[b + 2] -= factor * column[b + 2];
    row[b + 3] -= factor * column[b + 3];
  }
  for (; b < count; ++b) {
    row[b] -= factor * column[b];
  }
}

BGPTE_MULTIVERSION void subtract_four_scaled(double* __restrict row, const FourColumns& columns,
                                             const std::array<double, 4>& factors,
                                             std::size_t count) {
  const double f0 = factors[0], f1 = factors[1], f2 = factors[2], f3 = factors[3];
  const double* __restrict c0 = columns.first;
  const double* __restrict c1 = c0 + columns.apart;
  const double* __restrict c2 = c1 + columns.apart;
  const double* __restrict c3 = c2 + columns.apart;
  std::size_t b = 0;
  for (; b + 4 <= count; b += 4) {
    std::array<double, 4> sum{row[b], row[b + 1], row[b + 2], row[b + 3]};
    for (std::size_t i = 0; i < 4; ++i) {
      sum[i] = sum[i] - f0 * c0[b + i] - f1 * c1[b + i] - f2 * c2[b + i] - f3 * c3[b + i];
    }
    row[b] = sum[0];
    row[b + 1] = sum[1];
    row[b + 2] = sum[2];
    row[b + 3] = sum[3];
  }
  for (; b < count; ++b) {
    row[b] = row[b] - f0 * c0[b] - f1 * c1[b] - f2 * c2[b] - f3 * c3[b];
  }
}

Cholesky::Cholesky(std::vector<double> matrix, std::size_t n) : n_(n), l_(std::move(matrix)) {
  std::vector<std::size_t> some;
  std::vector<double> column;  // Its entries at `some`, side by side.
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = std::sqrt(std::max(l_[k * n + k], 1e-300));
    l_[k * n + k] = pivot;
    some.clear();
    column.clear();
    for (std::size_t i = k + 1; i < n; ++i) {
      if (l_[i * n + k] != 0) {
        l_[i * n + k] /= pivot;
        some.push_back(i);
        column.push_back(l_[i * n + k]);
      }
    }
    for (std::size_t a = 0; a < some.size(); ++a) {
      const double factor = column[a];
      double* row = l_.data() + some[a] * n;
      if (some.size() == n - k - 1) {  // No zeros: side by side.
        subtract_scaled(row + k + 1, column.data(), factor, a + 1);
        continue;
      }
      for (std::size_t b = 0; b <= a; ++b) {
        row[some[b]] -= factor * column[b];
      }
    }
  }
}

std::vector<double> Cholesky::solve(std::vector<double> b) const {
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      b[i] -= l_[i * n_ + k] * b[k];
    }
    b[i] /= l_[i * n_ + i];
  }
  for (std::size_t i = n_; i-- > 0;) {
    b[i] /= l_[i * n_ + i];
    for (std::size_t k = 0; k < i; ++k) {
      b[k] -= l_[i * n_ + k] * b[i];
    }
  }
  return b;
}

std::vector<double> Cholesky::inverse_columns() const {
  std::vector<double> result(n_ * n_, 0);
  std::vector<std::size_t> some;
  for (std::size_t column = 0; column < n_; ++column) {
    double* x = result.data() + column * n_;
    x[column] = 1 / l_[column * n_ + column];
    some.assign(1, column);
    for (std::size_t i = column + 1; i < n_; ++i) {
      double sum = 0;
      for (const std::size_t k : some) {
        sum -= l_[i * n_ + k] * x[k];
      }
      if (sum != 0) {
        x[i] = sum / l_[i * n_ + i];
        some.push_back(i);
      }
    }
  }
  return result;
}

}  // namespace bgpte::ingress
