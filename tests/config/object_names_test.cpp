// Which names may reach a router, and what becomes of a link's name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using testing::expect_manual;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::plain;

TEST(NameFault, NamesThatCouldEndALineOrAQuotationAreRefusedEverywhere) {
  for (const model::PlatformName& platform : model::platform_names) {
    for (const char* name :
         {"", "TO-A\n no router bgp 65000", "TO\"A", "TO'A", "TO;A", "TO!A", "TO}A", "TO{A", "TO A",
          "TO\tA", "TO$A", "TO`A", "TO\\A", "TO|A", "T\xc3\xb6", "-A", "TO#A", "TO[A"}) {
      EXPECT_NE(name_fault(platform.platform, name), "") << platform.id << " " << name;
    }
    EXPECT_NE(name_fault(platform.platform, std::string(300, 'a')), "") << platform.id;
    EXPECT_EQ(name_fault(platform.platform, "T1_OUT_V4"), "") << platform.id;
  }
  EXPECT_EQ(name_fault(Platform::frr, "TO-A"), "");
  EXPECT_EQ(name_fault(Platform::frr, std::string(64, 'a')), "");
  EXPECT_NE(name_fault(Platform::bird, "TO-A"), "") << "BIRD has no '-' in a symbol";
  EXPECT_NE(name_fault(Platform::bird, "1A"), "");
}

TEST(Emit, AHostileNameNeverReachesTheOutput) {
  const std::string hostile = "X\n no router bgp 65000\n";
  for (const Platform platform : testing::every_platform) {
    for (int field = 0; field < 8; ++field) {
      SessionChange change = plain(platform);
      switch (field) {
        case 0:
          change.session.export_policy = {hostile};
          break;
        case 1:
          change.session.group = hostile;
          break;
        case 2:
          change.session.protocol = hostile;
          break;
        case 3:
          change.session.router = hostile;
          break;
        case 4:
          change.link = hostile;
          break;
        case 5:
          change.change_id = hostile;
          break;
        case 6:
          change.parallel_links = {{hostile, {}}};
          break;
        default:
          change.session.own_set = hostile;
          break;
      }
      const ConfigPart part = emit(change);
      expect_manual(part, "X\\x0a no router");
      EXPECT_THAT(part.apply, Not(HasSubstr("\n no router")));
    }
  }
}

TEST(Emit, LinkNamesBecomeObjectNamesWithoutCollisions) {
  std::set<std::string> applied;
  const char* links[] = {"B",
                         "b",
                         "B-1",
                         "B_1",
                         "B.1",
                         "B 1",
                         "B/1",
                         "B_1_0123abcd",
                         "a long link name that goes on and on 1",
                         "a long link name that goes on and on 2"};
  for (const char* link : links) {
    SessionChange change = plain(Platform::frr);
    change.link = link;
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    for (const std::string& name : testing::frr_lists(change)) {
      EXPECT_LE(name.size(), 40U);
      EXPECT_TRUE(applied.insert(name).second) << name << " for " << link;
    }
  }
  EXPECT_TRUE(applied.contains("BGPTE_B_P1_V4"));
  EXPECT_TRUE(applied.contains("BGPTE_B_1_P1_V4"));
}

}  // namespace
}  // namespace bgpte::config
