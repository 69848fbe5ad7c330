// What the table of platforms allows at most, through the daemons' own parsers.
#include <gtest/gtest.h>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;
using testing::Verdict;

/// Every limit of the row at once: names of 64 characters, the last entries, a 4-byte AS, as many
/// communities as one statement takes, the greatest of each and the greatest MED.
SessionChange at_the_limits(Platform platform) {
  SessionChange change = testing::lever(platform, PrependOwner::none, model::Family::ipv4);
  change.link = std::string(64, 'L');
  change.local_as = 4'294'967'294U;
  change.session.export_policy = {std::string(64, 'P')};
  change.session.free_entries = model::EntryRange{65533, 65534};
  change.session.next_entry = 65535;
  const model::IpPrefix one = change.after.begin()->first;
  change.after.begin()->second = 64;
  model::RouteAttributes marks = testing::marks({}, 4'294'967'295U);
  for (std::uint32_t i = 0; i < 32; ++i) {
    marks.communities.push_back({false, {65535, 65504 + i, 0}});
  }
  for (std::uint32_t i = 0; i < 32; ++i) {
    marks.communities.push_back({true, {4'294'967'295U, 4'294'967'295U, 4'294'967'264U + i}});
  }
  change.marks_after[one] = marks;
  return change;
}

TEST(RealParser, WhatIsAtTheLimitsIsTakenAndOneMoreIsByHand) {
  const testing::Folder folder("limits");
  for (const Platform platform : {Platform::frr, Platform::bird, Platform::openbgpd}) {
    SessionChange change = at_the_limits(platform);
    const ConfigPart part = emit(change);
    ASSERT_EQ(part.mode, Mode::paste) << part.reason;
    Verdict verdict;
    const std::string config = folder.file("limits.conf");
    if (platform == Platform::frr) {
      verdict = testing::frr_accepts(folder, testing::frr_base() +
                                                 testing::configuration_lines(part.apply) +
                                                 testing::configuration_lines(part.rollback));
    } else if (platform == Platform::bird) {
      std::string base = testing::bird_base();
      const std::string name = "T1_OUT_V4";
      for (std::size_t at = 0; (at = base.find(name, at)) != std::string::npos;) {
        base.replace(at, name.size(), change.session.export_policy.front());
      }
      testing::write_text(config, base);
      verdict = testing::bird_run(config, part.apply);
    } else {
      testing::write_private(config, testing::bgpd_base());
      verdict = testing::bgpd_run(config, part.apply);
    }
    EXPECT_TRUE(verdict.accepted) << name_of(platform) << verdict.output;
    std::filesystem::remove(config);
    change.marks_after.begin()->second.communities.insert(
        change.marks_after.begin()->second.communities.begin(), model::Community{false, {1, 1, 0}});
    EXPECT_EQ(emit(change).mode, Mode::manual) << name_of(platform);
    change = at_the_limits(platform);
    change.session.export_policy = {std::string(65, 'P')};
    EXPECT_EQ(emit(change).mode, Mode::manual) << name_of(platform);
  }
}

}  // namespace
}  // namespace bgpte::config
