// How options, arguments and their values are written in the help and the manual.
#include "src/cli/manual/command_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace bgpte::cli {

std::string usage_of(const OptionRow& argument) {
  return fmt::format("{}{}{}{}", argument.required ? "" : "[", argument.name,
                     argument.repeated ? "..." : "", argument.required ? "" : "]");
}

std::string value_of(const OptionRow& option) {
  return option.value.empty() && !option.words.empty()
             ? fmt::format("{}", fmt::join(option.words, "|"))
             : option.value;
}

std::string help_of(const OptionRow& option) {
  return option.shown_default.empty()
             ? option.help
             : fmt::format("{} (default: {})", option.help, option.shown_default);
}

bool is_file(const OptionRow& option) {
  constexpr std::array<std::string_view, 7> names{"ADVICE", "FILE",     "LOG",   "OBSERVATION",
                                                  "PATH",   "SCENARIO", "WANTED"};
  const bool positional = option.kind == OptionRow::Kind::positional;
  return std::find(names.begin(), names.end(), positional ? option.name : option.value) !=
         names.end();
}

}  // namespace bgpte::cli
