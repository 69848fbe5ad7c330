// The outputs of Junos, IOS-XR and EOS. The fixtures were written after documentation, in the forms
// of published outputs; none was recorded on a router.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bgpte/config/observed.hpp"
#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using model::Platform;

std::string fixture(const std::string& name) {
  std::ifstream in(std::string(BGPTE_SOURCE_DIR) + "/tests/config/observed/" + name,
                   std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// 10/24 with one prepend, 11/24 with none and a lever, 12/24 of AS 64510.
void expect_three(const Observed& observed, bool communities, bool med) {
  ASSERT_TRUE(observed.faults.empty()) << observed.faults.front();
  ASSERT_EQ(observed.routes.size(), 3U);
  EXPECT_EQ(observed.routes[0].prefix, testing::prefix("10.0.0.0/24"));
  EXPECT_EQ(observed.routes[0].prepend, 1);
  EXPECT_TRUE(observed.routes[0].beyond.empty());
  EXPECT_EQ(observed.routes[1].prepend, 0);
  EXPECT_EQ(observed.routes[1].marks.med, med ? std::optional(50U) : std::nullopt);
  EXPECT_EQ(observed.routes[1].marks.communities.size(), communities ? 2U : 0U);
  EXPECT_EQ(observed.routes[1].communities_shown, communities);
  EXPECT_EQ(observed.routes[1].med_shown, med);
  EXPECT_EQ(observed.routes[2].prepend, 0);
  EXPECT_EQ(observed.routes[2].beyond, std::vector<std::string>{"64510"});
}

void expect_refused(Platform platform, const std::string& text) {
  EXPECT_FALSE(parse_observed(platform, text, 65000).faults.empty()) << text.substr(0, 300);
}

TEST(DocumentedOutputs, Junos) {
  const std::string text = fixture("junos.json");
  expect_three(parse_observed(Platform::junos, text, 65000), true, true);
  // The local AS stands in brackets before the copies or behind them.
  const Observed behind = parse_observed(
      Platform::junos, edited(text, "[65000] 65000 I", "65000 65000 [65000] I"), 65000);
  ASSERT_TRUE(behind.faults.empty());
  EXPECT_EQ(behind.routes[0].prepend, 2);
  expect_refused(Platform::junos, edited(text, "[65000] 65000 I", "65000 65000 I"));
  expect_refused(Platform::junos, edited(text, "[65000] 65000 I", "[65001] 65001 I"));
  expect_refused(Platform::junos, edited(text, "[65000] 65000 I", "[65000] 65000"));
  expect_refused(Platform::junos, edited(text, "\"inet.0\"", "\"CUST.inet.0\""));
  expect_refused(Platform::junos, text.substr(0, text.size() - 10));
  expect_refused(Platform::junos, "inet.0: 9 destinations, 9 routes\n");
  const Observed none = parse_observed(
      Platform::junos, R"({"route-information": [{"attributes": {"xmlns": "x"}}]})", 65000);
  EXPECT_TRUE(none.faults.empty());
  EXPECT_TRUE(none.routes.empty());
}

TEST(DocumentedOutputs, Eos) {
  const std::string text = fixture("eos.json");
  expect_three(parse_observed(Platform::eos, text, 65000), true, true);
  expect_refused(Platform::eos, edited(text, "\"asn\": \"65000\"", "\"asn\": \"65001\""));
  expect_refused(Platform::eos, edited(text, "\"default\": {", "\"CUST\": {"));
  expect_refused(Platform::eos, edited(text, "\"65000 65000 i\"", "\"64510 i\""));
  expect_refused(Platform::eos, edited(text, "\"asPath\"", "\"path\""));
  expect_refused(Platform::eos, "BGP routing table information for VRF default\n");
  const Observed none = parse_observed(
      Platform::eos, R"({"vrfs": {"default": {"asn": "65000", "bgpRouteEntries": {}}}})", 65000);
  EXPECT_TRUE(none.faults.empty());
  EXPECT_TRUE(none.routes.empty());
}

TEST(DocumentedOutputs, IosXr) {
  const std::string text = fixture("ios-xr.txt");
  expect_three(parse_observed(Platform::ios_xr, text, 65000), false, false);
  // A network that is too long for its column stands in a line of its own.
  const Observed wrapped = parse_observed(
      Platform::ios_xr, edited(text, "10.0.0.0/24        ", "10.0.0.0/24\n                   "),
      65000);
  expect_three(wrapped, false, false);
  const Observed dotted =
      parse_observed(Platform::ios_xr,
                     "Network            Next Hop        From            AS Path\n"
                     "10.0.0.0/24        192.0.2.6       Local           1.15 1.15?\n"
                     "Processed 1 prefixes, 1 paths\n",
                     65551);
  ASSERT_TRUE(dotted.faults.empty()) << dotted.faults.front();
  EXPECT_EQ(dotted.routes[0].prepend, 1);
  expect_refused(Platform::ios_xr, edited(text, "Processed 3 prefixes", "Processed 4 prefixes"));
  expect_refused(Platform::ios_xr, text.substr(0, text.find("Processed")));
  expect_refused(Platform::ios_xr, edited(text, "65000 64510i", "64510i"));
  expect_refused(Platform::ios_xr, edited(text, "65000 64510i", "65000 64510"));
  expect_refused(Platform::ios_xr, "% Neighbor not found\n");
}

}  // namespace
}  // namespace bgpte::config
