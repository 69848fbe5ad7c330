// Reads the days of a folder.
#include "bgpte/history/folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <variant>
#include <vector>

namespace bgpte::history {
namespace {

namespace fs = std::filesystem;

/// The days that the names of a folder's files say. False where the folder cannot be read.
bool list_days(const fs::path& folder, std::vector<std::int64_t>& days) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::int64_t day = day_of_file(at->path().filename().string());
    if (day >= 0) {
      days.push_back(day);
    }
  }
  std::sort(days.begin(), days.end());
  return !error;
}

/// Nothing where a file cannot be read, or is larger than one may be.
std::optional<std::string> bytes_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error)) ||
      fs::file_size(path, error) > largest_file || error) {
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream buffer;
  buffer << stream.rdbuf();
  return stream ? std::optional(std::move(buffer).str()) : std::nullopt;
}

}  // namespace

Folder read_folder(const fs::path& folder) {
  Folder result;
  std::error_code error;
  if (!fs::exists(folder, error)) {
    return result;
  }
  std::vector<std::int64_t> days;
  if (!fs::is_directory(folder, error) || !list_days(folder, days)) {
    result.fault = "it is no folder that can be read";
    return result;
  }
  for (const std::int64_t day : days) {
    if (day <= days.back() - Retention{}.link_days) {
      result.files.emplace(day, "");
      continue;
    }
    std::optional<std::string> bytes = bytes_of(folder / file_name(day));
    if (!bytes) {
      result.fault = fmt::format("{} cannot be read, or is larger than {} MB", file_name(day),
                                 largest_file >> 20U);
      return result;
    }
    auto read = read_day(day, *bytes);
    if (const std::string* fault = std::get_if<std::string>(&read)) {
      result.fault = fmt::format("{}: {}", file_name(day), *fault);
      return result;
    }
    result.history.days.emplace(day, std::get<Day>(std::move(read)));
    result.files.emplace(day, *std::move(bytes));
  }
  return result;
}

}  // namespace bgpte::history
