// Outputs of the same tools that look otherwise: of other releases, with other options, and after
// their sources (nfdump's output_csv.c, pmacct's print_plugin.c and plugin_cmn_json.c, goflow2's
// flow.proto, akvorado's line.go).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/telemetry/imports.hpp"

namespace bgpte::telemetry::tests {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using Rates = std::map<std::pair<std::string, std::int64_t>, std::int64_t>;

const auto thousand_on_a = ElementsAre(Pair("A 203.0.113.0/24", 1000));

TEST(NfdumpForms, AskedColumnsComeInAnyOrderAndUnderTheNamesOfTheirTokens) {
  const std::string rows[] = {
      // csv:%ibyt,%ipkt,%da,%in,%ra,%ter,%tsr
      "inBytes,inPackets,dstAddr,input,routerIP,lastSeen,firstSeen\n"
      "1000,4,203.0.113.10,11,192.0.2.33,1795905664.012,1795905603.050\n",
      // csv:%tsg,%teg,%ra,%in,%da,%byt,%cnt,%nfv,%eng,%nhb,%dn,%inam,%sc
      "firstSeen,lastSeen,routerIP,input,dstAddr,bytes,count,version,engine,bgpNextIP,dstNet,"
      "inIfName,srcGeo\n"
      "2026-11-28 22:40:03.050,2026-11-28 22:41:04.012,192.0.2.33,11,203.0.113.10,1000,1,10,0/0,"
      "0.0.0.0,203.0.113.0/24,xe-0/0/1,..\n",
      // csv:%trr,%ra,%in,%da,%byt,%mpls,%odid,%tos and no times of the flow
      "received,routerIP,input,dstAddr,bytes,mplsLabel1-10,obsDomainID,tos\n"
      "1795905664.012,192.0.2.33,11,203.0.113.10,1000,0-0-0,1,0\n"};
  for (const std::string& text : rows) {
    ImportOptions options = in_utc();
    if (text.starts_with("received")) {
      options.window = Window{t0, t0 + 300};
    }
    EXPECT_THAT(bytes_of(taken(flows({text}, options))), thousand_on_a) << text;
  }
  EXPECT_THAT(fault(flows({"firstSeen,routerIP,input,dstAddr,bytes,newToken\n"}, in_utc())),
              HasSubstr("newToken"));
}

TEST(NfdumpForms, OtherOutputsAreRefusedAndNothingOfThemIsTaken) {
  for (
      const char* text :
      {// -o line, -o long: columns by blanks
       "Date first seen             Duration Proto      Src IP Addr:Port          Dst IP Addr:Port "
       "  Packets    Bytes Flows\n2026-11-28 22:40:03.050    60.962 UDP        198.18.0.1:443   -> "
       "     203.0.113.10:50000     1262    1.5 M     1\n",
       // -o pipe
       "2|1795905603|50|1795905664|12|17|0|0|0|3323068417|443|0|0|0|3405803786|50000|0|0|11|20|0|0|"
       "1262|1549736\n",
       // csv-fast
       "cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,srcAS,dstAS,input,output,"
       "flags,srcTos,packets,bytes\n",
       // -o json
       "[\n{\n\t\"type\" : \"FLOW\",\n\t\"sampled\" : 0,\n",
       "{\"type\":\"FLOW\",\"in_bytes\":5}\n"}) {
    EXPECT_FALSE(fault(flows({text}, in_utc())).empty()) << text;
  }
}

TEST(PmacctForms, MarkersAndPurgesAroundTheRowsAreNoFlows) {
  const std::string csv =
      "--START (1234)--\nPEER_SRC_IP,IN_IFACE,DST_IP,PACKETS,FLOWS,BYTES\n"
      "192.0.2.33,11,203.0.113.10,4,1,1000\n--END (1234)--\n";
  EXPECT_THAT(bytes_of(taken(flows({csv}, five_minutes()))), thousand_on_a);
  const std::string json =
      R"({"event_type": "purge_init", "writer_id": "default_print/1234", "purged_entries": 0})"
      "\n"
      R"({"event_type": "purge", "peer_ip_src": "192.0.2.33", "iface_in": 11, "ip_dst": "203.0.113.10", "packets": 4, "bytes": 1000, "writer_id": "default_print/1234"})"
      "\n"
      R"({"event_type": "purge_close", "writer_id": "default_print/1234", "purged_entries": 1, "total_entries": 1, "duration": 0})"
      "\n";
  EXPECT_THAT(bytes_of(taken(flows({json}, five_minutes()))), thousand_on_a);
}

TEST(PmacctForms, TimesAreOfAnyOfItsOptions) {
  const auto row = [](const std::string& begin, const std::string& end) {
    return R"({"peer_ip_src": "::ffff:192.0.2.33", "iface_in": 11, "ip_dst": "203.0.113.10", "packets": 4, "bytes": 1000, )"
           R"("timestamp_start": ")" +
           begin + R"(", "timestamp_end": ")" + end + "\"}\n";
  };
  for (const std::string& text :
       {row("1795905603.050000", "1795905664.012000"),  // timestamps_since_epoch
        row("2026-11-28T22:40:03.050000Z", "2026-11-28T22:41:04.012000Z"),   // timestamps_rfc3339
        row("2026-11-28T23:40:03+01:00", "2026-11-28T23:41:04+01:00"),       // not timestamps_utc
        row("2026-11-28 22:40:03.050000", "2026-11-28 22:41:04.012000")}) {  // by default
    const Observation made = taken(flows({text}, in_utc()));
    EXPECT_THAT(bytes_of(made), thousand_on_a) << text;
    EXPECT_EQ(made.window, (Window{t0, t0 + 300})) << text;
  }
  EXPECT_THAT(fault(flows({row("2026-11-28 22:40:03", "2026-11-28 22:41:04")}, {})),
              HasSubstr("--timezone"));
}

