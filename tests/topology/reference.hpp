#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/topology/routes.hpp"

/// A slow, plainly correct model of BGP with customer/peer/provider policies: every AS keeps the
/// best of the whole AS paths that its neighbours tell it, all ASes at once, until nothing changes.
/// It shares nothing with the module under test but the graph.
namespace bgpte::topology::reference {

struct Best {
  RouteKind kind = RouteKind::none;
  std::vector<Asn> path;  ///< own ASN not included
  std::string link;       ///< the origin's link it ends in

  bool operator==(const Best&) const = default;
};

/// One announcement by ASN: what each AS hears from whom.
class PathVector {
 public:
  /// `prefers(as, a, b)`: whether `as` takes neighbour a rather than b on a tie.
  template <class Prefers>
  PathVector(const AsGraph& graph, const Origin& origin, const model::Advertisement& advertisement,
             Prefers prefers)
      : graph_(graph), origin_(origin), advertisement_(advertisement) {
    for (AsIndex as = 0; as < graph.size(); ++as) {
      best_[graph.asn(as)] = {};
    }
    best_[origin.asn].kind = RouteKind::origin;
    // A stable state is reached within as many rounds as there are ASes, give or take.
    for (std::size_t round = 0; round < 10 * graph.size() + 10; ++round) {
      std::map<Asn, Best> next = best_;
      for (auto& [asn, best] : next) {
        if (asn != origin.asn) {
          best = choose(asn, prefers);
        }
      }
      if (next == best_) {
        stable_ = true;
        return;
      }
      best_ = std::move(next);
    }
  }

  [[nodiscard]] bool stable() const { return stable_; }
  [[nodiscard]] const Best& best(Asn asn) const { return best_.at(asn); }

  /// What `asn` hears: from each neighbour, what it would have if it took that route.
  [[nodiscard]] std::vector<std::pair<Asn, Best>> heard(Asn asn) const {
    std::vector<std::pair<Asn, Best>> all;
    const AsIndex as = *graph_.find(asn);
    const auto from = [&](std::span<const AsIndex> neighbors, RouteKind kind) {
      for (const AsIndex neighbor : neighbors) {
        hear(asn, graph_.asn(neighbor), kind, all);
      }
    };
    from(graph_.customers(as), RouteKind::customer);
    from(graph_.peers(as), RouteKind::peer);
    from(graph_.providers(as), RouteKind::provider);
    return all;
  }

  /// Probability of each link when every AS averages over its equally good routes.
  [[nodiscard]] std::map<std::string, double> averaged(Asn asn) const {
    std::map<std::string, double> sum;
    double routes = 0;
    const Best& mine = best(asn);
    for (const auto& [neighbor, other] : heard(asn)) {
      if (other.kind != mine.kind || other.path.size() != mine.path.size()) {
        continue;
      }
      ++routes;
      if (neighbor == origin_.asn) {
        sum[other.link] += 1;
      } else {
        for (const auto& [link, probability] : averaged(neighbor)) {
          sum[link] += probability;
        }
      }
    }
    for (auto& one : sum) {
      one.second /= routes;
    }
    return sum;
  }

 private:
  void hear(Asn asn, Asn neighbor, RouteKind kind, std::vector<std::pair<Asn, Best>>& all) const {
    if (neighbor == origin_.asn) {
      for (std::size_t i = 0; i < origin_.links.size(); ++i) {
        if (origin_.links[i].neighbor == asn && advertisement_.carried_on(i)) {
          const auto copies = static_cast<std::size_t>(advertisement_[i]) + 1;
          all.push_back(
              {neighbor, {kind, std::vector<Asn>(copies, origin_.asn), origin_.links[i].name}});
        }
      }
      return;
    }
    const Best& theirs = best_.at(neighbor);
    const bool we_are_their_customer = kind == RouteKind::provider;
    if (theirs.kind == RouteKind::none ||
        (!we_are_their_customer && theirs.kind != RouteKind::customer) ||
        std::find(theirs.path.begin(), theirs.path.end(), asn) != theirs.path.end()) {
      return;
    }
    std::vector<Asn> path = {neighbor};
    path.insert(path.end(), theirs.path.begin(), theirs.path.end());
    all.push_back({neighbor, {kind, std::move(path), theirs.link}});
  }

