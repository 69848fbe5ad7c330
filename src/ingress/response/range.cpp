// The range: least and greatest flow by link over all hypotheses about how sources behave.
#include "src/ingress/response/range.hpp"

#include <algorithm>
#include <limits>

#include "src/ingress/response/hypothesis_flows.hpp"

namespace bgpte::ingress {
namespace {

/// The part of those who leave `home` that goes to `link`; nothing where the hypothesis does not
/// redirect them.
std::optional<double> redirected_part(const TransitionRows& rows, model::LinkIndex home,
                                      model::LinkIndex link, const Hypothesis& hypothesis) {
  const bool directed = hypothesis.kind == Hypothesis::Kind::neighbour;
  if (hypothesis.kind != Hypothesis::Kind::spread_equally && !directed) {
    return std::nullopt;
  }
  const bool alone =
      rows.least_prepended_links.size() == 1 && rows.least_prepended_links.front() == home;
  const std::vector<model::LinkIndex>& targets =
      alone ? rows.next_least_prepended_links : rows.least_prepended_links;
  const auto others =
      static_cast<double>(targets.size()) - (!alone && is_among(targets, home) ? 1 : 0);
  if (others <= 0 ||
      (directed && (hypothesis.link == home || !is_among(targets, hypothesis.link)))) {
    return std::nullopt;
  }
  if (!is_among(targets, link)) {
    return 0;
  }
  if (!directed || others == 1) {
    return 1 / others;
  }
  return link == hypothesis.link ? neighbour_part : (1 - neighbour_part) / (others - 1);
}

/// What enters by `link` of a home cell on `home` under one hypothesis, as a share of the cell, at
/// the operator's expected levels. `departing`: [kind] what leaves by default.
double hypothesis_entry(const TransitionRows& rows, model::LinkIndex home, model::LinkIndex link,
                        const Hypothesis& hypothesis, const std::vector<double>& departing) {
  if (rows.kind[home] < 0) {
    return rows.without_home[link];
  }
  const auto k = static_cast<std::size_t>(rows.kind[home]);
  const HomeKind& kind = rows.kinds[k];
  const bool sticky = hypothesis.kind == Hypothesis::Kind::sticky && hypothesis.link == home &&
                      !kind.rows->sticky.empty();
  const double* slots = sticky ? kind.rows->sticky.data()
                               : kind.rows->expected.data() + hypothesis.prior * kind.rows->slots;
  if (home == link) {
    return slots[1];
  }
  if (const std::optional<double> part = redirected_part(rows, home, link, hypothesis)) {
    return departing[k] * *part;
  }
  const int slot =
      rows.group[link] < 0 ? -1 : kind.slot[static_cast<std::size_t>(rows.group[link])];
  return slot < 0 ? 0 : slots[slot];
}

/// Calls take(number, flow) for every hypothesis that counts and says something of its own.
template <typename Take>
void for_each_hypothesis(HypothesisFlows& flows, const RangeHypotheses& hypotheses,
                         const Take& take) {
  std::vector<double> scratch;
  for (std::size_t h = 0; h < hypotheses.all.size(); ++h) {
    if (hypotheses.dropped[h]) {
      continue;
    }
    if (const std::vector<double>* flow = flows.of(hypotheses.all[h], scratch)) {
      take(h, *flow);
    }
  }
}

/// [link]: the hypothesis under which most of `home` enters there. Spreading by measured share and
/// the newcomers are left out: their flows are not linear in the home cells, so that their rows for
/// one prefix do not hold for another.
std::vector<std::size_t> highest_hypotheses(const TransitionRows& rows,
                                            const RangeHypotheses& hypotheses,
                                            std::span<const double> home) {
  const std::size_t links = home.size();
  std::vector<std::size_t> highest(links, 0);
  std::vector<double> most(links, -std::numeric_limits<double>::infinity());
  const std::vector<model::Bps> unmeasured(links);
  HypothesisFlows flows(rows, home, unmeasured, RangeEnd::high);
  for_each_hypothesis(flows, hypotheses, [&](std::size_t h, const std::vector<double>& flow) {
    const Hypothesis& hypothesis = hypotheses.all[h];
    if (hypothesis.kind == Hypothesis::Kind::spread_by_share || newcomer_factor(hypothesis)) {
      return;
    }
    for (std::size_t l = 0; l < links; ++l) {
      if (flow[l] > most[l]) {
        most[l] = flow[l];
        highest[l] = h;
      }
    }
  });
  return highest;
}

}  // namespace

FlowRange range_over_hypotheses(const TransitionRows& rows, const RangeHypotheses& hypotheses,
                                std::span<const double> home,
                                std::span<const model::Bps> measured) {
  FlowRange range;
  range.low.assign(home.size(), std::numeric_limits<double>::infinity());
  range.high.assign(home.size(), -std::numeric_limits<double>::infinity());
  const bool levels = std::any_of(rows.kinds.begin(), rows.kinds.end(),
                                  [](const HomeKind& kind) { return !kind.rows->low.empty(); });
  for (const RangeEnd end : {RangeEnd::low, RangeEnd::high}) {
    if (end == RangeEnd::high && !levels) {
      break;  // Both ends of every row are the same.
    }
    HypothesisFlows flows(rows, home, measured, end);
    for_each_hypothesis(flows, hypotheses, [&](std::size_t, const std::vector<double>& flow) {
      for (std::size_t l = 0; l < home.size(); ++l) {
        if (end == RangeEnd::low || !levels) {
          range.low[l] = std::min(range.low[l], flow[l]);
        }
        if (end == RangeEnd::high || !levels) {
          range.high[l] = std::max(range.high[l], flow[l]);
        }
      }
    });
  }
  for (double& flow : range.low) {
    flow = std::max(flow, 0.0);  // A difference of sums may be less by rounding.
  }
  return range;
}

void highest_shares(const TransitionRows& rows, const RangeHypotheses& hypotheses,
                    std::span<const double> home, std::span<double> shares) {
  const std::size_t links = home.size();
  const std::vector<std::size_t> highest = highest_hypotheses(rows, hypotheses, home);
  std::vector<double> departing;
  for (const HomeKind& kind : rows.kinds) {
    departing.push_back(departing_share(rows, kind, kind.rows->expected));
  }
  for (std::size_t j = 0; j < links; ++j) {
    for (std::size_t l = 0; l < links; ++l) {
      shares[j * links + l] = hypothesis_entry(rows, j, l, hypotheses.all[highest[l]], departing);
    }
  }
}

}  // namespace bgpte::ingress
