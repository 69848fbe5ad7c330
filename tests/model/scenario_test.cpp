#include "bgpte/model/scenario.hpp"

#include <gtest/gtest.h>

namespace bgpte::model {
namespace {

TEST(LongestCovering, IsTheNextShorterListedPrefixOfTheFamily) {
  struct Row {
    const char* prefix;
    const char* cover;  ///< Empty: none.
  };
  const Row rows[] = {
      // in the order of a scenario: family, address, length
      {"10.0.0.0/8", ""},
      {"10.0.0.0/16", "10.0.0.0/8"},
      {"10.0.0.0/24", "10.0.0.0/16"},
      {"10.0.1.0/24", "10.0.0.0/16"},
      {"10.1.0.0/24", "10.0.0.0/8"},
      {"11.0.0.0/24", ""},
      {"2001:db8::/32", ""},
      {"2001:db8:1::/48", "2001:db8::/32"},
      {"2001:db9::/48", ""},
  };
  Scenario scenario;
  for (const Row& row : rows) {
    scenario.prefixes.emplace_back().prefix = parse_prefix(row.prefix).prefix;
  }
  const auto covering = longest_covering(scenario);
  ASSERT_EQ(covering.size(), std::size(rows));
  for (std::size_t i = 0; i < covering.size(); ++i) {
    EXPECT_EQ(covering[i] ? to_string(scenario.prefixes[*covering[i]].prefix) : "", rows[i].cover)
        << rows[i].prefix;
  }
}

}  // namespace
}  // namespace bgpte::model
