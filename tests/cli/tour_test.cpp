// The commands of docs/tour.md run as they stand there, and print what the page shows.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;

const fs::path source_folder = BGPTE_SOURCE_DIR;

/// A block of the page: the lines between ```LANGUAGE and ```.
struct Block {
  std::string language;
  std::vector<std::string> lines;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::istringstream in(page);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = !inside;
      if (inside) {
        blocks.push_back({line.substr(3), {}});
      }
    } else if (inside) {
      blocks.back().lines.push_back(line);
    }
  }
  return blocks;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

TEST(Tour, EveryCommandRunsAndPrintsWhatThePageShows) {
  const fs::path before = fs::current_path();
  const fs::path folder = cli_test::temporary_folder();
  fs::copy(source_folder / "scenarios", folder / "scenarios", fs::copy_options::recursive);
  fs::current_path(folder);
  std::size_t commands = 0;
  std::size_t shown = 0;
  std::string printed;
  for (const Block& block : blocks_of(cli_test::read_file(source_folder / "docs/tour.md"))) {
    std::string text;
    for (const std::string& line : block.lines) {
      text += line + "\n";
    }
    if (block.language == "text") {
      EXPECT_EQ(printed, text);
      ++shown;
      continue;
    }
    ASSERT_EQ(block.language, "sh");
    for (const std::string& line : block.lines) {
      std::vector<std::string> words = words_of(line);
      ASSERT_EQ(words.front(), "bgpte") << line;
      words.erase(words.begin());
      const cli_test::Outcome outcome = cli_test::run(words);
      EXPECT_EQ(outcome.exit, 0) << line << "\n" << outcome.err;
      printed = outcome.out;
      ++commands;
    }
  }
  EXPECT_GE(commands, 18U);
  EXPECT_EQ(shown, 4U);
  fs::current_path(before);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bgpte
