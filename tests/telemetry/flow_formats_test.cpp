// Each format of flows: what is taken from it, and what is refused.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/telemetry/imports.hpp"

namespace bgpte::telemetry::tests {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr const char* fmt_rows =
    "   192.0.2.33,    11,      203.0.113.10,   1228000,    1000,   3\n"
    "   192.0.2.33,    12,     203.0.113.200,       500,       5,   1\n"
    "   192.0.2.34,    11,   2001:db8:100::5,       700,       7,   1\n"
    "   192.0.2.33,    20,      203.0.113.10,    999999,    1000,   1\n"
    "   192.0.2.33,    11,         192.0.2.2,        40,       1,   1\n";

const auto is_what_fmt_rows_say =
    ElementsAre(Pair("A ", 40), Pair("A 203.0.113.0/24", 1228000), Pair("A 203.0.113.128/25", 500),
                Pair("B 2001:db8:100::/40", 700));

TEST(NfdumpFmt, IsAddedUpByLinkAndLongestMatch) {
  const Observation made = taken(flows({fmt_rows}, five_minutes()));
  EXPECT_THAT(bytes_of(made), is_what_fmt_rows_say);
  ASSERT_EQ(made.flows.size(), 4U);
  const FlowCell& cell = made.flows[1];
  EXPECT_EQ(cell.router, "rt1");
  EXPECT_EQ(cell.interface, "xe-0/0/1");
  EXPECT_EQ(cell.packets, 1000);
  EXPECT_EQ(cell.flows, 3);
  EXPECT_EQ(cell.window, (Window{t0, t0 + 300}));
  EXPECT_EQ(made.step_s, 300);
  EXPECT_EQ(made.window, (Window{t0, t0 + 300}));
  ASSERT_EQ(made.sources.size(), 1U);
  EXPECT_EQ(made.sources[0].tool, "nfdump-fmt");
  EXPECT_EQ(made.sources[0].bytes, static_cast<std::int64_t>(std::string(fmt_rows).size()));
  ASSERT_EQ(made.unlisted.size(), 1U);
  EXPECT_EQ(made.unlisted[0].destination, "192.0.2.0/24");
}

TEST(NfdumpFmt, BlocksOfAnySizeGiveTheSame) {
  const std::string whole = to_json(taken(flows({fmt_rows}, five_minutes(), map_of(), 100'000)));
  for (const std::size_t block : {1, 2, 3, 64, 65}) {
    EXPECT_EQ(to_json(taken(flows({fmt_rows}, five_minutes(), map_of(), block))), whole) << block;
  }
}

TEST(NfdumpFmt, HeadingAndSummaryAreNoFlows) {
  const std::string text =
      std::string("   Router IP  Input        Dst IP Addr    Bytes  Packets Flows\r\n") + fmt_rows +
      "Summary: total flows: 5, total bytes: 2229239, total packets: 2013\n"
      "Time window: 2026-11-28 22:40:03 - 2026-11-28 22:44:53\n"
      "Total flows processed: 5, Blocks skipped: 0, Bytes read: 100\n"
      "Sys: 0.004s flows/second: 1.0  Wall: 0.003s flows/second: 1.0\n";
  EXPECT_THAT(bytes_of(taken(flows({text}, five_minutes()))), is_what_fmt_rows_say);
}

TEST(NfdumpFmt, HasNoTimesSoThatTheyMustBeSaid) {
  EXPECT_THAT(fault(flows({fmt_rows}, {})), HasSubstr("--from and --to"));
}

TEST(NfdumpFmt, RoundedNumbersAndShortenedAddressesAreRefused) {
  const std::string rounded = "192.0.2.33, 11, 203.0.113.10, 4.2 M, 1000, 3\n";
  EXPECT_THAT(fault(flows({rounded}, five_minutes())), HasSubstr("-N"));
  const std::string shortened = fmt_rows + std::string("192.0.2.33, 11, 2001:d..00:5, 4, 1, 1\n");
  const Observation made = taken(flows({shortened}, five_minutes()));
  EXPECT_EQ(refused(made, "nfdump -6"), 1);
  EXPECT_THAT(bytes_of(made), is_what_fmt_rows_say);
}

TEST(NfdumpFmt, OneCutLineIsToldAndManyAreRefused) {
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += fmt_rows;
  }
  const Observation made = taken(flows({many + "192.0.2.33, 11, 203.0"}, five_minutes()));
  EXPECT_EQ(refused(made, "cannot be read"), 1);
  EXPECT_EQ(bytes_of(made).at("A "), 50 * 40);
  EXPECT_THAT(fault(flows({std::string(fmt_rows) + "192.0.2.33, 11, 203.0"}, five_minutes())),
              HasSubstr("line 6 cannot be read as nfdump-fmt: '192.0.2.33, 11, 203.0'"));
}

const std::string csv_heading =
    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,"
    "nhb,svln,dvln,ismc,odmc,idmc,osmc,mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,mpls9,"
    "mpls10,cl,sl,al,ra,eng,exid,tr\n";

std::string csv_row(const std::string& times, const std::string& destination, int bytes,
                    int ifindex, const std::string& direction = "0",
                    const std::string& received = "1970-01-01 00:00:00.000") {
  return times + ",1.0,198.18.0.1," + destination + ",1,2,UDP,........,0,0,10," +
         std::to_string(bytes) + ",0,0," + std::to_string(ifindex) + ",20,0,0,0,0,0," + direction +
         ",0.0.0.0,0.0.0.0,0,0,m,m,m,m,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,"
         "0-0-0,0.000,0.000,0.000,192.0.2.33,0/0,1," +
         received + "\n";
}

const std::string inside = "2026-11-28 22:40:03,2026-11-28 22:41:04";

TEST(NfdumpCsv, IsReadWithAndWithoutItsHeading) {
  const std::string rows =
      csv_row(inside, "203.0.113.10", 1000, 11) + csv_row(inside, "2001:db8:100::1", 300, 11);
  const std::string summary =
      "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,1300,20,1,1,1\n";
  for (const std::string& text : {fmt::format("{}{}{}", csv_heading, rows, summary), rows}) {
    const Observation made = taken(flows({text}, in_utc()));
    EXPECT_THAT(bytes_of(made),
                ElementsAre(Pair("A 2001:db8:100::/40", 300), Pair("A 203.0.113.0/24", 1000)));
    EXPECT_EQ(made.window, (Window{t0, t0 + 300}));
    EXPECT_EQ(made.sources[0].tool, "nfdump-csv");
  }
}

TEST(NfdumpCsv, StatisticsAndOtherColumnsAreRefusedByName) {
  EXPECT_THAT(
      fault(flows({"ts,te,td,pr,val,fl,flP,ipkt,ipktP,ibyt,ibytP,ipps,ibps,ibpp\n"}, in_utc())),
      HasSubstr("no format that is known"));
  EXPECT_THAT(fault(flows({"ts,te,td,da,ibyt,ipkt,newcolumn\n"}, in_utc())),
              HasSubstr("newcolumn"));
}

TEST(NfdumpCsv, AddressesThatNfdumpLostStopTheImport) {
  EXPECT_THAT(fault(flows({csv_heading + csv_row(inside, "0.0.0.0", 1000, 11)}, in_utc())),
              HasSubstr("aggregate by dstip"));
}

TEST(NfdumpCsv, NetworksInsteadOfHostsStopTheImport) {
  std::string text = csv_heading;
  for (const char* network : {"203.0.113.0", "198.51.100.0", "198.18.5.0", "198.18.6.0"}) {
    text += csv_row(inside, network, 1000, 11);
  }
  EXPECT_THAT(fault(flows({text}, in_utc())), HasSubstr("look like networks"));
  EXPECT_EQ(taken(flows({text + csv_row(inside, "203.0.113.5", 1, 11)}, in_utc())).flows.size(),
            3U);
}

TEST(NfdumpCsvAsked, NeedsInterfaceAndDestination) {
  const std::string text =
      "firstSeen,lastSeen,routerIP,input,dstAddr,packets,bytes,flows\n"
      "1795905603.050,1795905664.012,192.0.2.33,11,203.0.113.10,1262,1549736,1\n";
  const Observation made = taken(flows({text}, {}));
  EXPECT_THAT(bytes_of(made), ElementsAre(Pair("A 203.0.113.0/24", 1549736)));
  EXPECT_EQ(made.sources[0].tool, "nfdump-csv-asked");
  const std::string by_default =
      "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n";
  EXPECT_THAT(fault(flows({by_default}, {})), HasSubstr("csv:%tsr,%ter,%ra,%in,%da,%pkt,%byt,%fl"));
}

std::string pmacct_row(const std::string& network, int mask, int rate, int bytes,
                       const std::string& stamp = "2026-11-28 22:40:00") {
  return R"({"event_type": "purge", "peer_ip_src": "192.0.2.33", "iface_in": 11, "iface_out": 11, )"
         R"("net_dst": ")" +
         network + R"(", "mask_dst": )" + std::to_string(mask) + R"(, "sampling_rate": )" +
         std::to_string(rate) + R"(, "stamp_inserted": ")" + stamp +
         R"(", "stamp_updated": "2026-11-28 22:42:01", "packets": 100, "bytes": )" +
         std::to_string(bytes) + "}\n";
}

