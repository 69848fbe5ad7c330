// Every reader on texts that are nearly right: a fault or an observation, never a crash, and
// whatever is written can be read back and drives no terminal.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "tests/telemetry/samples.hpp"

namespace bgpte::telemetry::tests {

namespace {

TEST(MutatedTelemetry, FlowsNeverCrash) {
  std::vector<std::string> texts;
  for (const char* sample : flow_samples) {
    texts.emplace_back(sample);
  }
  std::size_t accepted = 0;
  mutation::run(texts, 1, [&](const std::string& text) { accepted += try_flows(text) ? 1U : 0U; });
  EXPECT_GT(accepted, 0U);
}

TEST(MutatedTelemetry, LoadNeverCrashes) {
  std::vector<std::string> texts;
  for (const char* sample : load_samples) {
    texts.emplace_back(sample);
  }
  std::size_t accepted = 0;
  mutation::run(texts, 2, [&](const std::string& text) { accepted += try_load(text) ? 1U : 0U; });
  EXPECT_GT(accepted, 0U);
}

TEST(MutatedTelemetry, DocumentsNeverCrash) {
  std::vector<std::string> texts;
  for (const char* sample : document_samples) {
    texts.emplace_back(sample);
  }
  mutation::run(texts, 3, [&](const std::string& text) { try_document(text); });
}

TEST(MutatedTelemetry, TheSamplesAreTakenAsTheyAre) {
  for (const char* sample : flow_samples) {
    EXPECT_TRUE(try_flows(sample)) << sample;
  }
  for (const char* sample : load_samples) {
    EXPECT_TRUE(try_load(sample)) << sample;
  }
  for (const char* sample : document_samples) {
    EXPECT_TRUE(try_document(sample)) << sample;
  }
}

}  // namespace

}  // namespace bgpte::telemetry::tests
