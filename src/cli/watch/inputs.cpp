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

using Timeline = std::variant<std::vector<watch::Interval>, std::string>;

void append(WatchInputs& inputs, const std::vector<watch::Interval>& intervals) {
  inputs.intervals.insert(inputs.intervals.end(), intervals.begin(), intervals.end());
}

void take_samples(Context& context, WatchInputs& inputs, const std::string& file,
                  const Timeline& read) {
  if (const std::string* fault = std::get_if<std::string>(&read)) {
    refuse(context, inputs, file, *fault);
    return;
  }
  append(inputs, std::get<std::vector<watch::Interval>>(read));
}

/// The intervals of the observations, after those that are there already.
void add_timeline(Context& context, const model::Scenario& scenario, WatchInputs& inputs) {
  const Timeline timeline = watch::timeline(scenario, inputs.observations);
  if (const std::string* fault = std::get_if<std::string>(&timeline)) {
    context.messages.error(*fault);
    inputs.exit = Exit::invalid_input;
    return;
  }
  append(inputs, std::get<std::vector<watch::Interval>>(timeline));
}

/// Reads each file: observations here, and what is none by `take_other`, which gets the inputs, the
/// file and its text.
template <class TakeOther>
WatchInputs read_files(Context& context, const model::Scenario& scenario,
                       const std::vector<std::string>& files, const TakeOther& take_other) {
  WatchInputs inputs;
  for (const std::string& file : files) {
    const std::optional<std::string> text = read_input(context, file);
    if (!text) {
      inputs.exit = Exit::failed;
      return inputs;
    }
    if (is_observation(*text)) {
      take_observation(context, inputs, file, *text);
    } else {
      take_other(inputs, file, *text);
    }
  }
  if (inputs.exit == Exit::done) {
    add_timeline(context, scenario, inputs);
  }
  return inputs;
}

}  // namespace

WatchInputs read_watch_inputs(Context& context, const model::Scenario& scenario,
                              const std::vector<std::string>& files, const std::string& map) {
  const std::optional<telemetry::InterfaceMap> interfaces = read_map_file(context, map);
  if (!interfaces) {
    WatchInputs none;
    none.exit = Exit::invalid_input;
    return none;
  }
  WatchInputs inputs = read_files(
      context, scenario, files,
      [&](WatchInputs& into, const std::string& file, std::string_view text) {
        take_alerts(context, into, file, watch::read_alerts(text, scenario, *interfaces));
      });
  if (inputs.exit == Exit::done) {
    add_suspects_of_history(context, scenario, inputs);
  }
  return inputs;
}

WatchInputs read_replayed(Context& context, const model::Scenario& scenario,
                          const std::vector<std::string>& files) {
  WatchInputs inputs =
      read_files(context, scenario, files,
                 [&](WatchInputs& into, const std::string& file, std::string_view text) {
                   take_samples(context, into, file, watch::timeline_of_samples(scenario, text));
                 });
  std::ranges::stable_sort(inputs.intervals, {}, &watch::Interval::at);
  return inputs;
}

}  // namespace bgpte::cli
