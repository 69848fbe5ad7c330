// bgpte import: what other tools measured, as an observation.
#include "bgpte/telemetry/import.hpp"

#include <memory>

#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/import/import_options.hpp"

namespace bgpte::cli {

namespace {

void declare_inputs(Command command, ImportArguments& arguments) {
  command.choice(
      arguments.kind, {"flows", "load", "routes"},
      {.names = "KIND", .help = "flows, load or routes", .presence = Presence::required});
  command.list(arguments.inputs, ValuesEach::several,
               {.names = "FILE",
                .help = "What the tool printed; - is standard input. For routes\n"
                        "also ADDRESS=FILE, of the session with that neighbour",
                .presence = Presence::required});
  command.option(arguments.map,
                 {.names = "--map", .help = "Which interface is which link", .value = "FILE"});
  command.option(arguments.scenario,
                 {.names = "--scenario",
                  .help = "flows: its prefixes are looked for; routes: its sessions",
                  .value = "FILE"});
  command.list(arguments.prefixes, ValuesEach::one,
               {.names = "--prefix",
                .help = "flows: also look for this prefix; repeatable",
                .value = "PREFIX"});
  std::vector<std::string> formats = telemetry::flow_formats();
  const std::vector<std::string> of_loads = telemetry::load_formats();
  formats.insert(formats.end(), of_loads.begin(), of_loads.end());
  command.option(arguments.format, {.names = "--format",
                                    .help = "Name of the format; detected without it",
                                    .value = "NAME",
                                    .suggestions = formats});
  add_output_option(command, arguments.output, "Write the observation to FILE");
}

void declare_times(Command command, ImportArguments& arguments) {
  constexpr int day = 86'400;
  command.number(arguments.step_s, {60, day},
                 {.names = "--step",
                  .help = "Length of an interval (default 300); what is coarser is\nrefused",
                  .value = "SECONDS"});
  command.option(arguments.from, {.names = "--from",
                                  .help = "With --to: only this time, for example\n"
                                          "2026-11-28T22:40:00Z; needed where the input has none",
                                  .value = "TIME"});
  command.option(arguments.to, {.names = "--to", .help = "See --from", .value = "TIME"});
  command.option(arguments.timezone,
                 {.names = "--timezone",
                  .help = "Of times without a zone: UTC, +01:00 or Europe/Berlin",
                  .value = "ZONE"});
}

void declare_meaning(Command command, ImportArguments& arguments) {
  command.list(arguments.sampling, ValuesEach::one,
               {.names = "--sampling",
                .help = "flows: this router samples 1:N; N:applied where the\n"
                        "collector has multiplied already; repeatable",
                .value = "ROUTER=N"});
  command.flag(arguments.with_sources,
               {.names = "--with-sources",
                .help = "flows: also count source addresses, source ASs, and what\n"
                        "floods are made of, where the format has them"});
  command.choice(
      arguments.layer, {"l2", "l3"},
      {.names = "--layer", .help = "Bytes are of whole frames (l2) or of IP packets (l3)"});
  command.choice(arguments.direction, {"in", "out"},
                 {.names = "--direction", .help = "load: of series that do not say"});
  command.list(arguments.series, ValuesEach::one,
               {.names = "--series",
                .help = "load: the series NAME is LINK/in, ROUTER/IFNAME/out, ...;\nrepeatable",
                .value = "NAME=PLACE"});
  const std::string of_all = "Of inputs that name none; routes: only its sessions";
  command.option(arguments.router, {.names = "--router", .help = of_all, .value = "ROUTER"});
  command.option(arguments.link, {.names = "--link", .help = of_all, .value = "LINK"});
  command.option(arguments.platform,
                 {.names = "--platform",
                  .help = "routes: frr, bird, openbgpd, gobgp, junos, ios-xr or eos",
                  .value = "PLATFORM",
                  .suggestions = readable_platforms()});
  command.option(arguments.neighbor, {.names = "--neighbor",
                                      .help = "routes: the session with this neighbour",
                                      .value = "ADDRESS"});
  command.number(
      arguments.local_as, {1, 4294967294},
      {.names = "--local-as", .help = "routes: without a scenario, our AS number", .value = "ASN"});
}

}  // namespace

Action declare_import(Command command) {
  const auto arguments = std::make_shared<ImportArguments>();
  declare_inputs(command, *arguments);
  declare_times(command, *arguments);
  declare_meaning(command, *arguments);
  command.describe(
      {.description = "Writes what a network measured as one observation "
                      "(bgpte-observation/1). The formats of other tools, and "
                      "what is refused, stand in docs/observation-format.md.",
       .examples =
           {"bgpte import load --map map.json counters.json -o load.json",
            "bgpte import flows --scenario scenario.json --map map.json \\\n    --from "
            "2026-11-28T18:00:00Z --to 2026-11-29T00:00:00Z \\\n    flows.txt -o flows.json",
            "bgpte import routes --platform frr --local-as 64500 --link A \\\n    "
            "routes-a.json -o a.json"},
       .exits = {{Exit::done, "Done."},
                 {Exit::failed, "A file cannot be read or written."},
                 {Exit::usage, exit_text::usage},
                 {Exit::invalid_input, "An input cannot be understood, or nothing was taken."}}});
  return [arguments](Context& context) {
    return arguments->kind == "flows"  ? import_flows(*arguments, context)
           : arguments->kind == "load" ? import_load(*arguments, context)
                                       : import_routes(*arguments, context);
  };
}

}  // namespace bgpte::cli
