#include <gtest/gtest.h>

#include <string>

#include "src/scenario/faults.hpp"

namespace bgpte::scenario {
namespace {

TEST(Faults, ShownTextIsShortAndSafe) {
  EXPECT_EQ(shown("a\"b\\c\nd\x1B[31m\x7F"), "a\\\"b\\\\c\\nd\\u001b[31m\\u007f");
  EXPECT_EQ(shown("\xC2\x9B\xE2\x80\xAE\xFF"), "\\u009b\\u202e\\u00ff");
  EXPECT_EQ(shown("ünïcode"), "ünïcode");
  EXPECT_EQ(shown(std::string(1'000'000, 'x')).size(), 67U);
}

}  // namespace
}  // namespace bgpte::scenario
