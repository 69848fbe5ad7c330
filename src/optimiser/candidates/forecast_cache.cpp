// High ends of the range that earlier searches over one ingress model asked for.
#include "src/optimiser/candidates/forecast_cache.hpp"

#include <algorithm>
#include <span>

namespace bgpte::optimiser {

std::shared_ptr<ForecastCache> make_forecast_cache(KeptFlows flows) {
  return std::make_shared<ForecastCache>(flows);
}

void ForecastCache::open(const evaluation::Baseline& baseline) {
  const std::lock_guard lock(mutex_);
  if (ingress_ != &baseline.ingress()) {
    entries_.clear();
    flows_.clear();
    flow_count_ = 0;
    ingress_ = &baseline.ingress();
  }
  entries_.resize(baseline.scenario().prefixes.size());
  flows_.resize(entries_.size());
}

namespace {

/// Moves `at` to where x is among the kept candidates, if it is. Both lists are in the order of the
/// last tie rule, so one walk finds all.
bool find(const std::vector<model::Advertisement>& kept, const model::Advertisement& x,
          std::size_t& at) {
  while (at < kept.size() && lists_earlier(kept.front(), kept[at], x)) {
    ++at;
  }
  return at < kept.size() && kept[at] == x;
}

}  // namespace

bool ForecastCache::high_ends(const evaluation::Baseline& baseline, model::PrefixIndex prefix,
                              const DecisionGroup::Candidates& candidates, const WorkBudget& budget,
                              std::vector<double>& ends) {
  const std::size_t width = baseline.end_size();
  std::shared_ptr<const Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    entry = entries_[prefix];
  }
  std::vector<double> home = baseline.high_home(prefix);
  const bool same =
      entry && entry->home == home && entry->candidates->front() == candidates->front();
  ends.assign(candidates->size() * width, 0.0);
  std::size_t at = 1;
  for (std::size_t c = 1; c < candidates->size(); ++c) {
    const std::span<double> end(ends.data() + c * width, width);
    if (same && find(*entry->candidates, (*candidates)[c], at)) {
      std::copy_n(entry->ends.data() + at * width, width, end.begin());
      continue;
    }
    if (c % 64 == 0 && budget.asked_to_stop()) {
      return false;
    }
    baseline.high_end(prefix, (*candidates)[c], home, end);
  }
  if (!same || entry->candidates->size() < candidates->size()) {
    auto kept = std::make_shared<const Entry>(Entry{candidates, std::move(home), ends});
    const std::lock_guard lock(mutex_);
    entries_[prefix] = std::move(kept);
  }
  return true;
}

bool ForecastCache::find_flows(const FlowsKey& key, DecisionGroup& group) {
  const std::vector<model::Advertisement>& wanted = *group.candidates.front();
  std::shared_ptr<const Flows> kept;
  {
    const std::lock_guard lock(mutex_);
    for (const std::shared_ptr<const Flows>& some : flows_[group.prefixes.front()]) {
      if (*some->key == key && some->candidates->front() == wanted.front()) {
        kept = some;
      }
    }
  }
  const std::size_t width = key.load_kinds.size();
  group.flows.assign(wanted.size() * width, 0.0);
  std::size_t at = 1;
  for (std::size_t c = 1; c < wanted.size(); ++c) {
    if (!kept || !find(*kept->candidates, wanted[c], at)) {
      return false;
    }
    std::copy_n(kept->flows.data() + at * width, width, group.flows.data() + c * width);
  }
  return true;
}

void ForecastCache::keep_flows(const std::shared_ptr<const FlowsKey>& key,
                               const DecisionGroup& group) {
  const std::lock_guard lock(mutex_);
  if (flow_count_ + group.flows.size() <= most_flows) {
    flow_count_ += group.flows.size();
    flows_[group.prefixes.front()].push_back(
        std::make_shared<const Flows>(Flows{key, group.candidates.front(), group.flows}));
  }
}

}  // namespace bgpte::optimiser
