// The advice for every shipped scenario in every format, byte by byte.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "tests/cli/command_line.hpp"
#include "tests/cli/shipped_scenarios.hpp"

/// What is printed for every shipped scenario, byte by byte, in every format. BGPTE_UPDATE_GOLDEN=1
/// writes the files anew: read the difference before it is committed.
namespace bgpte {
namespace {

using cli_test::read_file;
using cli_test::run;

const std::string root = BGPTE_SOURCE_DIR;

std::string without_root(std::string text) {
  for (std::size_t at = 0; (at = text.find(root + "/", at)) != std::string::npos;) {
    text.erase(at, root.size() + 1);
  }
  return text;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, TheAdviceIsPrintedAsBefore) {
  const std::string scenario = root + "/scenarios/" + GetParam() + "/scenario.json";
  ASSERT_TRUE(std::filesystem::exists(scenario));
  struct View {
    std::vector<std::string> options;
    std::string ending;
  };
  for (const auto& [options, ending] :
       {View{{}, "txt"}, View{{"--full"}, "full.txt"}, View{{"--format", "markdown"}, "md"},
        View{{"--format", "json"}, "json"}}) {
    std::vector<std::string> words{"advise", scenario};
    words.insert(words.end(), options.begin(), options.end());
    // The commands at the end name the scenario as it was given.
    const std::string out = without_root(run(words).out);
    const std::string path = fmt::format("{}/tests/cli/golden/{}.{}", root, GetParam(), ending);
    if (std::getenv("BGPTE_UPDATE_GOLDEN") != nullptr) {
      std::filesystem::create_directories(root + "/tests/cli/golden");
      std::ofstream(path, std::ios::binary) << out;
    }
    EXPECT_EQ(out, read_file(path)) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Golden, testing::ValuesIn(cli_test::shipped_scenarios()),
                         cli_test::word_of);

}  // namespace
}  // namespace bgpte
