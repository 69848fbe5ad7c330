// The tokens of RFC 6901, sections 3 and 4.
#include "bgpte/json/pointer.hpp"

#include <gtest/gtest.h>

namespace bgpte::json {
namespace {

TEST(Pointer, TildeAndSlashAreEscaped) {
  EXPECT_EQ(pointer_token("203.0.113.0/24"), "203.0.113.0~124");
  EXPECT_EQ(pointer_token("m~n"), "m~0n");
  EXPECT_EQ(pointer_token(""), "");
}

TEST(Pointer, ATokenNamesTheKeyItWasMadeOf) {
  for (const char* key : {"", "a/b", "m~n", "~1", "~0/", "//~~", "A"}) {
    EXPECT_EQ(key_of_token(pointer_token(key)), key);
  }
}

TEST(Pointer, ATildeThatStandsAloneNamesNothing) {
  for (const char* token : {"~", "a~", "~2", "~~0"}) {
    EXPECT_FALSE(key_of_token(token)) << token;
  }
}

}  // namespace
}  // namespace bgpte::json
