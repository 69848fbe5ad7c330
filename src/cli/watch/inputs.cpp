// Reads what watch is given: observations, samples, alerts.
#include "src/cli/watch/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/format.hpp"
#include "src/cli/input.hpp"
#include "src/cli/watch/history_suspects.hpp"

namespace bgpte::cli {

namespace {

/// True where the text says near its begin that it is an observation.
bool is_observation(std::string_view text) {
  constexpr std::size_t head = 1024;
  return text.substr(0, head).find("\"bgpte-observation/1\"") != std::string_view::npos;
}

void refuse(Context& context, WatchInputs& inputs, const std::string& file,
            const std::string& fault) {
  context.messages.error(fmt::format("{}: {}", shown_name(file), fault));
  inputs.exit = Exit::invalid_input;
}

void take_observation(Context& context, WatchInputs& inputs, const std::string& file,
                      std::string_view text) {
  auto read = telemetry::read_observation(text);
  if (const std::string* fault = std::get_if<std::string>(&read)) {
    refuse(context, inputs, file, *fault);
    return;
  }
  inputs.observations.push_back(std::get<telemetry::Observation>(std::move(read)));
}

void take_alerts(Context& context, WatchInputs& inputs, const std::string& file,
                 const std::variant<watch::Alerts, std::string>& read) {
  if (const std::string* fault = std::get_if<std::string>(&read)) {
    refuse(context, inputs, file, *fault);
    return;
  }
  const auto& alerts = std::get<watch::Alerts>(read);
  for (const std::string& sentence : alerts.unknown) {
    context.messages.warning(sentence);
  }
  for (const std::string& sentence : alerts.unlisted) {
    context.messages.warning(sentence);
  }
  if (alerts.truncated > 0) {
    context.messages.error(
        fmt::format("{}: Alertmanager left {} out of the body (max_alerts): links of theirs are "
                    "not told",
                    shown_name(file), text::count_of(alerts.truncated, "alert")));
  }
  if (alerts.alerts.empty() && !alerts.unknown.empty()) {
    refuse(context, inputs, file,
           "no alert names a link: a label \"link\" does, or --map and the labels of an interface");
  }
  inputs.alerts.insert(inputs.alerts.end(), alerts.alerts.begin(), alerts.alerts.end());
}

/// The map; nothing after saying why there is none.
std::optional<telemetry::InterfaceMap> read_map_file(Context& context, const std::string& path) {
  if (path.empty()) {
    return telemetry::InterfaceMap{};
  }
  const std::optional<std::string> text = read_input(context, path);
  if (!text) {
    return std::nullopt;
  }
  auto map = telemetry::read_map(*text);
  if (const std::string* fault = std::get_if<std::string>(&map)) {
    context.messages.error(fmt::format("{}: {}", shown_name(path), *fault));
    return std::nullopt;
  }
  return std::get<telemetry::InterfaceMap>(std::move(map));
}

/// The intervals of the observations, after those that are there already.
void add_timeline(Context& context, const model::Scenario& scenario, WatchInputs& inputs) {
  auto timeline = watch::timeline(scenario, inputs.observations);
  if (const std::string* fault = std::get_if<std::string>(&timeline)) {
    context.messages.error(*fault);
    inputs.exit = Exit::invalid_input;
    return;
  }
  auto& intervals = std::get<std::vector<watch::Interval>>(timeline);
  inputs.intervals.insert(inputs.intervals.end(), intervals.begin(), intervals.end());
}

}  // namespace

WatchInputs read_watch_inputs(Context& context, const model::Scenario& scenario,
                              const std::vector<std::string>& files, const std::string& map) {
  WatchInputs inputs;
  const std::optional<telemetry::InterfaceMap> interfaces = read_map_file(context, map);
  if (!interfaces) {
    inputs.exit = Exit::invalid_input;
    return inputs;
  }
  for (const std::string& file : files) {
    const std::optional<std::string> text = read_input(context, file);
    if (!text) {
      inputs.exit = Exit::failed;
      return inputs;
    }
    if (is_observation(*text)) {
      take_observation(context, inputs, file, *text);
    } else {
      take_alerts(context, inputs, file, watch::read_alerts(*text, scenario, *interfaces));
    }
  }
  if (inputs.exit == Exit::done) {
    add_timeline(context, scenario, inputs);
    add_suspects_of_history(context, scenario, inputs);
  }
  return inputs;
}

WatchInputs read_replayed(Context& context, const model::Scenario& scenario,
                          const std::vector<std::string>& files) {
  WatchInputs inputs;
  for (const std::string& file : files) {
    const std::optional<std::string> text = read_input(context, file);
    if (!text) {
      inputs.exit = Exit::failed;
      return inputs;
    }
    if (is_observation(*text)) {
      take_observation(context, inputs, file, *text);
      continue;
    }
    auto samples = watch::timeline_of_samples(scenario, *text);
    if (const std::string* fault = std::get_if<std::string>(&samples)) {
      refuse(context, inputs, file, *fault);
    } else {
      auto& intervals = std::get<std::vector<watch::Interval>>(samples);
      inputs.intervals.insert(inputs.intervals.end(), intervals.begin(), intervals.end());
    }
  }
  if (inputs.exit == Exit::done) {
    add_timeline(context, scenario, inputs);
  }
  std::ranges::stable_sort(inputs.intervals, {}, &watch::Interval::at);
  return inputs;
}

}  // namespace bgpte::cli