TEST(PmacctJson, RowsOfPurgesAddUpByTheirInterval) {
  const std::string text =
      "{\"event_type\": \"purge_init\", \"writer_id\": \"x/1\"}\n" +
      pmacct_row("198.51.100.0", 24, 1, 600) + pmacct_row("198.51.100.0", 24, 1, 400) +
      pmacct_row("198.51.100.0", 24, 1, 5, "2026-11-28 22:45:00") + pmacct_row("0.0.0.0", 0, 1, 70);
  const Observation made = taken(flows({text}, in_utc()));
  ASSERT_EQ(made.flows.size(), 3U);
  EXPECT_EQ(made.flows[0].bytes, 70);
  EXPECT_EQ(made.flows[0].prefix, "");
  EXPECT_EQ(made.flows[1].bytes, 1000);
  EXPECT_EQ(made.flows[2].bytes, 5);
  EXPECT_EQ(made.flows[2].window.from, t0 + 300);
}

TEST(PmacctJson, AMemberThatNobodyKnowsIsRefused) {
  std::string text = pmacct_row("198.51.100.0", 24, 1, 600);
  text.replace(text.find("net_dst"), 7, "net_new");
  EXPECT_THAT(fault(flows({text}, in_utc())), HasSubstr("net_new"));
}

TEST(PmacctCsv, IsReadByItsHeading) {
  const std::string text =
      "PEER_SRC_IP,IN_IFACE,DST_NET,DST_MASK,PACKETS,BYTES\n"
      "192.0.2.33,11,203.0.113.128,25,4,1000\n"
      "192.0.2.34,11,ff02::,40,1,56\n";
  EXPECT_THAT(bytes_of(taken(flows({text}, five_minutes()))),
              ElementsAre(Pair("A 203.0.113.128/25", 1000), Pair("B ", 56)));
  EXPECT_THAT(fault(flows({"PEER_SRC_IP,DST_NET,DST_MASK,PACKETS,BYTES\n"}, five_minutes())),
              HasSubstr("in_iface"));
}

