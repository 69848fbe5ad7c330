#include "src/optimiser/problem/column_flows.hpp"

#include <algorithm>
#include <atomic>
#include <map>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/candidates/forecast_cache.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::PrefixIndex;

/// Lists of transitions that one thread holds on to, and numbers in them: 128 MB.
constexpr std::size_t held_lists = 128;
constexpr std::size_t held_doubles = std::size_t{1} << 24U;

/// Between two looks at the interrupt and the clock.
constexpr std::size_t columns_at_once = 64;

/// What a column brings: intact, and for each failure case the loads in policy.forecast.
struct ColumnFlows {
  evaluation::Flows intact;
  std::vector<evaluation::Rates> under;  ///< [failure][link]
  std::int64_t changes = 0;
};

std::int64_t value_of(const billing::BillCalculator& bills, const LoadKind& source,
                      const ColumnFlows& flows) {
  const evaluation::Rates* rates = nullptr;
  switch (source.kind) {
    case LoadKind::Kind::billed:
      rates = &flows.intact.billed;
      break;
    case LoadKind::Kind::peak:
      rates = &flows.intact.peak;
      break;
    case LoadKind::Kind::low:
      rates = &flows.intact.low;
      break;
    case LoadKind::Kind::high:
      rates = &flows.intact.high;
      break;
    case LoadKind::Kind::harm:
      rates = &flows.intact.harm;
      break;
    case LoadKind::Kind::failure:
      rates = &flows.under[source.failure];
      break;
    case LoadKind::Kind::volume:
      return flows.intact.volumes[bills.place({source.profile, source.links.front()})];
    case LoadKind::Kind::changes:
      return flows.changes;
  }
  std::int64_t sum = 0;
  for (const LinkIndex l : source.links) {
    sum += (*rates)[l];
  }
  return sum;
}

/// One thread's work: prices one unit after the other.
class Pricer {
 public:
  Pricer(const ColumnRules& rules, const WorkBudget& budget)
      : rules_(rules), states_(rules.states), scenario_(states_.scenario()), effort_(budget) {
    for (const LoadKind& source : rules.sources) {
      low_ = low_ || source.kind == LoadKind::Kind::low;
      high_ = high_ || source.kind == LoadKind::Kind::high || source.kind == LoadKind::Kind::harm;
    }
  }

  /// The columns from `first` on of a unit with one prefix; no transitions: they are asked for one
  /// by one. The high ends of all candidates are `kept`, or asked for. False if it was asked to
  /// stop before the end.
  bool price_from(DecisionGroup& unit, std::size_t first,
                  std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                  bool kept) {
    const PrefixIndex p = unit.prefixes.front();
    unit.flows.resize(unit.columns.size() * rules_.sources.size());
    const std::size_t width = scenario_.links.size() + 1;
    const std::vector<double> home = high_ ? states_.high_home(p) : std::vector<double>{};
    ends_.resize(std::max(ends_.size(), width));
    const ColumnFlows today = column_flows(unit, 0);
    const std::size_t behaviour = states_.ingress().behaviour(p);
    std::shared_ptr<const ingress::Transition> asked;
    ColumnFlows flows;
    for (std::size_t c = first; c < unit.columns.size(); ++c) {
      if (c % columns_at_once == 0 && effort_.asked_to_stop()) {
        return false;
      }
      const std::size_t pick = unit.columns[c].pick;
      const Advertisement& x = (*unit.candidates.front())[pick];
      if (transitions.empty()) {
        asked = states_.ingress().transition(behaviour, x);
      }
      states_.expected(p, transitions.empty() ? *asked : *transitions[pick], flows.intact);
      if (high_) {
        const std::span<double> end(ends_.data() + (kept ? pick * width : 0), width);
        if (!kept) {
          states_.high_end(p, x, home, end);
        }
        states_.round_high(x, home, end, flows.intact);
      }
      if (low_) {
        states_.round_low(p, x, flows.intact);
      }
      add_failures(unit, c, flows);
      flows.changes = unit.columns[c].tie.changes;
      store(unit, c, flows, today);
    }
    return true;
  }

