// One state of the network: which advertisement each prefix follows, and what the links carry.
#include "bgpte/evaluation/forecast.hpp"

#include <algorithm>
#include <mutex>

#include "bgpte/model/rounding.hpp"
#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::evaluation {
namespace {

void subtract_flows(Flows& to, const Flows& from) {
  for (const auto member : flow_rates) {
    subtract(to.*member, from.*member);
  }
  to.unreachable -= from.unreachable;
  to.unreachable_peak -= from.unreachable_peak;
}

void add_flows(Flows& to, const Flows& from) {
  for (const auto member : flow_rates) {
    add(to.*member, from.*member);
  }
  to.unreachable += from.unreachable;
  to.unreachable_peak += from.unreachable_peak;
}

/// Puts the background of a state in the place of today's.
void move_background(const Baseline& baseline, const LinksDown& down, Flows& total) {
  const model::Scenario& scenario = baseline.scenario();
  const Background peak =
      background_under(scenario, down, baseline.background_peak(), baseline.background_high());
  const auto replace = [](Rates& load, const Rates& today, const Rates& then) {
    subtract(load, today);
    add(load, then);
  };
  replace(total.billed, baseline.background_billed(),
          re_entered(scenario, down, baseline.background_billed()));
  replace(total.peak, baseline.background_peak(), peak.expected);
  replace(total.low, baseline.background_peak(), peak.low);
  replace(total.high, baseline.background_high(), peak.high);
  replace(total.harm, baseline.background_high(), peak.high);
  replace(total.volumes, background_volumes(baseline, {}, baseline.background_billed()),
          background_volumes(baseline, down, baseline.background_billed()));
}

}  // namespace

Rates re_entered(const model::Scenario& scenario, const LinksDown& down, Rates rates) {
  std::int64_t lost = 0;
  for (const model::LinkIndex l : down) {
    lost += rates[l];
    rates[l] = 0;
  }
  const std::size_t links = scenario.links.size();
  if (lost == 0 || down.size() == links) {
    return rates;
  }
  double capacity = 0;
  std::vector<double> parts(links, 0.0);
  for (model::LinkIndex l = 0; l < links; ++l) {
    if (!std::binary_search(down.begin(), down.end(), l)) {
      parts[l] = static_cast<double>(scenario.links[l].capacity.value);
      capacity += parts[l];
    }
  }
  for (double& part : parts) {
    part = static_cast<double>(lost) * (part / capacity);
  }
  add(rates, model::largest_remainder(parts, lost));
  return rates;
}

Rates background_volumes(const Baseline& baseline, const LinksDown& down, const Rates& home) {
  const billing::BillCalculator& bills = baseline.bills();
  Rates volumes(bills.any_replay() ? bills.volume_count() : 0, 0);
  for (model::LinkIndex j = 0; j < home.size() && bills.any_replay(); ++j) {
    Rates own(home.size(), 0);
    own[j] = home[j];
    own = re_entered(baseline.scenario(), down, std::move(own));
    for (model::LinkIndex l = 0; l < own.size(); ++l) {
      volumes[bills.place({j, l})] = own[l];
    }
  }
  return volumes;
}

namespace {

bool is_down(const LinksDown& down, model::LinkIndex link) {
  return std::binary_search(down.begin(), down.end(), link);
}

/// How the prefix itself is announced in a state: not on links that are down, and where a session
/// waits for one of them.
model::Advertisement announced(const Baseline& baseline, const Plan& plan, const LinksDown& down,
                               model::PrefixIndex prefix) {
  model::Advertisement x = advertisement(baseline.scenario(), plan, prefix);
  for (const model::LinkIndex l : down) {
    x.withdraw(l);
  }
  if (!down.empty() && !baseline.conditional().empty()) {
    for (const Baseline::Conditional& one : baseline.conditional()[prefix]) {
      if (is_down(down, one.while_down) && !is_down(down, one.link) && !x.carried_on(one.link)) {
        x[one.link] = one.prepend;
      }
    }
  }
  return x;
}

}  // namespace

std::optional<model::PrefixIndex> followed(const Baseline& baseline, const Plan& plan,
                                           const LinksDown& down, model::PrefixIndex prefix) {
  std::optional<model::PrefixIndex> p = prefix;
  while (p && announced(baseline, plan, down, *p).carried_count() == 0) {
    p = baseline.longest_covering()[*p];
  }
  return p;
}

