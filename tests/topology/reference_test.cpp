#include "tests/topology/reference.hpp"

#include <gtest/gtest.h>

#include "bgpte/topology/averaged_sweep.hpp"
#include "bgpte/topology/routes.hpp"
#include "bgpte/topology/sweep.hpp"
#include "bgpte/topology/ties.hpp"

namespace bgpte::topology {
namespace {

using reference::PathVector;
using reference::Random;

struct Case {
  AsGraph graph;
  Origin origin;
  model::Advertisement advertisement;
};

Case random_case(Random& random) {
  Case made;
  GraphDiagnostics diagnostics;
  made.graph = build_graph(reference::random_links(random), diagnostics);
  made.origin = reference::random_origin(made.graph, random);
  made.advertisement = reference::random_advertisement(made.origin.links.size(), random);
  return made;
}

std::string link_name(const Origin& origin, LinkNumber link) {
  return link == no_link ? "" : origin.links[link].name;
}

TEST(Reference, RoutesOfRandomGraphsAreThoseOfPathVector) {
  Random random(1);
  std::size_t routed = 0;
  for (int i = 0; i < 20000; ++i) {
    const Case one = random_case(random);
    const PathVector expected(one.graph, one.origin, one.advertisement, reference::lowest_asn);
    ASSERT_TRUE(expected.stable()) << "case " << i;
    const Routes routes = compute_routes(one.graph, one.origin, one.advertisement);
    for (AsIndex as = 0; as < one.graph.size(); ++as) {
      const reference::Best& best = expected.best(one.graph.asn(as));
      const Route& route = routes.of[as];
      ASSERT_EQ(route.kind, best.kind) << "case " << i << " AS" << one.graph.asn(as);
      ASSERT_EQ(path_of(one.graph, one.origin, one.advertisement, routes, as), best.path)
          << "case " << i << " AS" << one.graph.asn(as);
      ASSERT_EQ(route.path_length, best.path.size());
      ASSERT_EQ(link_name(one.origin, route.link), best.link)
          << "case " << i << " AS" << one.graph.asn(as);
      routed += route.link != no_link ? 1U : 0U;
    }
  }
  EXPECT_GT(routed, 10000U);  // the cases are not empty
}

TEST(Reference, SweepIsOneRouteComputationForEachVector) {
  Random random(2);
  for (int i = 0; i < 2000; ++i) {
    Case one = random_case(random);
    std::vector<model::Advertisement> vectors;
    for (std::uint32_t count = 1 + random.below(80); count > 0; --count) {
      vectors.push_back(reference::random_advertisement(one.origin.links.size(), random));
    }
    const Sweep all = sweep(one.graph, one.origin, vectors, TieRule::lowest_asn,
                            static_cast<unsigned>(1 + i % 3));
    for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
      const Routes routes = compute_routes(one.graph, one.origin, vectors[vector]);
      for (AsIndex as = 0; as < one.graph.size(); ++as) {
        if (as == routes.origin) {
          ASSERT_EQ(all.classes().of(as), no_class);
        } else {
          ASSERT_EQ(all.ingress_of(as, vector), routes.of[as].link)
              << "case " << i << " vector " << vector << " AS" << one.graph.asn(as);
        }
      }
    }
  }
}

TEST(Reference, SweepWithTheHighestAsnOnTies) {
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    const Case one = random_case(random);
    // The reference breaks ties between links by the name that sorts first: one link a neighbour.
    Origin origin = one.origin;
    origin.links.clear();
    for (const Link& link : one.origin.links) {
      if (origin.links.empty() || origin.links.back().neighbor != link.neighbor) {
        origin.links.push_back(link);
      }
    }
    const auto advertisement = reference::random_advertisement(origin.links.size(), random);
    const PathVector expected(one.graph, origin, advertisement,
                              [](Asn, Asn a, Asn b) { return a > b; });
    const Sweep all = sweep(one.graph, origin, std::vector{advertisement}, TieRule::highest_asn);
    for (AsIndex as = 0; as < one.graph.size(); ++as) {
      if (one.graph.asn(as) != origin.asn) {
        ASSERT_EQ(link_name(origin, all.ingress_of(as, 0)), expected.best(one.graph.asn(as)).link)
            << "case " << i << " AS" << one.graph.asn(as);
      }
    }
  }
}

