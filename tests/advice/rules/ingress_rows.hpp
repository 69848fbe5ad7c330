#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/advice/rules/rule_rows.hpp"

/// What the ingress model notices while it reads and fits.
namespace bgpte::advice::testing {

/// The text as a file of the test that runs, for an ingress model to read; its name.
inline std::string file_with(const std::string& suffix, const std::string& text) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("bgpte_") + test->test_suite_name() + test->name() + suffix;
  std::replace(name.begin(), name.end(), '/', '_');
  std::ofstream(::testing::TempDir() + name, std::ios::binary) << text;
  return name;
}

/// Sources behind two providers of their own, read from an AS graph; `more` are further lines.
inline void read_graph(Case& c, const std::string& more) {
  c.scenario().links[0].neighbor_as = 64600;
  c.scenario().links[1].neighbor_as = 64601;
  c.scenario().ingress.model = model::IngressKind::as_graph;
  c.scenario().base_directory = ::testing::TempDir();
  c.scenario().ingress.as_rel_file = file_with(
      ".as-rel",
      "64600|3320|-1\n64601|3320|-1\n64600|64601|0\n64600|64710|-1\n64601|64710|-1\n" + more);
}

inline void read_weights(Case& c, const std::string& weights) {
  read_graph(c, "");
  c.scenario().ingress.weights_file = file_with(".csv", weights);
}

/// All prefixes were seen with those rates under today's announcements.
inline void observe(Case& c, double a, double b) {
  model::Observation observation;
  observation.advertise = model::Advertisement(2);
  observation.advertise[0] = 0;
  observation.advertise[1] = 0;
  observation.inbound = {mbps(a), mbps(b)};
  observation.source = "/ingress/observations/0";
  c.scenario().ingress.observations = {observation};
}

/// One announcement of the first prefix, measured twice in a day: `first` and `second` Mbps of 600
/// by the first link.
inline void observe_twice(Case& c, double first, double second) {
  c.scenario().measured = model::Measured{"p95", 300, "2026-11-22", "2026-11-28", 0};
  c.scenario().ingress.observations.clear();
  for (const double by_first : {first, second}) {
    std::vector<model::Observation>& all = c.scenario().ingress.observations;
    model::Observation observation;
    observation.prefix = 0;
    observation.advertise = model::Advertisement(2);
    observation.advertise[0] = 1;
    observation.advertise[1] = 0;
    observation.inbound = {mbps(by_first), mbps(600 - by_first)};
    observation.at = 1'793'491'200 + static_cast<std::int64_t>(all.size()) * 86'400;
    observation.source = "/ingress/observations/" + std::to_string(all.size());
    all.push_back(observation);
  }
}

/// Sources that reach both links alike and bring `first` Mbps to the first prefix.
inline void list_sources(Case& c, double first) {
  c.scenario().ingress.model = model::IngressKind::sources;
  model::SourceGroup group;
  group.name = "all";
  group.path_length = {2, 2};
  group.preference = {100, 100};
  group.inbound = {{0, mbps(first)}, {1, mbps(300)}};
  group.source = "/ingress/sources/0";
  c.scenario().ingress.sources = {group};
}

inline void add_total(Case& c, const std::vector<int>& prepends, double total) {
  model::Prefix& prefix = c.prefix("8.0.2.0/24", prepends, {});
  prefix.inbound_kind = model::InboundKind::total;
  prefix.total = mbps(total);
}

inline std::vector<Row> ingress_rows() {
  return {
      {"measured-mismatch",
       "/links/0/inbound",
       {"350 Mbps", "300 Mbps"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
      {"partly-measured",
       "/prefixes/2/inbound",
       {"8.0.2.0/24", "B"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, -1});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
      {"split-fitted",
       "/prefixes/2/inbound",
       {"The split of 8.0.2.0/24 over its links is not measured; fitted: A"},
       [](Case& c) {
         add_total(c, {0, 0}, 50);
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {25, 25});
       }},
      {"split-overshoot",
       "/links/0/inbound",
       {"50 Mbps more enters by A than was measured there"},
       [](Case& c) {
         add_total(c, {0, -1}, 50);
       },
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(350);
         add_total(c, {0, -1}, 50);
       }},
      {"sources-scaled",
       "/prefixes/0/inbound",
       {"The sources of 8.0.0.0/24 sum to 100 Mbps, 300 Mbps was measured"},
       [](Case& c) { list_sources(c, 100); },
       [](Case& c) { list_sources(c, 300); }},
      {"observation-jump",
       "/ingress/observations/0",
       {"10.0 points of the inbound entered by other links"},
       [](Case& c) { observe_twice(c, 300, 240); },
       [](Case& c) { observe_twice(c, 300, 294); }},
      {"observation-residual",
       "/ingress/observations/0",
       {"Seen on A: 100.0 % of the inbound; the best fit says 50.0 %"},
       [](Case& c) { observe(c, 600, 0); },
       [](Case& c) { observe(c, 300, 300); },
       {},
       2},  // One for each link.
      {"as-graph-file",
       "/ingress/as_rel",
       {"Line 6: "},
       [](Case& c) { read_graph(c, "no relationship\n"); },
       [](Case& c) { read_graph(c, ""); },
       {},
       1,
       Suggests::nothing},
      {"weights-file",
       "/ingress/weights",
       {"5.0 % of the weight is of ASes that the graph does not have"},
       [](Case& c) { read_weights(c, "64710,95\n65010,5\n"); },
       [](Case& c) { read_weights(c, "64710,95\n"); }},
  };
}

}  // namespace bgpte::advice::testing
