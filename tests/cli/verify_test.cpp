// bgpte verify: differences of prepends, communities and MEDs, and what is not shown.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "bgpte/render/document.hpp"
#include "tests/cli/command_line.hpp"

/// Is the network what the scenario says, or what the advice wanted.
namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

/// FRR leaves the own AS out: one prepend is a path of one ASN.
std::string frr_output(const std::string& path_of_11) {
  return R"({"bgpTableVersion":1,"advertisedRoutes":{)"
         R"("10.0.0.0/24":{"network":"10.0.0.0/24","path":"65000"},)"
         R"("11.0.0.0/24":{"network":"11.0.0.0/24","path":")" +
         path_of_11 +
         R"("},"12.0.0.0/24":{"network":"12.0.0.0/24","path":""}},"totalPrefixCounter":3})";
}

TEST(Verify, TellsWhetherTheAdviceIsOnTheWire) {
  const std::string advice =
      temporary("advice.json", run({"advise", case_path(), "--format", "json"}).out);
  const std::string before = temporary("before.json", frr_output("65000"));
  const std::string after = temporary("after.json", frr_output(""));
  const auto verify = [](const std::string& wanted, const std::string& observed) {
    return run({"verify", wanted, "--observed", observed, "--platform", "frr", "--link", "B"});
  };
  EXPECT_EQ(verify(case_path(), before).exit, 0) << verify(case_path(), before).out;
  EXPECT_EQ(verify(advice, before).exit, 3);
  EXPECT_TRUE(contains(verify(advice, before).out, "11.0.0.0/24 wanted prepend 0, seen prepend 1"));
  EXPECT_EQ(verify(advice, after).exit, 0) << verify(advice, after).out;
  EXPECT_EQ(verify(case_path(), after).exit, 3);
}

/// The advice of the Link A / Link B case, whose one change is 11.0.0.0/24 on B, as `edit` leaves
/// it, held against an output.
Outcome verify_edited(const std::function<void(config::SessionChange&)>& edit,
                      model::Platform platform, const std::string& output,
                      const std::string& format = "text") {
  auto parsed = render::from_json(run({"advise", case_path(), "--format", "json"}).out);
  auto& document = std::get<render::Document>(parsed);
  config::SessionChange& change = document.config.at(0).change;
  edit(change);
  change.session.platform = platform;
  return run({"verify", temporary("lever.json", render::to_json(document)), "--observed",
              temporary("lever.txt", output), "--platform", std::string(name_of(platform)),
              "--format", format});
}

const model::IpPrefix eleven = model::parse_prefix("11.0.0.0/24").prefix;

/// From one set of communities to another and a MED, and one prepend less.
void communities_and_med(config::SessionChange& change) {
  change.marks_before[eleven] = {{{false, {64502, 80}}, {false, {64502, 90}}}, std::nullopt};
  change.marks_after[eleven] = {{{false, {64502, 80}}}, 100};
}

/// Nothing but a community, on the prepends of today.
void community_alone(config::SessionChange& change) {
  change.after = change.before;
  change.marks_after[eleven] = {{{false, {64502, 80}}}, std::nullopt};
}

std::string frr_route(const std::string& med, const std::string& path = "") {
  return R"({"advertisedRoutes":{"10.0.0.0/24":{"metric":0,"path":"65000"},)"
         R"("11.0.0.0/24":{"metric":)" +
         med + R"(,"path":")" + path + R"("}}})";
}

TEST(Verify, ComparesCommunitiesAndMedAsFarAsTheyAreShown) {
  const auto bird = [&](const std::string& lines, const std::string& format = "text") {
    return verify_edited(communities_and_med, model::Platform::bird,
                         "Table master4:\n10.0.0.0/24 blackhole\n\tType: static univ\n"
                         "\tBGP.as_path: 65000\n"
                         "11.0.0.0/24 blackhole\n\tType: static univ\n" +
                             lines,
                         format);
  };
  const Outcome right = bird("\tBGP.med: 100\n\tBGP.community: (65000,999) (64502,80)\n");
  EXPECT_EQ(right.exit, 0) << right.out;
  EXPECT_TRUE(right.out.starts_with("as wanted: ")) << right.out;
  const Outcome wrong = bird("\tBGP.med: 7\n\tBGP.community: (64502,90)\n");
  EXPECT_EQ(wrong.exit, 3);
  EXPECT_TRUE(contains(wrong.out, "wanted community 64502:80, which is not there")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "wanted no community 64502:90, which is there")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "wanted MED 100, seen MED 7")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "1 of ")) << wrong.out;
  const Outcome listed = bird("\tBGP.community: (64502,90)\n", "json");
  EXPECT_EQ(listed.exit, 3);
  EXPECT_TRUE(contains(listed.out, "\"attribute\": \"med\"")) << listed.out;
  EXPECT_TRUE(contains(listed.out, "\"64502:90\"")) << listed.out;
  EXPECT_EQ(json::parse(listed.out)["verdict"], "differs");
}