  /// False if it was asked to stop before the end.
  bool price(DecisionGroup& unit) {
    unit.flows.resize(unit.columns.size() * rules_.sources.size());
    if (unit.prefixes.size() == 1) {
      return price_single(unit);
    }
    const ColumnFlows today = column_flows(unit, 0);
    for (std::size_t c = 1; c < unit.columns.size(); ++c) {
      if (c % columns_at_once == 0 && effort_.asked_to_stop()) {
        return false;
      }
      store(unit, c, column_flows(unit, c), today);
    }
    return true;
  }

 private:
  using Transitions = std::vector<std::shared_ptr<const ingress::Transition>>;

  void store(DecisionGroup& unit, std::size_t column, const ColumnFlows& flows,
             const ColumnFlows& today) const {
    const std::size_t dims = rules_.sources.size();
    for (std::size_t d = 0; d < dims; ++d) {
      const LoadKind& source = rules_.sources[d];
      unit.flows[column * dims + d] = static_cast<double>(value_of(states_.bills(), source, flows) -
                                                          value_of(states_.bills(), source, today));
    }
  }

  /// The expected flows from the transitions, looked up once for prefixes that behave alike; the
  /// ends of the range only where a dimension looks at them.
  bool price_single(DecisionGroup& unit) {
    const PrefixIndex p = unit.prefixes.front();
    const DecisionGroup::Candidates& candidates = unit.candidates.front();
    const bool held = doubles_in(candidates) <= held_doubles;
    const Transitions* transitions = held ? transitions_of(p, candidates) : nullptr;
    if (held && transitions == nullptr) {
      return false;
    }
    const bool cached = high_ && effort_.forecasts() != nullptr;
    if (cached && !effort_.forecasts()->high_ends(states_, p, candidates, effort_, ends_)) {
      return false;
    }
    return price_from(unit, 1,
                      held ? std::span(*transitions) : std::span<const Transitions::value_type>{},
                      cached);
  }

  [[nodiscard]] std::size_t doubles_in(const DecisionGroup::Candidates& candidates) const {
    return candidates->size() * scenario_.links.size() * scenario_.links.size();
  }

  /// Null if it was asked to stop.
  const Transitions* transitions_of(PrefixIndex p, const DecisionGroup::Candidates& candidates) {
    const std::size_t behaviour = states_.ingress().behaviour(p);
    if (const auto found = transitions_.find({behaviour, candidates.get()});
        found != transitions_.end()) {
      return &found->second;
    }
    Transitions transitions;
    transitions.reserve(candidates->size());
    for (const Advertisement& x : *candidates) {
      if (transitions.size() % columns_at_once == 0 && effort_.asked_to_stop()) {
        return nullptr;
      }
      transitions.push_back(states_.ingress().transition(behaviour, x));
    }
    if (transitions_.size() >= held_lists || held_ + doubles_in(candidates) > held_doubles) {
      transitions_.clear();
      held_ = 0;
    }
    held_ += doubles_in(candidates);
    return &(transitions_[{behaviour, candidates.get()}] = std::move(transitions));
  }

