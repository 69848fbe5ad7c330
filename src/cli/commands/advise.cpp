// bgpte advise: the best plan for a scenario.
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/learning/record.hpp"
#include "bgpte/learning/tests.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"
#include "src/cli/interrupt.hpp"
#include "src/cli/learn/log_file.hpp"

namespace bgpte::cli {

namespace {

struct AdviseOptions {
  std::string scenario;
  std::optional<model::Strategy> strategy;  ///< None: the policy of the scenario.
  std::string record;                       ///< Log that gets the forecast; empty: none.
  std::string rpki;                         ///< Empty: nothing is said of the RPKI.
  AnswerOptions answer;
  SearchOptions search;
};

/// Whether the forecast can be recorded: told before anything is searched.
Exit check_record(Context& context, const AdviseOptions& options, const model::Scenario& scenario,
                  LogFile& log) {
  if (options.record.empty()) {
    return Exit::done;
  }
  if (options.record == "-") {
    context.messages.error("--record needs the log as a file");
    return Exit::usage;
  }
  if (!model::measured_until(scenario)) {
    context.messages.error(
        "--record needs measured.to in the scenario: it is the time of the forecast, and no clock "
        "is read");
    return Exit::invalid_input;
  }
  log = read_log_file(context, options.record, MissingLog::empty);
  return log.exit;
}

Exit record(Context& context, const AdviseOptions& options, const LogFile& log,
            const learning::Recorded& recorded) {
  for (const std::string& note : recorded.notes) {
    context.messages.note(note);
  }
  return recorded.entries.empty() ? Exit::done
                                  : append_to_log(context, options.record, log, recorded.entries);
}

Exit advise(const AdviseOptions& options, Context& context) {
  ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  model::Scenario& scenario = *input.scenario;
  if (options.strategy) {
    scenario.policy.strategy = *options.strategy;
  }
  if (const Exit read = read_rpki(context, options.rpki, scenario); read != Exit::done) {
    return read;
  }
  LogFile log;
  if (const Exit checked = check_record(context, options, scenario, log); checked != Exit::done) {
    return checked;
  }
  Elapsed elapsed(context, "searching");
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(options.search, deadline));
  const InterruptWatch watch;  // Before there is any plan, an interrupt simply ends the program.
  render::Document document;
  document.advice = advice::advise(scenario, *ingress, search_options(options.search, deadline));
  document.advice.test = learning::best_test(scenario, *ingress, document.advice);
  document.config = config::rollout_sessions(scenario, document.advice);
  elapsed.end();
  std::string command = "bgpte advise SCENARIO";
  if (options.strategy) {
    command += " --strategy " + std::string(name_of(*options.strategy));
  }
  Asked asked{command, options.scenario};
  if (wants_flows(options.answer)) {
    const evaluation::Baseline baseline(scenario, *ingress);
    asked.flows = advice::prefix_flows({baseline, baseline, document.advice.changes});
  }
  const Exit exit = answer(context, options.answer, document, asked);
  if (!InterruptWatch::interrupted()) {
    if (exit == Exit::failed || options.record.empty()) {
      return exit;
    }
    const Exit recorded =
        record(context, options, log,
               learning::forecasts_of_first_step(scenario, *ingress, document.advice));
    return recorded == Exit::done ? exit : recorded;
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
  command.option(options->record, {.names = "--record",
                                   .help = "Append the forecast of the first step to this log\n"
                                           "(docs/learning.md); needs measured.to",
                                   .value = "LOG"});
  add_rpki_option(command, options->rpki);
  add_answer_options(command, options->answer);
  add_search_options(command, options->search);
  command.describe(
      {.description = "Predicts how inbound traffic moves with each allowed "
                      "change, searches the plans, and recommends the "
                      "cheapest one that keeps every ceiling and rule. The "
                      "text is one screen: what to do now and why, the links "
                      "before and after, bills, failures and the rollout. The "
                      "first Ctrl-C stops the search and prints the best plan "
                      "so far.",
       .examples = {"bgpte advise scenario.json",
                    "bgpte advise scenario.json --full --strategy congestion",
                    "bgpte advise scenario.json --format markdown -o ticket.md",
                    "bgpte advise scenario.json --format html -o advice.html",
                    "bgpte advise scenario.json --format json -o advice.json"},
       .exits = {{Exit::done, "Done."},
                 {Exit::change, exit_text::change},
                 {Exit::unresolved, "Answered, but a ceiling or rule stays broken."},
                 {Exit::usage, exit_text::usage},
                 {Exit::invalid_input, "The scenario is not valid, or --record needs measured.to."},
                 {Exit::interrupted, exit_text::interrupted}}});
  return [options](Context& context) { return advise(*options, context); };
}

}  // namespace bgpte::cli
