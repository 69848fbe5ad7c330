// Every rule of the table fires where it should, with its numbers, and is quiet where it should be.
#include "bgpte/advice/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/advice/rules/completeness.hpp"
#include "tests/advice/rules/ingress_rows.hpp"
#include "tests/advice/rules/lever_and_sample_rows.hpp"
#include "tests/advice/rules/link_and_cost_rows.hpp"
#include "tests/advice/rules/prefix_rows.hpp"
#include "tests/advice/rules/real_network_rows.hpp"
#include "tests/advice/rules/routing_security_rows.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<Row>& rows() {
  static const std::vector<Row> table = [] {
    std::vector<Row> all;
    for (const auto& part : {link_and_cost_rows(), prefix_rows(), real_network_rows(),
                             lever_and_sample_rows(), ingress_rows(), routing_security_rows()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return table;
}

std::vector<model::Finding> findings_under(const model::Scenario& scenario,
                                           const std::vector<model::Change>& changes) {
  const auto ingress = ingress::make_ingress(scenario);
  return findings_of(network_today({scenario, *ingress}), evaluation::plan_of(scenario, changes));
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
  std::vector<model::Finding> found =
      of_rule(findings_under(c.finish(), GetParam().changes), GetParam().rule);
  std::erase_if(found, [](const model::Finding& one) { return one.subject != GetParam().subject; });
  ASSERT_EQ(found.size(), GetParam().findings) << GetParam().subject;
  for (const std::string& text : GetParam().says) {
    EXPECT_THAT(found[0].message + " -> " + found[0].suggestion, HasSubstr(text));
  }
  EXPECT_EQ(found[0].suggestion.empty(), GetParam().suggests == Suggests::nothing);
}

TEST_P(RuleTest, StaysQuietWhereItShould) {
  Case c = quiet();
  GetParam().does_not(c);
  std::vector<model::Finding> found =
      of_rule(findings_under(c.finish(), GetParam().changes), GetParam().rule);
  std::erase_if(found, [](const model::Finding& one) { return one.subject != GetParam().subject; });
  EXPECT_TRUE(found.empty()) << found[0].message;
}

INSTANTIATE_TEST_SUITE_P(Table, RuleTest, ::testing::ValuesIn(rows()),
                         [](const ::testing::TestParamInfo<Row>& row) {
                           std::string name = row.param.rule + "_" + std::to_string(row.index);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(RuleTable, EveryRuleHasARowHereItsFileAndItsSection) {
  std::set<std::string> tested;
  for (const Row& row : rows()) {
    tested.insert(row.rule);
  }
  const std::filesystem::path root(BGPTE_SOURCE_DIR);
  std::ostringstream docs;
  docs << std::ifstream(root / "docs/rules.md").rdbuf();
  EXPECT_THAT(missing_of({rules(), files_in(root / "src/advice/rules"), docs.str(), tested}),
              IsEmpty());
}

/// The check itself: a table of two rules with a hole of every kind.
TEST(RuleTable, TheCheckFindsWhatIsMissing) {
  const auto nothing = [](const NetworkToday&) { return std::vector<model::Finding>(); };
  const std::vector<Rule> table{{"seen-by-ingress", model::Severity::info, "Seen elsewhere"},
                                {"toy", model::Severity::warning, "A toy", nothing}};
  const std::string toy = "## `toy`\nSeverity: warning. **Sees** toys.\n";
  const std::string docs = toy + "## `seen-by-ingress`\nSeverity: info. **Sees** it.\n";
  const std::set<std::string> tested{"toy", "seen-by-ingress"};
  EXPECT_THAT(missing_of({table, {"toy"}, docs, tested}), IsEmpty());
  EXPECT_THAT(missing_of({table, {}, docs, tested}), ElementsAre("toy: no file"));
  EXPECT_THAT(missing_of({table, {"toy", "tool"}, docs, tested}),
              ElementsAre("tool: a file without a row in the table"));
  EXPECT_THAT(missing_of({table, {"toy", "seen-by-ingress"}, docs, tested}),
              ElementsAre("seen-by-ingress: a file whose row has no function"));
  EXPECT_THAT(missing_of({table, {"toy"}, toy, tested}),
              ElementsAre("seen-by-ingress: no section in docs/rules.md"));
  EXPECT_THAT(missing_of({table, {"toy"}, docs + "## `tool`\n", tested}),
              ElementsAre("tool: a section without a row in the table"));
  EXPECT_THAT(missing_of({table, {"toy"}, docs + "## `toy`\nSeverity: info.\n", tested}),
              ElementsAre("toy: docs/rules.md has the severity info"));
  EXPECT_THAT(missing_of({table, {"toy"}, docs, {"toy"}}),
              ElementsAre("seen-by-ingress: no row in the tests"));
  EXPECT_THAT(missing_of({table, {"toy"}, docs, {"toy", "seen-by-ingress", "tool"}}),
              ElementsAre("tool: tested without a row in the table"));
}

}  // namespace
}  // namespace bgpte::advice::testing