  /// Loads of the unit's prefixes, and of those that follow them, while a case lasts.
  evaluation::Rates under(const DecisionGroup& unit, std::size_t column,
                          const evaluation::FailureCase& failure) const {
    evaluation::Plan plan;
    for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
      plan.emplace(unit.prefixes[i], unit.x(column, i));
    }
    evaluation::Rates load(scenario_.links.size(), 0);
    const auto add = [&](PrefixIndex p, const Advertisement& x) {
      const evaluation::Flows flows = states_.flows(p, x);
      for (LinkIndex l = 0; l < load.size(); ++l) {
        load[l] += of_forecast(scenario_.policy, flows)[l];
      }
    };
    for (const PrefixIndex p : unit.prefixes) {
      const Advertisement left = evaluation::surviving(plan.at(p), failure);
      if (left.carried_count() > 0) {
        add(p, left);
      } else if (const auto other =
                     evaluation::followed(scenario_, rules_.covering[p], plan, failure)) {
        add(p, *other);
      }
    }
    // Others that lost every link and follow a prefix of this unit. (In a unit of several, all
    // that could follow are members.)
    if (unit.prefixes.size() == 1) {
      const PrefixIndex q = unit.prefixes.front();
      for (PrefixIndex p = q + 1; p < scenario_.prefixes.size(); ++p) {
        if (std::find(rules_.covering[p].begin(), rules_.covering[p].end(), q) ==
            rules_.covering[p].end()) {
          break;  // Sorted: those that q covers come right after it.
        }
        if (evaluation::surviving(scenario_.prefixes[p].advertise, failure).carried_count() > 0) {
          continue;
        }
        for (const PrefixIndex over : rules_.covering[p]) {
          const Advertisement left =
              evaluation::surviving(evaluation::advertisement(scenario_, plan, over), failure);
          if (left.carried_count() > 0) {
            if (over == q) {
              add(p, left);
            }
            break;
          }
        }
      }
    }
    return load;
  }

  ColumnFlows column_flows(const DecisionGroup& unit, std::size_t column) const {
    ColumnFlows result;
    for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
      const evaluation::Flows part = states_.flows(unit.prefixes[i], unit.x(column, i));
      if (i == 0) {
        result.intact = part;
        continue;
      }
      for (const auto member :
           {&evaluation::Flows::billed, &evaluation::Flows::peak, &evaluation::Flows::low,
            &evaluation::Flows::high, &evaluation::Flows::harm, &evaluation::Flows::volumes}) {
        for (std::size_t l = 0; l < (part.*member).size(); ++l) {
          (result.intact.*member)[l] += (part.*member)[l];
        }
      }
    }
    add_failures(unit, column, result);
    result.changes = unit.columns[column].tie.changes;
    return result;
  }

  void add_failures(const DecisionGroup& unit, std::size_t column, ColumnFlows& flows) const {
    flows.under.clear();
    for (const evaluation::FailureCase& failure : rules_.failures) {
      flows.under.push_back(under(unit, column, failure));
    }
  }

  const ColumnRules& rules_;
  const evaluation::Baseline& states_;
  const model::Scenario& scenario_;
  const WorkBudget& effort_;
  bool low_ = false;
  bool high_ = false;  ///< Some dimension looks at that end of the range.
  std::map<std::pair<std::size_t, const void*>, Transitions> transitions_;
  std::size_t held_ = 0;  ///< Numbers in them.
  std::vector<double> ends_;
};

}  // namespace

bool price_columns(const ColumnRules& rules, const WorkBudget& budget,
                   std::vector<DecisionGroup>& units) {
  if (budget.forecasts() != nullptr) {
    budget.forecasts()->open(rules.states);
  }
  // Each unit is filled by one thread and depends on no other, so the order does not matter.
  std::atomic<bool> stopped{false};
  const std::size_t tasks = std::min<std::size_t>(budget.threads(), units.size());
  std::atomic<std::size_t> next{0};
  parallel::parallel_for(budget.threads(), tasks, [&](std::size_t) {
    Pricer pricer(rules, budget);
    for (std::size_t u = next++; u < units.size() && !stopped; u = next++) {
      if (budget.asked_to_stop() || !pricer.price(units[u])) {
        stopped = true;
      }
    }
  });
  return !stopped;
}

void price_more(const ColumnRules& rules,
                std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                const WorkBudget& budget, std::size_t first, DecisionGroup& unit) {
  if (!Pricer(rules, budget).price_from(unit, first, transitions, false)) {
    // Columns without flows are no columns.
    unit.columns.resize(first);
    unit.flows.resize(first * rules.sources.size());
  }
}

}  // namespace bgpte::optimiser
