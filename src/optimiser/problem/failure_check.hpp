#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::optimiser {

/// Which single failures a plan makes worse than they are today. Loads of today are computed once
/// for each case, and for a plan only those of the prefixes that it touches.
class FailureCheck {
 public:
  /// `known`: see Options::failures_today; must outlive it.
  FailureCheck(const evaluation::Baseline& baseline, unsigned threads,
               const std::vector<evaluation::Flows>* known);

  [[nodiscard]] const std::vector<evaluation::FailureCase>& cases() const { return cases_; }
  /// Loads in policy.forecast at the peak [link], bps, while the case lasts.
  [[nodiscard]] evaluation::Rates loads(const evaluation::Plan& plan, std::size_t failure);
  /// The cases under which the plan breaks what policy.n_minus_1 asks: `require` looks at each
  /// link, `no-worse` at the loss of all links together. Empty for the other modes.
  [[nodiscard]] std::vector<std::size_t> worsened(const evaluation::Plan& plan);
  /// Sum over the cases of the loss beyond today's, bps.
  [[nodiscard]] std::int64_t loss_beyond_today(const evaluation::Plan& plan);

 private:
  [[nodiscard]] const evaluation::Rates& today(std::size_t failure);
  /// What one prefix brings under a plan while the case lasts.
  [[nodiscard]] evaluation::Rates flows(model::PrefixIndex prefix, const evaluation::Plan& plan,
                                        std::size_t failure) const;
  [[nodiscard]] std::int64_t loss(const evaluation::Rates& loads) const;

  const evaluation::Baseline& baseline_;
  unsigned threads_;
  const std::vector<evaluation::Flows>* known_;
  std::vector<evaluation::FailureCase> cases_;
  std::vector<std::optional<evaluation::Rates>> today_;  ///< [case], once it was asked for.
};

}  // namespace bgpte::optimiser
