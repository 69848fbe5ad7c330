// bgpte check: the advices of scenarios against what the scenarios expect.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/check/expectation.hpp"
#include "src/cli/check/report.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"
#include "src/cli/interrupt.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

struct CheckOptions {
  std::vector<std::string> paths;
  OutputFormat format = OutputFormat::text;
  std::string output;
  SearchOptions search;
};

struct Found {
  std::string path;
  bool named = false;  ///< On the command line, not found in a folder.
};

/// Files as named; folders searched for scenario.json, in order of path. False where a folder
/// cannot be read: told.
bool find_scenarios(Context& context, const std::vector<std::string>& paths,
                    std::vector<Found>& found) {
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      found.push_back({path, true});
      continue;
    }
    std::vector<std::string> here;
    fs::recursive_directory_iterator at(path, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      std::error_code ignored;
      if (at->path().filename() == "scenario.json" && at->is_regular_file(ignored)) {
        here.push_back(at->path().generic_string());
      }
    }
    if (error) {
      context.messages.error("cannot read " + path + ": " + error.message());
      return false;
    }
    std::sort(here.begin(), here.end());
    for (std::string& file : here) {
      found.push_back({std::move(file), false});
    }
  }
  return true;
}

/// Nothing for a scenario of a folder that expects nothing.
std::optional<CheckResult> check_one(Context& context, const CheckOptions& options,
                                     const Found& found, const std::string& text) {
  const scenario::LoadResult loaded = load_text(context, found.path, text);
  CheckResult result{shown_name(found.path), ScenarioVerdict::invalid, {}, {}};
  if (!loaded.scenario) {
    for (const scenario::Diagnostic& diagnostic : loaded.diagnostics) {
      result.messages.push_back(to_string(diagnostic, result.file));
    }
    if (options.format == OutputFormat::sarif) {
      result.results = SarifFile(found.path, text).faults(loaded.diagnostics);
    }
    return result;
  }
  const model::Scenario& scenario = *loaded.scenario;
  if (!scenario.expect) {
    if (!found.named) {
      context.messages.detail(result.file + " expects nothing");
      return std::nullopt;
    }
    result.messages.emplace_back("the scenario has no expect");
    if (options.format == OutputFormat::sarif) {
      result.results = {SarifFile(found.path, text).at("", "no-expect", result.messages.front())};
    }
    return result;
  }
  const Elapsed elapsed(context, "checking " + result.file);
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(options.search, deadline));
  const advice::Advice advice =
      advice::advise(scenario, *ingress, search_options(options.search, deadline));
  result.messages = differences(scenario, *scenario.expect, advice);
  result.verdict = result.messages.empty() ? ScenarioVerdict::passed : ScenarioVerdict::differs;
  if (options.format == OutputFormat::sarif) {
    SarifFile file(found.path, text);
    for (const std::string& message : result.messages) {
      result.results.push_back(file.at("/expect", "expectation", message));
    }
    const std::vector<SarifResult> findings = file.findings(advice.findings);
    result.results.insert(result.results.end(), findings.begin(), findings.end());
  }
  return result;
}

Exit check(const CheckOptions& options, Context& context) {
  std::vector<Found> found;
  if (!find_scenarios(context, options.paths, found)) {
    return Exit::failed;
  }
  const InterruptWatch watch;
  std::vector<CheckResult> results;
  bool all_read = true;
  for (const Found& file : found) {
    const std::optional<std::string> text = read_input(context, file.path);
    if (!text) {
      all_read = false;
      continue;
    }
    if (std::optional<CheckResult> result = check_one(context, options, file, *text)) {
      results.push_back(std::move(*result));
    }
    if (InterruptWatch::interrupted()) {
      context.messages.error("interrupted: not every scenario was checked");
      return Exit::interrupted;
    }
  }
  if (results.empty() && all_read) {
    context.messages.error("no scenario with an expect was found");
    return Exit::invalid_input;
  }
  const Exit written = write_result(context, options.output, check_report(options.format, results));
  if (written != Exit::done || !all_read) {
    return Exit::failed;
  }
  const auto any = [&](ScenarioVerdict verdict) {
    return std::any_of(results.begin(), results.end(),
                       [verdict](const CheckResult& result) { return result.verdict == verdict; });
  };
  return any(ScenarioVerdict::invalid)   ? Exit::invalid_input
         : any(ScenarioVerdict::differs) ? Exit::unresolved
                                         : Exit::done;
}

}  // namespace

Action declare_check(Command command) {
  const auto options = std::make_shared<CheckOptions>();
  command.list(
      options->paths, ValuesEach::several,
      {.names = "PATH",
       .help = "Scenario files, or folders searched for scenario.json files with an expect",
       .presence = Presence::required});
  add_format_option(command, options->format,
                    {OutputFormat::text, OutputFormat::json, OutputFormat::junit,
                     OutputFormat::github, OutputFormat::sarif},
                    "text, json, junit, github (annotations) or sarif, which has the findings too");
  add_output_option(command, options->output);
  add_search_options(command, options->search);
  command.describe(
      {.description = "Holds the advice of every scenario to what its expect "
                      "says: status, changes and findings. A folder is "
                      "searched for files called scenario.json; those without "
                      "an expect are passed over.",
       .examples = {"bgpte check scenarios", "bgpte check scenarios --format junit -o report.xml",
                    "bgpte check scenarios --format sarif -o bgpte.sarif"},
       .exits = {{Exit::done, "Everything is as expected."},
                 {Exit::failed, exit_text::unreadable},
                 {Exit::unresolved, "Some advice differs from what is expected."},
                 {Exit::invalid_input, "A scenario is not valid, or none was found."},
                 {Exit::interrupted, "Interrupted; not every scenario was checked."}}});
  return [options](Context& context) { return check(*options, context); };
}

}  // namespace bgpte::cli