TEST(PmacctForms, OtherPrimitivesDoNotMatterAndOtherSeparatorsAreRefused) {
  const std::string csv =
      "IN_IFACE,DST_NET,DST_MASK,PEER_SRC_IP,SRC_ROA,VRF_NAME,FW_EVENT,MPLS_LABEL_TOP,BYTES,"
      "PACKETS\n"
      "11,198.51.100.0,24,192.0.2.33,u,,0,0,1000,4\n";
  EXPECT_THAT(bytes_of(taken(flows({csv}, five_minutes()))),
              ElementsAre(Pair("A 198.51.100.0/24", 1000)));
  EXPECT_FALSE(fault(flows({"PEER_SRC_IP;IN_IFACE;DST_IP;BYTES\n192.0.2.33;11;203.0.113.10;1\n"},
                           five_minutes()))
                   .empty());
}

TEST(Goflow2Forms, TheFirstVersionWritesItsNamesOtherwise) {
  const std::string text =
      R"({"Type":"SFLOW_5","TimeReceived":1795905600,"SequenceNum":1,"SamplingRate":100,"FlowDirection":0,)"
      R"("SamplerAddress":"192.0.2.33","TimeFlowStart":1795905600,"TimeFlowEnd":1795905600,"TimeFlowStartMs":0,)"
      R"("Bytes":10,"Packets":1,"SrcAddr":"198.18.0.1","DstAddr":"203.0.113.10","Etype":2048,"Proto":6,)"
      R"("InIf":11,"OutIf":20,"HasMpls":false,"Mpls_1Ttl":0,"BgpCommunities":[],"AsPath":[1,2],"IPTTL":64,)"
      R"("TCPFlags":16,"EtypeName":"IPv4","IcmpName":""})"
      "\n";
  const Observation made = taken(flows({text + text}, {}));
  EXPECT_THAT(bytes_of(made), ElementsAre(Pair("A 203.0.113.0/24", 2000)));
  EXPECT_EQ(made.flows[0].sampling, 100);
  EXPECT_EQ(made.layer, "l2");
  EXPECT_EQ(made.window, (Window{t0, t0 + 300}));
  std::string other = text;
  other.replace(other.find("IcmpName"), 8, "IcmpFame");
  EXPECT_THAT(fault(flows({other}, {})), HasSubstr("IcmpFame"));
}

TEST(AkvoradoForms, LaterReleasesAddTheTotalAndTimesMayHaveAnOffset) {
  const std::string text =
      R"({"t":["2026-11-28T23:40:00+01:00","2026-11-28T23:45:00+01:00"],"rows":[["rt1","12","198.51.100.0/24"]],)"
      R"("points":[[400,800]],"axis":[1],"axis-names":{"1":"Direct"},"average":[600],"total":[45000],)"
      R"("min":[400],"max":[800],"last":[400],"95th":[780]})";
  const Observation made = taken(flows({text}, {}));
  EXPECT_EQ(made.window, (Window{t0, t0 + 600}));
  EXPECT_EQ(made.flows[0].interface, "xe-0/0/2");  // Of an interface without a name its index.
  EXPECT_EQ(made.flows[0].bytes, 400 * 300 / 8);
}

TEST(MapForms, APortThatIsCalledByANumberIsMeantBeforeAnIndex) {
  const auto made = read_map(R"({ "format": "bgpte-map/1",
    "exporters": { "sw1": { "addresses": ["2001:DB8:0::33"] } },
    "interfaces": [ { "router": "sw1", "ifname": "24", "ifindex": [7], "link": "A" },
                    { "router": "sw1", "ifname": "7", "ifindex": [24], "link": "B" } ] })");
  const InterfaceMap map = std::get<InterfaceMap>(made);
  const std::string own =
      "time,router,interface,destination,bytes\n1795905600,2001:db8::33,24,203.0.113.1,5\n";
  EXPECT_THAT(bytes_of(taken(flows({own}, {}, map))), ElementsAre(Pair("A 203.0.113.0/24", 5)));
  // A column of indexes is one of indexes.
  EXPECT_THAT(
      bytes_of(taken(flows({"2001:db8:0:0::33,24,203.0.113.1,5,1,1\n"}, five_minutes(), map))),
      ElementsAre(Pair("B 203.0.113.0/24", 5)));
  const std::string load_csv = "time,router,interface,in_bps,out_bps\n1795905600,sw1,7,9,\n";
  EXPECT_EQ(taken(load({load_csv}, {}, map)).load[0].link, "B");
}

