#include "problem.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "failure_states.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::PrefixIndex;

/// Which number of a column a dimension sums up.
struct Source {
  enum class Kind : std::uint8_t { billed, peak, low, high, harm, failure, changes };
  Kind kind = Kind::peak;
  std::vector<LinkIndex> links;  ///< Summed; one, or the ports of a contract.
  std::size_t failure = 0;
  bool operator==(const Source&) const = default;
};

/// What a column brings: intact, and for each failure case the loads in policy.forecast.
struct ColumnFlows {
  Flows intact;
  std::vector<Rates> under;  ///< [failure][link]
  std::int64_t changes = 0;
};

class Builder {
 public:
  explicit Builder(const States& states) : states_(states), scenario_(states.scenario()) {}

  Problem build() {
    problem_.weights = objective_weights(states_);
    make_units();
    make_dimensions();
    fill();
    drop_free_dimensions();
    merge_columns();
    return std::move(problem_);
  }

 private:
  const Rates& of_forecast(const Flows& flows) const {
    switch (scenario_.policy.forecast) {
      case model::ForecastLevel::low:
        return flows.low;
      case model::ForecastLevel::high:
        return flows.high;
      case model::ForecastLevel::expected:
        break;
    }
    return flows.peak;
  }

  void make_units() {
    const model::Policy& policy = scenario_.policy;
    const CandidateLimit limit = candidate_limit(scenario_);
    problem_.candidates = limit.words;
    const std::size_t n = scenario_.prefixes.size();
    if (policy.n_minus_1 == model::NMinusOne::require) {
      failures_ = failure_cases(scenario_);
      covering_ = covering_prefixes(scenario_);
    }
    // Prefixes that share a covering prefix are decided together where the set of those that
    // follow it can change.
    std::vector<PrefixIndex> root(n);
    std::iota(root.begin(), root.end(), PrefixIndex{0});
    if (!failures_.empty() && (policy.actions.withdraw || policy.actions.announce)) {
      for (PrefixIndex p = 0; p < n; ++p) {
        if (!covering_[p].empty()) {
          root[p] = covering_[p].back();
        }
      }
    }
    std::map<PrefixIndex, std::vector<PrefixIndex>> families;
    for (PrefixIndex p = 0; p < n; ++p) {
      families[root[p]].push_back(p);
    }
    const bool every_prefix_counts = !failures_.empty();
    std::map<Advertisement, Unit::Candidates> alike;  // By today's advertisement.
    const auto only_today = [&](PrefixIndex p) {
      return std::make_shared<const std::vector<Advertisement>>(1, scenario_.prefixes[p].advertise);
    };
    for (auto& [first, members] : families) {
      Unit unit;
      bool any = false;
      for (const PrefixIndex p : members) {
        const auto& home = states_.ingress().today().home[p];
        const bool empty =
            std::all_of(home.begin(), home.end(), [](model::Bps rate) { return rate.value == 0; });
        // What moves no traffic is never changed: fewer changes win.
        if (is_pinned(scenario_, p) || (empty && !every_prefix_counts)) {
          unit.candidates.push_back(only_today(p));
          continue;
        }
        Unit::Candidates& list = alike[scenario_.prefixes[p].advertise];
        if (!list) {
          list = std::make_shared<const std::vector<Advertisement>>(
              optimiser::candidates(scenario_, p, limit.changes));
        }
        unit.candidates.push_back(list);
        any = any || list->size() > 1;
      }
      if (any) {
        unit.prefixes = std::move(members);
        multiply(unit);
        units_.push_back(std::move(unit));
      }
    }
  }

