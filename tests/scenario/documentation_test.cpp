// docs/scenario.md against the schema and the diagnostics.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "bgpte/scenario/load.hpp"
#include "tests/scenario/corpus.hpp"

namespace bgpte::scenario {
namespace {

using nlohmann::json;

std::string reference() {
  return read_file(std::filesystem::path(BGPTE_SOURCE_DIR) / "docs/scenario.md");
}

void collect_properties(const json& node, std::set<std::string>& keys) {
  if (node.is_object() && node.contains("properties")) {
    for (const auto& [key, value] : node["properties"].items()) {
      keys.insert(key);
    }
  }
  if (node.is_structured()) {
    for (const json& value : node) {
      collect_properties(value, keys);
    }
  }
}

TEST(Documentation, NamesEveryKey) {
  const std::string text = reference();
  std::set<std::string> keys;
  collect_properties(json::parse(schema()), keys);
  EXPECT_GT(keys.size(), 60U);
  for (const std::string& key : keys) {
    EXPECT_NE(text.find('`' + key + '`'), std::string::npos) << key;
  }
}

TEST(Documentation, NamesEveryCodeAndOnlyThose) {
  std::string text = reference();
  text = text.substr(text.find("| code | kind |"));
  std::set<std::string> documented;
  const std::regex row("^\\| ((?:`[a-z0-9-]+`(?:, )?)+) \\|", std::regex::multiline);
  const std::regex code("`([a-z0-9-]+)`");
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at) {
    const std::string cell = (*at)[1];
    for (std::sregex_iterator one(cell.begin(), cell.end(), code); one != end; ++one) {
      documented.insert((*one)[1]);
    }
  }
  std::set<std::string> met;
  for (const json& entry : json::parse(read_file(corpus("invalid") / "manifest.json"))) {
    for (const json& diagnostic : entry["diagnostics"]) {
      met.insert(diagnostic["code"].get<std::string>());
    }
  }
  for (const std::string& name : met) {
    EXPECT_TRUE(documented.contains(name)) << name << " is not documented";
  }
  // Files of gigabytes are not kept, and ten thousand faults have a test of their own.
  met.insert({"too-large", "too-many-faults"});
  for (const std::string& name : documented) {
    EXPECT_TRUE(met.contains(name)) << name << " has no document in the corpus";
  }
}

TEST(Documentation, ExampleIsAScenario) {
  const std::string text = reference();
  const std::size_t begin = text.find("```json\n") + 8;
  const LoadResult result = load(text.substr(begin, text.find("```", begin) - begin), ".");
  EXPECT_TRUE(result.scenario) << (result.diagnostics.empty()
                                       ? ""
                                       : to_string(result.diagnostics[0], "docs/scenario.md"));
}

}  // namespace
}  // namespace bgpte::scenario
