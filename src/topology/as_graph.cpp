// The AS graph: look-ups, and its links as a list; the names of its faults.
#include "bgpte/topology/as_graph.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bgpte::topology {

std::string_view name_of(GraphFault fault) {
  static constexpr std::array<std::string_view, 9> names = {
      "malformed-line",     "self-link",      "duplicate-link",
      "contradictory-link", "provider-cycle", "missing-origin",
      "missing-neighbor",   "missing-link",   "own-neighbor"};
  return names.at(static_cast<std::size_t>(fault));
}

void GraphDiagnostics::add(GraphFault fault, std::uint32_t line, std::string message) {
  if (wants(fault)) {
    list_.push_back({fault, line, std::move(message)});
  }
  count_only(fault);
}

std::optional<AsIndex> AsGraph::find(Asn asn) const {
  const auto at = std::lower_bound(by_asn_.begin(), by_asn_.end(), asn,
                                   [&](AsIndex as, Asn wanted) { return asns_[as] < wanted; });
  if (at == by_asn_.end() || asns_[*at] != asn) {
    return std::nullopt;
  }
  return *at;
}

std::vector<Relationship> AsGraph::relationships() const {
  std::vector<Relationship> links;
  links.reserve(provider_links() + peer_links());
  for (const AsIndex as : by_asn_) {
    const Asn own = asns_[as];
    const std::size_t from = links.size();
    for (const AsIndex customer : customers(as)) {
      if (asns_[customer] > own) {
        links.push_back({own, asns_[customer], Relation::provider, 0});
      }
    }
    for (const AsIndex provider : providers(as)) {
      if (asns_[provider] > own) {
        links.push_back({asns_[provider], own, Relation::provider, 0});
      }
    }
    for (const AsIndex peer : peers(as)) {
      if (asns_[peer] > own) {
        links.push_back({own, asns_[peer], Relation::peer, 0});
      }
    }
    std::sort(links.begin() + static_cast<std::ptrdiff_t>(from), links.end(),
              [](const Relationship& a, const Relationship& b) {
                return std::max(a.first, a.second) < std::max(b.first, b.second);
              });
  }
  return links;
}

}  // namespace bgpte::topology
