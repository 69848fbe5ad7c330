// A linear function that a percentile is nowhere below (docs/billing.md), by bisected simplices.
#include "bgpte/billing/percentile_underestimator.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <set>

namespace bgpte::billing {
namespace {

/// How many simplices a cover has at most: `least_simplices` and one for each `rows_a_simplex`
/// rows, no more than `most_simplices`.
constexpr std::size_t least_simplices = 16;
constexpr std::size_t most_simplices = 300;
constexpr std::size_t rows_a_simplex = 4;
constexpr std::uint64_t most_steps = 30'000'000;
/// The cover is done when the percentile at some corner is no more than this part higher.
constexpr double close_enough = 0.003;

/// The rows of a meter as linear functions of points (1, volume / total of each term): the value of
/// a row, and its floor, which is a multiple of the first coordinate.
class Rows {
 public:
  explicit Rows(const PercentileMeter& meter) : terms_(meter.terms.size()), meter_(meter) {
    constant_ = std::any_of(meter.base.begin(), meter.base.end(), [](auto b) { return b > 0; }) ||
                std::any_of(meter.floor.begin(), meter.floor.end(), [](auto f) { return f > 0; });
  }
  /// Without anything constant the first coordinate is left out.
  [[nodiscard]] std::size_t first() const { return constant_ ? 0 : 1; }
  [[nodiscard]] std::size_t coordinates() const { return terms_ + 1; }
  [[nodiscard]] std::size_t count() const { return meter_.rows(); }
  [[nodiscard]] double at(std::size_t row, const std::vector<double>& point) const {
    double sum = static_cast<double>(meter_.base[row]) * point[0];
    for (std::size_t k = 0; k < terms_; ++k) {
      sum += static_cast<double>(meter_.samples[row * terms_ + k]) * point[k + 1];
    }
    return sum;
  }
  [[nodiscard]] double floor(std::size_t row, const std::vector<double>& point) const {
    return static_cast<double>(meter_.floor[row]) * point[0];
  }

 private:
  std::size_t terms_;
  const PercentileMeter& meter_;
  bool constant_ = false;
};

/// A point at which the linear function m is 1, and each row's ratio to m there.
struct Corner {
  std::vector<double> point;
  std::vector<double> ratio, floor_ratio;  ///< [row]
};

struct Simplex {
  std::vector<std::shared_ptr<const Corner>> corners;
  double theta = 0;
};

class SimplexCover {
 public:
  SimplexCover(const PercentileMeter& meter, const std::vector<double>& slopes)
      : rows_(meter), slopes_(slopes), dropped_(meter.dropped) {}

  /// The largest theta found for which theta * m is nowhere above the percentile.
  double theta(std::uint64_t& steps) {
    const auto less = [](const Simplex& a, const Simplex& b) { return a.theta < b.theta; };
    std::multiset<Simplex, decltype(less)> open(less);
    Simplex all;
    for (std::size_t c = rows_.first(); c < rows_.coordinates(); ++c) {
      if (slopes_[c] > 0) {  // Where m is zero it is below anything.
        std::vector<double> point(rows_.coordinates(), 0.0);
        point[c] = 1 / slopes_[c];
        all.corners.push_back(corner(std::move(point)));
      }
    }
    if (all.corners.empty()) {
      return 0;
    }
    bound(all);
    open.insert(std::move(all));
    const std::uint64_t end = steps + most_steps;
    const std::size_t enough =
        std::min(most_simplices, least_simplices + rows_.count() / rows_a_simplex);
    for (std::size_t simplices = 1; simplices < enough && steps_ + steps < end; simplices += 2) {
      const Simplex& least = *open.begin();
      if (least.theta >= reached_ * (1 - close_enough) || least.corners.size() < 2) {
        break;
      }
      const Simplex simplex = least;
      open.erase(open.begin());
      const auto [i, j] = longest(simplex);
      std::vector<double> middle = simplex.corners[i]->point;
      for (std::size_t c = 0; c < middle.size(); ++c) {
        middle[c] = (middle[c] + simplex.corners[j]->point[c]) / 2;
      }
      const std::shared_ptr<const Corner> between = corner(std::move(middle));
      for (const std::size_t end_point : {i, j}) {
        Simplex half = simplex;
        half.corners[end_point] = between;
        bound(half);
        open.insert(std::move(half));
      }
    }
    steps += steps_;
    return open.begin()->theta;
  }

 private:
  std::shared_ptr<const Corner> corner(std::vector<double> point) {
    auto result = std::make_shared<Corner>();
    double scale = 0;
    for (std::size_t c = 0; c < point.size(); ++c) {
      scale += slopes_[c] * point[c];
    }
    ratios_.clear();
    for (std::size_t row = 0; row < rows_.count(); ++row) {
      result->ratio.push_back(rows_.at(row, point) / scale);
      result->floor_ratio.push_back(rows_.floor(row, point) / scale);
      ratios_.push_back(std::max(result->ratio.back(), result->floor_ratio.back()));
    }
    result->point = std::move(point);
    steps_ += rows_.count() * (rows_.coordinates() + 4);
    reached_ = std::min(reached_, remaining());
    return result;
  }

