#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "tests/optimiser/brute_bill.hpp"
#include "tests/optimiser/brute_flows.hpp"

/// The rules again, as plainly as they can be written, and every plan tried: what the optimiser is
/// held against. Shares nothing with it but model::bill, ceilings and the list of failure cases.
namespace bgpte::optimiser::testing {

using model::Advertisement;
struct BruteAnswer {
  evaluation::Plan plan;
  std::int64_t excess = 0;
  Int128 value = 0;
  std::size_t plans = 0;  ///< How many were tried.
};

class BruteForce {
 public:
  BruteForce(const model::Scenario& scenario, const ingress::IngressModel& ingress)
      : s_(scenario), ingress_(ingress), links_(scenario.links.size()), bill_(scenario, ingress) {
    const ingress::TodayTraffic& today = ingress.today();
    for (std::size_t l = 0; l < links_; ++l) {
      const model::Link& link = s_.links[l];
      factor_.push_back(link.peak && link.inbound.value > 0
                            ? static_cast<double>(link.peak->value) /
                                  static_cast<double>(link.inbound.value)
                            : 1.0);
    }
    saturated_.assign(links_, false);
    Loads listed(links_, 0);
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      add(listed, flows(p, s_.prefixes[p].advertise).peak);
    }
    for (std::size_t l = 0; l < links_; ++l) {
      const model::Link& link = s_.links[l];
      const std::int64_t measured = today.background[l].value;
      background_.push_back(measured);
      background_peak_.push_back(link.peak && link.peak != link.inbound
                                     ? std::max<std::int64_t>(0, link.peak->value - listed[l])
                                     : measured);
      const Int128 load = listed[l] + background_peak_[l];
      saturated_[l] =
          load * 1'000'000 >= Int128{link.capacity.value} * s_.policy.saturation.from.millionths;
      background_high_.push_back(saturated_[l] ? up(static_cast<double>(background_peak_[l]) *
                                                    s_.policy.saturation.uplift.as_double())
                                               : background_peak_[l]);
    }
  }

  /// All advertisements that the policy allows, today's first.
  std::vector<Advertisement> candidates(std::size_t p) const {
    const model::Prefix& prefix = s_.prefixes[p];
    const model::Policy& policy = s_.policy;
    std::vector<Advertisement> result{prefix.advertise};
    const auto has = [](const auto& list, std::size_t item) {
      return std::find(list.begin(), list.end(), item) != list.end();
    };
    if (prefix.pinned || prefix.multihomed_elsewhere || has(policy.pinned_prefixes, p)) {
      return result;
    }
    // A digit beyond the prepends is a lever beside today's prepend.
    std::vector<int> digits(links_, -1);
    for (;;) {
      Advertisement x(links_);
      bool allowed = true;
      std::size_t changes = 0;
      for (std::size_t l = 0; l < links_; ++l) {
        const model::Prepend before = prefix.advertise[l];
        if (digits[l] > policy.max_prepend) {
          const auto lever = static_cast<std::size_t>(digits[l] - policy.max_prepend - 1);
          const model::Lever& pulled = s_.links[l].levers[lever];
          x[l] = before;
          x.set_lever(l, static_cast<model::LeverChoice>(lever + 1));
          ++changes;
          allowed = allowed && before >= 0 && before <= policy.max_prepend &&
                    prefix.advertise.lever(l) == model::no_lever && pulled.retained &&
                    !has(policy.pinned_links, l) &&
                    (pulled.marks.med ? policy.actions.med : policy.actions.community);
          continue;
        }
        x[l] = static_cast<model::Prepend>(digits[l]);
        x.set_lever(l, x[l] < 0 ? model::no_lever : prefix.advertise.lever(l));
        if (x[l] == before) {
          continue;
        }
        ++changes;
        allowed = allowed && !has(policy.pinned_links, l);
        if (x[l] < 0) {
          allowed = allowed && policy.actions.withdraw;
        } else if (before < 0) {
          allowed = allowed && policy.actions.announce && (policy.actions.prepend || x[l] == 0);
        } else {
          allowed = allowed && policy.actions.prepend;
        }
      }
      const bool common = x.without_common_prepends() == prefix.advertise.without_common_prepends();
      if (allowed && changes > 0 && changes <= policy.max_changes_per_prefix &&
          (!policy.max_changes || changes <= *policy.max_changes) && x.carried_count() >= 1 &&
          x.carried_count() >= policy.min_links && x.least() == 0 && !common) {
        result.push_back(x);
      }
      std::size_t l = 0;
      while (l < links_ &&
             ++digits[l] > policy.max_prepend + static_cast<int>(s_.links[l].levers.size())) {
        digits[l++] = -1;
      }
      if (l == links_) {
        return result;
      }
    }
  }

