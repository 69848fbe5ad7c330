#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

/// The `as-graph` model: policy routing, mixed with the prior and reweighted to today's shares.
namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;
using testing::Numbers;

constexpr double grid = 1e-9;

void write(const std::string& name, const std::string& text) {
  std::ofstream(::testing::TempDir() + name, std::ios::binary) << text;
}

/// 64512 buys from 64600 (L00) and 64601 (L01), which peer. 64710 buys from both, 64711 from 64600
/// alone, 64712 from 64601 alone.
model::Scenario two_links(const std::string& relationships, const std::string& weights) {
  const std::string stem =
      std::string("bgpte_") + ::testing::UnitTest::GetInstance()->current_test_info()->name();
  write(stem + ".as-rel", relationships);
  model::Scenario scenario = network(2);
  scenario.ingress.model = model::IngressKind::as_graph;
  scenario.base_directory = ::testing::TempDir();
  scenario.ingress.as_rel_file = stem + ".as-rel";
  if (!weights.empty()) {
    write(stem + ".csv", weights);
    scenario.ingress.weights_file = stem + ".csv";
  }
  model::Prefix& prefix = add_prefix(scenario, {0, 0});
  prefix.inbound_kind = model::InboundKind::by_link;
  prefix.by_link = {model::Bps{600'000'000}, model::Bps{400'000'000}};
  return scenario;
}

const std::string small_graph =
    "64600|64512|-1\n64601|64512|-1\n64600|64601|0\n64600|64710|-1\n64601|64710|-1\n"
    "64600|64711|-1\n64601|64712|-1\n";

TEST(AsGraph, TodaysSharesAreTheMeasuredOnes) {
  const auto model = make_ingress(two_links(small_graph, ""));
  const Forecast today = model->forecast(0, advertise({0, 0}), std::vector<double>{600, 400});
  EXPECT_EQ(today.expected, (std::vector<double>{600, 400}));
  EXPECT_EQ(today.low, today.high);
  const Forecast same = model->forecast(0, advertise({2, 2}), std::vector<double>{600, 400});
  EXPECT_EQ(same.expected, today.expected);
}

/// Eight links have more prepend vectors than are swept in advance: those of a failure come from a
/// sweep of the links left, whoever asks first, or by themselves.
TEST(AsGraph, WhateverIsAskedOfManyLinksIsAnsweredTheSameInAnyOrderAndOnThreads) {
  constexpr int links = 8;
  write("bgpte_eight.as-rel", [] {
    std::string text;
    for (int l = 0; l < links; ++l) {
      text += std::to_string(64600 + l) + "|64512|-1\n";
      text += std::to_string(64600 + l) + "|" + std::to_string(64700 + l) + "|-1\n";
      text += std::to_string(64600 + (l + 1) % links) + "|" + std::to_string(64700 + l) + "|-1\n";
      text += "64590|" + std::to_string(64600 + l) + "|-1\n";
    }
    return text;
  }());
  model::Scenario scenario = network(links);
  scenario.ingress.model = model::IngressKind::as_graph;
  scenario.base_directory = ::testing::TempDir();
  scenario.ingress.as_rel_file = "bgpte_eight.as-rel";
  const std::vector<std::vector<int>> today{{2, 1, 1, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}};
  for (const std::vector<int>& prepends : today) {
    model::Prefix& prefix = add_prefix(scenario, {0, 0, 0, 0, 0, 0, 0, 0});
    for (std::size_t l = 0; l < links; ++l) {
      prefix.advertise[l] = static_cast<model::Prepend>(prepends[l]);
    }
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link.assign(links, model::Bps{100'000'000});
  }
  std::vector<model::Advertisement> asked;
  for (const std::vector<int>& prepends : today) {
    for (std::size_t gone = 0; gone < links; ++gone) {
      model::Advertisement x(links);
      for (std::size_t l = 0; l < links; ++l) {
        x[l] = static_cast<model::Prepend>(prepends[l]);
      }
      x.withdraw(gone);
      asked.push_back(x);
    }
  }
  const std::vector<double> home(links, 100);
  const auto answers = [&](bool backwards, unsigned threads) {
    const auto model = make_ingress(scenario);
    std::vector<std::vector<double>> flows(asked.size());
    std::vector<std::thread> workers;
    for (unsigned t = 0; t < threads; ++t) {
      workers.emplace_back([&, t] {
        for (std::size_t i = t; i < asked.size(); i += threads) {
          const std::size_t at = backwards ? asked.size() - 1 - i : i;
          flows[at] = model->forecast(0, asked[at], home).expected;
        }
      });
    }
    for (std::thread& worker : workers) {
      worker.join();
    }
    return flows;
  };
  const std::vector<std::vector<double>> expected = answers(false, 1);
  for (const std::vector<double>& flow : expected) {
    EXPECT_NEAR(std::accumulate(flow.begin(), flow.end(), 0.0), 800, 1e-6);
  }
  EXPECT_EQ(answers(true, 1), expected);
  EXPECT_EQ(answers(false, 4), expected);
}

