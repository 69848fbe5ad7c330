// What is read is written again as it was, on one line.
#include "bgpte/json/value.hpp"

#include <gtest/gtest.h>

namespace bgpte::json {
namespace {

TEST(JsonValue, OneLineHoldsEveryKindAndTheTextOfNumbers) {
  const std::string text =
      R"({"a":[1,-2.50,1e3,null,true,false,"x\"\n"],"b":{},"c":[],"a b":{"d":[{}]}})";
  EXPECT_EQ(one_line(std::get<Value>(parse(text))), text);
}

TEST(JsonValue, OneLineIsReadAgainWhateverAStringHolds) {
  Value value;
  value.kind = Value::Kind::string;
  value.text = std::string("\0\x01\x1f\x7f\xff\xc3\xa4</data>\r\n", 16);
  const std::string line = one_line(value);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(std::get<Value>(parse(line)).text.substr(0, 4), value.text.substr(0, 4));
}

TEST(JsonValue, AWholeNumberIsOneHoweverItIsWritten) {
  const auto whole = [](const char* text) {
    return whole_number(std::get<Value>(parse(text)), -2, 1000);
  };
  EXPECT_EQ(whole("0"), 0);
  EXPECT_EQ(whole("-2"), -2);
  EXPECT_EQ(whole("1e3"), 1000);
  EXPECT_EQ(whole("7.0"), 7);
  for (const char* none : {"-3", "1001", "0.5", "1e300", "1e-1", "\"7\"", "null", "true", "[7]"}) {
    EXPECT_FALSE(whole(none)) << none;
  }
}

}  // namespace
}  // namespace bgpte::json
