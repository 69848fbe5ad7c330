#include "bgpte/topology/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "bgpte/topology/load.hpp"
#include "bgpte/topology/ties.hpp"

namespace bgpte::topology {
namespace {

constexpr model::Prepend x = model::not_announced;

AsGraph graph_of(const std::string& text) {
  LoadedGraph loaded = parse_as_relationships(text);
  EXPECT_TRUE(loaded.diagnostics.empty());
  return *std::move(loaded.graph);
}

model::Advertisement advertise(const std::vector<model::Prepend>& prepends) {
  model::Advertisement advertisement(prepends.size());
  for (std::size_t i = 0; i < prepends.size(); ++i) {
    advertisement[i] = prepends[i];
  }
  return advertisement;
}

/// "customer B: 30 10" for one AS, "none" where there is no route.
std::string route_of(const AsGraph& graph, const Origin& origin,
                     const std::vector<model::Prepend>& prepends, Asn asn) {
  const auto advertisement = advertise(prepends);
  const Routes routes = compute_routes(graph, origin, advertisement);
  const AsIndex as = *graph.find(asn);
  std::string text(name_of(routes.of[as].kind));
  if (routes.of[as].link != no_link) {
    text += " " + origin.links[routes.of[as].link].name + ":";
    for (const Asn hop : path_of(graph, origin, advertisement, routes, as)) {
      text += " " + std::to_string(hop);
    }
  }
  return text;
}

/// AS10 buys from AS20 and AS30, and AS30 from AS20.
constexpr const char* trap =
    "20|10|-1\n30|10|-1\n20|30|-1\n20|40|-1\n20|50|0\n50|60|-1\n30|70|-1\n";

TEST(Routes, ADirectNeighbourLeavesItsLinkForAShorterCustomerRoute) {
  const AsGraph graph = graph_of(trap);
  const Origin origin{10, {{"A", 20}, {"B", 30}}};
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 20), "customer A: 10");
  // Equally long: AS10 is the lower neighbour.
  EXPECT_EQ(route_of(graph, origin, {1, 0}, 20), "customer A: 10 10");
  EXPECT_EQ(route_of(graph, origin, {2, 0}, 20), "customer B: 30 10");
  EXPECT_EQ(route_of(graph, origin, {2, 0}, 60), "provider B: 50 20 30 10");
  EXPECT_EQ(route_of(graph, origin, {x, 0}, 40), "provider B: 20 30 10");
}

TEST(Routes, ToADirectNeighbourTheOriginIsANeighbourLikeAnyOther) {
  // The same trap with an origin above its neighbours: the other customer is lower on a tie.
  const AsGraph graph = graph_of("20|90|-1\n30|90|-1\n20|30|-1\n");
  const Origin origin{90, {{"A", 20}, {"B", 30}}};
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 20), "customer A: 90");
  EXPECT_EQ(route_of(graph, origin, {1, 0}, 20), "customer B: 30 90");
}

TEST(Routes, CustomerBeforePeerBeforeProviderWhateverTheLength) {
  // AS5 hears AS1 from its customer 4 in three hops, from its peer 3 in two, from its provider 2.
  const AsGraph graph = graph_of("4|7|-1\n7|1|-1\n5|4|-1\n5|3|0\n3|1|-1\n2|5|-1\n2|1|-1\n");
  const Origin origin{1, {{"C", 7}, {"P", 3}, {"U", 2}}};
  EXPECT_EQ(route_of(graph, origin, {5, 0, 0}, 5), "customer C: 4 7 1 1 1 1 1 1");
  EXPECT_EQ(route_of(graph, origin, {x, 5, 0}, 5), "peer P: 3 1 1 1 1 1 1");
  EXPECT_EQ(route_of(graph, origin, {x, x, 0}, 5), "provider U: 2 1");
  EXPECT_EQ(route_of(graph, origin, {x, x, x}, 5), "none");
}

