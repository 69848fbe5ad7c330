// All who ask what a prefix may do agree: candidates, violations and their ways out, contingencies.
#include "bgpte/model/allowed_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "src/optimiser/candidates/candidates.hpp"
#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int roll(int sides) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(sides)); }
  bool one_in(int sides) { return roll(sides) == 0; }

 private:
  std::mt19937 engine_;
};

/// A policy of every kind: pins, few actions, small limits.
void roll_policy(model::Scenario& scenario, Dice& dice) {
  model::Policy& policy = scenario.policy;
  policy.max_prepend = static_cast<model::Prepend>(1 + dice.roll(2));
  policy.actions = {!dice.one_in(4), dice.one_in(2), dice.one_in(2), dice.one_in(2),
                    dice.one_in(2)};
  policy.max_changes_per_prefix = static_cast<std::size_t>(dice.roll(4));
  policy.max_changes = static_cast<std::size_t>(dice.roll(4));
  if (dice.one_in(3)) {
    policy.max_changes.reset();
  }
  policy.min_links = static_cast<std::size_t>(1 + (dice.one_in(4) ? dice.roll(3) : 0));
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    if (dice.one_in(5)) {
      policy.pinned_links.push_back(link);
    }
  }
  if (dice.one_in(4)) {
    policy.pinned_prefixes.push_back(0);
  }
  policy.strategy = static_cast<model::Strategy>(dice.roll(3));
}

/// Three links, the first often too full, and three prefixes, some pinned, some with a prepend
/// above the cap.
model::Scenario random_scenario(Dice& dice) {
  Case c;
  for (const char* name : {"A", "B", "C"}) {
    model::Link& link = c.link(name, 1000, name[0] == 'A' ? 700 + dice.roll(300) : dice.roll(700),
                               0.5 + dice.roll(3));
    model::Lever lever = lower_preference();
    if (dice.one_in(2)) {
      lever.marks = {{}, 100};
    }
    if (dice.one_in(4)) {
      lever.retained.reset();
    }
    if (!dice.one_in(3)) {
      link.levers = {lever};
    }
  }
  for (int p = 0; p < 3; ++p) {
    std::vector<int> prepends;
    std::vector<double> inbound;
    for (int l = 0; l < 3; ++l) {
      prepends.push_back(dice.one_in(4) ? -1 : dice.one_in(8) ? 4 : dice.roll(2));
    }
    prepends[static_cast<std::size_t>(dice.roll(3))] = 0;
    for (int l = 0; l < 3; ++l) {
      inbound.push_back(prepends[static_cast<std::size_t>(l)] < 0 ? -1
                                                                  : dice.roll(l == 0 ? 230 : 60));
    }
    model::Prefix& prefix = c.prefix("8.0." + std::to_string(p) + ".0/24", prepends, inbound);
    prefix.pinned = dice.one_in(8);
    prefix.multihomed_elsewhere = dice.one_in(8);
  }
  model::Scenario scenario = c.finish();
  for (model::Prefix& prefix : scenario.prefixes) {
    for (model::LinkIndex link = 0; link < 3; ++link) {
      if (!scenario.links[link].levers.empty() && prefix.advertise.carried_on(link) &&
          dice.one_in(8)) {
        prefix.advertise.set_lever(link, 1);
      }
    }
  }
  roll_policy(scenario, dice);
  return scenario;
}

/// Every advertisement of the prefix with prepends up to one above the cap (and today's).
std::vector<model::Advertisement> all_advertisements(const model::Scenario& scenario,
                                                     model::PrefixIndex prefix) {
  const model::Advertisement& today = scenario.prefixes[prefix].advertise;
  std::vector<model::Advertisement> all{today};
  for (model::LinkIndex link = 0; link < today.size(); ++link) {
    std::vector<model::Setting> settings{{}};
    if (today[link] > scenario.policy.max_prepend + 1) {
      settings.push_back(model::setting_of(today, link));
    }
    for (int prepend = 0; prepend <= scenario.policy.max_prepend + 1; ++prepend) {
      for (std::size_t lever = 0; lever <= scenario.links[link].levers.size(); ++lever) {
        settings.push_back(
            {static_cast<model::Prepend>(prepend), static_cast<model::LeverChoice>(lever)});
      }
    }
    std::vector<model::Advertisement> longer;
    for (const model::Advertisement& x : all) {
      for (const model::Setting& to : settings) {
        longer.push_back(x);
        longer.back()[link] = to.prepend;
        longer.back().set_lever(link, to.lever);
      }
    }
    all = std::move(longer);
  }
  return all;
}

TEST(AllowedChanges, TheOptimisersCandidatesAreExactlyWhatIsAllowed) {
  Dice dice(1);
  std::size_t changed = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const model::Scenario scenario = random_scenario(dice);
    const std::size_t most =
        std::min(model::most_changes_of_a_prefix(scenario.policy), scenario.links.size());
    for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
      std::set<model::Advertisement> allowed;
      for (const model::Advertisement& x : all_advertisements(scenario, p)) {
        if (model::may_announce(scenario, p, x)) {
          allowed.insert(x);
        }
      }
      const auto list = optimiser::candidates(scenario, p, most);
      EXPECT_EQ(std::set(list.begin(), list.end()), allowed)
          << "trial " << trial << " prefix " << p;
      EXPECT_EQ(list.size(), allowed.size());
      changed += list.size() - 1;
    }
  }
  EXPECT_GT(changed, 1000U);
}

