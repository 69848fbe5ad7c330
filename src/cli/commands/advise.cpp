// bgpte advise: the best plan for a scenario.
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/learning/tests.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/interrupt.hpp"

namespace bgpte::cli {

namespace {

struct AdviseOptions {
  std::string scenario;
  std::optional<model::Strategy> strategy;  ///< None: the policy of the scenario.
  AnswerOptions answer;
  SearchOptions search;
};

Exit advise(const AdviseOptions& options, Context& context) {
  ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  model::Scenario& scenario = *input.scenario;
  if (options.strategy) {
    scenario.policy.strategy = *options.strategy;
  }
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(options.search, deadline));
  const InterruptWatch watch;  // Before there is any plan, an interrupt simply ends the program.
  render::Document document;
  document.advice = advice::advise(scenario, *ingress, search_options(options.search, deadline));
  document.advice.test = learning::best_test(scenario, *ingress, document.advice);
  document.config = config::rollout_sessions(scenario, document.advice);
  std::string command = "bgpte advise SCENARIO";
  if (options.strategy) {
    command += " --strategy " + std::string(name_of(*options.strategy));
  }
  const Exit exit = answer(context, options.answer, document, {command, options.scenario});
  if (!InterruptWatch::interrupted()) {
    return exit;
  }
  context.messages.warning("interrupted: this is the best plan so far");
  return exit == Exit::failed ? exit : Exit::interrupted;
}

}  // namespace

Action declare_advise(Command command) {
  const auto options = std::make_shared<AdviseOptions>();
  add_scenario_argument(command, options->scenario);
  command.choice(options->strategy,
                 {model::Strategy::congestion, model::Strategy::balanced, model::Strategy::cost},
                 {.names = "--strategy",
                  .help = "congestion, balanced or cost; overrides the scenario's policy"});
  add_answer_options(command, options->answer);
  add_search_options(command, options->search);
  command.footer(
      "Examples:\n"
      "  bgpte advise scenario.json\n"
      "  bgpte advise scenario.json --full\n"
      "  bgpte advise scenario.json --strategy congestion\n"
      "  bgpte advise scenario.json --format markdown -o ticket.md\n"
      "  bgpte advise scenario.json --format json -o advice.json && bgpte config advice.json\n"
      "Exit status: 0 done, 2 a change is recommended (--detailed-exitcode), 3 something stays\n"
      "unresolved, 65 the scenario is not valid, 130 interrupted (the best plan so far is "
      "printed).");
  return [options](Context& context) { return advise(*options, context); };
}

}  // namespace bgpte::cli
