// What four daemons said they advertise to 192.0.2.5 and 2001:db8:0:2::1 in the lab: 10 and 11 with
// one prepend, 12 with none. GoBGP's text and OpenBGPD's are of both families or of IPv4 only.
#include "bgpte/config/observed.hpp"

#include <gtest/gtest.h>

#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using model::Platform;

std::string sample_text(const char* file) {
  return testing::read_text(BGPTE_SOURCE_DIR "/tests/config/observed/" + std::string(file));
}

PrependMap map_of(const Observed& observed) {
  PrependMap map;
  for (const ObservedRoute& route : observed.routes) {
    map[route.prefix] = route.prepend;
  }
  return map;
}

PrependMap lab(bool v6) {
  PrependMap map = testing::prepends({{"10.0.0.0/24", 1}, {"11.0.0.0/24", 1}, {"12.0.0.0/24", 0}});
  if (v6) {
    map.merge(testing::prepends(
        {{"2001:db8:10::/48", 1}, {"2001:db8:11::/48", 1}, {"2001:db8:12::/48", 0}}));
  }
  return map;
}

TEST(Observed, WhatTheDaemonsPrintedInTheLab) {
  struct Sample {
    Platform platform;
    const char* file;
    bool v6;
  };
  for (const Sample& sample :
       {Sample{Platform::frr, "frr.json", true}, Sample{Platform::frr, "frr.txt", true},
        Sample{Platform::bird, "bird.txt", true},
        Sample{Platform::openbgpd, "openbgpd.json", false},
        Sample{Platform::openbgpd, "openbgpd.txt", true},
        Sample{Platform::gobgp, "gobgp.json", true}, Sample{Platform::gobgp, "gobgp.txt", false}}) {
    const std::string text = sample_text(sample.file);
    ASSERT_NE(text, "") << sample.file;
    const Observed observed = parse_observed(sample.platform, text, 65000);
    EXPECT_EQ(map_of(observed), lab(sample.v6)) << sample.file;
    EXPECT_TRUE(observed.faults.empty()) << sample.file << ": " << observed.faults.front();
  }
}

// In the lab with a lever: 10 carries 64502:80 and 64502:1:2, 11 a MED of 100; the operator's own
// policy adds 65000:999 to all.
TEST(Observed, CommunitiesAndMedAsFarAsTheyAreShown) {
  struct Sample {
    Platform platform;
    const char* file;
    bool v6, communities;
  };
  for (const Sample& sample : {Sample{Platform::frr, "frr-lever.json", true, false},
                               Sample{Platform::frr, "frr-lever.txt", true, false},
                               Sample{Platform::bird, "bird-lever.txt", true, true},
                               Sample{Platform::openbgpd, "openbgpd-lever.json", false, true},
                               Sample{Platform::openbgpd, "openbgpd-lever.txt", false, true},
                               Sample{Platform::openbgpd, "openbgpd-lever-short.txt", false, false},
                               Sample{Platform::gobgp, "gobgp-lever.json", true, true},
                               Sample{Platform::gobgp, "gobgp-lever.txt", true, true}}) {
    const Observed observed = parse_observed(sample.platform, sample_text(sample.file), 65000);
    EXPECT_TRUE(observed.faults.empty()) << sample.file << ": " << observed.faults.front();
    EXPECT_EQ(observed.routes.size(), sample.v6 ? 6U : 3U) << sample.file;
    for (const ObservedRoute& route : observed.routes) {
      const std::string prefix = to_string(route.prefix);
      model::RouteAttributes wanted;
      if (sample.communities) {
        wanted = testing::marks({"65000:999"});
        if (prefix == "10.0.0.0/24" || prefix == "2001:db8:10::/48") {
          wanted = testing::marks({"65000:999", "64502:80", "64502:1:2"});
        }
      }
      if (prefix == "11.0.0.0/24" || prefix == "2001:db8:11::/48") {
        wanted.med = 100;
      }
      EXPECT_EQ(route.marks, wanted) << sample.file << " " << prefix;
      EXPECT_EQ(route.prepend, 0) << sample.file << " " << prefix;
      EXPECT_EQ(route.communities_shown, sample.communities) << sample.file;
      EXPECT_TRUE(route.med_shown) << sample.file;
    }
  }
}

TEST(Observed, AMedThatIsNoNumberAndACommunityThatIsNoneAreFaults) {
  for (const auto& [platform, text] :
       {std::pair{Platform::frr,
                  R"({"advertisedRoutes":{"10.0.0.0/24":{"metric":"x","path":""}}})"},
        std::pair{Platform::bird, "10.0.0.0/24 unicast\n\tBGP.med: 4294967296\n"},
        std::pair{Platform::bird, "10.0.0.0/24 unicast\n\tBGP.community: (64502,80000)\n"},
        std::pair{
            Platform::openbgpd,
            R"({"rib":[{"prefix":"10.0.0.0/24","aspath":"65000","communities":["64502:80:"]}]})"},
        std::pair{Platform::gobgp,
                  " ID Network\n 1 10.0.0.0/24 192.0.2.6 65000 [{Communities: 64502:x}]"}}) {
    EXPECT_FALSE(parse_observed(platform, text, 65000).faults.empty()) << text;
  }
}

