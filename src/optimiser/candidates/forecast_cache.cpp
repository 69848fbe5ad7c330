// High ends of the range that earlier searches over one ingress model asked for.
#include "src/optimiser/candidates/forecast_cache.hpp"

#include <algorithm>
#include <span>

namespace bgpte::optimiser {

std::shared_ptr<ForecastCache> make_forecast_cache() {
  return std::make_shared<ForecastCache>();
}

void ForecastCache::open(const evaluation::Baseline& baseline) {
  const std::lock_guard lock(mutex_);
  if (ingress_ != &baseline.ingress()) {
    entries_.clear();
    ingress_ = &baseline.ingress();
  }
  entries_.resize(baseline.scenario().prefixes.size());
}

/// Both lists are in the order of the last tie rule, so one walk finds all.
const double* ForecastCache::find(const Entry& entry, const model::Advertisement& x,
                                  std::size_t width, std::size_t& at) const {
  const std::vector<model::Advertisement>& kept = *entry.candidates;
  while (at < kept.size() && lists_earlier(kept.front(), kept[at], x)) {
    ++at;
  }
  return at < kept.size() && kept[at] == x ? entry.ends.data() + at * width : nullptr;
}

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
    const double* known = same ? find(*entry, (*candidates)[c], width, at) : nullptr;
    if (known != nullptr) {
      std::copy_n(known, width, end.begin());
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

}  // namespace bgpte::optimiser
