// Forecasts of the response model: the estimate, and the range over its hypotheses.
#include <algorithm>
#include <limits>

#include "src/ingress/response/range.hpp"
#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {

/// One row: shares[l] of what enters by `home` today enters by l. `variant`: a hypothesis.
void ResponseModel::row(const BehaviourRows& rows, model::LinkIndex home, std::size_t variant,
                        RetainedLevel level, std::span<const model::Bps> measured,
                        std::span<double> shares) const {
  if (rows.rows->kind[home] < 0) {
    std::copy(rows.rows->without_home.begin(), rows.rows->without_home.end(), shares.begin());
    return;
  }
  const Hypothesis& hypothesis = hypotheses_[variant];
  if (hypothesis.kind == Hypothesis::Kind::retained_low) {
    level = RetainedLevel::low;
  } else if (hypothesis.kind == Hypothesis::Kind::retained_high) {
    level = RetainedLevel::high;
  }
  if (rows.fitted) {
    const ObservedAnnouncement& observed = *observed_[*rows.behaviour->observed];
    const std::size_t population =
        hypothesis.kind == Hypothesis::Kind::sticky
            ? observed.of_sticky(hypothesis.link)
            : observed.of_prior(hypothesis.prior, static_cast<std::size_t>(level));
    std::copy_n(rows.fitted->data() + (population * links_ + home) * links_, links_,
                shares.begin());
    if (hypothesis.kind == Hypothesis::Kind::neighbour && observed.tested(home)) {
      return;
    }
  } else {
    hypothesis_row(*rows.rows, home, hypothesis, level, shares);
  }
  redistribute(*rows.rows, home, hypothesis, measured, shares);
}

/// [link] flow under one hypothesis, at the operator's expected levels.
std::vector<double> ResponseModel::predicted(const BehaviourRows& rows,
                                             std::span<const double> home, std::size_t variant,
                                             std::span<const model::Bps> measured) const {
  std::vector<double> flow(links_, 0);
  std::vector<double> shares(links_);
  for (std::size_t j = 0; j < links_; ++j) {
    if (home[j] == 0) {
      continue;
    }
    row(rows, j, variant, RetainedLevel::expected, measured, shares);
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * shares[l];
    }
  }
  return flow;
}

/// The range over the hypotheses, each reweighted to the observations by itself.
void ResponseModel::widen(const BehaviourRows& rows, std::span<const double> home,
                          std::span<const model::Bps> measured, const std::vector<bool>& in_range,
                          Forecast& result) const {
  result.low.assign(links_, std::numeric_limits<double>::infinity());
  result.high.assign(links_, -std::numeric_limits<double>::infinity());
  std::vector<double> low(links_), high(links_), least(links_), most(links_), other(links_);
  for (std::size_t v = 0; v < variants(); ++v) {
    if (rows.behaviour->dropped[v] || !in_range[v]) {
      continue;
    }
    std::fill(low.begin(), low.end(), 0);
    std::fill(high.begin(), high.end(), 0);
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j] == 0) {
        continue;
      }
      row(rows, j, v, RetainedLevel::expected, measured, least);
      most = least;
      if (retained_[j]) {
        for (const RetainedLevel level : {RetainedLevel::low, RetainedLevel::high}) {
          row(rows, j, v, level, measured, other);
          for (std::size_t l = 0; l < links_; ++l) {
            least[l] = std::min(least[l], other[l]);
            most[l] = std::max(most[l], other[l]);
          }
        }
      }
      for (std::size_t l = 0; l < links_; ++l) {
        low[l] += home[j] * least[l];
        high[l] += home[j] * most[l];
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      result.low[l] = std::min(result.low[l], low[l]);
      result.high[l] = std::max(result.high[l], high[l]);
    }
  }
}

Forecast ResponseModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                 std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  const Behaviour& here = behaviours_[b];
  if (attracts_the_same(x, announcements_[here.announcement].today) &&
      all_at_home(home, announcements_[here.announcement].today)) {
    result.low.assign(home.begin(), home.end());
    result.expected = result.high = result.low;
    return result;
  }
  for (std::size_t j = 0; j < links_; ++j) {
    result.margin += retained_[j] ? 0 : drift_ * home[j];
  }
  const BehaviourRows seen = behaviour_rows(b, x, Scope::range);
  if (here.observed) {
    widen(seen, home, today_.home[prefix], fitted(b)->in_range, result);
  } else {
    FlowRange range =
        range_over_hypotheses(*seen.rows, {hypotheses_, here.dropped}, home, today_.home[prefix]);
    result.low = std::move(range.low);
    result.high = std::move(range.high);
  }
  result.expected = flow_of(transition(b, x)->share, home);
  for (std::size_t l = 0; l < links_; ++l) {
    // The estimate is a mixture, and may lean on a hypothesis that has left the range.
    result.low[l] = std::min(result.low[l], result.expected[l]);
    result.high[l] = std::max(result.high[l], result.expected[l]);
  }
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

std::shared_ptr<const Transition> ResponseModel::high_floor(std::size_t behaviour,
                                                            const model::Advertisement& x,
                                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  if (here.observed || attracts_the_same(x, announcements_[here.announcement].today)) {
    return transition(behaviour, x);
  }
  auto result = std::make_shared<Transition>();
  result->links = links_;
  result->share.assign(links_ * links_, 0);
  highest_shares(*rows(here.announcement, x, Scope::range), {hypotheses_, here.dropped}, home,
                 result->share);
  return result;
}

std::vector<double> ResponseModel::variant_flow(model::PrefixIndex prefix,
                                                const model::Advertisement& x,
                                                std::span<const double> home,
                                                std::size_t variant) const {
  const std::size_t b = behaviour_of_[prefix];
  const Behaviour& here = behaviours_[b];
  if (attracts_the_same(x, announcements_[here.announcement].today) &&
      all_at_home(home, announcements_[here.announcement].today)) {
    return {home.begin(), home.end()};
  }
  const bool holds = !here.dropped[variant] && (!here.observed || fitted(b)->in_range[variant]);
  if (holds) {
    return predicted(behaviour_rows(b, x, Scope::range), home, variant, today_.home[prefix]);
  }
  return flow_of(transition(b, x)->share, home);
}

}  // namespace bgpte::ingress
