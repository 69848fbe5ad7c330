#include "bgpte/topology/catchment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <sstream>

#include "bgpte/topology/averaged_sweep.hpp"
#include "bgpte/topology/load.hpp"
#include "bgpte/topology/weights.hpp"
#include "tests/topology/reference.hpp"

namespace bgpte::topology {
namespace {

model::Advertisement plain(std::size_t links) {
  model::Advertisement advertisement(links);
  for (std::size_t i = 0; i < links; ++i) {
    advertisement[i] = 0;
  }
  return advertisement;
}

std::vector<LinkNumber> all_links(std::size_t links) {
  std::vector<LinkNumber> numbers(links);
  std::iota(numbers.begin(), numbers.end(), LinkNumber{0});
  return numbers;
}

/// AS10 buys from AS20 and AS30, and AS30 from AS20; AS90 stands alone.
class Toy : public testing::Test {
 protected:
  const AsGraph graph_ = *parse_as_relationships(
                              "20|10|-1\n30|10|-1\n20|30|-1\n20|40|-1\n20|50|0\n50|60|-1\n"
                              "30|70|-1\n90|91|0\n")
                              .graph;
  const Origin origin_{10, {{"A", 20}, {"B, the second", 30}}};
  const std::vector<model::Advertisement> vectors_ = prepend_vectors(plain(2), all_links(2), 2);
};

TEST_F(Toy, CatchmentTable) {
  const auto advertisement = vectors_[3];  // A prepended once
  ASSERT_EQ(advertisement[0], 1);
  const Routes routes = compute_routes(graph_, origin_, advertisement);
  std::ostringstream out;
  write_catchment_csv(out, graph_, origin_, routes);
  EXPECT_EQ(out.str(),
            "asn,route,path_length,link\n"
            "10,origin,0,\n"
            "20,customer,2,A\n"
            "30,customer,1,\"B, the second\"\n"
            "40,provider,3,A\n"
            "50,peer,3,A\n"
            "60,provider,4,A\n"
            "70,provider,2,\"B, the second\"\n"
            "90,none,0,\n"
            "91,none,0,\n");
}

TEST_F(Toy, CatchmentTableWithTiesAndPaths) {
  const auto advertisement = vectors_[3];
  const Routes routes = compute_routes(graph_, origin_, advertisement);
  const Ties ties = compute_ties(graph_, origin_, advertisement, routes);
  std::ostringstream out;
  write_catchment_csv(out, graph_, origin_, routes, {&ties, &advertisement});
  EXPECT_EQ(out.str(),
            "asn,route,path_length,link,links,probabilities,path\n"
            "10,origin,0,,,,\n"
            "20,customer,2,A,\"A;B, the second\",0.500000;0.500000,10 10\n"
            "30,customer,1,\"B, the second\",\"B, the second\",1.000000,10\n"
            "40,provider,3,A,\"A;B, the second\",0.500000;0.500000,20 10 10\n"
            "50,peer,3,A,\"A;B, the second\",0.500000;0.500000,20 10 10\n"
            "60,provider,4,A,\"A;B, the second\",0.500000;0.500000,50 20 10 10\n"
            "70,provider,2,\"B, the second\",\"B, the second\",1.000000,30 10\n"
            "90,none,0,,,,\n"
            "91,none,0,,,,\n");
}

TEST_F(Toy, SweepTable) {
  const Sweep all = sweep(graph_, origin_, vectors_);
  WeightsOfGraph weights = weights_of(graph_, {{20, 2, ""}, {70, 6, ""}, {90, 100, ""}});
  std::ostringstream out;
  write_sweep_csv(out, origin_, vectors_, shares(all, weights.of));
  EXPECT_EQ(out.str(),
            "A,\"B, the second\",share_A,\"share_B, the second\"\n"
            "0,0,0.250000,0.750000\n"
            "0,1,0.250000,0.750000\n"
            "0,2,0.250000,0.750000\n"
            "1,0,0.250000,0.750000\n"
            "2,0,0.000000,1.000000\n");
  weights.of.assign(graph_.size(), 1.0);
  EXPECT_DOUBLE_EQ(shares(all, weights.of).without_route[0], 2.0 / 8.0);
}

TEST_F(Toy, AWithheldLinkIsAnXAndHasNoShare) {
  model::Advertisement base = plain(2);
  base[0] = model::not_announced;
  const auto vectors = prepend_vectors(base, std::vector<LinkNumber>{1}, 3);
  ASSERT_EQ(vectors.size(), 1U);
  const Sweep all = sweep(graph_, origin_, vectors);
  std::ostringstream out;
  write_sweep_csv(out, origin_, vectors, shares(all, std::vector<double>(graph_.size(), 1.0)));
  EXPECT_THAT(out.str(), testing::EndsWith("x,0,0.000000,1.000000\n"));
}

TEST_F(Toy, WithoutAnyWeightEveryShareIsZero) {
  const Sweep all = sweep(graph_, origin_, vectors_);
  const Shares none = shares(all, std::vector<double>(graph_.size(), 0.0));
  EXPECT_THAT(none.share, testing::Each(0.0));
  EXPECT_THAT(none.without_route, testing::Each(0.0));
}

TEST_F(Toy, SummaryTellsWhatMovesFromWhatIsPinned) {
  const Sweep all = sweep(graph_, origin_, vectors_);
  const WeightsOfGraph weights =
      weights_of(graph_, {{40, 1, ""}, {60, 3, ""}, {70, 4, ""}, {91, 2, ""}, {10, 50, ""}});
  const SweepSummary summary = summarise(graph_, vectors_, all, weights.of, 1);
  ASSERT_EQ(summary.moving.size(), 1U);
  EXPECT_EQ(summary.moving[0].asn, 60U);
  EXPECT_DOUBLE_EQ(summary.moving[0].weight, 0.3);
  EXPECT_THAT(summary.moving[0].links, testing::ElementsAre(0, 1));
  ASSERT_EQ(summary.pinned.size(), 1U);
  EXPECT_EQ(summary.pinned[0].asn, 70U);
  EXPECT_THAT(summary.pinned[0].links, testing::ElementsAre(1));
  EXPECT_DOUBLE_EQ(summary.moving_weight, 0.4);
  EXPECT_DOUBLE_EQ(summary.pinned_weight[0], 0.0);
  EXPECT_DOUBLE_EQ(summary.pinned_weight[1], 0.4);
  EXPECT_DOUBLE_EQ(summary.without_route, 0.2);
  EXPECT_EQ(summary.classes, 3U);
  EXPECT_EQ(summary.vectors.size(), 5U);
  std::ostringstream out;
  write_sweep_summary(out, origin_, vectors_, shares(all, weights.of), summary);
  EXPECT_THAT(out.str(), testing::HasSubstr("AS60  between A, B, the second"));
  EXPECT_THAT(out.str(), testing::HasSubstr("AS70  pinned behind B, the second"));
}

TEST_F(Toy, SummaryOfOneVectorClaimsNothingAboutPrepends) {
  const std::vector<model::Advertisement> one{vectors_[0]};
  const Sweep all = sweep(graph_, origin_, one);
  const WeightsOfGraph weights = weights_of(graph_, {{60, 3, ""}, {70, 4, ""}});
  std::ostringstream out;
  write_sweep_summary(out, origin_, one, shares(all, weights.of),
                      summarise(graph_, one, all, weights.of, 2));
  EXPECT_THAT(out.str(), testing::HasSubstr("AS70  by B, the second"));
  EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("pinned")));
  EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("move")));
}