model::Change change_of(const model::Scenario& scenario, const ChangeText& text) {
  model::Change change;
  change.prefix = *model::find_prefix(scenario, model::parse_prefix(text.prefix).prefix);
  change.link = *model::find_link(scenario, text.link);
  change.to = text.to;
  if (text.lever_to) {
    change.to_lever = *model::find_lever(scenario.links[change.link], text.lever_to->name);
  }
  return change;
}

std::vector<model::Change> changes_of(const model::Scenario& scenario,
                                      const std::vector<ChangeText>& texts) {
  std::vector<model::Change> changes;
  for (const ChangeText& text : texts) {
    changes.push_back(change_of(scenario, text));
  }
  return changes;
}

/// What a message says could lift the violation must be forbidden for just that reason.
void expect_honest_lifts(const model::Scenario& scenario, const evaluation::Plan& plan,
                         const std::string& message) {
  if (message.find("add \"prepend\" to policy.actions") != std::string::npos) {
    EXPECT_FALSE(scenario.policy.actions.prepend);
  }
  if (message.find("raise max_changes above") != std::string::npos) {
    EXPECT_FALSE(model::allows_another_change(scenario, plan));
  }
  for (const char* kind : {"community", "med"}) {
    if (message.find("policy.actions does not have \"" + std::string(kind)) != std::string::npos) {
      EXPECT_FALSE(kind == std::string("med") ? scenario.policy.actions.med
                                              : scenario.policy.actions.community);
    }
  }
  for (std::size_t at = message.find("; or withdraw "); at != std::string::npos;
       at = message.find("; or withdraw ", at + 1)) {
    const std::size_t from = at + std::string("; or withdraw ").size();
    const std::string prefix = message.substr(from, message.find(' ', from) - from);
    const std::size_t p = *model::find_prefix(scenario, model::parse_prefix(prefix).prefix);
    const std::string name = message.substr(message.find(" from ", from) + 6, 1);
    model::Advertisement x = evaluation::advertisement(scenario, plan, p);
    x.withdraw(*model::find_link(scenario, name));
    for (const model::WhyNot& why : model::why_not(scenario, {{p, x}})) {
      EXPECT_EQ(model::binds(why.denial), model::Binds::advice_only)
          << message << ": " << model::name_of(why.denial);
    }
  }
}

TEST(AllowedChanges, AdvicesTheirWaysOutAndTheirContingenciesKeepAllRules) {
  Dice dice(2);
  std::size_t violations = 0;
  std::size_t contingencies = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const model::Scenario scenario = random_scenario(dice);
    const Advice advice = advise(scenario);
    const std::vector<model::Change> changes = changes_of(scenario, advice.changes);
    const evaluation::Plan plan = evaluation::plan_of(scenario, changes);
    EXPECT_TRUE(model::why_not(scenario, plan).empty());
    for (const Violation& violation : advice.violations) {
      ++violations;
      expect_honest_lifts(scenario, plan, violation.message);
    }
    for (const RolloutStep& step : advice.rollout) {
      for (const Contingency& contingency : step.contingencies) {
        ++contingencies;
        std::vector<model::Change> all = changes;
        for (const model::Change& change : changes_of(scenario, contingency.changes)) {
          all.push_back(change);
        }
        EXPECT_TRUE(model::why_not(scenario, evaluation::plan_of(scenario, all)).empty())
            << contingency.text;
      }
    }
  }
  EXPECT_GT(violations, 20U);
  EXPECT_GT(contingencies, 0U);
}

TEST(AllowedChanges, WhatifRemarksOnWhatBindsTheOperatorToo) {
  const std::map<model::Denial, std::string> rule_of{
      {model::Denial::multihomed_elsewhere, "pin"},
      {model::Denial::prefix_pinned, "pin"},
      {model::Denial::link_pinned, "pin"},
      {model::Denial::above_cap, "max-prepend"},
      {model::Denial::changes_in_all, "max-changes"},
      {model::Denial::changes_of_prefix, "max-changes"},
      {model::Denial::too_few_links, "min-links"},
  };
  Dice dice(3);
  std::map<std::string, int> seen;
  for (int trial = 0; trial < 80; ++trial) {
    const model::Scenario scenario = random_scenario(dice);
    evaluation::Plan plan;
    for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
      const auto all = all_advertisements(scenario, p);
      if (dice.one_in(2)) {
        plan[p] = all[static_cast<std::size_t>(dice.roll(static_cast<int>(all.size())))];
      }
    }
    std::multiset<std::string> expected;
    for (const model::WhyNot& why : model::why_not(scenario, plan)) {
      EXPECT_EQ(rule_of.count(why.denial) == 1,
                model::binds(why.denial) == model::Binds::operator_too);
      if (const auto rule = rule_of.find(why.denial); rule != rule_of.end()) {
        expected.insert(rule->second + " " + scenario.links[why.link].name);
        ++seen[rule->second];
      }
    }
    std::multiset<std::string> found;
    for (const Violation& one :
         whatif(scenario, evaluation::changes_of(scenario, plan)).violations) {
      if (one.rule != "ceiling" && one.rule != "unreachable" && one.rule != "do-no-harm") {
        found.insert(one.rule + " " + one.link);
      }
    }
    EXPECT_EQ(found, expected) << "trial " << trial;
  }
  EXPECT_EQ(seen.size(), 4U);
}

