#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "bgpte/topology/as_graph.hpp"
#include "bgpte/topology/origin.hpp"

/// An AS graph like the Internet's of January 2024 in size and shape, since the real one may not
/// be handed on: as many ASes and links of both kinds, as many ASes with customers, a clique on
/// top, few ASes with very many customers or peers and many with few. Seeded: always the same.
namespace bgpte::bench {

struct GraphSize {
  std::uint32_t ases = 76'351;
  std::uint32_t transit = 11'864;
  std::uint32_t clique = 19;
  std::uint32_t provider_links = 154'563;
  std::uint32_t peer_links = 345'088;
};

/// The lines of an AS-relationship file.
inline std::vector<topology::Relationship> internet_like(const GraphSize& size = {},
                                                         std::uint64_t seed = 20240101) {
  using topology::Asn;
  using topology::Relation;
  std::mt19937_64 engine(seed);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11U) * 0x1.0p-53; };
  /// 0 .. below - 1, the low numbers far more often: with `skew` 1 all alike.
  const auto skewed = [&](std::uint32_t below, double skew) {
    return std::min(below - 1, static_cast<std::uint32_t>(below * std::pow(uniform(), skew)));
  };

  // Position in the hierarchy -> ASN: sizes and numbers have nothing to do with each other.
  std::vector<Asn> asn(size.ases);
  for (std::uint32_t i = 0; i < size.ases; ++i) {
    asn[i] = 1 + 5 * i + static_cast<Asn>(engine() % 5);
  }
  for (std::uint32_t i = size.ases - 1; i > 0; --i) {
    std::swap(asn[i], asn[engine() % (std::uint64_t{i} + 1)]);
  }

  std::vector<topology::Relationship> links;
  std::unordered_set<std::uint64_t> linked;
  const auto link = [&](std::uint32_t above, std::uint32_t below, Relation relation) {
    if (above == below) {
      return false;
    }
    const auto [low, high] = std::minmax(above, below);
    if (!linked.insert(std::uint64_t{low} << 32U | high).second) {
      return false;
    }
    links.push_back({asn[above], asn[below], relation, 0});
    return true;
  };
  std::uint32_t peers = 0;
  for (std::uint32_t a = 0; a < size.clique; ++a) {
    for (std::uint32_t b = 0; b < a; ++b) {
      peers += link(b, a, Relation::peer) ? 1U : 0U;
    }
  }
  // Every transit AS has a customer: the next one, or a stub.
  std::uint32_t providers = 0;
  for (std::uint32_t i = 0; i < size.transit; ++i) {
    const std::uint32_t stub =
        size.transit + static_cast<std::uint32_t>(engine() % (size.ases - size.transit));
    providers += link(i, stub, Relation::provider) ? 1U : 0U;
  }
  // Everybody outside the clique has a provider, transit ASes above themselves.
  for (std::uint32_t i = size.clique; i < size.ases; ++i) {
    providers += link(skewed(std::min(i, size.transit), 3.0), i, Relation::provider) ? 1U : 0U;
  }
  while (providers < size.provider_links) {
    const auto customer = size.clique + skewed(size.ases - size.clique, 1.2);
    const auto provider = skewed(std::min(customer, size.transit), 3.0);
    providers += link(provider, customer, Relation::provider) ? 1U : 0U;
  }
  // Peers meet at exchanges: transit ASes and the larger part of the others, some with thousands.
  const std::uint32_t meeting = size.transit + (size.ases - size.transit) / 6;
  while (peers < size.peer_links) {
    peers += link(skewed(meeting, 3.0), skewed(meeting, 1.3), Relation::peer) ? 1U : 0U;
  }
  std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second < b.second;
  });
  return links;
}

/// The same as text, serial-1.
inline std::string as_text(const std::vector<topology::Relationship>& links) {
  std::string text = "# synthetic\n";
  for (const topology::Relationship& link : links) {
    text += std::to_string(link.first) + '|' + std::to_string(link.second) +
            (link.relation == topology::Relation::peer ? "|0\n" : "|-1\n");
  }
  return text;
}

/// The AS with the lowest number that has no customers and exactly so many providers, with a link
/// to each of them.
inline topology::Origin stub_with_providers(const topology::AsGraph& graph, std::size_t providers) {
  topology::Origin origin;
  for (const topology::AsIndex as : graph.by_asn()) {
    if (graph.customers(as).empty() && graph.providers(as).size() == providers) {
      origin.asn = graph.asn(as);
      for (const topology::AsIndex provider : graph.providers(as)) {
        origin.links.push_back({"AS" + std::to_string(graph.asn(provider)), graph.asn(provider)});
      }
      return origin;
    }
  }
  return origin;
}

}  // namespace bgpte::bench
