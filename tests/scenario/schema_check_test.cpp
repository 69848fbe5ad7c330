#include "tests/scenario/schema_check.hpp"

#include <gtest/gtest.h>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace bgpte::scenario {

struct SchemaCheck::Parsed {
  valijson::Schema schema;
};

SchemaCheck::SchemaCheck(std::string_view text) : parsed_(std::make_unique<Parsed>()) {
  const nlohmann::json parsed = nlohmann::json::parse(text);
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(parsed), parsed_->schema);
}
SchemaCheck::~SchemaCheck() = default;

std::string SchemaCheck::refusal(const nlohmann::json& document) const {
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(parsed_->schema, valijson::adapters::NlohmannJsonAdapter(document),
                         &results)) {
    return {};
  }
  std::string text = "refused";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) {
      text += part;
    }
    text += ": " + error.description + '\n';
  }
  return text;
}

TEST(Schema, IsDraft7AndNamesItsFormat) {
  const nlohmann::json text = nlohmann::json::parse(schema());
  EXPECT_EQ(text["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(text["properties"]["format"]["const"], "bgpte-scenario/1");
  EXPECT_EQ(text["additionalProperties"], false);
}

}  // namespace bgpte::scenario
