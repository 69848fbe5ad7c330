#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/ingress/prior.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::ingress::testing {

/// A reproducible stream of numbers, the same with every library.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {  // splitmix64
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  int below(int bound) { return static_cast<int>(next() % static_cast<std::uint64_t>(bound)); }

 private:
  std::uint64_t state_;
};

/// A scenario of `links` transit links L00, L01, ... of 10 Gbps that carry 1 Gbps each.
inline model::Scenario network(std::size_t links) {
  model::Scenario scenario;
  scenario.local_as = 64512;
  for (std::size_t l = 0; l < links; ++l) {
    model::Link link;
    link.name = "L" + std::to_string(l / 10) + std::to_string(l % 10);
    link.neighbor_as = static_cast<model::Asn>(64600 + l);
    link.capacity = {10'000'000'000};
    link.inbound = {1'000'000'000};
    link.billing.model = model::PerMbpsBilling{{1'000'000}};
    link.source = "/links/" + std::to_string(l);
    scenario.links.push_back(link);
  }
  scenario.ingress.retained.resize(links);
  return scenario;
}

/// Populations of every shape that the exact summation knows.
inline constexpr std::array<Prior, 6> priors{{
    default_prior,
    {"lengths only", "one class, lengths 0 to 3", 1, std::nullopt, 4},
    {"q 0.5", "two classes, upper with 0.5 for all, lengths 0 to 1", 2, 0.5, 2},
    {"q 0.65", "two classes, upper with 0.65 for all, lengths 0 to 1", 2, 0.65, 2},
    {"q 0.8", "two classes, upper with 0.8 for all, lengths 0 to 1", 2, 0.8, 2},
    {"three classes", "three classes, each 1/3, lengths 0 to 1", 3, std::nullopt, 2},
}};

inline model::Advertisement advertise(const std::vector<int>& prepends) {
  model::Advertisement x(prepends.size());
  for (std::size_t l = 0; l < prepends.size(); ++l) {
    x[l] = static_cast<model::Prepend>(prepends[l]);
  }
  return x;
}

/// Adds the n-th documentation prefix with today's prepends and nothing measured.
inline model::Prefix& add_prefix(model::Scenario& scenario, const std::vector<int>& prepends) {
  const std::size_t n = scenario.prefixes.size();
  model::Prefix prefix;
  prefix.prefix.address.bytes = {198, static_cast<std::uint8_t>(18 + n / 256),
                                 static_cast<std::uint8_t>(n % 256)};
  prefix.prefix.length = 24;
  prefix.advertise = advertise(prepends);
  prefix.origin_as = scenario.local_as;
  prefix.source = "/prefixes/" + std::to_string(n);
  scenario.prefixes.push_back(prefix);
  return scenario.prefixes.back();
}

/// The same with a measured inbound for each link, in Mbps; -1: not measured.
inline model::Prefix& add_prefix(model::Scenario& scenario, const std::vector<int>& prepends,
                                 const std::vector<double>& mbps) {
  model::Prefix& prefix = add_prefix(scenario, prepends);
  prefix.inbound_kind = model::InboundKind::by_link;
  for (const double rate : mbps) {
    prefix.by_link.push_back(
        rate < 0 ? std::nullopt
                 : std::optional<model::Bps>(model::Bps{static_cast<std::int64_t>(rate * 1e6)}));
  }
  return prefix;
}

inline model::Prefix& add_prefix(model::Scenario& scenario, const std::vector<int>& prepends,
                                 double total_mbps) {
  model::Prefix& prefix = add_prefix(scenario, prepends);
  prefix.inbound_kind = model::InboundKind::total;
  prefix.total = {static_cast<std::int64_t>(total_mbps * 1e6)};
  return prefix;
}

}  // namespace bgpte::ingress::testing
