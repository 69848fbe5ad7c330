#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/telemetry/map.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "bgpte/watch/watch.hpp"

/// What `bgpte watch` is given, as intervals and alerts.
namespace bgpte::watch {

/// The intervals of counters, with what flows of the same time say, in order of time; or why the
/// observations cannot be brought together, in one sentence. Flows without a counter are not a
/// measure of a link, and give no interval.
[[nodiscard]] std::variant<std::vector<Interval>, std::string> timeline(
    const model::Scenario& scenario, const std::vector<telemetry::Observation>& observations);

/// The same of a file of samples of links (docs/scenario.md, "Samples").
[[nodiscard]] std::variant<std::vector<Interval>, std::string> timeline_of_samples(
    const model::Scenario& scenario, std::string_view text);

/// The alerts of a body that Prometheus' Alertmanager posts to a webhook (version 4).
struct Alerts {
  std::vector<Alert> alerts;  ///< Of links of the scenario: those that fire, then the others.
  std::vector<std::string> unknown;   ///< A sentence for each other one.
  std::vector<std::string> unlisted;  ///< A sentence for each that policy.watch.alerts leaves out.
  std::int64_t truncated = 0;         ///< So many more there are, which the body leaves out.
};
/// Reads the body, or says in one sentence why it cannot be read. The link is the one that the
/// label `link` names; else the one whose interface the labels name in the map, by `instance` and
/// `ifName`, `ifDescr`, `interface` or `device`, as for counters.
[[nodiscard]] std::variant<Alerts, std::string> read_alerts(std::string_view text,
                                                            const model::Scenario& scenario,
                                                            const telemetry::InterfaceMap& map);

}  // namespace bgpte::watch
