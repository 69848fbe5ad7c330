// Progress on a terminal only: `script` is one, a pipe is none.
#include <gtest/gtest.h>

#include "tests/cli/command_line.hpp"
#include "tests/cli/process.hpp"

namespace bgpte {
namespace {

using cli_test::shell;

/// The options of a catchment whose relationships come after `seconds`.
std::string slow_catchment(int seconds, const std::string& more) {
  return "bash -c '\"" BGPTE_PROGRAM "\" catchment --as-rel <(sleep " + std::to_string(seconds) +
         R"(; printf "2|64500|-1|bgp\n3|64500|-1|bgp\n") --origin 64500 --link A=2 --link B=3 )" +
         "-o /dev/null " + more + "'";
}

/// What a terminal is sent.
std::string on_terminal(const std::string& command) {
  const std::string path = cli_test::temporary("command.sh", command + "\n");
  return shell("script -qec 'sh " + path + "' /dev/null < /dev/null").out;
}

bool has_terminal() {
  return shell("command -v script && command -v bash").exit == 0;
}

TEST(ElapsedTime, ATerminalShowsWhatIsBeingDoneAndTheLineIsTakenAway) {
  if (!has_terminal()) {
    GTEST_SKIP() << "script or bash is not installed";
  }
  const std::string seen = on_terminal(slow_catchment(2, ""));
  const std::string first = "\r\x1b[Kbgpte: reading AS relationships, 1 s";
  EXPECT_EQ(seen.substr(0, first.size()), first) << seen;
  EXPECT_TRUE(seen.ends_with("\r\x1b[K")) << seen;
}

TEST(ElapsedTime, WithQuietATerminalShowsNothing) {
  if (!has_terminal()) {
    GTEST_SKIP() << "script or bash is not installed";
  }
  EXPECT_EQ(on_terminal(slow_catchment(2, "-q")), "");
}

TEST(ElapsedTime, APipeGetsNothing) {
  EXPECT_EQ(shell(slow_catchment(2, "") + " 2>&1").out, "");
}

}  // namespace
}  // namespace bgpte
