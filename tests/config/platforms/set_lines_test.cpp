// Junos and VyOS, whose configuration is a set of `set` lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using ::testing::HasSubstr;
using testing::plain;

// A chain of Junos policies: our statement goes in front and the operator's follow in order.
TEST(Emit, JunosKeepsTheWholeChain) {
  SessionChange change = plain(Platform::junos);
  change.session.export_policy = {"FIRST", "SECOND"};
  const ConfigPart part = emit(change);
  const std::string path = "set protocols bgp group T1 neighbor 192.0.2.1 export ";
  EXPECT_THAT(part.apply, HasSubstr(path + "BGPTE_T1_V4\n" + path + "FIRST\n" + path + "SECOND\n"));
  EXPECT_THAT(part.rollback, HasSubstr("export\n" + path + "FIRST\n" + path + "SECOND\n"));
}

/// A router that keeps a set of `set` lines, as Junos and VyOS do.
std::vector<std::string> store_after(std::vector<std::string> store, const std::string& text) {
  for (const std::string& line : testing::lines_of(text)) {
    if (line.starts_with("delete ")) {
      const std::string path = "set " + line.substr(7);
      std::erase_if(store, [&](const std::string& kept) {
        return kept == path || kept.starts_with(path + " ");
      });
    } else if (line.starts_with("set ") &&
               std::find(store.begin(), store.end(), line) == store.end()) {
      store.push_back(line);
    }
  }
  return store;
}

TEST(Emit, JunosAndVyosTextAppliedTwiceAndTakenBack) {
  std::vector<std::pair<PrependOwner, SessionChange (*)(Platform, PrependOwner, model::Family)>>
      changes;
  for (const PrependOwner owner : testing::every_owner) {
    for (const auto make : {testing::example, testing::withdrawal, testing::lever}) {
      changes.emplace_back(owner, make);
    }
  }
  for (const Platform platform : {Platform::junos, Platform::vyos}) {
    for (const auto& [owner, make] : changes) {
      if (owner == PrependOwner::foreign && make == testing::example &&
          platform == Platform::junos) {
        continue;
      }
      const SessionChange change = make(platform, owner, model::Family::ipv4);
      const ConfigPart part = emit(change);
      ASSERT_EQ(part.mode, Mode::paste) << part.reason;
      std::vector<std::string> base = {"set policy route-map T1_OUT_V4 rule 10 action permit"};
      if (platform == Platform::junos) {
        base = {"set protocols bgp group T1 neighbor 192.0.2.1 export T1_OUT_V4"};
      }
      if (owner == PrependOwner::bgpte) {
        base = store_after(base, emit(testing::earlier_of(change)).apply);
      }
      const auto sorted = [](std::vector<std::string> lines) {
        std::sort(lines.begin(), lines.end());
        return lines;
      };
      const auto once = store_after(base, part.apply);
      EXPECT_NE(sorted(once), sorted(base));
      EXPECT_EQ(sorted(store_after(once, part.apply)), sorted(once));
      EXPECT_EQ(sorted(store_after(once, part.rollback)), sorted(base));
    }
  }
}

}  // namespace
}  // namespace bgpte::config
