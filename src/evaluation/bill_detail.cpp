// What a bill is made of: percentiles, fixed part, and the month so far.
#include "bgpte/evaluation/bill_detail.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "bgpte/billing/piecewise.hpp"
#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::evaluation {
namespace {

using model::Int128;

/// Midnight, UTC, at the beginning of a date "YYYY-MM-DD" (which the loader has checked).
std::int64_t seconds_of(const std::string& date) {
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    std::from_chars(date.data() + from, date.data() + from + count, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::sys_days(day).time_since_epoch())
      .count();
}

/// The intervals of the billing period, [first, end).
struct Window {
  std::int64_t first = 0, end = 0;
};

std::optional<Window> window_of(const model::Scenario& scenario, std::int64_t interval_s) {
  if (!scenario.billing_period) {
    return std::nullopt;
  }
  constexpr std::int64_t day_s = 86'400;
  const std::int64_t from = seconds_of(scenario.billing_period->from);
  const std::int64_t to = seconds_of(scenario.billing_period->to) + day_s;
  return Window{(from + interval_s - 1) / interval_s, (to + interval_s - 1) / interval_s};
}

/// The percentile of the samples so far and of `to_come` more that are distributed like `future`:
/// the largest is left when `dropped` of them go. `future` is not empty.
std::int64_t mixed_percentile(const std::vector<std::int64_t>& past,
                              const std::vector<std::int64_t>& future, std::int64_t to_come,
                              std::int64_t dropped) {
  std::vector<std::pair<std::int64_t, std::int64_t>> weighed;
  const auto one = static_cast<std::int64_t>(future.size());
  for (const std::int64_t value : past) {
    weighed.emplace_back(value, one);
  }
  for (const std::int64_t value : future) {
    if (to_come > 0) {
      weighed.emplace_back(value, to_come);
    }
  }
  std::sort(weighed.begin(), weighed.end());
  Int128 left = static_cast<Int128>(dropped) * one;
  for (std::size_t i = weighed.size(); i-- > 0;) {
    left -= weighed[i].second;
    if (left < 0) {
      return weighed[i].first;
    }
  }
  return weighed.front().first;
}

/// One part of a replayed bill under today's announcements and under a plan.
class PartDetail {
 public:
  PartDetail(const billing::BillCalculator& bills, const billing::Replay::Part& part,
             const model::PercentileRule& rule, const Rates& today, const Rates& after,
             const std::optional<Window>& window)
      : part_(part),
        rule_(rule),
        before_(part.meter.rates(bills.volumes_of(part.meter, today))),
        after_(part.meter.rates(bills.volumes_of(part.meter, after))) {
    if (!window) {
      return;
    }
    MonthSoFar month;
    month.expected = window->end - window->first;
    month.to_come = std::max<std::int64_t>(0, window->end - std::max(window->first, part.last + 1));
    for (std::size_t row = 0; row < part.intervals.size(); ++row) {
      if (part.intervals[row] >= window->first && part.intervals[row] < window->end) {
        in_period_.push_back(row);
      }
    }
    month.present = static_cast<std::int64_t>(in_period_.size());
    month_ = month;
  }

  [[nodiscard]] const std::optional<MonthSoFar>& month() const { return month_; }
  [[nodiscard]] bool any_of_month() const {
    return month_ && (month_->present > 0 || month_->to_come > 0);
  }
  [[nodiscard]] std::int64_t before() const { return steady(before_); }
  [[nodiscard]] std::int64_t after() const { return steady(after_); }
  [[nodiscard]] std::int64_t month_before() const { return of_month(before_, before_); }
  [[nodiscard]] std::int64_t month_after() const { return of_month(before_, after_); }
  [[nodiscard]] std::int64_t month_out() const {
    return part_.out.empty() ? 0 : of_month(part_.out, part_.out);
  }
  /// Samples that may still be above `level`.
  [[nodiscard]] std::int64_t left(std::int64_t level) const {
    std::int64_t above = 0;
    for (std::size_t row = 0; row < before_.size(); ++row) {
      const bool counts = !month_ || std::binary_search(in_period_.begin(), in_period_.end(), row);
      above += counts && before_[row] > level ? 1 : 0;
    }
    const std::int64_t dropped =
        billing::dropped_of(rule_, month_ ? month_->expected : part_.expected);
    return std::max<std::int64_t>(0, dropped - above);
  }

