#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "bgpte/telemetry/import.hpp"

/// Imports of short texts, for tests.
namespace bgpte::telemetry::tests {

inline constexpr std::int64_t t0 = 1795905600;  // 2026-11-28T22:40:00Z

inline InterfaceMap map_of(const std::string& exporter = R"("addresses": ["192.0.2.33"])") {
  const auto made = read_map(R"({ "format": "bgpte-map/1",
    "exporters": { "rt1": { )" +
                             exporter + R"( }, "rt2": { "addresses": ["192.0.2.34"] } },
    "interfaces": [
      { "router": "rt1", "ifname": "xe-0/0/1", "ifindex": [11], "link": "A" },
      { "router": "rt1", "ifname": "xe-0/0/2", "ifindex": [12], "link": "A" },
      { "router": "rt1", "ifname": "lan0", "ifindex": [20], "link": null },
      { "router": "rt2", "ifname": "et-1", "ifindex": [11], "link": "B", "speed_bps": 100000000 } ] })");
  EXPECT_TRUE(std::holds_alternative<InterfaceMap>(made)) << std::get<std::string>(made);
  return std::get<InterfaceMap>(made);
}

inline std::vector<model::IpPrefix> listed() {
  std::vector<model::IpPrefix> prefixes;
  for (const char* text :
       {"203.0.113.0/24", "203.0.113.128/25", "198.51.100.0/24", "2001:db8:100::/40"}) {
    prefixes.push_back(model::parse_prefix(text).prefix);
  }
  return prefixes;
}

/// Five minutes from t0.
inline ImportOptions five_minutes() {
  ImportOptions options;
  options.window = Window{t0, t0 + 300};
  return options;
}

inline ImportOptions in_utc() {
  ImportOptions options;
  options.timezone = "UTC";
  return options;
}

using Result = std::variant<Observation, std::string>;

/// Imports texts one after the other, each in blocks of `block` bytes.
inline Result flows(const std::vector<std::string>& texts, const ImportOptions& options,
                    const InterfaceMap& map = map_of(), std::size_t block = 7) {
  FlowImport import(map, listed(), options);
  for (const std::string& text : texts) {
    import.begin_input();
    for (std::size_t at = 0; at < text.size(); at += block) {
      import.feed(std::string_view(text).substr(at, block));
    }
    import.end_input();
  }
  return import.take();
}

inline Result load(const std::vector<std::string>& texts, const ImportOptions& options = {},
                   const InterfaceMap& map = map_of()) {
  return import_load(texts, map, options);
}

inline Observation taken(const Result& result) {
  const auto* fault = std::get_if<std::string>(&result);
  EXPECT_EQ(fault, nullptr) << (fault == nullptr ? "" : *fault);
  return fault == nullptr ? std::get<Observation>(result) : Observation{};
}

inline std::string fault(const Result& result) {
  const auto* fault = std::get_if<std::string>(&result);
  EXPECT_NE(fault, nullptr) << "a fault was expected";
  return fault == nullptr ? "" : *fault;
}

/// Bytes by "LINK PREFIX" over all intervals; "" stands for no listed prefix.
inline std::map<std::string, std::int64_t> bytes_of(const Observation& made) {
  std::map<std::string, std::int64_t> sums;
  for (const FlowCell& cell : made.flows) {
    sums[cell.link + " " + cell.prefix] += cell.bytes;
  }
  return sums;
}

/// Inbound by link and begin.
inline std::map<std::pair<std::string, std::int64_t>, std::int64_t> inbound_of(
    const Observation& made) {
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> rates;
  for (const LoadSample& sample : made.load) {
    rates[{sample.link, sample.window.from}] += sample.in_bps;
  }
  return rates;
}

/// How often something was refused for a reason with these words in it.
inline std::int64_t refused(const Observation& made, const std::string& words) {
  std::int64_t count = 0;
  for (const Refusal& one : made.refused) {
    count += one.why.find(words) == std::string::npos ? 0 : one.count;
  }
  return count;
}

}  // namespace bgpte::telemetry::tests
