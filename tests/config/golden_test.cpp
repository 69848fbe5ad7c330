// One file for each platform, kind of session and lever: all five parts, IPv4 then IPv6.
// BGPTE_UPDATE_GOLDEN=1 writes them anew; then read the difference line by line.
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using model::Platform;
using model::PrependOwner;

std::string document(const ConfigPart& part) {
  std::string text = "mode: " + std::string(name_of(part.mode)) + "\n";
  if (!part.reason.empty()) {
    text += "reason: " + part.reason + "\n";
  }
  for (const auto& [title, body] :
       {std::pair{"precheck", &part.precheck}, std::pair{"apply", &part.apply},
        std::pair{"verify", &part.verify}, std::pair{"confirm", &part.confirm},
        std::pair{"rollback", &part.rollback}}) {
    text += std::string("==== ") + title + "\n" + *body;
  }
  return text;
}

/// What makes the change, and the middle of the file's name.
struct Lever {
  SessionChange (*change)(Platform, PrependOwner, model::Family);
  const char* name;
};
constexpr Lever levers[] = {
    {testing::example, ""}, {testing::withdrawal, "withdraw-"}, {testing::lever, "lever-"}};

class Golden : public ::testing::TestWithParam<std::tuple<Platform, PrependOwner, Lever>> {};

TEST_P(Golden, EveryPartAsInTheFile) {
  const auto [platform, owner, lever] = GetParam();
  std::string text;
  for (const model::Family family : testing::every_family) {
    text += "######## " + std::string(name_of(family)) + "\n";
    text += document(emit(lever.change(platform, owner, family)));
  }
  const std::string path = std::string(BGPTE_SOURCE_DIR) + "/tests/config/golden/" +
                           std::string(name_of(platform)) + "." + lever.name +
                           std::string(testing::owner_name(owner)) + ".txt";
  if (std::getenv("BGPTE_UPDATE_GOLDEN") != nullptr) {
    testing::write_text(path, text);
  }
  EXPECT_EQ(text, testing::read_text(path)) << path;
}

INSTANTIATE_TEST_SUITE_P(Platforms, Golden,
                         ::testing::Combine(::testing::ValuesIn(testing::every_platform),
                                            ::testing::ValuesIn(testing::every_owner),
                                            ::testing::ValuesIn(levers)),
                         [](const auto& row) {
                           std::string name =
                               std::string(name_of(std::get<0>(row.param))) + "_" +
                               std::get<2>(row.param).name +
                               std::string(testing::owner_name(std::get<1>(row.param)));
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace bgpte::config
