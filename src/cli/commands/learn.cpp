// bgpte learn: what was forecast, what came, and what that says of the next forecast.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/learning/record.hpp"
#include "bgpte/learning/report.hpp"
#include "bgpte/learning/tests.hpp"
#include "bgpte/logbook/trials.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"
#include "src/cli/learn/log_file.hpp"
#include "src/cli/learn/report_json.hpp"
#include "src/cli/learn/report_page.hpp"
#include "src/cli/learn/verdict_command.hpp"
#include "src/cli/observations.hpp"

namespace bgpte::cli {

namespace {

struct LearnOptions {
  std::string log, scenario;
  ObservationOptions observed;  ///< What --add names.
  std::string change;
  OutputFormat format = OutputFormat::text;
  std::string output;
  int width = 0;  ///< 0: that of the terminal.
  /// --verdict: `log` and `scenario` are then the advice and an observation, `files` further ones.
  VerdictCommand verdict;
  SearchOptions search;  ///< For the plan whose tests are named.
};

/// The verdict of a step by the files that were named in place of the log and the scenario.
Exit judge(const LearnOptions& options, Context& context) {
  VerdictCommand command = options.verdict;
  command.files.insert(command.files.begin(), {options.log, options.scenario});
  command.format = options.format;
  command.output = options.output;
  return verdict(command, context);
}

/// Where findings about the log point.
constexpr const char* log_pointer = "/ingress/log";

/// True where the log has a forecast of the change.
bool has_change(const logbook::Log& log, const std::string& change) {
  return std::ranges::any_of(log.entries, [&](const logbook::Entry& entry) {
    return entry.change_id == change && !entry.forecast.empty();
  });
}

/// Appends what the observations say, and reads the log again.
Exit add_observations(Context& context, const LearnOptions& options,
                      const model::Scenario& scenario, LogFile& log) {
  if (!options.change.empty() && !has_change(log.log, options.change)) {
    context.messages.error(fmt::format("the log has no forecast of the change {}", options.change));
    return Exit::usage;
  }
  const ReadObservations read = read_observations(context, options.observed);
  if (read.exit != Exit::done) {
    return read.exit;
  }
  const auto measured = telemetry::measure(scenario, read.observations, read.options);
  if (const std::string* fault = std::get_if<std::string>(&measured)) {
    context.messages.error(*fault);
    return Exit::invalid_input;
  }
  const auto& measurement = std::get<telemetry::Measurement>(measured);
  const std::vector<std::string> refusals = measurement.refusals(scenario);
  for (const std::string& refusal : refusals) {
    context.messages.error(refusal);
  }
  if (!refusals.empty()) {
    return Exit::unresolved;
  }
  const learning::Recorded recorded = learning::measurements(
      scenario, log.log.entries, {read.observations, measurement, options.change});
  for (const std::string& note : recorded.notes) {
    context.messages.warning(note);
  }
  if (recorded.entries.empty()) {
    context.messages.error("nothing was measured of a prefix that the log is about");
    return Exit::invalid_input;
  }
  const Exit appended = append_to_log(context, options.log, log, recorded.entries);
  if (appended == Exit::done) {
    log = read_log_file(context, options.log, MissingLog::refused);
  }
  return appended == Exit::done ? log.exit : appended;
}

std::string printed(Context& context, const LearnOptions& options, const learning::Report& report) {
  switch (options.format) {
    case OutputFormat::json:
      return report_json(report);
    case OutputFormat::markdown:
      return learning::report_markdown(report);
    case OutputFormat::html:
      return report_page(report);
    default:
      break;
  }
  const int width = options.width > 0 ? options.width : terminal_width(context.out);
  return learning::report_text(report, static_cast<std::size_t>(std::max(width, 1)));
}

Exit learn(const LearnOptions& options, Context& context) {
  if (options.verdict.asked) {
    if (options.format == OutputFormat::html) {
      context.messages.error("--verdict is told as text, markdown or json");
      return Exit::usage;
    }
    return judge(options, context);
  }
  if (!options.verdict.files.empty() || options.verdict.step > 0 || options.verdict.fallback ||
      !options.verdict.made_at.empty()) {
    context.messages.error("more files, --step, --fallback and --made-at go with --verdict");
    return Exit::usage;
  }
  const bool adds = !options.observed.files.empty();
  if (adds && options.log == "-") {
    context.messages.error("--add needs the log as a file");
    return Exit::usage;
  }
  if (!options.change.empty() && !adds) {
    context.messages.error("--change says which change --add is of");
    return Exit::usage;
  }
  LogFile log = read_log_file(context, options.log, MissingLog::refused);
  if (log.exit != Exit::done) {
    return log.exit;
  }
  ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  model::Scenario& scenario = *input.scenario;
  if (adds) {
    if (const Exit added = add_observations(context, options, scenario, log); added != Exit::done) {
      return added;
    }
  }
  // The log that was given counts, not the one that the scenario names.
  std::erase_if(scenario.ingress.observations,
                [](const model::Observation& one) { return one.source == log_pointer; });
  logbook::apply(log.log.entries, log_pointer, scenario);
  Elapsed elapsed(context, "studying the log");
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(options.search, deadline));
  learning::Report report = learning::study(scenario, log.log, *ingress);
  const advice::Advice advice =
      advice::advise(scenario, *ingress, search_options(options.search, deadline));
  report.advised = advice.changes;
  report.tests = learning::tests_of_advice(scenario, *ingress, advice);
  elapsed.end();
  return write_result(context, options.output, printed(context, options, report));
}

}  // namespace

