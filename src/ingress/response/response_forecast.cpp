// Forecasts of the response model: the estimate, and the range around it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {

/// What the low and high of the operator's own numbers leave open at one link.
void ResponseModel::add_retained(const TransitionRows& rows, std::span<const double> home,
                                 model::LinkIndex link, Uncertain& load) const {
  for (std::size_t j = 0; j < links_; ++j) {
    if (!retained_[j] || home[j] == 0) {
      continue;
    }
    const double expected = rows.at(j, link);
    const double low = rows.at(j, link, RowLevel::low);
    const double high = rows.at(j, link, RowLevel::high);
    load.below += home[j] * (expected - std::min({low, expected, high}));
    load.above += home[j] * (std::max({low, expected, high}) - expected);
  }
}

/// What the ends of the range at all links have in common.
ResponseModel::Spread ResponseModel::spread(std::size_t behaviour, const model::Advertisement& x,
                                            const Cells& cells) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  const std::shared_ptr<const Transition> expected = transition(behaviour, x);
  std::vector<double> squares(links_, 0.0);
  for (std::size_t j = 0; j < links_; ++j) {
    const bool seen = here.observed && now.today.carried_on(j);
    squares[j] = seen ? 0 : cells.varying[j] * cells.varying[j];
  }
  Spread result{expected, Reach{now.today, now.open, Rises(now.today, x)},
                RowSums(*expected, cells.home), RowSums(*expected, squares), std::move(squares)};
  if (cells.own_numbers) {
    result.own_rows = rows(here.announcement, x, Scope::estimate);
  }
  if (here.observed) {
    result.observed_variance = variances_.find_or_make(
        {{behaviour, x.without_common_prepends()}, cells.varying},
        [&] {
          return observed_[*here.observed]->variances(*fitted(behaviour), x, cells.varying,
                                                      effective_sources(result.reach.rises));
        },
        3 * links_);
  }
  return result;
}

/// Home cells that move alike vary alike: s^2 T (1 - T) / (K + 1) each, less what observations tell
/// of it (docs/ingress.md, "The range").
Uncertain ResponseModel::uncertain(const Spread& spread, const Cells& cells,
                                   model::LinkIndex link) const {
  const Transition& expected = *spread.expected;
  const auto width = [](double share) { return share * (1 - share); };
  const double stays = expected.stays(expected.row_of(link));
  Uncertain load;
  load.expected = cells.home[link] * stays;
  load.most = cells.home[link];
  double variance = spread.square[link] * width(stays);
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const double home = spread.cells.of(row, link);
    const double share = expected.leaves(row, link);
    load.expected += home * share;
    load.most += spread.reach.may_move(expected.first_of(row), link) ? home : 0;
    variance += spread.squares.of(row, link) * width(share);
  }
  load.least = spread.reach.keeps_its_own(link) ? cells.home[link] : 0;
  load.variance = variance / (effective_sources(spread.reach.rises) + 1);
  if (spread.observed_variance) {
    load.variance += (*spread.observed_variance)[link];
  }
  if (spread.own_rows) {
    add_retained(*spread.own_rows, cells.home, link, load);
  }
  load.noise = noise_of(drift_) * cells.all;
  return load;
}

ResponseModel::Cells ResponseModel::cells_of(std::span<const double> home) const {
  Cells cells{home, std::vector<double>(home.begin(), home.end()),
              std::accumulate(home.begin(), home.end(), 0.0), false};
  for (std::size_t j = 0; j < links_; ++j) {
    if (retained_[j] && home[j] != 0) {
      cells.varying[j] = 0;
      cells.own_numbers = true;
    }
  }
  return cells;
}

