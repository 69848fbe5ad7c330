// The program as a process: exit statuses, full disks, interrupts.
#include "tests/cli/process.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include "src/cli/interrupt.hpp"
#include "tests/cli/command_line.hpp"

/// The program as an operator runs it.
namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::ProcessOutcome;
using cli_test::program;
using cli_test::shell;

TEST(Process, PrintsWhatRunPrints) {
  const ProcessOutcome outcome =
      shell(program + "advise --format json '" + case_path() + "' 2>/dev/null");
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_EQ(outcome.out, cli_test::run({"advise", "--format", "json", case_path()}).out);
}

TEST(Process, ExitStatusesReachTheShell) {
  EXPECT_EQ(shell(program + "2>/dev/null").exit, 64);
  EXPECT_EQ(shell(program + "advise /nonexistent 2>/dev/null").exit, 1);
  EXPECT_EQ(shell("echo '{}' | " + program + "advise - 2>/dev/null").exit, 65);
  EXPECT_EQ(shell(program + "advise --detailed-exitcode '" + case_path() + "' 2>/dev/null").exit,
            2);
}

TEST(Process, AFullDiskOnStandardOutputIsNotSuccess) {
  EXPECT_EQ(shell(program + "schema advice > /dev/full 2>/dev/null").exit, 1);
  EXPECT_EQ(shell(program + "--help > /dev/full 2>/dev/null").exit, 1);
  EXPECT_EQ(shell(program + "advise '" + case_path() + "' > /dev/full 2>/dev/null").exit, 1);
}

TEST(Process, NoColourWithoutATerminal) {
  EXPECT_EQ(shell(program + "advise '" + case_path() + "'").out.find('\x1b'), std::string::npos);
  EXPECT_NE(shell("NO_COLOR=1 " + program + "advise --color always '" + case_path() + "'")
                .out.find('\x1b'),
            std::string::npos);
}

TEST(Interrupt, TheFirstSignalSetsTheFlagOnly) {
  {
    const cli::InterruptWatch watch;
    EXPECT_FALSE(cli::InterruptWatch::interrupted());
    std::raise(SIGINT);
    EXPECT_TRUE(cli::InterruptWatch::interrupted());
  }
  const cli::InterruptWatch again;
  EXPECT_FALSE(cli::InterruptWatch::interrupted());
}

}  // namespace
}  // namespace bgpte
