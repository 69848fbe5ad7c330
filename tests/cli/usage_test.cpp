// Help, version, and usage faults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgpte/model/version.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;

TEST(Usage, NoCommandIsAUsageErrorWithTheHelpOnTheErrorStream) {
  const Outcome outcome = run({});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "advise"));
}

TEST(Usage, HelpIsAResult) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"}, {"-h"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit, 0);
    EXPECT_EQ(outcome.err, "");
    for (const std::string& command : cli_test::command_names()) {
      EXPECT_TRUE(contains(outcome.out, command)) << command;
    }
  }
}

TEST(Usage, EveryCommandHasHelpWithExamplesAndItsExitStatus) {
  for (const std::string& command : cli_test::command_names()) {
    const Outcome outcome = run({command, "--help"});
    EXPECT_EQ(outcome.exit, 0) << command;
    EXPECT_EQ(outcome.err, "") << command;
    EXPECT_TRUE(contains(outcome.out, "Examples:\n  bgpte " + command)) << outcome.out;
  }
}

TEST(Usage, VersionSaysWhatWasBuilt) {
  const Outcome outcome = run({"--version"});
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_EQ(outcome.out.substr(0, outcome.out.find('\n')),
            "bgpte " + std::string(model::version()));
  EXPECT_THAT(outcome.out, testing::MatchesRegex("bgpte [0-9.]+\n"
                                                 "commit [a-z0-9]+\n"
                                                 "compiler [A-Za-z]+ [0-9.]+\n"
                                                 "formats [^\n]+\n"
                                                 "catalogue [0-9]+-[0-9]+\n"));
}

TEST(Usage, VersionNamesTheFormatsOfTheSchemas) {
  const std::string version = run({"--version"}).out;
  for (const char* schema : {"scenario", "advice"}) {
    const std::string text = run({"schema", schema}).out;
    const std::string name = std::string("bgpte-") + schema + "/1";
    EXPECT_TRUE(contains(text, "\"" + name + "\"")) << name;
    EXPECT_TRUE(contains(version, name)) << name;
  }
}

struct BadLine {
  std::vector<std::string> arguments;
  std::string says;
};

TEST(Usage, EveryMistakeEndsWith64AndSaysSoOnTheErrorStreamOnly) {
  const BadLine rows[] = {
      {{"advice", "x.json"}, "unknown command advice, did you mean advise?"},
      {{"wahtif"}, "did you mean whatif?"},
      {{"qqqqqqqqqq"}, "unknown command qqqqqqqqqq"},
      {{"advise"}, "SCENARIO is required"},
      {{"advise", "x.json", "y.json"}, "y.json"},
      {{"advise", "x.json", "--formt", "json"}, "unknown option --formt, did you mean --format?"},
      {{"advise", "x.json", "--format", "xml"}, "--format"},
      {{"advise", "x.json", "--strategy", "cheap"}, "--strategy"},
      {{"advise", "x.json", "--threads", "0"}, "--threads"},
      {{"advise", "x.json", "--time-limit", "-1"}, "--time-limit"},
      {{"advise", "x.json", "--color", "blue"}, "--color"},
      {{"advise", "x.json", "--format"}, "--format"},
      {{"schema"}, "FORMAT is required"},
      {{"schema", "scenarios"}, "scenarios"},
      {{"check"}, "PATH is required"},
      {{"validate"}, "SCENARIO is required"},
      {{"config", "a.json", "--part", "everything"}, "--part"},
      {{"--quiet", "--verbose", "schema", "advice"}, "--quiet"},
  };
  for (const BadLine& row : rows) {
    const Outcome outcome = run(row.arguments);
    EXPECT_EQ(outcome.exit, 64) << row.arguments.front() << ": " << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, row.says)) << outcome.err;
    EXPECT_EQ(outcome.err.substr(0, 7), "bgpte: ") << outcome.err;
  }
}

TEST(Usage, GlobalOptionsStandBeforeOrAfterTheCommand) {
  EXPECT_EQ(run({"--color", "never", "schema", "advice"}).exit, 0);
  EXPECT_EQ(run({"schema", "advice", "--color", "never", "-q"}).exit, 0);
}

}  // namespace
}  // namespace bgpte
