// The examples of every help run as they stand there, in a folder that has their files.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/command_line.hpp"
#include "tests/cli/process.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;

using cli_test::read_file;
using cli_test::shell;

const fs::path source_folder = BGPTE_SOURCE_DIR;

/// The command lines below "Examples:", a continued one as one.
std::vector<std::string> examples_of(const std::string& command) {
  const std::string help = cli_test::run({"help", command}).out;
  const std::string title = "\nExamples:\n";
  const std::size_t begin = help.find(title) + title.size();
  std::istringstream lines(help.substr(begin, help.find("\nExit status:", begin) - begin));
  std::vector<std::string> examples;
  for (std::string line; std::getline(lines, line);) {
    const bool continues = !examples.empty() && examples.back().ends_with("\\");
    if (continues) {
      examples.back() += "\n" + line;
    } else if (!line.empty()) {
      examples.push_back(line);
    }
  }
  return examples;
}

class HelpExamples : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    // `bgpte` and `bgpte help` are found as on an installed system.
    fs::create_directories(folder_ / "bin");
    fs::create_symlink(BGPTE_PROGRAM, folder_ / "bin/bgpte");
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// The exit status of a command of the shell in the folder.
  int in_folder(const std::string& command) {
    const auto outcome = shell("cd '" + folder_.string() + "' && PATH='" + folder_.string() +
                               "/bin':\"$PATH\" && " + command + " 2>&1");
    said_ = outcome.out;
    return outcome.exit;
  }
  void copy(const std::string& from, const std::string& to) {
    fs::create_directories((folder_ / to).parent_path());
    fs::copy_file(source_folder / from, folder_ / to, fs::copy_options::overwrite_existing);
  }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  /// Every example of the command runs; `statuses` are those that an answer may end with.
  void expect_examples(const std::string& command) {
    const std::vector<std::string> examples = examples_of(command);
    EXPECT_GE(examples.size(), 2U) << command;
    EXPECT_LE(examples.size(), 5U) << command;
    for (const std::string& example : examples) {
      bool tools = true;
      for (const char* tool : {"cbc", "glpsol"}) {
        tools = tools && (example.find(tool) == std::string::npos ||
                          shell(std::string("command -v ") + tool).exit == 0);
      }
      if (!tools) {
        std::cout << "not run, its solver is not installed: " << example << "\n";
        continue;
      }
      const int exit = in_folder(example);
      EXPECT_TRUE(exit == 0 || exit == 3) << exit << example << "\n" << said_;
    }
  }

  fs::path folder_;
  std::string said_;
};

TEST_F(HelpExamples, OfPlanningRunOnTheHeadlineScenario) {
  copy("scenarios/link-a-link-b/scenario.json", "scenario.json");
  copy("scenarios/link-a-link-b/scenario.json", "scenarios/link-a-link-b/scenario.json");
  write("b.json", R"({"localAS":65000,"advertisedRoutes":{"10.0.0.0/24":{"path":"65000"},)"
                  R"("11.0.0.0/24":{"path":""},"12.0.0.0/24":{"path":""}}})");
  write("as-rel.txt", "64501|64500|-1|bgp\n64502|64500|-1|bgp\n64501|64510|-1|bgp\n");
  write("weights.csv", "asn,weight\n64510,3\n");
  for (const char* command :
       {"advise", "whatif", "config", "check", "validate", "schema", "frontier", "drain", "verify",
        "export-lp", "catchment", "communities", "help"}) {
    expect_examples(command);
  }
}

TEST_F(HelpExamples, OfMeasuringRunOnTheMeasuredScenario) {
  copy("scenarios/measured/scenario.json", "scenario.json");
  copy("scenarios/measured/map.json", "map.json");
  copy("scenarios/measured/raw/counters.json", "counters.json");
  copy("scenarios/measured/raw/flows.txt", "flows.txt");
  copy("scenarios/measured/raw/routes-a-ipv4.json", "routes-a.json");
  for (const char* command : {"import", "init", "observe"}) {
    expect_examples(command);
  }
}

TEST_F(HelpExamples, OfLearningRunOnItsScenario) {
  copy("scenarios/learning/scenario.json", "scenario.json");
  copy("scenarios/learning/log.jsonl", "log.jsonl");
  const std::vector<std::string> examples = examples_of("learn");
  ASSERT_EQ(examples.size(), 4U);
  EXPECT_EQ(in_folder(examples[0]), 0) << said_;
  EXPECT_EQ(in_folder(examples[2]), 0) << said_;
}

TEST_F(HelpExamples, OfWatchingRunOnTheMeasuredScenario) {
  copy("scenarios/measured/scenario.json", "scenario.json");
  copy("scenarios/measured/map.json", "map.json");
  copy("scenarios/measured/raw/counters.json", "counters.json");
  copy("scenarios/measured/raw/flows.txt", "flows.txt");
  fs::create_directories(folder_ / "tickets");
  ASSERT_EQ(in_folder("bgpte import load --map map.json counters.json -o load.json"), 0) << said_;
  ASSERT_EQ(in_folder("bgpte import flows --scenario scenario.json --map map.json flows.txt "
                      "--from 2026-11-29T00:00:00Z --to 2026-11-29T00:05:00Z -o flows.json"),
            0)
      << said_;
  ASSERT_EQ(in_folder("bgpte observe --write scenario.json load.json"), 0) << said_;
  for (const std::string& example : examples_of("watch")) {
    const int exit = in_folder(example);
    EXPECT_TRUE(exit == 0 || exit == 2 || exit == 3) << exit << example << "\n" << said_;
  }
}

TEST_F(HelpExamples, EveryCommandHasSome) {
  for (const std::string& command : cli_test::command_names()) {
    EXPECT_GE(examples_of(command).size(), 2U) << command;
  }
}

}  // namespace
}  // namespace bgpte
