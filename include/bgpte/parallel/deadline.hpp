#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>

namespace bgpte::parallel {

/// When work is to end with what it has. The default never comes.
class Deadline {
 public:
  Deadline() = default;
  /// So many seconds from now; never where there is no number. It also comes once `stop`, which
  /// may be nullptr and must outlive it, is true.
  explicit Deadline(std::optional<double> seconds, const std::atomic<bool>* stop = nullptr)
      : stop_(stop) {
    if (seconds) {
      end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                std::chrono::duration<double>(std::min(*seconds, longest)));
    }
  }

  [[nodiscard]] bool passed() const { return is_stopped() || (end_ && Clock::now() >= *end_); }
  /// Seconds until then, 0 afterwards; nothing where it never comes.
  [[nodiscard]] std::optional<double> left() const {
    if (is_stopped()) {
      return 0.0;
    }
    if (!end_) {
      return std::nullopt;
    }
    return std::max(0.0, std::chrono::duration<double>(*end_ - Clock::now()).count());
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double longest = 1e8;  ///< Three years: more would overflow the clock.
  [[nodiscard]] bool is_stopped() const { return stop_ != nullptr && stop_->load(); }

  std::optional<Clock::time_point> end_;
  const std::atomic<bool>* stop_ = nullptr;
};

}  // namespace bgpte::parallel
