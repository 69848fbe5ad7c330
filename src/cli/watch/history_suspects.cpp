// What a history says of the traffic that watch is given.
#include "src/cli/watch/history_suspects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "bgpte/history/attack.hpp"
#include "bgpte/model/text_format.hpp"
#include "bgpte/telemetry/observe.hpp"
#include "src/cli/history_folder.hpp"

namespace bgpte::cli {

namespace {

/// The last interval that begins at `time` or before, on the grid of `interval_s` that the times of
/// a history are on; null where none does. `intervals` ascend.
watch::Interval* interval_of(std::vector<watch::Interval>& intervals, std::int64_t time,
                             std::int64_t interval_s) {
  const auto on_grid = [interval_s](const watch::Interval& one) {
    return one.at - one.at % interval_s;
  };
  const auto after = std::ranges::upper_bound(intervals, time, {}, on_grid);
  return after == intervals.begin() ? nullptr : &*std::prev(after);
}

/// False where flows do not account for the link's counter: what they say of a prefix is not known.
bool knows_prefixes(const telemetry::Measurement& measurement, model::LinkIndex link) {
  const telemetry::Coverage& coverage = measurement.links[link].coverage;
  return !coverage.known() || coverage.fine();
}

}  // namespace

void add_suspects_of_history(Context& context, const model::Scenario& scenario,
                             WatchInputs& inputs) {
  if (!scenario.past || inputs.intervals.empty()) {
    return;
  }
  const auto measured = telemetry::measure(scenario, inputs.observations, {.past = true});
  const auto* measurement = std::get_if<telemetry::Measurement>(&measured);
  if (measurement == nullptr) {
    return;
  }
  const std::filesystem::path folder =
      std::filesystem::path(scenario.base_directory) / scenario.past->folder;
  const HistoryFolder history = read_history(context, folder.string());
  if (history.exit != Exit::done) {
    return;
  }
  const std::int64_t interval_s = watch::new_state(scenario).interval_s;
  for (const history::AttackVerdict& one :
       history::newest_verdicts(history.read.history, scenario, measurement->past)) {
    const auto parsed = model::parse_prefix(one.now.cell.prefix);
    const auto prefix = model::find_prefix(scenario, parsed.prefix);
    const auto link = model::find_link(scenario, one.now.cell.link);
    watch::Interval* interval = interval_of(inputs.intervals, one.now.time, interval_s);
    if (one.looks_like_attack() && prefix && link && interval != nullptr &&
        knows_prefixes(*measurement, *link)) {
      interval->suspects.push_back(
          {*prefix, *link,
           fmt::format("{} brings {} by {}: {}", one.now.cell.prefix,
                       model::format_rate({one.now.bps}), one.now.cell.link, one.reasons())});
    }
  }
}

}  // namespace bgpte::cli