TEST(PrependVectors, AllWithMinimumZeroInAscendingOrder) {
  std::vector<std::string> found;
  for (const auto& vector : prepend_vectors(plain(3), std::vector<LinkNumber>{0, 2}, 2)) {
    found.push_back(std::to_string(vector[0]) + std::to_string(vector[1]) +
                    std::to_string(vector[2]));
  }
  EXPECT_THAT(found, testing::ElementsAre("000", "001", "002", "100", "200"));
  EXPECT_EQ(prepend_vectors(plain(4), all_links(4), 3).size(), 175U);
  EXPECT_EQ(prepend_vectors(plain(5), all_links(5), 3).size(), 781U);
  EXPECT_EQ(prepend_vectors(plain(2), {}, 3).size(), 1U);
  EXPECT_EQ(prepend_vectors(plain(2), all_links(2), 0).size(), 1U);
}

/// A chain of ASes above the origin's two providers, longer than a byte can count.
TEST(SweepLimits, PathsLongerThanAByteCounts) {
  std::string text = "2|1|-1\n3|1|-1\n";
  for (int i = 3; i < 400; ++i) {
    text += std::to_string(i + 1) + "|" + std::to_string(i) + "|-1\n";
  }
  text += "400|2|-1\n";
  const AsGraph graph = *parse_as_relationships(text).graph;
  const Origin origin{1, {{"A", 2}, {"B", 3}}};
  const auto vectors = prepend_vectors(plain(2), all_links(2), 100);
  const Sweep all = sweep(graph, origin, vectors, TieRule::lowest_asn, 2);
  for (std::size_t vector = 0; vector < vectors.size(); vector += 13) {
    const Routes routes = compute_routes(graph, origin, vectors[vector]);
    for (AsIndex as = 0; as < graph.size(); ++as) {
      if (as != routes.origin) {
        ASSERT_EQ(all.ingress_of(as, vector), routes.of[as].link);
      }
    }
  }
}

