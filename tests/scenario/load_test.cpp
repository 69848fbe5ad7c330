#include "bgpte/scenario/load.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bgpte::scenario {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Load, EveryShippedScenario) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(BGPTE_SOURCE_DIR "/scenarios")) {
    const std::filesystem::path file = entry.path() / "scenario.json";
    if (!std::filesystem::exists(file)) {
      continue;
    }
    const LoadResult result = load(read_file(file), entry.path());
    for (const Diagnostic& diagnostic : result.diagnostics) {
      ADD_FAILURE() << to_string(diagnostic, file.string());
    }
    EXPECT_TRUE(result.scenario.has_value()) << file;
    ++count;
  }
  EXPECT_GE(count, 1U);
}

}  // namespace
}  // namespace bgpte::scenario
