#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "bgpte/optimiser/forecast_cache.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// High ends (evaluation::Baseline::high_end) by prefix and candidate. What an end depends on
/// besides the ingress model - today's advertisement and the home cells with uplift - is kept
/// beside it and compared, so that a changed network is priced afresh.
class ForecastCache {
 public:
  /// Room for the prefixes of `baseline`; forgets all if the ingress model is another.
  void open(const evaluation::Baseline& baseline);

  /// Ends of a prefix's candidates: [candidate * end_size]. Those that are kept are copied, the
  /// others asked for. Several threads may ask. False if it was asked to stop before all were
  /// there.
  bool high_ends(const evaluation::Baseline& baseline, model::PrefixIndex prefix,
                 const DecisionGroup::Candidates& candidates, const WorkBudget& budget,
                 std::vector<double>& ends);

 private:
  struct Entry {
    DecisionGroup::Candidates candidates;
    std::vector<double> home;
    std::vector<double> ends;
  };
  [[nodiscard]] const double* find(const Entry& entry, const model::Advertisement& x,
                                   std::size_t width, std::size_t& at) const;

  std::mutex mutex_;
  const ingress::IngressModel* ingress_ = nullptr;
  std::vector<std::shared_ptr<const Entry>> entries_;  ///< [prefix]; null: nothing is kept.
};

}  // namespace bgpte::optimiser