TEST(SweepLimits, MoreLinksThanAByteCounts) {
  std::string text;
  Origin origin{1, {}};
  for (int i = 0; i < 300; ++i) {
    text += std::to_string(i + 2) + "|1|-1\n" + std::to_string(i + 2) + "|" +
            std::to_string(i + 1000) + "|-1\n";
    origin.links.push_back({"L" + std::to_string(i), static_cast<Asn>(i + 2)});
  }
  const AsGraph graph = *parse_as_relationships(text).graph;
  const Sweep all = sweep(graph, origin, std::vector{plain(300)});
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(all.ingress_of(*graph.find(static_cast<Asn>(i + 1000)), 0),
              static_cast<LinkNumber>(i));
  }
}

TEST(SweepLimits, MoreVectorsThanAStripAndSeveralSetsOfLinksWithheld) {
  reference::Random random(21);
  GraphDiagnostics diagnostics;
  const AsGraph graph = build_graph(reference::random_links(random), diagnostics);
  Origin origin;
  while (origin.links.size() < 3) {
    origin = reference::random_origin(graph, random);
  }
  std::vector<model::Advertisement> vectors;
  for (int i = 0; i < 1500; ++i) {
    vectors.push_back(reference::random_advertisement(origin.links.size(), random));
  }
  const Sweep one_thread = sweep(graph, origin, vectors);
  const Sweep three_threads = sweep(graph, origin, vectors, TieRule::lowest_asn, 3);
  const AveragedSweep averaged = averaged_sweep(graph, origin, vectors, 2);
  for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
    const Routes routes = compute_routes(graph, origin, vectors[vector]);
    for (AsIndex as = 0; as < graph.size(); ++as) {
      if (as == routes.origin) {
        continue;
      }
      ASSERT_EQ(one_thread.ingress_of(as, vector), routes.of[as].link);
      ASSERT_EQ(three_threads.ingress_of(as, vector), routes.of[as].link);
      if (routes.of[as].link != no_link) {
        ASSERT_GT(averaged.at(vector).probability(averaged.classes().of(as), routes.of[as].link),
                  0);
      }
    }
  }
}

TEST(Behaviour, ClassesPartitionTheGraphAndAreNumberedByTheirLowestAsn) {
  reference::Random random(22);
  for (int i = 0; i < 200; ++i) {
    GraphDiagnostics diagnostics;
    const AsGraph graph = build_graph(reference::random_links(random), diagnostics);
    const Origin origin = reference::random_origin(graph, random);
    std::vector<model::Advertisement> vectors;
    for (int count = 0; count < 40; ++count) {
      vectors.push_back(reference::random_advertisement(origin.links.size(), random));
    }
    const Sweep all = sweep(graph, origin, vectors);
    std::size_t members = 0;
    Asn lowest_so_far = 0;
    std::set<std::vector<LinkNumber>> rows;
    for (ClassNumber of = 0; of < all.classes().size(); ++of) {
      ASSERT_FALSE(all.classes().members(of).empty());
      const Asn lowest = graph.asn(all.classes().members(of)[0]);
      EXPECT_GT(lowest, lowest_so_far);
      lowest_so_far = lowest;
      for (const AsIndex as : all.classes().members(of)) {
        EXPECT_EQ(all.classes().of(as), of);
        EXPECT_GE(graph.asn(as), lowest);
        ++members;
      }
      std::vector<LinkNumber> row;
      for (std::size_t vector = 0; vector < vectors.size(); ++vector) {
        row.push_back(all.ingress(of, vector));
      }
      EXPECT_TRUE(rows.insert(row).second) << "two classes behave alike";
    }
    EXPECT_EQ(members, graph.size() - 1);
  }
}

