// Counters and flows, brought into intervals of all links.
#include "bgpte/watch/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "bgpte/scenario/sample_file.hpp"
#include "bgpte/telemetry/observe.hpp"

namespace bgpte::watch {

namespace {

using Intervals = std::map<std::int64_t, Interval>;

Interval& interval_at(Intervals& all, std::int64_t at, const model::Scenario& scenario) {
  Interval& interval = all[at];
  interval.at = at;
  interval.links.resize(scenario.links.size());
  return interval;
}

/// A rate that no scenario could have is no measurement.
void set_load(Interval& interval, model::LinkIndex link, std::int64_t bps) {
  if (bps >= 0 && bps <= model::max_rate.value) {
    interval.links[link].in_bps = bps;
  }
}

/// What flows say of an interval, a prefix and a link; bps.
using PrefixLoads =
    std::map<std::tuple<std::int64_t, model::PrefixIndex, model::LinkIndex>, std::int64_t>;

/// Adds a cell to the interval of counters that it lies in.
void add_flow(Intervals& all, PrefixLoads& prefixes, const telemetry::FlowCell& cell,
              const model::Scenario& scenario) {
  constexpr double bits = 8;
  const std::int64_t interval_s = new_state(scenario).interval_s;
  const std::optional<model::LinkIndex> link = model::find_link(scenario, cell.link);
  const auto after = all.upper_bound(cell.window.from);
  if (!link || after == all.begin()) {
    return;
  }
  Interval& interval = std::prev(after)->second;
  const double bps = static_cast<double>(cell.bytes) * bits / static_cast<double>(interval_s);
  if (cell.window.to > interval.at + interval_s || bps < 0 ||
      bps > static_cast<double>(model::max_rate.value)) {
    return;
  }
  const auto rate = static_cast<std::int64_t>(bps);
  const auto add = [rate](std::int64_t& to) {
    to = std::min(std::max(to, std::int64_t{0}) + rate, model::max_rate.value);
  };
  add(interval.links[*link].flow_bps);
  const model::ParsedPrefix parsed = model::parse_prefix(cell.prefix);
  const auto prefix = parsed.fault == model::PrefixFault::none
                          ? model::find_prefix(scenario, parsed.prefix)
                          : std::nullopt;
  if (prefix) {
    add(prefixes[{interval.at, *prefix, *link}]);
  }
}

std::vector<Interval> in_order(Intervals&& all) {
  std::vector<Interval> intervals;
  intervals.reserve(all.size());
  for (auto& [at, interval] : all) {
    intervals.push_back(std::move(interval));
  }
  return intervals;
}

}  // namespace

std::variant<std::vector<Interval>, std::string> timeline(
    const model::Scenario& scenario, const std::vector<telemetry::Observation>& observations) {
  std::vector<telemetry::Observation> counters;
  for (const telemetry::Observation& one : observations) {
    if (one.kind == telemetry::ObservationKind::load) {
      counters.push_back(one);
    }
  }
  if (counters.empty()) {
    return std::vector<Interval>{};
  }
  const auto measured = telemetry::measure(scenario, counters, {});
  if (const std::string* fault = std::get_if<std::string>(&measured)) {
    return *fault;
  }
  const auto& measurement = std::get<telemetry::Measurement>(measured);
  const std::int64_t interval_s = new_state(scenario).interval_s;
  if (measurement.interval_s != interval_s) {
    return fmt::format("the counters are means of {} s, and the scenario's interval is {} s",
                       measurement.interval_s, interval_s);
  }
  Intervals all;
  for (const telemetry::LinkSample& sample : measurement.samples) {
    set_load(interval_at(all, sample.time, scenario), sample.link, sample.in_bps);
  }
  PrefixLoads prefixes;
  for (const telemetry::Observation& one : observations) {
    for (const telemetry::FlowCell& cell : one.flows) {
      add_flow(all, prefixes, cell, scenario);
    }
  }
  for (const auto& [key, bps] : prefixes) {
    const auto [at, prefix, link] = key;
    all[at].prefixes.push_back({prefix, link, bps});
  }
  return in_order(std::move(all));
}

std::variant<std::vector<Interval>, std::string> timeline_of_samples(
    const model::Scenario& scenario, std::string_view text) {
  const std::int64_t interval_s = new_state(scenario).interval_s;
  const scenario::SampleTable table = scenario::read_samples(
      text, interval_s,
      {[&](std::string_view name) { return model::find_link(scenario, name).has_value(); },
       [&](const model::IpPrefix& prefix) {
         return model::find_prefix(scenario, prefix).has_value();
       }});
  if (!table.faults.empty()) {
    const scenario::SampleFault& fault = table.faults.front();
    return fault.line == 0 ? fault.message : fmt::format("line {}: {}", fault.line, fault.message);
  }
  if (table.by_prefix) {
    return std::string("these are samples of prefixes; links are watched");
  }
  Intervals all;
  for (const auto& [name, series] : table.series) {
    const model::LinkIndex link = *model::find_link(scenario, name);
    for (const auto& [number, sample] : series) {
      set_load(interval_at(all, sample.time_s, scenario), link, sample.inbound.value);
    }
  }
  return in_order(std::move(all));
}

}  // namespace bgpte::watch
