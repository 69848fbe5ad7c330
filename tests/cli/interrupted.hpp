#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/cli/command_line.hpp"
#include "tests/cli/process.hpp"

#ifndef BGPTE_CALL_SHIM
#define BGPTE_CALL_SHIM ""
#endif

/// Commands as processes that are killed, or that a call of the system fails, at any moment.
namespace bgpte::cli_test {

/// False with a sanitizer, which wants to be the first library of a process: then tests that need
/// call_shim.cpp are skipped.
inline const bool calls_can_fail = !std::string(BGPTE_CALL_SHIM).empty();
inline constexpr const char* why_no_call_fails =
    "with a sanitizer no other library can be loaded first";

/// What the shell does in front of a command so that its call of number `call` kills it, or fails
/// with `error` where that is not 0. A call writes at most `bytes`.
inline std::string failing_at(int call, int error = 0, int bytes = 256) {
  return "export LD_PRELOAD='" BGPTE_CALL_SHIM "' BGPTE_CALL_BYTES=" + std::to_string(bytes) +
         " BGPTE_CALL=" + std::to_string(call) +
         (error == 0 ? "" : " BGPTE_CALL_ERROR=" + std::to_string(error)) + ";";
}

/// A folder of the test's own, in which the shell runs commands.
class Interrupted : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] ProcessOutcome in_folder(const std::string& command) const {
    return shell("cd '" + folder_.string() + "'; " + command);
  }

  std::filesystem::path folder_ = temporary_folder();
};

}  // namespace bgpte::cli_test