TEST(SweepProperties, TheSamePrependEverywhereChangesNothing) {
  reference::Random random(23);
  for (int i = 0; i < 300; ++i) {
    GraphDiagnostics diagnostics;
    const AsGraph graph = build_graph(reference::random_links(random), diagnostics);
    const Origin origin = reference::random_origin(graph, random);
    const auto vector = reference::random_advertisement(origin.links.size(), random);
    auto more = vector;
    for (std::size_t link = 0; link < more.size(); ++link) {
      if (more.carried_on(link)) {
        more[link] = static_cast<model::Prepend>(more[link] + 3);
      }
    }
    const Sweep both = sweep(graph, origin, std::vector{vector, more});
    for (ClassNumber of = 0; of < both.classes().size(); ++of) {
      EXPECT_EQ(both.ingress(of, 0), both.ingress(of, 1));
    }
  }
}

TEST(SweepProperties, PrependingALinkMoreMovesOnlyThoseWhoEnterThere) {
  reference::Random random(24);
  std::size_t moved = 0;
  for (int i = 0; i < 4000; ++i) {
    GraphDiagnostics diagnostics;
    const AsGraph graph = build_graph(reference::random_links(random), diagnostics);
    const Origin origin = reference::random_origin(graph, random);
    const auto vector = reference::random_advertisement(origin.links.size(), random);
    if (origin.links.empty() || !vector.carried_on(0)) {
      continue;
    }
    auto more = vector;
    more[0] = static_cast<model::Prepend>(more[0] + 1 + static_cast<int>(random.below(3)));
    const Sweep both = sweep(graph, origin, std::vector{vector, more});
    for (ClassNumber of = 0; of < both.classes().size(); ++of) {
      if (both.ingress(of, 0) != 0) {
        ASSERT_EQ(both.ingress(of, 1), both.ingress(of, 0)) << "case " << i;
      } else {
        moved += both.ingress(of, 1) != 0 ? 1U : 0U;
      }
    }
  }
  EXPECT_GT(moved, 500U);
}

TEST(Weights, RowsWithAndWithoutHeaderAndPrefix) {
  const LoadedWeights loaded = parse_weights(
      "asn,bps,prefix\r\n# a comment\n3320,1.5e6,10.0.0.0/24\n3320,7,\"11.0.0.0/24\"\n\n65001,0\n");
  EXPECT_TRUE(loaded.diagnostics.empty());
  ASSERT_EQ(loaded.rows->size(), 3U);
  EXPECT_EQ((*loaded.rows)[0].asn, 3320U);
  EXPECT_EQ((*loaded.rows)[0].weight, 1.5e6);
  EXPECT_EQ((*loaded.rows)[1].prefix, "11.0.0.0/24");
  EXPECT_EQ((*loaded.rows)[2].prefix, "");
  EXPECT_EQ(parse_weights("1,5\n").rows->size(), 1U);
}

TEST(Weights, BadLinesAreReportedWithTheirNumberAndLeftOut) {
  for (const char* line :
       {"x,1", "1", "1,", "1,x", "1,-1", "1,nan", "1,inf", "1,1,10.0.0.0/8,9", "0,1", "AS1,1",
        "4294967296,1", "1,1e999", "2,3", "1;2", ",", "asn,weight"}) {
    const LoadedWeights loaded = parse_weights(std::string("asn,weight\n2,3\n") + line + "\n9,9\n");
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << line;
    EXPECT_EQ(loaded.diagnostics[0].line, 3U) << line;
    EXPECT_EQ(loaded.rows->size(), 2U) << line;
  }
  EXPECT_FALSE(load_weights("/nonexistent/weights.csv").rows);
}

TEST(Weights, AnAsTheGraphDoesNotHaveIsCounted) {
  const AsGraph graph = *parse_as_relationships("1|2|-1\n").graph;
  const WeightsOfGraph weights =
      weights_of(graph, {{2, 3, "10.0.0.0/24"}, {2, 4, "10.0.1.0/24"}, {7, 5, ""}});
  EXPECT_EQ(weights.of[*graph.find(2)], 7.0);
  EXPECT_EQ(weights.of[*graph.find(1)], 0.0);
  EXPECT_EQ(weights.not_in_graph, 1U);
  EXPECT_EQ(weights.weight_not_in_graph, 5.0);
}

}  // namespace
}  // namespace bgpte::topology