TEST(OwnCsv, TakesNamesAndIndexesHostsAndNetworks) {
  const std::string text =
      "time,router,interface,destination,bytes\n"
      "2026-11-28T22:40:00Z,rt1,xe-0/0/1,203.0.113.10,100\n"
      "2026-11-28T23:45:00+01:00,rt2,11,203.0.113.128/25,200\n"
      "1795905600,rt1,12,2001:db8:100::/48,300\n";
  const Observation made = taken(flows({text}, {}));
  EXPECT_THAT(bytes_of(made),
              ElementsAre(Pair("A 2001:db8:100::/40", 300), Pair("A 203.0.113.0/24", 100),
                          Pair("B 203.0.113.128/25", 200)));
  EXPECT_EQ(made.flows.back().window.from, t0 + 300);
  EXPECT_THAT(fault(flows({"time,router,interface,bytes\n"}, {})), HasSubstr("destination"));
}

std::string goflow2_row(const std::string& type, const std::string& router, std::int64_t rate,
                        int ifindex, const std::string& destination) {
  return R"({"type":")" + type +
         R"(","time_received_ns":1795905600123456000,"sequence_num":1,"sampling_rate":)" +
         std::to_string(rate) + R"(,"flow_direction":1,"sampler_address":")" + router +
         R"(","time_flow_start_ns":1795905600000000000,"time_flow_end_ns":1795905659000000000,)"
         R"("bytes":1500,"packets":2,"src_addr":"198.18.0.1","dst_addr":")" +
         destination + R"(","etype":"IPv4","proto":"UDP","in_if":)" + std::to_string(ifindex) +
         R"(,"out_if":20,"layer_stack":["Ethernet","IPv4"]})" + "\n";
}

