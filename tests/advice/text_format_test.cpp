// How advice says numbers and changes.
#include "bgpte/advice/text_format.hpp"

#include <gtest/gtest.h>

namespace bgpte::advice {
namespace {

TEST(Action, SaysWhatHappens) {
  EXPECT_EQ(action({"p", "l", 1, 0, ""}), "prepend 1 -> 0");
  EXPECT_EQ(action({"p", "l", 2, -1, ""}), "withdraw (today prepend 2)");
  EXPECT_EQ(action({"p", "l", -1, 3, ""}), "announce with prepend 3");
}

TEST(Instruction, IsAnOrder) {
  EXPECT_EQ(instruction({"p", "l", 1, 0, ""}), "remove the prepend of p towards l (1 to 0)");
  EXPECT_EQ(instruction({"p", "l", 0, 2, ""}), "prepend p twice towards l (0 to 2)");
  EXPECT_EQ(instruction({"p", "l", 2, -1, ""}), "withdraw p from l");
  EXPECT_EQ(instruction({"p", "l", -1, 3, ""}), "announce p on l prepended 3 times");
}

}  // namespace
}  // namespace bgpte::advice
