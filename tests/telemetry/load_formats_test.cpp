// Each format of counters, and what operators in public misread in them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/telemetry/imports.hpp"

namespace bgpte::telemetry::tests {

namespace {

using testing::HasSubstr;
using Rates = std::map<std::pair<std::string, std::int64_t>, std::int64_t>;

/// A series of Prometheus with points at t0 + 300, t0 + 600, ...; "" leaves one out.
std::string series(const std::string& labels, const std::vector<std::string>& values,
                   std::int64_t begin = t0 + 300, std::int64_t step = 300) {
  std::string points;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty()) {
      points += fmt::format("{}[{},\"{}\"]", points.empty() ? "" : ",",
                            begin + static_cast<std::int64_t>(i) * step, values[i]);
    }
  }
  return fmt::format(R"({{"metric":{{{}}},"values":[{}]}})", labels, points);
}

std::string prometheus(const std::string& all) {
  return R"({"status":"success","data":{"resultType":"matrix","result":[)" + all + "]}}";
}

const std::string on_a = R"("ifName":"xe-0/0/1","instance":"rt1.example.net:9116")";
const std::string on_b = R"("ifName":"et-1","instance":"192.0.2.34")";

TEST(Prometheus, APointIsTheEndOfItsInterval) {
  const Observation made = taken(load({prometheus(series(on_a, {"1000.4", "2000"}))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 1000}, {{"A", t0 + 300}, 2000}}));
  EXPECT_EQ(made.window, (Window{t0, t0 + 600}));
  EXPECT_EQ(made.load[0].out_bps, -1);
  EXPECT_EQ(made.sources[0].tool, "prometheus");
}

TEST(Prometheus, WhatStandsForNoValueIsNoSampleAndNotZero) {
  const Observation made =
      taken(load({prometheus(series(on_a, {"0", "NaN", "+Inf", "", "-5", "7"}))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 0}, {{"A", t0 + 1500}, 7}}));
  EXPECT_EQ(refused(made, "NaN or Inf"), 2);
  EXPECT_EQ(refused(made, "negative"), 1);
}

TEST(Prometheus, ErrorsAndOtherAnswersAreRefused) {
  EXPECT_THAT(fault(load({R"({"status":"error","errorType":"bad_data","error":"parse error"})"})),
              HasSubstr("parse error"));
  EXPECT_THAT(fault(load({prometheus("")})), HasSubstr("empty"));
  EXPECT_THAT(fault(load({R"({"status":"success","data":{"resultType":"vector","result":[]}})"})),
              HasSubstr("query_range"));
  EXPECT_THAT(fault(load({prometheus(series(on_a + R"(,"__name__":"something")", {"1"}))})),
              HasSubstr("'something'"));
  EXPECT_THAT(fault(load({prometheus(series(on_a, {"text"}))})), HasSubstr("values"));
}

TEST(Prometheus, AMeanOverMoreTimeIsRefusedByName) {
  EXPECT_THAT(fault(load({prometheus(series(on_a, {"1", "2"}, t0 + 3600, 3600))})),
              HasSubstr("each 3600 s, which is coarser than the 300 s"));
}

TEST(Prometheus, FinerAndShiftedPointsAreAveragedOntoTheIntervals) {
  const std::vector<std::string> minutes{"100", "200", "300", "400", "500", "600"};
  const Observation finer = taken(load({prometheus(series(on_a, minutes, t0 + 60, 60))}));
  EXPECT_EQ(inbound_of(finer), (Rates{{{"A", t0}, 300}}));
  EXPECT_EQ(refused(finer, "less than 90 %"), 1);
  const Observation shifted =
      taken(load({prometheus(series(on_a, {"100", "300", "500"}, t0 + 450, 300))}));
  EXPECT_EQ(inbound_of(shifted), (Rates{{{"A", t0 + 300}, 200}, {{"A", t0 + 600}, 400}}));
}

