// What must hold for the advice of every scenario that ships.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "bgpte/render/document.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/cli/shipped_scenarios.hpp"

/// What must hold of the advice for every scenario that is shipped.
namespace bgpte {
namespace {

using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using nlohmann::json;
using nlohmann::ordered_json;

std::string path_of(const std::string& name) {
  return std::string(BGPTE_SOURCE_DIR) + "/scenarios/" + name + "/scenario.json";
}

class ShippedScenario : public testing::TestWithParam<std::string> {};

TEST_P(ShippedScenario, ItsAdviceIsValidAgainstTheSchema) {
  const Outcome outcome = run({"advise", path_of(GetParam()), "--format", "json"});
  EXPECT_TRUE(outcome.exit == 0 || outcome.exit == 3) << outcome.err;
  const json schema_json = json::parse(run({"schema", "advice"}).out);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  const json document = json::parse(outcome.out);
  valijson::Validator validator;
  valijson::ValidationResults results;
  EXPECT_TRUE(
      validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results));
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    ADD_FAILURE() << (error.context.empty() ? "" : error.context.back()) << " "
                  << error.description;
  }
}

TEST_P(ShippedScenario, ItsAdviceIsReadBackAndItsConfigurationAccepted) {
  const std::string text = run({"advise", path_of(GetParam()), "--format", "json"}).out;
  const auto parsed = render::from_json(text);
  ASSERT_TRUE(std::holds_alternative<render::Document>(parsed)) << std::get<std::string>(parsed);
  EXPECT_EQ(render::to_json(std::get<render::Document>(parsed)), text);
  const Outcome config = run({"config", "-"}, text);
  EXPECT_EQ(config.exit, 0) << config.err;
}

TEST_P(ShippedScenario, TwoRunsGiveTheSameBytes) {
  for (const char* format : {"text", "markdown", "json"}) {
    EXPECT_EQ(run({"advise", path_of(GetParam()), "--format", format, "--threads", "1"}).out,
              run({"advise", path_of(GetParam()), "--format", format, "--threads", "3"}).out);
  }
}

/// Without what may change with the order of the input: the digest and the JSON Pointers.
json without_order(const std::string& advice) {
  json document = json::parse(advice);
  document.erase("scenario_sha256");
  for (json& finding : document["findings"]) {
    finding.erase("subject");
  }
  for (json& part : document["config"]) {
    part.erase("source");
  }
  return document;
}

TEST_P(ShippedScenario, TheOrderOfLinksAndPrefixesDoesNotMatter) {
  ordered_json scenario = ordered_json::parse(read_file(path_of(GetParam())));
  std::reverse(scenario["links"].begin(), scenario["links"].end());
  std::reverse(scenario["prefixes"].begin(), scenario["prefixes"].end());
  // Beside the files that it names.
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / ("bgpte_reversed_" + GetParam());
  fs::remove_all(folder);
  fs::copy(fs::path(path_of(GetParam())).parent_path(), folder, fs::copy_options::recursive);
  const std::string reversed = (folder / "reversed.json").string();
  std::ofstream(reversed, std::ios::binary) << scenario.dump();
  EXPECT_EQ(without_order(run({"advise", reversed, "--format", "json"}).out),
            without_order(run({"advise", path_of(GetParam()), "--format", "json"}).out));
  fs::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, testing::ValuesIn(cli_test::shipped_scenarios()),
                         cli_test::word_of);

}  // namespace
}  // namespace bgpte
