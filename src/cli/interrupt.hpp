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

}  // namespace bgpte::cli
