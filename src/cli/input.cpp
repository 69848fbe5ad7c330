// Reads files and standard input, and loads scenarios from them.
#include "src/cli/input.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>

#include "bgpte/rpki/read.hpp"
#include "bgpte/text/display.hpp"

namespace bgpte::cli {

namespace {

constexpr std::size_t largest_input = std::size_t{512} << 20U;

/// False where the stream failed before its end or the text is too large.
bool read_all(std::istream& in, std::string& text) {
  std::array<char, 65536> block{};
  while (in.good() && text.size() <= largest_input) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  return in.eof() && !in.bad() && text.size() <= largest_input;
}

}  // namespace

std::string shown_name(const std::string& path) {
  return path == "-" ? "<stdin>" : text::one_line(path);
}

std::optional<std::string> read_input(Context& context, const std::string& path) {
  if (context.texts != nullptr) {
    if (const auto found = context.texts->find(path); found != context.texts->end()) {
      return found->second;
    }
  }
  std::string text;
  bool readable = false;
  if (path == "-") {
    readable = read_all(context.in, text);
  } else {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
      context.messages.error(path + " is a directory, not a file");
      return std::nullopt;
    }
    std::ifstream file(path, std::ios::binary);
    readable = file.is_open() && read_all(file, text);
  }
  if (path != "-") {
    context.inputs.push_back(path);
  }
  if (!readable) {
    context.messages.error("cannot read " + shown_name(path));
    return std::nullopt;
  }
  return text;
}

std::optional<scenario::LoadResult> load_input(Context& context, const std::string& path) {
  const std::optional<std::string> text = read_input(context, path);
  if (!text) {
    return std::nullopt;
  }
  return load_text(context, path, *text);
}

scenario::LoadResult load_text(Context& context, const std::string& path, std::string_view text,
                               scenario::NamedHistory history) {
  const std::filesystem::path folder =
      path == "-" ? std::filesystem::path(".") : std::filesystem::path(path).parent_path();
  return scenario::load(text, folder.empty() ? std::filesystem::path(".") : folder, context.outside,
                        history);
}

Exit read_rpki(Context& context, const std::string& path, model::Scenario& scenario) {
  if (path.empty()) {
    return Exit::done;
  }
  const std::optional<std::string> text = read_input(context, path);
  if (!text) {
    return Exit::failed;
  }
  auto read = rpki::read_validated(*text, scenario);
  if (const std::string* fault = std::get_if<std::string>(&read)) {
    context.messages.error(fmt::format("{}: {}", shown_name(path), *fault));
    return Exit::invalid_input;
  }
  auto& validated = std::get<rpki::Validated>(read);
  for (const std::string& note : validated.notes) {
    context.messages.warning(fmt::format("{}: {}", shown_name(path), note));
  }
  context.messages.detail(fmt::format("{} VRPs, {} of them around the scenario's prefixes",
                                      validated.vrps, validated.security.vrps.size()));
  scenario.routing_security = std::move(validated.security);
  return Exit::done;
}

ScenarioInput read_scenario(Context& context, const std::string& path) {
  std::optional<scenario::LoadResult> loaded = load_input(context, path);
  if (!loaded) {
    return {std::nullopt, Exit::failed};
  }
  for (const scenario::Diagnostic& diagnostic : loaded->diagnostics) {
    context.err << to_string(diagnostic, shown_name(path)) << '\n';
  }
  if (!loaded->scenario) {
    return {std::nullopt, Exit::invalid_input};
  }
  return {std::move(loaded->scenario), Exit::done};
}

}  // namespace bgpte::cli
