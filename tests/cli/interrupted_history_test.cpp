// observe --history as a process that is killed at any call of the system: each day is the old one
// or the new one, whole, and the same run again completes it.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <map>

#include "bgpte/history/history.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/cli/process.hpp"
#include "tests/telemetry/observe/network.hpp"

#ifndef BGPTE_CALL_SHIM
#define BGPTE_CALL_SHIM ""
#endif

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using Days = std::map<std::string, std::string>;

/// The days of a folder; what a killed process left beside them is not one.
Days days_of(const fs::path& folder) {
  Days days;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (history::day_of_file(name) >= 0) {
      days[name] = cli_test::read_file(entry.path().string());
    }
  }
  return days;
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(InterruptedHistory, KilledAtAnyCallEachDayIsWholeAndTheNextRunCompletesIt) {
  if (std::string(BGPTE_CALL_SHIM).empty()) {
    GTEST_SKIP() << "with a sanitizer no other library can be loaded first";
  }
  const fs::path folder = cli_test::temporary_folder();
  put(folder / "scenario.json", network::network);
  // Two days, each with an hour that stays incomplete.
  put(folder / "load.json",
      telemetry::to_json(network::counters("A", std::vector<double>(300, 500))));
  put(folder / "first.json", telemetry::to_json(network::counters("A", {500, 500})));
  const auto observe = [&](const std::string& before, const std::string& file) {
    return cli_test::shell("cd '" + folder.string() + "'; " + before + " exec " +
                           cli_test::program + "observe --history h scenario.json " + file +
                           " 2>&1");
  };
  const auto restore = [&] {
    fs::remove_all(folder / "h");
    EXPECT_EQ(observe("", "first.json").exit, 0);
  };
  restore();
  const Days before = days_of(folder / "h");
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(observe("", "load.json").exit, 0);
  const Days after = days_of(folder / "h");
  ASSERT_EQ(after.size(), 2U);
  int call = 0;
  for (; call < 100; ++call) {
    restore();
    const auto outcome =
        observe("export LD_PRELOAD='" BGPTE_CALL_SHIM "' BGPTE_CALL=" + std::to_string(call) + ";",
                "load.json");
    if (outcome.exit != 128 + SIGKILL) {
      EXPECT_EQ(outcome.exit, 0) << outcome.out;
      break;
    }
    for (const auto& [name, bytes] : days_of(folder / "h")) {
      const auto old = before.find(name);
      EXPECT_TRUE(bytes == after.at(name) || (old != before.end() && bytes == old->second))
          << name << " killed at call " << call;
    }
    EXPECT_EQ(observe("", "load.json").exit, 0) << call;
    EXPECT_EQ(days_of(folder / "h"), after) << call;
  }
  EXPECT_GE(call, 8);  // Two files: each is made, written, synced and renamed.
  EXPECT_LT(call, 100);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bgpte
