#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// The first goal: what a plan leaves without a link, intact and under each single failure, held
/// against today's announcements. A prefix is looked at with what it follows, and with all that
/// follow it. Traffic counts, not routes: a link of a peer or an exchange brings only what its
/// networks send.
class Reachability {
 public:
  /// Under failures nothing is looked at where the operator set min_links. `baseline` must outlive
  /// it.
  explicit Reachability(const evaluation::Baseline& baseline);

  /// True if no prefix loses more traffic under the plan than it does today, in any state.
  [[nodiscard]] bool keeps(const evaluation::Plan& plan);
  /// True if changing the prefix to `x` can take a way in from somebody: a link is left, a prefix
  /// that was announced nowhere is taken from the one around it, or a lever limits its export.
  [[nodiscard]] bool may_lose(model::PrefixIndex prefix, const model::Advertisement& x) const;

 private:
  /// Expected, bps at the measured statistic; what belongs to `prefix` and enters nowhere.
  std::int64_t lost(model::PrefixIndex prefix, const evaluation::Plan& plan,
                    const evaluation::FailureCase& state);

  const evaluation::Baseline& baseline_;
  bool possible_ = false;  ///< Some change that the policy allows can.
  std::vector<evaluation::FailureCase> states_;
  std::map<std::pair<model::PrefixIndex, model::Advertisement>, std::int64_t> lost_;
};

}  // namespace bgpte::optimiser
