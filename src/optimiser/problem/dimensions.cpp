// The sums that goals, bills and limits depend on, with their curves and today's values.
#include "src/optimiser/problem/dimensions.hpp"

#include <algorithm>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/evaluation/fortz_thorup.hpp"
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
    make_dimensions();
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
    auto& goal = dimension.goals[static_cast<std::size_t>(Goal::bill)];
    goal = goal + bill;
    auto& value = dimension.goals[static_cast<std::size_t>(Goal::value)];
    value = value + problem_.weights.cost * bill;
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
        JointBill joint{{}, curve};
        for (const LinkIndex l : group.links) {
          dimension(billed({l}), billed_base({l}));
          const auto found = std::find(load_kinds_.begin(), load_kinds_.end(), billed({l}));
          joint.parts.push_back({static_cast<std::size_t>(found - load_kinds_.begin()),
                                 scenario_.links[l].outbound.value_or(model::Bps{}).value});
        }
        problem_.joint_bills.push_back(std::move(joint));
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

  void make_dimensions() {
    const model::Policy& policy = scenario_.policy;
    const std::size_t links = scenario_.links.size();
    const auto level_kind = policy.forecast == model::ForecastLevel::low ? LoadKind::Quantity::low
                            : policy.forecast == model::ForecastLevel::high
                                ? LoadKind::Quantity::high
                                : LoadKind::Quantity::peak;
    const evaluation::Flows& today = baseline_.today();
    for (LinkIndex l = 0; l < links; ++l) {
      if (problem_.weights.congestion > 0) {
        Dimension& load = dimension({LoadKind::Quantity::peak, {l}, 0}, today.peak[l]);
        auto& value = load.goals[static_cast<std::size_t>(Goal::value)];
        const billing::Piecewise phi = evaluation::fortz_thorup_curve(scenario_.links[l].capacity);
        value = value + problem_.weights.congestion * phi;
        if (policy.strategy == model::Strategy::congestion) {
          load.goals[static_cast<std::size_t>(Goal::phi)] = phi;
        }
      }
      Dimension& load = dimension({level_kind, {l}, 0}, of_forecast(policy, today)[l]);
      load.goals[static_cast<std::size_t>(Goal::excess)] =
          billing::excess_curve(ceiling(scenario_, l));
    }
    add_bills();
    for (LinkIndex l = 0; l < links && policy.do_no_harm != model::DoNoHarm::off; ++l) {
      const bool high = policy.do_no_harm == model::DoNoHarm::high;
      const std::int64_t before = high ? today.harm[l] : today.peak[l];
      Dimension& load =
          dimension({high ? LoadKind::Quantity::harm : LoadKind::Quantity::peak, {l}, 0}, before);
      load.limit = std::max(before, ceiling(scenario_, l).value);
    }
    for (std::size_t f = 0; f < failures_.size(); ++f) {
      const evaluation::Flows before = evaluation::forecast(baseline_, {}, failures_[f].links);
      for (LinkIndex l = 0; l < links; ++l) {
        const std::int64_t load = of_forecast(policy, before)[l];
        dimension({LoadKind::Quantity::failure, {l}, f}, load).limit =
            std::max(load, scenario_.links[l].capacity.value);
      }
    }
    if (policy.max_changes) {
      dimension({LoadKind::Quantity::changes, {}, 0}, 0).limit =
          static_cast<std::int64_t>(*policy.max_changes);
    }
    if (problem_.weights.change > 0) {
      dimension({LoadKind::Quantity::changes, {}, 0}, 0)
          .goals[static_cast<std::size_t>(Goal::value)] =
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
  static constexpr const char* kinds[] = {"billed", "load",    "low",     "high",
                                          "harm",   "failure", "changes", "volume"};
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

const evaluation::Rates& of_forecast(const model::Policy& policy, const evaluation::Flows& flows) {
  switch (policy.forecast) {
    case model::ForecastLevel::low:
      return flows.low;
    case model::ForecastLevel::high:
      return flows.high;
    case model::ForecastLevel::expected:
      break;
  }
  return flows.peak;
}

std::vector<LoadKind> make_dimensions(const evaluation::Baseline& baseline,
                                      std::span<const evaluation::FailureCase> failures,
                                      Problem& problem) {
  return DimensionList(baseline, failures, problem).make();
}

}  // namespace bgpte::optimiser
