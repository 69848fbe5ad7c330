#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "bgpte/cli/cli.hpp"
#include "src/cli/command_table.hpp"

namespace bgpte::cli_test {

/// What one command line did, inside this process.
struct Outcome {
  int exit = 0;
  std::string out, err;
};

inline Outcome run(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const cli::Exit exit = cli::run(arguments, in, out, err);
  return {static_cast<int>(exit), out.str(), err.str()};
}

/// The names of the table of commands.
inline std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const cli::CommandRow& row : cli::command_table()) {
    names.emplace_back(row.name);
  }
  return names;
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A file of the running test's own, so that tests may run side by side.
inline std::string temporary(const std::string& name, const std::string& bytes) {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  std::string word = std::string(test.test_suite_name()) + "_" + test.name();
  std::replace(word.begin(), word.end(), '/', '_');  // Of a test with a parameter.
  std::string path = testing::TempDir() + "bgpte_" + word + "_" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

/// An empty folder of the running test's own.
inline std::filesystem::path temporary_folder() {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  std::filesystem::path folder = std::filesystem::path(testing::TempDir()) /
                                 ("bgpte_" + std::string(test.test_suite_name()) + "_" +
                                  std::to_string(getpid()) + "_" + test.name());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

/// The Link A / Link B case: A full, B dearer and half empty.
inline std::string case_path() {
  return BGPTE_SOURCE_DIR "/scenarios/link-a-link-b-cost/scenario.json";
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text + "<replacement failed>"
                                 : text.replace(at, from.size(), to);
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace bgpte::cli_test