TEST(Reference, TiesAverageOverEquallyGoodRoutes) {
  Random random(4);
  std::size_t uncertain = 0;
  for (int i = 0; i < 1500; ++i) {
    const Case one = random_case(random);
    const PathVector expected(one.graph, one.origin, one.advertisement, reference::lowest_asn);
    const Routes routes = compute_routes(one.graph, one.origin, one.advertisement);
    const Ties ties = compute_ties(one.graph, one.origin, one.advertisement, routes);
    for (AsIndex as = 0; as < one.graph.size(); ++as) {
      std::map<std::string, double> actual;
      for (const Ties::Outcome& outcome : ties.outcomes(as)) {
        actual[one.origin.links[outcome.link].name] = outcome.probability;
      }
      const auto averaged = as == routes.origin ? std::map<std::string, double>{}
                                                : expected.averaged(one.graph.asn(as));
      ASSERT_EQ(actual.size(), averaged.size()) << "case " << i << " AS" << one.graph.asn(as);
      for (const auto& [link, probability] : averaged) {
        ASSERT_NEAR(actual.at(link), probability, 1e-12) << "case " << i;
      }
      uncertain += averaged.size() > 1 ? 1U : 0U;
    }
  }
  EXPECT_GT(uncertain, 500U);
}

TEST(Reference, AveragedSweepIsOneTieComputationForEachVector) {
  Random random(6);
  for (int i = 0; i < 600; ++i) {
    const Case one = random_case(random);
    std::vector<model::Advertisement> vectors;
    for (std::uint32_t count = 1 + random.below(80); count > 0; --count) {
      vectors.push_back(reference::random_advertisement(one.origin.links.size(), random));
    }
    const AveragedSweep all =
        averaged_sweep(one.graph, one.origin, vectors, static_cast<unsigned>(1 + i % 3));
    for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
      const Routes routes = compute_routes(one.graph, one.origin, vectors[vector]);
      const Ties ties = compute_ties(one.graph, one.origin, vectors[vector], routes);
      for (AsIndex as = 0; as < one.graph.size(); ++as) {
        std::vector<double> expected(one.origin.links.size(), 0.0);
        for (const Ties::Outcome& outcome : ties.outcomes(as)) {
          expected[outcome.link] = outcome.probability;
        }
        for (LinkNumber link = 0; link < expected.size() && as != routes.origin; ++link) {
          ASSERT_NEAR(all.at(vector).probability(all.classes().of(as), link), expected[link], 1e-6)
              << "case " << i << " vector " << vector << " AS" << one.graph.asn(as);
        }
        const std::span<const Ties::Outcome> outcomes = ties.outcomes(as);
        if (as != routes.origin) {
          const LinkNumber sole = outcomes.empty()       ? no_link
                                  : outcomes.size() == 1 ? outcomes[0].link
                                                         : several_links;
          ASSERT_EQ(all.at(vector).sole_link(all.classes().of(as)), sole)
              << "case " << i << " vector " << vector << " AS" << one.graph.asn(as);
        }
      }
    }
  }
}

TEST(Reference, WhateverTheTieOrderTheIngressIsAmongTheTies) {
  Random random(5);
  for (int i = 0; i < 150; ++i) {
    const Case one = random_case(random);
    const Routes routes = compute_routes(one.graph, one.origin, one.advertisement);
    const Ties ties = compute_ties(one.graph, one.origin, one.advertisement, routes);
    for (std::uint64_t order = 0; order < 20; ++order) {
      // Every AS ranks its neighbours in an order of its own.
      const auto rank = [order](Asn as, Asn neighbor) {
        return (as * 0x9E3779B97F4A7C15ULL + neighbor * 0xC2B2AE3D27D4EB4FULL + order) *
                   0x165667B19E3779F9ULL >>
               32U;
      };
      const PathVector other(one.graph, one.origin, one.advertisement, [&](Asn as, Asn a, Asn b) {
        return std::pair(rank(as, a), a) < std::pair(rank(as, b), b);
      });
      ASSERT_TRUE(other.stable());
      for (AsIndex as = 0; as < one.graph.size(); ++as) {
        const reference::Best& best = other.best(one.graph.asn(as));
        if (best.link.empty()) {
          continue;
        }
        const auto outcomes = ties.outcomes(as);
        ASSERT_TRUE(std::any_of(
            outcomes.begin(), outcomes.end(),
            [&](const auto& outcome) { return one.origin.links[outcome.link].name == best.link; }))
            << "case " << i << " AS" << one.graph.asn(as);
      }
    }
  }
}

}  // namespace
}  // namespace bgpte::topology
