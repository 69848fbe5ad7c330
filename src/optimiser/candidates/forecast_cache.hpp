#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "bgpte/optimiser/forecast_cache.hpp"
#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// High ends (evaluation::Baseline::high_end) by prefix and candidate. What an end depends on
/// besides the ingress model - today's advertisement and the home cells with uplift - is kept
/// beside it and compared, so that a changed network is priced afresh.
class ForecastCache {
 public:
  /// What the flows of a column depend on besides the ingress model and today's advertisement.
  struct FlowsKey {
    std::vector<LoadKind> load_kinds;
    std::vector<evaluation::LinksDown> failures;
    model::ForecastLevel level = model::ForecastLevel::expected;  ///< Of the failures.
    model::Ratio step;                                            ///< Of priced changes.
    std::vector<double> factors;  ///< [link] at the peak, and with uplift.
    bool operator==(const FlowsKey&) const = default;
  };

  explicit ForecastCache(KeptFlows flows) : keeps_flows_(flows == KeptFlows::some) {}

  /// Room for the prefixes of `baseline`; forgets all if the ingress model is another.
  void open(const evaluation::Baseline& baseline);

  /// Ends of a prefix's candidates: [candidate * end_size]. Those that are kept are copied, the
  /// others asked for. Several threads may ask. False if it was asked to stop before all were
  /// there.
  bool high_ends(const evaluation::Baseline& baseline, model::PrefixIndex prefix,
                 const DecisionGroup::Candidates& candidates, const WorkBudget& budget,
                 std::vector<double>& ends);

  [[nodiscard]] bool keeps_flows() const { return keeps_flows_; }
  /// Fills the flows of a group of one prefix, whose columns are its candidates, where they are
  /// kept for all of them.
  bool find_flows(const FlowsKey& key, DecisionGroup& group);
  /// Keeps them, as far as there is room.
  void keep_flows(const std::shared_ptr<const FlowsKey>& key, const DecisionGroup& group);

 private:
  struct Entry {
    DecisionGroup::Candidates candidates;
    std::vector<double> home;
    std::vector<double> ends;
  };

  struct Flows {
    std::shared_ptr<const FlowsKey> key;
    DecisionGroup::Candidates candidates;
    std::vector<double> flows;  ///< DecisionGroup::flows
  };

  /// Numbers in all kept flows, at most (64 MB).
  static constexpr std::size_t most_flows = std::size_t{1} << 23;

  bool keeps_flows_;
  std::mutex mutex_;
  const ingress::IngressModel* ingress_ = nullptr;
  std::vector<std::shared_ptr<const Entry>> entries_;  ///< [prefix]; null: nothing is kept.
  std::vector<std::vector<std::shared_ptr<const Flows>>> flows_;  ///< [prefix]
  std::size_t flow_count_ = 0;
};

}  // namespace bgpte::optimiser
