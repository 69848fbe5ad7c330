#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "bgpte/advice/rules.hpp"

/// Whether table, files, docs and tests know the same rules.
namespace bgpte::advice::testing {

struct RuleSources {
  std::span<const Rule> table;
  std::set<std::string> files;   ///< Ids of the files in src/advice/rules.
  std::string docs;              ///< The text of docs/rules.md.
  std::set<std::string> tested;  ///< Ids with a row in the tests.
};

/// Ids of the rules that have a file there: `some-rule` for some_rule.cpp.
inline std::set<std::string> files_in(const std::filesystem::path& directory) {
  std::set<std::string> ids;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::string stem = entry.path().stem().string();
    if (entry.path().extension() == ".cpp" && stem != "registry") {
      std::replace(stem.begin(), stem.end(), '_', '-');
      ids.insert(stem);
    }
  }
  return ids;
}

/// Severity by id, from "## `id`" and the "Severity: " below it; the last one where there are two.
inline std::map<std::string, std::string> sections_of(const std::string& docs) {
  std::map<std::string, std::string> severities;
  std::istringstream lines(docs);
  std::string id;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("## `", 0) == 0) {
      id = line.substr(4, line.find('`', 4) - 4);
      severities.try_emplace(id);
    } else if (line.rfind("Severity: ", 0) == 0) {
      severities[id] = line.substr(10, line.find('.') - 10);
    }
  }
  return severities;
}

/// One line for each thing that is missing, rules of the table first.
inline std::vector<std::string> missing_of(const RuleSources& sources) {
  std::vector<std::string> missing;
  std::set<std::string> known;
  std::map<std::string, std::string> sections = sections_of(sources.docs);
  for (const Rule& rule : sources.table) {
    const std::string id(rule.id);
    known.insert(id);
    const bool has_function = rule.see != nullptr || rule.see_in_plan != nullptr;
    const bool has_file = sources.files.count(id) > 0;
    if (has_function != has_file) {
      missing.push_back(id + (has_file ? ": a file whose row has no function" : ": no file"));
    }
    if (sections.count(id) == 0) {
      missing.push_back(id + ": no section in docs/rules.md");
    } else if (sections[id] != model::name_of(rule.severity)) {
      missing.push_back(id + ": docs/rules.md has the severity " + sections[id]);
    }
    if (sources.tested.count(id) == 0) {
      missing.push_back(id + ": no row in the tests");
    }
  }
  const auto unknown = [&](const std::string& id, const std::string& what) {
    if (known.count(id) == 0) {
      missing.push_back(id + ": " + what);
    }
  };
  for (const std::string& id : sources.files) {
    unknown(id, "a file without a row in the table");
  }
  for (const auto& [id, severity] : sections) {
    unknown(id, "a section without a row in the table");
  }
  for (const std::string& id : sources.tested) {
    unknown(id, "tested without a row in the table");
  }
  return missing;
}

}  // namespace bgpte::advice::testing