TEST(Verify, WhatTheOutputDoesNotShowIsSaidWhereTheRestIsAsWanted) {
  const auto frr = [](const std::string& med, const std::string& format = "text") {
    return verify_edited(communities_and_med, model::Platform::frr, frr_route(med), format);
  };
  const Outcome hidden = frr("100");
  EXPECT_EQ(hidden.exit, 0) << "the prepend and the MED were seen: " << hidden.out;
  EXPECT_EQ(hidden.out,
            "as wanted as far as this output shows: 1 prefix compared; not seen: communities of "
            "11.0.0.0/24\n"
            "a looking glass of the neighbour shows what it receives, and from FRR 10.3 on "
            "advertised-routes detail json what is sent\n");
  const json answer = json::parse(frr("100", "json").out);
  EXPECT_EQ(answer["verdict"], "as-far-as-shown");
  EXPECT_EQ(answer["not_shown"], json::parse(R"(["communities"])"));
  EXPECT_EQ(answer["not_seen"], json::parse(R"([{"link": "B", "neighbor": "192.0.2.5",
      "prefix": "11.0.0.0/24", "attribute": "communities"}])"));
  const Outcome wrong = frr("0");
  EXPECT_EQ(wrong.exit, 3);
  EXPECT_TRUE(contains(wrong.out, "1 of 1 prefix differs; not seen: communities of 11.0.0.0/24\n"))
      << wrong.out;
}

TEST(Verify, FivePrefixesThatWereNotSeenAreNamedAndTheRestCounted) {
  std::string routes;
  const auto frr = [&](int prefixes) {
    json scenario = json::parse(cli_test::read_file(case_path()));
    scenario["links"][1]["levers"] =
        json::parse(R"([{"name": "low", "communities": ["64502:80"]}])");
    scenario.erase("expect");
    routes.clear();
    scenario["prefixes"].clear();
    for (int i = 0; i < prefixes; ++i) {
      const std::string prefix = "10.0." + std::to_string(i) + ".0/24";
      scenario["prefixes"].push_back({{"prefix", prefix},
                                      {"inbound", {{"A", 1000}, {"B", 1000}}},
                                      {"advertise", {{"A", 0}, {"B", 0}}}});
      routes += (i == 0 ? "\"" : ",\"") + prefix + R"(":{"path":""})";
    }
    return run({"verify", temporary("many.json", scenario.dump()), "--observed", "-", "--platform",
                "frr", "--link", "B"},
               R"({"advertisedRoutes":{)" + routes + "}}");
  };
  const Outcome five = frr(5);
  EXPECT_TRUE(contains(five.out, "10.0.3.0/24, 10.0.4.0/24\n")) << five.out << five.err;
  const Outcome seven = frr(7);
  EXPECT_TRUE(contains(seven.out, "not seen: communities of 10.0.0.0/24, ")) << seven.out;
  EXPECT_TRUE(contains(seven.out, "10.0.4.0/24 and 2 more\n")) << seven.out;
}

TEST(Verify, AnOutputThatShowsNothingOfTheChangeIsNoProof) {
  const auto frr = [](const std::string& path, const std::string& format = "text") {
    return verify_edited(community_alone, model::Platform::frr, frr_route("0", path), format);
  };
  const Outcome unseen = frr("65000");
  EXPECT_EQ(unseen.exit, 3);
  EXPECT_EQ(
      unseen.out,
      "as wanted as far as this output shows: 1 prefix compared; not seen: communities of "
      "11.0.0.0/24\n"
      "nothing of what the advice changes is in this output: a looking glass of the neighbour "
      "shows what it receives, and from FRR 10.3 on advertised-routes detail json what is sent\n");
  const Outcome listed = frr("65000", "json");
  EXPECT_EQ(listed.exit, 3);
  EXPECT_EQ(json::parse(listed.out)["verdict"], "not-seen");
  EXPECT_EQ(json::parse(frr("", "json").out)["verdict"], "differs") << "the prepend is seen";
  // A change of MED alone is seen by FRR; a table without its columns is not FRR's.
  const auto med_alone = [](config::SessionChange& change) {
    change.after = change.before;
    change.marks_after[eleven] = {{}, 100};
  };
  EXPECT_EQ(verify_edited(med_alone, model::Platform::frr, frr_route("100", "65000")).out,
            "as wanted: 1 prefix compared\n");
  const Outcome narrow = verify_edited(med_alone, model::Platform::frr,
                                       "    Network          Path\n *> 11.0.0.0/24      65000 i\n");
  EXPECT_EQ(narrow.exit, 65) << narrow.out;
}

TEST(Verify, OpenBgpdShowsCommunitiesWithDetail) {
  const Outcome brief = verify_edited(community_alone, model::Platform::openbgpd,
                                      "flags ovs destination gateway lpref med aspath origin\n"
                                      "*> N-? 11.0.0.0/24 192.0.2.6 100 0 65000 65000 i\n");
  EXPECT_EQ(brief.exit, 3) << brief.out;
  EXPECT_TRUE(contains(brief.out, "bgpctl show rib out neighbor ADDRESS detail shows them"))
      << brief.out;
}

TEST(Verify, AFileThatIsNoRouterOutputIsInvalid) {
  const std::string garbage = temporary("garbage.txt", "{\"advertisedRoutes\":[[[");
  const Outcome outcome =
      run({"verify", case_path(), "--observed", garbage, "--platform", "frr", "--link", "B"});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
}

TEST(Verify, SeveralSessionsNeedAChoice) {
  const std::string observed = temporary("several.json", frr_output(""));
  EXPECT_EQ(run({"verify", case_path(), "--observed", observed, "--platform", "frr"}).exit, 64);
}

}  // namespace
}  // namespace bgpte
