// What every column adds to every dimension, on several threads.
#include "src/optimiser/problem/column_flows.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/candidates/forecast_cache.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::PrefixIndex;

/// Between two looks at the interrupt and the clock.
constexpr std::size_t columns_at_once = 64;

/// What a column brings while all links are up, or adds to today; and what it adds to the loads in
/// policy.forecast in each failure case.
struct ColumnFlows {
  evaluation::Flows intact;
  std::vector<evaluation::Rates> under;  ///< [failure][link]
  std::int64_t changes = 0;
  std::int64_t priced_changes = 0;
};

std::int64_t value_of(const billing::BillCalculator& bills, const LoadKind& load_kind,
                      const ColumnFlows& flows) {
  const evaluation::Rates* rates = nullptr;
  switch (load_kind.quantity) {
    case LoadKind::Quantity::billed:
      rates = &flows.intact.billed;
      break;
    case LoadKind::Quantity::peak:
      rates = &flows.intact.peak;
      break;
    case LoadKind::Quantity::low:
      rates = &flows.intact.low;
      break;
    case LoadKind::Quantity::high:
      rates = &flows.intact.high;
      break;
    case LoadKind::Quantity::harm:
      rates = &flows.intact.harm;
      break;
    case LoadKind::Quantity::failure:
      rates = &flows.under[load_kind.failure];
      break;
    case LoadKind::Quantity::volume:
      return flows.intact.volumes[bills.place({load_kind.profile, load_kind.links.front()})];
    case LoadKind::Quantity::changes:
      return flows.changes;
    case LoadKind::Quantity::priced_changes:
      return flows.priced_changes;
  }
  std::int64_t sum = 0;
  for (const LinkIndex l : load_kind.links) {
    sum += (*rates)[l];
  }
  return sum;
}

ForecastCache::FlowsKey key_of(const ColumnRules& rules) {
  const model::Scenario& scenario = rules.baseline.scenario();
  ForecastCache::FlowsKey key{{rules.load_kinds.begin(), rules.load_kinds.end()},
                              {},
                              scenario.policy.forecast,
                              scenario.policy.weights.step,
                              {}};
  for (const evaluation::FailureCase& failure : rules.failures) {
    key.failures.push_back(failure.links);
  }
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    key.factors.push_back(rules.baseline.peak_factor(l));
    key.factors.push_back(rules.baseline.high_factor(l));
  }
  return key;
}

/// One thread's work: prices one group after the other.
class Pricer {
 public:
  Pricer(const ColumnRules& rules, const WorkBudget& budget)
      : rules_(rules), baseline_(rules.baseline), scenario_(baseline_.scenario()), budget_(budget) {
    for (const LoadKind& load_kind : rules.load_kinds) {
      low_ = low_ || load_kind.quantity == LoadKind::Quantity::low;
      high_ = high_ || load_kind.quantity == LoadKind::Quantity::high ||
              load_kind.quantity == LoadKind::Quantity::harm;
    }
    if (budget.forecasts() != nullptr && budget.forecasts()->keeps_flows()) {
      key_ = std::make_shared<const ForecastCache::FlowsKey>(key_of(rules));
    }
  }

