// Look-ups in a scenario: links, levers, prefixes, ceilings.
#include "bgpte/model/scenario.hpp"

#include <algorithm>

#include "bgpte/text/time.hpp"

namespace bgpte::model {
namespace {

/// The largest samples of a bill, summed over its series, bps.
long double largest_samples(const Billing& billing) {
  long double sum = 0;
  if (billing.percentile) {
    for (const SampleSeries& series : billing.percentile->series) {
      std::int64_t largest = 0;
      for (const Sample& sample : series.samples) {
        largest = std::max(largest, sample.inbound.value + sample.outbound.value);
      }
      sum += static_cast<long double>(largest);
    }
  }
  return sum;
}

/// Peak over measured statistic of what enters by a link; at least 1.
long double peak_over_inbound(const Link& link) {
  return link.peak && link.inbound.value > 0
             ? std::max(1.0L, static_cast<long double>(link.peak->value) /
                                  static_cast<long double>(link.inbound.value))
             : 1.0L;
}

}  // namespace

std::optional<std::int64_t> measured_until(const Scenario& scenario) {
  return scenario.measured ? text::end_of_day(scenario.measured->to) : std::nullopt;
}

Bps ceiling(const Scenario& scenario, LinkIndex link) {
  const Link& of = scenario.links[link];
  return floor_product(of.capacity, of.max_utilisation.value_or(scenario.policy.max_utilisation));
}

bool has_targets(const Scenario& scenario) {
  return std::any_of(scenario.links.begin(), scenario.links.end(),
                     [](const Link& link) { return link.target_share.has_value(); });
}

std::optional<LinkIndex> find_link(const Scenario& scenario, std::string_view name) {
  const auto at =
      std::lower_bound(scenario.links.begin(), scenario.links.end(), name,
                       [](const Link& link, std::string_view n) { return link.name < n; });
  if (at == scenario.links.end() || at->name != name) {
    return std::nullopt;
  }
  return static_cast<LinkIndex>(at - scenario.links.begin());
}

std::optional<LeverChoice> find_lever(const Link& link, std::string_view name) {
  const auto at = std::find_if(link.levers.begin(), link.levers.end(),
                               [&](const Lever& lever) { return lever.name == name; });
  if (at == link.levers.end()) {
    return std::nullopt;
  }
  return static_cast<LeverChoice>(at - link.levers.begin() + 1);
}

RouteAttributes route_attributes(const Scenario& scenario, LinkIndex link, LeverChoice lever) {
  return lever == no_lever ? RouteAttributes{} : scenario.links[link].levers[lever - 1U].marks;
}

bool has_levers(const Scenario& scenario) {
  return std::any_of(scenario.links.begin(), scenario.links.end(),
                     [](const Link& link) { return !link.levers.empty(); });
}

std::optional<PrefixIndex> find_prefix(const Scenario& scenario, const IpPrefix& prefix) {
  const auto at = std::lower_bound(scenario.prefixes.begin(), scenario.prefixes.end(), prefix,
                                   [](const Prefix& p, const IpPrefix& x) { return p.prefix < x; });
  if (at == scenario.prefixes.end() || at->prefix != prefix) {
    return std::nullopt;
  }
  return static_cast<PrefixIndex>(at - scenario.prefixes.begin());
}

std::optional<PrefixIndex> find_cover(const Scenario& scenario, const IpPrefix& prefix) {
  std::optional<PrefixIndex> longest;  // Covers stand before what they contain, the longest last.
  for (PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    if (scenario.prefixes[p].prefix.contains(prefix)) {
      longest = p;
    }
  }
  return longest;
}

bool sums_fit(const Scenario& scenario) {
  const auto rate = [](Bps bps) { return static_cast<long double>(bps.value); };
  long double all = 0;
  long double highest_peak = 1;
  for (const Link& link : scenario.links) {
    highest_peak = std::max(highest_peak, peak_over_inbound(link));
    all += rate(std::max(link.inbound, link.peak.value_or(Bps{})));
    all += rate(link.outbound.value_or(Bps{}));
    all += link.contract.empty() ? largest_samples(link.billing) : 0;
  }
  for (const Contract& contract : scenario.contracts) {
    all += largest_samples(contract.billing);
  }
  for (const Prefix& prefix : scenario.prefixes) {
    all += rate(prefix.total) * highest_peak;
    for (LinkIndex l = 0; l < prefix.by_link.size(); ++l) {
      all += rate(prefix.by_link[l].value_or(Bps{})) * peak_over_inbound(scenario.links[l]);
    }
  }
  for (const SourceGroup& source : scenario.ingress.sources) {
    for (const auto& [prefix, volume] : source.inbound) {
      all += rate(volume) * highest_peak;
    }
  }
  // At the high end of a range all of it may be on each link, and loads of links are added up.
  const auto links = static_cast<long double>(scenario.links.size());
  const auto uplift = static_cast<long double>(scenario.policy.saturation.uplift.as_double());
  constexpr long double room = 4e18L;  // 64 bits hold 9.2e18: the rest is for rounding.
  return all * std::max(1.0L, uplift) * (links + 1) < room;
}

bool limits_export(const Scenario& scenario, const Advertisement& x, LinkIndex link) {
  return x.lever(link) != no_lever && scenario.links[link].levers[x.lever(link) - 1U].limits_export;
}

std::vector<LinkIndex> links_of_a_cover(const Observation& observation) {
  std::vector<LinkIndex> links;
  for (LinkIndex l = 0; l < observation.inbound.size(); ++l) {
    const std::optional<Bps>& rate = observation.inbound[l];
    if (rate && rate->value > 0 && !observation.advertise.carried_on(l)) {
      links.push_back(l);
    }
  }
  return links;
}

bool heard_by_all(const Scenario& scenario, const Advertisement& x) {
  for (LinkIndex l = 0; l < x.size(); ++l) {
    if (x.carried_on(l) && scenario.links[l].relationship == Relationship::transit &&
        !limits_export(scenario, x, l)) {
      return true;
    }
  }
  return false;
}

Advertisement longest_match(const Scenario& scenario,
                            const std::vector<std::optional<PrefixIndex>>& covering,
                            PrefixIndex prefix,
                            const std::function<Advertisement(PrefixIndex)>& announced) {
  std::optional<PrefixIndex> from = prefix;
  Advertisement match = announced(*from);
  while (match.carried_count() == 0 && covering[*from]) {
    from = covering[*from];
    match = announced(*from);
  }
  for (bool all_hear = heard_by_all(scenario, match); !all_hear && covering[*from];) {
    from = covering[*from];
    Advertisement cover = announced(*from);
    all_hear = heard_by_all(scenario, cover);
    if (cover.carried_count() > 0) {
      match.add_less_specific(std::move(cover));
    }
  }
  return match;
}

Advertisement match_today(const Scenario& scenario,
                          const std::vector<std::optional<PrefixIndex>>& covering,
                          PrefixIndex prefix) {
  return longest_match(scenario, covering, prefix,
                       [&](PrefixIndex p) { return scenario.prefixes[p].advertise; });
}

const Advertisement& followed_today(const Scenario& scenario,
                                    const std::vector<std::optional<PrefixIndex>>& covering,
                                    PrefixIndex prefix) {
  std::optional<PrefixIndex> p = prefix;
  while (p && scenario.prefixes[*p].advertise.carried_count() == 0) {
    p = covering[*p];
  }
  return scenario.prefixes[p.value_or(prefix)].advertise;
}

std::vector<std::optional<PrefixIndex>> longest_covering(const Scenario& scenario) {
  // Sorted by (family, address, length), a covering prefix comes before all that it covers.
  std::vector<std::optional<PrefixIndex>> covering(scenario.prefixes.size());
  std::vector<PrefixIndex> open;
  for (PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    while (!open.empty() &&
           !scenario.prefixes[open.back()].prefix.contains(scenario.prefixes[p].prefix)) {
      open.pop_back();
    }
    if (!open.empty()) {
      covering[p] = open.back();
    }
    open.push_back(p);
  }
  return covering;
}

}  // namespace bgpte::model
