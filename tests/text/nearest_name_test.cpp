#include "bgpte/text/nearest_name.hpp"

#include <gtest/gtest.h>

namespace bgpte::text {
namespace {

using Names = std::vector<std::string>;

TEST(NearestName, OfKeysOfAScenario) {
  const Names names{"capacity", "inbound", "max_utilisation", "A", "B"};
  EXPECT_EQ(nearest_name("capcity", names), "capacity");
  EXPECT_EQ(nearest_name("Capacity", names), "capacity");
  EXPECT_EQ(nearest_name("inbuond", names), "inbound");
  EXPECT_EQ(nearest_name("max-utilization", names), "max_utilisation");
  EXPECT_EQ(nearest_name("b", names), "B");
  EXPECT_EQ(nearest_name("C", names), "");
  EXPECT_EQ(nearest_name("colour", names), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
}

TEST(NearestName, OfCommands) {
  const Names names{"advise", "whatif", "validate"};
  EXPECT_EQ(nearest_name("advice", names), "advise");
  EXPECT_EQ(nearest_name("whatfi", names), "whatif");
  EXPECT_EQ(nearest_name("valdate", names), "validate");
  EXPECT_EQ(nearest_name("frontier", names), "");
  EXPECT_EQ(nearest_name("B", Names{"A"}), "");
}

TEST(NearestName, UpperCaseAndSeparatorsDoNotMatterOnTheCommandLineEither) {
  EXPECT_EQ(nearest_name("TRANSIT_A", Names{"transit-a", "transit-b"}), "transit-a");
  EXPECT_EQ(nearest_name("--Observed", Names{"--observed"}), "--observed");
}

TEST(NearestName, TwoLettersOfThreeAreNotNear) {
  EXPECT_EQ(nearest_name("abc", Names{"xbz"}), "");
  EXPECT_EQ(nearest_name("B12", Names{"A13"}), "");
  EXPECT_EQ(nearest_name("conf", Names{"config"}), "config");
}

TEST(NearestName, TheOrderOfTheNamesDoesNotMatter) {
  EXPECT_EQ(nearest_name("edge", Names{"edge2", "edge1"}), "edge1");
  EXPECT_EQ(nearest_name("edge", Names{"edge1", "edge2"}), "edge1");
}

TEST(NearestName, OfNoNamesIsNothing) {
  EXPECT_EQ(nearest_name("edge", Names{}), "");
  EXPECT_EQ(nearest_name("", Names{"edge"}), "");
  EXPECT_EQ(did_you_mean("edge", Names{}), "");
  EXPECT_EQ(did_you_mean("edje", Names{"edge"}), ", did you mean edge?");
}

}  // namespace
}  // namespace bgpte::text
