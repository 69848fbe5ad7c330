// The ten commands of docs/measuring.md, run as they stand there on scenarios/measured.
#include <gtest/gtest.h>

#include <filesystem>

#include "bgpte/json/document.hpp"
#include "bgpte/json/edit.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;

using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;

const fs::path source_folder = BGPTE_SOURCE_DIR;

/// The lines of the page's shell blocks.
std::vector<std::string> commands_of_the_page() {
  const std::string page = read_file((source_folder / "docs/measuring.md").string());
  std::vector<std::string> commands;
  for (std::size_t at = 0; (at = page.find("```sh\n", at)) != std::string::npos;) {
    at += 6;
    std::istringstream block(page.substr(at, page.find("```", at) - at));
    for (std::string line; std::getline(block, line);) {
      commands.push_back(line);
    }
    at = page.find("```", at) + 3;
  }
  return commands;
}

/// The value at a JSON Pointer, among `node` and what is in it.
json::Document::Index find(const json::Document& document, json::Document::Index node,
                           std::string_view pointer) {
  if (document.pointer(node) == pointer) {
    return node;
  }
  for (json::Document::Index child = document.first_child(node); child != json::Document::none;
       child = document.next_sibling(child)) {
    const json::Document::Index found = find(document, child, pointer);
    if (found != json::Document::none) {
      return found;
    }
  }
  return json::Document::none;
}

/// Fills in what only the operator knows, each at its place.
void fill_in(const std::string& path, const std::string& known_path) {
  const std::string text = read_file(path);
  const std::string known_text = read_file(known_path);
  const json::Document scenario(text);
  const json::Document known(known_text);
  json::Edit edit(scenario);
  for (json::Document::Index value = known.first_child(0); value != json::Document::none;
       value = known.next_sibling(value)) {
    const json::Document::Index place = find(scenario, 0, known.key(value));
    ASSERT_NE(place, json::Document::none) << known.key(value);
    const json::Span span = known.span(value);
    edit.replace(place, known_text.substr(span.begin, span.end - span.begin));
  }
  std::ofstream(path, std::ios::binary) << edit.apply();
}

class Measured : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    fs::copy(source_folder / "scenarios/measured", folder_, fs::copy_options::recursive);
    fs::remove(folder_ / "scenario.json");
    fs::remove(folder_ / "scenario.observed.json");
    before_ = fs::current_path();
    fs::current_path(folder_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  /// Runs a command of bgpte; the other tools' outputs are in raw/.
  static Outcome follow(const std::string& line) {
    std::vector<std::string> words;
    std::istringstream in(line);
    for (std::string word; in >> word;) {
      words.push_back(word);
    }
    if (words.front() != "bgpte") {
      return {};
    }
    words.erase(words.begin());
    if (words.front() == "validate") {
      fill_in("scenario.json", "known.json");
    }
    return run(words);
  }

  fs::path folder_, before_;
};

TEST_F(Measured, TenCommandsMakeTheScenarioThatIsShippedAndAdviseOnIt) {
  const std::vector<std::string> commands = commands_of_the_page();
  EXPECT_EQ(commands.size(), 10U);
  for (const std::string& command : commands) {
    const Outcome outcome = follow(command);
    ASSERT_EQ(outcome.exit, 0) << command << "\n" << outcome.err << outcome.out;
  }
  for (const char* made : {"scenario.json", "scenario.observed.json"}) {
    EXPECT_EQ(read_file(made), read_file((source_folder / "scenarios/measured" / made).string()))
        << made;
  }
  // Once more, nothing moves.
  const std::string once = read_file("scenario.json");
  EXPECT_EQ(follow(commands[8]).exit, 0);
  EXPECT_EQ(read_file("scenario.json"), once);
}

TEST_F(Measured, WithoutTheSamplingRateNothingIsWritten) {
  const std::string map = read_file("map.json");
  std::ofstream("map.json", std::ios::binary)
      << cli_test::replaced(map, ", \"sampling\": 1000", "");
  const std::vector<std::string> commands = commands_of_the_page();
  for (std::size_t i = 0; i < 8; ++i) {
    ASSERT_EQ(follow(commands[i]).exit, 0) << commands[i];
  }
  const std::string before = read_file("scenario.json");
  const Outcome refused = follow(commands[8]);
  EXPECT_EQ(refused.exit, 3);
  EXPECT_TRUE(cli_test::contains(refused.err, "looks like sampling 1:1000")) << refused.err;
  EXPECT_TRUE(cli_test::contains(refused.out, "sampling-unknown")) << refused.out;
  EXPECT_EQ(read_file("scenario.json"), before);
}

}  // namespace
}  // namespace bgpte
