// bgpte validate: every fault of scenario files.
#include <fmt/format.h>

#include <memory>
#include <sstream>

#include "bgpte/config/config.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/cli/check/sarif.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

struct ValidateOptions {
  std::vector<std::string> scenarios;
  OutputFormat format = OutputFormat::text;
};

std::string_view kind_name(scenario::FaultKind kind) {
  switch (kind) {
    case scenario::FaultKind::syntax:
      return "syntax";
    case scenario::FaultKind::shape:
      return "shape";
    case scenario::FaultKind::meaning:
      return "meaning";
  }
  return "";
}

JsonOutput to_json(const scenario::Diagnostic& diagnostic) {
  return JsonOutput::Object{{"code", diagnostic.code},       {"kind", kind_name(diagnostic.kind)},
                            {"pointer", diagnostic.pointer}, {"line", diagnostic.line},
                            {"column", diagnostic.column},   {"found", diagnostic.found},
                            {"allowed", diagnostic.allowed}, {"nearest", diagnostic.nearest},
                            {"message", diagnostic.message}};
}

/// Sessions whose configuration would be a text for a person, not one to paste.
std::vector<std::string> by_hand_texts(const model::Scenario& scenario) {
  std::vector<std::string> texts;
  for (const config::ByHand& session : config::sessions_by_hand(scenario)) {
    texts.push_back(fmt::format("link {}{}, neighbour {}: prepends would be changed by hand: {}",
                                session.link, session.router.empty() ? "" : " on " + session.router,
                                session.neighbor, session.reason));
  }
  return texts;
}

Exit validate(const ValidateOptions& options, Context& context) {
  std::ostringstream text;
  JsonOutput::Array files;
  std::vector<SarifResult> results;
  bool all_read = true;
  bool all_valid = true;
  for (const std::string& path : options.scenarios) {
    const std::optional<std::string> bytes = read_input(context, path);
    if (!bytes) {
      all_read = false;
      continue;
    }
    const scenario::LoadResult loaded = load_text(context, path, *bytes);
    JsonOutput::Array diagnostics;
    for (const scenario::Diagnostic& diagnostic : loaded.diagnostics) {
      text << to_string(diagnostic, shown_name(path)) << '\n';
      diagnostics.push_back(to_json(diagnostic));
    }
    const std::vector<std::string> by_hand =
        loaded.scenario ? by_hand_texts(*loaded.scenario) : std::vector<std::string>{};
    for (const std::string& warning : by_hand) {
      context.messages.warning(shown_name(path) + ": " + warning);
    }
    if (options.format == OutputFormat::sarif) {
      SarifFile file(path, *bytes);
      const std::vector<SarifResult> found = file.faults(loaded.diagnostics);
      results.insert(results.end(), found.begin(), found.end());
      for (const std::string& warning : by_hand) {
        results.push_back(file.at("", "by-hand", warning));
      }
    }
    const std::size_t faults = loaded.diagnostics.size();
    all_valid = all_valid && faults == 0;
    files.emplace_back(JsonOutput::Object{{"file", shown_name(path)},
                                          {"valid", faults == 0},
                                          {"diagnostics", std::move(diagnostics)},
                                          {"warnings", by_hand}});
    context.messages.note(shown_name(path) + ": " +
                          (faults == 0   ? "valid"
                           : faults == 1 ? "1 fault"
                                         : std::to_string(faults) + " faults"));
  }
  const Exit written = write_result(
      context, "",
      options.format == OutputFormat::json
          ? to_text(
                JsonOutput::Object{{"format", "bgpte-validation/1"}, {"files", std::move(files)}},
                2, BadUtf8::replace)
      : options.format == OutputFormat::sarif ? sarif_log(results)
                                              : text.str());
  if (written != Exit::done || !all_read) {
    return Exit::failed;
  }
  return all_valid ? Exit::done : Exit::invalid_input;
}

}  // namespace

Action declare_validate(Command command) {
  const auto options = std::make_shared<ValidateOptions>();
  command.list(options->scenarios, ValuesEach::several,
               {.names = "SCENARIO",
                .help = "Scenario files; - is standard input",
                .presence = Presence::required});
  add_format_option(command, options->format,
                    {OutputFormat::text, OutputFormat::json, OutputFormat::sarif},
                    "text (FILE:LINE:COLUMN: ...), json or sarif");
  command.describe({.description = "Says every fault at once, each with its line and "
                                   "column, a stable code, what was found and what is "
                                   "allowed. Sessions whose prepends could only be changed "
                                   "by hand are warnings.",
                    .examples = {"bgpte validate scenario.json",
                                 "bgpte validate --format json - < scenario.json",
                                 "bgpte validate scenario.json --format sarif > bgpte.sarif"},
                    .exits = {{Exit::done, "All are valid."},
                              {Exit::failed, exit_text::unreadable},
                              {Exit::invalid_input, "A scenario is not valid."}}});
  return [options](Context& context) { return validate(*options, context); };
}

}  // namespace bgpte::cli
