#include "bgpte/scenario/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bgpte/scenario/load.hpp"
#include "tests/scenario/corpus.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte::scenario {
namespace {

using nlohmann::json;

std::string ours() {
  return read_file(corpus("valid") / "catalogues/ours.json");
}

std::string faults_of(const std::string& text) {
  std::string all;
  for (const Diagnostic& diagnostic : load_catalogue(text).diagnostics) {
    all += to_string(diagnostic, "file") + '\n';
  }
  return all;
}

TEST(Catalogue, TheShippedOneHoldsToItsOwnRules) {
  const std::string text(shipped_catalogue_text());
  EXPECT_EQ(faults_of(text), "");
  EXPECT_EQ(SchemaCheck(catalogue_schema()).refusal(json::parse(text)), "");
  const model::CommunityCatalogue catalogue = shipped_catalogue();
  ASSERT_GT(catalogue.entries.size(), 40U);
  for (const model::CommunityEntry& entry : catalogue.entries) {
    EXPECT_NE(entry.source, "") << entry.id;
    EXPECT_EQ(entry.date.size(), 7U) << entry.id;
    EXPECT_NE(entry.effect, "") << entry.id;
    // What drops traffic is not for traffic engineering.
    EXPECT_NE(entry.community.parts[1], 666U) << entry.id;
  }
}

TEST(Catalogue, EntriesAreFoundByProviderAndId) {
  const model::CommunityCatalogue catalogue = shipped_catalogue();
  const model::CommunityEntry* entry = model::find_entry(catalogue, 2914, "prepend-peers-2");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(to_string(entry->community), "2914:422");
  EXPECT_EQ(entry->confidence, model::Confidence::high);
  EXPECT_EQ(model::find_entry(catalogue, 2914, "prepend-peers"), nullptr);
  EXPECT_EQ(model::find_entry(catalogue, 64501, "prepend-peers-2"), nullptr);
}

TEST(Catalogue, AnEntryMaySayOtherwiseThanItsProvider) {
  const model::CommunityCatalogue catalogue = load_catalogue(ours()).catalogue;
  const model::CommunityEntry* own = model::find_entry(catalogue, 64501, "lower-preference");
  const model::CommunityEntry* shared = model::find_entry(catalogue, 64501, "prepend-peers-1");
  ASSERT_TRUE(own != nullptr && shared != nullptr);
  EXPECT_EQ(own->source, "looking glass");
  EXPECT_EQ(own->date, "2026-10");
  EXPECT_EQ(own->confidence, model::Confidence::low);
  EXPECT_EQ(shared->source, "letter of the provider's NOC");
  EXPECT_EQ(shared->confidence, model::Confidence::high);
  EXPECT_EQ(to_string(shared->community), "64501:1:1");
}

TEST(Catalogue, TheOperatorsEntryCountsBeforeTheShippedOne) {
  const model::CommunityCatalogue both =
      model::merged(load_catalogue(ours()).catalogue, shipped_catalogue());
  EXPECT_EQ(to_string(model::find_entry(both, 2914, "prepend-peers-1")->community), "2914:4211");
  EXPECT_EQ(to_string(model::find_entry(both, 2914, "prepend-peers-2")->community), "2914:422");
}

TEST(Catalogue, AScenarioKeepsWhatItKnowsOfItsNeighbours) {
  const auto file = corpus("valid") / "catalogue.json";
  const LoadResult result = load(read_file(file), file.parent_path());
  ASSERT_TRUE(result.scenario);
  std::set<std::uint32_t> providers;
  for (const model::CommunityEntry& entry : result.scenario->catalogue.entries) {
    providers.insert(entry.asn);
  }
  EXPECT_EQ(providers, std::set<std::uint32_t>{64501});
  EXPECT_EQ(result.scenario->catalogue.patterns.size(), 1U);
  ASSERT_EQ(result.scenario->links[0].levers.size(), 1U);
  EXPECT_EQ(to_string(result.scenario->links[0].levers[0].marks), "community 64501:80");
}

TEST(Catalogue, EveryFaultIsReportedAtOnceWithItsPlace) {
  const CatalogueResult result =
      load_catalogue(read_file(corpus("invalid") / "catalogues/broken.json"));
  std::vector<std::pair<std::string, std::size_t>> seen;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    seen.emplace_back(diagnostic.code, diagnostic.line);
  }
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, std::size_t>>{
                      {"bad-date", 4}, {"bad-community", 6}, {"duplicate-name", 7}}));
  EXPECT_TRUE(result.catalogue.entries.empty());
  EXPECT_NE(faults_of(""), "");
  EXPECT_NE(faults_of("{"), "");
  EXPECT_NE(faults_of("[]"), "");
}

/// Every value replaced by others and every member left out: the loader calls a fault one of shape
/// exactly where the schema refuses the document.
TEST(Catalogue, LoaderAndSchemaAgreeOnMutants) {
  const SchemaCheck schema_check{catalogue_schema()};
  const std::vector<json> replacements{
      nullptr,   true,  -1,         0,      2.5,           70000,         23456,       5e9,
      "",        "x y", "A",        "1:2",  "1:2:3",       "65536:1",     "99999:1:1", "2026-00",
      "2026-12", "low", "100000:1", "01:1", json::array(), json::object()};
  const json document = json::parse(ours());
  std::size_t mutants = 0;
  const auto compare = [&](const json& mutant) {
    ++mutants;
    const std::vector<Diagnostic> diagnostics = load_catalogue(mutant.dump()).diagnostics;
    const bool shape = std::any_of(diagnostics.begin(), diagnostics.end(),
                                   [](const Diagnostic& d) { return d.kind == FaultKind::shape; });
    const std::string refusal = schema_check.refusal(mutant);
    EXPECT_EQ(shape, !refusal.empty()) << mutant.dump() << '\n'
                                       << faults_of(mutant.dump()) << refusal;
  };
  std::set<std::string> pointers;
  const json flat = document.flatten();
  for (const auto& [leaf, value] : flat.items()) {
    for (json::json_pointer at(leaf); !at.empty(); at = at.parent_pointer()) {
      pointers.insert(at.to_string());
    }
  }
  for (const std::string& text : pointers) {
    const json::json_pointer at(text);
    for (const json& replacement : replacements) {
      json mutant = document;
      mutant[at] = replacement;
      compare(mutant);
    }
    json without = document;
    if (json& parent = without[at.parent_pointer()]; parent.is_object()) {
      parent.erase(at.back());
      compare(without);
      json more = document;
      more[at.parent_pointer()]["stranger"] = 1;
      compare(more);
    }
  }
  EXPECT_GT(mutants, 500U);
}

}  // namespace
}  // namespace bgpte::scenario
