#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/cli/command_line.hpp"
#include "tests/telemetry/observe/network.hpp"

/// `bgpte watch` in a folder of its own.
namespace bgpte::cli_test {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

class Watch : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = temporary_folder();
    fs::create_directory(folder_ / "tickets");
    fs::copy_file(BGPTE_SOURCE_DIR "/scenarios/link-a-link-b/scenario.json", in("scenario.json"));
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string in(const std::string& name) const { return (folder_ / name).string(); }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  /// Counters of A, in Mbps, from so many intervals after the begin on.
  void measure(const std::vector<double>& mbps, std::int64_t after = 0) const {
    telemetry::Observation load = network::counters("A", mbps);
    load.window.from += after * network::step;
    load.window.to += after * network::step;
    for (telemetry::LoadSample& sample : load.load) {
      sample.window.from += after * network::step;
      sample.window.to += after * network::step;
    }
    put("load.json", telemetry::to_json(load));
  }
  Outcome watch(std::vector<std::string> more = {}, const std::string& input = "") const {
    std::vector<std::string> arguments{
        "watch", in("scenario.json"), "--state", in("state"), "--wait", "0"};
    if (more.empty() || more.front().starts_with("--")) {
      arguments.push_back(in("load.json"));
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments, input);
  }
  [[nodiscard]] std::vector<std::string> tickets() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / "tickets")) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path folder_;
};

}  // namespace bgpte::cli_test
