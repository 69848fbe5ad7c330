// Leaves of a router's JSON: paths, several documents, and what is refused.
#include "src/config/observed/json_leaves.hpp"

#include <gtest/gtest.h>

namespace bgpte::config {
namespace {

using Path = std::vector<std::string>;

/// "key/0=value " for each leaf, with a star behind the value where it is empty; "refused".
std::string leaves_of(const std::string& text) {
  std::size_t at = 0;
  const auto leaves = json_leaves(text, at);
  if (!leaves) {
    EXPECT_EQ(at, 0U) << "moved without a document";
    return "refused";
  }
  std::string all;
  for (const JsonLeaf& leaf : *leaves) {
    for (std::size_t i = 0; i < leaf.path.size(); ++i) {
      all += (i == 0 ? "" : "/") + leaf.path[i];
    }
    all += "=" + leaf.value + (leaf.empty ? "* " : " ");
  }
  return all;
}

TEST(JsonLeaves, PathsAndValuesInOrder) {
  EXPECT_EQ(leaves_of(R"({"b":[1,"x\"}",{"c":null}],"a":true,"e":{},"f":[],"g":-2.50})"),
            "b/0=1 b/1=x\"} b/2/c=null a=true e={}* f=[]* g=-2.50 ");
  EXPECT_EQ(leaves_of(" {} "), "={}* ");
}

TEST(JsonLeaves, HugeNumbersKeepTheirDigits) {
  EXPECT_EQ(leaves_of(R"({"a":18446744073709551615,"b":18446744073709551616})"),
            "a=18446744073709551615 b=18446744073709551616 ");
}

TEST(JsonLeaves, DocumentsFollowOneAnother) {
  const std::string text = "{\"a\":1}\n{\"b\":2} ";
  std::size_t at = 0;
  ASSERT_TRUE(json_leaves(text, at));
  EXPECT_EQ(at, 7U);
  const auto second = json_leaves(text, at);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->front().path, Path{"b"});
  EXPECT_EQ(at, text.size() - 1);
}

TEST(JsonLeaves, WhatIsNotADocumentIsRefused) {
  for (const char* text :
       {"", "5", "\"a\"", "{", "{\"a\":1", "{\"a\":1]", "{\"a\"}", "{\"a\":}", "{a:1}",
        "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":007}", "{\"a\":1,}", "[1 2]",
        "{\"a\":1,\"a\":2}", "{\"a\":\"\x01\"}", "{\"a\":\"\xff\"}", "}{", "x{}"}) {
    EXPECT_EQ(leaves_of(text), "refused") << text;
  }
}

TEST(JsonLeaves, NoMoreThan32Deep) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "1" + std::string(depth, ']');
  };
  EXPECT_NE(leaves_of(nested(32)), "refused");
  EXPECT_EQ(leaves_of(nested(33)), "refused");
  EXPECT_EQ(leaves_of(nested(100'000)), "refused");
}

}  // namespace
}  // namespace bgpte::config
