// Forecasts of the response model: the estimate, and the range around it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {

std::vector<bool> ResponseModel::stated(bool observed) const {
  std::vector<bool> result = own_;
  for (std::size_t l = 0; l < links_ && !observed; ++l) {
    result[l] = retained_[l].has_value();
  }
  return result;
}

/// What the low and high of stated numbers leave open at one link, and where what leaves goes.
void ResponseModel::add_stated(const TransitionRows& rows, const Cells& cells,
                               model::LinkIndex link, double sources, Uncertain& load) const {
  const std::span<const double> home = cells.home;
  for (std::size_t j = 0; j < links_; ++j) {
    if (!cells.stated[j] || home[j] == 0) {
      continue;
    }
    load.below += home[j] * rows.below(j, link);
    load.above += home[j] * rows.above(j, link);
    load.variance += home[j] * home[j] * rows.split_variance(j, link) / (sources + 1);
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
    const bool seen = (here.observed || cells.told != nullptr) && now.today.carried_on(j);
    squares[j] = seen ? 0 : cells.varying[j] * cells.varying[j];
  }
  Spread result{expected, Reach{now.today, now.open, siblings_, Rises(now.today, x)},
                RowSums(*expected, cells.home), RowSums(*expected, squares), std::move(squares)};
  if (cells.any_stated) {
    result.stated_rows = rows(here.announcement, x, Scope::estimate);
  }
  if (cells.told != nullptr) {
    result.observed_variance =
        std::make_shared<const std::vector<double>>(cells.told->announcement.variances(
            cells.told->fit, x, cells.varying, effective_sources(result.reach.rises)));
  } else if (here.observed) {
    result.observed_variance = variances_.find_or_make(
        {{behaviour, x.without_common_prepends()}, cells.varying},
        [&] {
          return observed_[*here.observed]->variances(*fitted(behaviour), x, cells.varying,
                                                      effective_sources(result.reach.rises));
        },
        3 * links_);
  }
  if (here.observed) {
    result.errors = fit_errors_of(behaviour);
    result.seen = result.errors->of(x);
  }
  return result;
}

namespace {

/// What was seen can be, and nothing that was stated is known better. `all`: of the prefix.
void limit_to_seen(const SeenAnnouncement& seen, double all, model::LinkIndex link,
                   Uncertain& load) {
  const double here = seen.share[link] * all;
  const double error = ninety_percent * std::sqrt(seen.variance) * all;
  load.below = std::min(load.below, error);
  load.above = std::min(load.above, error);
  load.least = std::min({load.least, here, load.expected});
  load.most = std::max({load.most, here, load.expected});
  load.variance += seen.disagreement * all * all;
}

}  // namespace

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
  if (spread.errors && spread.seen == nullptr && cells.told == nullptr) {
    load.variance += spread.errors->squares[link] * cells.all * cells.all;
  }
  const double known = load.variance;
  if (spread.stated_rows) {
    add_stated(*spread.stated_rows, cells, link, effective_sources(spread.reach.rises), load);
  }
  if (spread.seen != nullptr) {
    load.variance = known;  // Where it goes was seen.
    limit_to_seen(*spread.seen, cells.all, link, load);
  }
  load.noise = noise_of(drift_) * cells.all;
  load.factor = calibration_factor(calibration_, spread.reach.rises);
  return load;
}

