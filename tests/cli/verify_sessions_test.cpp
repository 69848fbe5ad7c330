// bgpte verify: to which sessions a router's output belongs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

/// Of which session an output is: the dual-stack scenario has 192.0.2.5 and 2001:db8:0:2::1 on link
/// B of one router.
namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::replaced;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

const std::string path = std::string(BGPTE_SOURCE_DIR) + "/scenarios/dual-stack/scenario.json";

struct Sample {
  std::string platform, v4, v6;
};

/// What each daemon prints where all is as the scenario says: no prepend for IPv4, two for IPv6.
std::vector<Sample> samples() {
  const auto gobgp = [](const std::string& prefix, const std::string& asns) {
    return R"({")" + prefix + R"(":[{"attrs":[{"type":2,"as_paths":[{"asns":[)" + asns + "]}]}]}]}";
  };
  return {
      {"frr", R"({"advertisedRoutes":{"198.51.100.0/24":{"path":""}}})",
       R"({"advertisedRoutes":{"2001:db8:1000::/36":{"path":"65010 65010"}}})"},
      {"bird", "Table master4:\n198.51.100.0/24 blackhole\n\tType: static univ\n",
       "Table master6:\n2001:db8:1000::/36 blackhole\n\tsource: static\n\tbgp_path: 65010 65010\n"},
      {"gobgp", gobgp("198.51.100.0/24", "65010"),
       gobgp("2001:db8:1000::/36", "65010,65010,65010")}};
}

/// The scenario with both sessions of B on another platform, and with a third, whose neighbour is
/// 192.0.2.9, where `third`.
std::string scenario_on(const std::string& platform, bool third = false) {
  json scenario = json::parse(read_file(path));
  json& sessions = scenario["links"][1]["sessions"];
  for (json& session : sessions) {
    if (platform != "frr") {
      session = {{"router", session["router"]},
                 {"platform", platform},
                 {"neighbor", session["neighbor"]},
                 {"family", session["family"]},
                 {"prepends", "bgpte"}};
    }
  }
  if (third) {
    sessions.push_back(sessions[0]);
    sessions[2]["neighbor"] = "192.0.2.9";
    sessions[2].erase("export_policy");
    sessions[2].erase("free_entries");
    sessions[2].erase("next_entry");
    sessions[2].erase("prepends");
  }
  return temporary(platform + (third ? "3" : "2") + ".json", scenario.dump());
}

Outcome verify(const std::string& wanted, const std::string& platform, const std::string& output,
               const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"verify", wanted,   "--observed", "-",        "--platform",
                                     platform, "--link", "B",          "--router", "edge2"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments, output);
}

TEST(VerifySessions, TheFamilyOfTheRoutesTellsWhichSessionOfADualStackLinkIsMeant) {
  for (const Sample& sample : samples()) {
    const std::string wanted = sample.platform == "frr" ? path : scenario_on(sample.platform);
    for (const std::string& output : {sample.v4, sample.v6}) {
      const Outcome outcome = verify(wanted, sample.platform, output);
      EXPECT_EQ(outcome.exit, 0) << sample.platform << outcome.out << outcome.err;
      EXPECT_EQ(outcome.out, "as wanted: 1 prefix compared\n") << sample.platform;
    }
    const Outcome fewer = verify(wanted, sample.platform, replaced(sample.v6, "65010", "64999"));
    EXPECT_NE(fewer.exit, 0) << sample.platform << ": the prepends of IPv6 are compared";
  }
}

TEST(VerifySessions, AnOutputOfBothFamiliesIsComparedWithBoth) {
  const Sample bird = samples()[1];
  const Outcome both = verify(scenario_on("bird"), "bird", bird.v4 + bird.v6);
  EXPECT_EQ(both.out, "as wanted: 2 prefixes compared\n") << both.err;
}

TEST(VerifySessions, TwoNeighboursOfOneFamilyNeedNeighbor) {
  for (const Sample& sample : samples()) {
    const std::string wanted = scenario_on(sample.platform, true);
    const Outcome several = verify(wanted, sample.platform, sample.v4);
    EXPECT_EQ(several.exit, 64) << sample.platform << several.out;
    EXPECT_TRUE(contains(several.err, "--neighbor")) << several.err;
    EXPECT_TRUE(contains(several.err, "192.0.2.5 (B, edge2), 192.0.2.9 (B, edge2)\n"))
        << several.err;
    const Outcome chosen = verify(wanted, sample.platform, sample.v4, {"--neighbor", "192.0.2.9"});
    EXPECT_EQ(chosen.exit, 0) << sample.platform << chosen.err;
    EXPECT_EQ(verify(wanted, sample.platform, sample.v6).exit, 0) << "one session is of IPv6";
  }
}

