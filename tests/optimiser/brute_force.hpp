#pragma once

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "tests/optimiser/brute_network.hpp"

/// The rules again, as plainly as they can be written, and every plan tried: what the optimiser is
/// held against.
namespace bgpte::optimiser::testing {

struct BruteAnswer {
  evaluation::Plan plan;
  std::int64_t loss = 0, excess = 0, failure_loss = 0, off_target = 0;
  Int128 value = 0;
  std::size_t plans = 0;  ///< How many were tried.
};

class BruteForce : public BruteNetwork {
 public:
  using BruteNetwork::BruteNetwork;

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
          keeps_reachability({{p, x}})) {
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

  /// No prefix loses more traffic than today, intact or under a single failure: those that leave a
  /// link or are new, and what is within them. An explicit min_links says otherwise for failures.
  bool keeps_reachability(const evaluation::Plan& plan) const {
    std::vector<evaluation::FailureCase> states{{"", {}}};
    if (!s_.policy.min_links_given) {
      const std::vector<evaluation::FailureCase> failures = evaluation::failure_cases(s_);
      states.insert(states.end(), failures.begin(), failures.end());
    }
    for (const auto& [p, x] : plan) {
      const Advertisement& today = s_.prefixes[p].advertise;
      bool may_lose = today.carried_count() == 0;
      for (std::size_t l = 0; l < links_; ++l) {
        may_lose = may_lose || (today.carried_on(l) && !x.carried_on(l));
      }
      for (std::size_t q = 0; may_lose && q < s_.prefixes.size(); ++q) {
        if (q != p && !s_.prefixes[p].prefix.contains(s_.prefixes[q].prefix)) {
          continue;
        }
        for (const evaluation::FailureCase& state : states) {
          if (cached(q, followed(plan, state, q)).lost > cached(q, followed({}, state, q)).lost) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /// What is expected to do the same as another with as many changes at the same price that is no
  /// farther from today, and is less
  /// certain, is no choice.
  std::vector<Advertisement> without_less_certain(std::size_t p,
                                                  std::vector<Advertisement> list) const {
    if (s_.policy.do_no_harm != model::DoNoHarm::high ||
        s_.policy.forecast != model::ForecastLevel::expected) {
      return list;
    }
    const Advertisement& today = s_.prefixes[p].advertise;
    const bool steps_cost = s_.policy.weights.step.millionths > 0 &&
                            s_.policy.strategy != model::Strategy::congestion &&
                            s_.policy.weights.change != model::Ratio{0};
    const auto price = [&](const Advertisement& x) {
      std::pair<std::size_t, int> result;
      for (std::size_t l = 0; l < links_; ++l) {
        const bool changes = x[l] != today[l] || x.lever(l) != today.lever(l);
        result.first += changes ? 1 : 0;
        result.second += steps_cost && today[l] >= 0 ? std::max(0, x[l] - today[l] - 1) : 0;
      }
      return result;
    };
    const auto distance = [&](const Advertisement& x) {
      int sum = 0;
      for (std::size_t l = 0; l < links_; ++l) {
        sum += std::abs(x[l] - today[l]);
      }
      return sum;
    };
    const auto less_certain = [&](const Advertisement& b) {
      return b != today && std::any_of(list.begin(), list.end(), [&](const Advertisement& a) {
               const BruteFlows& of_a = cached(p, a);
               const BruteFlows& of_b = cached(p, b);
               bool nowhere_lower = a != today && of_a.harm != of_b.harm;
               for (std::size_t l = 0; l < links_; ++l) {
                 nowhere_lower = nowhere_lower && of_a.harm[l] <= of_b.harm[l];
               }
               return nowhere_lower && distance(a) <= distance(b) && price(a) == price(b) &&
                      of_a.peak == of_b.peak && of_a.billed == of_b.billed &&
                      of_a.cells == of_b.cells;
             });
    };
    std::vector<Advertisement> kept;
    std::copy_if(list.begin(), list.end(), std::back_inserter(kept),
                 [&](const Advertisement& x) { return !less_certain(x); });
    return kept;
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

  /// What each change must bring of the loss and of the excess.
  std::pair<std::int64_t, std::int64_t> least_relief(const Total& today) const {
    std::int64_t loss = 0, worst_loss = 0, excess = 0, worst_excess = 0;
    for (std::size_t l = 0; l < links_; ++l) {
      std::int64_t movable = 0;
      for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
        const model::Prefix& prefix = s_.prefixes[p];
        const auto& pins = s_.policy.pinned_prefixes;
        const bool pinned = prefix.pinned || prefix.multihomed_elsewhere ||
                            std::find(pins.begin(), pins.end(), p) != pins.end();
        const bool elsewhere = prefix.advertise.carried_count() != 1 || s_.policy.actions.announce;
        movable += !pinned && elsewhere ? level(cached(p, prefix.advertise))[l] : 0;
      }
      const std::int64_t load = level(today.flows)[l];
      const auto helped = [&](std::int64_t limit) {
        return std::max<std::int64_t>(0, std::min(movable, load - limit));
      };
      const std::int64_t lost = helped(s_.links[l].capacity.value);
      const std::int64_t beyond = helped(threshold(l));
      loss += lost;
      worst_loss = std::max(worst_loss, lost);
      excess += beyond;
      worst_excess = std::max(worst_excess, beyond);
    }
    const std::int64_t ratio = s_.policy.least_relief.millionths;
    const auto least = [](std::int64_t all, std::int64_t worst, std::int64_t of_all) {
      return std::min(part(all, model::Ratio{of_all}), part(worst, model::Ratio{3 * of_all}));
    };
    return {least(loss, worst_loss, ratio / 5), least(excess, worst_excess, ratio)};
  }

  bool allowed(const evaluation::Plan& plan, const Total& t) const {
    if (!keeps_reachability(plan)) {
      return false;
    }
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

  /// Every plan; nothing if there are more than `most`.
  std::optional<BruteAnswer> solve(std::size_t most) const {
    std::vector<std::vector<Advertisement>> choices;
    double product = 1;
    const Total today = total({});
    // A customer's prefix is not moved to save our money.
    const bool for_money =
        today.loss == 0 && today.excess <= tolerance(false) && today.off_target == 0;
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      choices.push_back(for_money && s_.prefixes[p].origin_as != s_.local_as
                            ? std::vector<Advertisement>{s_.prefixes[p].advertise}
                            : without_less_certain(p, candidates(p)));
      product *= static_cast<double>(choices.back().size());
    }
    if (product > static_cast<double>(most)) {
      return std::nullopt;
    }
    const auto [least_loss, least_excess] = least_relief(today);
    struct Entry {
      evaluation::Plan plan;
      Total total;
      std::int64_t loss = 0, excess = 0, failures = 0, off_target = 0;  ///< Goals of the levels.
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
               t.off_target,
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
      const std::int64_t kept = least == 0 ? 0 : least + tolerance;
      std::erase_if(entries, [&](const Entry& entry) { return entry.*goal > kept; });
    };
    hold(&Entry::loss, tolerance(false));
    hold(&Entry::excess, tolerance(false));
    hold(&Entry::failures, tolerance(true));
    hold(&Entry::off_target, all_inbound() / 100);
    const Entry* best = &entries.front();
    for (const Entry& entry : entries) {
      best = entry.key < best->key ? &entry : best;
    }
    answer.plan = best->plan;
    answer.loss = best->total.loss;
    answer.excess = best->total.excess;
    answer.failure_loss = best->failures;
    answer.off_target = best->off_target;
    answer.value = std::get<0>(best->key);
    return answer;
  }
};

}  // namespace bgpte::optimiser::testing
