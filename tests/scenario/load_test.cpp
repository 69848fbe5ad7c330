#include "bgpte/scenario/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgpte/model/digest.hpp"
#include "tests/scenario/corpus.hpp"

namespace bgpte::scenario {
namespace {

using nlohmann::json;

std::string all_of(const LoadResult& result) {
  std::string text;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    text += to_string(diagnostic, "file") + '\n';
  }
  return text;
}

model::Scenario loaded(const std::string& text) {
  LoadResult result = load(text, corpus("valid"));
  EXPECT_TRUE(result.scenario) << all_of(result);
  return result.scenario.value_or(model::Scenario{});
}

model::Scenario loaded_file(const std::string& name) {
  return loaded(read_file(corpus("valid") / (name + ".json")));
}

TEST(Load, EveryShippedScenario) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(BGPTE_SOURCE_DIR "/scenarios")) {
    const std::filesystem::path file = entry.path() / "scenario.json";
    if (!std::filesystem::exists(file)) {
      continue;
    }
    const LoadResult result = load(read_file(file), entry.path());
    EXPECT_TRUE(result.scenario.has_value()) << file << '\n' << all_of(result);
    ++count;
  }
  EXPECT_GE(count, 1U);
}

TEST(Load, WhatIsLeftOutHasTheContractsDefaults) {
  const model::Scenario scenario = loaded_file("minimal");
  EXPECT_EQ(scenario.name, "");
  EXPECT_EQ(scenario.currency, "USD");
  EXPECT_EQ(scenario.policy, model::Policy{});
  EXPECT_EQ(scenario.policy.max_utilisation, model::Ratio{800'000});
  EXPECT_EQ(scenario.policy.max_changes, 10U);
  EXPECT_EQ(scenario.ingress.model, model::IngressKind::response);
  EXPECT_EQ(scenario.ingress.retained.size(), 2U);
  EXPECT_FALSE(scenario.ingress.retained[0]);
  EXPECT_EQ(scenario.prefixes[0].origin_as, 65000U);
  EXPECT_FALSE(scenario.expect);
  EXPECT_FALSE(scenario.measured);
}

TEST(Load, LinkAndSessionAsWritten) {
  const model::Scenario scenario = loaded_file("session-foreign");
  EXPECT_EQ(scenario.local_as, 65000U);
  const model::Link& link = scenario.links.at(0);
  EXPECT_EQ(link.name, "A");
  EXPECT_EQ(link.capacity, model::Bps{1'000'000'000});
  EXPECT_EQ(link.inbound, model::Bps{980'000'000});
  EXPECT_EQ(std::get<model::PerMbpsBilling>(link.billing.model).price, model::Price{500'000});
  const model::Session& session = link.sessions.at(0);
  EXPECT_EQ(session.source, "/links/0/sessions/0");
  EXPECT_EQ(session.router, "edge1");
  EXPECT_EQ(session.platform, model::Platform::frr);
  EXPECT_EQ(session.neighbor, model::parse_address("192.0.2.1"));
  EXPECT_EQ(session.export_policy, std::vector<std::string>{"TO-A"});
  EXPECT_EQ(session.free_entries, (model::EntryRange{1, 9}));
  EXPECT_EQ(session.next_entry, 10);
  EXPECT_EQ(session.prepends, model::PrependOwner::foreign);
  EXPECT_EQ(session.foreign, (model::ForeignPrepend{10, 20}));
  EXPECT_EQ(scenario.prefixes.at(0).advertise[0], 2);
  EXPECT_EQ(scenario.prefixes.at(0).advertise[1], 1);
}

TEST(Load, PolicyAsWritten) {
  const model::Policy policy = loaded_file("policy").policy;
  EXPECT_EQ(policy.strategy, model::Strategy::cost);
  EXPECT_EQ(policy.max_utilisation, model::Ratio{900'000});
  EXPECT_EQ(policy.max_prepend, 5);
  EXPECT_TRUE(policy.actions.withdraw && policy.actions.announce && policy.actions.community &&
              policy.actions.med && policy.actions.prepend);
  EXPECT_EQ(policy.max_changes, 3U);
  EXPECT_EQ(policy.max_changes_per_prefix, 1U);
  EXPECT_EQ(policy.pinned_prefixes, std::vector<std::size_t>{0});
  EXPECT_EQ(policy.pinned_links, std::vector<std::size_t>{1});
  EXPECT_EQ(policy.min_links, 2U);
  EXPECT_EQ(policy.n_minus_1, model::NMinusOne::require);
  EXPECT_EQ(policy.forecast, model::ForecastLevel::high);
  EXPECT_EQ(policy.do_no_harm, model::DoNoHarm::expected);
  EXPECT_EQ(policy.watch,
            (model::WatchPolicy{5, model::Ratio{200'000}, 900, 900, 4, {"LinkAboveCeiling"}}));
  const model::Policy other = loaded_file("policy-other-words").policy;
  EXPECT_EQ(other.max_changes, std::nullopt);
  EXPECT_FALSE(other.actions.prepend);
}

TEST(Load, RetainedOfEveryLinkIsSpreadButItsOwnWins) {
  const model::Ingress ingress = loaded_file("ingress-response").ingress;
  ASSERT_TRUE(ingress.retained.at(0) && ingress.retained.at(1));
  EXPECT_EQ(ingress.retained[0]->expected, (std::vector<double>{0.7, 0.4, 0.25}));
  EXPECT_EQ(ingress.retained[1]->expected, (std::vector<double>{0.6, 0.55}));
  ASSERT_EQ(ingress.observations.size(), 2U);
  EXPECT_EQ(ingress.observations[0].prefix, 0U);
  EXPECT_EQ(ingress.observations[1].prefix, std::nullopt);
  EXPECT_EQ(ingress.observations[0].inbound[1], model::Bps{60'000'000});
  EXPECT_EQ(ingress.observations[1].inbound[1], std::nullopt);
  EXPECT_EQ(ingress.tie, model::TieRule::capacity);
  EXPECT_EQ(ingress.measurement_error, 0.01);
  EXPECT_EQ(ingress.drift, model::Ratio{30'000});
}

TEST(Load, SourcesAsWritten) {
  const model::Ingress ingress = loaded_file("ingress-sources").ingress;
  ASSERT_EQ(ingress.sources.size(), 2U);
  EXPECT_EQ(ingress.sources[0].path_length, (std::vector<std::optional<int>>{2, 3}));
  EXPECT_EQ(ingress.sources[0].preference, (std::vector<int>{100, 110}));
  EXPECT_EQ(ingress.sources[0].inbound.at(0), model::Bps{120'000'000});
  EXPECT_EQ(ingress.sources[1].path_length, (std::vector<std::optional<int>>{0, std::nullopt}));
  EXPECT_EQ(ingress.sources[1].preference, (std::vector<int>{100, 100}));
  EXPECT_EQ(ingress.tie, model::TieRule::link);
  EXPECT_EQ(ingress.tie_link, 1U);
}

TEST(Load, ContractsBillIsTheMembers) {
  const model::Scenario scenario = loaded_file("contracts");
  EXPECT_EQ(scenario.contracts.at(0).aggregate, model::Aggregate::sum_of_samples);
  for (const model::Link& link : scenario.links) {
    EXPECT_EQ(link.contract, "T1");
    EXPECT_EQ(link.billing, scenario.contracts[0].billing);
  }
}

TEST(Load, SamplesAreReadIntoTheBill) {
  const model::Scenario scenario = loaded_file("percentile-samples");
  const model::PercentileRule& by_link = scenario.links.at(0).billing.percentile.value();
  ASSERT_EQ(by_link.series.size(), 2U);
  EXPECT_EQ(by_link.series[0].subject, "A");
  EXPECT_EQ(
      by_link.series[0].samples,
      (std::vector<model::Sample>{{1793491200, model::Bps{900'000'000}, model::Bps{100'000'000}},
                                  {1793491500, model::Bps{980'000'000}, model::Bps{120'000'000}}}));
  EXPECT_EQ(by_link.series[1].subject, "B");
  const model::PercentileRule& by_prefix = scenario.links.at(1).billing.percentile.value();
  EXPECT_EQ(by_prefix.rank, model::Ratio{99'500'000});
  ASSERT_EQ(by_prefix.series.size(), 1U);
  EXPECT_EQ(by_prefix.series[0].subject, "198.51.100.0/24");
  EXPECT_EQ(by_prefix.series[0].samples.at(1).inbound, model::Bps{90'000'000});
}

TEST(Load, BillingPeriodOfOneMonth) {
  const model::Scenario scenario = loaded_file("billing-period-month");
  EXPECT_EQ(scenario.billing_period, (model::BillingPeriod{"2028-02-01", "2028-02-29"}));
}

/// Everything but where it stood in the file and the file's hash.
model::Scenario without_places(model::Scenario scenario) {
  scenario.sha256.clear();
  for (model::Link& link : scenario.links) {
    link.source.clear();
    for (model::Lever& lever : link.levers) {
      lever.source.clear();
    }
    for (model::Session& session : link.sessions) {
      session.source.clear();
    }
  }
  for (model::Prefix& prefix : scenario.prefixes) {
    prefix.source.clear();
  }
  return scenario;
}

TEST(Load, LeversAreSortedAndReferredToByPlace) {
  const auto path = corpus("valid") / "levers.json";
  const LoadResult result = load(read_file(path), path.parent_path());
  ASSERT_TRUE(result.scenario);
  const model::Scenario& scenario = *result.scenario;
  const model::Link& a = scenario.links[0];
  ASSERT_EQ(a.levers.size(), 2U);
  EXPECT_EQ(a.levers[0].name, "lower-preference");
  EXPECT_EQ(model::to_string(a.levers[0].marks), "communities 64501:80 and 64501:1:2");
  EXPECT_EQ(a.levers[0].retained, (model::LeverEffect{0.1, 0.3, 0.6}));
  EXPECT_EQ(a.levers[0].source, "/links/0/levers/0");
  EXPECT_EQ(model::to_string(a.levers[1].marks), "MED 100");
  EXPECT_FALSE(scenario.links[1].levers[0].retained);
  EXPECT_EQ(scenario.prefixes[0].advertise.lever(0), 1);
  EXPECT_EQ(scenario.prefixes[0].advertise[0], 0);
  EXPECT_FALSE(scenario.prefixes[1].advertise.has_levers());
  ASSERT_TRUE(scenario.expect && scenario.expect->changes);
  EXPECT_EQ(scenario.expect->changes->at(0).lever, 2);
  EXPECT_EQ(scenario.expect->changes->at(1).lever, model::no_lever);
  EXPECT_EQ(model::route_attributes(scenario, 0, 2).med, 100U);
  EXPECT_TRUE(model::route_attributes(scenario, 0, model::no_lever).empty());
  EXPECT_EQ(model::find_lever(a, "med-100"), 2);
  EXPECT_FALSE(model::find_lever(a, "med"));
}

TEST(Load, OrderOfLinksAndPrefixesDoesNotCount) {
  for (const auto& file : documents(corpus("valid"))) {
    json document = json::parse(read_file(file));
    const model::Scenario scenario = loaded(document.dump());
    std::reverse(document["links"].begin(), document["links"].end());
    std::reverse(document["prefixes"].begin(), document["prefixes"].end());
    const model::Scenario reversed = loaded(document.dump());
    EXPECT_EQ(without_places(reversed), without_places(scenario)) << file;
    const std::size_t last = document["links"].size() - 1;
    EXPECT_EQ(scenario.links[0].source, "/links/0") << file;
    EXPECT_EQ(reversed.links[0].source, "/links/" + std::to_string(last)) << file;
    EXPECT_TRUE(std::is_sorted(
        scenario.prefixes.begin(), scenario.prefixes.end(),
        [](const model::Prefix& a, const model::Prefix& b) { return a.prefix < b.prefix; }));
  }
}

TEST(Load, HashIsOfTheBytes) {
  const std::string text = read_file(corpus("valid") / "minimal.json");
  EXPECT_EQ(loaded(text).sha256, model::sha256_hex(text));
}

/// The minimal scenario with one text in it replaced.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = read_file(corpus("valid") / "minimal.json");
  return text.replace(text.find(from), from.size(), to);
}

TEST(Load, AHistoryThatIsLeftOutIsNotLookedFor) {
  const std::string text =
      edited(R"("local_as")", R"("measured": {"to": "2026-11-28", "history": "gone"}, "local_as")");
  EXPECT_FALSE(load(text, corpus("valid")).scenario);
  const LoadResult result =
      load(text, corpus("valid"), FilesOutside::refused, NamedHistory::left_out);
  ASSERT_TRUE(result.scenario) << all_of(result);
  EXPECT_FALSE(result.scenario->past);
  EXPECT_EQ(result.scenario->sha256, model::sha256_hex(text));
}

TEST(Hostile, TenMegabytesOfNameAreShortened) {
  for (const std::string from :
       {"\"edge1\"", "\"1 Gbps\"", "\"198.51.100.0/24\"", "\"transit\"", "\"capacity\"", "65000"}) {
    const LoadResult result =
        load(edited(from, '"' + std::string(10'000'000, 'x') + '"'), corpus("valid"));
    ASSERT_FALSE(result.diagnostics.empty());
    for (const Diagnostic& diagnostic : result.diagnostics) {
      EXPECT_LT(to_string(diagnostic, "file").size(), 2000U);
    }
  }
}

TEST(Hostile, TenThousandBracketsAnywhere) {
  for (const std::string bracket : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 10'000; ++i) {
      deep += bracket;
    }
    const LoadResult whole = load(deep, ".");
    ASSERT_EQ(whole.diagnostics.size(), 1U);
    EXPECT_EQ(whole.diagnostics[0].code, "too-deep");
    EXPECT_EQ(load(edited("65000", deep), ".").diagnostics.at(0).code, "too-deep");
  }
}

TEST(Hostile, EveryTruncationIsRefused) {
  const std::string text = read_file(corpus("valid") / "ingress-response.json");
  const std::size_t end = text.find_last_of('}');
  for (std::size_t size = 0; size <= end; ++size) {
    const LoadResult result = load(text.substr(0, size), corpus("valid"));
    EXPECT_FALSE(result.scenario) << size;
    EXPECT_FALSE(result.diagnostics.empty()) << size;
  }
}

TEST(Hostile, AByteTooManyAnywhereIsNeverACrash) {
  for (const std::string name : {"minimal.json", "percentile-samples.json", "levers.json"}) {
    const std::string text = read_file(corpus("valid") / name);
    ASSERT_FALSE(text.empty()) << name;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const LoadResult result = load(std::string(text).insert(at, 1, 'R'), corpus("valid"));
      EXPECT_EQ(result.scenario.has_value(), result.diagnostics.empty()) << name << " at " << at;
    }
  }
}

TEST(Hostile, CountlessFaultsAreCounted) {
  std::string keys;
  for (int i = 0; i < 20'000; ++i) {
    keys += "\"k" + std::to_string(i) + "\": 0, ";
  }
  const LoadResult result = load("{" + keys + "\"format\": \"bgpte-scenario/1\"}", ".");
  EXPECT_EQ(result.diagnostics.size(), 10'001U);
  EXPECT_EQ(result.diagnostics.back().code, "too-many-faults");
}

TEST(Load, SixtyFourLinksAreAllKnown) {
  json document = json::parse(read_file(corpus("valid") / "minimal.json"));
  for (int i = 2; i < 64; ++i) {
    json link = document["links"][1];
    link["name"] = "L" + std::to_string(i);
    document["links"].push_back(link);
  }
  EXPECT_EQ(loaded(document.dump()).links.size(), 64U);
  document["prefixes"][0]["advertise"]["L64"] = 0;
  EXPECT_EQ(load(document.dump(), ".").diagnostics.at(0).code, "unknown-link");
}

TEST(Diagnostic, OneLineForATerminal) {
  const LoadResult result = load(edited("\"capacity\"", "\"capcity\""), ".");
  ASSERT_EQ(result.diagnostics.size(), 1U) << all_of(result);
  EXPECT_THAT(to_string(result.diagnostics[0], "s.json"),
              testing::AllOf(testing::StartsWith("s.json:9:7: unknown-key: "),
                             testing::HasSubstr("/links/0/capcity"),
                             testing::HasSubstr("did you mean \"capacity\"?")));
}

}  // namespace
}  // namespace bgpte::scenario
