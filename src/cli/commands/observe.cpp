// bgpte observe: what was measured, into the scenario file.
#include "bgpte/telemetry/observe.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <set>

#include "src/cli/atomic_file.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/file_lock.hpp"
#include "src/cli/history_folder.hpp"
#include "src/cli/input.hpp"
#include "src/cli/observations.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

struct ObserveCommand {
  std::string scenario;
  ObservationOptions observed;
  std::string samples;
  std::string history;  ///< Folder; empty: none.
  OutputFormat format = OutputFormat::text;
  bool write = false;
  bool after_gap = false;
  int wait_s = usual_wait_s;
};

fs::path beside(const std::string& scenario, const std::string& name) {
  return fs::path(scenario).parent_path() / name;
}

/// The file of samples that gets the new ones: the one that bills name, if it is one.
fs::path samples_path(const ObserveCommand& options, const model::Scenario& scenario) {
  if (!options.samples.empty()) {
    return options.samples;
  }
  std::set<std::string> named;
  for (const model::Link& link : scenario.links) {
    if (link.billing.percentile && !link.billing.percentile->samples_file.empty()) {
      named.insert(link.billing.percentile->samples_file);
    }
  }
  return beside(options.scenario, named.size() == 1 ? *named.begin() : "samples.csv");
}

/// "scenario.observed.json" for "scenario.json".
fs::path provenance_path(const std::string& scenario) {
  const fs::path path(scenario);
  return path.parent_path() / (path.stem().string() + ".observed.json");
}

/// Writes a file unless it has these bytes already. False after saying why not.
bool put(Context& context, const fs::path& path, std::string_view old, std::string_view bytes) {
  std::error_code ignored;
  if (old == bytes && fs::exists(path, ignored)) {
    return true;
  }
  if (const std::optional<std::string> fault = replace_file(path, bytes)) {
    context.messages.error(fmt::format("cannot write {}: {}", path.string(), *fault));
    return false;
  }
  return true;
}

/// The bytes of a file; empty where there is none. Nothing where it cannot be read.
std::optional<std::string> read_if_there(Context& context, const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) ? read_input(context, path.string())
                                   : std::optional<std::string>("");
}

/// Samples and provenance first: the scenario is what says that all is done.
Exit write_files(Context& context, const ObserveCommand& options, std::string_view old,
                 const model::Scenario& scenario, const telemetry::Measurement& measured,
                 const telemetry::Update& update) {
  const fs::path samples_file = samples_path(options, scenario);
  const std::optional<std::string> samples = read_if_there(context, samples_file);
  const fs::path provenance_file = provenance_path(options.scenario);
  const std::optional<std::string> provenance = read_if_there(context, provenance_file);
  const std::optional<std::string> now = read_input(context, options.scenario);
  if (!samples || !provenance || !now) {
    return Exit::failed;
  }
  if (*now != old) {
    context.messages.error(
        fmt::format("{} was changed by somebody else meanwhile: it is not written over",
                    shown_name(options.scenario)));
    return Exit::failed;
  }
  const auto appended = telemetry::append_samples(*samples, scenario, measured);
  if (const std::string* fault = std::get_if<std::string>(&appended)) {
    context.messages.warning(
        fmt::format("no sample was added to {}: {}", samples_file.string(), *fault));
  } else {
    const auto& added = std::get<telemetry::SamplesUpdate>(appended);
    if (added.added > 0) {
      if (!put(context, samples_file, *samples, added.text)) {
        return Exit::failed;
      }
      context.messages.note(
          fmt::format("{} samples added to {}", added.added, samples_file.string()));
    }
  }
  if (!put(context, provenance_file, *provenance, telemetry::provenance_json(scenario, measured)) ||
      !put(context, options.scenario, old, update.text)) {
    return Exit::failed;
  }
  context.messages.note(update.text == old
                            ? fmt::format("{} stays as it is", shown_name(options.scenario))
                            : fmt::format("{} written", shown_name(options.scenario)));
  return Exit::done;
}

std::string report(OutputFormat format, const model::Scenario& scenario,
                   const telemetry::Measurement& measured, const telemetry::Update& update) {
  return format == OutputFormat::json       ? telemetry::report_json(scenario, measured, update)
         : format == OutputFormat::markdown ? telemetry::report_markdown(scenario, measured, update)
                                            : telemetry::report_text(scenario, measured, update);
}

/// True where the scenario is still valid with what was measured; else the faults have been told.
bool still_valid(Context& context, const std::string& path, const std::string& text) {
  const scenario::LoadResult result = load_text(context, path, text);
  for (const scenario::Diagnostic& diagnostic : result.diagnostics) {
    context.err << to_string(diagnostic, shown_name(path)) << '\n';
  }
  if (!result.scenario) {
    context.messages.error(
        "with what was measured the scenario would have these faults: nothing is written");
  }
  return result.scenario.has_value();
}