  BruteFlows flows(std::size_t p, const Advertisement& x) const {
    const bool unchanged = x == s_.prefixes[p].advertise;
    std::vector<double> billed_home, peak_home, high_home;
    for (std::size_t l = 0; l < links_; ++l) {
      const auto cell = static_cast<double>(ingress_.today().home[p][l].value);
      billed_home.push_back(cell);
      peak_home.push_back(cell * factor_[l]);
      high_home.push_back(cell * factor_[l] *
                          (saturated_[l] ? s_.policy.saturation.uplift.as_double() : 1.0));
    }
    const ingress::Forecast billed = ingress_.forecast(p, x, billed_home);
    const ingress::Forecast peak = ingress_.forecast(p, x, peak_home);
    const ingress::Forecast high = ingress_.forecast(p, x, high_home);
    BruteFlows result;
    for (std::size_t j = 0; j < links_; ++j) {
      std::vector<double> one(links_, 0.0);
      one[j] = billed_home[j];
      result.cells.push_back(share_out(ingress_.forecast(p, x, one)));
    }
    result.billed = share_out(billed);
    result.peak = share_out(peak);
    double total = 0;
    for (const double cell : high_home) {
      total += cell;
    }
    for (std::size_t l = 0; l < links_; ++l) {
      const bool carried = x.carried_on(l) || unchanged;
      result.low.push_back(carried ? down(peak.low[l] - peak.margin) : 0);
      result.high.push_back(carried ? up(std::min(total, high.high[l] + high.margin)) : 0);
      result.harm.push_back(carried ? up(high.high[l]) : 0);
    }
    return result;
  }

  struct Total {
    BruteFlows flows;
    std::int64_t excess = 0;
    Int128 bill = 0;
    Int128 phi = 0;
  };

