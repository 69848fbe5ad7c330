// What is kept of the advice that was made.
#include "src/mcp/advice_store.hpp"

#include <gtest/gtest.h>

namespace bgpte::mcp {
namespace {

TEST(McpAdviceStore, KeepsTheLastSixtyFour) {
  AdviceStore store;
  const std::string first = store.keep("0").sha256;
  for (int i = 1; i < 64; ++i) {
    (void)store.keep(std::to_string(i));
  }
  EXPECT_TRUE(store.find(first));
  (void)store.keep("64");
  EXPECT_FALSE(store.find(first));
  EXPECT_EQ(store.all().size(), AdviceStore::most);
}

TEST(McpAdviceStore, TheSameAdviceIsKeptOnceAndAsTheNewest) {
  AdviceStore store;
  const StoredAdvice first = store.keep("a");
  (void)store.keep("b");
  EXPECT_EQ(store.keep("a").sha256, first.sha256);
  EXPECT_EQ(store.all().size(), 2U);
  EXPECT_EQ(store.all().back().bytes, "a");
  EXPECT_EQ(store.find(first.uri())->bytes, "a");
}

TEST(McpAdviceStore, LargeAdviceLeavesRoomForItselfOnly) {
  AdviceStore store;
  (void)store.keep(std::string(40'000'000, 'a'));
  (void)store.keep(std::string(40'000'000, 'b'));
  EXPECT_EQ(store.all().size(), 1U);
  EXPECT_EQ(store.all().back().bytes.front(), 'b');
}

}  // namespace
}  // namespace bgpte::mcp