/// Reads the history, adds the measurement to it and tells what it says; where nothing may be
/// written it is left alone.
Exit keep_history(Context& context, const ObserveCommand& options, const model::Scenario& scenario,
                  telemetry::Measurement& measurement) {
  if (options.history.empty()) {
    return Exit::done;
  }
  std::error_code ignored;
  const bool adds = measurement.refusals(scenario).empty() && !measurement.past.empty();
  // What is there and is no folder is told by read_history().
  const bool locks =
      adds && (!fs::exists(options.history, ignored) || fs::is_directory(options.history, ignored));
  const std::optional<FileLock> lock =
      locks ? lock_history(context, options.history, options.wait_s) : std::optional<FileLock>();
  if (locks && !lock) {
    return Exit::failed;
  }
  HistoryFolder history = read_history(context, options.history);
  if (history.exit != Exit::done) {
    return history.exit;
  }
  if (adds) {
    history::Retention retention;
    if (options.after_gap) {
      retention.gap_days = retention.link_days;
    }
    const Exit added =
        add_to_history(context, options.history, history, scenario, measurement, retention);
    if (added != Exit::done) {
      return added;
    }
  }
  telemetry::tell_past(scenario, history.read.history, measurement);
  return Exit::done;
}

Exit observe(const ObserveCommand& options, Context& context) {
  if (options.write && options.scenario == "-") {
    context.messages.error("--write needs the scenario as a file");
    return Exit::usage;
  }
  if (options.after_gap && options.history.empty()) {
    context.messages.error("--after-gap needs --history");
    return Exit::usage;
  }
  const std::optional<std::string> text = read_input(context, options.scenario);
  if (!text) {
    return Exit::failed;
  }
  const scenario::LoadResult loaded = load_text(context, options.scenario, *text);
  for (const scenario::Diagnostic& diagnostic : loaded.diagnostics) {
    context.err << to_string(diagnostic, shown_name(options.scenario)) << '\n';
  }
  if (!loaded.scenario) {
    return Exit::invalid_input;
  }
  ReadObservations read = read_observations(context, options.observed);
  if (read.exit != Exit::done) {
    return read.exit;
  }
  read.options.past = !options.history.empty();
  auto measured = telemetry::measure(*loaded.scenario, read.observations, read.options);
  if (const std::string* fault = std::get_if<std::string>(&measured)) {
    context.messages.error(*fault);
    return Exit::invalid_input;
  }
  auto& measurement = std::get<telemetry::Measurement>(measured);
  const telemetry::Update update = telemetry::update_scenario(*text, *loaded.scenario, measurement);
  if (!still_valid(context, options.scenario, update.text)) {
    return Exit::invalid_input;
  }
  if (const Exit kept = keep_history(context, options, *loaded.scenario, measurement);
      kept != Exit::done) {
    return kept;
  }
  const Exit printed =
      write_result(context, "", report(options.format, *loaded.scenario, measurement, update));
  const std::vector<std::string> refusals = measurement.refusals(*loaded.scenario);
  for (const std::string& refusal : refusals) {
    context.messages.error(refusal);
  }
  if (printed != Exit::done || !options.write) {
    if (!update.changes.empty()) {
      context.messages.note(options.history.empty()
                                ? "nothing was written; --write writes it"
                                : "the scenario stays as it is; --write writes it");
    }
    return printed;
  }
  if (!refusals.empty()) {
    context.messages.error(
        "nothing was written: import the flows again with --sampling ROUTER=N, or with the rate "
        "in the map");
    return Exit::unresolved;
  }
  return write_files(context, options, *text, *loaded.scenario, measurement, update);
}

}  // namespace

Action declare_observe(Command command) {
  const auto options = std::make_shared<ObserveCommand>();
  add_scenario_argument(command, options->scenario);
  add_observation_options(command, options->observed);
  command.flag(
      options->write,
      {.names = "--write", .help = "Write the scenario in place, samples and where they are from"});
  add_format_option(command, options->format,
                    {OutputFormat::text, OutputFormat::markdown, OutputFormat::json},
                    "text, markdown (for a ticket) or json");
  command.option(options->samples, {.names = "--samples",
                                    .help = "The file of samples that --write adds to\n"
                                            "(default: the one that bills name, else samples.csv\n"
                                            "beside the scenario)",
                                    .value = "FILE"});
  command.option(options->history,
                 {.names = "--history",
                  .help = "Add what was measured to the history in this folder, with or\n"
                          "without --write, and say what it tells (docs/history.md)",
                  .value = "DIR"});
  command.flag(options->after_gap,
               {.names = "--after-gap",
                .help = "Also take samples more than 7 days after the newest day of the\n"
                        "history: nothing was measured between, and no clock is wrong"});
  command.number(options->wait_s, {0, 3'600},
                 {.names = "--wait",
                  .help = "Wait so long for another run that adds to the history",
                  .value = "SECONDS"});
  command.describe(
      {.description = "Only measured, inbound, peak, outbound and, with "
                      "routes, advertise are changed, and prefixes that are "
                      "announced and not listed are added, pinned. The rest "
                      "of the file keeps its bytes. Rates have three digits; "
                      "a prefix's rate that moved by less than 2 % stays.",
       .examples = {"bgpte observe scenario.json flows.json load.json",
                    "bgpte observe --write scenario.json flows.json load.json a.json",
                    "bgpte observe --write --history history scenario.json flows.json load.json"},
       .exits = {
           {Exit::done, "Done."},
           {Exit::unresolved, "Not written, since the flows look sampled."},
           {Exit::invalid_input,
            "The scenario or an observation is not valid, or they do not belong together."}}});
  return [options](Context& context) { return observe(*options, context); };
}

}  // namespace bgpte::cli
