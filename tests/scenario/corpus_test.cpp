// The loader and the shipped JSON Schema over the same documents.
#include "tests/scenario/corpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bgpte/scenario/load.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte::scenario {

void PrintTo(const Diagnostic& diagnostic, std::ostream* out) {
  *out << to_string(diagnostic, "file");
}

namespace {

using nlohmann::json;

std::string all_of(const LoadResult& result) {
  std::string text;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    text += to_string(diagnostic, "file") + '\n';
  }
  return text;
}

TEST(Corpus, ValidDocumentsAreAcceptedByBoth) {
  const SchemaCheck schema_check;
  const auto files = documents(corpus("valid"));
  EXPECT_GE(files.size(), 25U);
  for (const auto& file : files) {
    const std::string text = read_file(file);
    const LoadResult result = load(text, file.parent_path());
    EXPECT_TRUE(result.scenario.has_value()) << file << '\n' << all_of(result);
    EXPECT_EQ(schema_check.refusal(json::parse(text)), "") << file;
  }
}

/// Every property of the schema, as "definition.key".
void collect_properties(const json& node, std::set<std::string>& keys) {
  if (node.is_object()) {
    if (const auto found = node.find("properties"); found != node.end()) {
      for (const auto& [key, value] : found->items()) {
        keys.insert(key);
      }
    }
    for (const auto& [key, value] : node.items()) {
      collect_properties(value, keys);
    }
  } else if (node.is_array()) {
    for (const json& value : node) {
      collect_properties(value, keys);
    }
  }
}

void collect_keys(const json& node, std::set<std::string>& keys) {
  if (node.is_object()) {
    for (const auto& [key, value] : node.items()) {
      keys.insert(key);
      collect_keys(value, keys);
    }
  } else if (node.is_array()) {
    for (const json& value : node) {
      collect_keys(value, keys);
    }
  }
}

TEST(Corpus, ValidDocumentsUseEveryKey) {
  std::set<std::string> known, used;
  collect_properties(json::parse(schema()), known);
  for (const auto& file : documents(corpus("valid"))) {
    collect_keys(json::parse(read_file(file)), used);
  }
  for (const std::string& key : known) {
    EXPECT_TRUE(used.contains(key)) << key;
  }
}

FaultKind kind_of(const std::string& name) {
  return name == "syntax"  ? FaultKind::syntax
         : name == "shape" ? FaultKind::shape
                           : FaultKind::meaning;
}

TEST(Corpus, InvalidDocumentsGetExactlyTheirDiagnostics) {
  const auto files = documents(corpus("invalid"));
  const json manifest = json::parse(read_file(corpus("invalid") / "manifest.json"));
  EXPECT_GE(manifest.size(), 60U);
  EXPECT_EQ(files.size(), manifest.size());
  for (const json& entry : manifest) {
    const auto file = corpus("invalid") / entry["file"].get<std::string>();
    const LoadResult result = load(read_file(file), file.parent_path());
    EXPECT_FALSE(result.scenario.has_value()) << file;
    ASSERT_EQ(result.diagnostics.size(), entry["diagnostics"].size()) << file << '\n'
                                                                      << all_of(result);
    for (std::size_t i = 0; i < result.diagnostics.size(); ++i) {
      const Diagnostic& got = result.diagnostics[i];
      const json& wanted = entry["diagnostics"][i];
      EXPECT_EQ(got.code, wanted["code"].get<std::string>()) << file << '\n' << all_of(result);
      EXPECT_EQ(got.kind, kind_of(wanted["kind"])) << file << '\n' << all_of(result);
      EXPECT_EQ(got.pointer, wanted["pointer"].get<std::string>()) << file;
      EXPECT_EQ(got.line, wanted["line"].get<std::size_t>()) << file << '\n' << all_of(result);
      EXPECT_EQ(got.column, wanted["column"].get<std::size_t>()) << file << '\n' << all_of(result);
      EXPECT_NE(got.message, "") << file;
      EXPECT_NE(got.found, "") << file;
    }
  }
}

