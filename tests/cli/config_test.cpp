#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bgpte/config/ansible.hpp"
#include "bgpte/render/document.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::replaced;
using cli_test::run;
using nlohmann::json;

std::string advice() {
  return run({"advise", case_path(), "--format", "json"}).out;
}

TEST(Config, PrintsEveryPartWithHeadings) {
  const Outcome outcome = run({"config", "-"}, advice());
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "##### B on edge1 (FRR), step 1: paste")) << outcome.out;
  for (const char* part : {"precheck", "apply", "verify", "confirm", "rollback"}) {
    EXPECT_TRUE(contains(outcome.out, std::string("### ") + part)) << part;
  }
}

TEST(Config, OnePartAloneIsTheBareText) {
  const std::string text = advice();
  const json parsed = json::parse(text);
  for (const char* part : {"precheck", "apply", "verify", "confirm", "rollback"}) {
    EXPECT_EQ(run({"config", "-", "--part", part}, text).out, parsed["config"][0][part]);
  }
}

TEST(Config, JsonHoldsTheSameTexts) {
  const std::string text = advice();
  const json config = json::parse(run({"config", "-", "--format", "json"}, text).out);
  const json parsed = json::parse(text);
  EXPECT_EQ(config["config"][0]["apply"], parsed["config"][0]["apply"]);
  EXPECT_EQ(config["change_id"], parsed["change_id"]);
  const json only = json::parse(
      run({"config", "-", "--format", "json", "--part", "verify"}, text).out)["config"][0];
  EXPECT_TRUE(only.contains("verify"));
  EXPECT_FALSE(only.contains("apply"));
}

TEST(Config, AnAnsiblePlaybookIsThePartsOfTheConfigModule) {
  const std::string text = advice();
  const auto parsed = render::from_json(text);
  const Outcome outcome = run({"config", "-", "--format", "ansible"}, text);
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, config::ansible_playbook(std::get<render::Document>(parsed).config));
  EXPECT_TRUE(contains(outcome.out, "edge1"));
  EXPECT_EQ(run({"config", "-", "--format", "ansible", "--part", "apply"}, text).exit, 64);
}

TEST(Config, ChoosesByLinkAndRouter) {
  const std::string text = advice();
  EXPECT_EQ(run({"config", "-", "--link", "B", "--router", "edge1", "--step", "1"}, text).out,
            run({"config", "-"}, text).out);
  const Outcome unknown = run({"config", "-", "--router", "edge2"}, text);
  EXPECT_EQ(unknown.exit, 64);
  EXPECT_TRUE(contains(unknown.err, "did you mean edge1?")) << unknown.err;
  EXPECT_EQ(run({"config", "-", "--link", "C"}, text).exit, 64);
}

TEST(Config, WhatIsNotAnAdviceIsRefused) {
  EXPECT_EQ(run({"config", "-"}, "{}").exit, 65);
  EXPECT_EQ(run({"config", "-"}, "").exit, 65);
  EXPECT_EQ(run({"config", case_path()}).exit, 65);
  EXPECT_EQ(run({"config", "/nonexistent"}).exit, 1);
}

struct Tampered {
  std::string what, from, to;
};

TEST(Config, AnAdviceThatWasChangedIsRefusedAndPrintsNothing) {
  const std::string text = advice();
  const Tampered rows[] = {
      {"a command in apply", "\"apply\": \"", "\"apply\": \"no router bgp 65000\\n"},
      {"a command in rollback", "\"rollback\": \"", "\"rollback\": \"reload\\n"},
      {"another policy", "\"export_policy\": \"TO-B\"", "\"export_policy\": \"TO-A\""},
      {"a policy name with a line end", "\"export_policy\": \"TO-B\"",
       "\"export_policy\": \"TO-B\\nno router bgp\""},
      {"another neighbour", "\"neighbor\": \"192.0.2.5\"", "\"neighbor\": \"192.0.2.9\""},
      {"another mode", "\"mode\": \"paste\"", "\"mode\": \"manual\""},
      {"another prefix", "\"11.0.0.0/24\": 1", "\"198.51.100.0/24\": 1"},
      {"another prepend", "\"11.0.0.0/24\": 0", "\"11.0.0.0/24\": 3"},
      {"another local AS", "\"local_as\": 65000,\n  \"strategy\"",
       "\"local_as\": 65001,\n  \"strategy\""},
      {"another change", "\"change_id\": \"", "\"change_id\": \"0"},
  };
  for (const Tampered& row : rows) {
    ASSERT_TRUE(contains(text, row.from)) << row.what;
    const Outcome outcome = run({"config", "-"}, replaced(text, row.from, row.to));
    EXPECT_EQ(outcome.exit, 65) << row.what;
    EXPECT_EQ(outcome.out, "") << row.what;
    EXPECT_FALSE(outcome.err.empty()) << row.what;
  }
}

