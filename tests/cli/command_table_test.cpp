// Every command file has its row in the table, and every row is in the documents that ship.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::set<std::string>;

/// The commands whose files are in the folder: export_lp.cpp is export-lp.
Names commands_of_files(const std::filesystem::path& folder) {
  Names names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".cpp") {
      std::string name = entry.path().stem().string();
      std::replace(name.begin(), name.end(), '_', '-');
      names.insert(name);
    }
  }
  return names;
}

/// What only one of the two has, a sentence each.
std::vector<std::string> table_faults(const Names& files, const std::vector<std::string>& rows) {
  std::vector<std::string> faults;
  for (const std::string& file : files) {
    if (std::count(rows.begin(), rows.end(), file) != 1) {
      faults.push_back(file + " has a file and not one row");
    }
  }
  for (const std::string& row : rows) {
    if (!files.contains(row)) {
      faults.push_back(row + " has a row and no file");
    }
  }
  return faults;
}

/// A text that ships, and how it writes a command: COMMAND stands for the name.
struct Document {
  std::string path;
  std::string pattern;
};

const std::vector<Document> documents{
    {"docs/commands.md", "\n## COMMAND\n"},
    {"share/man/bgpte.1", "fBbgpte\\\\-COMMAND\\\\fR"},
    {"share/completions/bgpte.bash", "\n *COMMAND\\) options="},
    {"share/completions/_bgpte", "\n *'COMMAND:[^\n]+'\n"},
    {"share/completions/bgpte.fish", "-a COMMAND -d "},
};

/// The rows that the document does not have.
std::vector<std::string> missing_in(const std::string& text, const Document& document,
                                    const std::vector<std::string>& rows) {
  std::vector<std::string> missing;
  for (const std::string& row : rows) {
    // roff writes - as \-.
    const std::string name = std::regex_replace(row, std::regex("-"), "\\\\?-");
    const std::regex pattern(std::regex_replace(document.pattern, std::regex("COMMAND"), name));
    if (!std::regex_search(text, pattern)) {
      missing.push_back(row);
    }
  }
  return missing;
}

TEST(CommandTable, EveryFileHasItsRowAndEveryRowItsFile) {
  const Names files =
      commands_of_files(std::filesystem::path(BGPTE_SOURCE_DIR) / "src/cli/commands");
  EXPECT_THAT(table_faults(files, cli_test::command_names()), IsEmpty());
}

TEST(CommandTable, TheCheckSeesAFileWithoutARowAndARowWithoutAFile) {
  EXPECT_THAT(table_faults({"advise", "toy"}, {"advise"}),
              ElementsAre("toy has a file and not one row"));
  EXPECT_THAT(table_faults({"advise"}, {"advise", "advise"}),
              ElementsAre("advise has a file and not one row"));
  EXPECT_THAT(table_faults({"advise"}, {"advise", "toy"}),
              ElementsAre("toy has a row and no file"));
}

TEST(CommandTable, FilesAreFoundByTheirNames) {
  const std::filesystem::path folder =
      std::filesystem::path(cli_test::temporary("x", "")).replace_extension("folder");
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "toy_command.cpp") << "";
  std::ofstream(folder / "toy_command.hpp") << "";
  EXPECT_THAT(commands_of_files(folder), ElementsAre("toy-command"));
  std::filesystem::remove_all(folder);
}

TEST(CommandTable, EveryRowIsInEveryDocument) {
  for (const Document& document : documents) {
    const std::string text =
        cli_test::read_file(std::string(BGPTE_SOURCE_DIR) + "/" + document.path);
    EXPECT_THAT(missing_in(text, document, cli_test::command_names()), IsEmpty()) << document.path;
    EXPECT_THAT(missing_in(text, document, {"advise", "toy"}), ElementsAre("toy")) << document.path;
  }
}

TEST(CommandTable, EverySummaryIsOneLineOfTheHelp) {
  const std::string help = cli_test::run({"--help"}).out;
  for (const cli::CommandRow& row : cli::command_table()) {
    EXPECT_FALSE(cli_test::contains(std::string(row.summary), "\n")) << row.name;
    EXPECT_TRUE(cli_test::contains(help, std::string(row.summary))) << row.name;
  }
}

}  // namespace
}  // namespace bgpte
