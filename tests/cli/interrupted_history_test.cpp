// observe --history as a process that is killed at any call of the system: each day is the old one
// or the new one, whole, and the same run again completes it. Of runs at once each waits for the
// others.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <map>

#include "bgpte/history/history.hpp"
#include "tests/cli/interrupted.hpp"
#include "tests/telemetry/observe/network.hpp"

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

class InterruptedHistory : public cli_test::Interrupted {
 protected:
  void SetUp() override { put("scenario.json", network::network); }

  [[nodiscard]] Days days(const std::string& history) const { return days_of(folder_ / history); }
  [[nodiscard]] static std::string observe(const std::string& history, const std::string& file) {
    return cli_test::program + "observe --history " + history + " scenario.json " + file;
  }
};

TEST_F(InterruptedHistory, KilledAtAnyCallEachDayIsWholeAndTheNextRunCompletesIt) {
  if (!cli_test::calls_can_fail) {
    GTEST_SKIP() << cli_test::why_no_call_fails;
  }
  // Two days, each with an hour that stays incomplete.
  put("load.json", telemetry::to_json(network::counters("A", std::vector<double>(300, 500))));
  put("first.json", telemetry::to_json(network::counters("A", {500, 500})));
  const auto add = [&](const std::string& before, const std::string& file) {
    return in_folder(before + " exec " + observe("h", file) + " 2>&1");
  };
  const auto restore = [&] {
    fs::remove_all(folder_ / "h");
    EXPECT_EQ(add("", "first.json").exit, 0);
  };
  restore();
  const Days before = days("h");
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(add("", "load.json").exit, 0);
  const Days after = days("h");
  ASSERT_EQ(after.size(), 2U);
  int call = 0;
  for (; call < 100; ++call) {
    restore();
    const auto outcome = add(cli_test::failing_at(call), "load.json");
    if (outcome.exit != 128 + SIGKILL) {
      EXPECT_EQ(outcome.exit, 0) << outcome.out;
      break;
    }
    for (const auto& [name, bytes] : days("h")) {
      const auto old = before.find(name);
      EXPECT_TRUE(bytes == after.at(name) || (old != before.end() && bytes == old->second))
          << name << " killed at call " << call;
    }
    EXPECT_EQ(add("", "load.json").exit, 0) << call;
    EXPECT_EQ(days("h"), after) << call;
  }
  EXPECT_GE(call, 8);  // Two files: each is made, written, synced and renamed.
  EXPECT_LT(call, 100);
}

class SharedHistory : public InterruptedHistory {
 protected:
  /// The counter of A in the intervals from number `from` up to, without, `to`.
  void measure(const std::string& name, std::size_t from, std::size_t to) const {
    std::vector<double> mbps(from, -1);
    mbps.resize(to, 500);
    put(name, telemetry::to_json(network::counters("A", mbps)));
  }
};

TEST_F(SharedHistory, RunsAtOnceLoseNothing) {
  constexpr std::size_t each = 12;
  std::string at_once;
  std::string in_turn = "true";
  for (std::size_t i = 0; i < 8; ++i) {
    const std::string name = std::to_string(i) + ".json";
    measure(name, i * each, (i + 1) * each);
    at_once += observe("together", name) + " >/dev/null 2>&1 & ";
    in_turn += " && " + observe("apart", name) + " >/dev/null 2>&1";
  }
  ASSERT_EQ(in_folder(in_turn).exit, 0);
  EXPECT_EQ(in_folder(at_once + "wait").exit, 0);
  EXPECT_EQ(days("together"), days("apart"));
}

TEST_F(SharedHistory, OneThatMayNotWaitSaysSoAndAddsNothing) {
  measure("load.json", 0, 12);
  fs::create_directory(folder_ / "h");
  const auto outcome = in_folder("flock h/.lock " + observe("h", "--wait 0 load.json") + " 2>&1");
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(cli_test::contains(outcome.out, "another run holds h/.lock: nothing was done"))
      << outcome.out;
  EXPECT_TRUE(days("h").empty());
}

}  // namespace
}  // namespace bgpte