  /// The columns from `first` on of a group with one prefix; no transitions: they are asked for one
  /// by one. The high ends of all candidates are `kept`, or asked for. False if it was asked to
  /// stop before the end.
  bool price_from(DecisionGroup& group, std::size_t first,
                  std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                  bool kept) {
    const PrefixIndex p = group.prefixes.front();
    group.flows.resize(group.columns.size() * rules_.load_kinds.size());
    const std::size_t width = baseline_.end_size();
    const std::vector<double> home = high_ ? baseline_.high_home(p) : std::vector<double>{};
    ends_.resize(std::max(ends_.size(), width));
    ColumnFlows today;
    today.intact = baseline_.flows(p, baseline_.followed_today(p));
    today.under.assign(rules_.failures.size(), evaluation::Rates(scenario_.links.size(), 0));
    const std::size_t behaviour = baseline_.ingress().behaviour(p);
    std::shared_ptr<const ingress::Transition> asked;
    ColumnFlows flows;
    for (std::size_t c = first; c < group.columns.size(); ++c) {
      if (c % columns_at_once == 0 && budget_.asked_to_stop()) {
        return false;
      }
      const std::size_t pick = group.columns[c].pick;
      const Advertisement& x = (*group.candidates.front())[pick];
      if (transitions.empty()) {
        asked = baseline_.ingress().transition(behaviour, x);
      }
      baseline_.expected(p, transitions.empty() ? *asked : *transitions[pick], flows.intact);
      if (high_) {
        const std::span<double> end(ends_.data() + (kept ? pick * width : 0), width);
        if (!kept) {
          baseline_.high_end(p, x, home, end);
        }
        baseline_.round_high(x, home, end, flows.intact);
      }
      if (low_) {
        baseline_.round_low(p, x, flows.intact);
      }
      add_failures(plan_of(group, c), flows);
      flows.changes = group.columns[c].tie.changes;
      flows.priced_changes = priced(group, c);
      store(group, c, flows, today);
    }
    return true;
  }

  /// False if it was asked to stop before the end.
  bool price(DecisionGroup& group) {
    today_under_.clear();
    group.flows.resize(group.columns.size() * rules_.load_kinds.size());
    if (group.prefixes.size() == 1) {
      return price_single(group);
    }
    const ColumnFlows today = column_flows(group, 0);
    for (std::size_t c = 1; c < group.columns.size(); ++c) {
      if (budget_.asked_to_stop()) {
        return false;
      }
      store(group, c, column_flows(group, c), today);
    }
    return true;
  }