  void multiply(Unit& unit) {
    std::size_t product = 1;
    for (const Unit::Candidates& list : unit.candidates) {
      product *= list->size();
    }
    for (std::size_t pick = 0; pick < product; ++pick) {
      unit.columns.push_back({static_cast<std::uint32_t>(pick), {}});
      for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
        unit.columns.back().tie =
            unit.columns.back().tie +
            tie_rank(scenario_.prefixes[unit.prefixes[i]].advertise, unit.x(pick, i));
      }
    }
    problem_.composite = problem_.composite || unit.prefixes.size() > 1;
  }

  Dimension& dimension(const Source& source, std::int64_t base) {
    const auto found = std::find(sources_.begin(), sources_.end(), source);
    if (found != sources_.end()) {
      return problem_.dimensions[static_cast<std::size_t>(found - sources_.begin())];
    }
    sources_.push_back(source);
    problem_.dimensions.push_back({});
    problem_.dimensions.back().base = base;
    problem_.dimensions.back().decimals = source.kind == Source::Kind::changes ? 0 : 6;
    return problem_.dimensions.back();
  }

  Source billed(std::vector<LinkIndex> links) const {
    // Without peaks the load of one link is the same number in both states.
    const bool same = links.size() == 1 && !states_.has_peaks();
    return {same ? Source::Kind::peak : Source::Kind::billed, std::move(links), 0};
  }

  std::int64_t billed_base(const std::vector<LinkIndex>& links) const {
    std::int64_t base = 0;
    for (const LinkIndex l : links) {
      base += states_.today().billed[l];
    }
    return base;
  }

  void add_bill(Dimension& dimension, const Piecewise& bill) {
    auto& goal = dimension.goals[static_cast<std::size_t>(Goal::bill)];
    goal = goal + bill;
    auto& value = dimension.goals[static_cast<std::size_t>(Goal::value)];
    value = value + problem_.weights.cost * bill;
  }

  void add_bills() {
    for (const BillGroup& group : bill_groups(scenario_)) {
      const Piecewise curve = bill_curve(group.billing);
      std::int64_t out = 0;
      bool any_out = false;
      for (const LinkIndex l : group.links) {
        const std::int64_t outbound = scenario_.links[l].outbound.value_or(model::Bps{}).value;
        out += outbound;
        any_out = any_out || outbound > 0;
      }
      if (std::holds_alternative<model::FlatBilling>(group.billing.model)) {
        problem_.bill_constant += group_bill(scenario_, group, states_.today().billed).pico;
        continue;
      }
      const auto direction = group.billing.direction;
      const bool greater = direction == model::BillingDirection::greater_of_each_sample ||
                           direction == model::BillingDirection::greater_of_percentiles;
      if (greater && any_out && group.links.size() > 1 &&
          group.aggregate == model::Aggregate::sum_of_percentiles) {
        JointBill joint{{}, curve};
        for (const LinkIndex l : group.links) {
          dimension(billed({l}), billed_base({l}));
          const auto found = std::find(sources_.begin(), sources_.end(), billed({l}));
          joint.parts.push_back({static_cast<std::size_t>(found - sources_.begin()),
                                 scenario_.links[l].outbound.value_or(model::Bps{}).value});
        }
        problem_.joint_bills.push_back(std::move(joint));
        continue;
      }
      if (direction == model::BillingDirection::separate) {
        problem_.bill_constant += bill(group.billing, model::Bps{out}).pico;
      }
      add_bill(dimension(billed(group.links), billed_base(group.links)),
               greater ? at_least(curve, out) : curve);
    }
    problem_.value_constant = problem_.weights.cost * problem_.bill_constant;
  }

  void make_dimensions() {
    const model::Policy& policy = scenario_.policy;
    const std::size_t links = scenario_.links.size();
    const auto level_kind = policy.forecast == model::ForecastLevel::low    ? Source::Kind::low
                            : policy.forecast == model::ForecastLevel::high ? Source::Kind::high
                                                                            : Source::Kind::peak;
    const Flows& today = states_.today();
    for (LinkIndex l = 0; l < links; ++l) {
      if (problem_.weights.congestion > 0) {
        Dimension& load = dimension({Source::Kind::peak, {l}, 0}, today.peak[l]);
        auto& value = load.goals[static_cast<std::size_t>(Goal::value)];
        value = value + problem_.weights.congestion * phi_curve(scenario_.links[l].capacity);
      }
      Dimension& load = dimension({level_kind, {l}, 0}, of_forecast(today)[l]);
      load.goals[static_cast<std::size_t>(Goal::excess)] = excess_curve(ceiling(scenario_, l));
    }
    add_bills();
    for (LinkIndex l = 0; l < links && policy.do_no_harm != model::DoNoHarm::off; ++l) {
      const bool high = policy.do_no_harm == model::DoNoHarm::high;
      const std::int64_t before = high ? today.harm[l] : today.peak[l];
      Dimension& load = dimension({high ? Source::Kind::harm : Source::Kind::peak, {l}, 0}, before);
      load.limit = std::max(before, ceiling(scenario_, l).value);
    }
    for (std::size_t f = 0; f < failures_.size(); ++f) {
      const FailureLoad before = load_under(states_, {}, failures_[f]);
      for (LinkIndex l = 0; l < links; ++l) {
        const RateRange& range = before.peak[l];
        const std::int64_t load = (policy.forecast == model::ForecastLevel::low    ? range.low
                                   : policy.forecast == model::ForecastLevel::high ? range.high
                                                                                   : range.expected)
                                      .value;
        dimension({Source::Kind::failure, {l}, f}, load).limit =
            std::max(load, scenario_.links[l].capacity.value);
      }
    }
    if (policy.max_changes) {
      dimension({Source::Kind::changes, {}, 0}, 0).limit =
          static_cast<std::int64_t>(*policy.max_changes);
    }
    if (problem_.weights.change > 0) {
      dimension({Source::Kind::changes, {}, 0}, 0).goals[static_cast<std::size_t>(Goal::value)] =
          Piecewise({{0, 0, problem_.weights.change}});
    }
  }

  /// Loads of the unit's prefixes, and of those that follow them, while a case lasts.
  Rates under(const Unit& unit, std::size_t column, const FailureCase& failure) const {
    Plan plan;
    for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
      plan.emplace(unit.prefixes[i], unit.x(column, i));
    }
    Rates load(scenario_.links.size(), 0);
    const auto add = [&](PrefixIndex p, const Advertisement& x) {
      const Flows flows = states_.flows(p, x);
      for (LinkIndex l = 0; l < load.size(); ++l) {
        load[l] += of_forecast(flows)[l];
      }
    };
    for (const PrefixIndex p : unit.prefixes) {
      const Advertisement left = surviving(plan.at(p), failure);
      if (left.carried_count() > 0) {
        add(p, left);
      } else if (const auto other = followed(scenario_, covering_[p], plan, failure)) {
        add(p, *other);
      }
    }
    // Others that lost every link and follow a prefix of this unit. (In a unit of several, all
    // that could follow are members.)
    if (unit.prefixes.size() == 1) {
      const PrefixIndex q = unit.prefixes.front();
      for (PrefixIndex p = q + 1; p < scenario_.prefixes.size(); ++p) {
        if (std::find(covering_[p].begin(), covering_[p].end(), q) == covering_[p].end()) {
          break;  // Sorted: those that q covers come right after it.
        }
        if (surviving(scenario_.prefixes[p].advertise, failure).carried_count() > 0) {
          continue;
        }
        for (const PrefixIndex over : covering_[p]) {
          const Advertisement left = surviving(advertisement(scenario_, plan, over), failure);
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

  ColumnFlows column_flows(const Unit& unit, std::size_t column) const {
    ColumnFlows result;
    for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
      const Flows part = states_.flows(unit.prefixes[i], unit.x(column, i));
      if (i == 0) {
        result.intact = part;
        continue;
      }
      for (const auto member :
           {&Flows::billed, &Flows::peak, &Flows::low, &Flows::high, &Flows::harm}) {
        for (LinkIndex l = 0; l < part.billed.size(); ++l) {
          (result.intact.*member)[l] += (part.*member)[l];
        }
      }
    }
    for (const FailureCase& failure : failures_) {
      result.under.push_back(under(unit, column, failure));
    }
    result.changes = unit.columns[column].tie.changes;
    return result;
  }

  static std::int64_t value_of(const Source& source, const ColumnFlows& flows) {
    const Rates* rates = nullptr;
    switch (source.kind) {
      case Source::Kind::billed:
        rates = &flows.intact.billed;
        break;
      case Source::Kind::peak:
        rates = &flows.intact.peak;
        break;
      case Source::Kind::low:
        rates = &flows.intact.low;
        break;
      case Source::Kind::high:
        rates = &flows.intact.high;
        break;
      case Source::Kind::harm:
        rates = &flows.intact.harm;
        break;
      case Source::Kind::failure:
        rates = &flows.under[source.failure];
        break;
      case Source::Kind::changes:
        return flows.changes;
    }
    std::int64_t sum = 0;
    for (const LinkIndex l : source.links) {
      sum += (*rates)[l];
    }
    return sum;
  }

  void fill() {
    const std::size_t dims = sources_.size();
    const bool expected_only =
        std::all_of(sources_.begin(), sources_.end(), [](const Source& source) {
          return source.kind == Source::Kind::billed || source.kind == Source::Kind::peak ||
                 source.kind == Source::Kind::changes;
        });
    for (Unit& unit : units_) {
      unit.flows.resize(unit.columns.size() * dims);
      if (expected_only && unit.prefixes.size() == 1) {
        fill_expected(unit);
        continue;
      }
      const ColumnFlows today = column_flows(unit, 0);
      for (std::size_t c = 1; c < unit.columns.size(); ++c) {
        const ColumnFlows flows = column_flows(unit, c);
        for (std::size_t d = 0; d < dims; ++d) {
          unit.flows[c * dims + d] =
              static_cast<double>(value_of(sources_[d], flows) - value_of(sources_[d], today));
        }
      }
    }
  }

  /// Where nothing looks at a range, the transitions are all it takes: one look-up for each
  /// candidate of prefixes that behave alike.
  void fill_expected(Unit& unit) {
    const std::size_t dims = sources_.size();
    const PrefixIndex p = unit.prefixes.front();
    const std::size_t behaviour = states_.ingress().behaviour(p);
    auto& transitions = transitions_[{behaviour, unit.candidates.front().get()}];
    if (transitions.empty()) {
      for (const Advertisement& x : *unit.candidates.front()) {
        transitions.push_back(states_.ingress().transition(behaviour, x));
      }
    }
    ColumnFlows today;
    today.intact = states_.flows_today(p);
    ColumnFlows flows;
    for (std::size_t c = 1; c < unit.columns.size(); ++c) {
      states_.expected(p, *transitions[c], flows.intact);
      flows.changes = unit.columns[c].tie.changes;
      for (std::size_t d = 0; d < dims; ++d) {
        unit.flows[c * dims + d] =
            static_cast<double>(value_of(sources_[d], flows) - value_of(sources_[d], today));
      }
    }
  }

  /// Dimensions that no choice can bring to a limit or a price leave the problem.
  void drop_free_dimensions() {
    const std::size_t dims = sources_.size();
    std::vector<double> most(dims, 0.0);
    std::vector<bool> moves(dims, false);
    for (const Unit& unit : units_) {
      for (std::size_t d = 0; d < dims; ++d) {
        double top = 0;
        for (std::size_t c = 0; c < unit.columns.size(); ++c) {
          const double flow = unit.flows[c * dims + d];
          top = std::max(top, flow);
          moves[d] = moves[d] || flow != 0;
        }
        most[d] += top;
      }
    }
    std::vector<std::size_t> kept;
    for (std::size_t d = 0; d < dims; ++d) {
      Dimension& dim = problem_.dimensions[d];
      if (dim.limit != unlimited &&
          static_cast<double>(dim.base) + most[d] <= static_cast<double>(dim.limit)) {
        dim.limit = unlimited;
      }
      const bool priced = std::any_of(std::begin(dim.goals), std::end(dim.goals),
                                      [](const Piecewise& goal) { return !goal.is_zero(); });
      const bool joint = std::any_of(
          problem_.joint_bills.begin(), problem_.joint_bills.end(), [&](const JointBill& bill) {
            return std::any_of(bill.parts.begin(), bill.parts.end(),
                               [&](const JointBill::Part& part) { return part.dimension == d; });
          });
      // Without movement a priced dimension stays as a constant: its goals still count.
      if (dim.limit != unlimited || priced || joint) {
        kept.push_back(d);
      }
    }
    std::vector<Dimension> dimensions;
    std::vector<std::size_t> place(dims, 0);
    for (std::size_t k = 0; k < kept.size(); ++k) {
      place[kept[k]] = k;
      problem_.dimensions[kept[k]].name = name(sources_[kept[k]]);
      dimensions.push_back(std::move(problem_.dimensions[kept[k]]));
    }
    problem_.dimensions = std::move(dimensions);
    for (JointBill& bill : problem_.joint_bills) {
      for (JointBill::Part& part : bill.parts) {
        part.dimension = place[part.dimension];
      }
    }
    for (Unit& unit : units_) {
      if (kept.size() == dims) {
        break;
      }
      std::vector<double> flows(unit.columns.size() * kept.size());
      for (std::size_t c = 0; c < unit.columns.size(); ++c) {
        for (std::size_t k = 0; k < kept.size(); ++k) {
          flows[c * kept.size() + k] = unit.flows[c * dims + kept[k]];
        }
      }
      unit.flows = std::move(flows);
    }
  }

  static std::string name(const Source& source) {
    static constexpr const char* kinds[] = {"billed", "load",    "low",    "high",
                                            "harm",   "failure", "changes"};
    std::string text = kinds[static_cast<std::size_t>(source.kind)];
    if (source.kind == Source::Kind::failure) {
      text += std::to_string(source.failure);
    }
    for (const LinkIndex l : source.links) {
      text += "_" + std::to_string(l);
    }
    return text;
  }

  /// True if column `a` comes before `b` by the tie rules.
  bool precedes(const Unit& unit, std::size_t a, std::size_t b) const {
    if (unit.columns[a].tie != unit.columns[b].tie) {
      return unit.columns[a].tie < unit.columns[b].tie;
    }
    for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
      if (unit.x(a, i) != unit.x(b, i)) {
        return lists_earlier(scenario_.prefixes[unit.prefixes[i]].advertise, unit.x(a, i),
                             unit.x(b, i));
      }
    }
    return false;
  }

  /// Columns that bring the same bps everywhere: the least by the tie rules stays.
  void merge_columns() {
    const std::size_t dims = problem_.dimensions.size();
    // What differs only in the number of changes is decided by the ties: fewer is never worse.
    std::vector<std::size_t> counted;
    for (std::size_t d = 0; d < dims; ++d) {
      if (problem_.dimensions[d].name != "changes") {
        counted.push_back(d);
      }
    }
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (Unit& unit : units_) {
      order.clear();
      for (std::size_t c = 0; c < unit.columns.size(); ++c) {
        std::uint64_t hash = 14695981039346656037ULL;
        for (const std::size_t d : counted) {
          hash = (hash ^
                  static_cast<std::uint64_t>(static_cast<std::int64_t>(unit.flows[c * dims + d]))) *
                 1099511628211ULL;
          hash ^= hash >> 29;
        }
        order.emplace_back(hash, c);
      }
      std::sort(order.begin(), order.end());
      const auto same = [&](std::size_t a, std::size_t b) {
        return std::all_of(counted.begin(), counted.end(), [&](std::size_t d) {
          return unit.flows[a * dims + d] == unit.flows[b * dims + d];
        });
      };
      std::vector<bool> dropped(unit.columns.size(), false);
      for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t a = order[i].second;
        for (std::size_t j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
          const std::size_t b = order[j].second;
          if (!dropped[a] && !dropped[b] && same(a, b)) {
            dropped[precedes(unit, a, b) ? b : a] = true;
          }
        }
      }
      std::size_t kept = 0;
      for (std::size_t c = 0; c < unit.columns.size(); ++c) {
        if (!dropped[c]) {
          unit.columns[kept] = unit.columns[c];
          std::copy_n(unit.flows.begin() + static_cast<std::ptrdiff_t>(c * dims), dims,
                      unit.flows.begin() + static_cast<std::ptrdiff_t>(kept * dims));
          ++kept;
        }
      }
      if (kept < 2) {
        continue;
      }
      unit.columns.resize(kept);
      unit.columns.shrink_to_fit();
      unit.flows.resize(kept * dims);
      unit.flows.shrink_to_fit();
      problem_.units.push_back(std::move(unit));
      unit = Unit{};
    }
  }

  const States& states_;
  const model::Scenario& scenario_;
  Problem problem_;
  std::vector<Source> sources_;
  std::vector<Unit> units_;
  std::vector<FailureCase> failures_;
  std::vector<std::vector<PrefixIndex>> covering_;
  std::map<std::pair<std::size_t, const void*>,
           std::vector<std::shared_ptr<const ingress::Transition>>>
      transitions_;
};

}  // namespace

const model::Advertisement& Unit::x(std::size_t column, std::size_t i) const {
  std::size_t pick = columns[column].pick;
  for (std::size_t before = 0; before < i; ++before) {
    pick /= candidates[before]->size();
  }
  return (*candidates[i])[pick % candidates[i]->size()];
}

Plan Problem::plan(const std::vector<std::uint32_t>& choice) const {
  Plan result;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const Unit& unit = units[u];
    for (std::size_t i = 0; i < unit.prefixes.size() && choice[u] != 0; ++i) {
      const model::Advertisement& x = unit.x(choice[u], i);
      if (x != unit.x(0, i)) {
        result.emplace(unit.prefixes[i], x);
      }
    }
  }
  return result;
}

Problem make_problem(const States& states) {
  return Builder(states).build();
}

}  // namespace bgpte::optimiser
