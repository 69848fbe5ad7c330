// Parts of one router and step that are opened, committed and confirmed together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/manual.hpp"

namespace bgpte::config {
namespace {

using model::Family;
using model::Platform;
using model::PrependOwner;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array joining{Platform::ios_xe, Platform::ios_xr, Platform::junos, Platform::eos,
                             Platform::sr_os,  Platform::vrp,    Platform::vyos};

/// Both families of one neighbour, in one step.
std::vector<ConfigPart> both_families(Platform platform) {
  std::vector<ConfigPart> parts;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    parts.push_back(emit(testing::example(platform, PrependOwner::none, family)));
  }
  return with_whole_transactions(std::move(parts));
}

std::size_t count(const std::string& text, const std::string& line) {
  std::size_t found = 0;
  for (const std::string& one : testing::lines_of(text)) {
    found += one.starts_with(line) ? 1U : 0U;
  }
  return found;
}

/// How a platform's text opens and commits.
struct Frame {
  const char *opens, *commits;
};

Frame frame_of(Platform platform) {
  switch (platform) {
    case Platform::ios_xe:
      return {"configure terminal", "end"};
    case Platform::eos:
      return {"configure session", "commit"};
    case Platform::sr_os:
      return {"edit-config", "commit"};
    case Platform::vrp:
      return {"system-view", "commit"};
    case Platform::vyos:
      return {"configure", "commit"};
    default:
      return {"configure exclusive", "commit "};
  }
}

TEST(Transactions, TheFirstPartOpensAndTheLastCommits) {
  for (const Platform platform : joining) {
    const auto parts = both_families(platform);
    const Frame frame = frame_of(platform);
    for (const auto text : {&ConfigPart::apply, &ConfigPart::rollback}) {
      EXPECT_EQ(count(parts[0].*text, frame.opens), 1U) << parts[0].*text;
      EXPECT_EQ(count(parts[1].*text, frame.opens), 0U) << parts[1].*text;
      EXPECT_EQ(count(parts[0].*text, frame.commits), 0U) << parts[0].*text;
      EXPECT_GE(count(parts[1].*text, "commit") + count(parts[1].*text, frame.commits), 1U)
          << parts[1].*text;
      EXPECT_THAT(parts[0].*text, HasSubstr("part 1 of 2 of one transaction"));
    }
    EXPECT_THAT(parts[0].confirm, HasSubstr("nothing here"));
    EXPECT_THAT(parts[1].confirm, Not(HasSubstr("nothing here")));
    for (const ConfigPart& part : parts) {
      EXPECT_EQ(part.change.transaction.size(), 2U);
      EXPECT_EQ(emit(part.change), part);
    }
  }
}

TEST(Transactions, TheLastPartRefreshesEveryNeighbour) {
  for (const Platform platform : {Platform::ios_xe, Platform::eos, Platform::vrp}) {
    const auto parts = both_families(platform);
    for (const char* neighbor : {"192.0.2.1", "2001:db8:0:1::1"}) {
      for (const char* refresh : {"clear", "refresh"}) {
        EXPECT_EQ(count(parts[0].apply, refresh), 0U) << parts[0].apply;
      }
      EXPECT_THAT(parts[1].apply, HasSubstr(neighbor));
    }
  }
}

TEST(Transactions, WhatStandsAloneIsWhole) {
  for (const Platform platform : testing::every_platform) {
    const auto parts = both_families(platform);
    const bool joins = std::ranges::find(joining, platform) != joining.end();
    EXPECT_EQ(parts[0].change.transaction.empty(), !joins) << name_of(platform);
    // One part of the two alone, in another step, or on another router.
    const ConfigPart alone = emit(testing::example(platform, PrependOwner::none, Family::ipv4));
    EXPECT_EQ(with_whole_transactions({parts[0]}), std::vector{alone});
    std::vector<ConfigPart> apart{alone, parts[1]};
    apart[1].change.step = 2;
    apart[1].change.transaction.clear();
    apart[1] = emit(SessionChange(apart[1].change));
    EXPECT_EQ(with_whole_transactions(apart), apart);
    apart[1].change.step = 1;
    apart[1].change.session.router = "edge2";
    apart[1] = emit(SessionChange(apart[1].change));
    EXPECT_EQ(with_whole_transactions(apart), apart);
  }
}

TEST(Transactions, APartThatIsNotInItsTransactionIsByHand) {
  SessionChange change = testing::example(Platform::junos, PrependOwner::none, Family::ipv4);
  change.transaction = {{testing::address("192.0.2.9"), Family::ipv4},
                        {testing::address("192.0.2.10"), Family::ipv4}};
  testing::expect_manual(emit(change), "its transaction");
}

}  // namespace
}  // namespace bgpte::config