ResponseModel::Cells ResponseModel::cells_of(const Behaviour& here, std::span<const double> home,
                                             const Told* told) const {
  Cells cells{home,
              stated(here.observed || told != nullptr),
              std::vector<double>(home.begin(), home.end()),
              std::accumulate(home.begin(), home.end(), 0.0),
              false,
              told};
  for (std::size_t j = 0; j < links_; ++j) {
    if (cells.stated[j] && home[j] != 0) {
      cells.varying[j] = 0;
      cells.any_stated = true;
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
  const std::size_t b = behaviour_of_[prefix];
  return forecast_of(b, x, cells_of(behaviours_[b], home));
}

Forecast ResponseModel::forecast_of(std::size_t b, const model::Advertisement& x,
                                    const Cells& cells) const {
  Forecast result;
  const std::span<const double> home = cells.home;
  const AnnouncementToday& now = announcements_[behaviours_[b].announcement];
  if (attracts_the_same(x, now.today) && all_at_home(home, now.today)) {
    result.expected.assign(home.begin(), home.end());
    result.low = result.high = result.harm = result.expected;
    return result;
  }
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
  if (here.seen == nullptr) {
    tighten(b, x, cells, result);
  }
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

std::vector<double> ResponseModel::deviations(model::PrefixIndex prefix,
                                              const model::Advertisement& x,
                                              std::span<const double> home) const {
  const std::size_t b = behaviour_of_[prefix];
  const Cells cells = cells_of(behaviours_[b], home);
  const Spread here = spread(b, x, cells);
  std::vector<double> result(links_, 0);
  for (model::LinkIndex l = 0; l < links_; ++l) {
    const Uncertain load = uncertain(here, cells, l);
    const double own = (load.below + load.above) / (2 * ninety_percent);
    if (x.carried_on(l)) {
      result[l] = std::sqrt(load.variance + load.noise * load.noise + own * own);
    }
  }
  return result;
}

namespace {

/// One advertisement, and what the high ends of its ranges come from.
struct HighEnds {
  std::shared_ptr<const Transition> expected;
  Reach reach;
  const std::vector<bool>& stated;  ///< [home link]: what stays of its cell is stated.
  std::shared_ptr<const TransitionRows> stated_rows;
  double noise;
  double factor;  ///< Calibration: what the variance is multiplied by.

  /// What the stated numbers of a home cell leave open above what is expected, of the cell.
  [[nodiscard]] double above(model::LinkIndex home, model::LinkIndex link) const {
    return stated[home] ? stated_rows->above(home, link) : 0;
  }
};

/// What the tangent plane of a range's high end, at some home cells, says of each of them.
void lower_by_tangent(const HighEnds& ends, std::span<const double> home, model::LinkIndex link,
                      std::span<double> shares) {
  const std::size_t links = home.size();
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const double noise = std::max(1.0, ends.factor) * ends.noise * ends.noise * all;
  const double parts = effective_sources(ends.reach.rises) + 1;
  const auto spread = [&](std::size_t j) {
    const double share = ends.expected->at(j, link);
    return ends.factor * home[j] / parts *
           (ends.stated[j] ? ends.stated_rows->split_variance(j, link) : share * (1 - share));
  };
  double variance = noise * all;
  for (std::size_t j = 0; j < links; ++j) {
    variance += home[j] * spread(j);
  }
  for (std::size_t j = 0; j < links; ++j) {
    const double share = ends.expected->at(j, link);
    const double slope =
        variance > 0 ? ninety_percent * (spread(j) + noise) / std::sqrt(variance) : 0;
    const double high = share + ends.above(j, link) + slope;
    const double most = j == link || ends.reach.may_move(j, link) ? high : 0;
    shares[j * links + link] = std::min(shares[j * links + link], std::clamp(most, share, 1.0));
  }
}

}  // namespace

std::shared_ptr<const Transition> ResponseModel::high_floor(std::size_t behaviour,
                                                            const model::Advertisement& x,
                                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  if (here.observed || attracts_the_same(x, now.today)) {
    return transition(behaviour, x);
  }
  const std::vector<bool> stays = stated(false);
  std::vector<double> shares(links_ * links_, 1);
  model::Advertisement step = x;
  const auto lower = [&](model::LinkIndex link) {
    const Rises rises(now.today, step);
    lower_by_tangent({transition(behaviour, step), Reach{now.today, now.open, siblings_, rises},
                      stays, rows(here.announcement, step, Scope::estimate), noise_of(drift_),
                      calibration_factor(calibration_, rises)},
                     home, link, shares);
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
