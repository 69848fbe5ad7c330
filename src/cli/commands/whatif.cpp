// bgpte whatif: the forecast for given changes in a given world.
#include <algorithm>
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/whatif/arguments.hpp"

namespace bgpte::cli {

namespace {

struct WhatifOptions {
  std::string scenario;
  WhatifArguments texts;
  AnswerOptions answer;
};

/// Sets the columns "before" to the network as the scenario has it, without the world's changes.
void keep_before(advice::Advice& changed, const advice::Advice& today) {
  changed.cost_before = today.cost_before;
  for (std::size_t i = 0; i < changed.links.size(); ++i) {
    advice::LinkForecast& link = changed.links[i];
    const advice::LinkForecast& as_measured = today.links[i];
    link.before = as_measured.before;
    link.before_peak = as_measured.before_peak;
    link.before_utilisation = as_measured.before_utilisation;
    link.bill_before = as_measured.bill_before;
  }
}

/// Puts the world's changes in front of the summary and the basis of the advice.
void add_world(advice::Advice& advice, const model::Scenario& scenario, const WorldChanges& world,
               model::Bps unreachable) {
  const std::string with = described(scenario, world);
  std::string lost;
  if (unreachable.value != 0) {
    lost = model::format_rate(unreachable) + " has no link left and is lost. ";
  }
  advice.summary = with + ": " + lost + advice.summary;
  advice.basis = with + ": " + advice.basis;
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
  render::Document document;
  if (parsed.world.changed()) {
    const ChangedWorld world = changed_world(scenario, parsed.world);
    if (!world.fault.empty()) {
      context.messages.error(world.fault);
      return Exit::usage;
    }
    document.advice = advice::whatif(world.scenario, *ingress::make_ingress(world.scenario),
                                     parsed.changes, parsed.world.failed);
    keep_before(document.advice, advice::whatif(scenario, *ingress::make_ingress(scenario), {}));
    add_world(document.advice, scenario, parsed.world, world.unreachable);
  } else {
    document.advice = advice::whatif(scenario, *ingress::make_ingress(scenario), parsed.changes);
  }
  document.config = config::rollout_sessions(scenario, document.advice);
  return answer(context, options.answer, document);
}

}  // namespace

Action declare_whatif(Command command) {
  const auto options = std::make_shared<WhatifOptions>();
  add_scenario_argument(command, options->scenario);
  WhatifArguments& texts = options->texts;
  command.list(texts.set, ValuesEach::one,
               {.names = "--set",
                .help = "The prepend of a prefix on a link, or withdraw; LEVER, N+LEVER\n"
                        "or none for one of the link's levers; repeatable",
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
  add_answer_options(command, options->answer);
  command.footer(
      "\"before\" is the network as the scenario has it; \"after\" is the changed world with the\n"
      "changes of --set, or with today's announcements where there is no --set.\n"
      "Examples:\n"
      "  bgpte whatif scenario.json --set 11.0.0.0/24@B=0\n"
      "  bgpte whatif scenario.json --set 11.0.0.0/24@A=withdraw --format markdown\n"
      "  bgpte whatif scenario.json --set 11.0.0.0/24@A=0+lower-preference\n"
      "  bgpte whatif scenario.json --growth 20% --capacity A=2Gbps\n"
      "  bgpte whatif scenario.json --fail A --set 12.0.0.0/24@B=1\n"
      "Exit status: 0 done, 3 some ceiling or rule is broken afterwards, 64 an argument names\n"
      "nothing of the scenario.");
  return [options](Context& context) { return whatif(*options, context); };
}

}  // namespace bgpte::cli
