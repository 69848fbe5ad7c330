// Each library that is slow to compile is included by one source of the module.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using testing::ElementsAre;

/// The files below src/cli that include a header of the library, by their names.
std::vector<std::string> files_that_include(const std::string& library) {
  const std::regex include("(^|\n)#include <" + library + "/");
  const std::filesystem::path root = std::filesystem::path(BGPTE_SOURCE_DIR) / "src/cli";
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() &&
        std::regex_search(cli_test::read_file(entry.path().string()), include)) {
      files.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
  return files;
}

TEST(Facades, EachLibraryIsIncludedByOneSource) {
  EXPECT_THAT(files_that_include("CLI"), ElementsAre("argument_parser.cpp"));
  EXPECT_THAT(files_that_include("nlohmann"), ElementsAre("json_output.cpp"));
  EXPECT_THAT(files_that_include("spdlog"), ElementsAre("messages.cpp"));
}

}  // namespace
}  // namespace bgpte
