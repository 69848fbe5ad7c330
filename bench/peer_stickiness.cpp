// What stays on a peer link when it alone is prepended, over an AS graph:
//
//   peer_stickiness AS-REL [WEIGHTS [EVERY]]
//
// Origins are every EVERY-th AS (default 40) that has both a provider and a peer, in ascending ASN,
// with a link to each neighbour. Of each, at most 12 peers are looked at, evenly from its list, and
// all its peers together (as the port of an exchange). Given is the part of the catchment that
// remains there after 1, 2 and 3 prepends, by the weights of the ASes (1 each without a file);
// peers apart by what they fall back on without the link: a provider, or another peer, which is as
// dear to them as the link and competes by length. Beside it stands what the default population
// says of a link among as many others as the origin has providers. Then the same where a prefix was
// announced to the peers alone and is announced to the providers too, with 0, 1 and 2 prepends on
// the peers' links. Numbers and what was made of them: docs/ingress.md, "Peers and exchanges".
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "bgpte/ingress/joint_probability.hpp"
#include "bgpte/topology/load.hpp"
#include "bgpte/topology/routes.hpp"
#include "bgpte/topology/sweep.hpp"
#include "bgpte/topology/weights.hpp"

namespace {

using namespace bgpte;

constexpr int most_prepends = 3;
constexpr std::size_t most_links = 400;  ///< Origins with more neighbours are left out.

constexpr std::size_t peers_of_each = 12;

/// One peer link: what remains on it after 1, 2, 3 prepends, and what the default population says.
struct Case {
  std::array<double, most_prepends> stays{}, default_says{};
  double weight = 0;  ///< Of its catchment.
};

struct Cases {
  std::vector<Case> buys, peers_elsewhere, all_peers;
  /// Announced to the peers alone today, then to the providers too.
  std::map<topology::RouteKind, std::vector<Case>> then_providers;
  std::vector<Case> all_then_providers;
};

struct Origin {
  topology::Origin links;
  std::size_t providers = 0;  ///< The first so many links; the rest are peers.
};

Origin origin_of(const topology::AsGraph& graph, topology::AsIndex as) {
  Origin origin{{graph.asn(as), {}}, graph.providers(as).size()};
  for (const auto neighbours : {graph.providers(as), graph.peers(as)}) {
    for (const topology::AsIndex neighbour : neighbours) {
      const topology::Asn asn = graph.asn(neighbour);
      origin.links.links.push_back({"AS" + std::to_string(asn), asn});
    }
  }
  return origin;
}

/// Today, then 1, 2, 3 prepends on the links of `prepended`.
std::vector<model::Advertisement> vectors(const std::vector<bool>& prepended) {
  const std::size_t links = prepended.size();
  std::vector<model::Advertisement> all;
  for (int k = 0; k <= most_prepends; ++k) {
    model::Advertisement x(links);
    for (std::size_t l = 0; l < links; ++l) {
      x[l] = static_cast<model::Prepend>(prepended[l] ? k : 0);
    }
    all.push_back(x);
  }
  return all;
}

/// Today on those links alone, then on the providers too, with 0, 1, 2 prepends on those links.
std::vector<model::Advertisement> announced_to_providers(const Origin& origin,
                                                         const std::vector<bool>& links) {
  std::vector<model::Advertisement> all = vectors(links);
  all.pop_back();
  for (model::Advertisement& x : all) {
    for (std::size_t l = origin.providers; l < links.size(); ++l) {
      x[l] = links[l] ? x[l] : model::not_announced;
    }
  }
  model::Advertisement alone = all.front();
  for (std::size_t l = 0; l < origin.providers; ++l) {
    alone[l] = model::not_announced;
  }
  all.insert(all.begin(), alone);
  return all;
}

/// What remains on `links` of what enters there under the first of `announced`; nothing enters:
/// negative.
Case stays(const topology::AsGraph& graph, const Origin& origin, const std::vector<bool>& links,
           const std::vector<model::Advertisement>& announced, const std::vector<double>& weights) {
  const topology::Sweep sweep = topology::sweep(graph, origin.links, announced);
  std::array<double, most_prepends + 1> sum{};
  const topology::AsIndex self = *graph.find(origin.links.asn);
  for (topology::AsIndex as = 0; as < graph.size(); ++as) {
    const auto on = [&](std::size_t v) {
      const topology::LinkNumber link = sweep.ingress_of(as, v);
      return link != topology::no_link && links[link];
    };
    if (as == self || !on(0)) {
      continue;
    }
    for (std::size_t v = 0; v < sum.size(); ++v) {
      sum[v] += on(v) ? weights[as] : 0;
    }
  }
  Case result;
  result.weight = sum[0];
  for (int k = 1; k <= most_prepends; ++k) {
    const auto i = static_cast<std::size_t>(k);
    result.stays[i - 1] = sum[0] > 0 ? sum[i] / sum[0] : -1;
    const ingress::JointProbabilities joint = ingress::joint_probabilities(
        ingress::default_prior, {0, k},
        {{{0, 0}, static_cast<int>(std::min<std::size_t>(origin.providers, 63))}});
    result.default_says[i - 1] = joint.stay / joint.home;
  }
  return result;
}

/// The kind of route that the neighbour behind a link has without it.
topology::RouteKind falls_back_on(const topology::AsGraph& graph, const Origin& origin,
                                  std::size_t link) {
  model::Advertisement x(origin.links.links.size());
  for (std::size_t l = 0; l < x.size(); ++l) {
    x[l] = l == link ? model::not_announced : model::Prepend{0};
  }
  const topology::Routes routes = topology::compute_routes(graph, origin.links, x);
  return routes.of[*graph.find(origin.links.links[link].neighbor)].kind;
}

void look_at(const topology::AsGraph& graph, const Origin& origin,
             const std::vector<double>& weights, Cases& cases) {
  const std::size_t links = origin.links.links.size();
  const std::size_t peers = links - origin.providers;
  std::vector<bool> all(links);
  std::fill(all.begin() + static_cast<std::ptrdiff_t>(origin.providers), all.end(), true);
  cases.all_peers.push_back(stays(graph, origin, all, vectors(all), weights));
  cases.all_then_providers.push_back(
      stays(graph, origin, all, announced_to_providers(origin, all), weights));
  const std::size_t step = std::max<std::size_t>(1, peers / peers_of_each);
  for (std::size_t peer = 0, looked = 0; peer < peers && looked < peers_of_each;
       peer += step, ++looked) {
    std::vector<bool> one(links);
    one[origin.providers + peer] = true;
    const topology::RouteKind otherwise = falls_back_on(graph, origin, origin.providers + peer);
    const Case found = stays(graph, origin, one, vectors(one), weights);
    (otherwise == topology::RouteKind::peer ? cases.peers_elsewhere : cases.buys).push_back(found);
    cases.then_providers[otherwise].push_back(
        stays(graph, origin, one, announced_to_providers(origin, one), weights));
  }
}

/// `least`: prepends of the first number.
void print(const char* title, std::vector<Case> cases, std::size_t least = 1) {
  std::erase_if(cases, [](const Case& one) { return one.stays[0] < 0; });
  double all = 0;
  for (const Case& one : cases) {
    all += one.weight;
  }
  std::printf("%s: %zu, weight %.0f\n", title, cases.size(), all);
  for (std::size_t k = 0; k < most_prepends && !cases.empty(); ++k) {
    std::vector<double> values;
    double mean = 0, weighted = 0, textbook = 0;
    for (const Case& one : cases) {
      values.push_back(one.stays[k]);
      mean += one.stays[k] / static_cast<double>(cases.size());
      weighted += one.stays[k] * one.weight / all;
      textbook += std::abs(one.stays[k] - one.default_says[k]) / static_cast<double>(cases.size());
    }
    double own = 0;
    for (const double value : values) {
      own += std::abs(value - mean) / static_cast<double>(values.size());
    }
    std::sort(values.begin(), values.end());
    std::printf("  %zu prepends: stays mean %.3f (by weight %.3f); 5/10/25/50/75/95 %%", k + least,
                mean, weighted);
    for (const double q : {0.05, 0.10, 0.25, 0.5, 0.75, 0.95}) {
      std::printf(" %.3f", values[static_cast<std::size_t>(q * double(values.size() - 1))]);
    }
    std::printf("; mean error: default population %.3f, the mean itself %.3f\n", textbook, own);
  }
}

void run(const std::string& as_rel, const std::string& weights_file, std::size_t every) {
  const topology::LoadedGraph loaded = topology::load_as_relationships(as_rel);
  if (!loaded.graph) {
    throw std::runtime_error(loaded.error);
  }
  const topology::AsGraph& graph = *loaded.graph;
  std::vector<double> weights(graph.size(), 1);
  if (!weights_file.empty()) {
    const topology::LoadedWeights rows = topology::load_weights(weights_file);
    if (!rows.rows) {
      throw std::runtime_error(rows.error);
    }
    weights = topology::weights_of(graph, *rows.rows).of;
  }
  Cases cases;
  std::size_t seen = 0;
  for (const topology::AsIndex as : graph.by_asn()) {
    const std::size_t neighbours = graph.providers(as).size() + graph.peers(as).size();
    if (graph.providers(as).empty() || graph.peers(as).empty() || neighbours > most_links) {
      continue;
    }
    if (seen++ % every == 0) {
      look_at(graph, origin_of(graph, as), weights, cases);
    }
  }
  print("a peer that falls back on a provider", cases.buys);
  print("a peer that falls back on another peer", cases.peers_elsewhere);
  print("all peers of an origin together", cases.all_peers);
  for (const auto& [kind, some] : cases.then_providers) {
    print(fmt::format("one peer alone, then providers too, which falls back on: {}",
                      topology::name_of(kind))
              .c_str(),
          some, 0);
  }
  print("all peers alone, then providers too", cases.all_then_providers, 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) {
    std::fprintf(stderr, "usage: %s AS-REL [WEIGHTS [EVERY]]\n", argv[0]);
    return 64;
  }
  try {
    run(argv[1], argc > 2 ? argv[2] : "",
        argc > 3 ? std::max<std::size_t>(1, std::strtoul(argv[3], nullptr, 10)) : 40);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
