// watch as a process that is killed, or that a call of the system fails, at any moment: the next
// run tells what is missing, and nothing twice.
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <map>

#include "tests/cli/interrupted.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::ProcessOutcome;
using cli_test::program;
using cli_test::read_file;

/// Tickets by name; of files that an ended process left half nothing counts.
using Tickets = std::map<std::string, std::string>;

class InterruptedWatch : public cli_test::Interrupted {
 protected:
  void SetUp() override {
    if (!cli_test::calls_can_fail) {
      GTEST_SKIP() << cli_test::why_no_call_fails;
    }
    fs::copy_file(BGPTE_SOURCE_DIR "/scenarios/link-a-link-b/scenario.json",
                  folder_ / "scenario.json");
    put("load.json", telemetry::to_json(network::counters("A", {950, 950, 950})));
    telemetry::Observation later = network::counters("A", {950, 950, 950, 950, 950});
    put("later.json", telemetry::to_json(later));
  }
  /// As before the first run, with this state; none where it is empty.
  void restore(const std::string& state) const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename().string().starts_with("state")) {
        fs::remove(entry.path());
      }
    }
    fs::remove_all(folder_ / "tickets");
    fs::create_directory(folder_ / "tickets");
    if (!state.empty()) {
      put("state", state);
    }
  }
  ProcessOutcome watch(const std::string& load, const std::string& before = "") const {
    return in_folder(before + " exec " + program +
                     "watch scenario.json --state state --tickets tickets --threads 1 " + load +
                     " 2>&1");
  }
  static std::string failing_at(int call, int error = 0) {
    return cli_test::failing_at(call, error, 6000);
  }
  [[nodiscard]] Tickets tickets() const {
    Tickets all;
    for (const auto& entry : fs::directory_iterator(folder_ / "tickets")) {
      const std::string name = entry.path().filename().string();
      if (name.find(".bgpte-") == std::string::npos) {
        all[name] = read_file(entry.path().string());
      }
    }
    return all;
  }
  /// Runs from `state` on with a call that kills or fails, then twice more; what is expected is
  /// what undisturbed runs leave. Number of disturbed runs.
  int disturb(const std::string& state, int error = 0) const {
    restore(state);
    watch("load.json");
    const Tickets wanted = tickets();
    const std::string left = read_file((folder_ / "state").string());
    EXPECT_FALSE(wanted.empty());
    int call = 0;
    for (; call < 200; ++call) {
      restore(state);
      const ProcessOutcome outcome = watch("load.json", failing_at(call, error));
      if (outcome.exit == 2 || outcome.exit == 3) {
        if (outcome.out.find("made to fail") == std::string::npos) {
          break;
        }
      } else {
        EXPECT_EQ(outcome.exit, error == 0 ? 128 + SIGKILL : 1) << outcome.out;
      }
      for (const auto& [name, text] : tickets()) {
        EXPECT_EQ(text, wanted.count(name) > 0 ? wanted.at(name) : "") << name << " " << call;
      }
      watch("load.json");
      EXPECT_EQ(tickets(), wanted) << "call " << call;
      EXPECT_EQ(read_file((folder_ / "state").string()), left) << "call " << call;
      watch("later.json");
      EXPECT_EQ(tickets(), wanted) << "call " << call;
    }
    return call;
  }
};

TEST_F(InterruptedWatch, KilledAtAnyCallNoTicketIsLostOrDoubled) {
  const int calls = disturb("");
  EXPECT_GE(calls, 20);
  EXPECT_LT(calls, 200);
}

TEST_F(InterruptedWatch, ACallThatFailsLosesAndDoublesNothing) {
  const int calls = disturb("", ENOSPC);
  EXPECT_GE(calls, 20);
  EXPECT_LT(calls, 200);
}

TEST_F(InterruptedWatch, ABrokenStateIsNeverOverwritten) {
  const std::string broken = "{\"format\": broken";
  EXPECT_GE(disturb(broken), 20);
  for (int call = 0; call < 40; ++call) {
    restore(broken);
    watch("load.json", failing_at(call));
    bool kept = false;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      kept = kept || (entry.path().filename().string().starts_with("state") &&
                      read_file(entry.path().string()) == broken);
    }
    EXPECT_TRUE(kept) << call;
  }
}

TEST_F(InterruptedWatch, OfTwoRunsAtOnceOneWaits) {
  restore("");
  const std::string run =
      program + "watch scenario.json --state state --threads 1 load.json 2>/dev/null";
  const ProcessOutcome both = in_folder("(" + run + ") & (" + run + ") & (" + run + ") & wait");
  std::size_t raised = 0;
  for (std::size_t at = 0; (at = both.out.find("RAISED A", at)) != std::string::npos; ++at) {
    ++raised;
  }
  EXPECT_EQ(raised, 1U) << both.out;
}

TEST_F(InterruptedWatch, OneThatMayNotWaitSaysSo) {
  restore("");
  const ProcessOutcome outcome = in_folder(
      "flock state.lock " + program + "watch scenario.json --state state --wait 0 load.json 2>&1");
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_NE(outcome.out.find("another run holds"), std::string::npos) << outcome.out;
  EXPECT_FALSE(fs::exists(folder_ / "state"));
}

}  // namespace
}  // namespace bgpte
