// What observe writes into a scenario file, and what it leaves alone.
#include <gmock/gmock.h>

#include <random>
#include <regex>

#include "src/telemetry/observe/figures.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte::telemetry::observe_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Update updated(const std::string& text, const std::vector<Observation>& all,
               const ObserveOptions& options = {.statistic = Statistic::mean}) {
  const model::Scenario scenario = load(text);
  Update update = update_scenario(text, scenario, measured(scenario, all, options));
  (void)load(update.text);  // It is valid.
  return update;
}

/// Counters and flows of one interval.
std::vector<Observation> one_interval(double a, double first_on_a, double second_on_a) {
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, first_on_a);
  add_flow(seen, "A", second, 0, second_on_a);
  return {counters("A", {a}), seen};
}

/// The text with one value in the place of another, once.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Update, OnlyTheValuesThatMovedHaveOtherBytes) {
  const Update update = updated(network, one_interval(812.4, 560.2, 201));
  std::string expected = with(network, R"("inbound": "800 Mbps")", R"("inbound": "812 Mbps")");
  expected = with(expected, R"("peak": "900 Mbps")", R"("peak": "812 Mbps")");
  expected = with(expected, R"("A": "500 Mbps")", R"("A": "560 Mbps")");
  expected = with(expected, "  \"links\"",
                  R"(  "measured": { "statistic": "mean of 2026-11-29T00:00Z to 00:05Z", )"
                  R"("interval_s": 300, "from": "2026-11-29", "to": "2026-11-29" },
  "links")");
  EXPECT_EQ(update.text, expected);
  EXPECT_EQ(update.kept, 1U);  // 201 is 0.5 % from 200.
  ASSERT_EQ(update.changes.size(), 4U);
  EXPECT_EQ(update.changes[3].subject, first);
  EXPECT_EQ(update.changes[3].what, "inbound by A");
  EXPECT_EQ(update.changes[3].from, "500 Mbps");
  EXPECT_EQ(update.changes[3].to, "560 Mbps");
}

TEST(Update, TheSameDataAgainChangesNoByte) {
  for (const double a : {812.4, 790.0, 500.0}) {
    const std::vector<Observation> all = one_interval(a, a * 0.7, a * 0.28);
    const Update once = updated(network, all);
    const Update twice = updated(once.text, all);
    EXPECT_EQ(twice.text, once.text);
    EXPECT_THAT(twice.changes, IsEmpty());
  }
}

TEST(Update, NumbersStayNumbers) {
  std::string text = with(network, "\"800 Mbps\"", "800000000");
  text = with(text, "\"500 Mbps\"", "5.0e8");
  const Update update = updated(text, one_interval(912.4, 712, 200));
  EXPECT_THAT(update.text, HasSubstr(R"("inbound": 912000000)"));
  EXPECT_THAT(update.text, HasSubstr(R"("A": 712000000)"));
  EXPECT_THAT(update.text, HasSubstr(R"("A": "200 Mbps")"));
}

TEST(Update, ADaysDifferenceIsOnlyInMeasuredAndVolumes) {
  std::mt19937 random(3);
  const auto day = [&](double level) {
    Observation seen = flows(288);
    std::vector<double> rates;
    for (std::size_t i = 0; i < 288; ++i) {
      rates.push_back(level + static_cast<double>(random() % 100));
      add_flow(seen, "A", first, i, rates[i] * 0.7);
      add_flow(seen, "A", second, i, rates[i] * 0.27);
    }
    return std::vector<Observation>{counters("A", rates), seen};
  };
  const std::string before = updated(network, day(700), {}).text;
  const std::string after = updated(before, day(650), {}).text;
  const auto without_values = [](const std::string& text) {
    return std::regex_replace(text, std::regex("\"[0-9.]+ [MG]bps\"|[0-9-]{10}"), "VALUE");
  };
  EXPECT_NE(before, after);
  EXPECT_EQ(without_values(before), without_values(after));
}

TEST(Update, OneRateBecomesRatesByLinkWhereEveryLinkIsMeasured) {
  const std::string text = with(network, R"({ "A": "500 Mbps", "B": 0 })", "\"500 Mbps\"");
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 400);
  add_flow(seen, "B", first, 0, 99);
  EXPECT_THAT(updated(text, {counters("A", {410}), counters("B", {100}), seen}).text,
              HasSubstr(R"("inbound": { "A": "400 Mbps", "B": "99 Mbps" }, "advertise")"));
  EXPECT_THAT(updated(text, {counters("A", {410}), seen}).text,
              HasSubstr(R"("inbound": "500 Mbps", "advertise")"));
}

TEST(Update, RoutesChangeAdvertiseOnlyWhereTheyWereGiven) {
  const Update update = updated(network, {routes({route("A", first, 2), route("A", second, 0)})});
  EXPECT_EQ(update.text, with(network, R"("advertise": { "A": 0, "B": 1 })",
                              R"("advertise": { "A": 2, "B": 1 })"));
}

