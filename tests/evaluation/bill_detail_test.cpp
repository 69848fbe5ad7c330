// Bills over samples: worked examples of replayed months.
#include "bgpte/evaluation/bill_detail.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::optimiser::testing {
namespace {

constexpr std::int64_t mbps = 1'000'000;
constexpr std::int64_t november = 1'793'491'200;  // 2026-11-01, midnight UTC.

/// Two links, one prefix of 60 Mbps on A and 20 Mbps on B, 20 Mbps of background on A.
struct Network {
  model::Scenario scenario;

  Network() {
    for (const char* name : {"A", "B"}) {
      model::Link link;
      link.name = name;
      link.capacity = model::Bps{1000 * mbps};
      link.inbound = name[0] == 'A' ? model::Bps{80 * mbps} : model::Bps{20 * mbps};
      link.billing.model = model::PerMbpsBilling{model::Price{1'000'000}};
      scenario.links.push_back(link);
    }
    model::Prefix prefix;
    prefix.prefix = model::parse_prefix("203.0.113.0/24").prefix;
    prefix.advertise = model::Advertisement(2);
    prefix.advertise[0] = prefix.advertise[1] = 0;
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link = {model::Bps{60 * mbps}, model::Bps{20 * mbps}};
    scenario.prefixes.push_back(prefix);
    scenario.ingress.retained.resize(2);
  }

