// bgpte verify: the whole path, outputs that do not tell it, and the steps of a rollout.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bgpte/render/document.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

/// What FRR prints for link B, with a path for 11.0.0.0/24.
std::string shown_on_b(const std::string& path_of_11) {
  return R"({"localAS":65000,"advertisedRoutes":{"10.0.0.0/24":{"path":"65000"},)"
         R"("11.0.0.0/24":{"path":")" +
         path_of_11 + R"("},"12.0.0.0/24":{"path":""}}})";
}

Outcome verify_b(const std::string& wanted, const std::string& output,
                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"verify",     wanted, "--observed", "-",
                                     "--platform", "frr",  "--neighbor", "192.0.2.5"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments, output);
}

/// The Link A / Link B case with 11.0.0.0/24 of a customer, AS 64499.
std::string customer_case() {
  json scenario = json::parse(read_file(case_path()));
  for (json& prefix : scenario["prefixes"]) {
    if (prefix["prefix"] == "11.0.0.0/24") {
      prefix["origin_as"] = 64499;
    }
  }
  return temporary("customer.json", scenario.dump());
}

TEST(VerifyPath, AnotherOriginIsADifference) {
  const Outcome foreign = verify_b(case_path(), shown_on_b("65000 64499"));
  EXPECT_EQ(foreign.exit, 3);
  EXPECT_TRUE(
      contains(foreign.out, "11.0.0.0/24 wanted nothing behind our AS in the path, seen 64499\n"))
      << foreign.out;
  const json listed =
      json::parse(verify_b(case_path(), shown_on_b("65000 64499"), {"--format", "json"}).out);
  EXPECT_EQ(listed["differences"], json::parse(R"([{"link": "B", "neighbor": "192.0.2.5",
      "prefix": "11.0.0.0/24", "attribute": "origin", "wanted": null, "seen": ["64499"]}])"));
}

TEST(VerifyPath, ACustomersPrefixHasTheCustomersOrigin) {
  const std::string scenario = customer_case();
  EXPECT_EQ(verify_b(scenario, shown_on_b("65000 64499")).exit, 0);
  EXPECT_EQ(verify_b(scenario, shown_on_b("65000 64498 64499")).exit, 0)
      << "behind another customer";
  EXPECT_TRUE(contains(verify_b(scenario, shown_on_b("65000")).out,
                       "wanted a path to AS 64499 behind our AS in the path, seen nothing"));
  const Outcome advice = run({"advise", scenario, "--format", "json"});
  const json document = json::parse(advice.out);
  ASSERT_FALSE(document["config"].empty());
  EXPECT_EQ(document["config"][0]["origins"], json::parse(R"({"11.0.0.0/24": 64499})"));
  const std::string file = temporary("advice.json", advice.out);
  EXPECT_EQ(verify_b(file, shown_on_b("64499")).exit, 0) << verify_b(file, shown_on_b("64499")).out;
  EXPECT_EQ(verify_b(file, shown_on_b("")).exit, 3);
}

TEST(VerifyPath, DottedAsNumbersAreTheSameNumbers) {
  json scenario = json::parse(read_file(case_path()));
  scenario["local_as"] = 65551;
  const std::string file = temporary("dotted.json", scenario.dump());
  const auto output = [](const std::string& path) {
    return R"({"localAS":65551,"advertisedRoutes":{"10.0.0.0/24":{"path":"1.15"},)"
           R"("11.0.0.0/24":{"path":")" +
           path + R"("},"12.0.0.0/24":{"path":""}}})";
  };
  EXPECT_EQ(verify_b(file, output("1.15")).exit, 0);
  EXPECT_TRUE(
      contains(verify_b(file, output("1.15 1.15")).out, "wanted prepend 1, seen prepend 2"));
}

TEST(VerifyPath, TextThatMayBeOfBeforeThePolicyCannotTell) {
  const std::string table =
      "     Network          Next Hop            Metric LocPrf Weight Path\n"
      " *>  10.0.0.0/24      0.0.0.0                  0         32768 i\n"
      " *>  11.0.0.0/24      0.0.0.0                  0         32768 i\n"
      " *>  12.0.0.0/24      0.0.0.0                  0         32768 i\n\n"
      "Total number of prefixes 3";
  const Outcome unknown = verify_b(case_path(), table + "\n");
  EXPECT_EQ(unknown.exit, 3);
  EXPECT_TRUE(contains(unknown.out, "cannot tell: 3 prefixes compared; not seen: AS paths of "))
      << unknown.out;
  EXPECT_TRUE(contains(unknown.out, "advertised-routes json")) << unknown.out;
  const Outcome later = verify_b(case_path(), table + ", total number of paths 3\n");
  EXPECT_TRUE(contains(later.out, "2 of 3 prefixes differ")) << later.out;
}

TEST(VerifyPath, AStepOfTheRolloutIsComparedAsItIsThen) {
  const std::string advice =
      temporary("advice.json", run({"advise", case_path(), "--format", "json"}).out);
  EXPECT_EQ(verify_b(advice, shown_on_b("65000"), {"--step", "0"}).exit, 0);
  EXPECT_EQ(verify_b(advice, shown_on_b("65000"), {"--step", "1"}).exit, 3);
  EXPECT_EQ(verify_b(advice, shown_on_b(""), {"--step", "1"}).exit, 0);
  EXPECT_EQ(verify_b(advice, shown_on_b(""), {"--step", "2"}).exit, 64);
  EXPECT_EQ(verify_b(case_path(), shown_on_b("65000"), {"--step", "1"}).exit, 64);
}

TEST(VerifyPath, NothingThatARouterPrintsReachesTheTerminal) {
  const std::string rib =
      "{\"rib\":[{\"prefix\":\"11.0.0.0/24\",\"aspath\":\"65000\",\"neighbor\":"
      "{\"remote_addr\":\"\\u001b]0;x\\u0007\\n::error::x\"}}]}";
  json scenario = json::parse(read_file(case_path()));
  for (json& link : scenario["links"]) {
    for (json& session : link["sessions"]) {
      session = {{"router", session["router"]},
                 {"platform", "openbgpd"},
                 {"neighbor", session["neighbor"]},
                 {"family", session["family"]},
                 {"prepends", "bgpte"}};
    }
  }
  const Outcome outcome = run({"verify", temporary("openbgpd.json", scenario.dump()), "--observed",
                               "-", "--platform", "openbgpd"},
                              rib);
  EXPECT_EQ(outcome.exit, 65) << outcome.err;
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
  EXPECT_EQ(outcome.err.find("\n::"), std::string::npos);
}

TEST(VerifyPath, WhereARouterDoesNotTellALookingGlassIsAsked) {
  json scenario = json::parse(read_file(case_path()));
  for (json& link : scenario["links"]) {
    for (json& session : link["sessions"]) {
      session["platform"] = "ios-xe";
    }
  }
  const Outcome outcome = run({"verify", temporary("xe.json", scenario.dump()), "--observed", "-",
                               "--platform", "ios-xe", "--link", "B"},
                              "anything");
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err,
                       "looking glass of AS 64502: show bgp ipv4 unicast 11.0.0.0/24 must show by "
                       "link B a path that ends in \"64502 65000 65000\""))
      << outcome.err;
  EXPECT_FALSE(contains(outcome.err, "64501")) << "another link";
}

}  // namespace
}  // namespace bgpte
