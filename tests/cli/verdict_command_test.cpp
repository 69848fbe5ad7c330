// bgpte learn --verdict as a command: what is read, printed and answered.
#include "src/cli/learn/verdict_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "bgpte/learning/verdict.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::Outcome;
using testing::HasSubstr;

/// An hour of flows, 900 Mbps of 11.0.0.0/24 of which `share` enter by A.
std::string flows(double share) {
  telemetry::Observation seen;
  seen.window = {1'795'867'200, 1'795'870'800};
  seen.step_s = 3600;
  const auto add = [&](const std::string& link, const std::string& prefix, double mbps) {
    telemetry::FlowCell cell;
    cell.router = "rt1";
    cell.interface = cell.link = link;
    cell.prefix = prefix;
    cell.window = seen.window;
    cell.bytes = std::llround(mbps * 1e6 / 8 * 3600);
    cell.sampling = 1;
    cell.error_pct_95 = 0;
    seen.flows.push_back(cell);
  };
  add("A", "11.0.0.0/24", 900 * share);
  add("B", "11.0.0.0/24", 900 * (1 - share));
  return telemetry::to_json(seen);
}

/// The advice for the headline scenario.
std::string advice_file() {
  const std::string path = std::string(BGPTE_SOURCE_DIR) + "/scenarios/link-a-link-b/scenario.json";
  return cli_test::temporary("advice.json",
                             cli_test::run({"advise", path, "--format", "json"}).out);
}

Outcome judge(const cli::VerdictCommand& command) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  cli::Messages messages(err);
  cli::Context context{in, out, err, messages};
  const cli::Exit exit = cli::verdict(command, context);
  return {static_cast<int>(exit), out.str(), err.str()};
}

Outcome judge(const std::vector<std::string>& files,
              cli::OutputFormat format = cli::OutputFormat::text) {
  cli::VerdictCommand command;
  command.files = files;
  command.format = format;
  return judge(command);
}

TEST(VerdictCommand, SaysWhatCameAndWhatToDo) {
  const std::string seen = cli_test::temporary("seen.json", flows(0.6));
  const Outcome worked = judge({advice_file(), seen});
  EXPECT_EQ(worked.exit, 0) << worked.err;
  EXPECT_THAT(worked.out,
              HasSubstr("WORKED  step 1 of 1: remove the prepend of 11.0.0.0/24 towards B "));
  EXPECT_THAT(worked.out, HasSubstr("A carries 60 % of 11.0.0.0/24; 100 % before, 64 % (28.6-99.4) "
                                    "expected: 40 points moved off it of 36 expected."));
  EXPECT_THAT(worked.out, HasSubstr("DO  done: "));
  const Outcome none = judge({advice_file(), cli_test::temporary("none.json", flows(1))});
  EXPECT_EQ(none.exit, 3);
  EXPECT_THAT(none.out, HasSubstr("NO EFFECT  step 1 of 1"));
  EXPECT_THAT(none.out, HasSubstr("DO  fall-back: "));
}

TEST(VerdictCommand, PrintsMarkdownAndJsonWithItsSchema) {
  const std::string seen = cli_test::temporary("seen.json", flows(0.6));
  EXPECT_THAT(judge({advice_file(), seen}, cli::OutputFormat::markdown).out,
              HasSubstr("| A | 64 % (28.6-99.4) | 60 % | 540 Mbps |  |"));
  const nlohmann::json json =
      nlohmann::json::parse(judge({advice_file(), seen}, cli::OutputFormat::json).out);
  EXPECT_EQ(json["format"], "bgpte-verdict/1");
  EXPECT_EQ(json["verdict"], "worked");
  EXPECT_EQ(json["do"], "done");
  EXPECT_EQ(json["share"]["measured"], 0.6);
  EXPECT_EQ(json["links"].size(), 2U);
  const nlohmann::json schema = nlohmann::json::parse(learning::verdict_schema());
  for (const auto& key : schema["required"]) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  for (const auto& [key, value] : json.items()) {
    EXPECT_TRUE(schema["properties"].contains(key)) << key;
  }
}

TEST(VerdictCommand, JudgesTheFallbackOfAStep) {
  cli::VerdictCommand command;
  command.files = {advice_file(), cli_test::temporary("seen.json", flows(0.75))};
  EXPECT_THAT(judge(command).out, HasSubstr("WORKED  step 1 of 1: "));
  command.fallback = true;
  const Outcome partial = judge(command);
  EXPECT_EQ(partial.exit, 3);
  EXPECT_THAT(partial.out,
              HasSubstr("PARTIAL  fallback of step 1 of 1: prepend 11.0.0.0/24 once towards A"));
  command.format = cli::OutputFormat::json;
  EXPECT_EQ(nlohmann::json::parse(judge(command).out)["fallback"], true);
}

TEST(VerdictCommand, RefusesWithTheReason) {
  const std::string seen = cli_test::temporary("seen.json", flows(0.6));
  EXPECT_EQ(judge({advice_file()}).exit, 64);
  EXPECT_EQ(judge({"/nowhere.json", seen}).exit, 1);
  const Outcome swapped = judge({seen, advice_file()});
  EXPECT_EQ(swapped.exit, 65);
  cli::VerdictCommand early;
  early.files = {advice_file(), seen};
  early.made_at = "2026-11-28T13:00:00Z";
  const Outcome before = judge(early);
  EXPECT_EQ(before.exit, 65);
  EXPECT_THAT(before.err, HasSubstr("no verdict: the observation begins at 2026-11-28T12:00:00Z, "
                                    "before the step was made (2026-11-28T13:00:00Z)"));
  EXPECT_EQ(before.out, "");
  early.made_at = "yesterday";
  EXPECT_EQ(judge(early).exit, 64);
}

/// A test that advise names is a plan like any other: whatif forecasts it, and its step has
/// verdicts.
TEST(TestOfAdvice, IsUnderstoodByWhatif) {
  const std::string path = std::string(BGPTE_SOURCE_DIR) + "/scenarios/link-a-link-b/scenario.json";
  const nlohmann::json advice =
      nlohmann::json::parse(cli_test::run({"advise", path, "--format", "json"}).out);
  ASSERT_TRUE(advice.contains("test"));
  std::istringstream words(advice["test"]["command"].get<std::string>());
  std::vector<std::string> arguments;
  for (std::string word; words >> word;) {
    arguments.push_back(word == "SCENARIO" ? path : word);
  }
  ASSERT_EQ(arguments.front(), "bgpte");
  arguments.erase(arguments.begin());
  arguments.insert(arguments.end(), {"--format", "json"});
  const Outcome outcome = cli_test::run(arguments);
  const nlohmann::json asked = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(asked["rollout"].size(), 1U);
  EXPECT_EQ(asked["changes"][0]["prefix"], advice["test"]["change"]["prefix"]);
  EXPECT_EQ(asked["changes"][0]["to"], advice["test"]["change"]["to"]);
  EXPECT_FALSE(asked["rollout"][0]["verdicts"].empty());
  EXPECT_THAT(cli_test::run({"advise", path}).out, HasSubstr("ROLLOUT (the first step tells most"));
}

}  // namespace
}  // namespace bgpte
