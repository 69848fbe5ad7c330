// Reads the scenario of watch, without its history where that is all that is wrong.
#include "src/cli/watch/scenario.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace bgpte::cli {

namespace {

bool is_of_history(const scenario::Diagnostic& fault) {
  return fault.pointer == "/measured/history" &&
         (fault.code == "bad-history" || fault.code == "file-missing");
}

}  // namespace

WatchScenario read_watch_scenario(Context& context, const std::string& path) {
  const std::optional<std::string> text = read_input(context, path);
  if (!text) {
    return {{std::nullopt, Exit::failed}};
  }
  scenario::LoadResult loaded = load_text(context, path, *text);
  if (loaded.scenario) {
    return {{std::move(loaded.scenario), Exit::done}};
  }
  for (const scenario::Diagnostic& fault : loaded.diagnostics) {
    context.err << to_string(fault, shown_name(path)) << '\n';
  }
  if (std::ranges::all_of(loaded.diagnostics, is_of_history)) {
    loaded = load_text(context, path, *text, scenario::NamedHistory::left_out);
  }
  if (!loaded.scenario) {
    return {{std::nullopt, Exit::invalid_input}};
  }
  context.messages.warning("watching goes on without the history of the scenario");
  return {{std::move(loaded.scenario), Exit::done}, true};
}

}  // namespace bgpte::cli
