// What one prefix brings to each link under one advertisement, in whole bps.
#include <algorithm>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/model/rounding.hpp"
#include "src/evaluation/whole_bps.hpp"

namespace bgpte::evaluation {
namespace {

/// Expected flows as integers that, with what is unreachable, sum to the home volume.
void round_expected(const ingress::Transition& transition, std::span<const double> home,
                    Rates& flows, std::int64_t& unreachable) {
  const double total = sum(home);
  std::vector<double> parts = transition.entering(home);
  parts.push_back(std::max(0.0, total - sum(parts)));
  flows = model::largest_remainder(parts, nearest(total));
  unreachable = flows.back();
  flows.pop_back();
}

}  // namespace

Flows Baseline::flows(model::PrefixIndex prefix, const model::Advertisement& x) const {
  if (is_today(prefix, x)) {
    return flows_today(prefix);
  }
  const std::size_t links = scenario_->links.size();
  Flows result;
  if (x.carried_count() == 0) {
    result.billed.assign(links, 0);
    result.peak = result.low = result.high = result.harm = result.billed;
    result.volumes.assign(bills().any_replay() ? bills().volume_count() : 0, 0);
    result.unreachable = nearest(sum(home(prefix, State::billed)));
    result.unreachable_peak = nearest(sum(home(prefix, State::peak)));
    return result;
  }
  expected(prefix, *ingress().transition(ingress().behaviour(prefix), x), result);
  round_low(prefix, x, result);
  std::vector<double> end(end_size());
  const std::vector<double> home_cells = high_home(prefix);
  high_end(prefix, x, home_cells, end);
  round_high(x, home_cells, end, result);
  return result;
}

std::vector<double> Baseline::high_home(model::PrefixIndex prefix) const {
  return home(prefix, State::high);
}

void Baseline::high_end(model::PrefixIndex prefix, const model::Advertisement& x,
                        std::span<const double> home, std::span<double> end) const {
  const ingress::Forecast forecast = ingress().forecast(prefix, x, home);
  std::copy(forecast.high.begin(), forecast.high.end(), end.begin());
  std::copy(forecast.harm.begin(), forecast.harm.end(),
            end.begin() + static_cast<std::ptrdiff_t>(home.size()));
}

void Baseline::round_high(const model::Advertisement& x, std::span<const double> home,
                          std::span<const double> end, Flows& result) const {
  const std::size_t links = home.size();
  const double total = sum(home);
  result.high.assign(links, 0);
  result.harm.assign(links, 0);
  for (std::size_t l = 0; l < links; ++l) {
    if (x.may_enter(l)) {
      result.high[l] = ceiled(std::min(end[l], total));
      result.harm[l] = ceiled(std::min(end[links + l], total));
    }
  }
}

void Baseline::round_low(model::PrefixIndex prefix, const model::Advertisement& x,
                         Flows& result) const {
  const std::size_t links = scenario_->links.size();
  const ingress::Forecast peak = ingress().forecast(prefix, x, home(prefix, State::peak));
  result.low.assign(links, 0);
  for (std::size_t l = 0; l < links; ++l) {
    if (x.may_enter(l)) {
      result.low[l] = floored(peak.low[l]);
    }
  }
}

void Baseline::expected(model::PrefixIndex prefix, const ingress::Transition& transition,
                        Flows& result) const {
  round_expected(transition, home(prefix, State::billed), result.billed, result.unreachable);
  result.peak = result.billed;
  result.unreachable_peak = result.unreachable;
  if (has_peaks()) {
    round_expected(transition, home(prefix, State::peak), result.peak, result.unreachable_peak);
  }
  if (bills().any_replay()) {
    result.volumes.assign(bills().volume_count(), 0);
    const std::vector<model::Bps>& cells = ingress().today().home[prefix];
    std::vector<double> parts(cells.size());
    for (std::size_t j = 0; j < cells.size(); ++j) {
      for (std::size_t l = 0; l < cells.size(); ++l) {
        parts[l] = static_cast<double>(cells[j].value) * transition.at(j, l);
      }
      add_cell(prefix, j, parts, cells[j].value, result.volumes);
    }
  }
}

void Baseline::add_cell(model::PrefixIndex prefix, model::LinkIndex home,
                        const std::vector<double>& parts, std::int64_t cell, Rates& volumes) const {
  if (cell == 0) {
    return;
  }
  std::vector<double> all = parts;
  all.push_back(std::max(0.0, static_cast<double>(cell) - sum(parts)));
  const Rates whole = model::largest_remainder(all, cell);
  const std::size_t profile = bills().profiles().of(prefix, home);
  for (std::size_t l = 0; l < parts.size(); ++l) {
    volumes[bills().place({profile, l})] += whole[l];
  }
}

std::pair<Rates, Rates> Baseline::billed_range(model::PrefixIndex prefix,
                                               const model::Advertisement& x) const {
  const std::size_t links = scenario_->links.size();
  std::pair<Rates, Rates> result{Rates(links, 0), Rates(links, 0)};
  const std::vector<double> low_home = home(prefix, State::billed);
  const std::vector<double> high_home = home(prefix, State::billed_high);
  if (is_today(prefix, x)) {
    std::transform(low_home.begin(), low_home.end(), result.first.begin(), floored);
    std::transform(high_home.begin(), high_home.end(), result.second.begin(), ceiled);
    return result;
  }
  const ingress::Forecast low = ingress().forecast(prefix, x, low_home);
  const ingress::Forecast high = ingress().forecast(prefix, x, high_home);
  for (std::size_t l = 0; l < links; ++l) {
    if (x.may_enter(l)) {
      result.first[l] = floored(low.low[l]);
      result.second[l] = ceiled(std::min(high.high[l], sum(high_home)));
    }
  }
  return result;
}

/// The expected transition, tilted: the links that the change relieves get the end of their range,
/// as far as each home cell has it, and the others share what is left as expected. All of it is
/// conserved.
ingress::Transition Baseline::leaning(model::PrefixIndex prefix, const model::Advertisement& x,
                                      std::span<const double> home, Lean lean) const {
  const auto expected = ingress().transition(ingress().behaviour(prefix), x);
  if (lean == Lean::none) {
    return *expected;
  }
  const std::size_t links = home.size();
  std::vector<double> shares = expected->shares();
  const ingress::Forecast forecast = ingress().forecast(prefix, x, home);
  const std::vector<double>& end = lean == Lean::stays ? forecast.harm : forecast.low;
  std::vector<bool> relieved(links);
  for (model::LinkIndex l = 0; l < links; ++l) {
    relieved[l] = forecast.expected[l] > 0 && forecast.expected[l] < home[l];
  }
  for (model::LinkIndex j = 0; j < links; ++j) {
    double* row = shares.data() + j * links;
    double before = 0, after = 0, others = 0;
    for (model::LinkIndex l = 0; l < links; ++l) {
      before += row[l];
      others += relieved[l] ? 0 : row[l];
    }
    for (model::LinkIndex l = 0; l < links && others > 0; ++l) {
      if (relieved[l]) {
        row[l] = std::min(row[l] * end[l] / forecast.expected[l], before - after);
        after += row[l];
      }
    }
    for (model::LinkIndex l = 0; l < links && others > 0; ++l) {
      row[l] *= relieved[l] ? 1 : std::max(0.0, before - after) / others;
    }
  }
  return {links, shares};
}

void Baseline::add_leaning(model::PrefixIndex prefix, const model::Advertisement& x, Lean lean,
                           Uplift uplift, Rates& billed, Rates& volumes) const {
  const std::vector<double> cells =
      home(prefix, uplift == Uplift::with ? State::billed_high : State::billed);
  const std::size_t links = cells.size();
  ingress::Transition moved(links);
  if (is_today(prefix, x)) {
    moved = ingress::Transition::identity(links);
  } else if (x.carried_count() > 0) {
    moved = leaning(prefix, x, cells, lean);
  }
  Rates part;
  std::int64_t unreachable = 0;
  round_expected(moved, cells, part, unreachable);
  add(billed, part);
  std::vector<double> parts(links);
  for (model::LinkIndex j = 0; j < links && bills().any_replay(); ++j) {
    for (model::LinkIndex l = 0; l < links; ++l) {
      parts[l] = cells[j] * moved.at(j, l);
    }
    add_cell(prefix, j, parts, nearest(cells[j]), volumes);
  }
}

}  // namespace bgpte::evaluation
