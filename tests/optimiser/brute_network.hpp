#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <vector>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "tests/optimiser/brute_bill.hpp"
#include "tests/optimiser/brute_flows.hpp"

/// What a plan makes of a network, again and as plainly as it can be written: loads of every state,
/// bills, goals. Shares nothing with the program but model::bill, ceilings and the list of failure
/// cases.
namespace bgpte::optimiser::testing {

using model::Advertisement;
class BruteNetwork {
 public:
  BruteNetwork(const model::Scenario& scenario, const ingress::IngressModel& ingress)
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
    result.lost = std::llround(std::accumulate(billed_home.begin(), billed_home.end(), 0.0)) -
                  std::accumulate(result.billed.begin(), result.billed.end(), std::int64_t{0});
    double total = 0;
    for (const double cell : high_home) {
      total += cell;
    }
    for (std::size_t l = 0; l < links_; ++l) {
      const bool carried = x.may_enter(l) || unchanged;
      result.low.push_back(carried ? down(peak.low[l]) : 0);
      result.high.push_back(carried ? up(std::min(total, high.high[l])) : 0);
      result.harm.push_back(carried ? up(high.harm[l]) : 0);
    }
    return result;
  }

  struct Total {
    BruteFlows flows;
    std::int64_t loss = 0, excess = 0, off_target = 0;
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
      const BruteFlows& part = cached(p, followed(plan, {"", {}}, p));
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
    const std::int64_t point = all_inbound() / 100;
    for (std::size_t l = 0; l < links_; ++l) {
      if (const auto share = s_.links[l].target_share) {
        const std::int64_t away = std::abs(t.flows.billed[l] - part(all_inbound(), *share));
        t.off_target += std::max<std::int64_t>(0, away - point);
      }
    }
    return t;
  }

  /// What all links carry today, at the measured statistic.
  std::int64_t all_inbound() const {
    Loads loads = background_;
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      add(loads, cached(p, s_.prefixes[p].advertise).billed);
    }
    return std::accumulate(loads.begin(), loads.end(), std::int64_t{0});
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

  BruteFlows under(const evaluation::Plan& plan, const evaluation::FailureCase& failure) const {
    const auto failed = [&](std::size_t l) {
      return std::find(failure.links.begin(), failure.links.end(), l) != failure.links.end();
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
      const BruteFlows& part = cached(p, followed(plan, failure, p));
      add(sum.peak, part.peak);
      add(sum.low, part.low);
      add(sum.high, part.high);
    }
    return sum;
  }

  /// The announcements that lead to p: of all listed prefixes around it, itself the first, that are
  /// announced, the longest; and, until one is announced to a provider that passes it on, the next
  /// longest for those who do not hear the ones before.
  Advertisement followed(const evaluation::Plan& plan, const evaluation::FailureCase& failure,
                         std::size_t p) const {
    std::map<int, Advertisement, std::greater<>> by_length;
    for (std::size_t q = 0; q < s_.prefixes.size(); ++q) {
      Advertisement x = evaluation::advertisement(s_, plan, q);
      for (const model::LinkIndex l : failure.links) {
        x.withdraw(l);
      }
      if (s_.prefixes[q].prefix.contains(s_.prefixes[p].prefix) && x.carried_count() > 0) {
        by_length.emplace(s_.prefixes[q].prefix.length, x);
      }
    }
    std::optional<Advertisement> found;
    for (const auto& [length, x] : by_length) {
      if (found) {
        found->add_less_specific(x);
      } else {
        found = x;
      }
      if (passed_on(x)) {
        break;
      }
    }
    return found.value_or(Advertisement(links_));
  }

  /// True if some provider passes the announcement on to everybody.
  bool passed_on(const Advertisement& x) const {
    bool passed = false;
    for (std::size_t l = 0; l < links_; ++l) {
      const model::Link& link = s_.links[l];
      const bool kept = x.lever(l) > 0 && link.levers[x.lever(l) - 1U].limits_export;
      passed = passed || (x[l] >= 0 && link.relationship == model::Relationship::transit && !kept);
    }
    return passed;
  }

 protected:
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
