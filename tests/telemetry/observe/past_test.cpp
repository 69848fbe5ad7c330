// What a measurement gives a history, and what the history says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bgpte/history/history.hpp"
#include "tests/scenario/schema_check.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte::telemetry::observe_test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<history::Sample> past_of(const std::vector<Observation>& all) {
  return measured(load(network), all, {.statistic = Statistic::mean, .past = true}).past;
}

/// The sample of a cell in an interval; a rate of -1 where there is none.
history::Sample at(const std::vector<history::Sample>& samples, const std::string& link,
                   const std::string& prefix, std::int64_t interval) {
  for (const history::Sample& sample : samples) {
    if (sample.cell == history::CellName{link, prefix} && sample.time == begin + interval * step) {
      return sample;
    }
  }
  return {.bps = -1};
}

TEST(Past, LinksAreTheirCountersAndPrefixesDivideThemAsTheFlowsDo) {
  Observation seen = flows(2);
  add_flow(seen, "A", first, 0, 380);
  add_flow(seen, "A", second, 0, 190);
  add_flow(seen, "A", first, 1, 600);
  const auto past = past_of({seen, counters("A", {600, 500})});
  EXPECT_EQ(at(past, "A", "", 0).bps, 600 * mbps);
  EXPECT_EQ(at(past, "A", "", 1).bps, 500 * mbps);
  EXPECT_EQ(at(past, "A", first, 0).bps, 380 * mbps);
  EXPECT_EQ(at(past, "A", second, 0).bps, 190 * mbps);
  EXPECT_EQ(at(past, "A", first, 1).bps, 500 * mbps) << "flows are never more than the counter";
  EXPECT_EQ(at(past, "B", "", 0).bps, -1);
}

TEST(Past, WithoutFlowsThereIsNothingOnlyWhereCoverageIsFine) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 590);
  EXPECT_EQ(at(past_of({seen, counters("A", {600})}), "A", second, 0).bps, 0);
  EXPECT_EQ(at(past_of({seen, counters("A", {900})}), "A", second, 0).bps, -1);
  EXPECT_THAT(past_of({seen}), IsEmpty());
  EXPECT_THAT(past_of({counters("A", {600, -1, 700})}), SizeIs(2));
}

TEST(Past, IsMadeOnlyWhereItIsAskedFor) {
  EXPECT_THAT(measured(load(network), {counters("A", {600})}).past, IsEmpty());
}

TEST(Past, FlowsOfALongWindowDivideEveryIntervalAlikeAndSayNothingOfItsSources) {
  Observation seen = flows(2);
  add_flow(seen, "A", first, 0, 480);
  seen.flows[0].window.to += step;
  seen.flows[0].bytes *= 2;
  seen.flows[0].sources = 40;
  const auto past = past_of({seen, counters("A", {400, 600})});
  EXPECT_NEAR(static_cast<double>(at(past, "A", first, 0).bps), 480e6 * 400 / 500, 1e3);
  EXPECT_NEAR(static_cast<double>(at(past, "A", first, 1).bps), 480e6 * 600 / 500, 1e3);
  EXPECT_EQ(at(past, "A", first, 0).sources, -1);
}

TEST(Past, SourcesAndWhatFloodsAreMadeOfComeWithTheFlows) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 400);
  seen.flows[0].sources = 40;
  seen.flows[0].suspect_bytes = seen.flows[0].bytes / 4;
  const history::Sample sample = at(past_of({seen, counters("A", {410})}), "A", first, 0);
  EXPECT_EQ(sample.sources, 40);
  EXPECT_NEAR(static_cast<double>(sample.suspect_bps), 100e6, 1e3);
}

TEST(Past, MoreCellsThanAHistoryKeepsAreSampledOnceSoThatItRefusesThem) {
  const model::Scenario few = load(network);
  model::Scenario many = few;
  for (std::uint8_t i = 0; i < 24; ++i) {
    for (int k = 0; k < 256; ++k) {
      model::Prefix prefix = few.prefixes[0];
      prefix.prefix.address.bytes = {10, i, static_cast<std::uint8_t>(k), 0};
      many.prefixes.push_back(prefix);
    }
  }
  std::ranges::sort(many.prefixes, {}, &model::Prefix::prefix);
  Observation seen = flows(12);
  for (std::size_t i = 0; i < 12; ++i) {
    add_flow(seen, "A", first, i, 480);
  }
  const Measurement made = measured(many, {seen, counters("A", std::vector<double>(12, 480))},
                                    {.statistic = Statistic::mean, .past = true});
  EXPECT_LT(made.past.size(), many.prefixes.size() * 3);
  history::History history;
  EXPECT_TRUE(std::holds_alternative<std::string>(history::add(history, made.past, step)));
}

