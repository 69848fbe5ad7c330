// Files of validators that are nearly right: a sentence or VRPs, never a crash.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/rpki/read.hpp"

namespace bgpte::rpki {
namespace {

TEST(MutatedRpki, IsReadOrRefused) {
  const std::string text =
      R"({"metadata": {}, "roas": [{"asn": "AS64500", "prefix": "203.0.113.0/24", "maxLength": 24},
      {"asn": 64500, "prefix": "2001:db8::/32", "maxLength": 48, "ta": "ripe", "expires": 1}],
      "aspas": [{"customer_asid": 64500, "providers": [64501]}]})";
  model::Scenario scenario;
  scenario.local_as = 64500;
  scenario.prefixes.emplace_back().prefix = model::parse_prefix("203.0.113.0/24").prefix;
  std::size_t accepted = 0;
  mutation::run({text}, 26, [&](const std::string& mutated) {
    const auto read = read_validated(mutated, scenario);
    if (const Validated* made = std::get_if<Validated>(&read)) {
      ++accepted;
      for (const model::Vrp& vrp : made->security.vrps) {
        EXPECT_TRUE(vrp.prefix.contains(scenario.prefixes[0].prefix));
        EXPECT_GE(vrp.max_length, vrp.prefix.length);
      }
    }
  });
  EXPECT_GT(accepted, 0U);
}

}  // namespace
}  // namespace bgpte::rpki
