// bgpte-observation/1 and bgpte-map/1: written, read back, refused, and held to their schemas.
#include "bgpte/telemetry/observation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bgpte/telemetry/map.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte::telemetry {

namespace {

using nlohmann::json;

constexpr std::int64_t t0 = 1795905600;  // 2026-11-28T22:40:00Z

Observation example() {
  Observation made;
  made.window = {t0, t0 + 600};
  made.step_s = 300;
  made.layer = "l3";
  made.sources = {{"nfdump-fmt", std::string(64, 'a'), 1221}};
  made.flows = {{"rt1", "xe-b", "B", "203.0.113.0/25", {t0, t0 + 300}, 4112000, 4000, 5, 1, 0},
                {"rt1", "xe-a", "A", "", {t0 + 300, t0 + 600}, 30056, 301, 0, 0, -1},
                {"rt1", "xe-a", "A", "", {t0, t0 + 300}, 30056, 301, 0, 1000, 11.297}};
  made.load = {{"rt1", "xe-a", "A", {t0, t0 + 300}, 437098, -1}};
  made.routes = {{.link = "A",
                  .router = "rt1",
                  .session = "192.0.2.1",
                  .prefix = "203.0.113.0/25",
                  .path = {64511},
                  .prepends = 2,
                  .communities = {"64501:80"},
                  .communities_shown = true}};
  made.unlisted = {{"A", "192.0.2.0/24", 30000}};
  made.refused = {{"the exporter is not in the map", 3, "'192.0.2.99'"}};
  made.notes = {"a \"note\"\x1b"};
  return made;
}

Observation read(const std::string& text) {
  const auto result = read_observation(text);
  const auto* fault = std::get_if<std::string>(&result);
  EXPECT_EQ(fault, nullptr) << *fault;
  return fault == nullptr ? std::get<Observation>(result) : Observation{};
}

TEST(Observation, IsReadBackAsWritten) {
  Observation expected = example();
  const std::string text = to_json(expected);
  sort(expected);
  expected.flows[0].error_pct_95 = 11.3;  // two decimals are written
  EXPECT_EQ(read(text), expected);
  EXPECT_EQ(to_json(read(text)), text);
}

TEST(Observation, IsSortedByLinkThenTime) {
  const json written = json::parse(to_json(example()));
  EXPECT_EQ(written["flows"][0]["from"], "2026-11-28T22:40:00Z");
  EXPECT_EQ(written["flows"][1]["from"], "2026-11-28T22:45:00Z");
  EXPECT_EQ(written["flows"][2]["link"], "B");
  EXPECT_EQ(written["flows"][1]["error_pct_95"], nullptr);
  EXPECT_EQ(written["load"][0]["out_bps"], nullptr);
}

TEST(Observation, HoldsNoControlCharacter) {
  for (const char c : to_json(example())) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
}

TEST(Observation, IsWhatTheSchemaSays) {
  const scenario::SchemaCheck schema(observation_schema());
  EXPECT_EQ(schema.refusal(json::parse(to_json(example()))), "");
  EXPECT_EQ(schema.refusal(json::parse(to_json({}))), "");
}

TEST(Observation, WhatTheSchemaRefusesIsRefused) {
  const scenario::SchemaCheck schema(observation_schema());
  const std::vector<std::pair<std::string, std::function<void(json&)>>> faults{
      {"format", [](json& one) { one["format"] = "bgpte-observation/2"; }},
      {"kind", [](json& one) { one["kind"] = "other"; }},
      {"unknown", [](json& one) { one["unknown"] = 1; }},
      {"unknown", [](json& one) { one["flows"][0]["unknown"] = 1; }},
      {"bytes", [](json& one) { one["flows"][0]["bytes"] = -1; }},
      {"bytes", [](json& one) { one["flows"][0]["bytes"] = 1.5; }},
      {"bytes", [](json& one) { one["flows"][0].erase("bytes"); }},
      {"from", [](json& one) { one["flows"][0]["from"] = "2026-11-28 22:40:00"; }},
      {"layer", [](json& one) { one["layer"] = "l4"; }},
      {"prepends", [](json& one) { one["routes"][0]["prepends"] = "2"; }},
      {"path", [](json& one) { one["routes"][0]["path"] = {4294967296}; }},
      {"a refusal", [](json& one) { one["refused"][0] = "text"; }}};
  for (const auto& [names, break_it] : faults) {
    json document = json::parse(to_json(example()));
    break_it(document);
    EXPECT_NE(schema.refusal(document), "") << names;
    const auto result = read_observation(document.dump());
    const auto* fault = std::get_if<std::string>(&result);
    ASSERT_NE(fault, nullptr) << names;
    EXPECT_THAT(*fault, testing::HasSubstr(names));
  }
}

TEST(Observation, AWindowEndsAfterItsBegin) {
  json document = json::parse(to_json(example()));
  document["window"]["to"] = "2026-11-28T22:39:59Z";
  EXPECT_TRUE(std::holds_alternative<std::string>(read_observation(document.dump())));
}

TEST(Times, AreUtcWhateverTheZoneOfTheMachine) {
  EXPECT_EQ(utc_text(t0), "2026-11-28T22:40:00Z");
  EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_text(951782400), "2000-02-29T00:00:00Z");
  const std::pair<const char*, std::int64_t> good[] = {{"2026-11-28T22:40:00Z", t0},
                                                       {"2026-11-28T23:40:00+01:00", t0},
                                                       {"2026-11-28 22:40:00.999Z", t0}};
  for (const auto& [text, expected] : good) {
    std::int64_t seconds = -1;
    EXPECT_TRUE(parse_utc(text, seconds)) << text;
    EXPECT_EQ(seconds, expected) << text;
  }
  for (const char* text :
       {"", "2026-11-28T22:40:00", "2026-02-29T00:00:00Z", "2026-11-28T24:00:00Z",
        "1969-12-31T23:59:59Z", "2026-11-28T22:40:00Zx", "2026-11-28T22:40Z",
        "2026-1a-28T22:40:00Z", "1970-01-01T00:00:00+01:00"}) {
    std::int64_t seconds = -1;
    EXPECT_FALSE(parse_utc(text, seconds)) << text;
  }
}