 private:
  [[nodiscard]] std::int64_t priced(const DecisionGroup& group, std::size_t column) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
      if (group.changes(column, i)) {
        sum += evaluation::priced_changes(group.x(0, i), group.x(column, i),
                                          scenario_.policy.weights.step);
      }
    }
    return sum;
  }

  void store(DecisionGroup& group, std::size_t column, const ColumnFlows& flows,
             const ColumnFlows& today) const {
    const std::size_t dims = rules_.load_kinds.size();
    for (std::size_t d = 0; d < dims; ++d) {
      const LoadKind& load_kind = rules_.load_kinds[d];
      group.flows[column * dims + d] =
          static_cast<double>(value_of(baseline_.bills(), load_kind, flows) -
                              value_of(baseline_.bills(), load_kind, today));
    }
  }

  bool price_single(DecisionGroup& group) {
    if (key_ && budget_.forecasts()->find_flows(*key_, group)) {
      return true;
    }
    const bool cached = high_ && budget_.forecasts() != nullptr;
    const bool priced =
        (!cached || budget_.forecasts()->high_ends(baseline_, group.prefixes.front(),
                                                   group.candidates.front(), budget_, ends_)) &&
        price_from(group, 1, {}, cached);
    if (key_ && priced) {
      budget_.forecasts()->keep_flows(key_, group);
    }
    return priced;
  }

  /// The changes of a column.
  static evaluation::Plan plan_of(const DecisionGroup& group, std::size_t column) {
    evaluation::Plan plan;
    for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
      if (group.changes(column, i)) {
        plan.emplace(group.prefixes[i], group.x(column, i));
      }
    }
    return plan;
  }

  /// visit(prefix, before, after): what each prefix that the plan moves follows while links are
  /// down, without the plan and with it. Those within a prefix may follow it.
  template <class Visit>
  void for_each_moved(const evaluation::Plan& plan, const evaluation::LinksDown& down,
                      const Visit& visit) const {
    const Advertisement nowhere(scenario_.links.size());
    for (const PrefixIndex p : evaluation::touched(baseline_, plan)) {
      const auto before = evaluation::effective(baseline_, {}, down, p).value_or(nowhere);
      const auto after = evaluation::effective(baseline_, plan, down, p).value_or(nowhere);
      if (before != after) {
        visit(p, before, after);
      }
    }
  }

  /// What a plan adds to the loads while a failure case lasts.
  evaluation::Rates under(const evaluation::Plan& plan, std::size_t failure) {
    evaluation::Rates load(scenario_.links.size(), 0);
    for_each_moved(plan, rules_.failures[failure].links,
                   [&](PrefixIndex p, const Advertisement& before, const Advertisement& after) {
                     evaluation::Rates& now = today_under_[{failure, p}];
                     if (now.empty()) {
                       now = evaluation::level_flows(baseline_, p, before);
                     }
                     evaluation::add(load, evaluation::level_flows(baseline_, p, after));
                     evaluation::subtract(load, now);
                   });
    return load;
  }

  /// What a column of several prefixes adds to today.
  ColumnFlows column_flows(const DecisionGroup& group, std::size_t column) {
    ColumnFlows result;
    const evaluation::Plan plan = plan_of(group, column);
    for (const auto member : evaluation::flow_rates) {
      (result.intact.*member).assign((baseline_.today().*member).size(), 0);
    }
    for_each_moved(plan, {},
                   [&](PrefixIndex p, const Advertisement& before, const Advertisement& after) {
                     const evaluation::Flows then = baseline_.flows(p, after);
                     const evaluation::Flows now = baseline_.flows(p, before);
                     for (const auto member : evaluation::flow_rates) {
                       evaluation::add(result.intact.*member, then.*member);
                       evaluation::subtract(result.intact.*member, now.*member);
                     }
                   });
    add_failures(plan, result);
    result.changes = group.columns[column].tie.changes;
    result.priced_changes = priced(group, column);
    return result;
  }

  void add_failures(const evaluation::Plan& plan, ColumnFlows& flows) {
    flows.under.clear();
    for (std::size_t f = 0; f < rules_.failures.size(); ++f) {
      flows.under.push_back(under(plan, f));
    }
  }

  const ColumnRules& rules_;
  const evaluation::Baseline& baseline_;
  const model::Scenario& scenario_;
  const WorkBudget& budget_;
  bool low_ = false;
  bool high_ = false;  ///< Some dimension looks at that end of the range.
  std::vector<double> ends_;
  /// [failure case, prefix] its loads today, of the group that is priced.
  std::map<std::pair<std::size_t, PrefixIndex>, evaluation::Rates> today_under_;
  std::shared_ptr<const ForecastCache::FlowsKey> key_;  ///< Null: flows are not kept.
};

}  // namespace

bool price_columns(const ColumnRules& rules, const WorkBudget& budget,
                   std::vector<DecisionGroup>& groups) {
  if (budget.forecasts() != nullptr) {
    budget.forecasts()->open(rules.baseline);
  }
  // Each group is filled by one thread and depends on no other, so the order does not matter.
  std::atomic<bool> stopped{false};
  const std::size_t tasks = std::min<std::size_t>(budget.threads(), groups.size());
  std::atomic<std::size_t> next{0};
  parallel::parallel_for(budget.threads(), tasks, [&](std::size_t) {
    Pricer pricer(rules, budget);
    for (std::size_t u = next++; u < groups.size() && !stopped; u = next++) {
      if (budget.asked_to_stop() || !pricer.price(groups[u])) {
        stopped = true;
      }
    }
  });
  return !stopped;
}

void price_more(const ColumnRules& rules,
                std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                const WorkBudget& budget, std::size_t first, DecisionGroup& group) {
  if (!Pricer(rules, budget).price_from(group, first, transitions, false)) {
    // Columns without flows are no columns.
    group.columns.resize(first);
    group.flows.resize(first * rules.load_kinds.size());
  }
}

}  // namespace bgpte::optimiser
