#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bgpte/scenario/load.hpp"
#include "bgpte/telemetry/observe.hpp"

/// A network of two links for the tests of observe, and what could have been measured of it.
namespace bgpte::telemetry::observe_test {

inline constexpr std::int64_t begin = 1'795'910'400;  // 2026-11-29T00:00:00Z
inline constexpr std::int64_t step = 300;
inline constexpr std::int64_t mbps = 1'000'000;

inline const std::string network = R"({
  "format": "bgpte-scenario/1", "name":   "Two  transits",
  "local_as": 64500,
  "links": [
    { "name": "A", "neighbor_as": 64501, "relationship": "transit", "capacity": "1 Gbps", "inbound": "800 Mbps",
      "peak": "900 Mbps", "billing": { "model": "per-mbps", "price": 0.50 } },
    { "name": "B", "neighbor_as": 64502, "relationship": "transit", "capacity": "1 Gbps", "inbound": "300 Mbps",
      "billing": { "model": "per-mbps", "price": 1.20 } }
  ],
  "prefixes": [
    { "prefix": "203.0.113.0/24", "inbound": { "A": "500 Mbps", "B": 0 }, "advertise": { "A": 0, "B": 1 } },
    { "prefix": "198.51.100.0/24", "advertise": {"A": 0}, "inbound": {"A": "200 Mbps"} }
  ]
}
)";

inline const std::string first = "203.0.113.0/24";
inline const std::string second = "198.51.100.0/24";

inline model::Scenario load(const std::string& text) {
  const scenario::LoadResult result = scenario::load(text, ".");
  for (const scenario::Diagnostic& diagnostic : result.diagnostics) {
    ADD_FAILURE() << to_string(diagnostic, "scenario") << "\n" << text;
  }
  return result.scenario.value_or(model::Scenario{});
}

/// Counters of one interface: the inbound of each interval in Mbps; below 0 the sample is missing.
inline Observation counters(const std::string& link, const std::vector<double>& mbps_each,
                            const std::string& interface = "xe0") {
  Observation load;
  load.kind = ObservationKind::load;
  load.step_s = step;
  load.window = {begin, begin + step * static_cast<std::int64_t>(mbps_each.size())};
  load.sources = {{"prometheus", "counters of " + link + interface, 1}};
  for (std::size_t i = 0; i < mbps_each.size(); ++i) {
    const std::int64_t from = begin + step * static_cast<std::int64_t>(i);
    if (mbps_each[i] >= 0) {
      load.load.push_back({"rt1",
                           interface,
                           link,
                           {from, from + step},
                           static_cast<std::int64_t>(mbps_each[i] * mbps),
                           -1});
    }
  }
  return load;
}

inline Observation flows(std::size_t intervals) {
  Observation all;
  all.kind = ObservationKind::flows;
  all.step_s = step;
  all.window = {begin, begin + step * static_cast<std::int64_t>(intervals)};
  all.sources = {{"nfdump-fmt", "flows", 1}};
  return all;
}

/// Adds what a prefix brings in the interval `at`.
inline void add_flow(Observation& all, const std::string& link, const std::string& prefix,
                     std::size_t at, double flow_mbps) {
  const std::int64_t from = begin + step * static_cast<std::int64_t>(at);
  all.flows.push_back({.router = "rt1",
                       .interface = "xe0",
                       .link = link,
                       .prefix = prefix,
                       .window = {from, from + step},
                       .bytes = static_cast<std::int64_t>(flow_mbps * mbps / 8) * step,
                       .packets = 1000,
                       .flows = 10,
                       .sampling = 1,
                       .error_pct_95 = 0});
}

inline Observation routes(const std::vector<Route>& all) {
  Observation given;
  given.kind = ObservationKind::routes;
  given.sources = {{"frr-json", "routes", 1}};
  given.routes = all;
  return given;
}

inline Route route(const std::string& link, const std::string& prefix, int prepends,
                   const std::vector<std::uint32_t>& path = {}) {
  Route one;
  one.link = link;
  one.router = "rt1";
  one.session = "192.0.2.1";
  one.prefix = prefix;
  one.path = path;
  one.prepends = prepends;
  return one;
}

inline Measurement measured(const model::Scenario& scenario, const std::vector<Observation>& all,
                            const ObserveOptions& options = {.statistic = Statistic::mean}) {
  auto result = measure(scenario, all, options);
  if (const std::string* fault = std::get_if<std::string>(&result)) {
    ADD_FAILURE() << *fault;
    return {};
  }
  return std::get<Measurement>(std::move(result));
}

inline std::string fault_of(const model::Scenario& scenario, const std::vector<Observation>& all,
                            const ObserveOptions& options = {.statistic = Statistic::mean}) {
  const auto result = measure(scenario, all, options);
  const std::string* fault = std::get_if<std::string>(&result);
  return fault != nullptr ? *fault : "";
}

inline std::vector<std::string> ids(const Measurement& measurement) {
  std::vector<std::string> all;
  for (const Remark& remark : measurement.remarks) {
    all.push_back(remark.id);
  }
  return all;
}

}  // namespace bgpte::telemetry::observe_test