/// The advice with a lever on 11/24 in its only change.
std::string advice_with_lever() {
  auto parsed = render::from_json(advice());
  auto& document = std::get<render::Document>(parsed);
  const advice::LeverText lever{"low", {{{false, {64502, 80}}}, 100}};
  document.advice.rollout.at(0).changes.at(0).lever_to = lever;
  document.advice.changes.at(0).lever_to = lever;
  config::SessionChange change = document.config.at(0).change;
  change.marks_after[model::parse_prefix("11.0.0.0/24").prefix] = lever.marks;
  document.config[0] = config::emit(change);
  return render::to_json(document);
}

TEST(Config, MarksThatWereChangedAreRefused) {
  const std::string text = advice_with_lever();
  const Outcome whole = run({"config", "-"}, text);
  EXPECT_EQ(whole.exit, 0) << whole.err;
  EXPECT_TRUE(contains(whole.out, " set community 64502:80 additive\n")) << whole.out;
  EXPECT_TRUE(contains(whole.out, " set metric 100\n"));
  const std::string marks = text.substr(text.find("\"marks_after\""));
  const auto changed = [&](const std::string& from, const std::string& to) {
    return text.substr(0, text.size() - marks.size()) + replaced(marks, from, to);
  };
  const Tampered rows[] = {
      {"another community", "64502:80", "64502:666"},
      {"another MED", "\"med\": 100", "\"med\": 101"},
      {"no community", "\"communities\": [\"64502:80\"],", ""},
      {"a word in its place", "\"64502:80\"", "\"no-export\""},
      {"a line end", "\"64502:80\"", "\"64502:80\\nreload\""},
      {"another prefix", "11.0.0.0/24", "198.51.100.0/24"},
      {"a command in apply", "set community 64502:80", "set community 64502:666"},
      {"the name of a list", "BGPTE_B_P0_", "BGPTE_B_P9_"},
  };
  for (const Tampered& row : rows) {
    ASSERT_TRUE(contains(marks, row.from)) << row.what;
    const Outcome outcome = run({"config", "-"}, changed(row.from, row.to));
    EXPECT_EQ(outcome.exit, 65) << row.what;
    EXPECT_EQ(outcome.out, "") << row.what;
  }
  // What a reader sees first is checked as well.
  const auto with_changes = [&](const auto& edit) {
    auto parsed = render::from_json(text);
    auto& document = std::get<render::Document>(parsed);
    edit(document.advice.changes);
    const Outcome outcome = run({"config", "-"}, render::to_json(document));
    EXPECT_EQ(outcome.exit, 65);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, "/changes")) << outcome.err;
  };
  with_changes([](auto& changes) { changes.at(0).lever_to.reset(); });
  with_changes([](auto& changes) { changes.at(0).lever_to->marks.med = 101; });
  with_changes([](auto& changes) { changes.at(0).to = 3; });
  with_changes([](auto& changes) { changes.at(0).prefix = "198.51.100.0/24"; });
  with_changes([](auto& changes) { changes.clear(); });
  // What the part says agrees with itself, not with the rollout.
  auto parsed = render::from_json(text);
  auto& document = std::get<render::Document>(parsed);
  config::SessionChange change = document.config.at(0).change;
  change.marks_after.begin()->second.med = 101;
  document.config[0] = config::emit(change);
  const Outcome outcome = run({"config", "-"}, render::to_json(document));
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "rollout")) << outcome.err;
}

TEST(Config, APartOutsideTheRolloutIsRefusedEvenWhereItsTextsAgree) {
  // Everything of the part says prepend 3, consistently; the rollout says 0.
  auto parsed = render::from_json(advice());
  auto& document = std::get<render::Document>(parsed);
  config::SessionChange change = document.config.at(0).change;
  change.after.begin()->second = 3;
  document.config[0] = config::emit(change);
  const Outcome outcome = run({"config", "-"}, render::to_json(document));
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "rollout")) << outcome.err;
}

TEST(Config, AnAdviceWithoutConfigurationSaysSo) {
  const std::string keep =
      run({"advise", std::string(BGPTE_SOURCE_DIR) + "/scenarios/nothing-to-do/scenario.json",
           "--format", "json"})
          .out;
  const Outcome outcome = run({"config", "-"}, keep);
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "no configuration")) << outcome.err;
}

}  // namespace
}  // namespace bgpte
