// What observations come to: links by counters, prefixes by flows.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <regex>

#include "tests/telemetry/observe/network.hpp"

namespace bgpte::telemetry::observe_test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Prefixes are sorted by address: 198.51.100.0/24 is the first.
constexpr std::size_t second_net = 0;
constexpr std::size_t first_net = 1;

class Measure : public testing::Test {
 protected:
  const model::Scenario scenario_ = load(network);
};

TEST_F(Measure, OneIntervalIsDividedByItsFlowsAndTheRestIsBackground) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 500);
  add_flow(seen, "A", second, 0, 240);
  add_flow(seen, "A", "", 0, 24);
  add_flow(seen, "B", first, 0, 96);
  const Measurement m = measured(scenario_, {counters("A", {800}), counters("B", {100}), seen});
  EXPECT_EQ(m.links[0].inbound, 800 * mbps);
  EXPECT_EQ(m.cells[first_net][0], 500 * mbps);
  EXPECT_EQ(m.cells[second_net][0], 240 * mbps);
  EXPECT_EQ(m.cells[first_net][1], 96 * mbps);
  EXPECT_EQ(m.cells[second_net][1], std::nullopt);  // Not announced there.
  EXPECT_EQ(m.links[0].background, 60 * mbps);
  EXPECT_NEAR(m.links[0].coverage.share(), 0.955, 1e-6);
  EXPECT_THAT(m.remarks, IsEmpty());
  EXPECT_THAT(m.refusals(scenario_), IsEmpty());
}

/// The 95th percentile of the link times the prefix's mean share from the 90th to the 98th.
TEST_F(Measure, APrefixAtP95IsTheLinksP95TimesItsShareNearIt) {
  std::mt19937 random(11);
  std::vector<double> rates;
  for (int i = 0; i < 288; ++i) {
    rates.push_back(300 + i * 2);
  }
  std::shuffle(rates.begin(), rates.end(), random);
  Observation seen = flows(rates.size());
  std::vector<double> shares;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    shares.push_back(0.2 + 0.6 * static_cast<double>(random() % 1000) / 1000);
    add_flow(seen, "A", first, i, rates[i] * shares[i]);
    add_flow(seen, "A", second, i, rates[i] * (0.95 - shares[i]));
  }
  const Measurement m = measured(scenario_, {counters("A", rates), seen}, {});
  // 300, 302, ... 874: 14 of 288 are above the p95, 28 above the p90, 5 above the p98.
  EXPECT_EQ(m.links[0].inbound, (874 - 14 * 2) * mbps);
  EXPECT_EQ(m.links[0].peak, 874 * mbps);
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (rates[i] >= 874 - 28 * 2 && rates[i] <= 874 - 5 * 2) {
      sum += shares[i];
      ++count;
    }
  }
  EXPECT_EQ(count, 24);
  const double expected = 846e6 * sum / count;
  EXPECT_NEAR(static_cast<double>(m.cells[first_net][0].value_or(0)), expected, 1e3);
  EXPECT_NEAR(static_cast<double>(*m.cells[second_net][0]), 846e6 * 0.95 - expected, 1e3);
}

TEST_F(Measure, FlowsOfAWholeDayDivideEveryIntervalAlike) {
  std::vector<double> rates(96, 100);
  for (std::size_t i = 0; i < 12; ++i) {
    rates[i] = 800;
  }
  Observation seen = flows(rates.size());
  add_flow(seen, "A", first, 0, 0);
  seen.flows[0].window = seen.window;
  const double day_bytes = (12 * 800 + 84 * 100) * 1e6 / 8 * step;
  seen.flows[0].bytes = static_cast<std::int64_t>(day_bytes * 0.95);
  const Measurement m = measured(scenario_, {counters("A", rates), seen}, {});
  EXPECT_EQ(m.links[0].inbound, 800 * mbps);
  EXPECT_NEAR(static_cast<double>(*m.cells[first_net][0]), 0.95 * 800e6, 1e3);
}

TEST_F(Measure, FlowsAboveTheCounterAreScaledToIt) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 600);
  add_flow(seen, "A", second, 0, 212);
  const Measurement m = measured(scenario_, {counters("A", {800}), seen});
  EXPECT_LE(*m.cells[first_net][0] + *m.cells[second_net][0], 800 * mbps);
  EXPECT_NEAR(static_cast<double>(*m.cells[first_net][0]), 800e6 * 600 / 812, 10);
}

