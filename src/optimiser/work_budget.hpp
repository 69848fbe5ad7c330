#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "bgpte/optimiser/optimise.hpp"
#include "bgpte/parallel/deadline.hpp"

namespace bgpte::optimiser {

/// The work that remains, in steps. A step is about one multiplication of the inner loops and is
/// counted alike on every machine. The clock is read only where a time limit was asked for.
class WorkBudget {
 public:
  explicit WorkBudget(const Options& options)
      : options_(options), limit_(options.work_limit), deadline_(options.time_limit_s) {}

  void spend(std::uint64_t steps) { work_ += steps; }
  [[nodiscard]] std::uint64_t work() const { return work_; }
  [[nodiscard]] unsigned threads() const { return options_.threads == 0 ? 1 : options_.threads; }
  [[nodiscard]] ForecastCache* forecasts() const { return options_.forecasts.get(); }
  [[nodiscard]] const std::vector<evaluation::Flows>* failures_today() const {
    return options_.failures_today.get();
  }
  [[nodiscard]] std::size_t max_stored() const { return options_.most_stored_candidates; }
  [[nodiscard]] std::size_t max_candidates() const { return options_.most_candidates; }
  [[nodiscard]] std::size_t max_forecasts() const { return options_.most_forecasts; }
  /// Part of the limit: a phase of the search that must leave some for the next.
  [[nodiscard]] std::uint64_t share(double part) const {
    return work_ +
           static_cast<std::uint64_t>(static_cast<double>(limit_ - std::min(limit_, work_)) * part);
  }
  /// Leaves a part of the work that remains to what comes later. Returns the limit before.
  std::uint64_t reserve(double part) { return std::exchange(limit_, share(1 - part)); }
  void set_limit(std::uint64_t limit) { limit_ = limit; }
  /// Why to stop now, if there is a reason.
  [[nodiscard]] std::optional<Termination> stop() const {
    const std::optional<Termination> asked = asked_to_stop();
    return !asked && work_ >= limit_ ? Termination::work_limit : asked;
  }
  /// The same for what is not counted: the interrupt and the clock. Several threads may ask.
  [[nodiscard]] std::optional<Termination> asked_to_stop() const {
    if (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed)) {
      return Termination::interrupted;
    }
    return deadline_.passed() ? std::optional(Termination::time_limit) : std::nullopt;
  }

 private:
  const Options& options_;
  std::uint64_t limit_;
  std::uint64_t work_ = 0;
  parallel::Deadline deadline_;
};

}  // namespace bgpte::optimiser
