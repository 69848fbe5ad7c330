// RouterOS: the number of copies, the neighbour alone, and where a rule goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using ::testing::HasSubstr;
using testing::plain;

// RouterOS counts all copies of the own AS: one more than the prepends.
TEST(Emit, RouterOsGetsOneMore) {
  EXPECT_THAT(emit(plain(Platform::routeros)).apply,
              HasSubstr("if (dst in BGPTE_T1_P3_V4) { set bgp-path-prepend 4 }"));
}

// A dot of a regular expression stands for any character, and one without ends for more of them.
TEST(Emit, RouterOsLooksAtOneNeighbourAlone) {
  const std::string v4 = R"-(remote.address~"^192\\.0\\.2\\.1([/%]|\$)")-";
  const std::string v6 = R"-(remote.address~"^2001:db8:0:1::1([/%]|\$)")-";
  for (const model::Family family : testing::every_family) {
    const ConfigPart part = emit(testing::example(Platform::routeros, PrependOwner::none, family));
    const bool ipv4 = family == model::Family::ipv4;
    for (const std::string* text : {&part.precheck, &part.verify}) {
      EXPECT_THAT(*text, HasSubstr("print detail where " + (ipv4 ? v4 : v6) + "\n"));
      EXPECT_THAT(*text, HasSubstr("dump-saved-advertisements [find " + (ipv4 ? v4 : v6) +
                                   "] save-to=BGPTE_T1_V" + (ipv4 ? "4" : "6") + ".pcap\n"));
    }
  }
}

// An item's number is that of the last print, in whatever chain. Ours are removed before one is
// placed, so that the first rule is the operator's each time.
TEST(Emit, RouterOsPlacesARuleBeforeTheFirstOfItsChainAndNeverByNumber) {
  for (const PrependOwner owner : {PrependOwner::none, PrependOwner::bgpte}) {
    const SessionChange change = testing::example(Platform::routeros, owner, model::Family::ipv4);
    const ConfigPart part = emit(change);
    for (const std::string* text : {&part.apply, &part.rollback}) {
      std::size_t added = 0;
      for (const std::string& line : testing::lines_of(*text)) {
        if (line.starts_with("/routing/filter/rule add")) {
          EXPECT_THAT(line, HasSubstr(" place-before=([find chain=\"T1_OUT_V4\"]->0)"));
          ++added;
        } else if (line.starts_with("/routing/filter/rule remove")) {
          EXPECT_EQ(added, 0U) << "removed after one was placed: " << line;
        }
      }
      EXPECT_EQ(added, text == &part.rollback && owner == PrependOwner::none ? 0U : 2U);
    }
  }
}

}  // namespace
}  // namespace bgpte::config
