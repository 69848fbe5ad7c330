#include "bgpte/text/display.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bgpte::text {
namespace {

TEST(Display, WidthCountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("\u00e9"), 1U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("\u6f22\u5b57"), 4U);
  EXPECT_EQ(left("\u6f22", 4), "\u6f22  ");
  EXPECT_EQ(right("\u00e9", 3), "  \u00e9");
  EXPECT_EQ(shortened("\u6f22\u5b57\u6f22", 5), "\u6f22\u5b57~");
  EXPECT_EQ(shortened("abc", 3), "abc");
}

TEST(Display, Utf8IsValidAfterwards) {
  EXPECT_EQ(valid_utf8("a\xff"), "a\xef\xbf\xbd");
  EXPECT_EQ(valid_utf8("\xc0\x80"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80").substr(0, 3), "\xef\xbf\xbd");
  EXPECT_EQ(valid_utf8("\xe6\xbc\xa2"), "\xe6\xbc\xa2");
  EXPECT_EQ(valid_utf8("\xe6\xbc"), "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Display, WordsAreWrapped) {
  EXPECT_EQ(wrapped("aa bb  cc", 5), (std::vector<std::string>{"aa bb", "cc"}));
  EXPECT_EQ(wrapped("aaaaaaa b", 5), (std::vector<std::string>{"aaaaaaa", "b"}));
  EXPECT_EQ(wrapped("", 5), (std::vector<std::string>{""}));
}

}  // namespace
}  // namespace bgpte::text
