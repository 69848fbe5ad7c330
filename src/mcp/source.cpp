// Resolves arguments to files, texts and advice, and runs commands on them.
#include "src/mcp/source.hpp"

#include <fmt/format.h>

#include "bgpte/text/display.hpp"
#include "src/mcp/jail.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::size_t largest_scenario_text = 1'000'000;
constexpr std::uintmax_t largest_scenario_file = 64'000'000;
constexpr std::uintmax_t largest_advice_file = 16'000'000;
constexpr std::int64_t default_time_limit_s = 30;
constexpr std::size_t largest_fault = 3000;

/// True where the text is JSON itself rather than a name.
bool is_json_text(const std::string& argument) {
  const std::size_t begin = argument.find_first_not_of(" \t\r\n");
  return begin != std::string::npos && argument[begin] == '{';
}

FoundAdvice advice_of_scenario(const Source& source, ToolBox& box) {
  std::vector<std::string> command{"advise", source.name, "--format=json"};
  add_time_limit(command, Value());
  Answered answered = run_command(box, command, source.texts);
  if (!answered.fault.empty()) {
    return {{}, {}, answered.fault};
  }
  return keep_advice(std::move(answered.result.out), box);
}

}  // namespace

Source scenario_source(const std::string& argument, const Settings& settings) {
  if (is_json_text(argument)) {
    if (argument.size() > largest_scenario_text) {
      return {"",
              {},
              fmt::format("A scenario given as text has at most {} bytes.", largest_scenario_text)};
    }
    const std::string name(scenario_name);
    return {name, {{name, argument}}, ""};
  }
  const JailedFile file = jailed(settings.root, argument, largest_scenario_file);
  return {file.path, {}, file.fault};
}

Answered run_command(const ToolBox& box, const std::vector<std::string>& arguments,
                     const NamedTexts& texts) {
  Answered answered{box.commands.run(arguments, texts), ""};
  const int status = answered.result.status;
  constexpr int interrupted = 130;  // With the best plan so far, where there is one.
  if (status == 0 || status == 2 || status == 3 ||
      (status == interrupted && !answered.result.out.empty())) {
    return answered;
  }
  std::string& fault = answered.fault;
  for (std::size_t begin = 0; begin < answered.result.err.size();) {
    const std::size_t end =
        std::min(answered.result.err.find('\n', begin), answered.result.err.size());
    if (fault.size() < largest_fault && end > begin) {
      fault += text::one_line(std::string_view(answered.result.err).substr(begin, end - begin));
      fault += '\n';
    }
    begin = end + 1;
  }
  fault = shown(fault, largest_fault).empty()
              ? fmt::format("bgpte {} ended with status {}.", arguments.front(), status)
              : text::valid_utf8(fault.substr(0, largest_fault));
  return answered;
}

FoundAdvice keep_advice(std::string bytes, ToolBox& box) {
  std::variant<Value, std::string> parsed = json::parse(bytes);
  if (std::string* fault = std::get_if<std::string>(&parsed)) {
    return {{}, {}, "This is no advice: " + *fault + "."};
  }
  return {box.advice.keep(std::move(bytes)), std::get<Value>(std::move(parsed)), ""};
}

FoundAdvice find_advice(const std::string& argument, ToolBox& box) {
  if (names_stored_advice(argument)) {
    const std::optional<StoredAdvice> stored = box.advice.find(argument);
    if (!stored) {
      return {{},
              {},
              fmt::format("No advice of this name is kept; the last {} are.", AdviceStore::most)};
    }
    return {*stored, std::get<Value>(json::parse(stored->bytes)), ""};
  }
  const Source source = scenario_source(argument, box.settings);
  if (!source.fault.empty()) {
    return {{}, {}, source.fault};
  }
  std::string bytes = source.texts.empty() ? read_jailed(box.settings.root, {source.name, ""})
                                           : source.texts.begin()->second;
  if (bytes.find("\"bgpte-advice/1\"") == std::string::npos) {
    return advice_of_scenario(source, box);
  }
  if (bytes.size() > largest_advice_file) {
    return {{}, {}, fmt::format("Advice has at most {} bytes.", largest_advice_file)};
  }
  std::variant<Value, std::string> parsed = json::parse(bytes);
  if (const std::string* fault = std::get_if<std::string>(&parsed)) {
    return {{}, {}, "This is no advice: " + *fault + "."};
  }
  if (text_of(std::get<Value>(parsed), "format") != "bgpte-advice/1") {
    return advice_of_scenario(source, box);  // The format stands in some text of a scenario.
  }
  return {box.advice.keep(std::move(bytes)), std::get<Value>(std::move(parsed)), ""};
}

void add_option(std::vector<std::string>& command, std::string_view name, const Value& value) {
  switch (value.kind) {
    case Value::Kind::string:
    case Value::Kind::number:
      command.push_back(fmt::format("--{}={}", name, value.text));
      break;
    case Value::Kind::boolean:
      if (value.boolean) {
        command.push_back(fmt::format("--{}", name));
      }
      break;
    case Value::Kind::array:
      for (const Value& item : value.items) {
        add_option(command, name, item);
      }
      break;
    default:
      break;
  }
}

void add_time_limit(std::vector<std::string>& command, const Value& arguments) {
  const Value& asked = member(arguments, "time_limit_s");
  add_option(command, "time-limit", is_number(asked) ? asked : number(default_time_limit_s));
}

}  // namespace bgpte::mcp