/// Four weeks of hours before `begin`, in which the first prefix brings 100 Mbps of A's 400.
history::History four_weeks() {
  std::vector<history::Sample> samples;
  for (std::int64_t hour = 1; hour <= 28 * 24; ++hour) {
    samples.push_back({begin - hour * 3600, {"A", ""}, 400 * mbps});
    samples.push_back({begin - hour * 3600, {"A", first}, 100 * mbps, 30, 10 * mbps});
  }
  history::History history;
  EXPECT_TRUE(std::holds_alternative<history::Added>(history::add(history, samples, 3600)));
  return history;
}

/// What the history says of an interval in which the first prefix brings so much.
std::vector<Remark> told(double flow_mbps, std::int64_t sources, double suspect_mbps) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, flow_mbps);
  seen.flows[0].sources = sources;
  seen.flows[0].suspect_bytes =
      suspect_mbps < 0 ? -1 : static_cast<std::int64_t>(suspect_mbps * mbps / 8) * step;
  const model::Scenario scenario = load(network);
  Measurement made = measured(scenario, {seen, counters("A", {flow_mbps + 5})},
                              {.statistic = Statistic::mean, .past = true});
  made.remarks.clear();
  tell_past(scenario, four_weeks(), made);
  return made.remarks;
}

TEST(Past, WhatLooksLikeAnAttackIsAFinding) {
  const auto remarks = told(500, 900, 450);
  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_EQ(remarks[0].id, "looks-like-attack");
  EXPECT_THAT(remarks[0].text, HasSubstr("500 Mbps of 203.0.113.0/24 enter by link A"));
  EXPECT_THAT(remarks[0].text, HasSubstr("5.0 times its usual 100 Mbps"));
  EXPECT_THAT(told(100, 30, 10), IsEmpty());
  const auto unusual = told(500, -1, -1);
  ASSERT_THAT(unusual, SizeIs(1));
  EXPECT_EQ(unusual[0].id, "unusual-traffic");
}

TEST(Past, GrowthAndRunOutAreInTheReport) {
  std::vector<history::Sample> samples;
  for (std::int64_t day = 1; day <= 90; ++day) {
    for (std::int64_t hour = 0; hour < 24; ++hour) {
      const double rate = 600e6 * std::pow(1.05, -static_cast<double>(day) / 30.4375);
      samples.push_back({begin - day * 86'400 + hour * 3600, {"A", ""}, std::llround(rate)});
    }
  }
  history::History history;
  ASSERT_TRUE(std::holds_alternative<history::Added>(history::add(history, samples, 3600)));
  const model::Scenario scenario = load(network);
  Measurement made = measured(scenario, {counters("A", {600})}, {.past = true});
  made.links[0].peak = 600 * mbps;  // Link A has a peak: ceilings look at that.
  tell_past(scenario, history, made);
  ASSERT_THAT(made.growth, SizeIs(1));
  EXPECT_EQ(made.growth[0].link, "A");
  ASSERT_TRUE(made.growth[0].run_out);
  EXPECT_NEAR(made.growth[0].run_out->earliest, std::log(8.0 / 6) / std::log(1.05), 0.05);
  const std::string text = report_text(scenario, made, {});
  EXPECT_THAT(text, HasSubstr("A: 5.0 % a month (5.0 to 5.0 %), 90 days from 2026-08-31 to "
                              "2026-11-28; at its ceiling in 5 to 6 months (2027-05)"));
  made.links[0].source_asns = {{"A", 64511, 1000}};
  const std::string json = report_json(scenario, made, {});
  EXPECT_THAT(json, HasSubstr("\"growth\": ["));
  const scenario::SchemaCheck schema(observed_schema());
  EXPECT_EQ(schema.refusal(nlohmann::json::parse(json)), "") << json;
}

}  // namespace
}  // namespace bgpte::telemetry::observe_test
