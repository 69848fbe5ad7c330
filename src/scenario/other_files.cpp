// Finds and reads the files that a scenario names.
#include "src/scenario/other_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "bgpte/text/foreign_form.hpp"

namespace bgpte::scenario {
namespace {

namespace fs = std::filesystem;

void report(Draft& draft, Node node, const char* code, std::string allowed, std::string message) {
  draft.in.faults.add(node, {.code = code,
                             .kind = FaultKind::meaning,
                             .allowed = std::move(allowed),
                             .message = std::move(message)});
}

/// Whether a path stays in the folder once every link on it is followed.
bool is_inside(const fs::path& folder, const fs::path& path) {
  std::error_code error;
  const fs::path top = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, error);
  if (error) {
    return false;
  }
  const fs::path end = fs::weakly_canonical(path, error);
  return !error && std::mismatch(top.begin(), top.end(), end.begin(), end.end()).first == top.end();
}

/// What the scenario names at `node`, in its folder or below it; nothing after reporting why not.
std::optional<OtherFile> find_inside(Draft& draft, Node node) {
  const std::optional<std::string> name = read_text(draft.in, node, 4096);
  if (!name) {
    return std::nullopt;
  }
  const fs::path named(*name);
  if (named.is_absolute()) {
    draft.in.faults.add(node, {.code = "absolute-path",
                               .allowed = "a path relative to the scenario's folder",
                               .message = "A file is named relative to the scenario's folder."});
    return std::nullopt;
  }
  const fs::path path = draft.base_directory / named;
  const bool climbs = std::ranges::find(named, fs::path("..")) != named.end();
  if (draft.outside == FilesOutside::refused &&
      (climbs || !is_inside(draft.base_directory, path))) {
    report(draft, node, "file-outside",
           "a file in the scenario's folder, or --allow-outside on the command line",
           "The file is not in the scenario's folder or below it.");
    return std::nullopt;
  }
  return OtherFile{*name, path};
}

}  // namespace

std::optional<OtherFile> find_other_file(Draft& draft, Node node) {
  std::optional<OtherFile> found = find_inside(draft, node);
  std::error_code error;
  if (found && !fs::is_regular_file(found->path, error)) {
    report(draft, node, "file-missing", "a file in the scenario's folder",
           "There is no such file.");
    return std::nullopt;
  }
  return found;
}

std::optional<OtherFile> find_other_folder(Draft& draft, Node node) {
  std::optional<OtherFile> found = find_inside(draft, node);
  std::error_code error;
  if (found && !fs::is_directory(found->path, error)) {
    report(draft, node, "file-missing", "a folder in the scenario's folder",
           "There is no such folder.");
    return std::nullopt;
  }
  return found;
}

std::optional<std::string> read_other_file(Draft& draft, Node node, const OtherFile& file,
                                           std::uintmax_t largest) {
  std::error_code error;
  if (fs::file_size(file.path, error) > largest) {
    report(draft, node, "too-large", fmt::format("at most {} MB", largest / 1'000'000),
           "This file is larger than it may be.");
    return std::nullopt;
  }
  std::ifstream stream(file.path, std::ios::binary);
  std::ostringstream buffer;
  buffer << stream.rdbuf();
  if (!stream) {
    report(draft, node, "file-missing", "a file that can be read", "The file cannot be read.");
    return std::nullopt;
  }
  std::string text = std::move(buffer).str();
  if (const std::string_view kind = text::archive_kind(text); !kind.empty()) {
    report(draft, node, "packed-file", "plain text",
           fmt::format("The file is packed ({}): unpack it first.", kind));
    return std::nullopt;
  }
  return text;
}

}  // namespace bgpte::scenario