std::string counter(const std::string& name, const std::string& labels,
                    const std::vector<std::string>& values, std::int64_t begin = t0) {
  return series(fmt::format(R"("__name__":"{}",)", name) + labels, values, begin);
}

TEST(Counters, ACounterThatFallsOrHasAGapIsNoSample) {
  const Observation made = taken(load({prometheus(
      counter("ifHCInOctets", on_a,
              {"37500000", "75000000", "100", "37500100", "", "112500100", "112500100"}))}));
  // 37500000 octets in 300 s are 1 Mbps; the last interval is quiet.
  EXPECT_EQ(inbound_of(made),
            (Rates{{{"A", t0}, 1'000'000}, {{"A", t0 + 600}, 1'000'000}, {{"A", t0 + 1500}, 0}}));
  EXPECT_EQ(refused(made, "counter fell"), 1);
  EXPECT_EQ(refused(made, "gap"), 1);
}

TEST(Counters, BeyondTheIntegersOfADoubleRatesStayRight) {
  const Observation made = taken(load(
      {prometheus(counter("ifHCInOctets", on_a, {"9223372036854775808", "9223372074354775808"}))}));
  EXPECT_NEAR(static_cast<double>(inbound_of(made).at({"A", t0})), 1e9, 1e9 * 1e-6);
}

TEST(Counters, OutIsOut) {
  const Observation made =
      taken(load({prometheus(counter("ifHCOutOctets", on_a, {"0", "37500000"}) + "," +
                             counter("ifHCInOctets", on_a, {"0", "75000000"}))}));
  ASSERT_EQ(made.load.size(), 1U);
  EXPECT_EQ(made.load[0].out_bps, 1'000'000);
  EXPECT_EQ(made.load[0].in_bps, 2'000'000);
}

TEST(Counters, ThirtyTwoBitsAreRefusedAboveWhatTheyCount) {
  const std::vector<std::string> values{"4294900000", "4932704", "42432704"};
  EXPECT_THAT(fault(load({prometheus(counter("ifInOctets", on_a, values))})),
              HasSubstr("ifHC counters"));
  // et-1 has a speed of 100 Mbps, below 2^32 * 8 / 300 s: one overrun at most.
  const Observation made = taken(load({prometheus(counter("ifInOctets", on_b, values))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"B", t0}, 133'333}, {{"B", t0 + 300}, 1'000'000}}));
}

TEST(Counters, AboveTheSpeedOfTheInterfaceIsNoSample) {
  const Observation made = taken(load({prometheus(series(on_b, {"99000000", "377e15"}))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"B", t0}, 99'000'000}}));
  EXPECT_EQ(refused(made, "above the speed"), 1);
}

TEST(Counters, ARateThatNoInterfaceCarriesIsNoSampleWhateverTheMapSays) {
  const Observation made = taken(load({prometheus(series(on_a, {"99000000", "377e15"}))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 99'000'000}}));
  EXPECT_EQ(refused(made, "no interface carries"), 1);
}

TEST(Counters, AnInterfaceWithANewIndexIsOneInterface) {
  const std::string old_index = on_a + R"(,"ifIndex":"11")";
  const std::string new_index = on_a + R"(,"ifIndex":"31")";
  // The last value of the old series is answered once more when the new one has begun.
  const Observation made = taken(
      load({prometheus(counter("ifHCInOctets", old_index, {"0", "37500000", "37600000"}) + "," +
                       counter("ifHCInOctets", new_index, {"5", "75000005"}, t0 + 600))}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 1'000'000}, {{"A", t0 + 600}, 2'000'000}}));
  EXPECT_THAT(made.notes, testing::Contains(HasSubstr("ifindex 31")));
}

TEST(Counters, AnIndexThatNowIsAnotherInterfaceStopsTheImport) {
  EXPECT_THAT(
      fault(load(
          {prometheus(series(R"("ifName":"xe-0/0/9","ifIndex":"11","instance":"rt1")", {"1"}))})),
      HasSubstr("ifindex 11 of 'rt1' is 'xe-0/0/9' in the input and 'xe-0/0/1' in the map"));
}

