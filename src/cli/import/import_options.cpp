// The options of bgpte import, read and checked.
#include "src/cli/import/import_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/format.hpp"
#include "bgpte/text/nearest_name.hpp"

namespace bgpte::cli {

namespace {

/// "A=B" as its two parts; the mistake is told where it is none.
std::optional<std::pair<std::string, std::string>> pair_of(const std::string& text,
                                                           const char* option, Context& context) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    context.messages.error(fmt::format("{} {}: NAME=VALUE is wanted", option, text));
    return std::nullopt;
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

bool read_window(const ImportArguments& arguments, telemetry::ImportOptions& options,
                 Context& context) {
  if (arguments.from.empty() && arguments.to.empty()) {
    return true;
  }
  telemetry::Window window;
  if (!telemetry::parse_utc(arguments.from, window.from) ||
      !telemetry::parse_utc(arguments.to, window.to) || window.from >= window.to) {
    context.messages.error(
        "--from and --to go together and are times such as 2026-11-28T22:40:00Z, the first one "
        "earlier");
    return false;
  }
  options.window = window;
  return true;
}

bool read_format(const ImportArguments& arguments, Context& context) {
  const std::vector<std::string> names =
      arguments.kind == "flows" ? telemetry::flow_formats() : telemetry::load_formats();
  if (arguments.format.empty() || std::ranges::find(names, arguments.format) != names.end()) {
    return true;
  }
  context.messages.error(fmt::format("--format {}{}: one of {} is wanted", arguments.format,
                                     text::did_you_mean(arguments.format, names),
                                     text::join(names)));
  return false;
}

}  // namespace

std::optional<telemetry::ImportOptions> import_options(const ImportArguments& arguments,
                                                       Context& context) {
  telemetry::ImportOptions options{.format = arguments.format,
                                   .layer = arguments.layer,
                                   .timezone = arguments.timezone,
                                   .router = arguments.router,
                                   .link = arguments.link,
                                   .direction = arguments.direction,
                                   .step_s = arguments.step_s,
                                   .with_sources = arguments.with_sources};
  if (!read_format(arguments, context) || !read_window(arguments, options, context)) {
    return std::nullopt;
  }
  for (const std::string& text : arguments.sampling) {
    const auto pair = pair_of(text, "--sampling", context);
    const auto sampling = pair ? telemetry::parse_sampling(pair->second) : std::nullopt;
    if (!sampling) {
      context.messages.error(
          fmt::format("--sampling {}: ROUTER=N is wanted, or ROUTER=N:applied where the collector "
                      "has multiplied already",
                      text));
      return std::nullopt;
    }
    options.sampling[pair->first] = *sampling;
  }
  for (const std::string& text : arguments.series) {
    const auto pair = pair_of(text, "--series", context);
    if (!pair) {
      return std::nullopt;
    }
    options.series[pair->first] = pair->second;
  }
  return options;
}

Exit finish_import(const ImportArguments& arguments,
                   const std::variant<telemetry::Observation, std::string>& made,
                   Context& context) {
  if (const auto* fault = std::get_if<std::string>(&made)) {
    context.messages.error(*fault);
    return Exit::invalid_input;
  }
  const auto& observation = std::get<telemetry::Observation>(made);
  for (const telemetry::Refusal& one : observation.refused) {
    context.messages.warning(
        fmt::format("not taken: {} ({}, first {})", one.why, one.count, one.example));
  }
  for (const std::string& note : observation.notes) {
    context.messages.note(note);
  }
  return write_result(context, arguments.output, telemetry::to_json(observation));
}

}  // namespace bgpte::cli