constexpr const char* map_text = R"({
  "format": "bgpte-map/1",
  "exporters": { "rt1": { "addresses": ["192.0.2.33", "2001:db8::33"], "sampling": 1000 },
                 "rt10": {} },
  "interfaces": [
    { "router": "rt1", "ifname": "xe-0/0/1", "ifindex": [11], "link": "A", "speed_bps": 10000000000 },
    { "router": "rt1", "ifname": "xe-0/0/2", "ifindex": [12, 14], "link": "A" },
    { "router": "rt1", "ifname": "lan0", "ifindex": [20], "link": null },
    { "router": "rt2", "ifname": "xe-0/0/1", "ifindex": [11], "link": "B" } ] })";

InterfaceMap map() {
  return std::get<InterfaceMap>(read_map(map_text));
}

TEST(Map, NamesInterfacesAndWhatIsNoLink) {
  const InterfaceMap made = map();
  EXPECT_EQ(made.by_name("rt1", "xe-0/0/2")->link, "A");
  EXPECT_EQ(made.by_index("rt1", 14)->ifname, "xe-0/0/2");
  EXPECT_EQ(made.by_index("rt2", 11)->link, "B");
  EXPECT_EQ(made.by_index("rt1", 20)->link, "");
  EXPECT_EQ(made.by_index("rt1", 13), nullptr);
  EXPECT_EQ(made.by_name("rt2", "lan0"), nullptr);
  EXPECT_EQ(made.by_name("rt1", "xe-0/0/1")->speed_bps, 10'000'000'000);
}

TEST(Map, KnowsARouterByNameAddressPortAndDomain) {
  const InterfaceMap made = map();
  for (const char* called :
       {"rt1", "192.0.2.33", "192.0.2.33:9116", "[2001:db8::33]:9116", "2001:db8::33", "rt1:9116",
        "rt1.example.net", "rt1.example.net:161"}) {
    ASSERT_NE(made.exporter(called), nullptr) << called;
    EXPECT_EQ(made.exporter(called)->router, "rt1") << called;
  }
  EXPECT_EQ(made.exporter("rt10.example.net")->router, "rt10");
  EXPECT_EQ(made.exporter("rt2")->sampling, 0);
  for (const char* called : {"rt3", "192.0.2.34", "rt1example", ""}) {
    EXPECT_EQ(made.exporter(called), nullptr) << called;
  }
}

TEST(Map, IsHeldToItsSchema) {
  const scenario::SchemaCheck schema(map_schema());
  EXPECT_EQ(schema.refusal(json::parse(map_text)), "");
  const std::vector<std::pair<std::string, std::function<void(json&)>>> faults{
      {"format", [](json& one) { one["format"] = "bgpte-map/2"; }},
      {"interfaces", [](json& one) { one["interfaces"] = json::array(); }},
      {"sampling", [](json& one) { one["exporters"]["rt1"]["sampling"] = 0; }},
      {"rate", [](json& one) { one["exporters"]["rt1"]["rate"] = 0; }},
      {"link", [](json& one) { one["interfaces"][0].erase("link"); }},
      {"ifname", [](json& one) { one["interfaces"][0]["ifname"] = ""; }},
      {"ifindex", [](json& one) { one["interfaces"][0]["ifindex"] = {-1}; }}};
  for (const auto& [names, break_it] : faults) {
    json document = json::parse(map_text);
    break_it(document);
    EXPECT_NE(schema.refusal(document), "") << names;
    const auto result = read_map(document.dump());
    ASSERT_TRUE(std::holds_alternative<std::string>(result)) << names;
    EXPECT_THAT(std::get<std::string>(result), testing::HasSubstr(names));
  }
}

TEST(Map, OneNameOrIndexMeansOneInterface) {
  const std::vector<std::function<void(json&)>> faults{
      [](json& one) { one["interfaces"][1]["ifname"] = "xe-0/0/1"; },
      [](json& one) { one["interfaces"][1]["ifindex"] = {11}; },
      [](json& one) { one["exporters"]["rt2"]["addresses"] = {"192.0.2.33"}; }};
  for (const auto& break_it : faults) {
    json document = json::parse(map_text);
    break_it(document);
    const auto result = read_map(document.dump());
    ASSERT_TRUE(std::holds_alternative<std::string>(result));
    EXPECT_THAT(std::get<std::string>(result), testing::HasSubstr("twice"));
  }
}

}  // namespace

}  // namespace bgpte::telemetry