TEST(Counters, TwoSeriesOfOneInterfaceAreNeverAdded) {
  const std::string twice = series(on_a, {"10", "20"}) + "," + series(on_a, {"10", "30"});
  const Observation made = taken(load({prometheus(twice)}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 10}}));
  EXPECT_EQ(refused(made, "differ"), 1);
}

TEST(Counters, PortsOfALinkStaySamplesOfTheirOwn) {
  const std::string second = R"("ifName":"xe-0/0/2","instance":"rt1")";
  const Observation made =
      taken(load({prometheus(series(on_a, {"10"}) + "," + series(second, {"5"}))}));
  ASSERT_EQ(made.load.size(), 2U);
  EXPECT_EQ(made.load[0].in_bps, 10);
  EXPECT_EQ(made.load[1].in_bps, 5);
  EXPECT_EQ(made.load[1].interface, "xe-0/0/2");
}

TEST(Counters, WhatIsNotInTheMapIsToldAndWhatIsNoLinkIsNotCounted) {
  const std::string rest = series(R"("ifName":"lan0","instance":"rt1")", {"1"}) + "," +
                           series(R"("ifName":"xe-9","instance":"rt1")", {"1"}) + "," +
                           series(R"("ifName":"et-1","instance":"rt9")", {"1"});
  const Observation made = taken(load({prometheus(series(on_a, {"10"}) + "," + rest)}));
  EXPECT_EQ(made.load.size(), 1U);
  EXPECT_EQ(refused(made, "interface is not in the map"), 1);
  EXPECT_EQ(refused(made, "router is not in the map"), 1);
}

TEST(Counters, ASumByNameNeedsNoRouterWhereTheNameIsOnce) {
  EXPECT_EQ(taken(load({prometheus(series(R"("ifName":"et-1")", {"10"}))})).load[0].link, "B");
}

std::string xport(std::int64_t step, const std::string& legend, const std::string& rows,
                  std::int64_t count) {
  return fmt::format(
      R"({{ "about": "RRDtool graph JSON output", "meta": {{ "start": {}, "end": {}, "step": {}, "legend": [{}] }}, "data": [{}] }})",
      t0 + step, t0 + count * step, step, legend, rows);
}

TEST(Rrdtool, RowsEndTheirIntervalsAndNullIsNoSample) {
  const Observation made =
      taken(load({xport(300, R"("B_in", "rt1/xe-0/0/1/out")",
                        "[ 3.6128932000e+07, 5e+00 ], [ null, 6.0 ], [ 1.0, null ]", 3)}));
  EXPECT_EQ(made.load.size(), 5U - 1U);
  EXPECT_EQ(inbound_of(made).at({"B", t0}), 36'128'932);
  EXPECT_EQ(inbound_of(made).at({"B", t0 + 600}), 1);
  EXPECT_EQ(made.load[0].out_bps, 5);
  EXPECT_EQ(made.load[0].in_bps, -1);
  EXPECT_EQ(refused(made, "gap"), 2);
}

TEST(Rrdtool, AStepThatItMadeCoarserIsRefused) {
  EXPECT_THAT(fault(load({xport(1800, R"("B_in")", "[1.0],[2.0]", 2)})),
              HasSubstr("each 1800 s, which is coarser than the 300 s"));
}

TEST(Rrdtool, RowsMustFitTheTimes) {
  EXPECT_THAT(fault(load({xport(300, R"("B_in")", "[1.0],[2.0]", 3)})), HasSubstr("do not fit"));
  EXPECT_THAT(fault(load({xport(300, R"("B_in")", "[1.0, 2.0],[2.0]", 2)})),
              HasSubstr("as many values"));
}

