// Reads the observations that observe and init are given.
#include "src/cli/observations.hpp"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

/// Seconds of "90m", "36h" or "7d".
std::optional<std::int64_t> seconds_of(std::string_view text) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 3600;
  constexpr std::int64_t day = 86'400;
  constexpr std::int64_t most = 1'000'000;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  if (read.ec != std::errc() || number < 1 || number > most) {
    return std::nullopt;
  }
  return unit == "m"   ? std::optional(number * minute)
         : unit == "h" ? std::optional(number * hour)
         : unit == "d" ? std::optional(number * day)
                       : std::nullopt;
}

/// False after saying what is wrong with the options.
bool take_age(Context& context, const ObservationOptions& given,
              telemetry::ObserveOptions& options) {
  if (given.max_age.empty()) {
    return true;
  }
  options.max_age_s = seconds_of(given.max_age);
  options.now_s = static_cast<std::int64_t>(std::time(nullptr));
  if (!options.max_age_s) {
    context.messages.error("--max-age is a number of minutes, hours or days: 90m, 36h, 7d");
    return false;
  }
  if (!given.now.empty() && !telemetry::parse_utc(given.now, options.now_s)) {
    context.messages.error("--now is a time such as 2026-11-28T22:45:00Z");
    return false;
  }
  return true;
}

}  // namespace

void add_observation_options(Command command, ObservationOptions& options) {
  command.list(options.files, ValuesEach::several,
               {.names = "OBSERVATION",
                .help = "What bgpte import wrote; - is standard input",
                .presence = Presence::required});
  command.choice(
      options.statistic,
      {telemetry::Statistic::p95, telemetry::Statistic::mean, telemetry::Statistic::max},
      {.names = "--statistic", .help = "What inbound is of the samples: p95, mean or max"});
  command.option(
      options.max_age,
      {.names = "--max-age", .help = "Refuse what ended longer ago: 90m, 36h, 7d", .value = "AGE"});
  command.option(options.now, {.names = "--now",
                               .help = "The time that --max-age counts from, for tests",
                               .value = "TIME"});
}

ReadObservations read_observations(Context& context, const ObservationOptions& options) {
  ReadObservations result;
  result.options.statistic = options.statistic;
  if (!take_age(context, options, result.options)) {
    result.exit = Exit::usage;
    return result;
  }
  for (const std::string& path : options.files) {
    const std::optional<std::string> text = read_input(context, path);
    if (!text) {
      result.exit = Exit::failed;
      return result;
    }
    auto read = telemetry::read_observation(*text);
    if (const std::string* fault = std::get_if<std::string>(&read)) {
      context.messages.error(fmt::format("{}: {}", shown_name(path), *fault));
      result.exit = Exit::invalid_input;
      return result;
    }
    result.observations.push_back(std::get<telemetry::Observation>(std::move(read)));
  }
  return result;
}

}  // namespace bgpte::cli
