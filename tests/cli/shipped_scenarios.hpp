#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace bgpte::cli_test {

/// The folders below scenarios/, sorted.
inline std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(BGPTE_SOURCE_DIR) + "/scenarios")) {
    if (std::filesystem::exists(entry.path() / "scenario.json")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The name of such a test: a word.
inline std::string word_of(const testing::TestParamInfo<std::string>& scenario) {
  std::string name = scenario.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace bgpte::cli_test
