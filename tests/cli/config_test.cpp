// bgpte config: choice of parts, formats, and the refusal of edited advices.
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
  EXPECT_TRUE(contains(outcome.out, "##### B on edge1 (FRR), step 1: ready to paste"))
      << outcome.out;
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
  const Outcome no_step = run({"config", "-", "--step", "9"}, text);
  EXPECT_EQ(no_step.exit, 64);
  EXPECT_EQ(no_step.out, "");
  EXPECT_TRUE(contains(no_step.err,
                       "--step 9: this advice file has no configuration for it, only for "
                       "step 1\n"))
      << no_step.err;
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
  document.advice.change_id =
      advice::change_id_of(document.advice.local_as, document.advice.changes);
  config::SessionChange change = document.config.at(0).change;
  change.change_id = document.advice.change_id;
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

/// Five steps on three links; TRANSIT2 and TRANSIT3 have two parts each.
render::Document five_steps() {
  const auto parsed = render::from_json(
      run({"whatif", std::string(BGPTE_SOURCE_DIR) + "/scenarios/three-links/scenario.json",
           "--set", "192.0.2.0/24@TRANSIT2=0", "--set", "198.51.100.0/24@TRANSIT2=0", "--set",
           "198.51.100.0/24@TRANSIT3=1", "--set", "203.0.113.0/24@TRANSIT1=2", "--set",
           "203.0.113.0/24@TRANSIT3=3", "--format", "json"})
          .out);
  return std::get<render::Document>(parsed);
}

