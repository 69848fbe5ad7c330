// Every reader on texts that are nearly right: a fault or an observation, never a crash, and
// whatever is written can be read back and drives no terminal.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/scenario/sample_file.hpp"
#include "tests/telemetry/observe/network.hpp"
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

TEST(MutatedTelemetry, AFileOfSamplesThatIsAddedToIsAlwaysLoaded) {
  namespace network = observe_test;
  const model::Scenario scenario = network::load(network::network);
  const Measurement measured = network::measured(
      scenario, {network::counters("A", {100, 200}), network::counters("B", {7})});
  const scenario::SampleNames names{
      .is_link =
          [&](std::string_view name) { return model::find_link(scenario, name).has_value(); },
      .is_prefix = [](const model::IpPrefix& /*prefix*/) { return true; }};
  std::size_t added = 0;
  const auto add_to_it = [&](const std::string& text) {
    const auto result = append_samples(text, scenario, measured);
    if (const auto* update = std::get_if<SamplesUpdate>(&result)) {
      added += update->added > 0 ? 1U : 0U;
      const auto again = scenario::read_samples(update->text, measured.interval_s, names);
      require(again.faults.empty(), "what was added to is loaded");
      require(update->text.starts_with(text), "and begins as it was");
    }
  };
  mutation::run({"time,link,inbound\r\n1795910100,A,7\r\n2026-11-29T00:05+01:00,B,\"7 Mbps\"\r\n",
                 "time,link,inbound\n2026-11-28 23:55:00.5Z,A,0\n\n1795909800,\"B\",1e6",
                 "time,link,inbound,outbound\n1795910100,A,7,8\n", "time,prefix,inbound\n"},
                4, add_to_it);
  EXPECT_GT(added, 0U);
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
