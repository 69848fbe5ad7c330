#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bgpte/telemetry/import.hpp"

/// A short text of each format, and what holds of whatever comes of one: for the mutation tests and
/// the fuzz targets.
namespace bgpte::telemetry::tests {

inline constexpr std::array<const char*, 6> flow_samples{
    "   192.0.2.33,    11,      203.0.113.10,   1228000,    1000,   3\n"
    "   192.0.2.33,    11,   2001:db8:100::5,       700,       7,   1\n",
    "firstSeen,lastSeen,routerIP,input,dstAddr,packets,bytes,flows\n"
    "1795905603.050,1795905664.012,192.0.2.33,11,203.0.113.10,1262,1549736,1\n"
    "2026-11-28 22:40:03.050,2026-11-28 22:41:04.012,192.0.2.33,11,203.0.113.10,1262,36,1\n",
    R"({"event_type": "purge", "peer_ip_src": "192.0.2.33", "iface_in": 11, "net_dst": "203.0.113.0", "mask_dst": 24, "sampling_rate": 10, "stamp_inserted": "2026-11-28 22:40:00", "packets": 1, "bytes": 100})"
    "\n",
    "PEER_SRC_IP,IN_IFACE,DST_NET,DST_MASK,PACKETS,BYTES\n192.0.2.33,11,203.0.113.128,25,4,1000\n",
    R"({"type":"SFLOW_5","sampling_rate":1000,"sampler_address":"192.0.2.33","time_flow_start_ns":1795905600000000000,"time_flow_end_ns":1795905659000000000,"bytes":1500,"packets":2,"dst_addr":"203.0.113.1","in_if":11})"
    "\n",
    R"({"t":["2026-11-28T22:40:00Z","2026-11-28T22:45:00Z"],"rows":[["rt1","xe-0","203.0.113.0/24"]],"points":[[400,800]],"axis":[1]})"};

inline constexpr std::array<const char*, 7> load_samples{
    R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"ifName":"xe-0","ifIndex":"11","instance":"rt1"},"values":[[1795905600,"1e3"],[1795905900,"NaN"]]}]}})",
    R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"ifHCInOctets","ifName":"xe-0","instance":"rt1"},"values":[[1795905600,"1"],[1795905900,"2000"]]}]}})",
    R"({ "about": "RRDtool graph JSON output", "meta": { "start": 1795905600, "end": 1795905900, "step": 300, "legend": ["A_in"] }, "data": [ [ 1.5e+03 ], [ null ] ] })",
    R"({"results":[{"series":[{"tags":{"ifName":"xe-0","hostname":"rt1"},"columns":["time","in_bps"],"values":[["2026-11-28T22:40:00Z",800]]}]}]})",
    R"({"status":"ok","graph_data":{"in_data":[300.5,0],"out_data":[1,0],"ticks":["1795905600","1795905900"]}})",
    "time,router,interface,in_bps,out_bps\n2026-11-28T22:40:00Z,rt1,xe-0,1000,200\n",
    "\"Time\",\"xe-0 in\"\n2026-11-28 22:40:00,420 Mb/s\n2026-11-28 22:45:00,\n"};

inline constexpr std::array<const char*, 2> document_samples{
    R"({"format": "bgpte-observation/1", "kind": "flows", "window": {"from": "2026-11-28T22:40:00Z", "to": "2026-11-28T22:45:00Z"}, "step_s": 300, "layer": "l3", "sources": [{"tool": "t", "sha256": "aa", "bytes": 1}], "flows": [{"link": "A", "router": "rt1", "interface": "xe-0", "prefix": "", "from": "2026-11-28T22:40:00Z", "to": "2026-11-28T22:45:00Z", "bytes": 1, "packets": 1, "flows": 1, "sampling": 0, "error_pct_95": null}], "load": [{"link": "A", "router": "rt1", "interface": "xe-0", "from": "2026-11-28T22:40:00Z", "to": "2026-11-28T22:45:00Z", "in_bps": 1, "out_bps": null}], "routes": [{"link": "A", "router": "rt1", "session": "192.0.2.1", "prefix": "203.0.113.0/24", "prepends": 1, "path": [64511], "communities": ["64501:80"]}], "unlisted": [{"link": "A", "destination": "192.0.2.0/24", "bytes": 5}], "refused": [{"why": "w", "count": 1, "example": "e"}], "notes": ["n"]})",
    R"({ "format": "bgpte-map/1", "exporters": { "rt1": { "addresses": ["192.0.2.33"], "sampling": 10, "applied": true } }, "interfaces": [ { "router": "rt1", "ifname": "xe-0", "ifindex": [11], "link": "A", "speed_bps": 1000000000 } ] })"};

/// Ends the program where something that always holds does not.
inline void require(bool condition, const char* what) {
  if (!condition) {
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
  }
}

inline void require_printable(const std::string& text) {
  for (const char c : text) {
    require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F),
            "no control characters");
  }
}

/// What holds of every result. True where an observation was made.
inline bool holds(const std::variant<Observation, std::string>& result) {
  if (const auto* fault = std::get_if<std::string>(&result)) {
    require(!fault->empty(), "every fault is named");
    require_printable(*fault);
    return false;
  }
  const Observation& made = std::get<Observation>(result);
  require(!made.flows.empty() || !made.load.empty(), "an observation holds something");
  require(made.window.from <= made.window.to, "a window ends after its begin");
  const std::string text = to_json(made);
  require_printable(text);
  const auto again = read_observation(text);
  require(std::holds_alternative<Observation>(again), "what is written is read");
  require(to_json(std::get<Observation>(again)) == text, "and written again as it was");
  for (const FlowCell& cell : made.flows) {
    require(cell.bytes >= 0 && cell.packets >= 0 && cell.sampling >= 0, "counts are from 0 on");
  }
  return true;
}

inline const InterfaceMap& sample_map() {
  static const InterfaceMap map = std::get<InterfaceMap>(read_map(document_samples[1]));
  return map;
}

inline ImportOptions sample_options() {
  ImportOptions options;
  options.timezone = "UTC";
  options.link = "A";
  return options;
}

inline bool try_flows(const std::string& text) {
  ImportOptions options = sample_options();
  if (text.find("time") == std::string::npos && text.find("Seen") == std::string::npos) {
    options.window = Window{1795905600, 1795906200};
  }
  FlowImport import(sample_map(), {model::parse_prefix("203.0.113.0/24").prefix}, options);
  import.begin_input();
  import.feed(std::string_view(text).substr(0, text.size() / 2));
  import.feed(std::string_view(text).substr(text.size() / 2));
  import.end_input();
  return holds(import.take());
}

inline bool try_load(const std::string& text) {
  const std::array<std::string, 1> texts{text};
  return holds(import_load(texts, sample_map(), sample_options()));
}

inline bool try_document(const std::string& text) {
  const auto map = read_map(text);
  if (const auto* fault = std::get_if<std::string>(&map)) {
    require_printable(*fault);
  }
  const auto observation = read_observation(text);
  if (const auto* fault = std::get_if<std::string>(&observation)) {
    require_printable(*fault);
  } else {
    require_printable(to_json(std::get<Observation>(observation)));
  }
  return std::holds_alternative<InterfaceMap>(map) ||
         std::holds_alternative<Observation>(observation);
}

}  // namespace bgpte::telemetry::tests
