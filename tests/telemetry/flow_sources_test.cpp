// import flows --with-sources: where flows come from, and what floods are made of.
#include "src/telemetry/flows/flow_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/scenario/schema_check.hpp"
#include "tests/telemetry/imports.hpp"

namespace bgpte::telemetry::tests {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

ImportOptions with_sources() {
  ImportOptions options = in_utc();
  options.with_sources = true;
  return options;
}

struct SuspectRow {
  const char* what;
  std::int64_t protocol, source_port, flags, fragment;
  std::optional<bool> suspect;
};

TEST(Suspect, IsWhatFloodsAreMadeOf) {
  const std::vector<SuspectRow> rows{{"DNS answers", 17, 53, -1, -1, true},
                                     {"NTP answers", 17, 123, 0, 0, true},
                                     {"memcached answers", 17, 11211, -1, -1, true},
                                     {"QUIC", 17, 443, -1, -1, false},
                                     {"DNS over TCP", 6, 53, 0x18, -1, false},
                                     {"a SYN alone", 6, 40000, 0x02, -1, true},
                                     {"a SYN that asks for ECN", 6, 40000, 0xC2, -1, true},
                                     {"a connection", 6, 443, 0x1B, -1, false},
                                     {"SYN and ACK", 6, 443, 0x12, -1, false},
                                     {"TCP without flags", 6, 443, -1, -1, false},
                                     {"a later fragment", 17, 0, -1, -1, true},
                                     {"a fragment by its offset", -1, -1, -1, 185, true},
                                     {"GRE", 47, 0, -1, -1, false},
                                     {"no protocol", -1, 53, -1, -1, std::nullopt}};
  for (const SuspectRow& row : rows) {
    FlowRow flow;
    flow.protocol = row.protocol;
    flow.source_port = row.source_port;
    flow.tcp_flags = row.flags;
    flow.fragment = row.fragment;
    EXPECT_EQ(is_suspect(flow), row.suspect) << row.what;
  }
}

TEST(SourceSketch, CountsDifferentSourcesToAboutATenth) {
  for (const int count : {1, 10, 100, 1000, 30'000}) {
    SourceSketch sketch;
    for (int round = 0; round < 3; ++round) {
      for (int i = 0; i < count; ++i) {
        sketch.add(hash_of_source("10." + std::to_string(i / 65536) + "." +
                                  std::to_string(i / 256 % 256) + "." + std::to_string(i % 256)));
      }
    }
    EXPECT_NEAR(static_cast<double>(sketch.estimate()), count, 0.35 * count) << count;
  }
  EXPECT_EQ(SourceSketch{}.estimate(), 0);
}

TEST(SourceSketch, WhatIsNoAddressIsNoSource) {
  for (const char* text : {"", "0.0.0.0", "::", "a..b", "\x1b[2J"}) {
    EXPECT_EQ(hash_of_source(text), 0U) << text;
  }
}

/// Two flows of link A: 1000 bytes of NTP from AS 64511, 500 of a connection from AS 64496.
constexpr const char* own_csv =
    "time,router,interface,destination,bytes,source,source_as,source_port,protocol,tcp_flags\n"
    "2026-11-28T22:40:00Z,rt1,xe-0/0/1,203.0.113.10,1000,192.0.2.7,64511,123,17,0\n"
    "2026-11-28T22:40:00Z,rt1,xe-0/0/1,203.0.113.10,500,198.51.100.9,64496,443,6,27\n";

TEST(WithSources, TellsSourcesSuspectBytesAndSourceAsns) {
  const Observation made = taken(flows({own_csv}, with_sources()));
  ASSERT_THAT(made.flows, SizeIs(1));
  EXPECT_EQ(made.flows[0].bytes, 1500);
  EXPECT_EQ(made.flows[0].sources, 2);
  EXPECT_EQ(made.flows[0].suspect_bytes, 1000);
  EXPECT_EQ(made.source_asns, (std::vector<SourceAsn>{{"A", 64511, 1000}, {"A", 64496, 500}}));
  const scenario::SchemaCheck schema(observation_schema());
  EXPECT_EQ(schema.refusal(nlohmann::json::parse(to_json(made))), "");
  const auto read = read_observation(to_json(made));
  ASSERT_TRUE(std::holds_alternative<Observation>(read)) << std::get<std::string>(read);
  EXPECT_EQ(std::get<Observation>(read), made);
}

TEST(WithSources, WithoutItNothingOfThemIsRead) {
  const Observation made = taken(flows({own_csv}, in_utc()));
  EXPECT_EQ(made.flows[0].sources, -1);
  EXPECT_EQ(made.flows[0].suspect_bytes, -1);
  EXPECT_THAT(to_json(made), Not(HasSubstr("source_asns")));
}

TEST(WithSources, MultipliesSuspectBytesAsBytesAndSpreadsThemOverIntervals) {
  ImportOptions options = with_sources();
  options.sampling["rt1"] = {.rate = 100};
  const Observation made = taken(
      flows({"firstSeen,lastSeen,routerIP,input,dstAddr,packets,bytes,flows,srcAddr,srcPort,proto,"
             "flags,srcAS\n"
             "2026-11-28 22:42:30,2026-11-28 22:47:30,192.0.2.33,11,203.0.113.10,10,1000,1,"
             "192.0.2.7,53,UDP,........,64511\n"},
            options));
  ASSERT_THAT(made.flows, SizeIs(2));
  for (const FlowCell& cell : made.flows) {
    EXPECT_EQ(cell.bytes, 50'000);
    EXPECT_EQ(cell.suspect_bytes, 50'000);
    EXPECT_EQ(cell.sources, 1);
  }
  EXPECT_EQ(made.source_asns, (std::vector<SourceAsn>{{"A", 64511, 100'000}}));
}

TEST(WithSources, EveryFormatThatHasThemIsRead) {
  const std::vector<std::string> inputs{
      R"({"event_type":"purge","peer_ip_src":"192.0.2.33","iface_in":11,"ip_dst":"203.0.113.10","ip_src":"192.0.2.7","as_src":64511,"port_src":40000,"ip_proto":"tcp","tcp_flags":"2","stamp_inserted":"2026-11-28 22:40:00","packets":1,"bytes":700})"
      "\n",
      "PEER_SRC_IP,IN_IFACE,DST_IP,SRC_IP,SRC_AS,SRC_PORT,PROTOCOL,TCP_FLAGS,STAMP_INSERTED,"
      "PACKETS,BYTES\n"
      "192.0.2.33,11,203.0.113.10,192.0.2.7,64511,40000,tcp,2,2026-11-28 22:40:00,1,700\n",
      R"({"type":"NETFLOW_V9","time_received_ns":1795905610000000000,"time_flow_start_ns":1795905600000000000,"time_flow_end_ns":1795905601000000000,"sampling_rate":1,"sampler_address":"192.0.2.33","bytes":700,"packets":1,"src_addr":"192.0.2.7","dst_addr":"203.0.113.10","in_if":11,"proto":"TCP","src_port":40000,"tcp_flags":2,"src_as":64511})"
      "\n"};
  for (const std::string& input : inputs) {
    const Observation made = taken(flows({input}, with_sources()));
    ASSERT_THAT(made.flows, SizeIs(1)) << input;
    EXPECT_EQ(made.flows[0].sources, 1) << input;
    EXPECT_EQ(made.flows[0].suspect_bytes, 700) << input;
    EXPECT_EQ(made.source_asns, (std::vector<SourceAsn>{{"A", 64511, 700}})) << input;
  }
}

TEST(WithSources, AnInputWithoutThemIsRefused) {
  ImportOptions options = five_minutes();
  options.with_sources = true;
  EXPECT_THAT(fault(flows({"192.0.2.33,11,203.0.113.10,1000,1,1\n"}, options)),
              HasSubstr("--with-sources: the input has no source addresses"));
}

TEST(WithSources, WhatCannotBeReadOfASourceIsNotKnownAndTheFlowCounts) {
  const Observation made = taken(flows(
      {"time,router,interface,destination,bytes,source,source_as,source_port,protocol,tcp_flags\n"
       "2026-11-28T22:40:00Z,rt1,xe-0/0/1,203.0.113.10,1000,?,-,8.0,OTHER,XX\n"},
      with_sources()));
  ASSERT_THAT(made.flows, SizeIs(1));
  EXPECT_EQ(made.flows[0].bytes, 1000);
  EXPECT_EQ(made.flows[0].sources, -1);
  EXPECT_EQ(made.flows[0].suspect_bytes, -1);
}

}  // namespace
}  // namespace bgpte::telemetry::tests
