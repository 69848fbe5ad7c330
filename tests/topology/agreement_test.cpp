// Agreement with tables of routes that other simulators computed. They are not part of the
// project: BGPTE_DATA names the directory, else ../shared/data beside the sources is tried.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "bgpte/topology/load.hpp"
#include "bgpte/topology/routes.hpp"
#include "bgpte/topology/sweep.hpp"

namespace bgpte::topology {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> data_directory() {
  const char* const named = std::getenv("BGPTE_DATA");
  const fs::path data =
      named != nullptr ? fs::path(named) : fs::path(BGPTE_SOURCE_DIR) / ".." / "shared" / "data";
  if (fs::is_directory(data / "topology")) {
    return data / "topology";
  }
  return std::nullopt;
}

#define NEEDS_DATA(data)                                                             \
  const auto found = data_directory();                                               \
  if (!found) {                                                                      \
    GTEST_SKIP() << "no route tables: set BGPTE_DATA to a directory with topology/"; \
  }                                                                                  \
  const fs::path& data = *found

char letter(RouteKind kind) {
  return "ocpu-"[static_cast<std::size_t>(kind)];
}

struct Announcement {
  Origin origin;
  model::Advertisement advertisement;
};

/// "4766x3_9318xx": three prepends towards AS4766, withheld from AS9318, plain to all others.
Announcement announcement_named(const std::string& stem, Asn asn, const AsGraph& graph) {
  Announcement made;
  made.origin.asn = asn;
  std::map<Asn, model::Prepend> named;
  std::istringstream parts(stem);
  for (std::string part; std::getline(parts, part, '_');) {
    const auto x = part.find('x');
    const std::string prepend = part.substr(x + 1);
    named[static_cast<Asn>(std::stoul(part.substr(0, x)))] =
        prepend == "x" ? model::not_announced : static_cast<model::Prepend>(std::stoi(prepend));
  }
  made.origin.links = other_neighbors(graph, made.origin);
  made.advertisement = model::Advertisement(made.origin.links.size());
  for (std::size_t i = 0; i < made.origin.links.size(); ++i) {
    const auto at = named.find(made.origin.links[i].neighbor);
    made.advertisement[i] = at == named.end() ? model::Prepend{0} : at->second;
  }
  return made;
}

/// The table as the other simulators write it.
std::string table_of(const AsGraph& graph, const Announcement& announcement) {
  const Routes routes = compute_routes(graph, announcement.origin, announcement.advertisement);
  std::string table = "asn\trel\tpath_len\tnext_hop\tentry\tpath\n";
  for (const AsIndex as : graph.by_asn()) {
    const Route& route = routes.of[as];
    table += std::to_string(graph.asn(as)) + '\t' + letter(route.kind) + '\t' +
             std::to_string(route.path_length) + '\t';
    if (route.link == no_link) {
      table += "0\t0\t\n";
      continue;
    }
    table += std::to_string(graph.asn(route.next_hop)) + '\t' +
             std::to_string(announcement.origin.links[route.link].neighbor) + '\t';
    std::string space;
    for (const Asn hop :
         path_of(graph, announcement.origin, announcement.advertisement, routes, as)) {
      table += space + std::to_string(hop);
      space = " ";
    }
    table += '\n';
  }
  return table;
}

/// Row by row, so that a difference names its AS.
void expect_same_rows(const std::string& actual, const std::string& expected) {
  std::istringstream ours(actual);
  std::istringstream theirs(expected);
  std::string our_row;
  std::string their_row;
  std::size_t different = 0;
  while (std::getline(theirs, their_row)) {
    ASSERT_TRUE(static_cast<bool>(std::getline(ours, our_row))) << "no row for " << their_row;
    if (our_row != their_row && ++different <= 5) {
      ADD_FAILURE() << "ours:   " << our_row << "\ntheirs: " << their_row;
    }
  }
  EXPECT_EQ(different, 0U);
  EXPECT_FALSE(static_cast<bool>(std::getline(ours, our_row))) << "one row more: " << our_row;
}

/// All tables of a directory, computed on one graph.
void expect_tables(const AsGraph& graph, Asn origin, const fs::path& directory) {
  std::size_t tables = 0;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    const FileBytes expected = read_possibly_compressed(entry.path());
    ASSERT_TRUE(expected.bytes) << expected.error;
    const auto announcement = announcement_named(name.substr(0, name.find(".tsv")), origin, graph);
    expect_same_rows(table_of(graph, announcement), *expected.bytes);
    ++tables;
  }
  EXPECT_GT(tables, 0U);
}

