// How long a command has been at work, on a terminal.
#include "src/cli/elapsed.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>

namespace bgpte::cli {

namespace {

/// Shows the seconds until it is told to stop, then takes its line away.
void show_seconds(const std::stop_token& stop, std::ostream& err, const std::string& doing) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  int second = 1;
  for (;; ++second) {
    wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    if (stop.stop_requested()) {
      break;
    }
    err << fmt::format("\r\x1b[Kbgpte: {}, {} s", doing, second) << std::flush;
  }
  if (second > 1) {
    err << "\r\x1b[K" << std::flush;
  }
}

}  // namespace

Elapsed::Elapsed(const Context& context, std::string_view doing) {
  if (context.verbosity == Verbosity::quiet || &context.err != &std::cerr ||
      isatty(STDERR_FILENO) != 1) {
    return;
  }
  std::ostream& err = context.err;
  shower_ = std::jthread([&err, doing = std::string(doing)](const std::stop_token& stop) {
    show_seconds(stop, err, doing);
  });
}

/// The thread is told to stop, and waited for.
Elapsed::~Elapsed() = default;

void Elapsed::end() {
  shower_ = std::jthread();
}

}  // namespace bgpte::cli
