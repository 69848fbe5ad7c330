// States of the network as the commands tell them: covers, failures, peaks, limits.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

json link(const std::string& name, const std::string& capacity, const std::string& inbound,
          const json& billing = {{"model", "flat"}, {"fee", 0}}) {
  return {{"name", name},         {"neighbor_as", name == "A" ? 64501 : 64502},
          {"capacity", capacity}, {"relationship", "transit"},
          {"inbound", inbound},   {"billing", billing}};
}

json scenario(const std::vector<json>& links, const std::vector<json>& prefixes,
              const json& policy = json::object()) {
  return {{"format", "bgpte-scenario/1"},
          {"local_as", 64500},
          {"links", links},
          {"prefixes", prefixes},
          {"policy", policy}};
}

json prefix(const std::string& text, const json& advertise, const json& inbound) {
  return {{"prefix", text}, {"advertise", advertise}, {"inbound", inbound}};
}

json answer(const Outcome& outcome) {
  return json::parse(outcome.out, nullptr, false);
}

/// 12.0.0.0/17 is announced on A only, 12.0.0.0/16 around it on both.
std::string covered() {
  return temporary(
      "covered.json",
      scenario({link("A", "100 Mbps", "45 Mbps"), link("B", "200 Mbps", "45 Mbps")},
               {prefix("12.0.0.0/16", {{"A", 0}, {"B", 5}}, {{"A", 0}, {"B", "45 Mbps"}}),
                prefix("12.0.0.0/17", {{"A", 0}}, {{"A", "45 Mbps"}})},
               {{"max_prepend", 5}, {"actions", {"prepend", "withdraw"}}})
          .dump());
}

TEST(States, APrefixThatIsWithdrawnFollowsTheOneThatCoversIt) {
  const json own =
      answer(run({"whatif", covered(), "--set", "12.0.0.0/17@A=withdraw", "--format", "json"}));
  for (const json& violation : own["violations"]) {
    EXPECT_NE(violation["rule"], "unreachable");
  }
  EXPECT_EQ(own["links"][0]["after"]["inbound_bps"]["expected"].get<std::int64_t>() +
                own["links"][1]["after"]["inbound_bps"]["expected"].get<std::int64_t>(),
            90'000'000);
}

TEST(States, ADrainDoesNotCallACoveredPrefixCutOff) {
  const Outcome outcome = run({"drain", covered(), "--link", "A"});
  EXPECT_EQ(outcome.exit, 0) << outcome.out;
  EXPECT_FALSE(contains(outcome.out, "cut off"));
  EXPECT_FALSE(contains(outcome.out, "whatever the path length")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "follows 12.0.0.0/16 once it is down")) << outcome.out;
  const json withdrawn =
      answer(run({"drain", covered(), "--link", "A", "--withdraw", "--format", "json"}));
  EXPECT_EQ(withdrawn["links"][0]["after"]["inbound_bps"]["expected"], 0);
}

/// A carries 1 Gbps at a steady rate; B has a peak of ten times its measured statistic.
std::string with_peaks(const std::string& inbound, const std::string& peak) {
  json b = link("B", "2 Gbps", inbound);
  b["peak"] = peak;
  return temporary(
      "peaks.json",
      scenario({link("A", "10 Gbps", "1 Gbps"), b},
               {prefix("12.0.0.0/24", {{"A", 0}, {"B", 3}}, {{"A", "1 Gbps"}, {"B", 0}})})
          .dump());
}

