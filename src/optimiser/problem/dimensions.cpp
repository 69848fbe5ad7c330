// The sums that goals, bills and limits depend on, with their curves and today's values.
#include "src/optimiser/problem/dimensions.hpp"

#include <algorithm>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/fortz_thorup.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::optimiser {
namespace {

using model::LinkIndex;

class DimensionList {
 public:
  DimensionList(const evaluation::Baseline& baseline,
                std::span<const evaluation::FailureCase> failures, Problem& problem)
      : baseline_(baseline),
        scenario_(baseline.scenario()),
        failures_(failures),
        problem_(problem) {}

  std::vector<LoadKind> make() {
    const model::Policy& policy = scenario_.policy;
    const std::size_t links = scenario_.links.size();
    const LoadKind::Quantity level_kind =
        model::at_level(policy.forecast, LoadKind::Quantity::low, LoadKind::Quantity::peak,
                        LoadKind::Quantity::high);
    const evaluation::Flows& today = baseline_.today();
    for (LinkIndex l = 0; l < links; ++l) {
      const model::Bps capacity = scenario_.links[l].capacity;
      if (problem_.weights.congestion > 0) {
        Dimension& load = dimension({LoadKind::Quantity::peak, {l}, 0}, today.peak[l]);
        auto& value = goal_of(load, Goal::value);
        value = value + evaluation::congestion_curve(policy, problem_.weights, capacity);
        if (policy.strategy == model::Strategy::congestion) {
          goal_of(load, Goal::phi) = evaluation::fortz_thorup_curve(capacity);
        }
      }
      Dimension& load = dimension({level_kind, {l}, 0}, evaluation::level_loads(policy, today)[l]);
      goal_of(load, Goal::loss) = billing::excess_curve(capacity);
      goal_of(load, Goal::excess) =
          billing::excess_curve(evaluation::excess_threshold(baseline_, l));
    }
    add_targets();
    add_bills();
    add_harm_limits();
    for (std::size_t f = 0; f < failures_.size(); ++f) {
      add_failure(f);
    }
    add_changes();
    return std::move(load_kinds_);
  }

 private:
  Dimension& dimension(const LoadKind& load_kind, std::int64_t base) {
    const auto found = std::find(load_kinds_.begin(), load_kinds_.end(), load_kind);
    if (found != load_kinds_.end()) {
      return problem_.dimensions[static_cast<std::size_t>(found - load_kinds_.begin())];
    }
    load_kinds_.push_back(load_kind);
    problem_.dimensions.push_back({});
    problem_.dimensions.back().base = base;
    problem_.dimensions.back().decimals = load_kind.quantity == LoadKind::Quantity::changes ? 0 : 6;
    return problem_.dimensions.back();
  }

  LoadKind billed(std::vector<LinkIndex> links) const {
    // Without peaks the load of one link is the same number in both states.
    const bool same = links.size() == 1 && !baseline_.has_peaks();
    return {same ? LoadKind::Quantity::peak : LoadKind::Quantity::billed, std::move(links), 0};
  }

  std::int64_t billed_base(const std::vector<LinkIndex>& links) const {
    std::int64_t base = 0;
    for (const LinkIndex l : links) {
      base += baseline_.today().billed[l];
    }
    return base;
  }

  void add_bill(Dimension& dimension, const billing::Piecewise& bill) {
    goal_of(dimension, Goal::bill) = goal_of(dimension, Goal::bill) + bill;
    goal_of(dimension, Goal::value) =
        goal_of(dimension, Goal::value) + problem_.weights.cost * bill;
  }

  static Int128& factor(JointTerm& term, Goal goal) {
    return term.factors[static_cast<std::size_t>(goal)];
  }
  static billing::Piecewise& goal_of(Dimension& dimension, Goal goal) {
    return dimension.goals[static_cast<std::size_t>(goal)];
  }

