// bgpte config --scenario: the configuration must be what the scenario gives.
#include <gtest/gtest.h>

#include <filesystem>

#include "bgpte/config/config.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/scenario/load.hpp"
#include "tests/cli/command_line.hpp"

/// `config --scenario`: the configuration is what the scenario gives, and nothing else.
namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::replaced;
using cli_test::run;
using cli_test::temporary;

const std::string folder = std::string(BGPTE_SOURCE_DIR) + "/scenarios/";
const std::string three_links = folder + "three-links/scenario.json";

render::Document advice_of(const std::string& scenario) {
  return std::get<render::Document>(
      render::from_json(run({"advise", scenario, "--format", "json"}).out));
}

Outcome config_of(const render::Document& document, const std::string& scenario) {
  return run({"config", "-", "--scenario", scenario}, render::to_json(document));
}

TEST(ConfigScenario, EveryAdviceIsWhatItsScenarioGives) {
  int parts = 0;
  for (const char* name : {"communities", "dual-stack", "growth", "link-a-link-b", "nothing-to-do",
                           "over-prepended", "three-links", "two-ports-one-provider"}) {
    const std::string scenario = folder + name + "/scenario.json";
    const std::string advice = run({"advise", scenario, "--format", "json"}).out;
    const Outcome held = run({"config", "-", "--scenario", scenario}, advice);
    EXPECT_EQ(held.exit, 0) << name << held.err;
    EXPECT_EQ(held.out, run({"config", "-"}, advice).out) << name;
    parts += contains(held.out, "### apply") ? 1 : 0;
  }
  EXPECT_GE(parts, 5) << "the scenarios have something to compare";
}

TEST(ConfigScenario, PlansOfTheOperatorsOwnAreHeldToItToo) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"drain", case_path(), "--link", "B"},
        std::vector<std::string>{"whatif", case_path(), "--set", "11.0.0.0/24@B=3", "--growth",
                                 "10%"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--format", "json"});
    const Outcome held = run({"config", "-", "--scenario", case_path()}, run(arguments).out);
    EXPECT_EQ(held.exit, 0) << command[0] << held.err;
    EXPECT_TRUE(contains(held.out, "### apply")) << command[0];
  }
}

TEST(ConfigScenario, AnotherScenarioIsRefused) {
  const std::string other =
      temporary("other.json", replaced(read_file(three_links), "\"name\"", " \"name\""));
  const Outcome outcome = config_of(advice_of(three_links), other);
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "made from another scenario")) << outcome.err;
  EXPECT_EQ(config_of(advice_of(three_links), "/nonexistent").exit, 1);
  EXPECT_EQ(run({"config", "-", "--scenario", "-"}).exit, 64);
}

// The advice agrees with itself in each of these: only the scenario can tell.
TEST(ConfigScenario, PartsOfAnAlteredScenarioAreRefused) {
  struct Edit {
    const char* what;
    void (*edit)(model::Scenario&);
    const char* told;
  };
  const Edit edits[] = {
      {"another neighbour",
       [](model::Scenario& s) {
         s.links[2].sessions[0].neighbor = *model::parse_address("203.0.113.77");
       },
       "the scenario gives no such part"},
      {"another policy",
       [](model::Scenario& s) { s.links[2].sessions[0].export_policy = {"OTHER_OUT"}; },
       "is not what the scenario gives: session, "},
      {"another router", [](model::Scenario& s) { s.links[2].sessions[0].router = "edge9"; },
       "a part that the scenario gives is missing"},
      {"no session", [](model::Scenario& s) { s.links[2].sessions.clear(); },
       "a part that the scenario gives is missing"},
  };
  const scenario::LoadResult loaded =
      scenario::load(read_file(three_links), folder + "three-links");
  for (const Edit& edit : edits) {
    render::Document document = std::get<render::Document>(
        render::from_json(run({"whatif", three_links, "--set", "203.0.113.0/24@TRANSIT1=2", "--set",
                               "203.0.113.0/24@TRANSIT3=3", "--format", "json"})
                              .out));
    ASSERT_FALSE(document.config.empty());
    model::Scenario scenario = *loaded.scenario;
    edit.edit(scenario);
    document.config = config::rollout_sessions(scenario, document.advice);
    ASSERT_EQ(run({"config", "-"}, render::to_json(document)).exit, 0) << edit.what;
    const Outcome outcome = config_of(document, three_links);
    EXPECT_EQ(outcome.exit, 65) << edit.what;
    EXPECT_EQ(outcome.out, "") << edit.what;
    EXPECT_TRUE(contains(outcome.err, edit.told)) << edit.what << ":\n" << outcome.err;
    EXPECT_TRUE(contains(outcome.err, "/config")) << edit.what << ":\n" << outcome.err;
  }
}

TEST(ConfigScenario, ALeverThatTheLinkDoesNotHaveIsRefused) {
  render::Document document = advice_of(case_path());
  const advice::LeverText lever{"low", {{{false, {64502, 666}}}, std::nullopt}};
  document.advice.rollout.at(0).changes.at(0).lever_to = lever;
  document.advice.changes.at(0).lever_to = lever;
  document.advice.change_id =
      advice::change_id_of(document.advice.local_as, document.advice.changes);
  document.config = config::rollout_sessions(
      *scenario::load(read_file(case_path()), folder + "link-a-link-b-cost").scenario,
      document.advice);
  ASSERT_EQ(run({"config", "-"}, render::to_json(document)).exit, 0);
  const Outcome outcome = config_of(document, case_path());
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "no lever low with these communities")) << outcome.err;
}

}  // namespace
}  // namespace bgpte
