// What operators in public misread, and the right value: one test for each kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/telemetry/imports.hpp"

namespace bgpte::telemetry::tests {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string asked_heading =
    "firstSeen,lastSeen,received,routerIP,input,dstAddr,packets,bytes\n";

std::string asked_row(std::int64_t first, std::int64_t last, std::int64_t bytes,
                      const std::string& router = "192.0.2.33", std::int64_t received = t0 + 70) {
  return std::to_string(first) + "," + std::to_string(last) + "," + std::to_string(received) + "," +
         router + ",11,203.0.113.10,1," + std::to_string(bytes) + "\n";
}

ImportOptions sampling(const std::string& router, const std::string& rate) {
  ImportOptions options;
  options.sampling[router] = *parse_sampling(rate);
  return options;
}

TEST(Sampling, AnUnknownRateIsNotOne) {
  const std::string text = asked_heading + asked_row(t0, t0 + 60, 52);
  const Observation made = taken(flows({text}, {}));
  EXPECT_EQ(made.flows[0].sampling, 0);
  EXPECT_EQ(made.flows[0].bytes, 52);
  EXPECT_LT(made.flows[0].error_pct_95, 0);
  EXPECT_THAT(made.notes, testing::Contains(HasSubstr("not known")));
}

TEST(Sampling, TheOperatorSaysWhatTheExporterDoesNot) {
  const std::string text = asked_heading + asked_row(t0, t0 + 60, 52);
  for (const Observation& made :
       {taken(flows({text}, sampling("rt1", "10000"))),
        taken(flows({text}, {}, map_of(R"("addresses": ["192.0.2.33"], "sampling": 10000)")))}) {
    EXPECT_EQ(made.flows[0].bytes, 520'000);
    EXPECT_EQ(made.flows[0].packets, 10'000);
    EXPECT_EQ(made.flows[0].sampling, 10'000);
    EXPECT_DOUBLE_EQ(made.flows[0].error_pct_95, 196);
  }
}

TEST(Sampling, WhatTheCollectorAppliedIsNotAppliedTwice) {
  const std::string text =
      asked_heading + "1795905600,1795905660,0,192.0.2.33,11,203.0.113.10,160,64000\n";
  const Observation made = taken(flows({text}, sampling("rt1", "16:applied")));
  EXPECT_EQ(made.flows[0].bytes, 64'000);
  EXPECT_DOUBLE_EQ(made.flows[0].error_pct_95, 196 / std::sqrt(10.0));
}

TEST(Sampling, OneToOneDoublesNothing) {
  const std::string text = asked_heading + asked_row(t0, t0 + 60, 40);
  const Observation made = taken(flows({text}, sampling("rt1", "1")));
  EXPECT_EQ(made.flows[0].bytes, 40);
  EXPECT_EQ(made.flows[0].error_pct_95, 0);
}

std::string rate_row(std::int64_t rate) {
  return R"({"sampler_address":"192.0.2.33","in_if":11,"dst_addr":"203.0.113.1","bytes":100,)"
         R"("packets":1,"time_flow_end_ns":1795905600000000000,"sampling_rate":)" +
         std::to_string(rate) + "}\n";
}

TEST(Sampling, ARateInTheWrongByteOrderIsUnknownUntilSaid) {
  constexpr std::int64_t thousand_swapped = 0xE8030000;
  const Observation made = taken(flows({rate_row(thousand_swapped)}, {}));
  EXPECT_EQ(made.flows[0].sampling, 0);
  EXPECT_EQ(made.flows[0].bytes, 100);
  EXPECT_EQ(refused(made, "byte order"), 1);
  EXPECT_EQ(taken(flows({rate_row(thousand_swapped)}, sampling("rt1", "1000"))).flows[0].bytes,
            100'000);
}

TEST(Sampling, TwoSamplersOfOneRouterCountEachByItsRate) {
  const Observation made = taken(flows({rate_row(2000) + rate_row(4000) + rate_row(0)}, {}));
  ASSERT_EQ(made.flows.size(), 3U);
  EXPECT_EQ(made.flows[0].sampling, 0);
  EXPECT_EQ(made.flows[0].bytes, 100);
  EXPECT_EQ(made.flows[1].bytes, 200'000);
  EXPECT_EQ(made.flows[2].bytes, 400'000);
}

TEST(Sampling, OneRouterWithoutARateDoesNotSpoilTheOthers) {
  std::string other = rate_row(0);
  other.replace(other.find("192.0.2.33"), 10, "192.0.2.34");
  const Observation made = taken(flows({rate_row(1000) + other}, {}));
  EXPECT_EQ(made.flows[0].bytes, 100'000);
  EXPECT_EQ(made.flows[1].link, "B");
  EXPECT_EQ(made.flows[1].sampling, 0);
}

TEST(Sampling, RatesAreWholeNumbersFromOne) {
  for (const char* text : {"", "0", "-1", "1.5", "x", "10000001", "10:done", ":applied"}) {
    EXPECT_FALSE(parse_sampling(text)) << text;
  }
}

TEST(Times, ALongFlowIsSpreadOverItsTime) {
  // 100 s of it are in the first five minutes, 300 s in the next, 200 s in the third.
  const std::string text = asked_heading + asked_row(t0 + 200, t0 + 800, 600'001);
  const Observation made = taken(flows({text}, {}));
  ASSERT_EQ(made.flows.size(), 3U);
  EXPECT_EQ(made.flows[0].bytes, 100'000);
  EXPECT_EQ(made.flows[1].bytes, 300'000);
  EXPECT_EQ(made.flows[0].bytes + made.flows[1].bytes + made.flows[2].bytes, 600'001);
}

TEST(Times, AnUptimeThatRanOverPutsBytesIntoNoOtherDay) {
  const std::string text = asked_heading + asked_row(t0 - 4'294'967, t0 + 60, 1000) +
                           asked_row(t0 + 4'294'967, t0 + 60, 10, "192.0.2.34");
  const Observation made = taken(flows({text}, {}));
  EXPECT_EQ(made.window, (Window{t0, t0 + 300}));
  EXPECT_EQ(bytes_of(made).at("A 203.0.113.0/24"), 1000);
  EXPECT_EQ(bytes_of(made).at("B 203.0.113.0/24"), 10);
}

TEST(Times, LocalTimeIsRefusedOrNamed) {
  const std::string text =
      "time,router,interface,destination,bytes\n2026-11-28 23:40:00,rt1,11,203.0.113.1,5\n";
  EXPECT_THAT(fault(flows({text}, {})), HasSubstr("--timezone"));
  ImportOptions berlin;
  berlin.timezone = "Europe/Berlin";
  EXPECT_EQ(taken(flows({text}, berlin)).window.from, t0);
  berlin.timezone = "+01:00";
  EXPECT_EQ(taken(flows({text}, berlin)).window.from, t0);
  berlin.timezone = "Europe/Nowhere";
  EXPECT_THAT(fault(flows({text}, berlin)), HasSubstr("Europe/Nowhere"));
}

TEST(Times, TheHourThatComesTwiceIsRefusedInFlows) {
  ImportOptions berlin;
  berlin.timezone = "Europe/Berlin";
  EXPECT_THAT(fault(flows({"time,router,interface,destination,bytes\n"
                           "2026-10-25 02:30:00,rt1,11,203.0.113.1,5\n"},
                          berlin)),
              HasSubstr("comes twice"));
}

TEST(Times, WhatIsOutsideOfTheWindowIsToldAndNotCounted) {
  const std::string text =
      asked_heading + asked_row(t0 - 100, t0 + 100, 200) + asked_row(t0 - 900, t0 - 800, 50);
  const Observation made = taken(flows({text}, five_minutes()));
  EXPECT_EQ(bytes_of(made).at("A 203.0.113.0/24"), 100);
  EXPECT_EQ(refused(made, "outside of --from"), 1);
  EXPECT_THAT(made.notes, testing::Contains(HasSubstr("before --from")));
}

TEST(Times, CoarserIntervalsAreRefusedByName) {
  const std::string text =
      "time,router,interface,destination,bytes\n2026-11-28T22:00:00Z,rt1,11,203.0.113.1,5\n"
      "2026-11-28T23:00:00Z,rt1,11,203.0.113.1,5\n";
  EXPECT_THAT(fault(flows({text}, {})), HasSubstr("3600 s"));
  ImportOptions hourly;
  hourly.step_s = 3600;
  EXPECT_EQ(taken(flows({text}, hourly)).flows.size(), 2U);
}

TEST(Destinations, NetworksOfTheExporterAreNotBelieved) {
  const auto row = [](const std::string& destination) {
    return "2026-11-28T22:40:00Z,rt1,11," + destination + ",5\n";
  };
  const std::string text = "time,router,interface,destination,bytes\n" + row("203.0.112.0/15") +
                           row("203.0.113.0/24") + row("203.0.113.64/26") + row("198.51.0.0/14") +
                           row("192.0.2.0/24");
  const Observation made = taken(flows({text}, {}));
  // 203.0.113.0/24 has the listed 203.0.113.128/25 in it: which of the two it was cannot be told.
  EXPECT_EQ(refused(made, "longer listed prefix"), 3);
  EXPECT_THAT(bytes_of(made), ElementsAre(Pair("A ", 5), Pair("A 203.0.113.0/24", 5)));
}

TEST(Interfaces, AFlowThatSeveralExportersSawCountsOnLinksOnly) {
  const std::string text =
      "192.0.2.33,11,203.0.113.10,1000,1,1\n192.0.2.33,20,203.0.113.10,1000,1,1\n"
      "192.0.2.99,11,203.0.113.10,1000,1,1\n192.0.2.33,77,203.0.113.10,1000,1,1\n";
  const Observation made = taken(flows({text}, five_minutes()));
  EXPECT_THAT(bytes_of(made), ElementsAre(Pair("A 203.0.113.0/24", 1000)));
  EXPECT_EQ(refused(made, "exporter is not in the map"), 1);
  EXPECT_EQ(refused(made, "interface is not in the map"), 1);
  EXPECT_THAT(made.notes, testing::Contains(HasSubstr("no link")));
}

TEST(Interfaces, ARouterThatIsNotNamedMustBeSaid) {
  const std::string text = "0.0.0.0,11,203.0.113.10,1000,1,1\n";
  EXPECT_THAT(fault(flows({text}, five_minutes())), HasSubstr("--router"));
  ImportOptions options = five_minutes();
  options.router = "rt2";
  EXPECT_THAT(bytes_of(taken(flows({text}, options))), ElementsAre(Pair("B 203.0.113.0/24", 1000)));
}

TEST(Interfaces, FlowsThatTheirPortCannotHaveCarriedAreTold) {
  // et-1 has 100 Mbps: 3.75 GB in 300 s.
  const auto row = [](const char* bytes) {
    return std::string("192.0.2.34,11,203.0.113.10,") + bytes + ",1,1\n";
  };
  EXPECT_THAT(taken(flows({row("9000000000")}, five_minutes())).notes,
              testing::Contains(HasSubstr("above the speed of the interface")));
  EXPECT_THAT(taken(flows({row("3750000000")}, five_minutes())).notes,
              testing::Not(testing::Contains(HasSubstr("above the speed"))));
}

TEST(Firewalls, TheBytesOfAFlowCountOnce) {
  const std::string heading = "firstSeen,lastSeen,routerIP,input,dstAddr,packets,bytes,event\n";
  const auto row = [](const char* event, const char* bytes) {
    return std::string("1795905603,1795905664,192.0.2.33,11,203.0.113.10,1,") + bytes + "," +
           event + "\n";
  };
  const std::string created = row("CREATE", "0");
  const std::string updates = row("UPDATE", "600") + row("UPDATE", "400");
  const std::string end = row("DELETE", "1000");
  EXPECT_THAT(fault(flows({heading + created + updates + end}, {})),
              HasSubstr("leave one kind out"));
  for (const std::string& once : {created + updates, created + end, updates + row("DELETE", "0")}) {
    EXPECT_EQ(bytes_of(taken(flows({heading + once}, {}))).at("A 203.0.113.0/24"), 1000) << once;
  }
  const auto pmacct = [](int event, int bytes) {
    return R"({"peer_ip_src": "192.0.2.33", "iface_in": 11, "ip_dst": "203.0.113.10", "packets": 1, )" +
           std::string(R"("fw_event": )") + std::to_string(event) + R"(, "bytes": )" +
           std::to_string(bytes) + "}\n";
  };
  EXPECT_THAT(fault(flows({pmacct(5, 600) + pmacct(2, 600)}, five_minutes())),
              HasSubstr("leave one kind out"));
  EXPECT_EQ(taken(flows({pmacct(1, 0) + pmacct(2, 600)}, five_minutes())).flows[0].bytes, 600);
}

TEST(Layers, FramesAndPacketsAreConvertedOnlyWhereAsked) {
  const auto row = [](const char* type, const char* router) {
    return std::string(R"({"type":")") + type + R"(","sampler_address":")" + router +
           R"(","in_if":11,"dst_addr":"203.0.113.1","bytes":2000,"packets":10,)"
           R"("time_flow_end_ns":1795905600000000000,"sampling_rate":1})" +
           "\n";
  };
  const std::string text = row("SFLOW_5", "192.0.2.33") + row("IPFIX", "192.0.2.34");
  const Observation mixed = taken(flows({text}, {}));
  EXPECT_EQ(mixed.layer, "");
  EXPECT_THAT(mixed.notes, testing::Contains(HasSubstr("18 bytes")));
  ImportOptions options;
  options.layer = "l3";
  const Observation packets = taken(flows({text}, options));
  EXPECT_EQ(packets.flows[0].bytes, 2000 - 180);
  EXPECT_EQ(packets.flows[1].bytes, 2000);
  options.layer = "l2";
  const Observation frames = taken(flows({text}, options));
  EXPECT_EQ(frames.flows[0].bytes, 2000);
  EXPECT_EQ(frames.flows[1].bytes, 2000 + 180);
}

TEST(Sums, StopAtTheLargestNumber) {
  const std::string text =
      asked_heading + asked_row(t0, t0 + 60, INT64_MAX) + asked_row(t0, t0 + 60, INT64_MAX);
  EXPECT_EQ(taken(flows({text}, sampling("rt1", "1000"))).flows[0].bytes, INT64_MAX);
}

}  // namespace

}  // namespace bgpte::telemetry::tests
