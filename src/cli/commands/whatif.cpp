// bgpte whatif: the forecast for given changes in a given world.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"
#include "src/cli/interrupt.hpp"
#include "src/cli/whatif/arguments.hpp"

namespace bgpte::cli {

namespace {

struct WhatifOptions {
  std::string scenario;
  WhatifArguments texts;
  bool compare = false;
  AnswerOptions answer;
  SearchOptions search;
};

/// Puts the world's changes in front of the summary and the basis of the advice.
void add_world(advice::Advice& advice, const model::Scenario& scenario, const WorldChanges& world) {
  const std::string with = described(scenario, world);
  if (!with.empty()) {
    for (const std::string_view start : {"Today's", "Under"}) {
      if (advice.summary.starts_with(start)) {
        advice.summary.front() = static_cast<char>(advice.summary.front() - 'A' + 'a');
      }
    }
    advice.summary = with + ": " + advice.summary;
    advice.basis = with + ": " + advice.basis;
  }
}

/// The command line that asks the same again.
std::string command_of(const WhatifOptions& options) {
  std::string command = "bgpte whatif SCENARIO";
  const auto add = [&](std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      command += fmt::format(" {} {}", name, shell_word(value));
    }
  };
  add("--set", options.texts.set);
  add("--fail", options.texts.fail);
  add("--growth", options.texts.growth.empty() ? std::vector<std::string>{}
                                               : std::vector{options.texts.growth});
  add("--price", options.texts.price);
  add("--capacity", options.texts.capacity);
  command += options.compare ? " --compare" : "";
  return command;
}

Exit whatif(const WhatifOptions& options, Context& context) {
  const ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  const model::Scenario& scenario = *input.scenario;
  const ParsedWhatif parsed = parse_whatif(scenario, options.texts);
  for (const std::string& fault : parsed.faults) {
    context.messages.error(fault);
  }
  if (!parsed.faults.empty()) {
    return Exit::usage;
  }
  for (const std::string& note : parsed.notes) {
    context.messages.note(note);
  }
  const ChangedWorld world = changed_world(scenario, parsed.world);
  if (!world.fault.empty()) {
    context.messages.error(world.fault);
    return Exit::usage;
  }
  if (options.compare && !parsed.world.failed.empty()) {
    context.messages.error(
        "--compare searches a network whose links are all up: leave out --compare or --fail");
    return Exit::usage;
  }
  Elapsed elapsed(context, options.compare ? "searching" : "forecasting");
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(options.search, deadline));
  std::optional<InterruptWatch> watch;  // An interrupt ends the search, not the program.
  std::optional<optimiser::Options> compare;
  if (options.compare) {
    watch.emplace();
    compare = search_options(options.search, deadline);
  }
  const evaluation::Baseline now(scenario, *ingress);
  render::Document document;
  Asked asked{command_of(options), options.scenario};
  const auto add_flows = [&](const evaluation::Baseline& then) {
    if (wants_flows(options.answer)) {
      asked.flows = advice::prefix_flows({now, then, document.advice.changes, parsed.world.failed});
    }
  };
  if (parsed.world.rewrites_scenario()) {
    const auto ingress_then =
        ingress::make_ingress(world.scenario, model_effort(options.search, deadline));
    const evaluation::Baseline then(world.scenario, *ingress_then);
    document.advice = advice::whatif({now, then, parsed.changes, parsed.world.failed, compare});
    add_flows(then);
  } else {
    document.advice = advice::whatif({now, now, parsed.changes, parsed.world.failed, compare});
    add_flows(now);
  }
  add_world(document.advice, scenario, parsed.world);
  document.config = config::rollout_sessions(scenario, document.advice);
  elapsed.end();
  return answer(context, options.answer, document, asked);
}

}  // namespace

Action declare_whatif(Command command) {
  const auto options = std::make_shared<WhatifOptions>();
  add_scenario_argument(command, options->scenario);
  WhatifArguments& texts = options->texts;
  command.list(texts.set, ValuesEach::one,
               {.names = "--set",
                .help = "Prepends of a prefix on a link, or withdraw; LEVER, N+LEVER or\n"
                        "none for an action community or MED of the link; repeatable",
                .value = "PREFIX@LINK=N"});
  command.list(texts.fail, ValuesEach::one,
               {.names = "--fail",
                .help = "The link is down; several fail at once; repeatable",
                .value = "LINK"});
  command.option(
      texts.growth,
      {.names = "--growth", .help = "All inbound grows by so much, as in 20%", .value = "PERCENT"});
  command.list(texts.price, ValuesEach::one,
               {.names = "--price",
                .help = "Another price of the first Mbps; later ones move alike; repeatable",
                .value = "LINK=PRICE"});
  command.list(texts.capacity, ValuesEach::one,
               {.names = "--capacity",
                .help = "Another capacity, as in A=2Gbps; repeatable",
                .value = "LINK=RATE"});
  command.flag(options->compare,
               {.names = "--compare",
                .help = "Search that state too: the best plan found stands beside yours"});
  add_search_options(command, options->search);
  add_answer_options(command, options->answer);
  command.describe(
      {.description = "The same forecast for changes of your own, for another "
                      "state of the network, or for both. \"now\" is the "
                      "network as measured, \"then\" the state that is asked "
                      "about with the changes of --set, or with today's "
                      "announcements where there is no --set. Nothing is "
                      "searched without --compare.",
       .examples = {"bgpte whatif scenario.json --set 11.0.0.0/24@B=0",
                    "bgpte whatif scenario.json --growth 20% --capacity A=2Gbps",
                    "bgpte whatif scenario.json --fail A --set 12.0.0.0/24@B=1",
                    "bgpte whatif scenario.json --set 11.0.0.0/24@A=2 --compare"},
       .exits = {{Exit::done, "Done."},
                 {Exit::change, "With --detailed-exitcode: changes were asked about."},
                 {Exit::unresolved, "A ceiling or rule is broken then, or traffic is unreachable."},
                 {Exit::usage, "An argument names nothing of the scenario."},
                 {Exit::invalid_input, "The scenario is not valid."}}});
  return [options](Context& context) { return whatif(*options, context); };
}

}  // namespace bgpte::cli