TEST(Routes, PeerRoutesAreNotPassedToPeersOrProviders) {
  const AsGraph graph = graph_of("3|1|-1\n7|3|0\n7|8|0\n9|7|-1\n7|6|-1\n");
  const Origin origin{1, {{"A", 3}}};
  EXPECT_EQ(route_of(graph, origin, {0}, 7), "peer A: 3 1");
  EXPECT_EQ(route_of(graph, origin, {0}, 6), "provider A: 7 3 1");
  EXPECT_EQ(route_of(graph, origin, {0}, 8), "none");
  EXPECT_EQ(route_of(graph, origin, {0}, 9), "none");
}

TEST(Routes, ATransitOriginAnnouncesToProvidersPeersAndCustomers) {
  const AsGraph graph = graph_of("2|1|-1\n1|3|0\n1|4|-1\n4|5|-1\n2|4|-1\n3|5|-1\n");
  const Origin origin{1, {{"up", 2}, {"side", 3}, {"down", 4}}};
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 2), "customer up: 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 3), "peer side: 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 4), "provider down: 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 5), "provider side: 3 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 1), "origin");
  // Its customer falls back to its other provider, not to the origin that says nothing.
  EXPECT_EQ(route_of(graph, origin, {0, 0, x}, 4), "provider up: 2 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 2}, 4), "provider up: 2 1");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 1}, 4), "provider down: 1 1");
}

TEST(Routes, OfTwoLinksToOneNeighbourTheLessPrependedThenTheFirstName) {
  const AsGraph graph = graph_of("2|1|-1\n3|2|-1\n");
  const Origin origin{1, {{"zeta", 2}, {"alpha", 2}}};
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 3), "customer alpha: 2 1");
  EXPECT_EQ(route_of(graph, origin, {0, 1}, 3), "customer zeta: 2 1");
  EXPECT_EQ(route_of(graph, origin, {1, x}, 3), "customer zeta: 2 1 1");
}

TEST(Routes, OnlyListedLinksAnnounceAndOthersAreNamedByTheirAs) {
  const AsGraph graph = graph_of(trap);
  Origin origin{10, {{"B", 30}}};
  EXPECT_EQ(route_of(graph, origin, {3}, 20), "customer B: 30 10 10 10 10");
  const std::vector<Link> others = other_neighbors(graph, origin);
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].name, "AS20");
  EXPECT_EQ(others[0].neighbor, 20U);
  origin.links.push_back(others[0]);
  EXPECT_EQ(route_of(graph, origin, {3, 0}, 20), "customer AS20: 10");
}

TEST(Routes, AsksThatCannotBeMeantAreProgrammingErrors) {
  const AsGraph graph = graph_of(trap);
  EXPECT_THROW((void)compute_routes(graph, {10, {{"A", 20}}}, advertise({0, 0})),
               std::invalid_argument);
  EXPECT_THROW((void)compute_routes(graph, {10, {{"A", 20}, {"A", 30}}}, advertise({0, 0})),
               std::invalid_argument);
}

TEST(AttachOrigin, LeavesAGraphAloneThatHasEverything) {
  GraphDiagnostics diagnostics;
  const AsGraph graph = attach_origin(graph_of(trap), {10, {{"A", 20}, {"A2", 20}}}, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(graph.relationships().size(), 7U);
}

TEST(AttachOrigin, AMissingOriginIsAddedBelowItsNeighbours) {
  GraphDiagnostics diagnostics;
  const Origin origin{65000, {{"A", 40}, {"B", 70}, {"B2", 70}}};
  const AsGraph graph = attach_origin(graph_of(trap), origin, diagnostics);
  EXPECT_EQ(diagnostics.list().size(), 1U);
  EXPECT_EQ(diagnostics.count(GraphFault::missing_origin), 1U);
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 40), "customer A: 65000");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 20), "customer A: 40 65000");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 30), "customer B: 70 65000");
}

TEST(AttachOrigin, AMissingNeighbourReachesNobodyElse) {
  GraphDiagnostics diagnostics;
  const Origin origin{10, {{"A", 20}, {"N", 64999}}};
  const AsGraph graph = attach_origin(graph_of(trap), origin, diagnostics);
  EXPECT_EQ(diagnostics.count(GraphFault::missing_neighbor), 1U);
  EXPECT_EQ(diagnostics.count(GraphFault::missing_link), 1U);
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 64999), "customer N: 10");
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 60), "provider A: 50 20 10");
}

