#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace bgpte::parallel {

/// When work is to end with what it has. The default never comes.
class Deadline {
 public:
  Deadline() = default;
  /// So many seconds from now; never where there is no number.
  explicit Deadline(std::optional<double> seconds) {
    if (seconds) {
      end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                std::chrono::duration<double>(std::min(*seconds, longest)));
    }
  }

  [[nodiscard]] bool passed() const { return end_ && Clock::now() >= *end_; }
  /// Seconds until then, 0 afterwards; nothing where it never comes.
  [[nodiscard]] std::optional<double> left() const {
    if (!end_) {
      return std::nullopt;
    }
    return std::max(0.0, std::chrono::duration<double>(*end_ - Clock::now()).count());
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double longest = 1e8;  ///< Three years: more would overflow the clock.
  std::optional<Clock::time_point> end_;
};

}  // namespace bgpte::parallel
