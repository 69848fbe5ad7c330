// What comes after a step, judged by the numbers of `verdicts[]` alone, as a monitoring system
// would that reads the JSON: every outcome has one verdict, whatever the step.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "tests/cli/command_line.hpp"
#include "tests/cli/shipped_scenarios.hpp"

namespace bgpte {
namespace {

using cli_test::run;
using nlohmann::json;

struct Row {
  std::string verdict;
  double from = 0, below = 0;
  std::string overload;
};

struct Step {
  std::string of;
  bool measurable = false;
  bool off = true;
  std::string link;
  double before = 0, expected = 0;
  std::map<std::string, double> harm;  ///< By link, the share above which it is overloaded.
  std::vector<Row> rows;
};

Step step_of(const json& from, const std::string& of) {
  const json& measure = from["measure"];
  Step step{of,
            measure["measurable"],
            measure["direction"] == "off",
            measure["link"],
            measure["before"],
            measure["expected"],
            {},
            {}};
  for (const json& limit : measure["harm"]) {
    step.harm[limit["link"]] = limit["share"];
  }
  for (const json& verdict : from["verdicts"]) {
    step.rows.push_back({verdict["verdict"], verdict["moved"]["from"], verdict["moved"]["below"],
                         verdict["overload"]});
  }
  return step;
}

/// Every step and fallback of what a command advises.
void add_steps(const std::vector<std::string>& command, std::vector<Step>& steps) {
  std::vector<std::string> words = command;
  words.insert(words.end(), {"--format", "json"});
  const json advice = json::parse(run(words).out);
  for (const json& step : advice["rollout"]) {
    if (step.contains("measure")) {
      steps.push_back(step_of(step, command[1]));
    }
    for (const json& fallback : step["contingencies"]) {
      if (fallback.contains("measure")) {
        steps.push_back(step_of(fallback, command[1] + ", fallback"));
      }
    }
  }
}

/// The verdicts that fit what is seen.
std::vector<std::string> verdicts(const Step& step, double share, bool overload) {
  const double moved = step.off ? step.before - share : share - step.before;
  std::vector<std::string> found;
  for (const Row& row : step.rows) {
    const bool fits = row.overload == "any" || (row.overload == "yes") == overload;
    if (fits && row.from <= moved && moved < row.below) {
      found.push_back(row.verdict);
    }
  }
  return found;
}

/// Shares of all traffic by link, at random; the measured link has `share` of it.
bool overloads(const Step& step, double share, std::mt19937_64& engine) {
  double left = 1 - share;
  bool overload = false;
  for (const auto& [link, limit] : step.harm) {
    const double here =
        link == step.link ? share : std::uniform_real_distribution<double>(0, left)(engine);
    left -= link == step.link ? 0 : here;
    overload = overload || here > limit;
  }
  return overload;
}

TEST(Outcomes, AMillionOfThemHaveOneVerdictEachByTheDataAlone) {
  std::vector<Step> steps;
  for (const std::string& name : cli_test::shipped_scenarios()) {
    const std::string path =
        std::string(BGPTE_SOURCE_DIR) + "/scenarios/" + name + "/scenario.json";
    add_steps({"advise", path}, steps);
    const json scenario = json::parse(cli_test::read_file(path));
    for (const json& link : scenario["links"]) {
      add_steps({"drain", path, "--link", link["name"]}, steps);
    }
  }
  ASSERT_GT(steps.size(), 30U);
  std::mt19937_64 engine(20260901);
  std::uniform_real_distribution<double> any(0, 1);
  const std::size_t each = 1'000'000 / steps.size() + 1;
  for (const Step& step : steps) {
    std::map<std::size_t, std::size_t> fitting;
    for (std::size_t i = 0; i < each; ++i) {
      const double share = any(engine);
      ++fitting[verdicts(step, share, overloads(step, share, engine)).size()];
    }
    EXPECT_EQ(fitting[1], each) << step.of;
    using Only = std::vector<std::string>;
    EXPECT_EQ(verdicts(step, step.before, true), Only{"no-effect"}) << step.of;
    EXPECT_EQ(verdicts(step, step.before, false), Only{"no-effect"}) << step.of;
    if (step.measurable) {
      EXPECT_EQ(verdicts(step, step.expected, false), Only{"worked"}) << step.of;
      EXPECT_EQ(verdicts(step, step.off ? 0 : 1, false), Only{"worked"}) << step.of;
    }
  }
}

}  // namespace
}  // namespace bgpte
