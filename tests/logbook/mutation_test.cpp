// Logs that are nearly right: a named line or entries, never a crash, and what is written can be
// read back.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "tests/logbook/entries.hpp"
#include "tests/logbook/try_log.hpp"

namespace bgpte::logbook {
namespace {

TEST(MutatedLog, NeverCrashes) {
  const std::string text =
      std::string(testing::forecast_line) + "\n" + testing::measured_line + "\n";
  std::size_t accepted = 0;
  mutation::run({text}, 4,
                [&](const std::string& mutated) { accepted += try_log(mutated) ? 1U : 0U; });
  EXPECT_GT(accepted, 0U);
  EXPECT_TRUE(try_log(text));
}

}  // namespace
}  // namespace bgpte::logbook