  /// Sets theta: what more than `dropped` rows are at least, in multiples of m, all over the
  /// simplex.
  void bound(Simplex& simplex) {
    ratios_ = simplex.corners.front()->ratio;
    std::vector<double> floors = simplex.corners.front()->floor_ratio;
    for (std::size_t i = 1; i < simplex.corners.size(); ++i) {
      for (std::size_t row = 0; row < ratios_.size(); ++row) {
        ratios_[row] = std::min(ratios_[row], simplex.corners[i]->ratio[row]);
        floors[row] = std::min(floors[row], simplex.corners[i]->floor_ratio[row]);
      }
    }
    for (std::size_t row = 0; row < ratios_.size(); ++row) {
      ratios_[row] = std::max(ratios_[row], floors[row]);
    }
    steps_ += ratios_.size() * (simplex.corners.size() + 4);
    simplex.theta = remaining();
  }

  /// The (dropped + 1)-th largest of `ratios_`.
  double remaining() {
    const auto at = ratios_.begin() + static_cast<std::ptrdiff_t>(dropped_);
    std::nth_element(ratios_.begin(), at, ratios_.end(), std::greater<>());
    return *at;
  }

  /// The two corners of the longest edge.
  std::pair<std::size_t, std::size_t> longest(const Simplex& simplex) const {
    std::pair<std::size_t, std::size_t> result{0, 1};
    double most = -1;
    for (std::size_t i = 0; i < simplex.corners.size(); ++i) {
      for (std::size_t j = i + 1; j < simplex.corners.size(); ++j) {
        double length = 0;
        for (std::size_t c = 0; c < slopes_.size(); ++c) {
          length +=
              slopes_[c] * std::abs(simplex.corners[i]->point[c] - simplex.corners[j]->point[c]);
        }
        if (length > most) {
          most = length;
          result = {i, j};
        }
      }
    }
    return result;
  }

  Rows rows_;
  const std::vector<double>& slopes_;
  std::size_t dropped_;
  std::vector<double> ratios_;                                ///< [row], reused.
  double reached_ = std::numeric_limits<double>::infinity();  ///< Least that any corner has.
  std::uint64_t steps_ = 0;
};

/// The mean of the rows around the percentile, as slopes of (1, volume / total, ...).
std::vector<double> mean_slopes(const PercentileMeter& meter,
                                std::span<const std::int64_t> volumes) {
  const std::size_t terms = meter.terms.size();
  const std::vector<std::int64_t> values = meter.rates(volumes);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] > values[b] : a < b;
  });
  const std::size_t around = meter.dropped / 3;
  const std::size_t from = meter.dropped - around;
  const std::size_t to = std::min(order.size(), meter.dropped + around + 1);
  std::vector<double> slopes(terms + 1, 0.0);
  for (std::size_t i = from; i < to; ++i) {
    const std::size_t row = order[i];
    if (meter.floor[row] > 0 && meter.floor[row] == values[row]) {
      slopes[0] += static_cast<double>(meter.floor[row]);
      continue;
    }
    slopes[0] += static_cast<double>(meter.base[row]);
    for (std::size_t k = 0; k < terms; ++k) {
      slopes[k + 1] += static_cast<double>(meter.samples[row * terms + k]);
    }
  }
  for (double& slope : slopes) {
    slope /= static_cast<double>(to - from);
  }
  return slopes;
}

}  // namespace

PercentileUnderestimator underestimate(const PercentileMeter& meter,
                                       std::span<const std::int64_t> volumes,
                                       std::uint64_t& steps) {
  const std::vector<double> slopes = mean_slopes(meter, volumes);
  // All terms of the sums are >= 0, so floating point errs far less than what is taken off here.
  const double theta = std::max(0.0, SimplexCover(meter, slopes).theta(steps) * (1 - 1e-9));
  PercentileUnderestimator result;
  // Rounding down takes less than one bps from each term of a row.
  result.base = static_cast<std::int64_t>(std::floor(theta * slopes[0])) -
                static_cast<std::int64_t>(meter.terms.size());
  constexpr double steepest = 1'000'000;
  for (std::size_t k = 0; k < meter.terms.size(); ++k) {
    const double slope =
        theta * slopes[k + 1] / static_cast<double>(meter.terms[k].total) * (1 - 1e-9);
    result.slopes.push_back(static_cast<std::int64_t>(std::floor(
        std::min(slope, steepest) * static_cast<double>(1 << PercentileUnderestimator::shift))));
  }
  return result;
}

}  // namespace bgpte::billing
