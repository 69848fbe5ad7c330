// observe --write as a process that is killed, or that a call of the system fails, at any moment:
// each file is the old one or the new one, and the scenario is written last.
#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include "tests/cli/interrupted.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::ProcessOutcome;
using cli_test::program;
using cli_test::read_file;

constexpr std::array<const char*, 3> written{"samples.csv", "scenario.observed.json",
                                             "scenario.json"};
using Files = std::array<std::string, written.size()>;

class InterruptedWrite : public cli_test::Interrupted {
 protected:
  void SetUp() override {
    fs::create_directory(folder_ / "in");
    telemetry::Observation seen = network::flows(1);
    network::add_flow(seen, "A", "203.0.113.0/24", 0, 560);
    put("in/flows.json", telemetry::to_json(seen));
    put("in/load.json", telemetry::to_json(network::counters("A", {812.4})));
    old_ = {"time,link,inbound\n1795910100,A,7\n", "{\"the\": \"old one\"}\n", network::network};
    restore();
    EXPECT_EQ(observe("").exit, 0);
    new_ = files();
    for (std::size_t i = 0; i < written.size(); ++i) {
      ASSERT_NE(old_[i], new_[i]) << written[i];
    }
    restore();
  }
  /// As before the first run; what a killed process left is taken away.
  void restore() const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.is_regular_file()) {
        fs::remove(entry.path());
      }
    }
    for (std::size_t i = 0; i < written.size(); ++i) {
      put(written[i], old_[i]);
    }
  }
  [[nodiscard]] Files files() const {
    Files all;
    for (std::size_t i = 0; i < written.size(); ++i) {
      all[i] = read_file((folder_ / written[i]).string());
    }
    return all;
  }
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  /// `before`: what the shell does in front of the command, such as setting variables.
  [[nodiscard]] ProcessOutcome observe(const std::string& before) const {
    return in_folder(before + " exec " + program +
                     "observe --write scenario.json in/flows.json in/load.json 2>&1");
  }
  /// Each file is whole, and they became new in the order of `written`.
  void expect_whole(const std::string& where) const {
    const Files now = files();
    bool later_is_new = false;
    for (std::size_t i = written.size(); i-- > 0;) {
      const bool is_new = now[i] == new_[i];
      EXPECT_TRUE(is_new || now[i] == old_[i]) << written[i] << " " << where;
      EXPECT_TRUE(is_new || !later_is_new) << written[i] << " " << where;
      later_is_new = later_is_new || is_new;
    }
  }

  Files old_, new_;
};

TEST_F(InterruptedWrite, KilledAtAnyCallEachFileIsTheOldOneOrTheNewOne) {
  if (!cli_test::calls_can_fail) {
    GTEST_SKIP() << cli_test::why_no_call_fails;
  }
  int call = 0;
  for (; call < 100; ++call) {
    const ProcessOutcome outcome = observe(cli_test::failing_at(call));
    if (outcome.exit != 128 + SIGKILL) {
      EXPECT_EQ(outcome.exit, 0) << outcome.out;
      break;
    }
    expect_whole("killed at call " + std::to_string(call));
    // What was left there does not disturb the next run.
    EXPECT_EQ(observe("").exit, 0) << call;
    EXPECT_EQ(files(), new_) << call;
    restore();
  }
  EXPECT_GE(call, 20);  // Three files: each is made, written in parts, synced and renamed.
  EXPECT_LT(call, 100);
  EXPECT_EQ(files(), new_);
}

TEST_F(InterruptedWrite, ACallThatFailsLeavesWholeFilesAndNoOthers) {
  if (!cli_test::calls_can_fail) {
    GTEST_SKIP() << cli_test::why_no_call_fails;
  }
  const std::size_t before = count();
  int failed = 0;
  for (int call = 0; call < 100; ++call) {
    restore();
    const ProcessOutcome outcome = observe(cli_test::failing_at(call, ENOSPC));
    const std::string where = "call " + std::to_string(call) + "\n" + outcome.out;
    expect_whole(where);
    EXPECT_EQ(count(), before) << where;
    if (outcome.exit == 0) {  // A folder that cannot be synced: the files are there all the same.
      EXPECT_EQ(files(), new_) << where;
      if (!cli_test::contains(outcome.out, "made to fail")) {
        break;
      }
      continue;
    }
    ++failed;
    EXPECT_EQ(outcome.exit, 1) << where;
    EXPECT_TRUE(cli_test::contains(outcome.out, "No space left on device")) << where;
    EXPECT_EQ(files().back(), old_.back()) << where;
  }
  EXPECT_GE(failed, 15);
}

TEST_F(InterruptedWrite, AFileThatMayNotGrowLeavesTheOldOnes) {
  const std::size_t before = count();
  for (const char* limit : {"0", "1"}) {
    const ProcessOutcome outcome = observe(std::string("trap '' XFSZ; ulimit -f ") + limit + ";");
    EXPECT_EQ(outcome.exit, 1) << outcome.out;
    EXPECT_TRUE(cli_test::contains(outcome.out, "File too large")) << outcome.out;
    expect_whole(limit);
    EXPECT_EQ(files().back(), old_.back());
    EXPECT_EQ(count(), before);
    restore();
  }
}

}  // namespace
}  // namespace bgpte
