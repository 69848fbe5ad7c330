// What a server inside the program has that a shell has not: texts in place of files, an interrupt
// without a signal.
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>

#include "src/cli/interrupt.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

TEST(NamedTexts, StandForFilesOnTheCommandLine) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const std::string text = cli_test::read_file(cli_test::case_path());
  EXPECT_EQ(cli::run({"validate", "<scenario>"}, in, out, err, {{"<scenario>", text}}),
            cli::Exit::done);
  EXPECT_EQ(cli::run({"validate", "<other>"}, in, out, err, {{"<scenario>", text}}),
            cli::Exit::failed);
}

TEST(InterruptHost, InterruptsTheCommandThatRunsAndNotTheNext) {
  const cli::InterruptHost host;
  cli::InterruptHost::raise();
  EXPECT_EQ(cli_test::run({"advise", cli_test::case_path()}).exit, 130);
  cli::InterruptHost::clear();
  EXPECT_EQ(cli_test::run({"advise", cli_test::case_path()}).exit, 0);
}

TEST(InterruptHost, LeavesSignalsAsTheyAre) {
  struct sigaction before {};
  struct sigaction during {};
  sigaction(SIGTERM, nullptr, &before);
  {
    const cli::InterruptHost host;
    const cli::InterruptWatch watch;
    sigaction(SIGTERM, nullptr, &during);
    EXPECT_EQ(before.sa_handler, during.sa_handler);
  }
  const cli::InterruptWatch watch;
  sigaction(SIGTERM, nullptr, &during);
  EXPECT_NE(before.sa_handler, during.sa_handler);
}

}  // namespace
}  // namespace bgpte
