#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/config/example.hpp"

namespace bgpte::config::testing {

inline constexpr model::Platform skipping[] = {model::Platform::frr,   model::Platform::ios_xe,
                                               model::Platform::nx_os, model::Platform::eos,
                                               model::Platform::vrp,   model::Platform::vyos};
inline SessionChange plain(model::Platform platform,
                           model::PrependOwner owner = model::PrependOwner::none) {
  return example(platform, owner, model::Family::ipv4);
}

inline bool can_skip(model::Platform platform) {
  return std::ranges::find(skipping, platform) != std::end(skipping);
}

/// Names of the lists that FRR's text of a change makes.
inline std::vector<std::string> frr_lists(const SessionChange& change) {
  const std::string_view begin = "no ip prefix-list ";
  std::vector<std::string> names;
  for (const std::string& line : lines_of(emit(change).apply)) {
    if (line.starts_with(begin)) {
      names.push_back(line.substr(begin.size()));
    }
  }
  return names;
}

/// A manual part prints sentences only: no line that a router could take.
inline void expect_manual(const ConfigPart& part, const std::string& reason) {
  EXPECT_EQ(part.mode, Mode::manual);
  EXPECT_THAT(part.reason, ::testing::HasSubstr(reason));
  for (const std::string* text :
       {&part.precheck, &part.apply, &part.verify, &part.confirm, &part.rollback}) {
    for (const std::string& line : lines_of(*text)) {
      EXPECT_TRUE(line.starts_with("# ")) << line;
    }
    EXPECT_FALSE(text->empty());
  }
}

}  // namespace bgpte::config::testing