TEST(AsGraph, WhatIsBehindOneLinkStaysButForThePriorsPart) {
  // All traffic is of 64711, a customer of 64600 alone: the graph moves nothing.
  const auto model = make_ingress(two_links(small_graph, "asn,bps\n64711,1000\n"));
  const auto response = [] {
    model::Scenario scenario = two_links(small_graph, "");
    scenario.ingress.model = model::IngressKind::response;
    return make_ingress(scenario);
  }();
  const std::vector<double> home{1000, 0};
  const Forecast graph = model->forecast(0, advertise({1, 0}), home);
  const double prior_stays = response->forecast(0, advertise({1, 0}), home).expected[0] / 1000;
  // The home's mass: 0.8 of the graph's sources, all of which enter by L00, and 0.2 * 1/2 of the
  // prior's, of which prior_stays remains.
  const double expected = (0.8 + 0.2 * 0.5 * prior_stays) / (0.8 + 0.2 * 0.5);
  EXPECT_NEAR(graph.expected[0] / 1000, expected, grid);
  EXPECT_GT(graph.expected[0], 900);
}

TEST(AsGraph, ATieMovesAtOnceWhereThePrependBreaksIt) {
  // All traffic is of 64710, which ties today and takes the shorter path after.
  const auto model = make_ingress(two_links(small_graph, "asn,bps\n64710,1000\n"));
  const std::vector<double> home{600, 400};
  const Forecast after = model->forecast(0, advertise({1, 0}), home);
  const auto response = [] {
    model::Scenario scenario = two_links(small_graph, "");
    scenario.ingress.model = model::IngressKind::response;
    return make_ingress(scenario);
  }();
  const double stays = response->forecast(0, advertise({1, 0}), home).expected[0] / 600;
  // 0.8 * 1/2 of the home's mass is the graph's and leaves; 0.2 * 1/2 is the prior's.
  EXPECT_NEAR(after.expected[0] / 600, 0.2 * 0.5 * stays / (0.8 * 0.5 + 0.2 * 0.5), grid);
}

TEST(AsGraph, WeightsOfAPrefixAreItsOwn) {
  model::Scenario scenario = two_links(small_graph, "asn,bps,prefix\n64711,1000,\n");
  model::Prefix& second = add_prefix(scenario, {0, 0});
  second.inbound_kind = model::InboundKind::by_link;
  second.by_link = {model::Bps{100'000'000}, model::Bps{100'000'000}};
  write(scenario.ingress.weights_file,
        "asn,bps,prefix\n64711,1000,\n64710,1000," + model::to_string(second.prefix) + "\n");
  const auto model = make_ingress(scenario);
  const std::vector<double> home{100, 100};
  EXPECT_GT(model->forecast(0, advertise({1, 0}), home).expected[0], 90);
  EXPECT_LT(model->forecast(1, advertise({1, 0}), home).expected[0], 20);
}