TEST(VerifySessions, NeighborIsAnAddressOfTheScenario) {
  const Sample frr = samples()[0];
  EXPECT_EQ(verify(path, "frr", frr.v6, {"--neighbor", "2001:DB8:0:2:0::1"}).exit, 0);
  const Outcome unknown = verify(path, "frr", frr.v6, {"--neighbor", "192.0.2.77"});
  EXPECT_EQ(unknown.exit, 64);
  EXPECT_TRUE(contains(unknown.err, "there is 192.0.2.5 (B, edge2), 2001:db8:0:2::1 (B, edge2)"))
      << unknown.err;
  EXPECT_EQ(verify(path, "frr", frr.v6, {"--neighbor", "edge2"}).exit, 64);
}

TEST(VerifySessions, NeighborLeavesTheJsonAsItIs) {
  const Sample frr = samples()[0];
  EXPECT_EQ(verify(path, "frr", frr.v4, {"--format", "json"}).out,
            verify(path, "frr", frr.v4, {"--format", "json", "--neighbor", "192.0.2.5"}).out);
}

TEST(VerifySessions, AnOutputOfTheOtherFamilyIsNotOfTheSession) {
  const Sample frr = samples()[0];
  const Outcome outcome = verify(path, "frr", frr.v6, {"--neighbor", "192.0.2.5"});
  EXPECT_EQ(outcome.exit, 65) << outcome.out;
  EXPECT_TRUE(contains(outcome.err, "holds ipv6 routes only, and is not of 192.0.2.5 (B, edge2)"))
      << outcome.err;
}

TEST(VerifySessions, AnEmptyTableIsNothingAnnouncedToTheNeighborThatIsNamed) {
  const std::vector<std::pair<std::string, std::string>> empty{
      {"frr", R"({"advertisedRoutes":{},"totalPrefixCounter":0})"},
      {"bird", "BIRD 2.0.12 ready.\n"},
      {"openbgpd", R"({"rib":[]})"},
      {"gobgp", "{}"}};
  for (const auto& [platform, output] : empty) {
    const std::string wanted = platform == "frr" ? path : scenario_on(platform);
    const Outcome several = verify(wanted, platform, output);
    EXPECT_EQ(several.exit, 64) << platform << several.out;
    EXPECT_TRUE(contains(several.err, "--neighbor")) << several.err;
    const Outcome nothing = verify(wanted, platform, output, {"--neighbor", "192.0.2.5"});
    EXPECT_EQ(nothing.exit, 3) << platform << nothing.err;
    EXPECT_TRUE(contains(nothing.out, "198.51.100.0/24 wanted prepend 0, seen not announced"))
        << nothing.out;
  }
  json withdrawn = json::parse(read_file(path));
  withdrawn["prefixes"][0]["advertise"].erase("B");
  withdrawn["prefixes"][0]["inbound"].erase("B");
  const Outcome as_wanted = verify(temporary("withdrawn.json", withdrawn.dump()), "frr",
                                   empty[0].second, {"--neighbor", "192.0.2.5"});
  EXPECT_EQ(as_wanted.exit, 0) << as_wanted.out << as_wanted.err;
}

TEST(VerifySessions, AnOutputThatNamesAnotherNeighbourIsRefused) {
  const auto rib = [](const std::string& neighbor) {
    return R"({"rib":[{"prefix":"198.51.100.0/24","aspath":"65010","neighbor":{"remote_addr":")" +
           neighbor + R"("}}]})";
  };
  const std::string wanted = scenario_on("openbgpd");
  const Outcome wrong = verify(wanted, "openbgpd", rib("192.0.2.77"), {"--neighbor", "192.0.2.5"});
  EXPECT_EQ(wrong.exit, 65);
  EXPECT_EQ(wrong.out, "");
  EXPECT_TRUE(contains(wrong.err, "the output is of 192.0.2.77, not of 192.0.2.5 (B, edge2)"))
      << wrong.err;
  EXPECT_EQ(verify(wanted, "openbgpd", rib("192.0.2.5"), {"--neighbor", "192.0.2.5"}).exit, 0);
  // One of two could be silent: that differs, and what to do if the file is of one is said.
  const Outcome half = verify(wanted, "openbgpd", rib("192.0.2.5"));
  EXPECT_EQ(half.exit, 3);
  EXPECT_TRUE(contains(half.err, "no route to 2001:db8:0:2::1 (B, edge2)")) << half.err;
}

}  // namespace
}  // namespace bgpte