  void add_bills() {
    const billing::BillCalculator& bills = baseline_.bills();
    for (std::size_t g = 0; g < bills.groups().size(); ++g) {
      const billing::BillGroup& group = bills.groups()[g];
      if (bills.replay(g)) {
        add_replay(*bills.replay(g), *group.billing);
        continue;
      }
      const billing::Piecewise curve = billing::bill_curve(*group.billing);
      std::int64_t out = 0;
      bool any_out = false;
      for (const LinkIndex l : group.links) {
        const std::int64_t outbound = scenario_.links[l].outbound.value_or(model::Bps{}).value;
        out += outbound;
        any_out = any_out || outbound > 0;
      }
      if (std::holds_alternative<model::FlatBilling>(group.billing->model)) {
        problem_.bill_constant +=
            billing::group_bill(scenario_, group, baseline_.today().billed).pico;
        continue;
      }
      const auto direction = group.billing->direction;
      const bool greater = direction == model::BillingDirection::greater_of_each_sample ||
                           direction == model::BillingDirection::greater_of_percentiles;
      if (greater && any_out && group.links.size() > 1 &&
          group.aggregate == model::Aggregate::sum_of_percentiles) {
        JointTerm joint{{}, curve, {}};
        factor(joint, Goal::bill) = 1;
        factor(joint, Goal::value) = problem_.weights.cost;
        for (const LinkIndex l : group.links) {
          dimension(billed({l}), billed_base({l}));
          const auto found = std::find(load_kinds_.begin(), load_kinds_.end(), billed({l}));
          joint.parts.push_back({static_cast<std::size_t>(found - load_kinds_.begin()),
                                 scenario_.links[l].outbound.value_or(model::Bps{}).value});
        }
        problem_.joint_terms.push_back(std::move(joint));
        continue;
      }
      if (direction == model::BillingDirection::separate) {
        problem_.bill_constant += bill(*group.billing, model::Bps{out}).pico;
      }
      add_bill(dimension(billed(group.links), billed_base(group.links)),
               greater ? at_least(curve, out) : curve);
    }
    problem_.value_constant = problem_.weights.cost * problem_.bill_constant;
  }

  void add_replay(const billing::Replay& replay, const model::Billing& billing) {
    problem_.bill_constant += replay.constant.pico;
    ReplayedBill bill{{}, billing::bill_curve(billing)};
    const evaluation::Rates& today = baseline_.today().volumes;
    for (const billing::Replay::Part& part : replay.parts) {
      std::vector<bool> moves;
      for (const billing::PercentileMeter::Term& term : part.meter.terms) {
        moves.push_back(can_move(term.volume.profile));
      }
      ReplayedBill::Part search{
          reduced(part.meter, baseline_.bills().volumes_of(part.meter, today), moves),
          {},
          part.floor};
      for (const billing::PercentileMeter::Term& term : search.meter.terms) {
        search.dimensions.push_back(problem_.dimensions.size());
        dimension({LoadKind::Quantity::volume, {term.volume.link}, 0, term.volume.profile},
                  today[baseline_.bills().place(term.volume)]);
      }
      bill.parts.push_back(std::move(search));
    }
    problem_.replayed_bills.push_back(std::move(bill));
  }

