// Routes, by the readers that verify uses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgpte/telemetry/import_routes.hpp"

namespace bgpte::telemetry {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* frr_json = R"({ "localAS": 64500, "advertisedRoutes": {
  "203.0.113.0/25": { "network": "203.0.113.0/25", "metric": 0, "path": "64500 64500" },
  "198.51.100.0/24": { "network": "198.51.100.0/24", "metric": 0, "path": "64500 64511" } } })";

RouteInput input(model::Platform platform, const std::string& text) {
  return {.platform = platform,
          .local_as = 64500,
          .sessions = {{"A", "rt1", "192.0.2.1"}},
          .text = text};
}

std::variant<Observation, std::string> import_one(model::Platform platform,
                                                  const std::string& text) {
  const std::array<RouteInput, 1> inputs{input(platform, text)};
  return import_routes(inputs);
}

TEST(Routes, FrrPathsHaveNoOwnAsSoThatAllCopiesArePrepends) {
  const auto result = import_one(model::Platform::frr, frr_json);
  const Observation& made = std::get<Observation>(result);
  ASSERT_EQ(made.routes.size(), 2U);
  EXPECT_EQ(made.routes[0].prefix, "198.51.100.0/24");
  EXPECT_EQ(made.routes[0].prepends, 1);
  EXPECT_THAT(made.routes[0].path, ElementsAre(64511U));
  EXPECT_EQ(made.routes[1].prepends, 2);
  EXPECT_EQ(made.routes[1].link, "A");
  EXPECT_EQ(made.routes[1].session, "192.0.2.1");
  EXPECT_FALSE(made.routes[1].communities_shown);
  EXPECT_EQ(made.sources[0].tool, "frr-routes");
}

TEST(Routes, IosXrPathsHaveTheOwnAs) {
  const auto result =
      import_one(model::Platform::ios_xr,
                 "Network            Next Hop        From            AS Path\n"
                 "203.0.113.0/25     192.0.2.6       Local           64500 64500 64500i\n"
                 "203.0.113.128/25   192.0.2.6       Local           64500i\n\n"
                 "Processed 2 prefixes, 2 paths\n");
  const Observation& made = std::get<Observation>(result);
  EXPECT_EQ(made.routes[0].prepends, 2);
  EXPECT_EQ(made.routes[1].prepends, 0);
}

TEST(Routes, AnotherLocalAsAndOtherTextAreRefused) {
  std::string other = frr_json;
  other.replace(other.find("64500"), 5, "64499");
  EXPECT_THAT(std::get<std::string>(import_one(model::Platform::frr, other)), HasSubstr("64499"));
  EXPECT_FALSE(std::get<std::string>(import_one(model::Platform::frr, "text")).empty());
  EXPECT_FALSE(std::get<std::string>(import_one(model::Platform::ios_xe, "text")).empty());
}

TEST(Routes, AnOutputOfNobodyNeedsOneSession) {
  RouteInput both = input(model::Platform::frr, frr_json);
  both.sessions.push_back({"B", "rt1", "192.0.2.5"});
  const std::array<RouteInput, 1> inputs{both};
  EXPECT_THAT(std::get<std::string>(import_routes(inputs)), HasSubstr("--neighbor"));
}

}  // namespace

}  // namespace bgpte::telemetry
