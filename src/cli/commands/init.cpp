// bgpte init: a first scenario from what was measured.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "bgpte/telemetry/observe.hpp"
#include "bgpte/text/format.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/observations.hpp"

namespace bgpte::cli {

namespace {

struct InitCommand {
  std::string map, output;
  ObservationOptions observed;
};

Exit init(const InitCommand& options, Context& context) {
  std::error_code ignored;
  if (!options.output.empty() && std::filesystem::exists(options.output, ignored)) {
    context.messages.error(fmt::format(
        "{} is there already: init writes no file over, bgpte observe brings one up to date",
        shown_name(options.output)));
    return Exit::usage;
  }
  const std::optional<std::string> map_text = read_input(context, options.map);
  if (!map_text) {
    return Exit::failed;
  }
  const auto map = telemetry::read_map(*map_text);
  if (const std::string* fault = std::get_if<std::string>(&map)) {
    context.messages.error(fmt::format("{}: {}", shown_name(options.map), *fault));
    return Exit::invalid_input;
  }
  const ReadObservations read = read_observations(context, options.observed);
  if (read.exit != Exit::done) {
    return read.exit;
  }
  const telemetry::FirstScenario first = telemetry::first_scenario(
      std::get<telemetry::InterfaceMap>(map), read.observations, read.options);
  if (!first.fault.empty()) {
    context.messages.error(first.fault);
    return Exit::invalid_input;
  }
  const Exit written = write_result(context, options.output, first.text);
  if (written != Exit::done) {
    return written;
  }
  const auto todo = load_text(context, "-", first.text).diagnostics.size();
  context.messages.note(
      fmt::format("{} to be filled in, which only you know; bgpte validate says where",
                  todo == 1 ? "1 value is" : fmt::format("{} values are", todo)));
  return Exit::done;
}

}  // namespace

Action declare_init(Command command) {
  const auto options = std::make_shared<InitCommand>();
  add_observation_options(command, options->observed);
  command.option(options->map, {.names = "--map",
                                .help = "Which interface is which link (bgpte-map/1)",
                                .value = "FILE",
                                .presence = Presence::required});
  add_output_option(command, options->output,
                    "Write the scenario to FILE, which must not be there");
  command.describe({.description = "What only you know (AS numbers, prices, capacities "
                                   "that the map does not say) is null or \"TODO\": bgpte "
                                   "validate names each until it is filled in.",
                    .examples = {"bgpte init --map map.json load.json a.json",
                                 "bgpte init --map map.json load.json a.json -o first.json"},
                    .exits = {{Exit::done, "Done."},
                              {Exit::usage, "The file is there already, and is not written over."},
                              {Exit::invalid_input, "An observation or the map is not valid."}}});
  return [options](Context& context) { return init(*options, context); };
}

}  // namespace bgpte::cli