TEST(States, WhatReEntersKeepsThePeakOfWhereItCameFrom) {
  const Outcome outcome =
      run({"whatif", with_peaks("100 Mbps", "1 Gbps"), "--fail", "A", "--format", "json"});
  const json own = answer(outcome);
  EXPECT_EQ(own["links"][1]["after"]["inbound_bps"]["expected"], 1'100'000'000);
  EXPECT_EQ(own["links"][1]["after"]["peak_bps"]["expected"], 2'000'000'000);
  EXPECT_FALSE(contains(outcome.out, "measured-mismatch"));
  const json advised =
      answer(run({"advise", with_peaks("100 Mbps", "1 Gbps"), "--format", "json"}));
  EXPECT_EQ(advised["failures"][0]["after_utilisation"], 1.0);
}

TEST(States, ALinkWithoutAPeakOfItsOwnOverflowsTooWhenOthersFail) {
  json a = link("A", "10 Gbps", "6 Gbps");
  a["peak"] = "7 Gbps";
  json b = link("B", "1 Gbps", "0 bps");
  b["peak"] = 0;
  const std::string path = temporary(
      "peak-zero.json",
      scenario({a, b}, {prefix("12.0.0.0/24", {{"A", 0}, {"B", 3}}, {{"A", "6 Gbps"}, {"B", 0}})})
          .dump());
  const Outcome outcome = run({"whatif", path, "--fail", "A", "--format", "json"});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_EQ(answer(outcome)["links"][1]["after"]["utilisation"]["expected"], 7.0);
}

TEST(States, OnceALinkHasAPeakEveryLinkSaysItsOwn) {
  const json own = answer(run({"whatif", with_peaks("100 Mbps", "1 Gbps"), "--format", "json"}));
  EXPECT_EQ(own["links"][0]["before"]["peak_bps"], 1'000'000'000);
  EXPECT_EQ(own["links"][1]["before"]["peak_bps"], 1'000'000'000);
}

TEST(States, NothingIsSearchedNorProposedOnALinkThatIsDown) {
  const std::string path = temporary(
      "announce.json",
      scenario({link("A", "100 Mbps", "45 Mbps"), link("B", "100 Mbps", "45 Mbps")},
               {prefix("12.0.0.0/24", {{"A", 0}, {"B", 0}}, {{"A", "45 Mbps"}, {"B", "45 Mbps"}})},
               {{"actions", {"prepend", "announce"}}})
          .dump());
  const Outcome outcome = run({"whatif", path, "--fail", "A", "--format", "json"});
  EXPECT_FALSE(contains(outcome.out, "Announce 12.0.0.0/24 on A")) << outcome.out;
  EXPECT_EQ(answer(outcome)["objective"]["termination"], "not-searched");
}

TEST(States, TheLastBackupThatIsGivenUpIsSaidInTheSummary) {
  const std::string path = temporary(
      "backup.json",
      scenario({link("A", "1 Gbps", "440 Mbps"),
                link("B", "1 Gbps", "60 Mbps", {{"model", "per-mbps"}, {"price", 10}})},
               {prefix("12.0.0.0/24", {{"A", 0}, {"B", 3}}, {{"A", "440 Mbps"}, {"B", "60 Mbps"}})},
               {{"actions", {"prepend", "withdraw"}}, {"min_links", 1}})
          .dump());
  const json own =
      answer(run({"whatif", path, "--set", "12.0.0.0/24@B=withdraw", "--format", "json"}));
  EXPECT_TRUE(contains(own["summary"], "Newly unreachable under failure: 500 Mbps if A fails"))
      << own["summary"];
  EXPECT_EQ(own["failures"][0]["unreachable_before_bps"], 0);
}

TEST(States, RequireCountsWhatAFailureCutsOff) {
  const std::string path = temporary(
      "outage.json",
      scenario({link("A", "10 Gbps", "6 Gbps"), link("B", "10 Gbps", "0 bps")},
               {prefix("12.0.0.0/24", {{"A", 0}, {"B", 3}}, {{"A", "6 Gbps"}, {"B", 0}})},
               {{"n_minus_1", "require"}, {"min_links", 1}, {"actions", {"prepend", "withdraw"}}})
          .dump());
  const Outcome outcome =
      run({"whatif", path, "--set", "12.0.0.0/24@B=withdraw", "--format", "json"});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_EQ(answer(outcome)["violations"][0]["rule"], "n-1");
}

TEST(States, EveryLinkThatAFailureOverloadsIsListedAndTheNewOnesAreNamed) {
  json a = link("A", "10 Gbps", "8400 Mbps");
  json b = link("B", "10 Gbps", "3400 Mbps");
  json c = link("C", "100 Gbps", "16000 Mbps");
  c["neighbor_as"] = 64503;
  const std::string path = temporary(
      "hidden.json",
      scenario({a, b, c}, {prefix("12.0.0.0/22", {{"A", 0}, {"B", 1}, {"C", 0}},
                                  {{"A", "8400 Mbps"}, {"B", "3400 Mbps"}, {"C", "16000 Mbps"}})})
          .dump());
  const json own = answer(run({"whatif", path, "--set", "12.0.0.0/22@A=1", "--set",
                               "12.0.0.0/22@B=0", "--format", "json"}));
  const json& overloads = own["failures"][2]["overloads"];
  ASSERT_EQ(own["failures"][2]["failure"], "C");
  ASSERT_EQ(overloads.size(), 2U) << own["failures"];
  EXPECT_EQ(overloads[0]["link"], "A");
  EXPECT_NE(overloads[0]["change"], "new");
  EXPECT_EQ(overloads[1]["link"], "B");
  EXPECT_EQ(overloads[1]["change"], "new");
  EXPECT_LE(overloads[1]["before"]["utilisation"]["expected"], 1.0);
  EXPECT_GT(overloads[1]["after"]["utilisation"]["high"],
            overloads[1]["after"]["utilisation"]["low"]);
  EXPECT_TRUE(contains(own["summary"], "New overload under failure: B at")) << own["summary"];
}

TEST(States, RatesWhoseSumsDoNotFitAreRefusedBeforeAnythingIsComputed) {
  std::vector<json> prefixes;
  for (int i = 0; i < 20; ++i) {
    prefixes.push_back(prefix("12.0." + std::to_string(i) + ".0/24", {{"A", 0}, {"B", 0}},
                              {{"A", 1'000'000'000'000'000}, {"B", 1'000'000'000'000'000}}));
  }
  const std::string path = temporary(
      "large.json",
      scenario({link("A", "1 Tbps", "1 Tbps"), link("B", "1 Tbps", "1 Tbps")}, prefixes).dump());
  const Outcome grown = run({"whatif", path, "--growth", "100000%"});
  EXPECT_EQ(grown.exit, 64);
  EXPECT_EQ(grown.out, "");
  EXPECT_TRUE(contains(grown.err, "too large for 64 bits")) << grown.err;
  json uplifted = json::parse(cli_test::read_file(path));
  uplifted["policy"] = {{"saturation", {{"from", 0.95}, {"uplift", 10}}}};
  for (int i = 20; i < 200; ++i) {
    uplifted["prefixes"].push_back(
        prefix("12.0." + std::to_string(i) + ".0/24", {{"A", 0}, {"B", 0}},
               {{"A", 1'000'000'000'000'000}, {"B", 1'000'000'000'000'000}}));
  }
  const Outcome refused = run({"advise", temporary("uplifted.json", uplifted.dump())});
  EXPECT_EQ(refused.exit, 65);
  EXPECT_EQ(refused.out, "");
  EXPECT_TRUE(contains(refused.err, "sum-too-large")) << refused.err;
}

TEST(States, APriceBeyondTheScenariosLimitIsRefused) {
  const std::string path =
      temporary("commit.json",
                scenario({link("A", "10 Gbps", "6 Gbps",
                               {{"model", "commit"},
                                {"committed", "1 Gbps"},
                                {"price", 0.000001},
                                {"overage_price", 1}}),
                          link("B", "10 Gbps", "1 Gbps")},
                         {prefix("12.0.0.0/24", {{"A", 0}, {"B", 3}}, {{"A", "6 Gbps"}, {"B", 0}})})
                    .dump());
  // The overage price moves by the same factor: a million times ten.
  const Outcome outcome = run({"whatif", path, "--price", "A=10"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_TRUE(contains(outcome.err, "above 1000000")) << outcome.err;
}

}  // namespace
}  // namespace bgpte
