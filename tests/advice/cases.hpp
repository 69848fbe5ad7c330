#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/advice/rules.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

/// Scenarios in code, so that a test reads like the case it is about.
namespace bgpte::advice::testing {

constexpr model::Bps mbps(double rate) {
  return model::Bps{static_cast<std::int64_t>(rate * 1e6)};
}

inline model::Price price(double each) {
  return model::Price{std::llround(each * 1e6)};
}

/// Links and prefixes in any order; finish() sorts them as a loader does.
class Case {
 public:
  Case() {
    scenario_.name = "case";
    scenario_.local_as = 3320;  // Neither private nor for documentation.
  }

  /// A transit link, rates in Mbps, with a price for each Mbps.
  model::Link& link(const std::string& name, double capacity, double inbound, double each) {
    model::Link link;
    link.name = name;
    link.neighbor_as = 64496;
    link.capacity = mbps(capacity);
    link.inbound = mbps(inbound);
    link.billing.model = model::PerMbpsBilling{price(each)};
    link.source = "/links/" + std::to_string(scenario_.links.size());
    scenario_.links.push_back(link);
    return scenario_.links.back();
  }

  /// Prepends (-1: not announced) and inbound in Mbps (-1: not given) by link, in the order of
  /// the links' names; all links must be there already.
  model::Prefix& prefix(const std::string& text, const std::vector<int>& prepends,
                        const std::vector<double>& inbound) {
    model::Prefix prefix;
    prefix.prefix = model::parse_prefix(text).prefix;
    prefix.origin_as = scenario_.local_as;
    prefix.advertise = model::Advertisement(prepends.size());
    for (std::size_t l = 0; l < prepends.size(); ++l) {
      prefix.advertise[l] = static_cast<model::Prepend>(prepends[l]);
    }
    prefix.inbound_kind = model::InboundKind::by_link;
    for (const double rate : inbound) {
      prefix.by_link.push_back(rate < 0 ? std::nullopt : std::optional(mbps(rate)));
    }
    prefix.source = "/prefixes/" + std::to_string(scenario_.prefixes.size());
    scenario_.prefixes.push_back(prefix);
    return scenario_.prefixes.back();
  }

  /// What stays on `name` when it alone is prepended once, twice, three times more.
  void retained(const std::string& name, model::Retained values) {
    sort();
    scenario_.ingress.retained.resize(scenario_.links.size());
    scenario_.ingress.retained[*model::find_link(scenario_, name)] = std::move(values);
  }

  model::Scenario& scenario() { return scenario_; }

  model::Scenario finish() {
    sort();
    scenario_.ingress.retained.resize(scenario_.links.size());
    return scenario_;
  }

 private:
  void sort() {
    std::sort(scenario_.links.begin(), scenario_.links.end(),
              [](const model::Link& a, const model::Link& b) { return a.name < b.name; });
    std::sort(scenario_.prefixes.begin(), scenario_.prefixes.end(),
              [](const model::Prefix& a, const model::Prefix& b) { return a.prefix < b.prefix; });
  }

  model::Scenario scenario_;
};

/// Link A at 980 of 1000 Mbps, link B at 5 of 10 Gbps: 11.0.0.0/24 congests A and 10.0.0.0/24
/// is affected; both are prepended once on B. 12.0.0.0/24 is on B only.
inline Case link_a_link_b(double price_a = 0.5, double price_b = 1.2) {
  Case c;
  c.scenario().name = "Link A congested, link B half empty";
  c.scenario().local_as = 65000;
  c.scenario().measured = model::Measured{"p95", 300, "2026-11-01", "2026-11-22"};
  c.link("A", 1000, 980, price_a).neighbor_as = 64501;
  c.link("B", 10000, 5000, price_b).neighbor_as = 64502;
  c.prefix("10.0.0.0/24", {0, 1}, {80, 0});
  c.prefix("11.0.0.0/24", {0, 1}, {900, 0});
  c.prefix("12.0.0.0/24", {-1, 0}, {-1, 3000});
  return c;
}

/// A community that keeps 30 % (10 to 60 %) of what would enter.
inline model::Lever lower_preference() {
  model::Lever lever;
  lever.name = "lower-preference";
  lever.marks.communities = {{false, {64496, 80, 0}}};
  lever.retained = model::LeverEffect{0.1, 0.3, 0.6};
  lever.source = "/links/0/levers/0";
  return lever;
}

/// The contract's example of what stays on A.
inline model::Retained example_retained() {
  return {{0.5, 0.25, 0.15}, {0.7, 0.4, 0.25}, {0.85, 0.6, 0.4}};
}

/// Sources of all prefixes prefer A whatever the path length.
inline void pin_sources_to_a(model::Scenario& scenario) {
  scenario.ingress.model = model::IngressKind::sources;
  model::SourceGroup group;
  group.name = "customers of A's provider";
  group.path_length = {1, 3};
  group.preference = {200, 100};
  group.inbound = {{0, mbps(80)}, {1, mbps(900)}};
  group.source = "/ingress/sources/0";
  model::SourceGroup rest;
  rest.name = "everybody else";
  rest.path_length = {3, 2};
  rest.preference = {100, 100};
  rest.inbound = {{2, mbps(3000)}};
  rest.source = "/ingress/sources/1";
  scenario.ingress.sources = {group, rest};
}

inline std::vector<model::Finding> findings_in(const model::Scenario& scenario) {
  const auto ingress = ingress::make_ingress(scenario);
  return findings_of(network_today({scenario, *ingress}));
}

inline Advice advise(const model::Scenario& scenario) {
  return advice::advise(scenario, *ingress::make_ingress(scenario));
}

inline Advice whatif(const model::Scenario& scenario, const std::vector<model::Change>& changes) {
  return advice::whatif(scenario, *ingress::make_ingress(scenario), changes);
}

/// Link A, link B with prices that differ and the example of what stays on A.
inline model::Scenario cost_case() {
  Case c = link_a_link_b();
  c.retained("A", example_retained());
  return c.finish();
}

/// The alternative of that name, or null.
inline const Alternative* alternative(const Advice& advice, const std::string& name) {
  const auto found = std::find_if(advice.alternatives.begin(), advice.alternatives.end(),
                                  [&](const Alternative& one) { return one.name == name; });
  return found == advice.alternatives.end() ? nullptr : &*found;
}

}  // namespace bgpte::advice::testing
