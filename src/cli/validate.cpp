#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bgpte/scenario/load.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

struct ValidateOptions {
  std::vector<std::string> scenarios;
  std::string format = "text";
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

nlohmann::ordered_json to_json(const scenario::Diagnostic& diagnostic) {
  return {{"code", diagnostic.code},       {"kind", kind_name(diagnostic.kind)},
          {"pointer", diagnostic.pointer}, {"line", diagnostic.line},
          {"column", diagnostic.column},   {"found", diagnostic.found},
          {"allowed", diagnostic.allowed}, {"nearest", diagnostic.nearest},
          {"message", diagnostic.message}};
}

Exit validate(const ValidateOptions& options, Context& context) {
  std::ostringstream text;
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  bool all_read = true;
  bool all_valid = true;
  for (const std::string& path : options.scenarios) {
    const std::optional<scenario::LoadResult> loaded = load_input(context, path);
    if (!loaded) {
      all_read = false;
      continue;
    }
    nlohmann::ordered_json diagnostics = nlohmann::ordered_json::array();
    for (const scenario::Diagnostic& diagnostic : loaded->diagnostics) {
      text << to_string(diagnostic, shown_name(path)) << '\n';
      diagnostics.push_back(to_json(diagnostic));
    }
    const std::size_t faults = loaded->diagnostics.size();
    all_valid = all_valid && faults == 0;
    files.push_back(
        {{"file", shown_name(path)}, {"valid", faults == 0}, {"diagnostics", diagnostics}});
    context.messages.note(shown_name(path) + ": " +
                          (faults == 0   ? "valid"
                           : faults == 1 ? "1 fault"
                                         : std::to_string(faults) + " faults"));
  }
  const nlohmann::ordered_json report{{"format", "bgpte-validation/1"}, {"files", files}};
  const Exit written = write_result(
      context, "",
      options.format == "json"
          ? report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"
          : text.str());
  if (written != Exit::done || !all_read) {
    return Exit::failed;
  }
  return all_valid ? Exit::done : Exit::invalid_input;
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen) {
  CLI::App& command =
      *program.add_subcommand("validate", "Say everything that is wrong with scenario files");
  const auto options = std::make_shared<ValidateOptions>();
  command.add_option("SCENARIO", options->scenarios, "Scenario files; - is standard input")
      ->required();
  command.add_option("--format", options->format, "text (FILE:LINE:COLUMN: ...) or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.footer(
      "Examples:\n"
      "  bgpte validate scenario.json\n"
      "  bgpte validate --format json - < scenario.json\n"
      "Exit status: 0 all are valid, 65 one is not, 1 one cannot be read.");
  command.callback([options, &chosen] {
    chosen = [options](Context& context) { return validate(*options, context); };
  });
}

}  // namespace bgpte::cli