std::optional<model::Advertisement> effective(const Baseline& baseline, const Plan& plan,
                                              const LinksDown& down, model::PrefixIndex prefix) {
  model::Advertisement match = model::longest_match(
      baseline.scenario(), baseline.longest_covering(), prefix,
      [&](model::PrefixIndex p) { return announced(baseline, plan, down, p); });
  return match.carried_count() > 0 ? std::optional(std::move(match)) : std::nullopt;
}

Plan effective(const Baseline& baseline, const Plan& plan, const LinksDown& down) {
  const model::Scenario& scenario = baseline.scenario();
  Plan followed;
  const auto consider = [&](model::PrefixIndex p) {
    model::Advertisement x =
        effective(baseline, plan, down, p).value_or(model::Advertisement(scenario.links.size()));
    if (!baseline.is_today(p, x)) {
      followed.emplace(p, std::move(x));
    }
  };
  if (down.empty()) {
    // A prefix that all hear and that keeps its announcements follows no other.
    for (const auto& [p, x] : plan) {
      consider(p);
    }
    for (const model::PrefixIndex p : baseline.followers()) {
      if (!plan.empty() && !plan.contains(p)) {
        consider(p);
      }
    }
    return followed;
  }
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    consider(p);
  }
  return followed;
}

std::set<model::PrefixIndex> touched(const Baseline& baseline, const Plan& plan) {
  const std::vector<model::Prefix>& prefixes = baseline.scenario().prefixes;
  std::set<model::PrefixIndex> result;
  for (const auto& [prefix, x] : plan) {
    // Sorted: those that it contains come right after it.
    for (model::PrefixIndex p = prefix;
         p < prefixes.size() && prefixes[prefix].prefix.contains(prefixes[p].prefix); ++p) {
      result.insert(p);
    }
  }
  return result;
}

Background background_under(const model::Scenario& scenario, const LinksDown& down,
                            const Rates& expected, const Rates& high) {
  Background result{expected, re_entered(scenario, down, expected), high};
  if (down.empty()) {
    return result;
  }
  const std::size_t up = scenario.links.size() - down.size();
  std::int64_t lost = 0;
  std::int64_t lost_high = 0;
  for (const model::LinkIndex l : down) {
    lost += expected[l];
    lost_high += high[l];
    result.low[l] = result.high[l] = 0;
  }
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (!std::binary_search(down.begin(), down.end(), l)) {
      result.low[l] += up == 1 ? lost : 0;
      result.high[l] += lost_high;  // All of it on the worst link, whichever that is.
    }
  }
  return result;
}

Flows forecast(const Baseline& baseline, const Plan& plan, const LinksDown& down,
               unsigned threads) {
  constexpr std::size_t block = 256;  // Prefixes.
  const Plan followed = effective(baseline, plan, down);
  std::vector<const Plan::value_type*> entries;
  entries.reserve(followed.size());
  for (const Plan::value_type& entry : followed) {
    entries.push_back(&entry);
  }
  Flows total = baseline.today();
  if (!down.empty()) {
    move_background(baseline, down, total);
  }
  std::mutex mutex;
  // Sums of integers: the order in which the blocks arrive does not matter.
  parallel::parallel_for(threads, (entries.size() + block - 1) / block, [&](std::size_t b) {
    Flows part;
    for (const auto member : flow_rates) {
      (part.*member).assign((baseline.today().*member).size(), 0);
    }
    for (std::size_t i = b * block; i < std::min(entries.size(), (b + 1) * block); ++i) {
      const auto& [prefix, x] = *entries[i];
      subtract_flows(part, baseline.flows_today(prefix));
      add_flows(part, baseline.flows(prefix, x));
    }
    const std::lock_guard lock(mutex);
    add_flows(total, part);
  });
  return total;
}

Flows forecast_from(const Baseline& baseline, Flows today, const Plan& plan,
                    const LinksDown& down) {
  const model::Advertisement nowhere(baseline.scenario().links.size());
  for (const model::PrefixIndex p : touched(baseline, plan)) {
    const auto before = effective(baseline, {}, down, p).value_or(nowhere);
    const auto after = effective(baseline, plan, down, p).value_or(nowhere);
    if (before != after) {
      subtract_flows(today, baseline.flows(p, before));
      add_flows(today, baseline.flows(p, after));
    }
  }
  return today;
}

}  // namespace bgpte::evaluation
