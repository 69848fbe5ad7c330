#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/model/scenario.hpp"

/// Which single announcement, tried for a while, tells most about a plan (docs/learning-tests.md).
namespace bgpte::learning {

/// A prefix and how a plan announces it.
struct Wanted {
  model::PrefixIndex prefix = 0;
  model::Advertisement announce;
};

/// A plan whose range is too wide. A prefix may stand in it several times, where several plans are
/// wanted.
struct WantedPlan {
  std::vector<Wanted> prefixes;
  std::vector<model::Change> first_step;      ///< Tried before anything else, where that is safe.
  std::optional<model::LinkIndex> link = {};  ///< Whose range matters; nothing: the widest.
};

struct TestOptions {
  std::size_t most = 3;
  /// Only tests of so many prepends more than today; nothing: one to three more, and fewer.
  std::optional<int> more_prepends = std::nullopt;
};

/// Up to `most` tests in the order in which to make them, each the one after which the plan's range
/// is narrowest for the traffic that it moves, given those before it. Prepends only, one prefix and
/// one link each, allowed by the policy, large enough to be measured, and never one after whose
/// high end a link is above what do-no-harm allows. None where the ingress model learns nothing
/// from observations.
[[nodiscard]] std::vector<advice::TellingTest> telling_tests(const evaluation::Baseline& baseline,
                                                             const WantedPlan& wanted,
                                                             const TestOptions& options = {});

/// The changes of advice with a link whose ceiling they keep as forecast and break at the high end
/// of the range; else the plan that the advice would try in a quiet hour. Nothing where neither is.
[[nodiscard]] std::optional<WantedPlan> doubtful_plan(const model::Scenario& scenario,
                                                      const advice::Advice& advice);

/// The best test of that plan.
[[nodiscard]] std::optional<advice::TellingTest> best_test(const model::Scenario& scenario,
                                                           const ingress::IngressModel& ingress,
                                                           const advice::Advice& advice);

/// Up to three tests of that plan or, where nothing about it is doubtful, of what the advice
/// changes. None where the advice changes nothing.
[[nodiscard]] std::vector<advice::TellingTest> tests_of_advice(const model::Scenario& scenario,
                                                               const ingress::IngressModel& ingress,
                                                               const advice::Advice& advice);

}  // namespace bgpte::learning
