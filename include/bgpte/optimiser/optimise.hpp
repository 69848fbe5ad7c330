#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/optimiser/forecast_cache.hpp"

namespace bgpte::optimiser {

/// Why the search ended. `optimal` only where the bound equals the value.
enum class Termination : std::uint8_t { optimal, gap_limit, work_limit, time_limit, interrupted };

[[nodiscard]] std::string_view name_of(Termination termination);

struct Options {
  unsigned threads = 1;                ///< The answer does not depend on it.
  std::optional<double> time_limit_s;  ///< Only this and an interrupt make two runs differ.
  const std::atomic<bool>* interrupt = nullptr;  ///< Set from outside: stop with the best so far.
  std::uint64_t work_limit = 2'000'000'000;      ///< Counted, machine-independent steps.
  /// Large searches whose gap is at most this (relative, as the advice gives it) do not go on
  /// until the work limit. Small ones always run until they are proven.
  double gap_limit = 1e-4;
  /// Up to so many candidates, of all prefixes together, are stored and searched one by one.
  /// Beyond, prefixes that are announced and behave alike share them, where the policy lets them be
  /// priced so (forecasts expected and high, no N-1 constraint): proof to a small gap, not to the
  /// last digit.
  std::size_t most_stored_candidates = 400'000;
  /// Where candidates ask for more forecasts than this (prefixes that are announced and behave
  /// alike ask together), fewer links of a prefix change; one always may.
  std::size_t most_forecasts = 4'000'000;
  /// Where there are more candidates than this, shared or not, of all prefixes together, fewer
  /// links of a prefix change; one always may.
  std::size_t most_candidates = 400'000'000;
  /// Saves time where several searches ask about one ingress model; null: nothing is kept.
  std::shared_ptr<ForecastCache> forecasts;
  /// [case of evaluation::failure_cases] evaluation::forecast with today's announcements while it
  /// lasts, where that is known already; null: it is computed when it is asked for.
  std::shared_ptr<const std::vector<evaluation::Flows>> failures_today;
};

/// The best plan found and how good it can at most be.
struct Optimum {
  evaluation::Plan plan;
  evaluation::Evaluation today;
  evaluation::Evaluation after;
  /// No plan of as many changes as this one has less; one of more changes would have to bring
  /// policy.least_relief more for each.
  model::Bps loss_lower_bound, excess_lower_bound;
  /// What the plan loses under single failures beyond what today's announcements lose there, and
  /// the least that it can be; 0 unless policy.n_minus_1 is no-worse.
  model::Bps failure_loss, failure_loss_lower_bound;
  /// No plan of those that keep the goals before is less away from the targets of the links.
  model::Bps targets_lower_bound;
  evaluation::Objective lower_bound;  ///< Of the objective among plans with excess `after.excess`.
  Termination termination = Termination::optimal;
  std::string candidates;  ///< "all", or which part of the vectors was considered.
  std::uint64_t work = 0;
};

/// An optimisation in two steps: candidates are priced when it is made, on all threads; the search
/// needs one thread for most of its time, so that several can run beside each other. What the
/// baseline refers to must outlive it.
class PricedSearch {
 public:
  PricedSearch(const evaluation::Baseline& baseline, const Options& options);
  ~PricedSearch();
  PricedSearch(const PricedSearch&) = delete;
  PricedSearch& operator=(const PricedSearch&) = delete;
  /// What `optimise` gives. It may be called once.
  [[nodiscard]] Optimum run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The best plan by levels (docs/optimiser.md, "Levels"): nothing becomes unreachable that is not
/// today; then the least loss, the least excess, the least loss after failures beyond today's, the
/// least objective of policy.strategy, and the first by the rules of ties. Today's plan is always
/// feasible, so there is always an answer.
[[nodiscard]] Optimum optimise(const evaluation::Baseline& baseline, const Options& options = {});

}  // namespace bgpte::optimiser
