// Today's traffic in each state of the network, and what prefixes bring under other advertisements.
#include "bgpte/evaluation/baseline.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/model/rounding.hpp"
#include "bgpte/model/saturation.hpp"

namespace bgpte::evaluation {
namespace {

/// Noise of the last bits that must not decide between two neighbouring integers.
constexpr double noise_bps = 1e-2;

std::int64_t floored(double rate) {
  return static_cast<std::int64_t>(std::floor(std::max(0.0, rate) + noise_bps));
}

std::int64_t ceiled(double rate) {
  return static_cast<std::int64_t>(std::ceil(std::max(0.0, rate) - noise_bps));
}

std::int64_t nearest(double rate) {
  return static_cast<std::int64_t>(std::floor(std::max(0.0, rate) + 0.5));
}

double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

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

/// Prefixes that follow another today.
std::vector<model::PrefixIndex> announced_nowhere(const model::Scenario& scenario) {
  std::vector<model::PrefixIndex> found;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    if (scenario.prefixes[p].advertise.carried_count() == 0) {
      found.push_back(p);
    }
  }
  return found;
}

/// [prefix] what sessions announce of it only while another link is down.
std::vector<std::vector<Baseline::Conditional>> conditional_of(const model::Scenario& scenario) {
  std::vector<std::vector<Baseline::Conditional>> found;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    for (const model::Session& session : scenario.links[l].sessions) {
      for (const auto& [prefix, prepend] : session.advertise_then) {
        found.resize(scenario.prefixes.size());
        found[prefix].push_back({l, *session.announced_only_if, prepend});
      }
    }
  }
  return found;
}

}  // namespace

Baseline::Network::Network(std::shared_ptr<const model::Scenario> of,
                           const ingress::IngressModel& model)
    : scenario(std::move(of)),
      ingress(model),
      bills(*scenario, model.today()),
      longest_covering(model::longest_covering(*scenario)),
      followers(announced_nowhere(*scenario)),
      conditional(conditional_of(*scenario)),
      uplift(scenario->policy.saturation.uplift.as_double()) {
  find_peaks();
  find_background();
  add_up();
}

void Baseline::Network::find_peaks() {
  const std::size_t links = scenario->links.size();
  peak_factor.assign(links, 1.0);
  for (std::size_t l = 0; l < links; ++l) {
    const model::Link& link = scenario->links[l];
    if (link.peak && *link.peak != link.inbound) {
      has_peaks = true;
      if (link.inbound.value > 0) {
        peak_factor[l] =
            static_cast<double>(link.peak->value) / static_cast<double>(link.inbound.value);
      }
    }
  }
}

/// Background in each state, and which links are saturated.
void Baseline::Network::find_background() {
  const std::size_t links = scenario->links.size();
  saturated.assign(links, false);
  Rates listed_billed(links, 0);
  Rates listed_peak(links, 0);
  for (std::size_t p = 0; p < scenario->prefixes.size(); ++p) {
    const Flows part = flows_today(p);
    add(listed_billed, part.billed);
    add(listed_peak, part.peak);
  }
  background_billed.resize(links);
  background_peak.resize(links);
  background_high.resize(links);
  for (std::size_t l = 0; l < links; ++l) {
    const model::Link& link = scenario->links[l];
    background_billed[l] = ingress.today().background[l].value;
    background_peak[l] = background_billed[l];
    if (link.peak && *link.peak != link.inbound) {
      // What the rounded parts leave of the peak, so that today's load is the peak exactly.
      const bool explained = listed_billed[l] > link.inbound.value;
      background_peak[l] =
          explained ? 0 : std::max<std::int64_t>(0, link.peak->value - listed_peak[l]);
    }
    const std::int64_t load = listed_peak[l] + background_peak[l];
    saturated[l] = model::saturates(*scenario, l, model::Bps{load});
    any_saturated = any_saturated || saturated[l];
    background_high[l] = background_peak[l];
    if (saturated[l]) {
      background_high[l] = ceiled(static_cast<double>(background_peak[l]) * uplift);
    }
  }
}

/// Background and all prefixes.
void Baseline::Network::add_up() {
  today.billed = background_billed;
  today.peak = today.low = background_peak;
  today.high = today.harm = background_high;
  if (bills.any_replay()) {
    today.volumes.assign(bills.volume_count(), 0);
    for (std::size_t l = 0; l < background_billed.size(); ++l) {
      today.volumes[bills.place({l, l})] = background_billed[l];
    }
  }
  for (std::size_t p = 0; p < scenario->prefixes.size(); ++p) {
    const Flows part = flows_today(p);
    for (const auto member : flow_rates) {
      add(today.*member, part.*member);
    }
  }
}

std::vector<double> Baseline::Network::home(model::PrefixIndex prefix, State state) const {
  const std::vector<model::Bps>& cells = ingress.today().home[prefix];
  std::vector<double> result(cells.size());
  for (std::size_t l = 0; l < cells.size(); ++l) {
    result[l] = static_cast<double>(cells[l].value);
    if (state == State::peak || state == State::high) {
      result[l] *= peak_factor[l];
    }
    if ((state == State::high || state == State::billed_high) && saturated[l]) {
      result[l] *= uplift;
    }
  }
  return result;
}

Flows Baseline::Network::flows_today(model::PrefixIndex prefix) const {
  const std::vector<model::Bps>& cells = ingress.today().home[prefix];
  Flows result;
  result.billed.resize(cells.size());
  for (std::size_t l = 0; l < cells.size(); ++l) {
    result.billed[l] = cells[l].value;
  }
  result.peak = result.low = result.high = result.billed;
  if (has_peaks) {
    const std::vector<double> peak = home(prefix, State::peak);
    result.peak = model::largest_remainder(peak, nearest(sum(peak)));
    std::transform(peak.begin(), peak.end(), result.low.begin(), floored);
  }
  if (has_peaks || any_saturated) {
    const std::vector<double> high = home(prefix, State::high);
    std::transform(high.begin(), high.end(), result.high.begin(), ceiled);
  }
  result.harm = result.high;
  if (bills.any_replay()) {
    result.volumes.assign(bills.volume_count(), 0);
    for (std::size_t l = 0; l < cells.size(); ++l) {
      result.volumes[bills.place({bills.profiles().of(prefix, l), l})] = cells[l].value;
    }
  }
  return result;
}

Baseline::Baseline(const model::Scenario& scenario, const ingress::IngressModel& ingress)
    : scenario_(std::shared_ptr<void>(), &scenario),  // Not owned.
      network_(std::make_shared<const Network>(scenario_, ingress)) {}

Baseline::Baseline(std::shared_ptr<const model::Scenario> scenario,
                   std::shared_ptr<const Network> network)
    : scenario_(std::move(scenario)), network_(std::move(network)) {}

Baseline Baseline::with_policy(const model::Policy& policy) const {
  auto variant = std::make_shared<model::Scenario>(*scenario_);
  variant->policy = policy;
  const bool same_traffic = policy.saturation == scenario_->policy.saturation;
  return {variant,
          same_traffic ? network_ : std::make_shared<const Network>(variant, network_->ingress)};
}

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
    if (x.carried_on(l)) {
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
    if (x.carried_on(l)) {
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
    if (x.carried_on(l)) {
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