 private:
  [[nodiscard]] std::int64_t steady(std::vector<std::int64_t> values) const {
    return billing::percentile(values, part_.meter.dropped);
  }
  [[nodiscard]] std::int64_t of_month(const std::vector<std::int64_t>& past,
                                      const std::vector<std::int64_t>& future) const {
    std::vector<std::int64_t> so_far;
    for (const std::size_t row : in_period_) {
      so_far.push_back(past[row]);
    }
    return mixed_percentile(so_far, future, month_->to_come,
                            billing::dropped_of(rule_, month_->expected));
  }

  const billing::Replay::Part& part_;
  const model::PercentileRule& rule_;
  std::vector<std::int64_t> before_, after_;
  std::optional<MonthSoFar> month_;
  std::vector<std::size_t> in_period_;
};

class DetailOfBills {
 public:
  DetailOfBills(const Baseline& baseline, const Plan& plan, const LinksDown& down)
      : baseline_(baseline),
        scenario_(baseline.scenario()),
        bills_(baseline.bills()),
        today_(baseline.today()),
        after_(forecast(baseline, plan, down)) {
    unmovable(down);
  }

  BillDetail make() {
    BillDetail::Month month;
    bool any = false;
    bool all = true;
    for (std::size_t g = 0; g < bills_.groups().size(); ++g) {
      if (!bills_.replay(g)) {
        month.before += bills_.money(g, today_.billed, today_.volumes);
        month.after += bills_.money(g, after_.billed, after_.volumes);
        result_.fixed += least_of(g);
        continue;
      }
      any = true;
      all = replayed(g, month) && all;
      result_.fixed += least_of(g);
    }
    if (any && all && scenario_.billing_period) {
      result_.this_month = month;
    }
    for (model::LinkIndex l = 0; l < scenario_.links.size() && any; ++l) {
      if (!bills_.profiles().recorded(l) && bills_.profiles().total(l) > 0) {
        result_.steady.push_back(l);
      }
    }
    return result_;
  }

 private:
  /// What stays on each link whatever is advised, and all that could come to it.
  void unmovable(const LinksDown& down) {
    const std::size_t links = scenario_.links.size();
    least_ = re_entered(scenario_, down, baseline_.background_billed());
    least_volumes_ = background_volumes(baseline_, down, baseline_.background_billed());
    most_volumes_ = least_volumes_;
    std::int64_t movable = 0;
    for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      const std::optional<model::Advertisement> x = effective(baseline_, {}, down, p);
      const Flows flows = baseline_.flows(p, x.value_or(model::Advertisement(links)));
      for (std::size_t l = 0; l < links; ++l) {
        if (!model::is_pinned(scenario_, p)) {
          movable += flows.billed[l];
        } else {
          least_[l] += flows.billed[l];
        }
      }
      if (model::is_pinned(scenario_, p)) {
        add(least_volumes_, flows.volumes);
      } else {
        movable += flows.unreachable;
      }
    }
    most_ = least_;
    for (std::int64_t& rate : most_) {
      rate += movable;
    }
    for (std::size_t k = 0; k < bills_.profiles().count() && bills_.any_replay(); ++k) {
      for (std::size_t l = 0; l < links; ++l) {
        most_volumes_[bills_.place({k, l})] = bills_.profiles().total(k);
      }
    }
  }

