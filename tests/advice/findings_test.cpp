// Findings as a list: their order, their number, and those of a well-known case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/advice/rules/rule_rows.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::vector<model::Finding> of_rule(const std::vector<model::Finding>& findings,
                                    const std::string& rule) {
  std::vector<model::Finding> some;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(some),
               [&](const model::Finding& finding) { return finding.rule == rule; });
  return some;
}

TEST(Findings, AQuietNetworkHasNone) {
  EXPECT_TRUE(findings_in(quiet().finish()).empty());
}

TEST(Findings, ErrorsFirstThenByRule) {
  Case c = link_a_link_b();
  const std::vector<model::Finding> findings = findings_in(c.finish());
  ASSERT_GT(findings.size(), 3U);
  for (std::size_t i = 1; i < findings.size(); ++i) {
    EXPECT_GE(findings[i - 1].severity, findings[i].severity);
    if (findings[i - 1].severity == findings[i].severity) {
      EXPECT_LE(findings[i - 1].rule, findings[i].rule);
    }
  }
}

TEST(Findings, PermutedInputChangesOnlyPointers) {
  const auto build = [](const std::vector<int>& order) {
    Case c;
    for (const int which : order) {
      if (which == 0) {
        c.link("A", 1000, 980, 0.5);
      } else {
        c.link("B", 10000, 5000, 1.2);
      }
    }
    for (const int which : order) {
      if (which == 0) {
        c.prefix("10.0.0.0/24", {0, 1}, {80, 0});
        c.prefix("10.0.1.0/24", {1, 1}, {20, 0});
      } else {
        c.prefix("11.0.0.0/24", {0, 1}, {800, 0});
      }
    }
    std::vector<model::Finding> findings = findings_in(c.finish());
    for (model::Finding& finding : findings) {
      finding.subject.clear();
    }
    return findings;
  };
  EXPECT_EQ(build({0, 1}), build({1, 0}));
}

TEST(Findings, ManyOfOneRuleAreCountedNotListed) {
  Case c;
  c.link("A", 1000, 300, 0.5);
  c.link("B", 1000, 300, 0.5);
  const std::size_t count = findings_per_rule + 7;
  for (std::size_t i = 0; i < count; ++i) {
    c.prefix("10.0." + std::to_string(i) + ".0/24", {0, 0}, {0, 0});
  }
  const std::vector<model::Finding> bogons = of_rule(findings_in(c.finish()), "bogon-prefix");
  ASSERT_EQ(bogons.size(), findings_per_rule + 1);
  EXPECT_THAT(bogons.back().message, HasSubstr("7 more"));
}

/// The case everybody knows: 11.0.0.0/24 affects 10.0.0.0/24.
TEST(Findings, LinkALinkB) {
  Case c = link_a_link_b();
  const std::vector<model::Finding> findings = findings_in(c.finish());
  const auto message = [&](const std::string& rule) {
    const auto found = of_rule(findings, rule);
    return found.empty() ? std::string() : found[0].message;
  };
  EXPECT_THAT(message("link-congested"), HasSubstr("980 Mbps of 1 Gbps (98 %)"));
  EXPECT_THAT(message("link-saturated"), HasSubstr("lower bound"));
  EXPECT_THAT(message("congested-by-one-prefix"),
              AllOf(HasSubstr("11.0.0.0/24 accounts for 900 Mbps of 980 Mbps"),
                    HasSubstr("10.0.0.0/24 (80 Mbps) is affected")));
  EXPECT_THAT(message("room-elsewhere"), HasSubstr("Link B has 3 Gbps of room"));
  EXPECT_THAT(message("single-link"),
              HasSubstr("12.0.0.0/24 (3 Gbps) is announced on link B only"));
  EXPECT_THAT(message("n-1-overload"), HasSubstr("If B fails, link A gets"));
  const auto bogons = of_rule(findings, "bogon-prefix");
  ASSERT_EQ(bogons.size(), 1U);  // 11/8 and 12/8 are ordinary networks.
  EXPECT_THAT(bogons[0].message, HasSubstr("10.0.0.0/24 lies in 10.0.0.0/8"));
}

}  // namespace
}  // namespace bgpte::advice::testing