std::string matrix(const std::string& labels) {
  return R"({"status":"success","isPartial":false,"data":{"resultType":"matrix","result":[{"metric":{)" +
         labels + R"(},"values":[[1795905900.123,"1.5e+03"]]}]},"stats":{"seriesFetched":"1"}})";
}

TEST(PrometheusForms, OfSeveralLabelsTheOneCountsThatTheMapKnows) {
  for (const char* labels :
       {R"("instance":"127.0.0.1:9116","hostname":"rt2","ifName":"et-1")",
        R"("agent_host":"192.0.2.34","source":"","ifName":"Ethernet1","ifDescr":"et-1")",
        R"("sysName":"rt2.example.net","job":"snmp","ifIndex":"11")",
        R"("instance":"[::ffff:192.0.2.34]:161","interface":"et-1","ifAlias":"transit")"}) {
    const Observation made = taken(load({matrix(labels)}));
    EXPECT_EQ(inbound_of(made), (Rates{{{"B", t0}, 1500}})) << labels;
  }
  EXPECT_THAT(fault(load({matrix(R"("instance":"rt1","sysName":"rt2","ifName":"et-1")")})),
              HasSubstr("two routers"));
}

std::string influx(const std::string& tags, const std::string& rest) {
  return R"({"results":[{"statement_id":0,"series":[{"name":"interface","tags":{)" + tags +
         R"(},"columns":["time","in_bps"],"values":[["2026-11-28T22:40:00Z",800]])" + rest;
}

TEST(InfluxForms, LabelsAreReadAsThoseOfPrometheus) {
  for (const char* tags :
       {R"("agent_host":"192.0.2.34","host":"telegraf","ifDescr":"et-1")",
        R"("hostname":"rt2","ifIndex":"11")", R"("source":"rt2","ifIndex":"11","ifName":"et-1")"}) {
    EXPECT_EQ(inbound_of(taken(load({influx(tags, "}]}]}")}))), (Rates{{{"B", t0}, 800}})) << tags;
  }
  EXPECT_THAT(fault(load({influx(R"("hostname":"rt2","ifIndex":"11","ifName":"et-2")", "}]}]}")})),
              HasSubstr("ifindex 11 of 'rt2'"));
}

TEST(InfluxForms, AnAnswerThatWasCutIsRefused) {
  const std::string tags = R"("hostname":"rt2","ifName":"et-1")";
  EXPECT_THAT(fault(load({influx(tags, R"(}],"partial":true}]})")})), HasSubstr("partial"));
  EXPECT_THAT(fault(load({influx(tags, R"(,"partial":true}]}]})")})), HasSubstr("partial"));
}

TEST(ZabbixForms, KeysOfTheAgentNameTheInterfaceFirst) {
  for (const char* key : {R"(net.if.in[et-1])", R"(net.if.in[\"et-1\"])",
                          R"(net.if.in[\"et-1\",bytes])", R"(net.if.in[ifHCInOctets.11])"}) {
    const std::string items = fmt::format(
        R"({{"jsonrpc":"2.0","id":1,"result":[{{"itemid":"1","name":"in","key_":"{}","units":"bps","hosts":[{{"hostid":"5","host":"rt2"}}]}}]}})",
        key);
    const std::string history = fmt::format(
        R"({{"jsonrpc":"2.0","id":2,"result":[{{"itemid":"1","clock":"{}","value":"800","ns":"0"}}]}})",
        t0 + 300);
    EXPECT_EQ(inbound_of(taken(load({items, history}))), (Rates{{{"B", t0}, 800}})) << key;
  }
}

TEST(GrafanaForms, RawTimesAreMilliseconds) {
  const std::string text = "\"Time\",\"et-1 in\"\n1795905900000,\"1.5 kb/s\"\n1795906200000,\n";
  EXPECT_EQ(inbound_of(taken(load({text}))), (Rates{{{"B", t0}, 1500}}));
  for (const char* value : {"1.5 Mib/s", "187.5 kB/s", "1,5 kb/s"}) {
    EXPECT_THAT(
        fault(load({std::string("\"Time\",\"et-1 in\"\n1795905900000,\"") + value + "\"\n"})),
        HasSubstr("no rate"))
        << value;
  }
}

}  // namespace

}  // namespace bgpte::telemetry::tests
