#include "bgpte/model/lever.hpp"

#include <gtest/gtest.h>

namespace bgpte::model {
namespace {

TEST(Community, TwoPartsAreStandardAndThreeAreLarge) {
  EXPECT_EQ(parse_community("64501:80"), (Community{false, {64501, 80, 0}}));
  EXPECT_EQ(parse_community("4200000001:1:0"), (Community{true, {4200000001U, 1, 0}}));
  EXPECT_EQ(to_string(*parse_community("64501:80")), "64501:80");
  EXPECT_EQ(to_string(*parse_community("4200000001:1:0")), "4200000001:1:0");
}

TEST(Community, WhatIsNoCommunityIsRefused) {
  for (const char* text :
       {"", ":", "64501", "64501:", ":80", "64501:80:", "1:2:3:4", "65536:1", "1:65536",
        "4294967296:1:1", "-1:2", "+1:2", " 1:2", "1:2 ", "01:2", "1:02", "a:b", "1;2"}) {
    EXPECT_EQ(parse_community(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bgpte::model
