#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/render/random_document.hpp"
#include "tests/render/sample.hpp"

namespace bgpte {
namespace {

using render_test::link_a_link_b;
using render_test::RandomDocument;

/// The first fault that the shipped schema finds; empty where the document is valid.
std::string schema_fault(const std::string& json) {
  const nlohmann::json schema_json = nlohmann::json::parse(render::advice_schema());
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  const nlohmann::json document = nlohmann::json::parse(json);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  valijson::ValidationResults::Error error;
  std::string faults;
  while (results.popError(error)) {
    for (const std::string& part : error.context) {
      faults += part;
    }
    faults += ": " + error.description + "\n";
  }
  return faults;
}

render::Document read(const std::string& json) {
  auto result = render::from_json(json);
  if (const auto* fault = std::get_if<std::string>(&result)) {
    ADD_FAILURE() << *fault;
    return {};
  }
  return std::get<render::Document>(std::move(result));
}

std::string fault_of(const std::string& json) {
  auto result = render::from_json(json);
  const auto* fault = std::get_if<std::string>(&result);
  return fault == nullptr ? "" : *fault;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(AdviceJson, WhatWasWrittenIsReadBack) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const render::Document document = RandomDocument(seed).make();
    const std::string json = render::to_json(document);
    const render::Document back = read(json);
    EXPECT_TRUE(back == document) << "seed " << seed << "\n" << json;
    EXPECT_EQ(render::to_json(back), json);
  }
}

TEST(AdviceJson, FinerNumbersAreRoundedOnceAndThenStay) {
  render::Document document = link_a_link_b();
  document.advice.links[0].before_utilisation = 1.0 / 3.0;
  document.advice.cost_before.pico = 1'234'567'890'123;
  document.advice.cost_after.low.pico = -500'000;
  document.advice.objective.value.atto = 999'999'999'999'500'000;
  const std::string json = render::to_json(document);
  EXPECT_NE(json.find("\"utilisation\": 0.333333,"), std::string::npos);
  EXPECT_NE(json.find("\"before\": 1.234568,"), std::string::npos);
  EXPECT_NE(json.find("\"low\": -0.000001,"), std::string::npos);
  EXPECT_NE(json.find("\"value\": 1.0,"), std::string::npos);
  EXPECT_EQ(render::to_json(read(json)), json);
}

TEST(AdviceJson, MoneyIsExactWhereADoubleIsNot) {
  render::Document document = link_a_link_b();
  document.advice.cost_before.pico =
      static_cast<model::Int128>(123'456'789'012'345'678) * 1'000'000;
  const std::string json = render::to_json(document);
  EXPECT_NE(json.find("\"before\": 123456789012.345678,"), std::string::npos);
  EXPECT_TRUE(read(json) == document);
}

TEST(AdviceJson, EveryDocumentIsValidAgainstTheSchema) {
  for (const render::Document& document :
       {link_a_link_b(), render_test::keep(), render_test::no_safe_change()}) {
    EXPECT_EQ(schema_fault(render::to_json(document)), "");
  }
}

TEST(AdviceJson, TheSchemaRefusesWhatTheContractDoes) {
  const std::string json = render::to_json(link_a_link_b());
  EXPECT_NE(schema_fault(replaced(json, "\"status\": \"change\"", "\"status\": \"maybe\"")), "");
  EXPECT_NE(
      schema_fault(replaced(json, "\"capacity_bps\": 1000000000", "\"capacity_bps\": \"1G\"")), "");
  EXPECT_NE(schema_fault(replaced(json, "\"rollout\"", "\"roll_out\"")), "");
  EXPECT_EQ(schema_fault(replaced(json, "{", "{\"later_key\": [],")), "");
}

TEST(AdviceJson, KeysStandInTheOrderOfTheContract) {
  const std::string json = render::to_json(link_a_link_b());
  std::size_t at = 0;
  for (const char* key :
       {"\"format\"", "\"bgpte_version\"", "\"scenario\"", "\"scenario_sha256\"", "\"change_id\"",
        "\"status\"", "\n  \"changes\"", "\"violations\"", "\"links\"", "\"cost\"", "\"objective\"",
        "\"findings\"", "\"alternatives\"", "\"rollout\"", "\"config\""}) {
    const std::size_t next = json.find(key, at);
    ASSERT_NE(next, std::string::npos) << key;
    at = next;
  }
}

TEST(AdviceJson, NumbersMayBeWrittenAsOtherToolsWriteThem) {
  const std::string json = render::to_json(link_a_link_b());
  std::string other = replaced(json, "\"utilisation\": 0.98", "\"utilisation\": 9.8e-1");
  other = replaced(other, "\"gap\": 0.0", "\"gap\": 0");
  other = replaced(other, "\"capacity_bps\": 1000000000", "\"capacity_bps\": 1e9");
  EXPECT_TRUE(read(other) == link_a_link_b());
}

TEST(AdviceJson, UnknownKeysAreLeftAside) {
  const std::string json = render::to_json(link_a_link_b());
  EXPECT_TRUE(read(replaced(json, "{", "{\"later\": {\"key\": [1, 2]},")) == link_a_link_b());
}

TEST(AdviceJson, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  render::Document document = link_a_link_b();
  document.advice.scenario = "edge\xff\xc0\x80 \xed\xa0\x80";
  const std::string json = render::to_json(document);
  EXPECT_TRUE(nlohmann::json::accept(json));
  EXPECT_EQ(render::to_json(read(json)), json);
}

struct BadDocument {
  std::string from, to, fault;
};

TEST(AdviceJson, EveryFaultIsNamedWithItsPointer) {
  const std::string json = render::to_json(link_a_link_b());
  const BadDocument rows[] = {
      {"bgpte-advice/1", "bgpte-advice/2", "/format"},
      {"\"status\": \"change\"", "\"status\": \"fine\"", "/status"},
      {"\"from\": 1", "\"from\": 65", "/changes/0/from"},
      {"\"from\": 1", "\"from\": -1", "/changes/0/from"},
      {"\"from\": 1", "\"from\": 0.5", "/changes/0/from"},
      {"\"capacity_bps\": 1000000000", "\"capacity_bps\": 1e40", "/links/0/capacity_bps"},
      {"\"capacity_bps\": 1000000000", "\"capacity_bps\": \"1\"", "/links/0/capacity_bps"},
      {"\"capacity_bps\": 1000000000,", "", "/links/0/capacity_bps"},
      {"\"neighbor\": \"192.0.2.5\"", "\"neighbor\": \"192.0.2\"", "/config/0/session/neighbor"},
      {"\"router\": \"edge1\"", "\"router\": \"edge2\"", "router and platform differ"},
      {"\"11.0.0.0/24\": 1", "\"11.0.0.1/24\": 1", "/config/0/before/11.0.0.1~124"},
      {"\"free_entries\": [1, 9]", "\"free_entries\": [1]", "/config/0/session/free_entries"},
      {"\"local_as\": 65000", "\"local_as\": 4294967296", "/local_as"},
      {"\"strategy\"", "\"status\"", "twice"},
      {"\"changes\": [", "\"changes\": [[],", "/changes/0"},
      {"\"precheck\"", R"("marks_after": 7, "precheck")", "/config/0/marks_after"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {}}, "precheck")",
       "neither communities nor a MED"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {"communities": ["64501"]}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/communities"},
      {"\"precheck\"",
       R"("marks_after": {"11.0.0.0/24": {"communities": ["1:2", "1:1"]}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/communities"},
      {"\"precheck\"", R"("marks_after": {"11.0.0.0/24": {"med": 4294967296}}, "precheck")",
       "/config/0/marks_after/11.0.0.0~124/med"},
  };
  for (const BadDocument& row : rows) {
    EXPECT_NE(fault_of(replaced(json, row.from, row.to)).find(row.fault), std::string::npos)
        << row.from << " -> " << row.to << ": " << fault_of(replaced(json, row.from, row.to));
  }
}

TEST(AdviceJson, WhatIsNotAnAdviceIsRefused) {
  EXPECT_NE(fault_of(""), "");
  EXPECT_NE(fault_of("{"), "");
  EXPECT_NE(fault_of("[]"), "");
  EXPECT_NE(fault_of("{}"), "");
  EXPECT_NE(fault_of("{\"format\": \"bgpte-scenario/1\"}"), "");
  EXPECT_NE(fault_of(std::string(10'000, '[')), "");
  EXPECT_NE(fault_of(render::to_json(link_a_link_b()) + "x"), "");
  const std::string json = render::to_json(link_a_link_b());
  for (std::size_t cut = 0; cut + 2 < json.size(); cut += 97) {
    EXPECT_NE(fault_of(json.substr(0, cut)), "") << cut;
  }
}

}  // namespace
}  // namespace bgpte
