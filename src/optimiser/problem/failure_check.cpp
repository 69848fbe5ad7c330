// Which single failures a plan makes worse than they are today.
#include "src/optimiser/problem/failure_check.hpp"

#include <algorithm>
#include <mutex>

#include "bgpte/evaluation/goals.hpp"
#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::optimiser {

FailureCheck::FailureCheck(const evaluation::Baseline& baseline, unsigned threads,
                           const std::vector<evaluation::Flows>* known)
    : baseline_(baseline), threads_(threads), known_(known) {
  const model::NMinusOne mode = baseline.scenario().policy.n_minus_1;
  if (mode == model::NMinusOne::require || mode == model::NMinusOne::no_worse) {
    cases_ = evaluation::failure_cases(baseline.scenario());
  }
  today_.resize(cases_.size());
}

evaluation::Rates FailureCheck::flows(model::PrefixIndex prefix, const evaluation::Plan& plan,
                                      std::size_t failure) const {
  const model::Scenario& scenario = baseline_.scenario();
  const auto followed = evaluation::effective(baseline_, plan, cases_[failure].links, prefix);
  if (!followed) {
    return evaluation::Rates(scenario.links.size(), 0);
  }
  return evaluation::level_flows(baseline_, prefix, *followed);
}

const evaluation::Rates& FailureCheck::today(std::size_t failure) {
  if (!today_[failure] && known_ != nullptr) {
    today_[failure] = evaluation::level_loads(baseline_.scenario().policy, known_->at(failure));
  }
  if (!today_[failure]) {
    constexpr std::size_t block = 512;  // Prefixes.
    const evaluation::Background background =
        evaluation::background_under(baseline_.scenario(), cases_[failure].links,
                                     baseline_.background_peak(), baseline_.background_high());
    evaluation::Rates sum = model::at_level(baseline_.scenario().policy.forecast, background.low,
                                            background.expected, background.high);
    const std::size_t prefixes = baseline_.scenario().prefixes.size();
    std::mutex mutex;
    parallel::parallel_for(threads_, (prefixes + block - 1) / block, [&](std::size_t b) {
      evaluation::Rates part(sum.size(), 0);
      for (std::size_t p = b * block; p < std::min(prefixes, (b + 1) * block); ++p) {
        evaluation::add(part, flows(p, {}, failure));
      }
      const std::lock_guard lock(mutex);
      evaluation::add(sum, part);
    });
    today_[failure] = std::move(sum);
  }
  return *today_[failure];
}

evaluation::Rates FailureCheck::loads(const evaluation::Plan& plan, std::size_t failure) {
  evaluation::Rates sum = today(failure);
  for (const model::PrefixIndex p : evaluation::touched(baseline_, plan)) {
    const evaluation::Rates before = flows(p, {}, failure);
    const evaluation::Rates after = flows(p, plan, failure);
    for (std::size_t l = 0; l < sum.size(); ++l) {
      sum[l] += after[l] - before[l];
    }
  }
  return sum;
}

std::int64_t FailureCheck::loss(const evaluation::Rates& loads) const {
  std::int64_t sum = 0;
  for (std::size_t l = 0; l < loads.size(); ++l) {
    sum += std::max<std::int64_t>(0, loads[l] - baseline_.scenario().links[l].capacity.value);
  }
  return sum;
}

std::vector<std::size_t> FailureCheck::worsened(const evaluation::Plan& plan) {
  std::vector<std::size_t> result;
  const bool each_link = baseline_.scenario().policy.n_minus_1 == model::NMinusOne::require;
  for (std::size_t f = 0; f < cases_.size() && !plan.empty(); ++f) {
    const evaluation::Rates after = loads(plan, f);
    const evaluation::Rates& before = today(f);
    bool worse = !each_link && loss(after) > loss(before);
    for (std::size_t l = 0; l < after.size() && each_link; ++l) {
      const std::int64_t capacity = baseline_.scenario().links[l].capacity.value;
      worse = worse || after[l] > std::max(before[l], capacity);
    }
    if (worse) {
      result.push_back(f);
    }
  }
  return result;
}

std::int64_t FailureCheck::loss_beyond_today(const evaluation::Plan& plan) {
  std::int64_t sum = 0;
  for (std::size_t f = 0; f < cases_.size() && !plan.empty(); ++f) {
    sum += std::max<std::int64_t>(0, loss(loads(plan, f)) - loss(today(f)));
  }
  return sum;
}

}  // namespace bgpte::optimiser
