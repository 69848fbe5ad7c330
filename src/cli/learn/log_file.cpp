// Reads a log, and appends to it.
#include "src/cli/learn/log_file.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "bgpte/text/format.hpp"
#include "src/cli/atomic_file.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

LogFile read_log_file(Context& context, const std::string& path, MissingLog missing) {
  LogFile file;
  std::error_code ignored;
  if (missing == MissingLog::empty && !std::filesystem::exists(path, ignored)) {
    return file;
  }
  std::optional<std::string> text = read_input(context, path);
  if (!text) {
    file.exit = Exit::failed;
    return file;
  }
  file.text = *std::move(text);
  file.log = logbook::read_log(file.text);
  for (const logbook::LineFault& fault : file.log.faults) {
    context.messages.error(fmt::format("{}, line {}: {}", shown_name(path), fault.line, fault.why));
  }
  if (!file.log.faults.empty()) {
    file.exit = Exit::invalid_input;
  } else if (file.log.duplicates > 0) {
    context.messages.note(fmt::format(
        "{} has {}: each counts once", shown_name(path),
        text::count_of(static_cast<std::int64_t>(file.log.duplicates), "repeated line")));
  }
  return file;
}

Exit append_to_log(Context& context, const std::string& path, const LogFile& log,
                   const std::vector<logbook::Entry>& entries) {
  const logbook::Appended appended = logbook::append(log.text, entries);
  if (appended.added == 0) {
    context.messages.note(fmt::format("{} has it all already", shown_name(path)));
    return Exit::done;
  }
  if (const std::optional<std::string> fault = replace_file(path, appended.text)) {
    context.messages.error(fmt::format("cannot write {}: {}", shown_name(path), *fault));
    return Exit::failed;
  }
  context.messages.note(fmt::format(
      "{} added to {}", text::count_of(static_cast<std::int64_t>(appended.added), "line"),
      shown_name(path)));
  return Exit::done;
}

}  // namespace bgpte::cli