TEST(Agreement, HandMadeGraphs) {
  NEEDS_DATA(data);
  for (const auto& [name, origin] : {std::pair{"toy1", Asn{10}}, std::pair{"toy2", Asn{1}}}) {
    const auto loaded = load_as_relationships(data / "toy" / (std::string(name) + ".as-rel.txt"));
    ASSERT_TRUE(loaded.graph) << loaded.error;
    EXPECT_TRUE(loaded.diagnostics.empty());
    expect_tables(*loaded.graph, origin, data / "toy" / (std::string(name) + "_out"));
  }
}

TEST(Agreement, InternetOf2024) {
  NEEDS_DATA(data);
  const auto loaded = load_as_relationships(data / "20240101.as-rel.txt.bz2");
  ASSERT_TRUE(loaded.graph) << loaded.error;
  EXPECT_TRUE(loaded.diagnostics.empty());
  EXPECT_EQ(loaded.graph->size(), 76351U);
  EXPECT_EQ(loaded.graph->provider_links(), 154563U);
  EXPECT_EQ(loaded.graph->peer_links(), 345088U);
  expect_tables(*loaded.graph, 23581, data / "routes" / "23581");
  expect_tables(*loaded.graph, 16030, data / "routes" / "16030");
}

TEST(Agreement, SweepOverTheInternetIsOneRouteComputationForEachVector) {
  NEEDS_DATA(data);
  const auto loaded = load_as_relationships(data / "20240101.as-rel.txt.bz2");
  ASSERT_TRUE(loaded.graph) << loaded.error;
  const AsGraph& graph = *loaded.graph;
  const Origin origin{16030, {{"A", 3356}, {"B", 200845}, {"C", 6939}, {"D", 8220}}};
  model::Advertisement plain(4);
  for (std::size_t i = 0; i < 4; ++i) {
    plain[i] = 0;
  }
  const auto vectors = prepend_vectors(plain, std::vector<LinkNumber>{0, 1, 2, 3}, 3);
  ASSERT_EQ(vectors.size(), 175U);
  const Sweep all = sweep(graph, origin, vectors, TieRule::lowest_asn, 2);
  for (std::size_t vector = 0; vector < vectors.size(); vector += 7) {
    const Routes routes = compute_routes(graph, origin, vectors[vector]);
    std::size_t different = 0;
    for (AsIndex as = 0; as < graph.size(); ++as) {
      different += as != routes.origin && all.ingress_of(as, vector) != routes.of[as].link;
    }
    EXPECT_EQ(different, 0U) << "vector " << vector;
  }
}

TEST(Agreement, RandomGraphs) {
  NEEDS_DATA(data);
  std::ifstream file(data / "random-graphs.jsonl");
  std::size_t graphs = 0;
  for (std::string line; std::getline(file, line); ++graphs) {
    const auto given = nlohmann::json::parse(line);
    SCOPED_TRACE("case " + given.at("case").dump());
    std::vector<Relationship> links;
    for (const auto& edge : given.at("edges")) {
      links.push_back({edge[0].get<Asn>(), edge[1].get<Asn>(),
                       edge[2].get<int>() == 0 ? Relation::peer : Relation::provider, 0});
    }
    GraphDiagnostics diagnostics;
    const AsGraph graph = build_graph(links, diagnostics);
    EXPECT_TRUE(diagnostics.empty());
    Announcement announcement;
    announcement.origin.asn = given.at("origin").get<Asn>();
    std::vector<model::Prepend> prepends;
    for (const auto& [neighbor, prepend] : given.at("prepend").items()) {
      announcement.origin.links.push_back({neighbor, static_cast<Asn>(std::stoul(neighbor))});
      prepends.push_back(prepend.is_string() ? model::not_announced
                                             : prepend.get<model::Prepend>());
    }
    announcement.advertisement = model::Advertisement(prepends.size());
    for (std::size_t i = 0; i < prepends.size(); ++i) {
      announcement.advertisement[i] = prepends[i];
    }
    const Routes routes = compute_routes(graph, announcement.origin, announcement.advertisement);
    for (AsIndex as = 0; as < graph.size(); ++as) {
      const auto& expected = given.at("routes");
      const std::string asn = std::to_string(graph.asn(as));
      if (as == routes.origin) {
        continue;
      }
      if (!expected.contains(asn)) {
        EXPECT_EQ(routes.of[as].kind, RouteKind::none) << "AS" << asn;
        continue;
      }
      EXPECT_EQ(std::string(1, letter(routes.of[as].kind)), expected[asn][0]) << "AS" << asn;
      EXPECT_EQ(routes.of[as].path_length, expected[asn][1]) << "AS" << asn;
      EXPECT_EQ(path_of(graph, announcement.origin, announcement.advertisement, routes, as),
                expected[asn][2].get<std::vector<Asn>>())
          << "AS" << asn;
    }
  }
  EXPECT_EQ(graphs, 100U);
}

}  // namespace
}  // namespace bgpte::topology