  /// The least bill of a group at any load between the two.
  [[nodiscard]] model::Money least_of(std::size_t g) const {
    const billing::BillGroup& group = bills_.groups()[g];
    const billing::Piecewise curve = billing::bill_curve(*group.billing);
    std::int64_t lo = 0;
    std::int64_t hi = 0;
    model::Money besides;
    if (const std::optional<billing::Replay>& replay = bills_.replay(g)) {
      besides = replay->constant;
      for (const billing::Replay::Part& part : replay->parts) {
        lo += std::max(part.floor, part.meter.rate(bills_.volumes_of(part.meter, least_volumes_)));
        hi += std::max(part.floor, part.meter.rate(bills_.volumes_of(part.meter, most_volumes_)));
      }
    } else {
      const billing::BilledRates rates = billing::billed_rates(scenario_, group, least_);
      lo = rates.rate.value;
      hi = billing::billed_rates(scenario_, group, most_).rate.value;
      if (group.billing->direction == model::BillingDirection::separate) {
        besides = bill(*group.billing, rates.other);
      }
    }
    return model::Money{curve.least(lo, hi, 0)} + besides;
  }

  /// What a part says of its percentile.
  SampledPercentile entry_of(const billing::BillGroup& group, const billing::Replay& replay,
                             const billing::Replay::Part& part, const PartDetail& detail) const {
    const model::PercentileRule& rule = *group.billing->percentile;
    SampledPercentile entry;
    entry.links = part.links;
    entry.name = part.links.size() > 1 ? scenario_.links[part.links.front()].contract
                                       : scenario_.links[part.links.front()].name;
    entry.rank = rule.rank;
    entry.interval_s = rule.interval_s;
    entry.expected = part.expected;
    entry.present = static_cast<std::int64_t>(part.intervals.size());
    entry.dropped = billing::dropped_of(rule, part.expected);
    entry.before = model::Bps{detail.before()};
    entry.after = model::Bps{detail.after()};
    if (part.links.size() == 1 && bills_.profiles().recorded(part.links.front())) {
      billing::PercentileMeter in = part.meter;
      std::fill(in.floor.begin(), in.floor.end(), 0);
      entry.inbound = model::Bps{in.rate(bills_.volumes_of(in, today_.volumes))};
    }
    entry.month = detail.month();
    entry.level = entry.before;
    const auto* commit = std::get_if<model::CommitBilling>(&group.billing->model);
    if (commit != nullptr && replay.parts.size() == 1) {
      entry.level = std::max(entry.level, commit->committed);
    }
    entry.samples_left = detail.left(entry.level.value);
    return entry;
  }

  /// Adds a replayed group's percentiles and its bills of the month. False where the period has no
  /// samples, neither so far nor to come.
  bool replayed(std::size_t g, BillDetail::Month& month) {
    const billing::BillGroup& group = bills_.groups()[g];
    const billing::Replay& replay = *bills_.replay(g);
    const model::PercentileRule& rule = *group.billing->percentile;
    const std::optional<Window> window = window_of(scenario_, rule.interval_s);
    std::int64_t before = 0, after = 0, out = 0;
    bool any = true;
    for (const billing::Replay::Part& part : replay.parts) {
      const PartDetail detail(bills_, part, rule, today_.volumes, after_.volumes, window);
      any = any && detail.any_of_month();
      if (any) {
        // `greater-of-percentiles` compares the directions of the month, too.
        const bool greater =
            group.billing->direction == model::BillingDirection::greater_of_percentiles;
        const std::int64_t floor = greater ? detail.month_out() : 0;
        before += std::max(floor, detail.month_before());
        after += std::max(floor, detail.month_after());
        out += detail.month_out();
      }
      result_.percentiles.push_back(entry_of(group, replay, part, detail));
    }
    if (any) {
      month.before += bill(*group.billing, model::Bps{before});
      month.after += bill(*group.billing, model::Bps{after});
      if (group.billing->direction == model::BillingDirection::separate) {
        month.before += bill(*group.billing, model::Bps{out});
        month.after += bill(*group.billing, model::Bps{out});
      }
    }
    return any;
  }

  const Baseline& baseline_;
  const model::Scenario& scenario_;
  const billing::BillCalculator& bills_;
  const Flows& today_;
  Flows after_;
  Rates least_, most_, least_volumes_, most_volumes_;
  BillDetail result_;
};

}  // namespace

BillDetail bill_detail(const Baseline& baseline, const Plan& plan, const LinksDown& down) {
  return DetailOfBills(baseline, plan, down).make();
}

}  // namespace bgpte::evaluation