  Total total(const evaluation::Plan& plan) const {
    Total t;
    t.flows = {background_,      background_peak_, background_peak_,
               background_high_, background_high_, {}};
    BruteBill::Enters enters;
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      const BruteFlows& part = cached(p, evaluation::advertisement(s_, plan, p));
      add(t.flows.billed, part.billed);
      add(t.flows.peak, part.peak);
      add(t.flows.low, part.low);
      add(t.flows.high, part.high);
      add(t.flows.harm, part.harm);
      enters.push_back(part.cells);
    }
    const Loads& ceiling_load = level(t.flows);
    for (std::size_t l = 0; l < links_; ++l) {
      t.excess += std::max<std::int64_t>(0, ceiling_load[l] - ceiling(s_, l).value);
      t.phi += fortz(t.flows.peak[l], s_.links[l].capacity.value);
    }
    t.bill = bill_.bill(t.flows.billed, enters);
    return t;
  }

  /// Weight in atto times amount; today decides the derived ones.
  Int128 value(const Total& t, std::size_t changes) const {
    if (s_.policy.strategy == model::Strategy::congestion) {
      return t.phi * 1'000'000'000'000;
    }
    const Total today = total({});
    Int128 load = 0;
    for (const std::int64_t rate : today.flows.billed) {
      load += rate;
    }
    Int128 money = today.bill;
    if (money <= 0 || load <= 0) {
      money = 1'000'000'000'000;
      load = 1'000'000;
    }
    const auto weight = [&](model::Ratio ratio) {
      // ratio (1e-6) * money (1e-12) / (load * 1e-6), in 1e-12, half up.
      const Int128 numerator = money * ratio.millionths;
      const Int128 floor = numerator / load;
      return 2 * (numerator - floor * load) >= load ? floor + 1 : floor;
    };
    Int128 value = t.bill * s_.policy.weights.cost.millionths +
                   weight(s_.policy.weights.change) * 1'000'000 * static_cast<Int128>(changes);
    if (s_.policy.strategy == model::Strategy::balanced) {
      value += weight(s_.policy.weights.congestion) * t.phi;
    }
    return value;
  }

  bool allowed(const evaluation::Plan& plan, const Total& t) const {
    const Total today = total({});
    for (std::size_t l = 0; l < links_; ++l) {
      const std::int64_t top = ceiling(s_, l).value;
      if (s_.policy.do_no_harm == model::DoNoHarm::high &&
          t.flows.harm[l] > std::max(top, today.flows.harm[l])) {
        return false;
      }
      if (s_.policy.do_no_harm == model::DoNoHarm::expected &&
          t.flows.peak[l] > std::max(top, today.flows.peak[l])) {
        return false;
      }
    }
    if (s_.policy.n_minus_1 == model::NMinusOne::require) {
      for (const evaluation::FailureCase& failure : evaluation::failure_cases(s_)) {
        const Loads before = level(under({}, failure));
        const Loads after = level(under(plan, failure));
        for (std::size_t l = 0; l < links_; ++l) {
          if (after[l] > std::max(before[l], s_.links[l].capacity.value)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  BruteFlows under(const evaluation::Plan& plan, const evaluation::FailureCase& failure) const {
    const auto failed = [&](std::size_t l) {
      return std::find(failure.links.begin(), failure.links.end(), l) != failure.links.end();
    };
    const auto left = [&](Advertisement x) {
      for (std::size_t l = 0; l < links_; ++l) {
        if (failed(l)) {
          x.withdraw(l);
        }
      }
      return x;
    };
    BruteFlows sum;
    sum.billed = sum.harm = Loads(links_, 0);
    std::int64_t lost = 0, lost_high = 0;
    double capacity = 0;
    std::size_t standing = 0;
    for (std::size_t l = 0; l < links_; ++l) {
      lost += failed(l) ? background_peak_[l] : 0;
      lost_high += failed(l) ? background_high_[l] : 0;
      if (!failed(l)) {
        capacity += static_cast<double>(s_.links[l].capacity.value);
        ++standing;
      }
    }
    ingress::Forecast moved;
    for (std::size_t l = 0; l < links_; ++l) {
      moved.expected.push_back(
          failed(l) ? 0.0
                    : static_cast<double>(lost) *
                          (static_cast<double>(s_.links[l].capacity.value) / capacity));
    }
    const Loads background = standing > 0 ? share_out(moved) : Loads(links_, 0);
    for (std::size_t l = 0; l < links_; ++l) {
      sum.peak.push_back(failed(l) ? 0 : background_peak_[l] + background[l]);
      sum.high.push_back(failed(l) ? 0 : background_high_[l] + lost_high);
      sum.low.push_back(failed(l) ? 0 : background_peak_[l] + (standing == 1 ? lost : 0));
    }
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      Advertisement x = left(evaluation::advertisement(s_, plan, p));
      if (x.carried_count() == 0) {
        // The longest other listed prefix around it that is still announced.
        std::optional<std::size_t> follow;
        for (std::size_t q = 0; q < s_.prefixes.size(); ++q) {
          if (q != p && s_.prefixes[q].prefix.contains(s_.prefixes[p].prefix) &&
              left(evaluation::advertisement(s_, plan, q)).carried_count() > 0 &&
              (!follow || s_.prefixes[q].prefix.length > s_.prefixes[*follow].prefix.length)) {
            follow = q;
          }
        }
        if (follow) {
          x = left(evaluation::advertisement(s_, plan, *follow));
        }
      }
      const BruteFlows& part = cached(p, x);
      add(sum.peak, part.peak);
      add(sum.low, part.low);
      add(sum.high, part.high);
    }
    return sum;
  }

  /// Every plan; nothing if there are more than `most`.
  std::optional<BruteAnswer> solve(std::size_t most) const {
    std::vector<std::vector<Advertisement>> choices;
    double product = 1;
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      choices.push_back(candidates(p));
      product *= static_cast<double>(choices.back().size());
    }
    if (product > static_cast<double>(most)) {
      return std::nullopt;
    }
    using Key =
        std::tuple<std::int64_t, Int128, Int128, std::size_t, int, int, std::vector<model::Change>>;
    std::optional<Key> best;
    BruteAnswer answer;
    std::vector<std::size_t> digits(choices.size(), 0);
    for (;;) {
      evaluation::Plan plan;
      for (std::size_t p = 0; p < choices.size(); ++p) {
        if (digits[p] != 0) {
          plan.emplace(p, choices[p][digits[p]]);
        }
      }
      ++answer.plans;
      const std::vector<model::Change> changes = evaluation::changes_of(s_, plan);
      if (!s_.policy.max_changes || changes.size() <= *s_.policy.max_changes) {
        const Total t = total(plan);
        const Int128 v = value(t, changes.size());
        const Int128 second = s_.policy.strategy == model::Strategy::congestion ? t.bill : 0;
        if (!best || std::tie(t.excess, v, second) <=
                         std::tie(std::get<0>(*best), std::get<1>(*best), std::get<2>(*best))) {
          int prepends = 0, added = 0;
          for (const model::Change& change : changes) {
            prepends += std::max<int>(0, change.to) - std::max<int>(0, change.from);
            const bool pulls =
                change.to_lever != model::no_lever && change.to_lever != change.from_lever;
            added += change.to > change.from || pulls ? 1 : 0;
          }
          Key key{t.excess, v, second, changes.size(), prepends, added, changes};
          if ((!best || key < *best) && allowed(plan, t)) {
            best = key;
            answer.plan = plan;
            answer.excess = t.excess;
            answer.value = v;
          }
        }
      }
      std::size_t p = 0;
      while (p < choices.size() && ++digits[p] == choices[p].size()) {
        digits[p++] = 0;
      }
      if (p == choices.size()) {
        return answer;
      }
    }
  }

 private:
  const Loads& level(const BruteFlows& flows) const {
    return s_.policy.forecast == model::ForecastLevel::low    ? flows.low
           : s_.policy.forecast == model::ForecastLevel::high ? flows.high
                                                              : flows.peak;
  }

  const BruteFlows& cached(std::size_t p, const Advertisement& x) const {
    const auto [entry, added] = cache_.try_emplace({p, x});
    if (added) {
      entry->second = flows(p, x);
    }
    return entry->second;
  }

  const model::Scenario& s_;
  const ingress::IngressModel& ingress_;
  std::size_t links_;
  BruteBill bill_;
  std::vector<double> factor_;
  std::vector<bool> saturated_;
  Loads background_, background_peak_, background_high_;
  mutable std::map<std::pair<std::size_t, Advertisement>, BruteFlows> cache_;
};

}  // namespace bgpte::optimiser::testing
