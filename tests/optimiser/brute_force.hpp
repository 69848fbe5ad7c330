#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
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
  std::int64_t loss = 0, excess = 0, failure_loss = 0;
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
          x.carried_count() >= policy.min_links &&
          (x.least() == 0 || x.least() == prefix.advertise.least()) && !common &&
          keeps_reachability(p, x)) {
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

  /// Under no single failure does the prefix lose its last link, unless it does so today, another
  /// listed prefix around it stays, or the operator set min_links.
  bool keeps_reachability(std::size_t p, const Advertisement& x) const {
    const auto stands = [](const Advertisement& one, const evaluation::FailureCase& failure) {
      for (std::size_t l = 0; l < one.size(); ++l) {
        if (one.carried_on(l) &&
            std::find(failure.links.begin(), failure.links.end(), l) == failure.links.end()) {
          return true;
        }
      }
      return false;
    };
    for (const evaluation::FailureCase& failure : evaluation::failure_cases(s_)) {
      bool reached = stands(x, failure) || s_.policy.min_links_given ||
                     !stands(s_.prefixes[p].advertise, failure);
      for (std::size_t q = 0; q < s_.prefixes.size(); ++q) {
        reached = reached || (q != p && s_.prefixes[q].prefix.contains(s_.prefixes[p].prefix) &&
                              stands(s_.prefixes[q].advertise, failure));
      }
      if (!reached) {
        return false;
      }
    }
    return true;
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
      result.low.push_back(carried ? down(peak.low[l]) : 0);
      result.high.push_back(carried ? up(std::min(total, high.high[l])) : 0);
      result.harm.push_back(carried ? up(high.harm[l]) : 0);
    }
    return result;
  }

  struct Total {
    BruteFlows flows;
    std::int64_t loss = 0, excess = 0;
    Int128 bill = 0;
    Int128 phi = 0;
    Int128 phi_above = 0;  ///< What Phi gains above two thirds of each link.
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
      const std::int64_t capacity = s_.links[l].capacity.value;
      t.loss += std::max<std::int64_t>(0, ceiling_load[l] - capacity);
      t.excess += std::max<std::int64_t>(0, ceiling_load[l] - threshold(l));
      t.phi += fortz(t.flows.peak[l], capacity);
      const std::int64_t two_thirds =
          static_cast<std::int64_t>(static_cast<Int128>(capacity) * 20 / 30);
      if (t.flows.peak[l] > two_thirds) {
        t.phi_above += fortz(t.flows.peak[l], capacity) - fortz(two_thirds, capacity);
      }
    }
    t.bill = bill_.bill(t.flows.billed, enters);
    return t;
  }

  /// The ceiling, or today's load where that is hardly above it.
  std::int64_t threshold(std::size_t l) const {
    if (threshold_.empty()) {
      Loads loads = level({background_,
                           background_peak_,
                           background_peak_,
                           background_high_,
                           background_high_,
                           {}});
      for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
        add(loads, level(cached(p, s_.prefixes[p].advertise)));
      }
      for (std::size_t k = 0; k < links_; ++k) {
        const std::int64_t top = ceiling(s_, k).value;
        const Int128 tolerated = static_cast<Int128>(s_.links[k].capacity.value) *
                                 s_.policy.tolerance.millionths / 1'000'000;
        threshold_.push_back(loads[k] > top && loads[k] - top <= tolerated ? loads[k] : top);
      }
    }
    return threshold_[l];
  }

  /// policy.tolerance of the least capacity: of the links too full today, or of all.
  std::int64_t tolerance(bool all) const {
    const Total today = total({});
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t l = 0; l < links_; ++l) {
      if (all || level(today.flows)[l] > threshold(l)) {
        least = std::min(least, s_.links[l].capacity.value);
      }
    }
    return least == std::numeric_limits<std::int64_t>::max() ? 0 : part(least, s_.policy.tolerance);
  }

  static std::int64_t part(std::int64_t of, model::Ratio ratio) {
    return static_cast<std::int64_t>(static_cast<Int128>(of) * ratio.millionths / 1'000'000);
  }

  /// Sum over the failures of the loss beyond today's.
  std::int64_t failure_loss(const evaluation::Plan& plan) const {
    const auto lost = [&](const Loads& loads) {
      std::int64_t sum = 0;
      for (std::size_t l = 0; l < links_; ++l) {
        sum += std::max<std::int64_t>(0, loads[l] - s_.links[l].capacity.value);
      }
      return sum;
    };
    std::int64_t sum = 0;
    for (const evaluation::FailureCase& failure : evaluation::failure_cases(s_)) {
      sum += std::max<std::int64_t>(
          0, lost(level(under(plan, failure))) - lost(level(under({}, failure))));
    }
    return sum;
  }

  /// Weight in atto times amount; today decides the derived ones.
  Int128 value(const Total& t, const std::vector<model::Change>& changes) const {
    if (s_.policy.strategy == model::Strategy::congestion) {
      return t.phi * 1'000'000'000'000;
    }
    const Total today = total({});
    Int128 money = 0, load = 0, plain = 0;
    std::size_t count = 0;
    std::map<std::string, std::vector<std::size_t>> ports;
    for (std::size_t l = 0; l < links_; ++l) {
      const model::Link& link = s_.links[l];
      ports[link.contract.empty() ? "link " + link.name : "contract " + link.contract].push_back(l);
    }
    for (const auto& [name, members] : ports) {
      const model::Billing& billing = s_.links[members.front()].billing;
      if (std::holds_alternative<model::FlatBilling>(billing.model)) {
        continue;
      }
      Int128 here = 0;
      for (const std::size_t l : members) {
        here += today.flows.billed[l];
      }
      Int128 rate = std::max<Int128>(here, 1'000'000);
      if (const auto* commit = std::get_if<model::CommitBilling>(&billing.model)) {
        rate = std::max<Int128>(rate, commit->committed.value);
      }
      const Int128 bill = model::bill(billing, model::Bps{static_cast<std::int64_t>(rate)}).pico;
      money += bill / rate * here + bill % rate * here / rate;
      plain += bill / rate * 1'000'000 + bill % rate * 1'000'000 / rate;
      load += here;
      ++count;
    }
    Int128 carried = load;
    if (count == 0) {
      for (const std::int64_t rate : today.flows.billed) {
        carried += rate;
      }
    }
    if (load == 0) {
      money = plain;
      load = static_cast<Int128>(count) * 1'000'000;
    }
    if (money <= 0) {
      money = 1'000'000'000'000;
      load = 1'000'000;
    }
    const auto weight = [&](Int128 ratio) {
      // ratio (1e-6) * money (1e-12) / (load * 1e-6), in 1e-12, half up.
      const Int128 numerator = money * ratio;
      const Int128 floor = numerator / load;
      return 2 * (numerator - floor * load) >= load ? floor + 1 : floor;
    };
    const Int128 change =
        s_.policy.weights.change
            ? s_.policy.weights.change->millionths
            : std::min<Int128>(500'000'000, std::max<Int128>(5'000'000, carried * 2 / 100));
    Int128 priced = 0;
    for (const model::Change& one : changes) {
      priced += 1'000'000;
      if (one.from >= 0 && one.to > one.from + 1) {
        priced += s_.policy.weights.step.millionths * (one.to - one.from - 1);
      }
    }
    Int128 value = t.bill * s_.policy.weights.cost.millionths + weight(change) * priced;
    const Int128 congestion = weight(s_.policy.weights.congestion.millionths);
    if (s_.policy.strategy == model::Strategy::balanced && congestion > 0) {
      value += congestion * t.phi_above + t.phi;
    }
    return value;
  }

  bool allowed(const evaluation::Plan& plan, const Total& t) const {
    const Total today = total({});
    for (std::size_t l = 0; l < links_; ++l) {
      if (s_.policy.do_no_harm == model::DoNoHarm::high &&
          t.flows.harm[l] > std::max(part(s_.links[l].capacity.value, s_.policy.saturation.from),
                                     today.flows.harm[l])) {
        return false;
      }
      if (s_.policy.do_no_harm != model::DoNoHarm::off && today.loss == 0 &&
          t.flows.peak[l] > std::max(threshold(l), today.flows.peak[l])) {
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
    const Total today = total({});
    // A customer's prefix is not moved to save our money.
    const bool for_money = today.loss == 0 && today.excess <= tolerance(false);
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      choices.push_back(for_money && s_.prefixes[p].origin_as != s_.local_as
                            ? std::vector<Advertisement>{s_.prefixes[p].advertise}
                            : candidates(p));
      product *= static_cast<double>(choices.back().size());
    }
    if (product > static_cast<double>(most)) {
      return std::nullopt;
    }
    const std::int64_t least_loss =
        part(today.loss, model::Ratio{s_.policy.least_relief.millionths / 5});
    const std::int64_t least_excess = part(today.excess, s_.policy.least_relief);
    struct Entry {
      evaluation::Plan plan;
      Total total;
      std::int64_t loss = 0, excess = 0, failures = 0;  ///< Goals of the levels.
      std::tuple<Int128, Int128, std::size_t, int, int, std::vector<model::Change>> key;
    };
    std::vector<Entry> entries;
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
      const auto count = static_cast<std::int64_t>(changes.size());
      if (!s_.policy.max_changes || changes.size() <= *s_.policy.max_changes) {
        const Total t = total(plan);
        if (allowed(plan, t)) {
          int prepends = 0, added = 0;
          for (const model::Change& change : changes) {
            prepends += std::max<int>(0, change.to) - std::max<int>(0, change.from);
            const bool pulls =
                change.to_lever != model::no_lever && change.to_lever != change.from_lever;
            added += change.to > change.from || pulls ? 1 : 0;
          }
          const Int128 second = s_.policy.strategy == model::Strategy::congestion ? t.bill : 0;
          entries.push_back(
              {plan,
               t,
               t.loss + least_loss * count,
               t.excess + least_excess * count,
               s_.policy.n_minus_1 == model::NMinusOne::no_worse ? failure_loss(plan) : 0,
               {value(t, changes), second, changes.size(), prepends, added, changes}});
        }
      }
      std::size_t p = 0;
      while (p < choices.size() && ++digits[p] == choices[p].size()) {
        digits[p++] = 0;
      }
      if (p == choices.size()) {
        break;
      }
    }
    // Level after level: what is beyond the best and its tolerance goes.
    const auto hold = [&](std::int64_t Entry::*goal, std::int64_t tolerance) {
      std::int64_t least = std::numeric_limits<std::int64_t>::max();
      for (const Entry& entry : entries) {
        least = std::min(least, entry.*goal);
      }
      const std::int64_t most = least == 0 ? 0 : least + tolerance;
      std::erase_if(entries, [&](const Entry& entry) { return entry.*goal > most; });
    };
    hold(&Entry::loss, tolerance(false));
    hold(&Entry::excess, tolerance(false));
    hold(&Entry::failures, tolerance(true));
    const Entry* best = &entries.front();
    for (const Entry& entry : entries) {
      best = entry.key < best->key ? &entry : best;
    }
    answer.plan = best->plan;
    answer.loss = best->total.loss;
    answer.excess = best->total.excess;
    answer.failure_loss = best->failures;
    answer.value = std::get<0>(best->key);
    return answer;
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

  mutable Loads threshold_;  ///< [link], once it was asked for.
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