TEST(Rrdtool, ANameThatSaysNothingNeedsSeries) {
  EXPECT_THAT(fault(load({xport(300, R"("ds0")", "[1.0],[2.0]", 2)})), HasSubstr("--series"));
  ImportOptions options;
  options.series["ds0"] = "A/in";
  const Observation made = taken(load({xport(300, R"("ds0")", "[1.0],[2.0]", 2)}, options));
  EXPECT_EQ(made.load[0].link, "A");
  EXPECT_EQ(made.load[0].interface, "");  // the link has two interfaces
}

TEST(Rrdtool, ACounterOfThirtyTwoBitsThatRunsOverIsSeen) {
  std::string rows;
  for (int i = 0; i < 200; ++i) {
    rows += i == 0 ? "" : ",";
    rows += i % 5 == 0 ? "[null, 1.0]" : fmt::format("[{}, 1.0]", 40'000'000 + 300'000 * i);
  }
  const Observation made = taken(load({xport(300, R"("B_in", "A_in")", rows, 200)}));
  EXPECT_EQ(refused(made, "looks like a counter of 32 bits"), 1);
  EXPECT_FALSE(inbound_of(made).contains({"B", t0 + 300}));
  EXPECT_TRUE(inbound_of(made).contains({"A", t0 + 300}));
}

TEST(LibreNms, AZeroBetweenValuesIsAMissedPoll) {
  ImportOptions options;
  options.link = "A";
  const std::string bill = fmt::format(
      R"({{"status":"ok","graph_data":{{"in_data":[300.5,0,320],"out_data":[1,0,1],"ticks":["{}","{}","{}"],"rate_95th":"1"}}}})",
      t0 + 300, t0 + 600, t0 + 900);
  EXPECT_EQ(inbound_of(taken(load({bill}, options))),
            (Rates{{{"A", t0}, 301}, {{"A", t0 + 600}, 320}}));
  EXPECT_THAT(fault(load({bill})), HasSubstr("--link"));
  EXPECT_THAT(fault(load({R"({"status":"ok","ports":[]})"})), HasSubstr("graphdata"));
}

TEST(Zabbix, TheItemSaysTheUnit) {
  const std::string items =
      R"({"jsonrpc":"2.0","id":1,"result":[
        {"itemid":"1","name":"in","key_":"net.if.in[ifHCInOctets.11]","units":"bps","hosts":[{"host":"rt1"}]},
        {"itemid":"2","name":"out","key_":"ifHCOutOctets[et-1]","units":"Bps","hosts":[{"host":"rt2"}]}]})";
  const std::string history = fmt::format(
      R"({{"jsonrpc":"2.0","id":1,"result":[{{"itemid":"1","clock":"{0}","value":"800"}},{{"itemid":"2","clock":"{0}","value":"100"}}]}})",
      t0 + 300);
  const Observation made = taken(load({items, history}));
  ASSERT_EQ(made.load.size(), 2U);
  EXPECT_EQ(made.load[0].in_bps, 800);
  EXPECT_EQ(made.load[1].out_bps, 800);
  EXPECT_THAT(fault(load({history})), HasSubstr("item.get"));
  EXPECT_THAT(fault(load({R"({"jsonrpc":"2.0","result":[{"itemid":"1","value_avg":"1"}]})"})),
              HasSubstr("history.get"));
}

TEST(InfluxDb, StampsTheBegin) {
  const auto answer = [](const std::string& column, const std::string& values) {
    return R"({"results":[{"statement_id":0,"series":[{"name":"interface","tags":{"ifName":"et-1","hostname":"rt2"},"columns":["time",")" +
           column + R"("],"values":[)" + values + "]}]}]}";
  };
  const std::string rates =
      R"(["2026-11-28T22:40:00Z",800],["2026-11-28T22:45:00Z",null],["2026-11-28T22:50:00Z",80])";
  EXPECT_EQ(inbound_of(taken(load({answer("in_bps", rates)}))),
            (Rates{{{"B", t0}, 800}, {{"B", t0 + 600}, 80}}));
  // A gap in last values is no sample, not a double one.
  const std::string values =
      R"(["2026-11-28T22:40:00Z",0],["2026-11-28T22:45:00Z",null],["2026-11-28T22:50:00Z",75000],["2026-11-28T22:55:00Z",112500])";
  EXPECT_EQ(inbound_of(taken(load({answer("ifHCInOctets", values)}))),
            (Rates{{{"B", t0 + 900}, 1000}}));
  EXPECT_THAT(fault(load({answer("mean", rates)})), HasSubstr("AS in_bps"));
}

