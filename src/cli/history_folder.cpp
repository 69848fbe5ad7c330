// Reads the folder of a history, and adds to it.
#include "src/cli/history_folder.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "bgpte/text/format.hpp"
#include "src/cli/atomic_file.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

/// False after saying why a day cannot be written.
bool write_days(Context& context, const fs::path& folder, const history::Folder& before,
                const history::History& now) {
  std::map<std::int64_t, std::string> changed;
  for (const auto& [day, values] : now.days) {
    std::string bytes = history::to_json(day, values);
    if (bytes.size() > history::largest_file) {
      context.messages.error(
          fmt::format("{} would be larger than {} MB, which no command reads: nothing is added",
                      history::file_name(day), history::largest_file >> 20U));
      return false;
    }
    const auto old = before.files.find(day);
    if (old == before.files.end() || old->second != bytes) {
      changed.emplace(day, std::move(bytes));
    }
  }
  for (const auto& [day, bytes] : changed) {
    const fs::path path = folder / history::file_name(day);
    if (const std::optional<std::string> fault = replace_file(path, bytes)) {
      context.messages.error(fmt::format("cannot write {}: {}", shown_name(path.string()), *fault));
      return false;
    }
  }
  for (const auto& [day, bytes] : before.files) {
    std::error_code error;
    if (!now.days.contains(day) && !fs::remove(folder / history::file_name(day), error) && error) {
      context.messages.error(fmt::format("cannot delete {}: {}",
                                         shown_name((folder / history::file_name(day)).string()),
                                         error.message()));
      return false;
    }
  }
  return true;
}

std::vector<history::Sample> reliable_past(const model::Scenario& scenario,
                                           const telemetry::Measurement& measurement) {
  std::vector<history::Sample> samples = measurement.past;
  std::erase_if(samples, [&](const history::Sample& sample) {
    const std::optional<model::LinkIndex> link = model::find_link(scenario, sample.cell.link);
    return !link || (!sample.cell.prefix.empty() && !measurement.links[*link].coverage.fine());
  });
  return samples;
}

}  // namespace

std::optional<FileLock> lock_history(Context& context, const std::string& folder, int wait_s) {
  std::error_code error;
  fs::create_directory(folder, error);
  if (error) {
    context.messages.error(fmt::format("cannot make {}: {}", shown_name(folder), error.message()));
    return std::nullopt;
  }
  return lock_file(context, fs::path(folder) / ".lock", wait_s);
}

HistoryFolder read_history(Context& context, const std::string& folder) {
  HistoryFolder result;
  result.read = history::read_folder(folder);
  if (!result.read.fault.empty()) {
    context.messages.error(
        fmt::format("the history {}: {}", shown_name(folder), result.read.fault));
    result.exit = Exit::invalid_input;
  }
  return result;
}

Exit add_to_history(Context& context, const std::string& folder, HistoryFolder& history,
                    const model::Scenario& scenario, const telemetry::Measurement& measurement,
                    const history::Retention& retention) {
  history::History now = history.read.history;
  const auto added =
      history::add(now, reliable_past(scenario, measurement), measurement.interval_s, retention);
  if (const std::string* fault = std::get_if<std::string>(&added)) {
    context.messages.error(fmt::format("nothing was added to the history: {}", *fault));
    return Exit::invalid_input;
  }
  if (!write_days(context, folder, history.read, now)) {
    return Exit::failed;
  }
  history.read.history = std::move(now);
  const auto& count = std::get<history::Added>(added);
  std::string told = fmt::format("{} added to the history {}",
                                 text::count_of(static_cast<std::int64_t>(count.taken), "sample"),
                                 shown_name(folder));
  if (count.known > 0) {
    told += fmt::format(", {} known", count.known);
  }
  if (count.forgotten > 0) {
    told += fmt::format(", {} older than what is kept", count.forgotten);
  }
  if (count.dropped_days > 0 && retention.gap_days > history::Retention{}.gap_days) {
    told += fmt::format("; {} of {} are now too old and dropped",
                        text::count_of(static_cast<std::int64_t>(count.dropped_days), "day"),
                        text::count_of(static_cast<std::int64_t>(count.dropped_cells), "cell"));
  }
  context.messages.note(told);
  return Exit::done;
}

}  // namespace bgpte::cli
