// Loads and shares: what a prefix brings to each link under an advertisement.
#include "src/advice/shares.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/model/saturation.hpp"

namespace bgpte::advice {
namespace {

double six_decimals(double value) {
  return std::round(value * 1e6) / 1e6;
}

}  // namespace

model::Bps at_level(const evaluation::RateRange& range, model::ForecastLevel level) {
  return model::at_level(level, range.low, range.expected, range.high);
}

evaluation::RateRange peak_range(const evaluation::Flows& flows, model::LinkIndex link) {
  return {model::Bps{flows.low[link]}, model::Bps{flows.peak[link]}, model::Bps{flows.high[link]}};
}

ingress::Forecast ingress_under(const NetworkToday& network, const evaluation::Plan& plan,
                                model::PrefixIndex prefix, const std::vector<double>& home) {
  const auto x = evaluation::effective(network.baseline, plan, network.down, prefix);
  return network.ingress.forecast(prefix, x.value_or(model::Advertisement(home.size())), home);
}

double utilisation_of(model::Bps load, model::Bps capacity) {
  return capacity.value <= 0
             ? 0
             : six_decimals(static_cast<double>(load.value) / static_cast<double>(capacity.value));
}

Utilisation utilisation_of(const evaluation::RateRange& load, model::Bps capacity) {
  return {utilisation_of(load.low, capacity), utilisation_of(load.expected, capacity),
          utilisation_of(load.high, capacity)};
}

model::Bps capacity_for(const model::Scenario& scenario, model::LinkIndex link, model::Bps load) {
  const model::Ratio share =
      scenario.links[link].max_utilisation.value_or(scenario.policy.max_utilisation);
  if (share.millionths <= 0) {
    return load;
  }
  const model::Int128 exact = static_cast<model::Int128>(load.value) * 1'000'000;
  return model::Bps{static_cast<std::int64_t>((exact + share.millionths - 1) / share.millionths)};
}

bool is_saturated(const NetworkToday& network, model::LinkIndex link) {
  return model::saturates(network.scenario, link, network.today.links[link].peak.expected);
}

double total_of(const std::vector<double>& volumes) {
  double total = 0;
  for (const double volume : volumes) {
    total += volume;
  }
  return total;
}

std::vector<double> home_of(const NetworkToday& network, model::PrefixIndex prefix) {
  std::vector<double> home;
  for (const model::Bps cell : network.ingress.today().home[prefix]) {
    home.push_back(static_cast<double>(cell.value));
  }
  return home;
}

std::vector<double> peak_home_of(const NetworkToday& network, model::PrefixIndex prefix) {
  std::vector<double> home = home_of(network, prefix);
  for (model::LinkIndex link = 0; link < home.size(); ++link) {
    home[link] *= network.baseline.peak_factor(link);
  }
  return home;
}

PrefixShares shares_of(const NetworkToday& network, const evaluation::Plan& plan,
                       model::PrefixIndex prefix) {
  const std::size_t links = network.scenario.links.size();
  PrefixShares shares;
  shares.low.assign(links, 0);
  shares.expected.assign(links, 0);
  shares.high.assign(links, 0);
  shares.today.assign(links, 0);
  const std::vector<double> home = home_of(network, prefix);
  shares.volume = total_of(home);
  if (shares.volume <= 0) {
    return shares;
  }
  const ingress::Forecast before = ingress_under(network, {}, prefix, home);
  const ingress::Forecast forecast = ingress_under(network, plan, prefix, home);
  for (model::LinkIndex link = 0; link < links; ++link) {
    shares.today[link] = six_decimals(before.expected[link] / shares.volume);
    shares.expected[link] = six_decimals(forecast.expected[link] / shares.volume);
    shares.low[link] = six_decimals(std::clamp(forecast.low[link] / shares.volume, 0.0, 1.0));
    shares.high[link] = six_decimals(std::clamp(forecast.high[link] / shares.volume, 0.0, 1.0));
  }
  return shares;
}

model::Advertisement most_repelling(const model::Scenario& scenario, model::PrefixIndex prefix,
                                    model::LinkIndex link) {
  model::Advertisement advertisement = scenario.prefixes[prefix].advertise;
  for (model::LinkIndex other = 0; other < advertisement.size(); ++other) {
    if (advertisement.carried_on(other)) {
      advertisement[other] = other == link ? scenario.policy.max_prepend : model::Prepend{0};
    }
  }
  return advertisement;
}

bool is_inert(const NetworkToday& network, model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Advertisement& today = network.scenario.prefixes[prefix].advertise;
  const std::vector<double> home = home_of(network, prefix);
  if (home[link] <= 0 || !today.carried_on(link) || today.carried_count() < 2 ||
      network.scenario.policy.max_prepend < 1) {
    return false;
  }
  const ingress::Forecast forecast = ingress_under(
      network, {{prefix, most_repelling(network.scenario, prefix, link)}}, prefix, home);
  // Not counting what shares wander by themselves.
  const double wanders =
      network.scenario.ingress.drift.as_double() * std::accumulate(home.begin(), home.end(), 0.0);
  return home[link] - forecast.expected[link] < 0.01 * home[link] &&
         home[link] - forecast.low[link] < 0.01 * home[link] + wanders;
}

std::vector<Cell> largest_cells(const NetworkToday& network, model::LinkIndex link,
                                std::size_t most) {
  std::vector<Cell> cells;
  const auto& home = network.ingress.today().home;
  for (model::PrefixIndex prefix = 0; prefix < home.size(); ++prefix) {
    if (home[prefix][link].value > 0) {
      cells.push_back({prefix, home[prefix][link]});
    }
  }
  const auto larger = [](const Cell& a, const Cell& b) {
    return a.volume != b.volume ? a.volume > b.volume : a.prefix < b.prefix;
  };
  const std::size_t kept = std::min(most, cells.size());
  std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(kept), cells.end(),
                    larger);
  cells.resize(kept);
  return cells;
}

std::string name_of(const model::Scenario& scenario, model::PrefixIndex prefix) {
  return model::to_string(scenario.prefixes[prefix].prefix);
}

}  // namespace bgpte::advice