/// 11.0.0.0/24 cannot leave A, and B has room: what is said of the ceiling of A.
std::string message_of_a(model::Scenario scenario) {
  pin_sources_to_a(scenario);
  const Advice advice = advise(scenario);
  const auto of_a = std::find_if(advice.violations.begin(), advice.violations.end(),
                                 [](const Violation& one) { return one.link == "A"; });
  return of_a == advice.violations.end() ? "" : of_a->message;
}

// Each of the following is a place where a copy of the rules had drifted from the others.

TEST(DriftedRules, NoWithdrawalIsProposedOnAPinnedLink) {
  model::Scenario scenario = link_a_link_b(0.5, 0.5).finish();
  EXPECT_THAT(message_of_a(scenario), HasSubstr("withdraw 11.0.0.0/24 from A"));
  scenario.policy.pinned_links = {0};
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("withdraw")));
}

TEST(DriftedRules, NoWithdrawalIsProposedBelowMinLinks) {
  model::Scenario scenario = link_a_link_b(0.5, 0.5).finish();
  scenario.policy.min_links = 2;
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("withdraw")));
}

TEST(DriftedRules, NoWithdrawalIsProposedBeyondTheNumberOfChanges) {
  model::Scenario scenario = link_a_link_b(0.5, 0.5).finish();
  scenario.policy.max_changes = 0;
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("withdraw")));
  scenario.policy.max_changes = 1;
  scenario.policy.max_changes_per_prefix = 0;
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("withdraw")));
}

TEST(DriftedRules, NoCommunityIsAskedForAPinnedPrefixOrLink) {
  model::Scenario scenario = link_a_link_b(0.5, 0.5).finish();
  EXPECT_THAT(message_of_a(scenario), HasSubstr("ask AS 64501 for a community"));
  scenario.policy.pinned_links = {0};
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("ask AS")));
  scenario.policy.pinned_links.clear();
  scenario.policy.pinned_prefixes = {0, 1};
  EXPECT_THAT(message_of_a(scenario), Not(HasSubstr("ask AS")));
}

TEST(DriftedRules, ALeverIsNotCalledUnusedWhereAPrependAboveTheCapKeepsItAway) {
  const auto unused = [](int prepend) {
    Case c;
    c.link("A", 1000, 900, 0.5).levers = {lower_preference()};
    c.link("B", 1000, 100, 0.5);
    c.prefix("8.0.0.0/24", {prepend, 0}, {900, 100});
    const std::vector<model::Finding> findings = findings_in(c.finish());
    return std::any_of(findings.begin(), findings.end(),
                       [](const model::Finding& one) { return one.rule == "lever-not-used"; });
  };
  EXPECT_TRUE(unused(3));
  EXPECT_FALSE(unused(4));
}

/// With a lever on A in the plan, and a share on A that may stay too high.
Case lever_advised() {
  Case c = link_a_link_b(0.5, 0.5);
  model::Lever lever = lower_preference();
  lever.retained = model::LeverEffect{0.4, 0.6, 0.95};
  c.scenario().links[0].levers = {lever};
  c.scenario().policy.actions.prepend = false;
  c.scenario().policy.actions.community = true;
  return c;
}

TEST(DriftedRules, AContingencyNeverPrependsWithoutThatAction) {
  const Advice advice = advise(lever_advised().finish());
  ASSERT_FALSE(advice.changes.empty());
  for (const RolloutStep& step : advice.rollout) {
    for (const Contingency& contingency : step.contingencies) {
      for (const ChangeText& change : contingency.changes) {
        EXPECT_EQ(change.to, change.from) << contingency.text;
      }
    }
  }
}

TEST(DriftedRules, AContingencyKeepsToTheNumbersOfChanges) {
  Case c = link_a_link_b(0.5, 0.5);
  c.scenario().policy.max_changes = 1;
  const Advice advice = advise(c.finish());
  ASSERT_EQ(advice.changes.size(), 1U);
  for (const RolloutStep& step : advice.rollout) {
    for (const Contingency& contingency : step.contingencies) {
      EXPECT_EQ(contingency.changes.at(0).prefix, advice.changes[0].prefix);
      EXPECT_EQ(contingency.changes.at(0).link, advice.changes[0].link) << contingency.text;
    }
  }
}

}  // namespace
}  // namespace bgpte::advice::testing
