// The path jail: canonical names below one folder.
#include "src/mcp/jail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "bgpte/text/display.hpp"

namespace bgpte::mcp {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 1024;
constexpr int deepest_folder = 8;
constexpr std::size_t looked_at_for_format = 4096;

bool is_below(const fs::path& root, const fs::path& path) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

/// What is wrong with the name alone; empty: nothing.
std::string name_fault(const std::string& name) {
  if (name.empty()) {
    return "A file needs a name.";
  }
  if (name.size() > longest_name) {
    return fmt::format("A file's name has at most {} bytes.", longest_name);
  }
  if (name != text::valid_utf8(name) || text::steers_or_hides(name)) {
    return "A file's name holds a character that is not allowed here.";
  }
  const fs::path path(name);
  if (path.is_absolute()) {
    return "Files are named relative to the root folder.";
  }
  return std::ranges::find(path, fs::path("..")) != path.end()
             ? "A file's name does not climb by \"..\"."
             : "";
}

bool says_scenario(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string head(looked_at_for_format, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head.find("\"bgpte-scenario/1\"") != std::string::npos;
}

}  // namespace

JailedFile jailed(const fs::path& root, const std::string& name, std::uintmax_t largest) {
  if (const std::string fault = name_fault(name); !fault.empty()) {
    return {"", fault};
  }
  const std::string missing = "There is no such file below the root folder.";
  std::error_code error;
  const fs::path top = fs::canonical(root, error);
  if (error) {
    return {"", "The root folder is gone."};
  }
  const fs::path path = fs::canonical(top / name, error);
  if (error) {
    return {"", missing};
  }
  if (!is_below(top, path)) {
    return {"", "This name leads out of the root folder."};
  }
  if (!fs::is_regular_file(path, error)) {
    return {"", missing};
  }
  if (fs::file_size(path, error) > largest || error) {
    return {"", fmt::format("This file has more than {} bytes.", largest)};
  }
  return {"./" + path.lexically_relative(top).generic_string(), ""};
}

std::string read_jailed(const fs::path& root, const JailedFile& file) {
  std::ifstream in(root / file.path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

std::vector<std::string> scenarios_below(const fs::path& root, std::size_t most) {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied,
                                         error);
  for (std::size_t seen = 0; !error && entry != fs::recursive_directory_iterator() && seen < most;
       entry.increment(error), ++seen) {
    const std::string file = entry->path().filename().string();
    const bool hidden = file.starts_with('.');
    if (hidden || entry.depth() >= deepest_folder) {
      entry.disable_recursion_pending();
    }
    std::error_code ignored;
    if (hidden || entry->path().extension() != ".json" || entry->is_symlink(ignored) ||
        !entry->is_regular_file(ignored) || !name_fault(file).empty() ||
        !says_scenario(entry->path())) {
      continue;
    }
    names.push_back(entry->path().lexically_relative(root).generic_string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace bgpte::mcp
