// --format html: every command that has it writes a sound page, the same each time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/cli/command_line.hpp"
#include "tests/cli/shipped_scenarios.hpp"
#include "tests/render/page_numbers.hpp"
#include "tests/render/page_reader.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::run;
using cli_test::temporary;

const std::string scenarios_below = std::string(BGPTE_SOURCE_DIR) + "/scenarios/";

std::string page_of(std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "html"});
  const cli_test::Outcome first = run(words);
  EXPECT_EQ(first.out, run(words).out);
  render_test::expect_sound(first.out);
  return first.out;
}

TEST(Pages, EveryCommandWritesOne) {
  const std::string headline = scenarios_below + "link-a-link-b/scenario.json";
  EXPECT_TRUE(contains(page_of({"whatif", headline, "--set", "11.0.0.0/24@B=0"}), "FORECAST"));
  EXPECT_TRUE(contains(page_of({"whatif", headline, "--growth", "20%", "--fail", "A"}), "then"));
  EXPECT_TRUE(contains(page_of({"drain", headline, "--link", "A"}), "DRAIN"));
  EXPECT_TRUE(contains(page_of({"frontier", headline}), "Cost against congestion"));
  EXPECT_TRUE(contains(page_of({"learn", scenarios_below + "learning/log.jsonl",
                                scenarios_below + "learning/scenario.json"}),
                       "What the log teaches"));
  const std::string graph = temporary("graph", "1|3|-1\n2|3|-1\n1|2|0\n1|4|-1\n2|5|-1\n");
  EXPECT_TRUE(contains(page_of({"catchment", "--as-rel", graph, "--origin", "3", "--link", "A=1",
                                "--link", "B=2", "--sweep", "2"}),
                       "A=0, B=1"));
}

TEST(Pages, AVerdictHasNone) {
  const cli_test::Outcome outcome =
      run({"learn", "--verdict", "advice.json", "flows.json", "--format", "html"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_TRUE(contains(outcome.err, "--verdict is told as text, markdown or json"));
}

/// Three links and a thousand prefixes on all of them, a third of them of IPv6.
std::string a_thousand_prefixes() {
  std::string prefixes;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = i % 3 == 0 ? fmt::format("2001:db8:{:x}::/48", i)
                                        : fmt::format("20.{}.{}.0/24", i / 250, i % 250);
    prefixes += fmt::format(
        R"({}{{"prefix": "{}", "advertise": {{"A": 0, "B": 0, "C": 0}}, "inbound": {{"A": "{} Mbps", "B": "2 Mbps", "C": "1 Mbps"}}}})",
        i == 0 ? "" : ",\n", name, 1 + i % 9);
  }
  std::string links;
  for (const char* name : {"A", "B", "C"}) {
    links += fmt::format(
        R"({}{{"name": "{}", "relationship": "transit", "neighbor_as": 64501, "capacity": "10 Gbps", "inbound": "{} Gbps", "billing": {{"model": "per-mbps", "price": 1}}}})",
        links.empty() ? "" : ",\n", name, *name == 'A' ? 6 : 3);
  }
  return fmt::format(R"({{"format": "bgpte-scenario/1", "name": "A thousand prefixes",
"local_as": 64500, "currency": "USD", "links": [{}], "prefixes": [{}]}})",
                     links, prefixes);
}

TEST(Pages, AThousandPrefixesStayBelowAMegabyte) {
  const std::string path = temporary("scenario.json", a_thousand_prefixes());
  const cli_test::Outcome outcome = run({"drain", path, "--link", "A", "--format", "html"});
  ASSERT_NE(outcome.exit, 65) << outcome.err;
  render_test::expect_sound(outcome.out);
  EXPECT_TRUE(contains(outcome.out, "988 more and the rest"));
}

/// BGPTE_UPDATE_GOLDEN=1 writes the file anew.
TEST(PageGolden, SixLinksAreShownAsBefore) {
  const std::string page =
      run({"advise", scenarios_below + "six-links/scenario.json", "--format", "html"}).out;
  const std::string path = std::string(BGPTE_SOURCE_DIR) + "/tests/cli/golden/six-links.html";
  if (std::getenv("BGPTE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << page;
  }
  EXPECT_EQ(page, cli_test::read_file(path)) << path;
}

class PageOf : public testing::TestWithParam<std::string> {};

TEST_P(PageOf, AShippedScenarioIsSoundAndHasTheNumbersOfItsJson) {
  const std::string path = scenarios_below + GetParam() + "/scenario.json";
  const std::string page = run({"advise", path, "--format", "html"}).out;
  render_test::expect_sound(page);
  EXPECT_GT(render_test::compare_numbers(page, run({"advise", path, "--format", "json"}).out), 10U);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PageOf, testing::ValuesIn(cli_test::shipped_scenarios()),
                         cli_test::word_of);

}  // namespace
}  // namespace bgpte