TEST(Observed, OpenBgpdNamesTheNeighbour) {
  const std::string text = sample_text("openbgpd.json");
  EXPECT_EQ(parse_observed(Platform::openbgpd, text, 65000).routes.front().neighbor, "192.0.2.5");
}

TEST(Observed, ACustomersPathCountsOnlyTheLeadingCopies) {
  const std::string text =
      R"({"advertisedRoutes":{"203.0.113.0/24":{"path":"65000 65000 64999 65000"},)"
      R"("198.51.100.0/24":{"path":"64999"}}})";
  const Observed observed = parse_observed(Platform::frr, text, 65000);
  EXPECT_EQ(map_of(observed), testing::prepends({{"203.0.113.0/24", 2}, {"198.51.100.0/24", 0}}));
}

// As the daemons printed it in the lab with every prefix withdrawn; OpenBGPD's as its source has
// it.
TEST(Observed, AnEmptyTableIsNothingAnnouncedAndNoFault) {
  for (const auto& [platform, text] :
       {std::pair{Platform::frr,
                  "{\n  \"advertisedRoutes\":{\n  },\n  \"totalPrefixCounter\":0\n}\n"},
        std::pair{Platform::bird, "BIRD 2.0.12 ready.\nAccess restricted\n"},
        std::pair{Platform::bird, "BIRD 2.0.12 ready.\n"},
        std::pair{Platform::bird, "BIRD 2.0.12 ready.\nTable master4:\n"},
        std::pair{Platform::openbgpd, "{\n\n}\n"}, std::pair{Platform::openbgpd, R"({"rib":[]})"},
        std::pair{Platform::openbgpd,
                  "flags ovs destination          gateway          lpref   med aspath origin\n"},
        std::pair{Platform::gobgp, "{}\n"}, std::pair{Platform::gobgp, "Network not in table\n"}}) {
    EXPECT_EQ(parse_observed(platform, text, 65000), Observed{}) << text;
  }
}

TEST(Observed, AnErrorOfTheDaemonIsNoEmptyTable) {
  for (const auto& [platform, text] :
       {std::pair{Platform::frr, R"({"warning":"No such neighbor in this view/vrf"})"},
        std::pair{Platform::frr, "{}"}, std::pair{Platform::frr, R"({"advertisedRoutes":[]})"},
        std::pair{Platform::frr, R"({"x":{"advertisedRoutes":{}}})"},
        std::pair{Platform::bird, "BIRD 2.0.12 ready.\nNo valid tables\n"},
        std::pair{Platform::bird, "Access restricted\n"},
        std::pair{Platform::openbgpd, R"({"status": "FAILED", "error": "no such neighbor"})"},
        std::pair{Platform::openbgpd,
                  "flags ovs destination gateway lpref   med aspath origin\nno such neighbor\n"},
        std::pair{Platform::openbgpd, R"({"error":[]})"}, std::pair{Platform::openbgpd, "[]"},
        std::pair{Platform::gobgp, R"({"error":"not found neighbor 192.0.2.9"})"},
        std::pair{Platform::gobgp, "not found neighbor 192.0.2.9\n"}}) {
    EXPECT_FALSE(parse_observed(platform, text, 65000).faults.empty()) << text;
  }
}

TEST(Observed, WhatIsNotUnderstoodIsAFaultAndNeverACrash) {
  for (const Platform platform :
       {Platform::frr, Platform::bird, Platform::openbgpd, Platform::gobgp}) {
    for (const char* text : {"", "\n\n", "{", "{}x", "{\"a\": 1}", "[]", "nonsense here",
                             "{\"advertisedRoutes\": 7}", "{\"rib\": [1]}"}) {
      const Observed observed = parse_observed(platform, text, 65000);
      EXPECT_TRUE(observed.routes.empty()) << text;
      EXPECT_FALSE(observed.faults.empty()) << name_of(platform) << ": " << text;
    }
  }
  EXPECT_FALSE(parse_observed(Platform::junos, "x", 65000).faults.empty());
  const Observed wrong_as = parse_observed(Platform::openbgpd, sample_text("openbgpd.txt"), 65001);
  EXPECT_TRUE(wrong_as.routes.empty());
  EXPECT_FALSE(wrong_as.faults.empty());
}

}  // namespace
}  // namespace bgpte::config