TEST_F(Measure, CoverageIsFineFrom90To102Percent) {
  const auto remarks_at = [&](double share) {
    Observation seen = flows(1);
    add_flow(seen, "A", first, 0, 800 * share);
    return ids(measured(scenario_, {counters("A", {800}), seen}));
  };
  EXPECT_THAT(remarks_at(0.90), Not(Contains("coverage-low")));
  EXPECT_THAT(remarks_at(1.02), Not(Contains("coverage-high")));
  EXPECT_THAT(remarks_at(0.899), Contains("coverage-low"));
  EXPECT_THAT(remarks_at(1.021), Contains("coverage-high"));
}

TEST_F(Measure, CoverageNearOneInNLooksLikeSampling) {
  const auto rate_at = [&](double share) {
    Observation seen = flows(1);
    add_flow(seen, "A", first, 0, 800 * share);
    const Measurement m = measured(scenario_, {counters("A", {800}), seen});
    EXPECT_EQ(m.refusals(scenario_).empty(), m.exporters[0].coverage.looks_like_sampling == 0);
    return m.exporters[0].coverage.looks_like_sampling;
  };
  EXPECT_EQ(rate_at(0.98 / 1000), 1000);
  EXPECT_EQ(rate_at(0.97 / 4096), 4096);
  EXPECT_EQ(rate_at(0.099), 10);
  EXPECT_EQ(rate_at(990), 1000);  // Multiplied twice.
  EXPECT_EQ(rate_at(1 / 70.0), 70);
  EXPECT_EQ(rate_at(67), 67);  // Option data of another kind, taken for a sampler.
  for (const double share : {0.12, 0.3, 0.5, 0.95, 2.0, 8.0}) {
    EXPECT_EQ(rate_at(share), 0) << share;
  }
}

TEST_F(Measure, OneOfTwoExportersThatDoesNotMultiplyIsNamed) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 780);
  add_flow(seen, "B", first, 0, 0.78);
  seen.flows[1].router = "rt2";
  Observation second_counter = counters("B", {800});
  second_counter.load[0].router = "rt2";
  const Measurement m = measured(scenario_, {counters("A", {800}), second_counter, seen});
  ASSERT_EQ(m.refusals(scenario_).size(), 1U);
  EXPECT_THAT(m.refusals(scenario_)[0], HasSubstr("rt2"));
  EXPECT_THAT(m.refusals(scenario_)[0], HasSubstr("looks like sampling 1:1000"));
}

TEST_F(Measure, AnIdleLinkIsNoSignOfSampling) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 780);
  add_flow(seen, "B", first, 0, 0.01);
  const Measurement m = measured(scenario_, {counters("A", {800}), counters("B", {0.5}), seen});
  EXPECT_THAT(m.refusals(scenario_), IsEmpty());
}

TEST_F(Measure, TrafficWhereThePrefixIsNotAnnouncedIsBackground) {
  Observation seen = flows(1);
  add_flow(seen, "B", first, 0, 60);
  add_flow(seen, "B", second, 0, 38);
  const Measurement m = measured(scenario_, {counters("B", {100}), seen});
  EXPECT_EQ(m.cells[second_net][1], std::nullopt);
  EXPECT_EQ(m.links[1].background, 40 * mbps);
  EXPECT_THAT(ids(m), Contains("traffic-not-announced"));
}

TEST_F(Measure, APrefixWithoutFlowsIsNothingOnlyWhereCoverageIsFine) {
  const auto cell = [&](double rest) {
    Observation seen = flows(1);
    add_flow(seen, "A", second, 0, rest);
    return measured(scenario_, {counters("A", {800}), seen}).cells[first_net][0];
  };
  EXPECT_EQ(cell(780), 0);
  EXPECT_EQ(cell(400), std::nullopt);
}

TEST_F(Measure, APartIsInItsWholeToo) {
  std::string text =
      std::regex_replace(network, std::regex("203\\.0\\.113\\.0/24"), "203.0.112.0/23");
  text.replace(text.rfind("  ]"), 3,
               R"(    , { "prefix": "203.0.112.0/24", "part_of": "203.0.112.0/23",
        "inbound": "1 Mbps", "advertise": {} }
  ])");
  const model::Scenario scenario = load(text);
  Observation seen = flows(1);
  add_flow(seen, "A", "203.0.112.0/23", 0, 500);
  add_flow(seen, "A", "203.0.112.0/24", 0, 200);
  const Measurement m = measured(scenario, {counters("A", {720}), seen});
  EXPECT_EQ(m.cells[1][0], 700 * mbps);
  EXPECT_EQ(m.cells[2][0], 200 * mbps);
  EXPECT_EQ(m.links[0].background, 20 * mbps);
}

