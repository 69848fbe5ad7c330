// Reads the scenario of watch, without its history where that is all that is wrong.
#include "src/cli/watch/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace bgpte::cli {

namespace {

constexpr std::string_view space = " \t\r\n";

bool is_of_history(const scenario::Diagnostic& fault) {
  return fault.pointer == "/measured/history" &&
         (fault.code == "bad-history" || fault.code == "file-missing");
}

/// Where the value at fault begins in the text.
std::size_t offset_of(std::string_view text, const scenario::Diagnostic& fault) {
  std::size_t at = 0;
  for (std::size_t line = 1; line < fault.line && at != std::string_view::npos; ++line) {
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? end : end + 1;
  }
  return at == std::string_view::npos || fault.column == 0 ? std::string_view::npos
                                                           : at + fault.column - 1;
}

/// The text without the member `"history": "..."` whose value begins at `value`, and one comma
/// beside it; nothing where it is written in another way.
std::optional<std::string> without_member(const std::string& text, std::size_t value) {
  constexpr std::string_view key = "\"history\"";
  if (value >= text.size() || text[value] != '"') {
    return std::nullopt;
  }
  std::size_t end = value + 1;
  while (end < text.size() && text[end] != '"') {
    end += text[end] == '\\' ? 2 : 1;
  }
  const std::size_t begin = value == 0 ? std::string::npos : text.rfind(key, value - 1);
  if (end >= text.size() || begin == std::string::npos) {
    return std::nullopt;
  }
  const std::string_view between =
      std::string_view(text).substr(begin + key.size(), value - begin - key.size());
  if (between.find_first_not_of(" \t\r\n:") != std::string_view::npos) {
    return std::nullopt;
  }
  std::size_t from = begin;
  ++end;
  const std::size_t next = text.find_first_not_of(space, end);
  const std::size_t before =
      begin == 0 ? std::string::npos : text.find_last_not_of(space, begin - 1);
  if (next != std::string::npos && text[next] == ',') {
    end = next + 1;
  } else if (before != std::string::npos && text[before] == ',') {
    from = before;
  }
  std::string rest = text.substr(0, from);
  rest.append(text, end);
  return rest;
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
    const std::size_t value = offset_of(*text, loaded.diagnostics.front());
    if (const std::optional<std::string> rest = without_member(*text, value)) {
      loaded = load_text(context, path, *rest);
    }
  }
  if (!loaded.scenario) {
    return {{std::nullopt, Exit::invalid_input}};
  }
  context.messages.warning("watching goes on without the history of the scenario");
  return {{std::move(loaded.scenario), Exit::done}, true};
}

}  // namespace bgpte::cli