TEST(OwnLoadCsv, StampsTheBegin) {
  const std::string text =
      "time,router,interface,in_bps,out_bps\n2026-11-28T22:40:00Z,rt1,xe-0/0/1,1000,200\n"
      "2026-11-28T22:45:00Z,rt1,xe-0/0/1,2000,\n2026-11-28T22:40:00Z,rt2,11,7,8\n";
  const Observation made = taken(load({text}));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 1000}, {{"A", t0 + 300}, 2000}, {{"B", t0}, 7}}));
  EXPECT_EQ(made.load[0].out_bps, 200);
  EXPECT_EQ(made.load[1].out_bps, -1);
}

TEST(Grafana, LocalTimeNeedsItsZoneAndTheSecondHourOfAutumnFollowsTheFirst) {
  const std::string text =
      "\"Time\",\"et-1 in\"\n2026-10-25 02:55:00,420 Mb/s\n2026-10-25 02:00:00,60.5 kb/s\n"
      "2026-10-25 02:55:00,1.05 Gb/s\n2026-10-25 03:00:00,undefined\n";
  EXPECT_THAT(fault(load({text})), HasSubstr("--timezone"));
  ImportOptions berlin;
  berlin.timezone = "Europe/Berlin";
  InterfaceMap map = map_of();
  map.interfaces.back().speed_bps = 0;
  constexpr std::int64_t one_utc = 1792890000;  // 2026-10-25T01:00:00Z
  EXPECT_EQ(inbound_of(taken(load({text}, berlin, map))),
            (Rates{{{"B", one_utc - 600}, 420'000'000},
                   {{"B", one_utc - 300}, 60'500},
                   {{"B", one_utc + 3000}, 1'050'000'000}}));
}

TEST(Grafana, UnitsAndSeparatorsAreKnownOrRefused) {
  const std::string text = "sep=;\n\"Time\";\"et-1 in\"\n2026-11-28T22:45:00.000Z;1000\n";
  EXPECT_EQ(inbound_of(taken(load({text}))), (Rates{{{"B", t0}, 1000}}));
  EXPECT_THAT(fault(load({"\"Time\",\"et-1 in\"\n2026-11-28T22:45:00Z,13.7 degC\n"})),
              HasSubstr("13.7 degC"));
}

TEST(Cacti, IsReadWithAZoneAndALink) {
  const std::string text =
      "\xEF\xBB\xBF\"Titel\",\"rt1\"\n\"Einheit\",\"bits per second\"\n\"\"\n"
      "\"Datum\",\"Inbound\",\"Outbound\"\n\"2026-11-28 22:45:00\",\"2.5e+08\",\"NaN\"\n";
  ImportOptions options = in_utc();
  options.link = "A";
  const Observation made = taken(load({text}, options));
  EXPECT_EQ(inbound_of(made), (Rates{{{"A", t0}, 250'000'000}}));
  EXPECT_EQ(made.load[0].out_bps, -1);
  options.timezone.clear();
  EXPECT_THAT(fault(load({text}, options)), HasSubstr("--timezone"));
}

TEST(Load, OtherInputsAreRefused) {
  for (const char* text :
       {"", "  \n", "{", "{}", "{\"a\": 1}", "[1]", "a,b\n1,2\n", "\x1f\x8b\x08"}) {
    EXPECT_FALSE(fault(load({text})).empty()) << text;
  }
  ImportOptions options;
  options.format = "rrdtool-xport";
  EXPECT_FALSE(fault(load({prometheus(series(on_a, {"1"}))}, options)).empty());
}

}  // namespace

}  // namespace bgpte::telemetry::tests
