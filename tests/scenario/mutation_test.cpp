// Scenarios, catalogues and sample files that are nearly right: never a crash, and a scenario or
// faults.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/scenario/catalogue.hpp"
#include "bgpte/scenario/load.hpp"
#include "tests/scenario/corpus.hpp"

namespace bgpte::scenario {
namespace {

std::vector<std::string> texts_of(const std::string& part) {
  std::vector<std::string> texts;
  for (const auto& file : documents(corpus(part))) {
    texts.push_back(read_file(file));
  }
  return texts;
}

TEST(Mutation, Scenarios) {
  mutation::run(texts_of("valid"), 1, [](const std::string& text) {
    const LoadResult result = load(text, corpus("valid"));
    ASSERT_EQ(result.scenario.has_value(), result.diagnostics.empty());
  });
}

TEST(Mutation, Catalogues) {
  std::vector<std::string> texts = texts_of("valid/catalogues");
  texts.emplace_back(shipped_catalogue_text().substr(0, 20'000));
  mutation::run(std::move(texts), 2, [](const std::string& text) {
    const CatalogueResult result = load_catalogue(text);
    ASSERT_TRUE(result.diagnostics.empty() || result.catalogue.entries.empty());
  });
}

TEST(Mutation, SampleFiles) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "bgpte_mutated_samples";
  std::filesystem::create_directories(folder);
  const std::string scenario = R"({"format": "bgpte-scenario/1", "local_as": 64500, "links": [
      {"name": "A", "neighbor_as": 64501, "capacity": "10 Gbps", "inbound": "1 Gbps", "billing":
       {"model": "per-mbps", "price": 1, "percentile": {"rank": 95, "samples": "samples.csv"}}}],
      "prefixes": [{"prefix": "198.51.100.0/24", "advertise": {"A": 0}}]})";
  const std::vector<std::string> samples{
      "time,link,inbound\n1793491500,A,900 Mbps\n2026-11-01T00:10:00Z,A,1000\n",
      "time,prefix,inbound,outbound\r\n\"2026-11-01 00:05Z\",\"198.51.100.0/24\",1,2\r\n"};
  mutation::run(samples, 3, [&](const std::string& text) {
    std::ofstream(folder / "samples.csv", std::ios::binary) << text;
    const LoadResult result = load(scenario, folder);
    ASSERT_EQ(result.scenario.has_value(), result.diagnostics.empty());
  });
}

}  // namespace
}  // namespace bgpte::scenario