TEST(Update, APrefixThatIsNoLongerAnnouncedOnALinkBringsNothingThere) {
  const Update update = updated(network, {routes({route("A", second, 0), route("B", first, 1)})});
  EXPECT_THAT(update.text, HasSubstr(R"("inbound": { "A": 0, "B": 0 }, "advertise": { "B": 1 })"));
}

TEST(Update, AnAnnouncedPrefixThatIsNotListedIsAddedPinned) {
  const std::vector<Observation> all{
      routes({route("A", first, 0), route("A", second, 0), route("A", "192.0.2.0/24", 1, {64510}),
              route("B", first, 1), route("B", "192.0.2.0/24", 0, {64510})})};
  const Update update = updated(network, all);
  EXPECT_EQ(update.text, with(network, R"("A": "200 Mbps"} })",
                              R"("A": "200 Mbps"} },
    { "prefix": "192.0.2.0/24", "advertise": { "A": 1, "B": 0 }, "origin_as": 64510, "pinned": true })"));
  EXPECT_EQ(updated(update.text, all).text, update.text);
  // The flows were imported before it was listed: its inbound stays unknown.
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 500);
  EXPECT_THAT(updated(update.text, {counters("A", {510}), seen}).text,
              HasSubstr(R"("prefix": "192.0.2.0/24", "advertise")"));
}

TEST(Update, ALeverStaysWhereItsPrependMoves) {
  std::string text = with(network, R"("peak": "900 Mbps",)",
                          R"("levers": [{ "name": "low", "communities": ["64501:80"] }],)");
  text = with(text, R"("advertise": { "A": 0, "B": 1 })",
              R"("advertise": { "A": { "prepend": 0, "lever": "low" }, "B": 1 })");
  EXPECT_THAT(updated(text, {routes({route("A", first, 3), route("A", second, 0)})}).text,
              HasSubstr(R"("A": { "prepend": 3, "lever": "low" })"));
}

TEST(Update, SessionsThatDifferAndPrefixesAnnouncedNowhereStay) {
  Route other = route("A", first, 1);
  other.session = "192.0.2.9";
  const model::Scenario scenario = load(network);
  const Measurement m =
      measured(scenario, {routes({route("A", first, 0), other, route("B", "192.0.2.0/24", 0)})});
  EXPECT_THAT(ids(m), testing::IsSupersetOf({"sessions-differ", "announced-nowhere"}));
  const std::string text = update_scenario(network, scenario, m).text;
  EXPECT_THAT(text, HasSubstr(R"("advertise": {"A": 0}, "inbound": {"A": "200 Mbps"})"));
}