Action declare_learn(Command command) {
  const auto options = std::make_shared<LearnOptions>();
  command.option(options->log, {.names = "LOG",
                                .help = "Log of forecasts and of what came; - is standard input",
                                .presence = Presence::required});
  add_scenario_argument(command, options->scenario);
  command.list(options->observed.files, ValuesEach::one,
               {.names = "--add",
                .help = "First append what this observation (bgpte import flows) says of the\n"
                        "log's prefixes; repeatable",
                .value = "OBSERVATION"});
  command.option(options->change, {.names = "--change",
                                   .help = "What --add measured is of the change with this\n"
                                           "change_id, whatever the scenario says is announced",
                                   .value = "ID"});
  add_verdict_options(command, options->verdict);
  command.list(options->verdict.files, ValuesEach::several,
               {.names = "OBSERVATION", .help = "With --verdict: further observations"});
  add_format_option(
      command, options->format,
      {OutputFormat::text, OutputFormat::markdown, OutputFormat::html, OutputFormat::json},
      "text, markdown, html (a page) or json");
  add_output_option(command, options->output);
  add_width_option(command, options->width);
  add_search_options(command, options->search);
  command.describe(
      {.description = "Says how often what came was inside the range, what "
                      "each link kept after one and two prepends, how much "
                      "the same announcement drifts, and by how much the next "
                      "ranges are wider or narrower. A scenario that names "
                      "the log (ingress.log) is forecast with what it "
                      "teaches. With --verdict it judges the step of advice "
                      "that is on its way.",
       .examples = {"bgpte learn log.jsonl scenario.json",
                    "bgpte learn log.jsonl scenario.json --add flows.json --change 1f2e3d4c5b6a",
                    "bgpte learn log.jsonl scenario.json --format markdown -o learned.md",
                    "bgpte learn --verdict advice.json flows.json load.json \\\n    --made-at "
                    "2026-11-28T22:10:00Z"},
       .exits = {
           {Exit::done, "Done. Of --verdict: the step worked."},
           {Exit::unresolved,
            "Nothing was added, since the flows look sampled. Of --verdict: every other verdict."},
           {Exit::invalid_input,
            "The log, the scenario or an observation is not valid, or there can be no verdict."}}});
  return [options](Context& context) { return learn(*options, context); };
}

}  // namespace bgpte::cli
