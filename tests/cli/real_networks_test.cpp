// How real networks differ from the textbook: peers and exchanges, totals, more specifics,
// communities that limit export, attacks, long paths, customers, backups that wait.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

namespace bgpte::real_networks {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

json link(const std::string& name, int asn, const std::string& relationship, double capacity,
          double inbound, double price = 0) {
  const json billing = price > 0 ? json{{"model", "per-mbps"}, {"price", price}}
                                 : json{{"model", "flat"}, {"fee", 500}};
  return {{"name", name},
          {"neighbor_as", asn},
          {"relationship", relationship},
          {"capacity", capacity * 1e6},
          {"inbound", inbound * 1e6},
          {"billing", billing}};
}

json prefix(const std::string& text, const json& mbps, const json& advertise) {
  json inbound = mbps;
  if (mbps.is_object()) {
    for (auto& rate : inbound) {
      rate = rate.get<double>() * 1e6;
    }
  } else {
    inbound = mbps.get<double>() * 1e6;
  }
  return {{"prefix", text}, {"inbound", inbound}, {"advertise", advertise}};
}

std::string file(const std::vector<json>& links, const std::vector<json>& prefixes,
                 const json& policy = json::object(), const json& ingress = json::object()) {
  const json scenario{{"format", "bgpte-scenario/1"}, {"local_as", 64500}, {"links", links},
                      {"prefixes", prefixes},         {"policy", policy},  {"ingress", ingress}};
  return temporary("scenario.json", scenario.dump());
}

json answer(const std::vector<std::string>& command) {
  std::vector<std::string> arguments = command;
  arguments.insert(arguments.end(), {"--format", "json"});
  const Outcome outcome = run(arguments);
  json result = json::parse(outcome.out, nullptr, false);
  EXPECT_FALSE(result.is_discarded()) << outcome.err;
  return result;
}

/// Expected Mbps of a link, `when` before or after.
double load(const json& advice, const std::string& name, const std::string& when) {
  for (const json& link : advice["links"]) {
    if (link["name"] == name) {
      const json& rate = link[when]["inbound_bps"];
      return (rate.is_number() ? rate : rate["expected"]).get<double>() / 1e6;
    }
  }
  ADD_FAILURE() << "no link " << name;
  return -1;
}

bool has_finding(const json& advice, const std::string& rule) {
  for (const json& finding : advice["findings"]) {
    if (finding["rule"] == rule) {
      return true;
    }
  }
  return false;
}

TEST(RealNetworks, OneTotalOfSeveralLinksIsSplitAsTheLinksMeasured) {
  const json advice =
      answer({"advise", file({link("A", 64501, "transit", 10000, 5200, 0.3),
                              link("B", 64502, "transit", 10000, 2900, 0.3),
                              link("IX", 64504, "ix", 10000, 4100)},
                             {prefix("11.44.0.0/22", 12200, {{"A", 0}, {"B", 0}, {"IX", 0}})})});
  EXPECT_EQ(load(advice, "A", "before"), 5200);
  EXPECT_EQ(load(advice, "B", "before"), 2900);
  EXPECT_EQ(load(advice, "IX", "before"), 4100);
  EXPECT_FALSE(has_finding(advice, "split-overshoot"));
}

TEST(RealNetworks, PeersHardlyMoveAndNeverGainWhatTheirCustomersDoNotSend) {
  const std::string scenario =
      file({link("A", 64501, "transit", 20000, 3000, 0.3), link("PNI", 64505, "peer", 10000, 9200)},
           {prefix("11.44.0.0/22", {{"A", 1500}, {"PNI", 7000}}, {{"A", 0}, {"PNI", 0}})});
  const json twice = answer({"whatif", scenario, "--set", "11.44.0.0/22@PNI=2"});
  EXPECT_GT(load(twice, "PNI", "after"), 9200 - 0.15 * 7000);
  const json other = answer({"whatif", scenario, "--set", "11.44.0.0/22@A=3"});
  EXPECT_EQ(load(other, "PNI", "after"), 9200);
  EXPECT_EQ(load(other, "A", "after"), 3000);
}

TEST(RealNetworks, ExchangesThatShareSourcesCompeteByLength) {
  json local = link("IXL", 64601, "ix", 10000, 1000);
  local["reach"] = {{"sources_of", {"IXR"}}};
  const std::string scenario = file(
      {local, link("IXR", 64602, "ix", 1000, 900), link("T", 64501, "transit", 10000, 2000, 0.5)},
      {prefix("203.0.113.0/24", {{"IXL", 1000}, {"IXR", 900}, {"T", 2000}},
              {{"IXL", 0}, {"IXR", 0}, {"T", 0}})});
  const json remote = answer({"whatif", scenario, "--set", "203.0.113.0/24@IXR=1"});
  EXPECT_EQ(load(remote, "IXR", "after"), 0);
  EXPECT_EQ(load(remote, "IXL", "after"), 1900);
  EXPECT_EQ(load(remote, "T", "after"), 2000);
  // Nothing says that the sources of the local exchange are at the remote one.
  const json here = answer({"whatif", scenario, "--set", "203.0.113.0/24@IXL=1"});
  EXPECT_EQ(load(here, "IXR", "after"), 900);
}

TEST(RealNetworks, TwoPortsOfOnePeerCompeteByLengthAndAPrivateOneDoesNotWithAnExchange) {
  const auto loads = [](const std::string& kind) {
    return answer(
        {"whatif",
         file({link("P1", 64505, "peer", 10000, 2000), link("P2", 64505, kind, 10000, 500),
               link("T", 64501, "transit", 10000, 1000)},
              {prefix("203.0.113.0/24", {{"P1", 2000}, {"P2", 500}, {"T", 1000}},
                      {{"P1", 0}, {"P2", 0}, {"T", 0}})}),
         "--set", "203.0.113.0/24@P1=1"});
  };
  EXPECT_EQ(load(loads("peer"), "P2", "after"), 2500);
  EXPECT_EQ(load(loads("peer"), "T", "after"), 1000);
  EXPECT_EQ(load(loads("ix"), "P2", "after"), 500);
}

TEST(RealNetworks, AMedIsComparedBetweenTwoExchanges) {
  json remote = link("IXR", 64602, "ix", 1000, 900);
  remote["levers"] = {{{"name", "med-100"},
                       {"med", 100},
                       {"retained", {{"low", 0}, {"expected", 0.25}, {"high", 1}}}}};
  const auto at = [&](const std::string& kind) {
    json other = link("IXL", 64601, kind, 10000, 1000);
    return file({other, remote, link("T", 64501, "transit", 10000, 2000)},
                {prefix("203.0.113.0/24", {{"IXL", 1000}, {"IXR", 900}, {"T", 2000}},
                        {{"IXL", 0}, {"IXR", 0}, {"T", 0}})});
  };
  const json advice = answer({"whatif", at("ix"), "--set", "203.0.113.0/24@IXR=med-100"});
  EXPECT_EQ(load(advice, "IXL", "after"), 1675);
  EXPECT_EQ(load(advice, "T", "after"), 2000);
  EXPECT_TRUE(contains(run({"validate", at("transit")}).err + run({"validate", at("transit")}).out,
                       "med-alone"));
}

TEST(RealNetworks, ACommunityForOnePeerMovesThatPeerAlone) {
  json remote = link("IXB", 64602, "ix", 1000, 900);
  remote["levers"] = {{{"name", "prepend-to-64502"},
                       {"communities", {"64602:101:64502"}},
                       {"sources", {64502}},
                       {"retained", {{"low", 0}, {"expected", 0}, {"high", 0}}}}};
  const auto group = [](const std::string& name, const json& lengths, double mbps) {
    json preference = lengths;
    for (auto& [where, value] : preference.items()) {
      value = where == "T" ? 100 : 200;
    }
    return json{{"name", name},
                {"path_length", lengths},
                {"preference", preference},
                {"inbound", {{"203.0.113.0/24", mbps * 1e6}}}};
  };
  const json groups{group("AS64502, on both", {{"IXA", 1}, {"IXB", 1}, {"T", 3}}, 450),
                    group("others on IXB", {{"IXB", 1}, {"T", 3}}, 450),
                    group("others on IXA", {{"IXA", 1}, {"T", 3}}, 100)};
  const json advice =
      answer({"whatif",
              file({link("IXA", 64601, "ix", 10000, 100), remote,
                    link("T", 64501, "transit", 10000, 0, 1)},
                   {prefix("203.0.113.0/24", {{"IXA", 100}, {"IXB", 900}, {"T", 0}},
                           {{"IXA", 0}, {"IXB", 0}, {"T", 0}})},
                   json::object(), {{"model", "sources"}, {"tie", "IXB"}, {"sources", groups}}),
              "--set", "203.0.113.0/24@IXB=prepend-to-64502"});
  EXPECT_EQ(load(advice, "IXA", "after"), 550);
  EXPECT_EQ(load(advice, "IXB", "after"), 450);
  EXPECT_EQ(load(advice, "T", "after"), 0);
}

TEST(RealNetworks, NoExportIsNoBackup) {
  json backup = link("Q", 64502, "transit", 1000, 60, 10);
  backup["levers"] = {{{"name", "no-export"},
                       {"communities", {"65535:65281"}},
                       {"retained", {{"low", 0}, {"expected", 0.2}, {"high", 0.5}}}}};
  const std::string scenario =
      file({link("P", 64501, "transit", 1000, 440), backup},
           {prefix("203.0.113.0/24", {{"P", 440}, {"Q", 60}}, {{"P", 0}, {"Q", 3}})},
           {{"strategy", "cost"}, {"actions", {"prepend", "community"}}, {"min_links", 2}});
  const json advice = answer({"advise", scenario});
  for (const json& change : advice["changes"]) {
    EXPECT_TRUE(!change.contains("lever") || change["lever"].is_null());
  }
  const json failed =
      answer({"whatif", scenario, "--fail", "P", "--set", "203.0.113.0/24@Q=no-export"});
  EXPECT_EQ(load(failed, "Q", "after"), 100);  // A fifth of 500.
  bool unreachable = false;
  for (const json& violation : failed["violations"]) {
    unreachable = unreachable || violation["rule"] == "unreachable";
  }
  EXPECT_TRUE(unreachable);
}

TEST(RealNetworks, AMoreSpecificIsNamedAndUsedWhereItIsListed) {
  const std::vector<json> links{link("A", 64501, "transit", 1000, 950),
                                link("B", 64502, "transit", 1000, 0)};
  const json whole = prefix("11.0.0.0/20", {{"A", 950}, {"B", 0}}, {{"A", 0}, {"B", 0}});
  const json sticky{
      {"response", {{"retained", {{"A", {{"low", {1}}, {"expected", {1}}, {"high", {1}}}}}}}}};
  const json alone = answer({"advise", file(links, {whole}, json::object(), sticky)});
  EXPECT_TRUE(contains(alone["violations"].dump(), "a busy part of 11.0.0.0/20"));

  json part = prefix("11.0.0.0/22", {{"A", 400}}, json::object());
  part["part_of"] = "11.0.0.0/20";
  const json listed = answer({"advise", file(links, {whole, part}, json::object(), sticky)});
  EXPECT_TRUE(contains(listed["violations"].dump(), "add \\\"deaggregate\\\""));
  const json used = answer(
      {"advise", file(links, {whole, part}, {{"actions", {"prepend", "deaggregate"}}}, sticky)});
  ASSERT_EQ(used["changes"].size(), 1U) << used["summary"];
  EXPECT_EQ(used["changes"][0]["prefix"], "11.0.0.0/22");
  EXPECT_EQ(used["changes"][0]["link"], "B");
  EXPECT_EQ(load(used, "A", "after"), 550);
  EXPECT_EQ(load(used, "B", "after"), 400);
  EXPECT_TRUE(has_finding(used, "more-specific"));
  // Where B fails, the whole takes over.
  for (const json& failure : used["failures"]) {
    EXPECT_EQ(failure["unreachable_bps"], 0);
  }
}

TEST(RealNetworks, APartGoesWhereTheWholeGoes) {
  const std::vector<json> links{link("A", 64501, "transit", 1000, 600),
                                link("B", 64502, "transit", 1000, 0)};
  const json whole = prefix("11.0.0.0/20", {{"A", 600}, {"B", 0}}, {{"A", 0}, {"B", 0}});
  json part = prefix("11.0.0.0/22", {{"A", 400}}, json::object());
  part["part_of"] = "11.0.0.0/20";
  const json together = answer({"whatif", file(links, {whole, part}), "--set", "11.0.0.0/20@A=2"});
  const json without = answer({"whatif", file(links, {whole}), "--set", "11.0.0.0/20@A=2"});
  EXPECT_NEAR(load(together, "A", "after"), load(without, "A", "after"), 0.001);
  EXPECT_LT(load(together, "A", "after"), 400);
}

TEST(RealNetworks, APartIsNotMoreThanTheWhole) {
  const std::vector<json> links{link("A", 64501, "transit", 1000, 600),
                                link("B", 64502, "transit", 1000, 0)};
  const json whole = prefix("11.0.0.0/20", {{"A", 300}, {"B", 0}}, {{"A", 0}, {"B", 0}});
  json part = prefix("11.0.0.0/22", {{"A", 301}}, json::object());
  part["part_of"] = "11.0.0.0/20";
  EXPECT_TRUE(contains(run({"validate", file(links, {whole, part})}).out +
                           run({"validate", file(links, {whole, part})}).err,
                       "part-exceeds-whole"));
  part["part_of"] = "11.0.0.0/16";
  EXPECT_NE(run({"validate", file(links, {whole, part})}).exit, 0);
  json nowhere = whole;
  nowhere["advertise"] = json::object();
  EXPECT_NE(run({"validate", file(links, {nowhere})}).exit, 0);
}

TEST(RealNetworks, AnAttackIsAnsweredBeforeAnythingOnItsLinkIsMoved) {
  json flood = prefix("203.0.113.0/24", {{"A", 12100}, {"B", 100}}, {{"A", 0}, {"B", 0}});
  const json rest = prefix("198.51.100.0/24", {{"A", 1000}, {"B", 3900}}, {{"A", 0}, {"B", 0}});
  const std::vector<json> links{link("A", 64501, "transit", 10000, 13100),
                                link("B", 64502, "transit", 40000, 4000, 0.4)};
  const json asked = answer({"advise", file(links, {flood, rest})});
  EXPECT_TRUE(has_finding(asked, "looks-like-attack"));
  EXPECT_EQ(asked["changes"], json::array());
  EXPECT_TRUE(asked["summary"].get<std::string>().starts_with(
      "First ask whether 203.0.113.0/24 is under attack: it alone brings 12.1 Gbps by link A"))
      << asked["summary"];
  EXPECT_TRUE(contains(asked["violations"][0]["message"], "blackhole the target"));
  EXPECT_FALSE(contains(asked["violations"][0]["message"], "raise A"));  // It is no demand.
  flood["demand"] = true;
  const json demand = answer({"advise", file(links, {flood, rest})});
  EXPECT_FALSE(has_finding(demand, "looks-like-attack"));
  EXPECT_TRUE(contains(demand["changes"].dump(), "203.0.113.0/24"));
}

TEST(RealNetworks, PrependsThatMadeNoDifferenceAreTold) {
  const json observed{{"prefix", "203.0.113.0/24"},
                      {"advertise", {{"FRA", 0}, {"AMS", 0}}},
                      {"inbound", {{"FRA", 360e6}, {"AMS", 240e6}}}};
  const json advice = answer(
      {"advise",
       file({link("FRA", 64501, "transit", 1000, 360), link("AMS", 64502, "transit", 300, 260)},
            {prefix("203.0.113.0/24", {{"FRA", 360}, {"AMS", 240}}, {{"FRA", 0}, {"AMS", 3}})},
            json::object(), {{"observations", {observed}}})});
  EXPECT_TRUE(has_finding(advice, "equal-observations"));
}

TEST(RealNetworks, AVeryLongPathIsToldAndACapOfTheNeighbourIsKept) {
  json capped = link("Q", 64502, "transit", 1000, 60, 10);
  capped["accepts_prepends"] = 2;
  const json advice = answer(
      {"advise", file({link("P", 64501, "transit", 1000, 440), capped},
                      {prefix("203.0.113.0/24", {{"P", 440}, {"Q", 60}}, {{"P", 0}, {"Q", 60}})},
                      {{"max_prepend", 64}})});
  EXPECT_TRUE(has_finding(advice, "long-path"));
  EXPECT_TRUE(has_finding(advice, "many-prepends"));
  EXPECT_TRUE(has_finding(advice, "prepends-stripped"));
  for (const json& change : advice["changes"]) {
    EXPECT_TRUE(change["link"] != "Q" || change["to"].is_null() || change["to"] <= 2);
  }
}

TEST(RealNetworks, ACustomersPrefixIsNamedAndNotMovedForMoney) {
  const auto advice = [](double price, double inbound) {
    json customer = prefix("11.9.60.0/24", {{"A", 2000}, {"B", 600}}, {{"A", 0}, {"B", 0}});
    customer["origin_as"] = 64620;
    return answer({"advise", file({link("A", 64501, "transit", 10000, inbound, price),
                                   link("B", 64502, "transit", 10000, 2000, 0.3)},
                                  {customer})});
  };
  const json full = advice(0.3, 8600);
  ASSERT_FALSE(full["changes"].empty());
  EXPECT_TRUE(has_finding(full, "customer-prefix"));
  EXPECT_TRUE(advice(9.0, 2500)["changes"].empty());
}

TEST(RealNetworks, AnAnnouncementThatWasSeenComesBeforeOneThatWasNot) {
  const json seen{{"prefix", "203.0.113.0/24"},
                  {"advertise", {{"MAJOR", 2}, {"LOCAL", 0}}},
                  {"inbound", {{"MAJOR", 520e6}, {"LOCAL", 410e6}}}};
  const json advice = answer(
      {"advise",
       file(
           {link("MAJOR", 64501, "transit", 1000, 0), link("LOCAL", 64502, "transit", 1000, 930)},
           {prefix("203.0.113.0/24", {{"MAJOR", 0}, {"LOCAL", 930}}, {{"MAJOR", 3}, {"LOCAL", 0}})},
           json::object(), {{"observations", {seen}}})});
  EXPECT_EQ(advice["changes"].at(0)["to"], 2);
  EXPECT_NEAR(load(advice, "MAJOR", "after"), 520, 1);
}

TEST(RealNetworks, ATargetIsMetBeforeMoneyAndSaidInTheSummary) {
  std::vector<json> prefixes;
  for (int i = 0; i < 8; ++i) {
    prefixes.push_back(prefix("203.0." + std::to_string(100 + i) + ".0/24",
                              {{"A", 400}, {"B", 200}}, {{"A", 0}, {"B", 0}}));
  }
  const auto advice = [&](json target_of_b) {
    json b = link("B", 64502, "transit", 10000, 1600, 2);
    if (!target_of_b.is_null()) {
      b["target_share"] = std::move(target_of_b);
    }
    return answer({"advise", file({link("A", 64501, "transit", 10000, 3200, 1), b}, prefixes)});
  };
  EXPECT_TRUE(advice(nullptr)["changes"].empty());  // Moving to B would only cost money.
  EXPECT_TRUE(advice(0.34)["changes"].empty());     // A third is within a point of it.
  const json half = advice(0.5);
  EXPECT_EQ(half["objective"]["off_target_bps"]["value"], 0);
  EXPECT_NEAR(load(half, "B", "after"), 2400, 48);
  EXPECT_TRUE(contains(half["summary"], "(33 % today, target 50 %)")) << half["summary"];
  EXPECT_LE(half["changes"].size(), 4U);  // No more than the target needs.
}

TEST(RealNetworks, TheScenarioKnowsItsPeersBetterThanTheGraph) {
  temporary("as-rel.txt", "10|64500|-1\n20|10|-1\n20|301|-1\n20|303|-1\n20|304|-1\n301|401|-1\n");
  const std::string scenario = file(
      {link("T", 10, "transit", 1000, 400), link("P", 301, "peer", 1000, 100)},
      {prefix("11.0.0.0/24", {{"T", 400}, {"P", 100}}, {{"T", 0}, {"P", 0}})}, json::object(),
      {{"model", "as-graph"},
       {"as_rel", "bgpte_RealNetworks_TheScenarioKnowsItsPeersBetterThanTheGraph_as-rel.txt"}});
  const json advice = answer({"whatif", scenario, "--set", "11.0.0.0/24@T=2"});
  EXPECT_EQ(load(advice, "P", "after"), 100);
  EXPECT_EQ(load(advice, "T", "after"), 400);
}

TEST(RealNetworks, ACatchmentHasPeersAndSeveralNeighboursBehindOnePort) {
  const std::string graph = temporary(
      "as-rel.txt", "10|64500|-1\n20|10|-1\n20|301|-1\n20|302|-1\n301|401|-1\n302|402|-1\n");
  const Outcome peers = run({"catchment", "--as-rel", graph, "--origin", "64500", "--link", "T=10",
                             "--link", "IX=peer:301,302"});
  EXPECT_EQ(peers.exit, 0) << peers.err;
  for (const char* row : {"\n301,peer,1,IX\n", "\n302,peer,1,IX\n", "\n401,provider,2,IX\n",
                          "\n402,provider,2,IX\n", "\n20,customer,2,T\n"}) {
    EXPECT_TRUE(contains(peers.out, row)) << row << peers.out;
  }
  EXPECT_NE(run({"catchment", "--as-rel", graph, "--origin", "64500", "--link", "IX=301,301"}).exit,
            0);
}

TEST(RealNetworks, ABackupThatWaitsTakesOverWhenItsLinkFails) {
  json backup = link("Q", 64502, "transit", 1000, 0);
  backup["sessions"] = {{{"router", "r1"},
                         {"platform", "frr"},
                         {"neighbor", "192.0.2.1"},
                         {"family", "ipv4"},
                         {"announced_only_if", "P"},
                         {"advertise_then", {{"203.0.113.0/24", 0}}}}};
  const std::string scenario = file({link("P", 64501, "transit", 1000, 440), backup},
                                    {prefix("203.0.113.0/24", {{"P", 440}}, {{"P", 0}})});
  const json failed = answer({"whatif", scenario, "--fail", "P"});
  EXPECT_EQ(load(failed, "Q", "after"), 440);
  EXPECT_TRUE(failed["violations"].empty()) << failed["violations"];
  EXPECT_FALSE(has_finding(answer({"advise", scenario}), "single-link"));
}

}  // namespace
}  // namespace bgpte::real_networks
