// The manual page, the completions and the documents name every option and exit status.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/cli/command_line.hpp"

/// The manual page, the completions and docs/commands.md name every command and every option.
namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::read_file;

std::string shipped(const std::string& path) {
  std::string text = read_file(std::string(BGPTE_SOURCE_DIR) + "/" + path);
  EXPECT_FALSE(text.empty()) << path;
  return text;
}

/// Long options in the part of the help that lists them.
std::set<std::string> options_of(const std::vector<std::string>& arguments) {
  std::string help = cli_test::run(arguments).out;
  help = help.substr(0, help.find("Examples:"));
  std::set<std::string> options;
  static const std::regex option("(?:^|\\n)  (?:-[a-z],)?(--[a-z-]+)");
  for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at) {
    options.insert((*at)[1]);
  }
  return options;
}

std::string roff_dashes(const std::string& option) {
  return std::regex_replace(option, std::regex("-"), "\\-");
}

TEST(Manual, NamesEveryOptionOfEveryCommand) {
  const std::string manual = shipped("share/man/bgpte.1");
  const std::string bash = shipped("share/completions/bgpte.bash");
  const std::string zsh = shipped("share/completions/_bgpte");
  const std::string docs = shipped("docs/commands.md");
  std::set<std::string> all = options_of({"--help"});
  EXPECT_TRUE(all.contains("--color"));
  for (const std::string& command : cli_test::command_names()) {
    const std::set<std::string> options = options_of({command, "--help"});
    EXPECT_TRUE(options.contains("--help")) << command;
    all.insert(options.begin(), options.end());
    EXPECT_TRUE(contains(docs, "## " + command)) << command;
    for (const std::string* text : {&bash, &zsh}) {
      EXPECT_TRUE(contains(*text, command)) << command;
    }
  }
  EXPECT_GE(all.size(), 20U);
  for (const std::string& option : all) {
    EXPECT_TRUE(contains(manual, roff_dashes(option))) << option;
    EXPECT_TRUE(contains(bash, option)) << option;
    EXPECT_TRUE(contains(zsh, option)) << option;
  }
}

TEST(Manual, ExitStatusesAreTheSameEverywhere) {
  for (const char* path : {"docs/exit-statuses.md", "share/man/bgpte.1"}) {
    const std::string text = shipped(path);
    for (const char* status : {"0", "1", "2", "3", "64", "65", "130"}) {
      EXPECT_TRUE(contains(text, std::string("| ") + status + " |") ||
                  contains(text, std::string(".B ") + status + "\n"))
          << path << " " << status;
    }
  }
}

}  // namespace
}  // namespace bgpte
