#include "bgpte/advice/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/advice/lever_and_sample_rows.hpp"
#include "tests/advice/rule_rows.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void know_a_community(Case& c) {
  c.scenario().catalogue.entries = {{64496, "Example Transit", "lower-preference",
                                     *model::parse_community("64496:80"), "LOCAL_PREF 80",
                                     "a letter", "2026-11", model::Confidence::high}};
}

std::vector<Row> other_rows() {
  return {
      {"link-congested",
       "/links/0",
       {"810 Mbps of 1 Gbps (81 %)", "10 Mbps above its ceiling of 800 Mbps (80 %)", "1.013 Gbps"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(810); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800); }},
      {"community-known",
       "/links/0",
       {"AS 64496 (Example Transit) behind link A", "64496:80 (LOCAL_PREF 80)",
        "Source: a letter, compared 2026-11, confidence high"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(810);
         know_a_community(c);
       },
       [](Case& c) { know_a_community(c); }},
      {"link-saturated",
       "/links/0",
       {"950 Mbps of 1 Gbps (95 %)", "lower bound", "10 % more"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(950); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(949.9); }},
      {"inbound-above-capacity",
       "/links/0",
       {"1.2 Gbps", "capacity of 1 Gbps", "200 Mbps of which"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(1200); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(1000); }},
      {"inbound-above-capacity",
       "/links/1",
       {"1.1 Gbps"},
       [](Case& c) { link(c.scenario(), "B").peak = mbps(1100); },
       [](Case& c) { link(c.scenario(), "B").peak = mbps(999); }},
      {"near-ceiling",
       "/links/0",
       {"720 Mbps", "80 Mbps below its ceiling", "grows by more than 11 %"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(720); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(719.9); }},
      {"near-ceiling",
       "/links/0",
       {"800 Mbps"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800.1); }},  // Congested instead.
      {"congested-by-one-prefix",
       "/links/0",
       {"8.0.2.0/24 brings 700 Mbps of 1 Gbps (70 %)", "8.0.0.0/24 (150 Mbps)",
        "8.0.1.0/24 (150 Mbps)", "suffer for it"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(1000);
         c.prefix("8.0.2.0/24", {0, 0}, {700, 0});
       },
       [](Case& c) {  // Without it the link would still be above its ceiling.
         link(c.scenario(), "A").inbound = mbps(1000);
         c.prefix("8.0.2.0/24", {0, 0}, {190, 0});
       }},
      {"room-elsewhere",
       "/links/1",
       {"500 Mbps of room", "8.0.2.0/24 (prepend 1 there; 600 Mbps on A)"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         c.prefix("8.0.2.0/24", {0, 1}, {600, 0});
       },
       [](Case& c) {  // The same prepend, but A is not congested.
         link(c.scenario(), "A").inbound = mbps(800);
         c.prefix("8.0.2.0/24", {0, 1}, {500, 0});
       }},
      {"n-1-overload",
       "/links/1",
       {"If A fails, link B gets 1.2 Gbps for a capacity of 1 Gbps (120 %)", "200 Mbps too much"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(900); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(700); }},
      {"n-1-overload",
       "/links/1",
       {"If A fails"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(900); },
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         c.scenario().policy.n_minus_1 = model::NMinusOne::off;
       }},
      {"dear-link",
       "/links/0",
       {"Link A costs 2.00 USD for the next Mbps, link B 0.50", "8.0.0.0/24 and 8.0.1.0/24",
        "USD a month less"},
       [](Case& c) { link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)}; },
       [](Case&) {}},
      {"dear-link",
       "/links/0",
       {"B"},
       [](Case& c) { link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)}; },
       [](Case& c) {  // As dear, but the cheap link is full.
         link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)};
         link(c.scenario(), "B").inbound = mbps(800);
       }},
      {"dear-link",
       "/links/0",
       {"link C 0.50"},
       [](Case& c) {  // The cheapest link is a peer that reaches none of the sources.
         c = Case();
         c.link("A", 1000, 300, 2);
         c.link("B", 1000, 10, 0.1).relationship = model::Relationship::peer;
         c.link("C", 1000, 300, 0.5);
         c.prefix("8.0.0.0/24", {0, 0, 0}, {150, 0, 150});
       },
       [](Case& c) {
         c = Case();
         c.link("A", 1000, 300, 2);
         c.link("B", 1000, 10, 0.1).relationship = model::Relationship::peer;
         c.prefix("8.0.0.0/24", {0, 0}, {150, 0});
       }},
      {"commit-unused",
       "/links/0",
       {"commits to 500 Mbps and uses 300 Mbps", "200 Mbps (100.00 USD a month)"},
       [](Case& c) {
         link(c.scenario(), "A").billing.model =
             model::CommitBilling{mbps(500), price(0.5), price(0.9)};
       },
       [](Case& c) {
         link(c.scenario(), "A").billing.model =
             model::CommitBilling{mbps(300), price(0.5), price(0.9)};
       }},
      {"single-link",
       "/prefixes/2",
       {"8.0.2.0/24 (50 Mbps) is announced on link B only", "unreachable"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 50});
       }},
      {"single-link",
       "/prefixes/2",
       {"only the covering 8.0.0.0/22 still attracts it"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
       }},
      {"prepended-everywhere",
       "/prefixes/2",
       {"(A=1, B=3)", "A=0, B=2"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {1, 3}, {50, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 2}, {50, 50});
       }},
      {"prepend-over-cap",
       "/prefixes/2",
       {"prepended 4 times on link B", "cap of 3"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 4}, {50, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 3}, {50, 50});
       }},
      {"prepend-inert",
       "/prefixes/2",
       {"No prepend up to 3 moves 8.0.2.0/24 (50 Mbps)", "link A"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
         c.retained("A", {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
         c.retained("A", {{0.9, 0.9, 0.9}, {1, 1, 1}, {1, 1, 1}});
       }},
      {"overlapping-prefixes",
       "/prefixes/0",
       {"8.0.0.0/24 (300 Mbps) lies in 8.0.0.0/23"},
       [](Case& c) {
         c.prefix("8.0.0.0/23", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/23", {0, 0}, {0, 0});
       }},
      {"bogon-prefix",
       "/prefixes/2",
       {"192.168.7.0/24 lies in 192.168.0.0/16, which is private (RFC 1918)"},
       [](Case& c) {
         c.prefix("192.168.7.0/24", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("192.169.7.0/24", {0, 0}, {0, 0});
       }},
      {"bogon-prefix",
       "/prefixes/2",
       {"2001:db8::/32 is for documentation (RFC 3849)"},
       [](Case& c) {
         c.prefix("2001:db8::/32", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("2001:db9::/32", {0, 0}, {0, 0});
       }},
      {"private-asn",
       "/local_as",
       {"AS 64512 is private (RFC 6996)"},
       [](Case& c) {
         c.scenario().local_as = 64512;
         for (model::Prefix& prefix : c.scenario().prefixes) {
           prefix.origin_as = 64512;
         }
       },
       [](Case&) {}},
      {"private-asn",
       "/prefixes/1",
       {"originated by AS 4200000000, which is private"},
       [](Case& c) { c.scenario().prefixes[1].origin_as = 4200000000; },
       [](Case& c) { c.scenario().prefixes[1].origin_as = 4199999999; }},
      {"prefix-too-long",
       "/prefixes/2",
       {"8.0.2.0/25 is longer than /24"},
       [](Case& c) {
         c.prefix("8.0.2.0/25", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
      {"prefix-too-long",
       "/prefixes/2",
       {"2a00::/49 is longer than /48"},
       [](Case& c) {
         c.prefix("2a00::/49", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("2a00::/48", {0, 0}, {0, 0});
       }},
      {"measured-mismatch",
       "/links/0/inbound",
       {"350 Mbps", "300 Mbps"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
      {"partly-measured",
       "/prefixes/2/inbound",
       {"8.0.2.0/24", "B"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, -1});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
  };
}

const std::vector<Row>& rows() {
  static const std::vector<Row> table = [] {
    std::vector<Row> all = other_rows();
    for (Row& row : lever_and_sample_rows()) {
      all.push_back(std::move(row));
    }
    return all;
  }();
  return table;
}

std::vector<model::Finding> of_rule(const std::vector<model::Finding>& findings,
                                    const std::string& rule) {
  std::vector<model::Finding> some;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(some),
               [&](const model::Finding& finding) { return finding.rule == rule; });
  return some;
}

class RuleTest : public ::testing::TestWithParam<Row> {};

TEST_P(RuleTest, FiresWhereItShouldAndSaysWhyWithNumbers) {
  Case c = quiet();
  GetParam().fires(c);
  std::vector<model::Finding> found = of_rule(findings_in(c.finish()), GetParam().rule);
  std::erase_if(found, [](const model::Finding& one) { return one.subject != GetParam().subject; });
  ASSERT_EQ(found.size(), 1U) << GetParam().subject;
  for (const std::string& text : GetParam().says) {
    EXPECT_THAT(found[0].message + " -> " + found[0].suggestion, HasSubstr(text));
  }
  EXPECT_FALSE(found[0].suggestion.empty());
}

TEST_P(RuleTest, StaysQuietWhereItShould) {
  Case c = quiet();
  GetParam().does_not(c);
  std::vector<model::Finding> found = of_rule(findings_in(c.finish()), GetParam().rule);
  std::erase_if(found, [](const model::Finding& one) { return one.subject != GetParam().subject; });
  EXPECT_TRUE(found.empty()) << found[0].message;
}

INSTANTIATE_TEST_SUITE_P(Table, RuleTest, ::testing::ValuesIn(rows()),
                         [](const ::testing::TestParamInfo<Row>& row) {
                           std::string name = row.param.rule + "_" + std::to_string(row.index);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(RuleTable, EveryRuleOfTheTableHasARowHere) {
  // What only fitting and reading files can see is tested with the model that sees it.
  std::set<std::string> tested = {"split-fitted",         "split-overshoot", "sources-scaled",
                                  "as-graph-file",        "weights-file",    "observation-residual",
                                  "lever-effect-unknown", "lever-to-confirm"};
  for (const Row& row : rows()) {
    tested.insert(row.rule);
  }
  std::set<std::string> known;
  for (const Rule& rule : rules()) {
    known.insert(std::string(rule.id));
  }
  EXPECT_EQ(tested, known);
}

TEST(RuleTable, EveryRuleHasItsSectionInTheDocsAndViceVersa) {
  std::ifstream file(std::string(BGPTE_SOURCE_DIR) + "/docs/rules.md");
  ASSERT_TRUE(file.good());
  std::set<std::string> sections;
  std::string line;
  std::string severity_line;
  std::map<std::string, std::string> severities;
  while (std::getline(file, line)) {
    if (line.rfind("## `", 0) == 0) {
      severity_line = line.substr(4, line.find('`', 4) - 4);
      sections.insert(severity_line);
    }
    if (line.rfind("Severity: ", 0) == 0) {
      severities[severity_line] = line.substr(10, line.find('.') - 10);
    }
  }
  std::set<std::string> known;
  for (const Rule& rule : rules()) {
    known.insert(std::string(rule.id));
    EXPECT_EQ(severities[std::string(rule.id)], model::name_of(rule.severity)) << rule.id;
  }
  EXPECT_EQ(sections, known);
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

/// The case everybody knows: 10.0.0.0/24 suffers for 11.0.0.0/24.
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
              AllOf(HasSubstr("11.0.0.0/24 brings 900 Mbps of 980 Mbps"),
                    HasSubstr("10.0.0.0/24 (80 Mbps) suffers for it")));
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