TEST(AsGraph, AnObservationAgainstTheGraphTakesItsWeight) {
  model::Scenario scenario = two_links(small_graph, "asn,bps\n64711,1000\n");
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = advertise({1, 0});
  seen.inbound = {model::Bps{150'000'000}, model::Bps{850'000'000}};
  scenario.ingress.observations.push_back(seen);
  const auto model = make_ingress(scenario);
  const Forecast after = model->forecast(0, advertise({1, 0}), std::vector<double>{600, 400});
  EXPECT_NEAR(after.expected[0], 150, 10);
}

TEST(AsGraph, SumsAndMonotonyHoldOnRandomGraphs) {
  Numbers numbers(7);
  for (int round = 0; round < 20; ++round) {
    std::string lines = "64600|64512|-1\n64601|64512|-1\n64600|64601|0\n";
    for (int as = 64700; as < 64730; ++as) {
      const int providers = 1 + numbers.below(3);
      for (int i = 0; i < providers; ++i) {
        const int other = numbers.below(2) == 0 || as == 64700 ? 64600 + numbers.below(2)
                                                               : 64700 + numbers.below(as - 64700);
        lines += std::to_string(other) + "|" + std::to_string(as) + "|-1\n";
      }
    }
    const auto model = make_ingress(two_links(lines, ""));
    const std::vector<double> home{600, 400};
    double before = -1;
    for (int prepends = 3; prepends >= 0; --prepends) {
      const Forecast x = model->forecast(0, advertise({prepends, 0}), home);
      EXPECT_NEAR(std::accumulate(x.expected.begin(), x.expected.end(), x.unreachable), 1000, 1e-6);
      EXPECT_GE(x.expected[0], before - 1e-6);
      EXPECT_LE(x.low[0], x.expected[0]);
      EXPECT_GE(x.high[0], x.expected[0]);
      before = x.expected[0];
    }
  }
}

/// Links under a failure, and more prepends than the policy's cap, are swept when asked for.
TEST(AsGraph, WhatIsNotSweptInAdvanceFollowsTheSameRule) {
  // Behind 64600 alone: whatever 64600 is prepended, it stays there, and is elsewhere without it.
  const auto model = make_ingress(two_links(small_graph, "asn,bps\n64711,600\n64712,400\n"));
  const auto response = [] {
    model::Scenario scenario = two_links(small_graph, "");
    scenario.ingress.model = model::IngressKind::response;
    return make_ingress(scenario);
  }();
  const std::vector<double> home{600, 0};
  // A home's mass is 0.8 * 0.6 of the graph's sources (0.8 * 0.4 on L01), which the prepends do not
  // move, and 0.2 * 1/2 of the prior's.
  for (const int prepends : {3, 4, 9}) {
    const double by_prior = response->forecast(0, advertise({prepends, 0}), home).expected[0];
    EXPECT_NEAR(model->forecast(0, advertise({prepends, 0}), home).expected[0],
                600 * (0.48 + 0.1 * by_prior / 600) / 0.58, 1e-6)
        << prepends;
  }
  for (const int left : {0, 2, 5}) {
    const Forecast failed = model->forecast(0, advertise({-1, left}), home);
    EXPECT_NEAR(failed.expected[1], 600, 1e-6) << left;
  }
}

TEST(AsGraph, AFileWithoutARelationshipIsRefused) {
  for (const char* text : {"", "# nothing\n", "no graph\nat all\n"}) {
    EXPECT_THROW((void)make_ingress(two_links(text, "")), std::runtime_error) << text;
  }
}

TEST(AsGraph, AMissingFileSaysWhich) {
  model::Scenario scenario = two_links(small_graph, "");
  scenario.ingress.as_rel_file = "not-there.txt";
  try {
    (void)make_ingress(scenario);
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("not-there.txt"), std::string::npos);
  }
}

}  // namespace
}  // namespace bgpte::ingress
