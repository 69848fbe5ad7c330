// Prefixes to links: the rows of each link add up to what the advice says of it.
#include "bgpte/advice/prefix_flows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/scenario/load.hpp"

namespace bgpte {
namespace {

model::Scenario shipped(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(BGPTE_SOURCE_DIR) / "scenarios" / name;
  std::ifstream in(folder / "scenario.json");
  std::ostringstream bytes;
  bytes << in.rdbuf();
  scenario::LoadResult loaded =
      scenario::load(bytes.str(), folder, scenario::FilesOutside::allowed);
  EXPECT_TRUE(loaded.scenario) << folder;
  return *std::move(loaded.scenario);
}

class PrefixFlows : public testing::TestWithParam<std::string> {};

TEST_P(PrefixFlows, AddUpToTheForecastOfEachLink) {
  const model::Scenario scenario = shipped(GetParam());
  const auto ingress = ingress::make_ingress(scenario);
  const advice::Advice advice = advice::advise(scenario, *ingress);
  const evaluation::Baseline baseline(scenario, *ingress);
  for (const std::size_t most : {std::size_t{12}, std::size_t{1}, scenario.prefixes.size()}) {
    const advice::PrefixFlows flows =
        advice::prefix_flows({baseline, baseline, advice.changes}, most);
    ASSERT_EQ(flows.named.size(), std::min(most, scenario.prefixes.size()));
    EXPECT_EQ(flows.named.size() + flows.others, scenario.prefixes.size());
    for (std::size_t l = 0; l < advice.links.size(); ++l) {
      model::Bps before = flows.rest.before[l];
      model::Bps after = flows.rest.after[l];
      EXPECT_GE(before.value, 0);
      EXPECT_GE(after.value, 0);
      for (const advice::PrefixFlow& flow : flows.named) {
        before.value += flow.before[l].value;
        after.value += flow.after[l].value;
      }
      EXPECT_EQ(before, advice.links[l].before) << advice.links[l].name;
      EXPECT_EQ(after, advice.links[l].after.expected) << advice.links[l].name;
      if (flows.others == 0) {
        EXPECT_EQ(flows.rest.before[l].value, baseline.background_billed()[l]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, PrefixFlows,
                         testing::Values("link-a-link-b", "six-links", "n-minus-1", "communities",
                                         "dual-stack", "more-specific"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace bgpte
