#pragma once

#include <span>
#include <vector>

#include "src/ingress/response/transition_rows.hpp"

namespace bgpte::ingress {

/// The hypotheses whose flows make the range of one prefix.
struct RangeHypotheses {
  std::span<const Hypothesis> all;
  const std::vector<bool>&
      dropped;  ///< [hypothesis]: it cannot explain a home cell, and is left out.
};

/// Least and greatest flow by link, in the unit of `home`.
struct FlowRange {
  std::vector<double> low, high;  ///< [link]
};

/// The least and the greatest flow over the hypotheses, row by row over the operator's levels
/// (docs/ingress.md, "The range"). The same as summing the rows of every hypothesis, in a time
/// that grows with the square of the number of links instead of its fourth power.
/// `measured`: [link] what enters there today.
[[nodiscard]] FlowRange range_over_hypotheses(const TransitionRows& rows,
                                              const RangeHypotheses& hypotheses,
                                              std::span<const double> home,
                                              std::span<const model::Bps> measured);

/// For each link the rows of the one hypothesis that brings most of `home` there: shares[home link
/// * links + link]. For any home cells, their flow is at most the high end of the range.
void highest_shares(const TransitionRows& rows, const RangeHypotheses& hypotheses,
                    std::span<const double> home, std::span<double> shares);

}  // namespace bgpte::ingress
