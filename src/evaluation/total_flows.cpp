// The flows of all prefixes under a plan, added up on several threads.
#include "bgpte/evaluation/total_flows.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::evaluation {
namespace {

constexpr std::array members{&Flows::billed, &Flows::peak, &Flows::low,
                             &Flows::high,   &Flows::harm, &Flows::volumes};

void subtract(Rates& to, const Rates& from) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] -= from[i];
  }
}

}  // namespace

Flows total_flows(const Baseline& baseline, const Plan& plan, unsigned threads) {
  constexpr std::size_t block = 256;  // Prefixes.
  std::vector<const Plan::value_type*> entries;
  entries.reserve(plan.size());
  for (const Plan::value_type& entry : plan) {
    entries.push_back(&entry);
  }
  Flows total = baseline.today();
  std::mutex mutex;
  // Sums of integers: the order in which the blocks arrive does not matter.
  parallel::parallel_for(threads, (entries.size() + block - 1) / block, [&](std::size_t b) {
    Flows part;
    for (const auto member : members) {
      (part.*member).assign((baseline.today().*member).size(), 0);
    }
    for (std::size_t i = b * block; i < std::min(entries.size(), (b + 1) * block); ++i) {
      const auto& [prefix, x] = *entries[i];
      const Flows before = baseline.flows_today(prefix);
      const Flows after = baseline.flows(prefix, x);
      for (const auto member : members) {
        subtract(part.*member, before.*member);
        add(part.*member, after.*member);
      }
      part.unreachable += after.unreachable - before.unreachable;
      part.unreachable_peak += after.unreachable_peak - before.unreachable_peak;
    }
    const std::lock_guard lock(mutex);
    for (const auto member : members) {
      add(total.*member, part.*member);
    }
    total.unreachable += part.unreachable;
    total.unreachable_peak += part.unreachable_peak;
  });
  return total;
}

}  // namespace bgpte::evaluation