TEST_F(Measure, MembersOfALinkAreAddedByIntervalAndAMissingOneMakesItUnknown) {
  const Measurement m = measured(
      scenario_, {counters("A", {100, 200, 300, 400}), counters("A", {10, -1, 30, 40}, "xe1")},
      {.statistic = Statistic::max});
  EXPECT_EQ(m.links[0].known, 3);
  EXPECT_EQ(m.links[0].intervals, 4);
  EXPECT_EQ(m.links[0].inbound, 440 * mbps);
  EXPECT_EQ(m.samples.size(), 3U);
  EXPECT_THAT(ids(m), Contains("counters-missing"));
}

TEST_F(Measure, ThePercentileIsOfTheSumOfThePortsAndNotOfTheirSamplesInOneList) {
  const std::vector<double> each(20, 100);
  const std::vector<double> down(20, 0);
  const auto p95 = [&](const std::vector<double>& other) {
    return measured(scenario_, {counters("A", each), counters("A", other, "xe1")}, {})
        .links[0]
        .inbound;
  };
  EXPECT_EQ(p95(each), 200 * mbps);
  EXPECT_EQ(p95(down), 100 * mbps);  // A port that is down adds nothing and dilutes nothing.
}

TEST_F(Measure, FinerSamplesBecomeTheScenariosInterval) {
  Observation fine = counters("A", {100, 200, 300, 400, 500, 600, 700, 800, 900, 1000});
  fine.step_s = 60;
  for (std::size_t i = 0; i < fine.load.size(); ++i) {
    const std::int64_t from = begin + 60 * static_cast<std::int64_t>(i);
    fine.load[i].window = {from, from + 60};
  }
  fine.window = {begin, begin + 600};
  const Measurement m = measured(scenario_, {fine});
  EXPECT_EQ(m.interval_s, 300);
  ASSERT_EQ(m.samples.size(), 2U);
  EXPECT_EQ(m.samples[0].in_bps, 300 * mbps);
  EXPECT_EQ(m.samples[1].in_bps, 800 * mbps);
}

TEST_F(Measure, ACoarserStepIsRefused) {
  Observation coarse = counters("A", {100, 200});
  coarse.step_s = 1800;
  EXPECT_THAT(fault_of(scenario_, {coarse}), HasSubstr("means of 1800 s"));
}

TEST_F(Measure, WhatIsThereTwiceCountsOnce) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 500);
  const Observation counter = counters("A", {500});
  const Measurement m = measured(scenario_, {counter, seen, seen, counter});
  EXPECT_EQ(m.cells[first_net][0], 500 * mbps);
  EXPECT_EQ(m.links[0].inbound, 500 * mbps);

  Observation otherwise = seen;
  otherwise.flows[0].sampling = 0;
  EXPECT_THAT(fault_of(scenario_, {counter, seen, otherwise}), HasSubstr("read differently"));
  Observation overlapping = seen;
  overlapping.sources[0].sha256 = "other";
  overlapping.flows[0].window.from += 60;
  overlapping.flows[0].window.to += 60;
  EXPECT_THAT(fault_of(scenario_, {counter, seen, overlapping}), HasSubstr("overlap"));
}

TEST_F(Measure, WindowsThatOverlapByLessThan90PercentAreRefused) {
  const std::vector<double> ten(10, 500);
  const Observation counter = counters("A", ten);
  const auto moved = [&](std::int64_t seconds) {
    Observation seen = flows(10);
    seen.window.from += seconds;
    seen.window.to += seconds;
    return fault_of(scenario_, {counter, seen});
  };
  EXPECT_EQ(moved(step), "");
  EXPECT_THAT(moved(step + 1), HasSubstr("89 % of their time in common"));
}

TEST_F(Measure, WhatIsOlderThanMaxAgeIsRefused) {
  const Observation counter = counters("A", {500});
  const auto at = [&](std::int64_t now) {
    return fault_of(scenario_, {counter}, {.max_age_s = 3600, .now_s = now});
  };
  EXPECT_EQ(at(begin + step + 3600), "");
  EXPECT_THAT(at(begin + step + 3601), HasSubstr("older than --max-age"));
}

TEST_F(Measure, FlowsWithoutACounterSayNothingOfALink) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 500);
  const Measurement m = measured(scenario_, {seen});
  EXPECT_EQ(m.links[0].inbound, -1);
  EXPECT_EQ(m.cells[first_net][0], std::nullopt);
  EXPECT_THAT(ids(m), Contains("no-counter"));
}

}  // namespace
}  // namespace bgpte::telemetry::observe_test
