// bgpte watch: whether somebody should be told, once.
#include "bgpte/watch/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/file_lock.hpp"
#include "src/cli/input.hpp"
#include "src/cli/learn/verdict_command.hpp"
#include "src/cli/watch/advise.hpp"
#include "src/cli/watch/inputs.hpp"
#include "src/cli/watch/replay.hpp"
#include "src/cli/watch/scenario.hpp"
#include "src/cli/watch/state_file.hpp"
#include "src/cli/watch/ticket.hpp"

namespace bgpte::cli {

namespace {

struct WatchOptions {
  std::string scenario;
  std::vector<std::string> inputs;
  std::string state;
  std::vector<std::string> replayed;
  std::string tickets;
  std::string map;
  std::string made_at;
  std::string rpki;
  int wait_s = usual_wait_s;
  OutputFormat format = OutputFormat::text;
  SearchOptions search;
};

/// True where the state would be put in the place of something that is read.
bool state_is_an_input(const WatchOptions& options) {
  std::vector<std::string> inputs = options.inputs;
  inputs.insert(inputs.end(), {options.scenario, options.map, options.rpki});
  return std::ranges::any_of(inputs, [&](const std::string& input) {
    std::error_code error;
    return std::filesystem::equivalent(options.state, input, error) && !error;
  });
}

/// What is wrong with the options; empty where nothing is.
std::string usage_fault(const WatchOptions& options) {
  std::int64_t ignored = 0;
  std::error_code error;
  if (!options.replayed.empty()) {
    return options.state.empty() && options.inputs.empty() && options.tickets.empty() &&
                   options.made_at.empty()
               ? options.format == OutputFormat::html ? "--replay is told as text, markdown or json"
                                                      : ""
               : "--replay has no state, tickets or observations: it begins anew and prints";
  }
  if (options.state.empty() || options.state == "-") {
    return "--state names the file that one run hands to the next (or --replay what is replayed)";
  }
  if (state_is_an_input(options)) {
    return "--state is a file that is read";
  }
  if (options.inputs.empty()) {
    return "nothing to look at: name observations, or - for standard input";
  }
  if (!options.made_at.empty() && !telemetry::parse_utc(options.made_at, ignored)) {
    return made_at_fault;
  }
  if (!options.tickets.empty() && !std::filesystem::is_directory(options.tickets, error)) {
    return fmt::format("--tickets: {} is no folder", shown_name(options.tickets));
  }
  return "";
}

/// The tickets of the state, delivered and taken off it; the state is then written.
bool deliver_outbox(Context& context, const WatchOptions& options,
                    const std::filesystem::path& path, watch::State& state) {
  if (state.outbox.empty()) {
    return true;
  }
  if (!deliver(context, options.tickets, state.outbox)) {
    return false;
  }
  state.outbox.clear();
  return write_state_file(context, path, state);
}

/// The newest time that this run knows of.
std::int64_t time_of(const watch::State& state, const WatchInputs& inputs) {
  std::int64_t at = watch::now_of(state);
  for (const watch::Interval& interval : inputs.intervals) {
    at = std::max(at, interval.at + state.interval_s);
  }
  for (const watch::Alert& alert : inputs.alerts) {
    at = std::max({at, alert.starts_at, alert.ends_at});
  }
  return at;
}

/// True where a link was measured, and each that was has been seen a day later already.
bool all_end_a_day_before(const watch::State& state, const model::Scenario& scenario,
                          const WatchInputs& inputs) {
  constexpr std::int64_t day = 86'400;
  bool any = false;
  for (const watch::Interval& interval : inputs.intervals) {
    for (model::LinkIndex l = 0; l < interval.links.size(); ++l) {
      if (interval.links[l].in_bps < 0) {
        continue;
      }
      any = true;
      const auto link = state.links.find(scenario.links[l].name);
      if (link == state.links.end() || link->second.recent.empty() ||
          interval.at + day >= link->second.recent.back().at) {
        return false;
      }
    }
  }
  return any;
}

/// False where what was given cannot be of the time of the state: a clock is wrong, now or then.
/// What ends before what was seen of its link is named.
bool is_of_our_time(Context& context, const watch::State& state, const model::Scenario& scenario,
                    const WatchInputs& inputs) {
  if (const std::string fault = watch::clock_fault(state, inputs.intervals, inputs.alerts);
      !fault.empty()) {
    context.messages.error(fault);
    return false;
  }
  if (!all_end_a_day_before(state, scenario, inputs)) {
    for (const std::string& sentence : watch::older_than_seen(state, scenario, inputs.intervals)) {
      context.messages.error(sentence);
    }
    return true;
  }
  context.messages.error(fmt::format(
      "the observations end at {}, and the state has seen {}: some clock is wrong. Where it was "
      "the state's, move it away",
      telemetry::utc_text(inputs.intervals.back().at + state.interval_s),
      telemetry::utc_text(watch::now_of(state))));
  return false;
}

void append(watch::Outcome& all, watch::Outcome more) {
  all.state = std::move(more.state);
  std::ranges::move(more.tells, std::back_inserter(all.tells));
}

Telling decide(Context& context, const WatchOptions& options, const model::Scenario& scenario,
               watch::State state, const WatchInputs& inputs) {
  std::int64_t told = 0;
  const std::optional<std::int64_t> made_at =
      telemetry::parse_utc(options.made_at, told) ? std::optional(told) : std::nullopt;
  const std::int64_t at = time_of(state, inputs);
  watch::Outcome all{std::move(state), {}};
  for (const watch::Interval& interval : inputs.intervals) {
    append(all, watch::take(std::move(all.state), interval, scenario));
  }
  for (const watch::Alert& alert : inputs.alerts) {
    append(all, watch::take(std::move(all.state), alert, scenario));
  }
  append(all,
         judge_step(context, std::move(all.state), {scenario, inputs.observations, made_at, at}));
  Elapsed elapsed(context, "searching");
  return advise_where_due(std::move(all), scenario, at, options.search);
}

Exit exit_of(const std::vector<watch::Tell>& tells) {
  const auto any = [&](auto member) { return std::ranges::any_of(tells, member); };
  return any([](const watch::Tell& tell) { return !tell.settled; })      ? Exit::unresolved
         : any([](const watch::Tell& tell) { return tell.with_advice; }) ? Exit::change
                                                                         : Exit::done;
}

/// What was raised without the history that the scenario names says so.
void note_no_history(std::vector<watch::Tell>& tells) {
  for (watch::Tell& tell : tells) {
    if (tell.kind == watch::Kind::raised || tell.kind == watch::Kind::advice) {
      tell.note += fmt::format(
          "{}The history of the scenario could not be read: whether this looks like an attack by "
          "it is not known.",
          tell.note.empty() ? "" : " ");
    }
  }
}

Exit run_once(const WatchOptions& options, Context& context, const WatchScenario& read) {
  const model::Scenario& scenario = *read.input.scenario;
  const std::filesystem::path path = state_path(options.state);
  const std::optional<FileLock> lock = lock_file(context, path.string() + ".lock", options.wait_s);
  if (!lock) {
    return Exit::failed;
  }
  StateFile file = read_state_file(context, path, scenario);
  if (file.exit != Exit::done) {
    return file.exit;
  }
  if (!deliver_outbox(context, options, path, file.state)) {
    return Exit::failed;
  }
  const WatchInputs inputs = read_watch_inputs(context, scenario, options.inputs, options.map);
  if (inputs.exit != Exit::done) {
    return inputs.exit;
  }
  if (!is_of_our_time(context, file.state, scenario, inputs)) {
    return Exit::invalid_input;
  }
  const watch::State before = file.state;
  Telling telling = decide(context, options, scenario, std::move(file.state), inputs);
  std::vector<watch::Tell>& tells = telling.outcome.tells;
  if (read.without_history) {
    note_no_history(tells);
  }
  if (file.broken) {
    tells.insert(tells.begin(), *file.broken);
  }
  watch::State& state = telling.outcome.state;
  const std::optional<render::Document> none;
  for (const watch::Tell& tell : tells) {
    state.outbox.push_back(
        ticket_of(tell, tell.with_advice ? telling.advice : none, options.format));
  }
  // The state says what is to be delivered before anything is, and that it was afterwards.
  if ((state != before || file.broken) && !write_state_file(context, path, state)) {
    return Exit::failed;
  }
  return deliver_outbox(context, options, path, state) ? exit_of(tells) : Exit::failed;
}

Exit run_watch(const WatchOptions& options, Context& context) {
  if (const std::string fault = usage_fault(options); !fault.empty()) {
    context.messages.error(fault);
    return Exit::usage;
  }
  WatchScenario watched = read_watch_scenario(context, options.scenario);
  ScenarioInput& input = watched.input;
  if (!input.scenario) {
    return input.exit;
  }
  if (const Exit read = read_rpki(context, options.rpki, *input.scenario); read != Exit::done) {
    return read;
  }
  if (options.replayed.empty()) {
    return run_once(options, context, watched);
  }
  const WatchInputs inputs = read_replayed(context, *input.scenario, options.replayed);
  if (inputs.exit != Exit::done) {
    return inputs.exit;
  }
  Elapsed elapsed(context, "replaying");
  const Replayed replayed = replay(*input.scenario, inputs.intervals, options.search);
  elapsed.end();
  return write_result(context, "", replay_report(replayed, options.format));
}

}  // namespace

Action declare_watch(Command command) {
  const auto options = std::make_shared<WatchOptions>();
  add_scenario_argument(command, options->scenario);
  command.list(options->inputs, ValuesEach::several,
               {.names = "OBSERVATION",
                .help = "What bgpte import wrote of counters and flows, or what\n"
                        "Alertmanager posts to a webhook; - is standard input"});
  command.option(options->state, {.names = "--state",
                                  .help = "The file that one run hands to the next; made where\n"
                                          "there is none",
                                  .value = "FILE"});
  command.option(options->tickets, {.names = "--tickets",
                                    .help = "Folder that gets a file for each thing that is told\n"
                                            "(default: standard output)",
                                    .value = "DIR"});
  add_format_option(
      command, options->format,
      {OutputFormat::text, OutputFormat::markdown, OutputFormat::html, OutputFormat::json},
      "text, markdown, html or json: of the tickets");
  command.option(options->map, {.names = "--map",
                                .help = "The map (bgpte-map/1) by which labels of an alert name\n"
                                        "a link",
                                .value = "FILE"});
  command.option(options->made_at, {.names = "--made-at",
                                    .help = "The step that was told was made at this time",
                                    .value = "TIME"});
  command.number(options->wait_s, {0, 3'600},
                 {.names = "--wait",
                  .help = "Wait so long for another run that holds the state",
                  .value = "SECONDS"});
  command.list(options->replayed, ValuesEach::one,
               {.names = "--replay",
                .help = "Print what would have been said of these samples or\n"
                        "observations, and when; repeatable",
                .value = "SAMPLES"});
  add_rpki_option(command, options->rpki);
  add_search_options(command, options->search);
  command.describe(
      {.description = "One run, from a timer or a webhook. A link is told "
                      "once when it is above its ceiling for three intervals, "
                      "with advice where some is safe, and once when it is "
                      "over (policy.watch, docs/watching.md). Nothing is "
                      "told twice, gaps are silence, and no clock is read: "
                      "times are those of the observations.",
       .examples = {"bgpte watch scenario.json --state state.json load.json flows.json",
                    "bgpte watch scenario.json --state state.json --tickets tickets \\\n    "
                    "--format markdown load.json",
                    "bgpte watch scenario.json --replay samples.csv"},
       .exits = {
           {Exit::done, "Nothing new, or only that something is over or has worked."},
           {Exit::change, "New advice was told."},
           {Exit::unresolved, "Something was told for which there is no new advice that is safe."},
           {Exit::invalid_input,
            "The scenario or an observation is not valid, or the state is of another "
            "scenario."}}});
  return [options](Context& context) { return run_watch(*options, context); };
}

}  // namespace bgpte::cli
