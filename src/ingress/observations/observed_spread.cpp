// How much of the range observations take away: variances given what was seen.
#include <algorithm>

#include "src/ingress/observations/observed_announcement.hpp"
#include "src/ingress/response/range.hpp"

namespace bgpte::ingress {

Whitening ObservedAnnouncement::whitening(std::span<const double> shares, double sources,
                                          const std::vector<ObservedShares>& seen) const {
  std::vector<double> scale(links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    scale[j] = own_numbers_[j] ? 0 : shares[j] * shares[j] / (sources + 1);
  }
  const MeasuredRows measured(seen, links_);
  const std::size_t n = measured.rows().size();
  const MemberClasses& classes = members_->classes(0);
  const ObservedMoves& observed = members_->observed_moves();
  std::vector<double> matrix =
      measured.of_matrix(observed.covariance(classes, classes.weight, scale, members_->means()));
  const double error = std::max(noise_, measurement_error_);
  for (std::size_t i = 0; i < n; ++i) {
    matrix[i * n + i] += measured.rows()[i].variance(error);
  }
  const std::vector<double> inverse = Cholesky(std::move(matrix), n).inverse_columns();
  Whitening result{std::vector<double>(observed.places() * n, 0), {}};
  for (std::size_t place = 0; place < observed.places(); ++place) {
    result.begin.push_back(measured.first_of(place / links_));
  }
  std::vector<double> column(n);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      column[i] = inverse[i * n + k];
    }
    const std::vector<double> places = measured.back(column);
    for (std::size_t place = 0; place < places.size(); ++place) {
      result.rows[place * n + k] = places[place];
    }
  }
  return result;
}

std::vector<double> ObservedAnnouncement::variances(const ObservedFit& fit,
                                                    const model::Advertisement& x,
                                                    std::span<const double> cells,
                                                    double sources) const {
  const MemberClasses& classes = members_->classes(0);
  const ObservedMoves& observed = members_->observed_moves();
  const std::vector<double>& means = members_->means();
  const std::size_t places = observed.places();
  // [home * links + link] mean change, and [link * places + place] covariances.
  std::vector<double> mean(links_ * links_, 0), covariance(links_ * places, 0);
  const std::shared_ptr<const ObservedMembers::Moves> all = members_->moves(0, x);
  const auto scale = [&](std::size_t home) {
    return cells[home] * fit.shares[home] / (sources + 1);
  };
  for (const ObservedMembers::Move& move : *all) {
    const std::size_t home = classes.home[move.cls];
    const double mass = scale(home) * move.mass;
    mean[home * links_ + home] -= move.mass;
    if (move.to < links_) {
      mean[home * links_ + move.to] += move.mass;
    }
    if (mass <= 0) {
      continue;
    }
    for (const ObservedMoves::Entry& entry : observed.of(move.cls)) {
      covariance[home * places + entry.place] -= mass * entry.change;
      if (move.to < links_) {
        covariance[move.to * places + entry.place] += mass * entry.change;
      }
    }
  }
  std::vector<double> result(links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_; ++l) {
      const double change = mean[j * links_ + l];
      if (change == 0 || cells[j] == 0) {
        continue;
      }
      const double share = l == j ? 1 + change : change;
      result[l] += cells[j] * cells[j] * share * (1 - share) / (sources + 1);
      subtract_scaled(covariance.data() + l * places, means.data() + j * places, scale(j) * change,
                      places);
    }
  }
  const Whitening& whitening = fit.whitening[sources == sources_when_one_rises ? 0 : 1];
  const std::size_t n = places == 0 ? 0 : whitening.rows.size() / places;
  // Each row of the whitening is read once for all links: they are more than a cache holds.
  std::vector<double> explained(links_ * n, 0);
  std::size_t place = 0;
  for (; place + 4 <= places; place += 4) {
    const std::size_t begin = whitening.begin[place];
    const double* const rows = whitening.rows.data() + place * n + begin;
    for (std::size_t l = 0; l < links_; ++l) {
      const double* const c = covariance.data() + l * places + place;
      if (c[0] != 0 || c[1] != 0 || c[2] != 0 || c[3] != 0) {
        subtract_four_scaled(explained.data() + l * n + begin, {rows, n},
                             {-c[0], -c[1], -c[2], -c[3]}, n - begin);
      }
    }
  }
  for (; place < places; ++place) {
    const std::size_t begin = whitening.begin[place];
    for (std::size_t l = 0; l < links_; ++l) {
      subtract_scaled(explained.data() + l * n + begin, whitening.rows.data() + place * n + begin,
                      -covariance[l * places + place], n - begin);
    }
  }
  for (std::size_t l = 0; l < links_; ++l) {
    for (std::size_t k = 0; k < n; ++k) {
      result[l] -= explained[l * n + k] * explained[l * n + k];
    }
    result[l] = std::max(0.0, result[l]);
  }
  return result;
}

}  // namespace bgpte::ingress
