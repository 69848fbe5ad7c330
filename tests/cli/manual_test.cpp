// The manual pages and completions that ship are what bgpte help prints, and they work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "tests/cli/command_line.hpp"
#include "tests/cli/process.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;

using cli_test::command_names;
using cli_test::contains;
using cli_test::read_file;
using cli_test::run;
using cli_test::shell;

const std::string share = BGPTE_SOURCE_DIR "/share/";

/// A file that ships, and the command line that prints it.
struct Shipped {
  std::string path;  ///< Below share/.
  std::vector<std::string> arguments;
};

std::vector<Shipped> shipped_files() {
  std::vector<Shipped> files{{"man/bgpte.1", {"help", "--format", "man"}},
                             {"completions/bgpte.bash", {"help", "--format", "bash"}},
                             {"completions/_bgpte", {"help", "--format", "zsh"}},
                             {"completions/bgpte.fish", {"help", "--format", "fish"}}};
  for (const std::string& command : command_names()) {
    files.push_back({"man/bgpte-" + command + ".1", {"help", command, "--format", "man"}});
  }
  return files;
}

bool installed(const std::string& tool) {
  return shell("command -v " + tool).exit == 0;
}

TEST(ManualGolden, PagesAndCompletionsAreWhatTheProgramPrints) {
  std::set<std::string> expected;
  for (const Shipped& file : shipped_files()) {
    const std::string printed = run(file.arguments).out;
    if (std::getenv("BGPTE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(share + file.path, std::ios::binary) << printed;
    }
    EXPECT_EQ(printed, read_file(share + file.path))
        << "scripts/update-golden writes " << file.path;
    expected.insert(file.path);
  }
  for (const char* folder : {"man", "completions"}) {
    for (const auto& entry : fs::directory_iterator(share + folder)) {
      EXPECT_TRUE(expected.contains(fs::relative(entry.path(), share).generic_string()))
          << entry.path() << " is of no command";
    }
  }
}

TEST(Manual, PagesPassMandocsLint) {
  if (!installed("mandoc")) {
    GTEST_SKIP() << "mandoc is not installed";
  }
  // Pages name each other, and no directory of manuals holds them yet.
  const auto lint = shell("cd '" + share + "man' && mandoc -T lint *.1 2>&1");
  EXPECT_EQ(lint.out, "");
  EXPECT_EQ(lint.exit, 0);
}

TEST(Manual, EveryOptionIsInTheHelpThePageAndTheDocuments) {
  const std::string docs = read_file(BGPTE_SOURCE_DIR "/docs/commands.md");
  const std::string help = run({"help"}).out;
  for (const std::string& command : command_names()) {
    EXPECT_TRUE(contains(docs, "## " + command + "\n")) << command;
    EXPECT_EQ(run({command, "--help"}).out, run({"help", command}).out) << command;
    const std::string text = run({"help", command}).out;
    for (const char* part : {"\nUsage: bgpte ", "\nExamples:\n  bgpte ", "\nExit status:\n  0 "}) {
      EXPECT_TRUE(contains(text, part)) << command << part;
    }
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << command << ": " << line;
    }
  }
  EXPECT_EQ(help, run({"--help"}).out);
}

TEST(Manual, HelpOfAnUnknownCommandNamesTheNearest) {
  const auto outcome = run({"help", "advice"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_EQ(outcome.err, "bgpte: unknown command advice, did you mean advise?\n");
  EXPECT_EQ(outcome.out, "");
}

TEST(Manual, ExitStatusesAreTheSameInTheDocumentsAndTheHelp) {
  const std::string docs = read_file(BGPTE_SOURCE_DIR "/docs/exit-statuses.md");
  const std::string help = run({"help"}).out;
  for (const char* status : {"0", "1", "2", "3", "64", "65", "130"}) {
    EXPECT_TRUE(contains(docs, std::string("| ") + status + " |")) << status;
    EXPECT_TRUE(contains(help, std::string("\n  ") + status + " ")) << status;
  }
}

TEST(Completions, ShellsReadThem) {
  for (const auto& [tool, file] :
       {std::pair{"bash", "bgpte.bash"}, {"zsh", "_bgpte"}, {"fish", "bgpte.fish"}}) {
    if (!installed(tool)) {
      std::cout << tool << " is not installed: not read by it\n";
      continue;
    }
    const auto read = shell(std::string(tool) + " -n '" + share + "completions/" + file + "' 2>&1");
    EXPECT_EQ(read.exit, 0) << tool << read.out;
    EXPECT_EQ(read.out, "") << tool;
  }
}

/// What bash offers after these words, the last of which is being typed.
std::string offered_by_bash(const std::string& words) {
  return shell("bash -c '. \"" + share + "completions/bgpte.bash\"; COMP_WORDS=(" + words +
               "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _bgpte; echo \"${COMPREPLY[*]}\"'")
      .out;
}

TEST(Completions, BashOffersCommandsOptionsAndValues) {
  EXPECT_EQ(offered_by_bash("bgpte ad"), "advise\n");
  EXPECT_EQ(offered_by_bash("bgpte advise --stra"), "--strategy\n");
  EXPECT_EQ(offered_by_bash("bgpte -q advise --strategy \"\""), "congestion balanced cost\n");
  EXPECT_EQ(offered_by_bash("bgpte check --color a"), "auto always\n");
  EXPECT_EQ(offered_by_bash("bgpte schema ob"), "observation observed\n");
  EXPECT_EQ(offered_by_bash("bgpte import load --format prom"), "prometheus\n");
  EXPECT_EQ(offered_by_bash("bgpte advise --threads \"\""), "\n");
  const std::string all = offered_by_bash("bgpte \"\"");
  for (const std::string& command : command_names()) {
    EXPECT_TRUE(contains(" " + all, " " + command)) << command;
  }
}

TEST(Completions, FishOffersCommandsOptionsAndValues) {
  if (!installed("fish")) {
    GTEST_SKIP() << "fish is not installed";
  }
  const auto offered = [](const std::string& line) {
    return shell("fish --no-config -c 'source \"" + share +
                 "completions/bgpte.fish\"; complete -C \"" + line + "\"' | cut -f 1")
        .out;
  };
  EXPECT_EQ(offered("bgpte ad"), "advise\n");
  EXPECT_EQ(offered("bgpte advise --stra"), "--strategy\n");
  EXPECT_EQ(offered("bgpte advise --strategy c"), "congestion\ncost\n");
}

}  // namespace
}  // namespace bgpte
