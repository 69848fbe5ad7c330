// Bills over samples, through the whole program.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/command_line.hpp"

/// A bill over samples through the whole program.
namespace bgpte {
namespace {

using cli_test::read_file;
using cli_test::run;
using nlohmann::json;
namespace fs = std::filesystem;

const std::string folder = std::string(BGPTE_SOURCE_DIR) + "/scenarios/percentile/";

json advice_of(const std::vector<std::string>& arguments) {
  return json::parse(run(arguments).out);
}

/// The advice without what may depend on the order of the input.
json without_order(json advice) {
  advice.erase("scenario_sha256");
  for (json& finding : advice["findings"]) {
    finding.erase("subject");
  }
  return advice;
}

TEST(Percentile, ShuffledInputGivesTheSameAdvice) {
  const fs::path other =
      fs::temp_directory_path() / ("bgpte-percentile-" + std::to_string(::getpid()));
  fs::create_directories(other);
  json scenario = json::parse(read_file(folder + "scenario.json"));
  std::reverse(scenario["links"].begin(), scenario["links"].end());
  std::reverse(scenario["prefixes"].begin(), scenario["prefixes"].end());
  std::ofstream(other / "scenario.json") << scenario.dump(2);
  std::istringstream lines(read_file(folder + "samples.csv"));
  std::string header;
  std::getline(lines, header);
  std::vector<std::string> samples;
  for (std::string line; std::getline(lines, line);) {
    samples.push_back(line);
  }
  // Neither forwards nor backwards: by the second half of the line.
  std::stable_sort(samples.begin(), samples.end(), [](const std::string& a, const std::string& b) {
    return a.substr(18) < b.substr(18);
  });
  std::ofstream shuffled(other / "samples.csv");
  shuffled << header << "\n";
  for (const std::string& line : samples) {
    shuffled << line << "\n";
  }
  shuffled.close();
  const json mine = advice_of({"advise", folder + "scenario.json", "--format", "json"});
  const json theirs = advice_of({"advise", (other / "scenario.json").string(), "--format", "json"});
  fs::remove_all(other);
  EXPECT_EQ(without_order(mine), without_order(theirs));
  EXPECT_EQ(mine["percentiles"].size(), 2U);
}

TEST(Percentile, TodayIsWhatTheFileSays) {
  const json advice = advice_of({"advise", folder + "scenario.json", "--format", "json"});
  std::istringstream lines(read_file(folder + "samples.csv"));
  std::map<std::string, std::vector<std::int64_t>> rates;
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);) {
    const std::size_t first = line.find(',');
    const std::size_t second = line.find(',', first + 1);
    rates[line.substr(first + 1, second - first - 1)].push_back(
        std::stoll(line.substr(second + 1)));
  }
  double bill = 0;
  for (const json& percentile : advice["percentiles"]) {
    std::vector<std::int64_t>& values = rates[percentile["name"]];
    std::sort(values.rbegin(), values.rend());
    // Fourteen days of 96 samples; a twentieth of them is dropped, missing ones or not.
    EXPECT_EQ(percentile["expected_samples"], 14 * 96);
    EXPECT_EQ(percentile["dropped_samples"], 14 * 96 / 20);
    EXPECT_EQ(percentile["missing_samples"], 14 * 96 - static_cast<int>(values.size()));
    EXPECT_EQ(percentile["before_bps"], values[14 * 96 / 20]);
    const double rate = static_cast<double>(values[14 * 96 / 20]) / 1e6;
    bill += percentile["name"] == "HOMES" ? rate * 1.10 : 300 * 0.90 + (rate - 300) * 1.00;
  }
  EXPECT_NEAR(advice["cost"]["before"].get<double>(), bill, 1e-6);
}

TEST(Percentile, GrowthScalesTheSamples) {
  const json now = advice_of({"whatif", folder + "scenario.json", "--format", "json"});
  const json grown =
      advice_of({"whatif", folder + "scenario.json", "--growth", "20%", "--format", "json"});
  ASSERT_EQ(grown["percentiles"].size(), now["percentiles"].size());
  for (std::size_t i = 0; i < now["percentiles"].size(); ++i) {
    EXPECT_EQ(grown["percentiles"][i]["before_bps"], now["percentiles"][i]["before_bps"]);
    EXPECT_NEAR(grown["percentiles"][i]["after_bps"].get<double>(),
                now["percentiles"][i]["after_bps"].get<double>() * 1.2, 2.0);
  }
}

TEST(Percentile, AFailedLinkTakesItsSamplesAlong) {
  const json failed =
      advice_of({"whatif", folder + "scenario.json", "--fail", "OFFICE", "--format", "json"});
  for (const json& percentile : failed["percentiles"]) {
    if (percentile["name"] == "OFFICE") {
      EXPECT_GT(percentile["before_bps"], 0);
      EXPECT_EQ(percentile["after_bps"], 0);
    } else {
      EXPECT_GT(percentile["after_bps"], 2'000'000'000);
    }
  }
}

}  // namespace
}  // namespace bgpte