/// No added prepend raises a link's own high, and no removed one lowers its low: the least of the
/// highs, or the greatest of the lows, on the way from today's prepends.
void ResponseModel::tighten(std::size_t behaviour, const model::Advertisement& x,
                            const Cells& cells, Forecast& result) const {
  const model::Advertisement& today = announcements_[behaviours_[behaviour].announcement].today;
  model::Advertisement step = x;
  for (model::LinkIndex l = 0; l < links_; ++l) {
    for (const model::Prepend k : prepends_between(today, x, l)) {
      step[l] = k;
      if (attracts_the_same(step, today)) {
        continue;  // It has no width to compare with.
      }
      const RangeEnds ends =
          range_of(uncertain(spread(behaviour, step, cells), cells, l), cells.all);
      if (x[l] > today[l]) {
        result.high[l] = std::max(result.expected[l], std::min(result.high[l], ends.high));
        result.harm[l] = std::max(result.expected[l], std::min(result.harm[l], ends.harm));
      } else {
        result.low[l] = std::min(result.expected[l], std::max(result.low[l], ends.low));
      }
    }
    step[l] = x[l];
  }
}

Forecast ResponseModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                 std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  const AnnouncementToday& now = announcements_[behaviours_[b].announcement];
  if (attracts_the_same(x, now.today) && all_at_home(home, now.today)) {
    result.expected.assign(home.begin(), home.end());
    result.low = result.high = result.harm = result.expected;
    return result;
  }
  const Cells cells = cells_of(home);
  const Spread here = spread(b, x, cells);
  result.low.assign(links_, 0);
  result.expected = result.high = result.harm = result.low;
  for (model::LinkIndex l = 0; l < links_; ++l) {
    if (x.carried_on(l)) {
      const Uncertain load = uncertain(here, cells, l);
      const RangeEnds ends = range_of(load, cells.all);
      result.low[l] = ends.low;
      result.expected[l] = load.expected;
      result.high[l] = ends.high;
      result.harm[l] = ends.harm;
    }
  }
  tighten(b, x, cells, result);
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

namespace {

/// What the tangent plane of a range's high end, at some home cells, says of each of them.
void lower_by_tangent(const Transition& expected, const Reach& reach, std::span<const double> home,
                      double noise, double sources, model::LinkIndex link,
                      std::span<double> shares) {
  const std::size_t links = home.size();
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  double variance = noise * noise * all * all;
  for (std::size_t j = 0; j < links; ++j) {
    const double share = expected.at(j, link);
    variance += home[j] * home[j] * share * (1 - share) / (sources + 1);
  }
  for (std::size_t j = 0; j < links; ++j) {
    const double share = expected.at(j, link);
    double slope = home[j] * share * (1 - share) / (sources + 1) + noise * noise * all;
    slope = variance > 0 ? ninety_percent * slope / std::sqrt(variance) : 0;
    const double most = j == link || reach.may_move(j, link) ? share + slope : 0;
    shares[j * links + link] = std::min(shares[j * links + link], std::clamp(most, share, 1.0));
  }
}

}  // namespace

std::shared_ptr<const Transition> ResponseModel::high_floor(std::size_t behaviour,
                                                            const model::Advertisement& x,
                                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  const bool own_numbers = std::any_of(retained_.begin(), retained_.end(),
                                       [](const auto& own) { return own.has_value(); });
  if (here.observed || own_numbers || attracts_the_same(x, now.today)) {
    return transition(behaviour, x);
  }
  std::vector<double> shares(links_ * links_, 1);
  model::Advertisement step = x;
  const auto lower = [&](model::LinkIndex link) {
    const Rises rises(now.today, step);
    lower_by_tangent(*transition(behaviour, step), Reach{now.today, now.open, rises}, home,
                     noise_of(drift_), effective_sources(rises), link, shares);
  };
  for (model::LinkIndex l = 0; l < links_; ++l) {
    if (!x.carried_on(l)) {
      for (std::size_t j = 0; j < links_; ++j) {
        shares[j * links_ + l] = 0;
      }
      continue;
    }
    lower(l);
    for (const model::Prepend k : prepends_between(now.today, x, l)) {
      step[l] = k;
      if (x[l] > now.today[l] && !attracts_the_same(step, now.today)) {
        lower(l);
      }
    }
    step[l] = x[l];
  }
  return std::make_shared<const Transition>(links_, shares);
}

}  // namespace bgpte::ingress
