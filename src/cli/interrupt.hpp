#pragma once

#include <atomic>

namespace bgpte::cli {

/// While one lives, the first SIGINT or SIGTERM sets a flag instead of ending the program; the
/// second one ends it. At most one lives at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// For the optimiser: stop with the best plan so far.
  [[nodiscard]] static const std::atomic<bool>* flag();
  [[nodiscard]] static bool interrupted() { return flag()->load(); }
};

/// For a program that runs one command line after the other, a server: while one lives, a command
/// is interrupted by raise() in place of a signal, and signals keep the meaning that they have. At
/// most one lives at a time; raise() may be called from any thread.
class InterruptHost {
 public:
  InterruptHost();
  ~InterruptHost();
  InterruptHost(const InterruptHost&) = delete;
  InterruptHost& operator=(const InterruptHost&) = delete;

  static void raise();  ///< The command that runs now stops with what it has.
  static void clear();  ///< Before the next command.
  /// What a command looks at before it has an InterruptWatch; nullptr where no host lives.
  [[nodiscard]] static const std::atomic<bool>* flag();
};

}  // namespace bgpte::cli