  /// Some prefix whose traffic follows the profile may change.
  [[nodiscard]] bool can_move(std::size_t profile) const {
    const billing::TrafficProfiles& profiles = baseline_.bills().profiles();
    for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      for (LinkIndex l = 0; l < scenario_.links.size() && !model::is_pinned(scenario_, p); ++l) {
        if (profiles.of(p, l) == profile && baseline_.ingress().today().home[p][l].value > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /// What a link is away from its band, on either side.
  void add_targets() {
    for (LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      const auto band = evaluation::target_band(baseline_, l);
      if (!band) {
        continue;
      }
      std::vector<billing::Piecewise::Segment> segments{{band->from.value, 0, 0},
                                                        {band->to.value, 0, 1}};
      if (band->from.value > 0) {
        segments.insert(segments.begin(), {0, band->from.value, -1});
      }
      goal_of(dimension(billed({l}), billed_base({l})), Goal::targets) =
          billing::Piecewise(std::move(segments));
    }
  }

  void add_harm_limits() {
    const evaluation::Flows& today = baseline_.today();
    const std::vector<evaluation::HarmLimits> limits = evaluation::harm_limits(baseline_, today);
    for (LinkIndex l = 0; l < limits.size(); ++l) {
      if (limits[l].expected) {
        dimension({LoadKind::Quantity::peak, {l}, 0}, today.peak[l]).limit =
            limits[l].expected->value;
      }
      if (limits[l].high) {
        dimension({LoadKind::Quantity::harm, {l}, 0}, today.harm[l]).limit = limits[l].high->value;
      }
    }
  }

  /// `require`: a limit for each link. `no-worse`: the loss of all links together beyond today's.
  void add_failure(std::size_t f) {
    const model::Policy& policy = scenario_.policy;
    const evaluation::Flows before = evaluation::forecast(baseline_, {}, failures_[f].links);
    JointTerm lost;
    factor(lost, Goal::failures) = 1;
    std::int64_t without_loss = 0;
    std::int64_t lost_today = 0;
    for (LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      const std::int64_t load = evaluation::level_loads(policy, before)[l];
      const std::int64_t capacity = scenario_.links[l].capacity.value;
      Dimension& under = dimension({LoadKind::Quantity::failure, {l}, f}, load);
      if (policy.n_minus_1 == model::NMinusOne::require) {
        under.limit = std::max(load, capacity);
        continue;
      }
      lost.parts.push_back({load_kinds_.size() - 1, capacity});
      without_loss += capacity;
      lost_today += std::max<std::int64_t>(0, load - capacity);
    }
    if (!lost.parts.empty()) {
      lost.outer = billing::excess_curve(model::Bps{without_loss + lost_today});
      problem_.joint_terms.push_back(std::move(lost));
    }
  }

  void add_changes() {
    const model::Policy& policy = scenario_.policy;
    const evaluation::LeastRelief relief = evaluation::least_relief(baseline_);
    const LoadKind changes{LoadKind::Quantity::changes, {}, 0};
    if (policy.max_changes) {
      dimension(changes, 0).limit = static_cast<std::int64_t>(*policy.max_changes);
    }
    if (relief.loss.value > 0 || relief.excess.value > 0) {
      Dimension& count = dimension(changes, 0);
      goal_of(count, Goal::loss) = billing::Piecewise({{0, 0, relief.loss.value}});
      goal_of(count, Goal::excess) = billing::Piecewise({{0, 0, relief.excess.value}});
    }
    if (problem_.weights.change > 0) {
      goal_of(dimension({LoadKind::Quantity::priced_changes, {}, 0}, 0), Goal::value) =
          billing::Piecewise({{0, 0, problem_.weights.change}});
    }
  }

  const evaluation::Baseline& baseline_;
  const model::Scenario& scenario_;
  std::span<const evaluation::FailureCase> failures_;
  Problem& problem_;
  std::vector<LoadKind> load_kinds_;
};

}  // namespace

std::string name_of(const LoadKind& load_kind) {
  static constexpr const char* kinds[] = {
      "billed", "load", "low", "high", "harm", "failure", "changes", "priced_changes", "volume"};
  std::string text = kinds[static_cast<std::size_t>(load_kind.quantity)];
  if (load_kind.quantity == LoadKind::Quantity::failure) {
    text += std::to_string(load_kind.failure);
  }
  if (load_kind.quantity == LoadKind::Quantity::volume) {
    text += std::to_string(load_kind.profile);
  }
  for (const LinkIndex l : load_kind.links) {
    text += "_" + std::to_string(l);
  }
  return text;
}

std::vector<LoadKind> make_dimensions(const evaluation::Baseline& baseline,
                                      std::span<const evaluation::FailureCase> failures,
                                      Problem& problem) {
  return DimensionList(baseline, failures, problem).make();
}

}  // namespace bgpte::optimiser
