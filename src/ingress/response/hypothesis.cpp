// What the hypotheses about newly announced links and about departures amount to.
#include "src/ingress/response/hypothesis.hpp"

#include <algorithm>

#include "bgpte/ingress/prior.hpp"

namespace bgpte::ingress {

std::optional<double> newcomer_factor(const Hypothesis& hypothesis) {
  switch (hypothesis.kind) {
    case Hypothesis::Kind::newcomer_less:
      return newcomer_least;
    case Hypothesis::Kind::newcomer_more:
      return newcomer_most;
    default:
      return std::nullopt;
  }
}

bool redirects_departures(const Hypothesis& hypothesis) {
  return hypothesis.kind == Hypothesis::Kind::spread_equally ||
         hypothesis.kind == Hypothesis::Kind::spread_by_share ||
         hypothesis.kind == Hypothesis::Kind::neighbour;
}

NewcomerScale newcomer_scale(double factor, double newcomers, double others) {
  if (newcomers <= 0 || others <= 0) {
    return {};  // There is nobody else to draw from, or nowhere else to go.
  }
  const double all = newcomers + others;
  const double drawn = std::min(factor * newcomers, all);
  return {drawn / newcomers, (all - drawn) / others};
}

}  // namespace bgpte::ingress
