#pragma once

#include <cstdint>
#include <vector>

#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// An objective in units of 1e-18 (of the currency, or of Mbps of Phi for `congestion`).
struct Objective {
  model::Int128 atto = 0;
  constexpr auto operator<=>(const Objective&) const = default;
  [[nodiscard]] double as_double() const;  ///< For display only.
};

/// The range of a forecast rate. The ends of different links do not happen together: they are never
/// added up over links.
struct RateRange {
  model::Bps low, expected, high;
  bool operator==(const RateRange&) const = default;
};

struct MoneyRange {
  model::Money low, expected, high;
  bool operator==(const MoneyRange&) const = default;
};

/// What enters by one link under a plan.
struct LinkLoad {
  RateRange inbound;  ///< At the measured statistic: what is billed. high has the uplift.
  RateRange peak;     ///< What ceilings look at; equals inbound where no peak is given.
  model::Bps harm;    ///< The high peak without drift: what do-no-harm "high" looks at.
  bool operator==(const LinkLoad&) const = default;
};

/// A plan, priced and predicted in exact arithmetic (docs/evaluation.md).
struct Evaluation {
  std::vector<LinkLoad> links;
  MoneyRange bill;  ///< A month, all contracts; low and high over the variants.
  std::vector<model::Money>
      link_bill;           ///< Expected; a contract over several ports is split by load.
  model::Bps loss;         ///< Sum over links above their capacities in policy.forecast.
  model::Bps excess;       ///< Sum over links above their thresholds (evaluation/goals.hpp).
  model::Bps off_target;   ///< Sum over links with a target_share (evaluation/goals.hpp).
  model::Bps unreachable;  ///< Expected: traffic that has no link left.
  model::Int128 phi = 0;   ///< Fortz-Thorup congestion, sum over links, in bps.
  std::size_t changes = 0;
  std::int64_t priced_changes = 0;  ///< Millionths, with steps (evaluation/objective_weights.hpp).
  Objective value;                  ///< Of policy.strategy; for `congestion` the first term only.
  bool harmless = true;             ///< Do no harm holds.
  bool operator==(const Evaluation&) const = default;
};

/// Prices and predicts a plan, feasible or not, while the links of `down` are down. Links that are
/// down are still paid for. Do no harm compares with the same links down and no plan. The answer is
/// the same on any number of threads. Throws std::overflow_error where objective_weights does.
[[nodiscard]] Evaluation evaluate(const Baseline& baseline, const Plan& plan, unsigned threads = 1,
                                  const LinksDown& down = {});

}  // namespace bgpte::evaluation