  template <class Prefers>
  [[nodiscard]] Best choose(Asn asn, Prefers prefers) const {
    const auto all = heard(asn);
    if (all.empty()) {
      return {};
    }
    return std::min_element(all.begin(), all.end(),
                            [&](const auto& a, const auto& b) {
                              if (a.second.kind != b.second.kind) {
                                return a.second.kind < b.second.kind;
                              }
                              if (a.second.path.size() != b.second.path.size()) {
                                return a.second.path.size() < b.second.path.size();
                              }
                              if (a.first != b.first) {
                                return prefers(asn, a.first, b.first);
                              }
                              return a.second.link < b.second.link;
                            })
        ->second;
  }

  const AsGraph& graph_;
  const Origin& origin_;
  const model::Advertisement& advertisement_;
  std::map<Asn, Best> best_;
  bool stable_ = false;
};

inline bool lowest_asn(Asn /*as*/, Asn a, Asn b) {
  return a < b;
}

/// Uniform integers that are the same with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// 0 .. below - 1
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(engine_() % std::uint64_t{bound});
  }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// Links between random ASes with random relations: repeated, contradictory and circular ones
/// happen, and are what build_graph is for.
inline std::vector<Relationship> random_links(Random& random) {
  const std::uint32_t ases = 3 + random.below(22);
  std::vector<Asn> asns;
  for (std::uint32_t i = 0; i < ases; ++i) {
    asns.push_back(1 + random.below(100) + 100 * i);
  }
  for (std::uint32_t i = ases - 1; i > 0; --i) {
    std::swap(asns[i], asns[random.below(i + 1)]);
  }
  std::vector<Relationship> links;
  const std::uint32_t count = ases + random.below(2 * ases);
  const bool layered = random.one_in(2);  // else relations are drawn without any order
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t a = random.below(ases);
    std::uint32_t b = random.below(ases);
    if (a == b) {
      continue;
    }
    if (layered && a > b) {
      std::swap(a, b);
    }
    links.push_back({asns[a], asns[b], random.one_in(3) ? Relation::peer : Relation::provider, 0});
  }
  if (links.empty()) {
    links.push_back({asns[0], asns[1], Relation::provider, 0});
  }
  return links;
}

/// An origin somewhere in the graph, with links to some of its neighbours, to some twice.
inline Origin random_origin(const AsGraph& graph, Random& random) {
  Origin origin;
  const auto as = static_cast<AsIndex>(random.below(static_cast<std::uint32_t>(graph.size())));
  origin.asn = graph.asn(as);
  std::vector<AsIndex> neighbors;
  for (const auto& some : {graph.providers(as), graph.customers(as), graph.peers(as)}) {
    neighbors.insert(neighbors.end(), some.begin(), some.end());
  }
  for (const AsIndex neighbor : neighbors) {
    for (std::uint32_t copies = 1 + (random.one_in(3) ? 1U : 0U); copies > 0; --copies) {
      // Names that sort otherwise than the links are listed.
      const std::string name(1, static_cast<char>('z' - origin.links.size() % 26));
      origin.links.push_back({name + std::to_string(origin.links.size()), graph.asn(neighbor)});
    }
  }
  return origin;
}

inline model::Advertisement random_advertisement(std::size_t links, Random& random) {
  model::Advertisement advertisement(links);
  for (std::size_t i = 0; i < links; ++i) {
    advertisement[i] =
        random.one_in(8) ? model::not_announced : static_cast<model::Prepend>(random.below(5));
  }
  return advertisement;
}

}  // namespace bgpte::topology::reference