  /// A hundred samples of A, 1 to 100 Mbps in some order, none where `gap` says so.
  void sample_a(const std::function<bool(std::int64_t)>& gap = [](std::int64_t) { return false; }) {
    model::PercentileRule rule;
    model::SampleSeries series{"A", {}};
    for (std::int64_t i = 0; i < 100; ++i) {
      if (!gap(i)) {
        series.samples.push_back({november + i * 300, model::Bps{(1 + i * 37 % 100) * mbps}, {}});
      }
    }
    rule.series = {series};
    scenario.links[0].billing.percentile = rule;
  }
  [[nodiscard]] evaluation::BillDetail detail(const evaluation::Plan& plan = {}) const {
    return evaluation::bill_detail({scenario, *ingress::make_ingress(scenario)}, plan);
  }
  [[nodiscard]] model::Int128 bill(const evaluation::Plan& plan = {}) const {
    return evaluation::evaluate({scenario, *ingress::make_ingress(scenario)}, plan)
        .bill.expected.pico;
  }
};

constexpr model::Int128 unit = 1'000'000'000'000;

TEST(Replay, TodaysPlanIsTheFilesOwnPercentile) {
  Network network;
  network.sample_a();
  const evaluation::BillDetail detail = network.detail();
  ASSERT_EQ(detail.percentiles.size(), 1U);
  EXPECT_EQ(detail.percentiles[0].before.value, 95 * mbps);  // 96 to 100 are the five dropped.
  EXPECT_EQ(detail.percentiles[0].dropped, 5);
  EXPECT_EQ(detail.percentiles[0].expected, 100);
  EXPECT_TRUE(network.bill() == 115 * unit);  // And 20 Mbps of B.
  EXPECT_EQ(detail.steady, std::vector<model::LinkIndex>{1});
  EXPECT_EQ(detail.percentiles[0].inbound, detail.percentiles[0].before);
}

TEST(Replay, DropsByTheExpectedNumberAndCountsNoMissingSampleAsZero) {
  Network network;
  // 58 samples from the second interval to the 97th: 96 are expected, four dropped.
  network.sample_a([](std::int64_t i) { return i == 0 || i == 99 || i % 5 == 2 || i % 5 == 3; });
  const evaluation::SampledPercentile seen = network.detail().percentiles[0];
  EXPECT_EQ(seen.expected, 96);
  EXPECT_EQ(seen.present, 58);
  EXPECT_EQ(seen.dropped, 4);
  std::vector<std::int64_t> there;
  for (const model::Sample& s : network.scenario.links[0].billing.percentile->series[0].samples) {
    there.push_back(s.inbound.value);
  }
  std::sort(there.begin(), there.end(), std::greater<>());
  EXPECT_EQ(seen.before.value, there[4]);
}

TEST(Replay, WhereAllWouldBeDroppedTheLowestStays) {
  Network network;
  network.sample_a([](std::int64_t i) { return i != 0 && i != 50 && i != 99; });
  const evaluation::SampledPercentile seen = network.detail().percentiles[0];
  EXPECT_EQ(seen.dropped, 5);
  EXPECT_EQ(seen.present, 3);
  EXPECT_EQ(seen.before.value, 1 * mbps);
}

TEST(Replay, ATrafficOfOtherHoursAddsLittle) {
  Network network;
  network.sample_a();
  // What B brings is high only where A is low.
  model::SampleSeries other{"B", {}};
  for (const model::Sample& s : network.scenario.links[0].billing.percentile->series[0].samples) {
    other.samples.push_back(
        {s.time_s, model::Bps{s.inbound.value <= 50 * mbps ? 20 * mbps : 0}, {}});
  }
  network.scenario.links[0].billing.percentile->series.push_back(other);
  evaluation::Plan plan;
  model::Advertisement only_a(2);
  only_a[0] = 0;
  plan.emplace(0, only_a);
  const evaluation::SampledPercentile seen = network.detail(plan).percentiles[0];
  EXPECT_EQ(seen.before.value, 95 * mbps);
  EXPECT_EQ(seen.after.value, 95 * mbps);
}

TEST(Replay, FinerSamplesAreAveragedAndCoarserOnesHold) {
  Network network;
  network.sample_a();
  model::PercentileRule& rule = *network.scenario.links[0].billing.percentile;
  rule.rank = model::Ratio{100'000'000};
  model::PercentileRule hourly;
  hourly.interval_s = 600;
  hourly.rank = rule.rank;
  hourly.series = {{"B", {}}};
  for (std::int64_t i = 0; i < 50; ++i) {
    hourly.series[0].samples.push_back({november + i * 600, model::Bps{i * mbps}, {}});
  }
  network.scenario.links[1].billing.percentile = hourly;
  evaluation::Plan plan;
  model::Advertisement only_b(2);
  only_b[1] = 0;
  plan.emplace(0, only_b);
  const evaluation::BillDetail detail = network.detail(plan);
  std::int64_t most = 0;
  for (std::int64_t i = 0; i < 50; ++i) {
    const auto at = [&](std::int64_t k) { return (1 + k * 37 % 100) * mbps; };
    const std::int64_t mean = (at(2 * i) + at(2 * i + 1)) / 2;
    most = std::max(most, i * mbps + mean * 60 / 80);
  }
  EXPECT_EQ(detail.percentiles[1].after.value, most);
}

TEST(Replay, RowsOfAnotherBillsFileAreExpectedByThatFile) {
  Network network;
  network.sample_a();
  // The bill of B has ten samples of the prefix alone, those of B itself are in A's file.
  model::PercentileRule& file = *network.scenario.links[0].billing.percentile;
  model::SampleSeries other{"B", {}};
  for (std::int64_t i = 0; i < 100; ++i) {
    other.samples.push_back({november + i * 300, model::Bps{(100 - i) * mbps}, {}});
  }
  file.series.push_back(other);
  model::PercentileRule rule;
  rule.series = {{"203.0.113.0/24", {}}};
  for (std::int64_t i = 0; i < 10; ++i) {
    rule.series[0].samples.push_back({november + i * 300, model::Bps{mbps}, {}});
  }
  network.scenario.links[1].billing.percentile = rule;
  network.scenario.billing_period = model::BillingPeriod{"2026-11-01", "2026-11-30"};
  const evaluation::SampledPercentile seen = network.detail().percentiles[1];
  EXPECT_EQ(seen.expected, 100);
  EXPECT_EQ(seen.present, 100);
  EXPECT_EQ(seen.dropped, 5);
  EXPECT_EQ(seen.before.value, 95 * mbps);
  ASSERT_TRUE(seen.month);
  EXPECT_EQ(seen.month->present, 100);
  EXPECT_EQ(seen.month->to_come, 8540);
  EXPECT_EQ(seen.samples_left, 432 - 5);
}

TEST(SamplesLeft, CountsWhatTheMonthStillForgives) {
  Network network;
  network.sample_a();
  network.scenario.billing_period = model::BillingPeriod{"2026-11-01", "2026-11-30"};
  const evaluation::SampledPercentile seen = network.detail().percentiles[0];
  ASSERT_TRUE(seen.month);
  EXPECT_EQ(seen.month->expected, 8640);
  EXPECT_EQ(seen.month->present, 100);
  EXPECT_EQ(seen.month->to_come, 8540);
  EXPECT_EQ(seen.level.value, 95 * mbps);
  EXPECT_EQ(seen.samples_left, 432 - 5);
  network.scenario.links[0].billing.model =
      model::CommitBilling{model::Bps{98 * mbps}, model::Price{1'000'000}, model::Price{2'000'000}};
  EXPECT_EQ(network.detail().percentiles[0].level.value, 98 * mbps);
  EXPECT_EQ(network.detail().percentiles[0].samples_left, 432 - 2);
}

TEST(ThisMonth, KeepsTheSamplesSoFar) {
  Network network;
  network.sample_a();
  evaluation::Plan plan;
  model::Advertisement only_b(2);
  only_b[1] = 0;
  plan.emplace(0, only_b);
  // The period ends with the samples: no plan changes it any more.
  network.scenario.billing_period = model::BillingPeriod{"2026-10-31", "2026-10-31"};
  EXPECT_FALSE(network.detail(plan).this_month);  // None of it is there, none is to come.
  network.scenario.billing_period = model::BillingPeriod{"2027-04-01", "2027-04-30"};
  const evaluation::BillDetail next = network.detail(plan);
  ASSERT_TRUE(next.this_month);  // All of it is to come, like a steady month.
  EXPECT_TRUE(next.this_month->before.pico == network.bill());
  EXPECT_TRUE(next.this_month->after.pico == network.bill(plan));
}

TEST(FixedPart, IsWhatStaysWhateverMoves) {
  Network network;
  EXPECT_TRUE(network.detail().fixed.pico == 20 * unit);  // The background of A.
  network.scenario.links[1].billing.model =
      model::CommitBilling{model::Bps{30 * mbps}, model::Price{1'000'000}, model::Price{2'000'000}};
  EXPECT_TRUE(network.detail().fixed.pico == 50 * unit);
  network.scenario.prefixes[0].pinned = true;
  EXPECT_TRUE(network.detail().fixed.pico == 110 * unit);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