TEST(AttachOrigin, AMissingLinkNeverClosesACircle) {
  GraphDiagnostics diagnostics;
  // AS40 is below AS20 already, AS70 is not.
  const Origin origin{20, {{"D", 40}, {"E", 60}}};
  const AsGraph graph =
      attach_origin(graph_of("20|30|-1\n30|40|-1\n50|60|-1\n"), origin, diagnostics);
  EXPECT_EQ(diagnostics.count(GraphFault::missing_link), 2U);
  EXPECT_EQ(diagnostics.count(GraphFault::provider_cycle), 0U);
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 40), "provider D: 20");
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 60), "customer E: 20");
}

TEST(AttachOrigin, ALinkToTheOriginItselfCarriesNothing) {
  GraphDiagnostics diagnostics;
  const Origin origin{10, {{"A", 10}, {"B", 30}}};
  const AsGraph graph = attach_origin(graph_of(trap), origin, diagnostics);
  EXPECT_EQ(diagnostics.count(GraphFault::own_neighbor), 1U);
  EXPECT_EQ(route_of(graph, origin, {0, 0}, 20), "customer B: 30 10");
}

TEST(AttachOrigin, WhatALinkSaysOfItsNeighboursCountsBeforeTheFile) {
  GraphDiagnostics diagnostics;
  // The file has AS20 as provider, and knows nothing of AS30 and AS31.
  const Origin origin{
      10,
      {{"P", 20, Neighbor::peer}, {"IX", 30, Neighbor::peer, {31}}, {"T", 40, Neighbor::provider}}};
  const AsGraph graph = attach_origin(
      graph_of("20|10|-1\n20|21|-1\n30|32|-1\n31|33|-1\n40|10|-1\n40|20|-1\n40|30|-1\n"), origin,
      diagnostics);
  EXPECT_EQ(diagnostics.count(GraphFault::contradictory_link), 1U);
  EXPECT_EQ(diagnostics.count(GraphFault::missing_link), 2U);
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 20), "peer P: 10");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 21), "provider P: 20 10");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 30), "peer IX: 10");
  EXPECT_EQ(route_of(graph, origin, {0, 3, 0}, 33), "provider IX: 31 10 10 10 10");
  EXPECT_EQ(route_of(graph, origin, {0, 0, 0}, 40), "customer T: 10");
}

TEST(Ties, ProbabilitiesFollowTheEquallyGoodNextHops) {
  // AS9 buys from 2, 3 and 8; 8 buys from 2 and 3, but is one hop farther.
  const AsGraph graph =
      graph_of("2|1|-1\n3|1|-1\n2|9|-1\n3|9|-1\n2|8|-1\n3|8|-1\n9|7|-1\n8|7|-1\n");
  const Origin origin{1, {{"A", 2}, {"B", 3}, {"B2", 3}}};
  const auto outcomes = [&](const std::vector<model::Prepend>& prepends, Asn asn) {
    const auto advertisement = advertise(prepends);
    const Routes routes = compute_routes(graph, origin, advertisement);
    const Ties ties = compute_ties(graph, origin, advertisement, routes);
    std::map<std::string, double> found;
    for (const Ties::Outcome& one : ties.outcomes(*graph.find(asn))) {
      found[origin.links[one.link].name] = one.probability;
    }
    return found;
  };
  using Expected = std::map<std::string, double>;
  EXPECT_EQ(outcomes({0, 0, 1}, 9), (Expected{{"A", 0.5}, {"B", 0.5}}));
  EXPECT_EQ(outcomes({0, 0, 1}, 7), (Expected{{"A", 0.5}, {"B", 0.5}}));
  EXPECT_EQ(outcomes({0, 0, 0}, 9), (Expected{{"A", 0.5}, {"B", 0.25}, {"B2", 0.25}}));
  EXPECT_EQ(outcomes({0, 1, 1}, 7), (Expected{{"A", 1.0}}));
  EXPECT_EQ(outcomes({0, 0, 0}, 1), Expected{});
  EXPECT_EQ(outcomes({x, x, x}, 7), Expected{});
}

}  // namespace
}  // namespace bgpte::topology