TEST(Goflow2, MultipliesByTheRateOfEachRow) {
  const std::string text = goflow2_row("NETFLOW_V9", "192.0.2.33", 1000, 11, "203.0.113.1") +
                           goflow2_row("NETFLOW_V9", "192.0.2.34", 1, 11, "203.0.113.1");
  const Observation made = taken(flows({text}, {}));
  EXPECT_THAT(bytes_of(made),
              ElementsAre(Pair("A 203.0.113.0/24", 1'500'000), Pair("B 203.0.113.0/24", 1500)));
  EXPECT_EQ(made.flows[0].sampling, 1000);
  EXPECT_NEAR(made.flows[0].error_pct_95, 196 / std::sqrt(2.0), 1e-9);
  EXPECT_EQ(made.flows[1].sampling, 1);
  EXPECT_EQ(made.flows[1].error_pct_95, 0);
  EXPECT_EQ(made.layer, "l3");
}

constexpr const char* graph = R"({"t":["2026-11-28T22:40:00Z","2026-11-28T22:45:00Z"],
  "rows":[["rt1","xe-0/0/1","198.51.100.0/24"],["Other","Other","Other"],["rt2","et-1","198.51.100.0/24"]],
  "points":[[400,800],[8,8],[80,160]],"axis":[1,1,1],"axis-names":{"1":"Direct"},
  "average":[1],"min":[1],"max":[1],"last":[1],"95th":[1]})";

TEST(Akvorado, GraphsGiveBytesOfEachInterval) {
  const Observation made = taken(flows({graph}, {}));
  ASSERT_EQ(made.flows.size(), 4U);
  EXPECT_EQ(made.flows[0].bytes, 400 * 300 / 8);
  EXPECT_EQ(made.flows[1].bytes, 800 * 300 / 8);
  EXPECT_EQ(made.flows[2].link, "B");
  EXPECT_EQ(refused(made, "folded smaller rows into Other"), 1);
}

TEST(Akvorado, RowsAndPointsMustFit) {
  std::string text = graph;
  text.replace(text.find("[400,800]"), 9, "[400]");
  EXPECT_THAT(fault(flows({text}, {})), HasSubstr("not as long as"));
}

TEST(Formats, AreDetectedOrSaidAndOthersAreRefused) {
  for (const std::string text :
       {"Date first seen  Duration  Proto  Src IP Addr:Port\n2026-11-28 1.0 UDP 192.0.2.1:1\n",
        "a,b,c\n1,2,3\n", "{\"x\": 1}\n", "\x1f\x8b garbage", "", "\n\n", "1,2\n"}) {
    EXPECT_FALSE(fault(flows({text}, five_minutes())).empty()) << text;
  }
  ImportOptions options = five_minutes();
  options.format = "pmacct-csv";
  EXPECT_FALSE(fault(flows({fmt_rows}, options)).empty());
  options.format = "nfdump-fmt";
  EXPECT_THAT(bytes_of(taken(flows({fmt_rows}, options))), is_what_fmt_rows_say);
  EXPECT_THAT(fault(flows({"\x1f\x8b\x08 garbage"}, five_minutes(), map_of(), 100)),
              HasSubstr("gzip"));
}

TEST(Formats, SeveralInputsAddUp) {
  const Observation made = taken(flows({fmt_rows, fmt_rows}, five_minutes()));
  EXPECT_EQ(bytes_of(made).at("A 203.0.113.0/24"), 2 * 1228000);
  EXPECT_EQ(made.sources.size(), 2U);
}

TEST(Formats, NothingThatDrivesATerminalIsRepeated) {
  const std::string text = "192.0.2.33,11,\x1b[2J\xff,1,1,1\n";
  for (const char c : fault(flows({text}, five_minutes()))) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  }
  const std::string good = std::string(fmt_rows) + text;
  for (const char c : to_json(taken(flows({good}, five_minutes())))) {
    EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  }
}

}  // namespace

}  // namespace bgpte::telemetry::tests
