// bgpte import flows and load: reads the files in blocks and hands them on.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <istream>

#include "src/cli/import/import_options.hpp"
#include "src/cli/import/progress.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

std::optional<telemetry::InterfaceMap> read_map_file(const ImportArguments& arguments,
                                                     Context& context, Exit& exit) {
  exit = Exit::usage;
  if (arguments.map.empty()) {
    context.messages.error("--map is required: it says which interface is which link");
    return std::nullopt;
  }
  const std::optional<std::string> text = read_input(context, arguments.map);
  if (!text) {
    exit = Exit::failed;
    return std::nullopt;
  }
  auto map = telemetry::read_map(*text);
  if (const auto* fault = std::get_if<std::string>(&map)) {
    context.messages.error(fmt::format("{}: {}", shown_name(arguments.map), *fault));
    exit = Exit::invalid_input;
    return std::nullopt;
  }
  return std::get<telemetry::InterfaceMap>(std::move(map));
}

/// The listed prefixes: those of the scenario and those of --prefix.
std::optional<std::vector<model::IpPrefix>> listed(const ImportArguments& arguments,
                                                   Context& context, Exit& exit) {
  exit = Exit::usage;
  std::vector<model::IpPrefix> prefixes;
  for (const std::string& text : arguments.prefixes) {
    const model::ParsedPrefix parsed = model::parse_prefix(text);
    if (parsed.fault != model::PrefixFault::none) {
      context.messages.error(fmt::format("--prefix {}: not a prefix", text));
      return std::nullopt;
    }
    prefixes.push_back(parsed.prefix);
  }
  if (!arguments.scenario.empty()) {
    const ScenarioInput input = read_scenario(context, arguments.scenario);
    if (!input.scenario) {
      exit = input.exit;
      return std::nullopt;
    }
    for (const model::Prefix& prefix : input.scenario->prefixes) {
      prefixes.push_back(prefix.prefix);
    }
  }
  if (prefixes.empty()) {
    context.messages.error(
        "--scenario (or --prefix) is required: it says which prefixes flows are "
        "added up for");
    return std::nullopt;
  }
  return prefixes;
}

/// Size of all inputs together; 0 where it is not known.
std::int64_t size_of(const std::vector<std::string>& paths) {
  std::int64_t total = 0;
  for (const std::string& path : paths) {
    std::error_code error;
    const auto size = path == "-" ? 0 : std::filesystem::file_size(path, error);
    if (path == "-" || error) {
      return 0;
    }
    total += static_cast<std::int64_t>(size);
  }
  return total;
}

/// Hands on a stream in blocks. False where it could not be read.
bool feed(std::istream& in, telemetry::FlowImport& import, Progress& progress) {
  constexpr std::size_t block_size = std::size_t{1} << 20U;
  std::string block(block_size, '\0');
  while (in.good() && import.fault().empty()) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto read = static_cast<std::size_t>(in.gcount());
    progress.add(in.gcount());
    if (read > 0 && !import.feed(std::string_view(block).substr(0, read))) {
      return true;
    }
  }
  return !import.fault().empty() || (in.eof() && !in.bad());
}

bool feed_file(const std::string& path, telemetry::FlowImport& import, Progress& progress,
               Context& context) {
  import.begin_input();
  bool read = false;
  std::error_code ignored;
  if (path == "-") {
    read = feed(context.in, import, progress);
  } else if (!std::filesystem::is_directory(path, ignored)) {
    std::ifstream file(path, std::ios::binary);
    read = file.is_open() && feed(file, import, progress);
    context.inputs.push_back(path);
  }
  if (!read) {
    context.messages.error("cannot read " + shown_name(path));
  }
  return read;
}

}  // namespace

Exit import_flows(const ImportArguments& arguments, Context& context) {
  Exit exit = Exit::usage;
  const auto options = import_options(arguments, context);
  const auto map = options ? read_map_file(arguments, context, exit) : std::nullopt;
  const auto prefixes = map ? listed(arguments, context, exit) : std::nullopt;
  if (!prefixes) {
    return exit;
  }
  telemetry::FlowImport import(*map, *prefixes, *options);
  {
    Progress progress(context.err, size_of(arguments.inputs));
    for (const std::string& path : arguments.inputs) {
      if (!feed_file(path, import, progress, context)) {
        return Exit::failed;
      }
      if (!import.end_input()) {
        break;
      }
    }
  }
  return finish_import(arguments, import.take(), context);
}

Exit import_load(const ImportArguments& arguments, Context& context) {
  Exit exit = Exit::usage;
  const auto options = import_options(arguments, context);
  const auto map = options ? read_map_file(arguments, context, exit) : std::nullopt;
  if (!map) {
    return exit;
  }
  std::vector<std::string> inputs;
  for (const std::string& path : arguments.inputs) {
    std::optional<std::string> text = read_input(context, path);
    if (!text) {
      return Exit::failed;
    }
    inputs.push_back(std::move(*text));
  }
  return finish_import(arguments, telemetry::import_load(inputs, *map, *options), context);
}

}  // namespace bgpte::cli
