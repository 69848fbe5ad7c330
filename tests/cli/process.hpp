#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <string>

/// The program as a process.
namespace bgpte::cli_test {

/// How a process ended, and what it printed.
struct ProcessOutcome {
  int exit = -1;
  std::string out;
};

/// Runs a command of the shell; 128 and the signal where it was killed by one.
inline ProcessOutcome shell(const std::string& command) {
  ProcessOutcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    return outcome;
  }
  char block[4096];
  for (std::size_t got = 0; (got = fread(block, 1, sizeof block, pipe)) > 0;) {
    outcome.out.append(block, got);
  }
  const int status = pclose(pipe);
  outcome.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

inline const std::string program = "'" BGPTE_PROGRAM "' ";

}  // namespace bgpte::cli_test