TEST(Figures, ThreeDigits) {
  EXPECT_EQ(three_digits(437'098), 437'000);
  EXPECT_EQ(three_digits(246'855), 247'000);
  EXPECT_EQ(three_digits(999'500), 1'000'000);
  EXPECT_EQ(three_digits(12), 12);
  EXPECT_EQ(three_digits(0), 0);
  EXPECT_EQ(three_digits_down(999'999), 999'000);
}

TEST(Figures, ACellStaysBelow2Percent) {
  const auto cell = [](std::int64_t old, std::int64_t measured) {
    return written_cells({{old, measured}}, 1'000'000)[0];
  };
  EXPECT_EQ(cell(100'000, 101'900), 100'000);
  EXPECT_EQ(cell(100'000, 98'100), 100'000);
  EXPECT_EQ(cell(100'000, 102'000), 102'000);
  EXPECT_EQ(cell(100'000, 98'000), 98'000);
  EXPECT_EQ(cell(0, 5), 5);
}

/// For any cells: the sum fits, each is near what was measured, and a second time nothing moves.
TEST(Figures, CellsFitIntoTheirLinkAndStayThere) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<MovedCell> cells;
    std::int64_t sum = 0;
    const std::size_t count = 1 + random() % 6;
    for (std::size_t i = 0; i < count; ++i) {
      const auto measured = static_cast<std::int64_t>(random() % (1ULL << (10 + random() % 30)));
      MovedCell cell{std::nullopt, measured};
      if (random() % 2 == 0) {
        cell.old =
            measured + static_cast<std::int64_t>(random() % 50) * measured / 1000 - measured / 40;
      }
      sum += measured;
      cells.push_back(cell);
    }
    const std::int64_t limit = three_digits(sum);
    const std::vector<std::int64_t> written = written_cells(cells, limit);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      total += written[i];
      EXPECT_NEAR(static_cast<double>(written[i]), static_cast<double>(cells[i].measured),
                  0.04 * static_cast<double>(cells[i].measured) + 1);
      cells[i].old = written[i];
    }
    ASSERT_LE(total, limit);
    ASSERT_EQ(written_cells(cells, limit), written);
  }
}

std::string appended(const std::string& text, const Measurement& m, const model::Scenario& s) {
  const auto result = append_samples(text, s, m);
  const std::string* fault = std::get_if<std::string>(&result);
  return fault != nullptr ? *fault : std::get<SamplesUpdate>(result).text;
}

TEST(Samples, EachIntervalOfALinkIsAppendedOnce) {
  const model::Scenario scenario = load(network);
  const Measurement m =
      measured(scenario, {counters("A", {100, -1, 300}), counters("B", {7, 8, 9})});
  const std::string begin_text = std::to_string(begin);
  const std::string once = appended("", m, scenario);
  EXPECT_EQ(once, "time,link,inbound\n" + begin_text + ",A,100000000\n" + begin_text +
                      ",B,7000000\n" + std::to_string(begin + 300) + ",B,8000000\n" +
                      std::to_string(begin + 600) + ",A,300000000\n" + std::to_string(begin + 600) +
                      ",B,9000000\n");
  EXPECT_EQ(appended(once, m, scenario), once);
  EXPECT_EQ(
      appended("time,link,inbound\n2026-11-29 00:02Z,A,5\n2026-11-29T00:00:00Z,B,\"7 Mbps\"",
               measured(scenario, {counters("A", {100, 200}), counters("B", {7, 8})}), scenario),
      "time,link,inbound\n2026-11-29 00:02Z,A,5\n2026-11-29T00:00:00Z,B,\"7 Mbps\"\n"
      "2026-11-29T00:05:00Z,A,200000000\n2026-11-29T00:05:00Z,B,8000000\n");
  // An offset is a time like another, and lines end as they did.
  EXPECT_EQ(appended("time,link,inbound\r\n2026-11-29T01:00:00+01:00,A,5\r\n",
                     measured(scenario, {counters("A", {100, 200})}), scenario),
            "time,link,inbound\r\n2026-11-29T01:00:00+01:00,A,5\r\n"
            "2026-11-29T00:05:00Z,A,200000000\r\n");
}

TEST(Samples, AFileThatTheScenarioCouldNotReadIsNotTouched) {
  const model::Scenario scenario = load(network);
  const Measurement m = measured(scenario, {counters("A", {100})});
  const std::string header = "time,link,inbound\n";
  EXPECT_THAT(appended("time,prefix,inbound\n", m, scenario), HasSubstr("samples of prefixes"));
  EXPECT_EQ(appended("time,link,outbound\n", m, scenario),
            "line 1: The first line must name the columns.");
  EXPECT_EQ(appended(header + "yesterday,A,1\n", m, scenario), "line 2: This is not a time.");
  EXPECT_EQ(appended(header + "0,A,fast\n", m, scenario), "line 2: This is not a rate.");
  EXPECT_EQ(appended(header + "0,A,1\n0,C,1\n", m, scenario), "line 3: No link has this name.");
  EXPECT_EQ(appended(header + "0,A,1\n\n1,A,1\n", m, scenario),
            "line 4: This interval has a sample already.");
  // What leaves is not known here, and not 0.
  EXPECT_EQ(appended("time,link,inbound,outbound\n", m, scenario), "time,link,inbound,outbound\n");
}

TEST(FirstScenario, HasOnlyWhatIsToBeFilledIn) {
  InterfaceMap map;
  map.interfaces = {{"rt1", "xe0", {1}, "A", 1'000'000'000},
                    {"rt1", "xe1", {2}, "B", 0},
                    {"rt1", "lan", {3}, "", 0}};
  const auto first_of = [&](const std::vector<Observation>& all) {
    const FirstScenario result = first_scenario(map, all, {.statistic = Statistic::mean});
    EXPECT_EQ(result.fault, "");
    std::vector<std::string> faults;
    for (const scenario::Diagnostic& one : scenario::load(result.text, ".").diagnostics) {
      faults.push_back(one.code + " " + one.pointer);
    }
    EXPECT_THAT(faults, testing::Each(testing::StartsWith("todo ")));
    return std::make_pair(result.text, faults);
  };
  Observation seen = flows(1);
  add_flow(seen, "A", first, 0, 400);
  const auto [text, faults] = first_of(
      {counters("A", {410}), seen,
       routes({route("A", first, 0), route("B", first, 2, {64510}), route("B", second, -1)})});
  EXPECT_THAT(text, HasSubstr(R"("capacity": "1 Gbps", "inbound": "410 Mbps",)"));
  EXPECT_THAT(
      text,
      HasSubstr(
          R"({ "prefix": "203.0.113.0/24", "inbound": { "A": "400 Mbps" }, "origin_as": 64510, "advertise": { "A": 0, "B": 2 } })"));
  EXPECT_THAT(faults, ElementsAre("todo /local_as", "todo /links/0/neighbor_as",
                                  "todo /links/0/relationship", "todo /links/0/billing",
                                  "todo /links/1/neighbor_as", "todo /links/1/relationship",
                                  "todo /links/1/capacity", "todo /links/1/inbound",
                                  "todo /links/1/billing", "todo /prefixes/0/advertise/B"));
  EXPECT_THAT(first_of({counters("A", {410})}).second,
              testing::Contains("todo /prefixes/0/prefix"));
}

}  // namespace
}  // namespace bgpte::telemetry::observe_test