TEST(Corpus, SchemaRefusesFaultsOfShapeAndNoOthers) {
  const SchemaCheck schema_check;
  const json manifest = json::parse(read_file(corpus("invalid") / "manifest.json"));
  std::map<std::string, int> count;
  for (const json& entry : manifest) {
    const auto file = corpus("invalid") / entry["file"].get<std::string>();
    const std::string fault = entry["fault"];
    ++count[fault];
    if (fault == "syntax") {
      continue;  // No JSON: a schema has nothing to say.
    }
    // strtod would give infinity for 1e400, which nlohmann refuses to hold: any large number does.
    std::string text = read_file(file);
    if (const std::size_t at = text.find("1e400"); at != std::string::npos) {
      text.replace(at, 5, "1e300");
    }
    const std::string refusal = schema_check.refusal(json::parse(text));
    EXPECT_EQ(!refusal.empty(), fault == "shape") << file << ' ' << refusal;
  }
  EXPECT_GE(count["shape"], 30);
  EXPECT_GE(count["meaning"], 30);
  EXPECT_GE(count["syntax"], 10);
}

/// Every value of a document replaced by others, and every member left out or joined by a stranger:
/// what the loader accepts the schema accepts, and the schema refuses exactly what the loader calls
/// a fault of shape.
TEST(Corpus, LoaderAndSchemaAgreeOnMutants) {
  const SchemaCheck schema_check;
  const std::vector<json> replacements{nullptr,
                                       true,
                                       -1,
                                       0,
                                       1,
                                       2.5,
                                       70000,
                                       5e9,
                                       "",
                                       "x",
                                       "A",
                                       "*",
                                       "10 Mbps",
                                       "-1 Mbps",
                                       "192.0.2.0/24",
                                       "192.0.2.1",
                                       "2026-11-01",
                                       json::array(),
                                       json::array({1, 2}),
                                       json::object(),
                                       json{{"A", 1}}};
  std::size_t mutants = 0;
  std::size_t disagreements = 0;
  std::set<std::string> seen;  // The documents have much in common.
  const auto compare = [&](const json& mutant, const std::filesystem::path& file) {
    ++mutants;
    const LoadResult result = load(mutant.dump(), file.parent_path());
    const bool shape = std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                                   [](const Diagnostic& d) { return d.kind == FaultKind::shape; });
    const std::string refusal = schema_check.refusal(mutant);
    if (shape != !refusal.empty() && ++disagreements <= 10) {
      ADD_FAILURE() << file << '\n'
                    << mutant.dump() << "\nloader: " << all_of(result) << "schema: " << refusal;
    }
  };
  for (const auto& file : documents(corpus("valid"))) {
    const json document = json::parse(read_file(file));
    const json flat = document.flatten();
    std::set<std::string> pointers;
    for (const auto& [leaf, value] : flat.items()) {
      for (json::json_pointer at(leaf); !at.empty(); at = at.parent_pointer()) {
        pointers.insert(at.to_string());
      }
    }
    for (const std::string& text : pointers) {
      const json::json_pointer at(text);
      if (!seen.insert(text + document[at].dump()).second) {
        continue;
      }
      for (const json& replacement : replacements) {
        json mutant = document;
        mutant[at] = replacement;
        compare(mutant, file);
      }
      json without = document;
      json& parent = without[at.parent_pointer()];
      if (parent.is_object()) {
        parent.erase(at.back());
        compare(without, file);
        json stranger = document;
        stranger[at.parent_pointer()]["stranger"] = 1;
        compare(stranger, file);
      }
    }
  }
  EXPECT_GT(mutants, 5000U);
  EXPECT_EQ(disagreements, 0U);
}

}  // namespace
}  // namespace bgpte::scenario
