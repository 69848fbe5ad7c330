// validate and check in SARIF 2.1.0: what every log must have, rules, levels and places.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;

using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using nlohmann::json;

/// What the standard asks of the members that bgpte writes (sections 3.13 to 3.30), and no others.
const char* const essential = R"({
  "type": "object", "required": ["version", "runs"], "additionalProperties": false,
  "properties": {
    "$schema": {"type": "string", "pattern": "sarif-schema-2.1.0.json$"},
    "version": {"enum": ["2.1.0"]},
    "runs": {"type": "array", "minItems": 1, "items": {
      "type": "object", "required": ["tool", "results"], "additionalProperties": false,
      "properties": {
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "tool": {"type": "object", "required": ["driver"], "additionalProperties": false, "properties": {
          "driver": {"type": "object", "required": ["name", "rules"], "additionalProperties": false,
            "properties": {
              "name": {"type": "string", "minLength": 1}, "version": {"type": "string"},
              "semanticVersion": {"type": "string", "pattern": "^[0-9]+[.][0-9]+[.][0-9]+"},
              "rules": {"type": "array", "uniqueItems": true, "items": {
                "type": "object", "required": ["id"], "additionalProperties": false, "properties": {
                  "id": {"type": "string", "minLength": 1},
                  "shortDescription": {"$ref": "#/definitions/text"}}}}}}}},
        "results": {"type": "array", "items": {
          "type": "object", "required": ["message", "ruleId", "level"], "additionalProperties": false,
          "properties": {
            "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
            "level": {"enum": ["none", "note", "warning", "error"]},
            "message": {"$ref": "#/definitions/text"},
            "locations": {"type": "array", "uniqueItems": true, "items": {
              "type": "object", "required": ["physicalLocation"], "additionalProperties": false,
              "properties": {
                "physicalLocation": {"type": "object", "required": ["artifactLocation"],
                  "additionalProperties": false, "properties": {
                    "artifactLocation": {"type": "object", "required": ["uri"],
                      "additionalProperties": false, "properties": {
                        "uri": {"type": "string", "pattern": "^[A-Za-z0-9._~/%:-]+$"},
                        "uriBaseId": {"type": "string"}}},
                    "region": {"type": "object", "required": ["startLine"],
                      "additionalProperties": false, "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1}}}}},
                "logicalLocations": {"type": "array", "items": {"type": "object",
                  "additionalProperties": false, "properties": {
                    "fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}}}}}}}}}}}}}},
  "definitions": {"text": {"type": "object", "required": ["text"], "additionalProperties": false,
    "properties": {"text": {"type": "string", "minLength": 1}}}}
})";

/// A log that has what the standard asks; every result's index leads to its rule.
json valid_log(const std::string& text) {
  json log = json::parse(text);
  const json schema_json = json::parse(essential);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  valijson::Validator validator;
  valijson::ValidationResults faults;
  EXPECT_TRUE(validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(log), &faults));
  valijson::ValidationResults::Error fault;
  while (faults.popError(fault)) {
    ADD_FAILURE() << fault.description;
  }
  const json& run_of_log = log["runs"][0];
  for (const json& result : run_of_log["results"]) {
    EXPECT_EQ(run_of_log["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"],
              result["ruleId"]);
  }
  return log;
}

/// Runs in a folder of the test's own, so that paths are relative.
class Sarif : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    fs::current_path(cli_test::temporary_folder());
    fs::create_directories("net works");
  }
  void TearDown() override {
    const fs::path folder = fs::current_path();
    fs::current_path(before_);
    fs::remove_all(folder);
  }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }
  const std::string headline =
      read_file(std::string(BGPTE_SOURCE_DIR) + "/scenarios/link-a-link-b/scenario.json");

 private:
  fs::path before_;
};

TEST_F(Sarif, FaultsStandAtTheirLineAndColumnInCharacters) {
  write("net works/scenario.json",
        cli_test::replaced(headline, "\"local_as\": 65000,", "\"näme\": 1, \"localas\": 65000,"));
  const Outcome outcome = run({"validate", "net works/scenario.json", "--format", "sarif"});
  EXPECT_EQ(outcome.exit, 65);
  const json log = valid_log(outcome.out);
  const json& results = log["runs"][0]["results"];
  ASSERT_EQ(results.size(), 2U) << outcome.out;
  EXPECT_EQ(results[0]["ruleId"], "unknown-key");
  EXPECT_EQ(results[1]["level"], "error");
  const json& place = results[1]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "net%20works/scenario.json");
  EXPECT_EQ(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
  EXPECT_EQ(place["region"]["startLine"], 4);
  // Thirteen characters, which are fourteen bytes, stand before the second key.
  EXPECT_EQ(place["region"]["startColumn"], 14);
}

TEST_F(Sarif, ValidScenariosGiveALogWithoutErrors) {
  write("scenario.json", headline);
  const Outcome outcome = run({"validate", "scenario.json", "--format", "sarif"});
  EXPECT_EQ(outcome.exit, 0);
  const json log = valid_log(outcome.out);
  for (const json& result : log["runs"][0]["results"]) {
    EXPECT_EQ(result["level"], "warning");
  }
}

TEST_F(Sarif, StandardInputHasNoFile) {
  const Outcome outcome = run({"validate", "-", "--format", "sarif"}, "{}");
  EXPECT_EQ(outcome.exit, 65);
  const json log = valid_log(outcome.out);
  for (const json& result : log["runs"][0]["results"]) {
    EXPECT_FALSE(result.contains("locations"));
  }
}

TEST_F(Sarif, CheckHasFindingsAtTheirSubjectsAndDifferencesAtExpect) {
  write("scenario.json",
        cli_test::replaced(headline, "\"status\": \"change\"", "\"status\": \"keep\""));
  const Outcome outcome = run({"check", "scenario.json", "--format", "sarif"});
  EXPECT_EQ(outcome.exit, 3);
  const json log = valid_log(outcome.out);
  bool difference = false;
  bool finding = false;
  for (const json& result : log["runs"][0]["results"]) {
    const json& place = result["locations"][0];
    if (result["ruleId"] == "expectation") {
      EXPECT_EQ(place["logicalLocations"][0]["fullyQualifiedName"], "/expect");
      EXPECT_EQ(result["level"], "error");
      difference = true;
    }
    if (result["ruleId"] == "link-congested") {
      EXPECT_EQ(place["logicalLocations"][0]["fullyQualifiedName"], "/links/0");
      EXPECT_EQ(place["physicalLocation"]["region"]["startLine"], 8);
      EXPECT_EQ(place["physicalLocation"]["region"]["startColumn"], 5);
      finding = true;
    }
  }
  EXPECT_TRUE(difference && finding) << outcome.out;
  EXPECT_EQ(outcome.out, run({"check", "scenario.json", "--format", "sarif"}).out);
}

TEST_F(Sarif, CheckOfAnInvalidScenarioHasItsFaults) {
  write("scenario.json", "{\"format\": ");
  const Outcome outcome = run({"check", "scenario.json", "--format", "sarif", "-o", "out.sarif"});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_GE(valid_log(read_file("out.sarif"))["runs"][0]["results"].size(), 1U);
}

}  // namespace
}  // namespace bgpte
