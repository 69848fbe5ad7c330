// Outputs of routers that are nearly right: never a crash, and routes or faults.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bgpte/config/observed.hpp"

namespace bgpte::config {
namespace {

/// The recorded outputs whose names begin with the platform's.
std::vector<std::string> recorded(const std::string& name) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(BGPTE_SOURCE_DIR) +
                                                               "/tests/config/observed")) {
    const std::string file = entry.path().filename();
    if (file.starts_with(name) && !file.ends_with(".cpp")) {
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      texts.push_back(text.str());
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

class MutatedOutputs : public ::testing::TestWithParam<const char*> {};

TEST_P(MutatedOutputs, AreReadOrRefused) {
  const std::string name = GetParam();
  const std::vector<std::string> texts = recorded(name);
  ASSERT_FALSE(texts.empty());
  const model::Platform platform = *model::parse_platform(name);
  mutation::run(texts, 7, [&](const std::string& text) {
    const Observed observed = parse_observed(platform, text, 65000);
    for (const ObservedRoute& route : observed.routes) {
      ASSERT_GE(route.prepend, 0);
      ASSERT_TRUE(std::is_sorted(route.marks.communities.begin(), route.marks.communities.end()));
    }
    for (const std::string& fault : observed.faults) {
      ASSERT_FALSE(fault.empty());
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Readers, MutatedOutputs,
                         ::testing::Values("frr", "bird", "openbgpd", "gobgp", "junos", "ios-xr",
                                           "eos"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace bgpte::config
