// What is refused of a router's output, held back, or read as not shown.
#include <gtest/gtest.h>

#include "bgpte/config/observed.hpp"
#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using model::Platform;

std::vector<std::string> faults_of(Platform platform, const std::string& text) {
  return parse_observed(platform, text, 65000).faults;
}

TEST(ObservedRefusals, FrrDetailBefore103IsNotWhatIsSent) {
  const std::string json = R"({"advertisedRoutes":{"198.51.100.0/24":{"paths":[{"aspath":)"
                           R"({"string":"65000"},"community":{"list":["64502:80"]}}]}}})";
  const Observed observed = parse_observed(Platform::frr, json, 65000);
  ASSERT_EQ(observed.routes.size(), 1U);
  EXPECT_FALSE(observed.routes[0].path_shown);
  EXPECT_FALSE(observed.routes[0].communities_shown);
}

TEST(ObservedRefusals, ARowOfFrrThatIsNotInItsColumnsIsRefused) {
  const std::string heading = "   Network          Next Hop            Metric LocPrf Weight Path\n";
  EXPECT_TRUE(
      faults_of(Platform::frr,
                heading + "*> 198.51.100.0/24  192.0.2.6                0         32768 65000 i\n")
          .empty());
  for (const char* row :
       {"*> 198.51.100.0/24  192.0.2.6     0         32768 65000 i\n",
        "*> 198.51.100.0/24  192.0.2.6                0         32768 65000\n",
        "*> 198.51.100.0/24  192.0.2.6                0         32768 65000x i\n",
        "*> 198.51.100.0/24  192.0.2.6\n", "*> 198.51.100.0/24\n", "% Unknown command\n"}) {
    EXPECT_FALSE(faults_of(Platform::frr, heading + row).empty()) << row;
  }
}

TEST(ObservedRefusals, AnotherLocalAsIsRefused) {
  const std::string json =
      R"({"localAS":65010,"advertisedRoutes":{"198.51.100.0/24":{"path":""}}})";
  EXPECT_FALSE(faults_of(Platform::frr, json).empty());
  EXPECT_TRUE(parse_observed(Platform::frr, json, 65010).faults.empty());
  EXPECT_FALSE(faults_of(Platform::frr,
                         "Default local pref 100, local AS 65010\n"
                         "   Network          Next Hop            Metric LocPrf Weight Path\n"
                         "*> 198.51.100.0/24  192.0.2.6                0         32768 i\n")
                   .empty());
}

TEST(ObservedRefusals, ARouteOfBirdWithoutAttributesProvesNothing) {
  const std::string bare = "Table master4:\n198.51.100.0/24 blackhole [own 22:34:15.316] * (200)\n";
  EXPECT_EQ(faults_of(Platform::bird, bare).size(), 1U);
  EXPECT_EQ(
      faults_of(Platform::bird, bare + "203.0.113.0/24 blackhole\n\tType: static univ\n").size(),
      1U);
  EXPECT_TRUE(faults_of(Platform::bird, bare + "\tType: static univ\n").empty());
  EXPECT_TRUE(faults_of(Platform::bird, bare + "\tsource: static\n").empty());
}

TEST(ObservedRefusals, RowsThatGoBgpHoldsBackAreNotAnnounced) {
  const std::string heading = "   ID  Network  Next Hop  AS_PATH  AttrsFiltered\n";
  const auto row = [](const std::string& prefix, const std::string& end) {
    return "   1   " + prefix + " 192.0.2.6 65000 [{Origin: ?}]" + end + "\n";
  };
  const Observed observed = parse_observed(Platform::gobgp,
                                           heading + row("198.51.100.0/24", "send-max-filtered") +
                                               row("203.0.113.0/24", "policy-filtered") +
                                               row("192.0.2.0/24", "not filtered"),
                                           65000);
  EXPECT_TRUE(observed.faults.empty());
  ASSERT_EQ(observed.routes.size(), 1U);
  EXPECT_EQ(to_string(observed.routes[0].prefix), "192.0.2.0/24");
  EXPECT_FALSE(faults_of(Platform::gobgp, heading + row("192.0.2.0/24", "something new")).empty());
  const std::string json = R"({"192.0.2.0/24":[{"send-max-filtered":true,"attrs":[{"type":2,)"
                           R"("as_paths":[{"asns":[65000]}]}]}]})";
  EXPECT_EQ(parse_observed(Platform::gobgp, json, 65000), Observed{});
}

TEST(ObservedRefusals, WellKnownCommunitiesHaveNamesAndAnUnknownNameHidesTheList) {
  const auto communities = [](const std::string& names) {
    return parse_observed(Platform::openbgpd,
                          R"({"rib":[{"prefix":"192.0.2.0/24","aspath":"65000","metric":0,)"
                          R"("communities":[")" +
                              names + R"("]}]})",
                          65000);
  };
  const Observed known = communities(R"(NO_EXPORT","GRACEFUL_SHUTDOWN","BLACKHOLE","64502:80)");
  ASSERT_EQ(known.routes.size(), 1U);
  EXPECT_TRUE(known.routes[0].communities_shown);
  EXPECT_EQ(known.routes[0].marks,
            testing::marks({"65535:65281", "65535:0", "65535:666", "64502:80"}));
  const Observed unknown = communities("SOMETHING_NEW\",\"64502:80");
  EXPECT_TRUE(unknown.faults.empty());
  ASSERT_EQ(unknown.routes.size(), 1U);
  EXPECT_FALSE(unknown.routes[0].communities_shown);
}

TEST(ObservedRefusals, APrefixTwiceIsRefusedWhereTheTwoDiffer) {
  const auto bird = [](const std::string& second) {
    return parse_observed(Platform::bird,
                          "Table master4:\n192.0.2.0/24 blackhole [a 1] * (200)\n"
                          "\tType: static univ\n\tBGP.as_path: 65000\n"
                          "                     unicast [b 1] (100)\n\tType: BGP univ\n" +
                              second,
                          65000);
  };
  const Observed same = bird("\tBGP.as_path: 65000\n");
  EXPECT_TRUE(same.faults.empty());
  EXPECT_EQ(same.routes.size(), 1U);
  EXPECT_EQ(bird("\tBGP.as_path: 65000 65000\n").faults.size(), 1U);
}

TEST(ObservedRefusals, ManyFaultsAreCounted) {
  std::string text = "   ID  Network  Next Hop  AS_PATH  Attrs\n";
  for (int i = 0; i < 100'000; ++i) {
    text += "nonsense\n";
  }
  const std::vector<std::string> faults = faults_of(Platform::gobgp, text);
  ASSERT_EQ(faults.size(), 11U);
  EXPECT_EQ(faults.back(), "and 99990 more such faults");
}

}  // namespace
}  // namespace bgpte::config