TEST(Config, ChangesRolloutAndPartsMustSayTheSame) {
  using render::Document;
  struct Edit {
    const char* what;
    void (*edit)(Document&);
    const char* told;  ///< Of the faults, one at least.
  };
  const Edit edits[] = {
      {"a row in the rollout only, on a link with parts",
       [](Document& d) {
         d.advice.rollout[4].changes.push_back({"192.0.2.0/24", "TRANSIT3", 0, 2, ""});
       },
       "no part of step 5 for edge2"},
      {"a row in the rollout only, on a link without parts",
       [](Document& d) {
         d.advice.links.push_back(d.advice.links[0]);
         d.advice.links.back().name = "PEERING";
         d.advice.rollout[4].changes.push_back({"192.0.2.0/24", "PEERING", 0, 2, ""});
       },
       "/rollout changes 192.0.2.0/24 on PEERING, and /changes does not"},
      {"a row in the rollout and in the changes, without a part",
       [](Document& d) {
         d.advice.rollout[4].changes.push_back({"192.0.2.0/24", "PEERING", 0, 2, ""});
         d.advice.changes.push_back({"192.0.2.0/24", "PEERING", 0, 2, ""});
       },
       "/change_id is not that of"},
      {"a row taken out of the rollout", [](Document& d) { d.advice.rollout[4].changes.clear(); },
       "step 5 of the rollout does not change 203.0.113.0/24"},
      {"a step taken out",
       [](Document& d) { d.advice.rollout.erase(d.advice.rollout.begin() + 4); },
       "the rollout has no step 5"},
      {"a step and its part taken out",
       [](Document& d) {
         d.advice.rollout.pop_back();
         d.config.pop_back();
       },
       "the rollout does not change 203.0.113.0/24 on TRANSIT3 so"},
      {"a step, its part and its change taken out",
       [](Document& d) {
         d.advice.rollout.pop_back();
         d.config.pop_back();
         std::erase_if(d.advice.changes, [](const advice::ChangeText& row) {
           return row.link == "TRANSIT3" && row.prefix == "203.0.113.0/24";
         });
       },
       "/change_id is not that of"},
      {"a part taken out", [](Document& d) { d.config.erase(d.config.begin() + 1); },
       "no part of step 2 for edge1"},
      {"a part twice", [](Document& d) { d.config.push_back(d.config.back()); },
       "an earlier part is of the same session and step"},
      {"parts in another order", [](Document& d) { std::swap(d.config[2], d.config[3]); },
       "its step comes before that of an earlier part"},
      {"steps in another order",
       [](Document& d) { std::swap(d.advice.rollout[2], d.advice.rollout[3]); },
       "/rollout/2: is not step 3"},
      {"steps in another order, and numbered anew",
       [](Document& d) {
         std::swap(d.advice.rollout[2], d.advice.rollout[3]);
         std::swap(d.advice.rollout[2].step, d.advice.rollout[3].step);
       },
       "step 3 of the rollout does not change 198.51.100.0/24 on TRANSIT3 so"},
      {"a row that another step has too",
       [](Document& d) { d.advice.rollout[4].changes.push_back(d.advice.rollout[2].changes[0]); },
       "198.51.100.0/24 on TRANSIT3 is not so before it"},
      {"a prefix in the changes only",
       [](Document& d) { d.advice.changes[0].prefix = "192.0.2.128/25"; },
       "/changes/0: the rollout does not change 192.0.2.128/25"},
      {"a prefix in the rollout only",
       [](Document& d) { d.advice.rollout[0].changes[0].prefix = "192.0.2.128/25"; },
       "step 1 of the rollout does not change 192.0.2.0/24"},
      {"a prefix in a part only, its texts made anew",
       [](Document& d) {
         config::SessionChange change = d.config[4].change;
         change.before.extract(model::parse_prefix("203.0.113.0/24").prefix);
         change.after.extract(model::parse_prefix("203.0.113.0/24").prefix);
         change.before[model::parse_prefix("203.0.112.0/24").prefix] = 0;
         change.after[model::parse_prefix("203.0.112.0/24").prefix] = 3;
         d.config[4] = config::emit(change);
       },
       "step 5 of the rollout does not change 203.0.112.0/24"},
      {"a prepend of a part that its step does not change, its texts made anew",
       [](Document& d) {
         config::SessionChange change = d.config[0].change;
         const model::IpPrefix other = model::parse_prefix("198.51.100.0/24").prefix;
         change.before[other] = change.after[other] = 3;
         d.config[0] = config::emit(change);
       },
       "/config/1: before is not what the session's earlier part left"},
      {"a link in the changes only", [](Document& d) { d.advice.changes[0].link = "PEERING"; },
       "PEERING is not in /links"},
      {"a link in the rollout only",
       [](Document& d) { d.advice.rollout[0].changes[0].link = "TRANSIT1"; },
       "step 1 of the rollout does not change 192.0.2.0/24 on TRANSIT2 so"},
      {"a link in a part only, its texts made anew",
       [](Document& d) {
         config::SessionChange change = d.config[4].change;
         change.link = "TRANSIT1";
         d.config[4] = config::emit(change);
       },
       "step 5 of the rollout does not change 203.0.113.0/24 on TRANSIT1 so"},
      {"a link that the forecast does not have, everywhere else",
       [](Document& d) { d.advice.links.erase(d.advice.links.begin()); }, "is not in /links"},
      {"a link in a part's parallel links, its texts made anew",
       [](Document& d) {
         config::SessionChange change = d.config[4].change;
         change.parallel_links = {{"PEERING", {}}};
         d.config[4] = config::emit(change);
       },
       "PEERING is not in /links"},
      {"the wait of a step", [](Document& d) { d.advice.rollout[2].wait_s = 1; },
       "the rollout has no step 3 with that wait"},
      {"a text of apply", [](Document& d) { d.config[4].apply += "reload\n"; },
       "/config/4/apply differs"},
      {"a text of rollback", [](Document& d) { d.config[4].rollback += "reload\n"; },
       "/config/4/rollback differs"},
      {"a text of precheck", [](Document& d) { d.config[4].precheck.clear(); },
       "/config/4/precheck differs"},
  };
  ASSERT_EQ(run({"config", "-"}, render::to_json(five_steps())).exit, 0);
  for (const Edit& edit : edits) {
    Document document = five_steps();
    edit.edit(document);
    const Outcome outcome = run({"config", "-"}, render::to_json(document));
    EXPECT_EQ(outcome.exit, 65) << edit.what;
    EXPECT_EQ(outcome.out, "") << edit.what;
    EXPECT_TRUE(contains(outcome.err, edit.told)) << edit.what << ":\n" << outcome.err;
  }
}

// What no text is made of may differ: it reaches neither a router nor the order of the changes.
TEST(Config, WhatIsOnlyReadMayBeEdited) {
  render::Document document = five_steps();
  document.advice.summary = "Short.";
  document.advice.changes[0].reason = "Agreed in the meeting.";
  document.advice.findings.clear();
  document.advice.alternatives.clear();
  document.advice.rollout[0].warning = "Call the NOC first.";
  document.config[0].change.session.source.clear();
  EXPECT_EQ(run({"config", "-"}, render::to_json(document)).out,
            run({"config", "-"}, render::to_json(five_steps())).out);
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
