// Which prefix enters by which link, before and after the changes of an advice.
#include "bgpte/advice/prefix_flows.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/ip_prefix.hpp"

namespace bgpte::advice {

namespace {

/// The lever of that name on the link; no lever where the text names none.
model::LeverChoice lever_named(const model::Link& link, const std::optional<LeverText>& text) {
  for (std::size_t i = 0; text && i < link.levers.size(); ++i) {
    if (link.levers[i].name == text->name) {
      return static_cast<model::LeverChoice>(i + 1);
    }
  }
  return model::no_lever;
}

evaluation::Plan plan_named(const model::Scenario& scenario,
                            const std::vector<ChangeText>& changes) {
  std::vector<model::Change> known;
  for (const ChangeText& text : changes) {
    const auto prefix = model::find_prefix(scenario, model::parse_prefix(text.prefix).prefix);
    const auto link = model::find_link(scenario, text.link);
    if (prefix && link) {
      known.push_back({*prefix, *link, text.from, text.to,
                       lever_named(scenario.links[*link], text.lever_from),
                       lever_named(scenario.links[*link], text.lever_to)});
    }
  }
  return evaluation::plan_of(scenario, known);
}

/// Billed rates [link] of one prefix, and what has no way in.
struct Entering {
  evaluation::Rates rates;
  std::int64_t unreachable = 0;
};

Entering entering(const evaluation::Baseline& baseline, const evaluation::Plan& plan,
                  const evaluation::LinksDown& down, model::PrefixIndex prefix) {
  const auto announced = evaluation::effective(baseline, plan, down, prefix);
  const model::Advertisement nowhere(baseline.scenario().links.size());
  const evaluation::Flows flows =
      announced ? baseline.flows(prefix, *announced) : baseline.flows(prefix, nowhere);
  return {flows.billed, flows.unreachable};
}

/// Bits per second that enter elsewhere afterwards, and that enter at all.
struct Weight {
  std::int64_t moved = 0;
  std::int64_t volume = 0;
};

std::vector<model::Bps> as_rates(const evaluation::Rates& rates) {
  std::vector<model::Bps> all;
  for (const std::int64_t rate : rates) {
    all.push_back({rate});
  }
  return all;
}

}  // namespace

PrefixFlows prefix_flows(const FlowsAsked& asked, std::size_t most) {
  const model::Scenario& scenario = asked.then.scenario();
  const std::size_t prefixes = scenario.prefixes.size();
  const evaluation::Plan plan = plan_named(scenario, asked.changes);
  std::vector<Entering> before;
  std::vector<Entering> after;
  std::vector<Weight> weights;
  for (model::PrefixIndex p = 0; p < prefixes; ++p) {
    const evaluation::Flows today = asked.now.flows_today(p);
    before.push_back({today.billed, today.unreachable});
    after.push_back(entering(asked.then, plan, asked.down, p));
    Weight weight;
    for (std::size_t l = 0; l < scenario.links.size(); ++l) {
      weight.moved += std::abs(after[p].rates[l] - before[p].rates[l]);
      weight.volume += before[p].rates[l];
    }
    weights.push_back(weight);
  }
  std::vector<model::PrefixIndex> order(prefixes);
  std::iota(order.begin(), order.end(), model::PrefixIndex{0});
  std::stable_sort(order.begin(), order.end(), [&](model::PrefixIndex a, model::PrefixIndex b) {
    return weights[a].moved != weights[b].moved ? weights[a].moved > weights[b].moved
                                                : weights[a].volume > weights[b].volume;
  });
  PrefixFlows flows;
  evaluation::Rates rest_before = asked.now.today().billed;
  const evaluation::Flows total = evaluation::forecast(asked.then, plan, asked.down);
  evaluation::Rates rest_after = total.billed;
  std::int64_t lost_before = asked.now.today().unreachable;
  std::int64_t lost_after = total.unreachable;
  for (std::size_t i = 0; i < std::min(most, prefixes); ++i) {
    const model::PrefixIndex p = order[i];
    flows.named.push_back({model::to_string(scenario.prefixes[p].prefix),
                           as_rates(before[p].rates),
                           as_rates(after[p].rates),
                           {before[p].unreachable},
                           {after[p].unreachable}});
    for (std::size_t l = 0; l < scenario.links.size(); ++l) {
      rest_before[l] -= before[p].rates[l];
      rest_after[l] -= after[p].rates[l];
    }
    lost_before -= before[p].unreachable;
    lost_after -= after[p].unreachable;
  }
  flows.others = prefixes - flows.named.size();
  flows.rest = {"", as_rates(rest_before), as_rates(rest_after), {lost_before}, {lost_after}};
  return flows;
}

}  // namespace bgpte::advice
