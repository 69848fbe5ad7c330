// The verdict of a step from what was measured after it.
#include "bgpte/learning/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/advice/cases.hpp"

namespace bgpte::learning {
namespace {

using advice::Outcome;
using telemetry::Observation;
using telemetry::ObservationKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t noon = 1'795'867'200;  // 2026-11-28T12:00:00Z
constexpr std::int64_t hour = 3600;

/// One step: 11.0.0.0/24 on B from one prepend to none. All of it enters by A before, 64 % are
/// expected to do so after it.
advice::Advice advised() {
  const model::Scenario scenario = advice::testing::link_a_link_b().finish();
  return advice::advise(scenario, *ingress::make_ingress(scenario));
}

void add_flow(Observation& seen, const std::string& link, const std::string& prefix, double mbps) {
  telemetry::FlowCell cell;
  cell.router = "rt1";
  cell.interface = link;
  cell.link = link;
  cell.prefix = prefix;
  cell.window = seen.window;
  cell.bytes = std::llround(mbps * 1e6 / 8 * static_cast<double>(hour));
  cell.sampling = 1;
  cell.error_pct_95 = 0;
  seen.flows.push_back(cell);
}

/// 900 Mbps of the prefix, of which `share` enter by A.
Observation flows(double share) {
  Observation seen;
  seen.kind = ObservationKind::flows;
  seen.window = {noon, noon + hour};
  seen.step_s = hour;
  add_flow(seen, "A", "11.0.0.0/24", 900 * share);
  add_flow(seen, "B", "11.0.0.0/24", 900 * (1 - share));
  add_flow(seen, "A", "", 100);
  add_flow(seen, "B", "", 5000);
  return seen;
}

Observation counters(double a, double b) {
  Observation seen;
  seen.kind = ObservationKind::load;
  seen.window = {noon, noon + hour};
  seen.step_s = 300;
  for (std::int64_t at = noon; at < noon + hour; at += 300) {
    const auto add = [&](const std::string& link, double mbps) {
      telemetry::LoadSample sample;
      sample.router = "rt1";
      sample.interface = sample.link = link;
      sample.window = {at, at + 300};
      sample.in_bps = std::llround(mbps * 1e6);
      seen.load.push_back(sample);
    };
    add("A", a);
    add("B", b);
  }
  return seen;
}

Observation routes(int prepends_on_b) {
  Observation seen;
  seen.kind = ObservationKind::routes;
  telemetry::Route route;
  route.link = "B";
  route.router = "rt1";
  route.prefix = "11.0.0.0/24";
  route.prepends = prepends_on_b;
  seen.routes.push_back(route);
  return seen;
}

StepVerdict verdict(const advice::Advice& advice, const std::vector<Observation>& seen,
                    const VerdictOptions& options = {}) {
  auto found = verdict_of(advice, seen, options);
  EXPECT_TRUE(std::holds_alternative<StepVerdict>(found))
      << (std::holds_alternative<std::string>(found) ? std::get<std::string>(found) : "");
  return std::holds_alternative<StepVerdict>(found) ? std::get<StepVerdict>(found) : StepVerdict{};
}

std::string refusal(const advice::Advice& advice, const std::vector<Observation>& seen,
                    const VerdictOptions& options = {}) {
  const auto found = verdict_of(advice, seen, options);
  return std::holds_alternative<std::string>(found) ? std::get<std::string>(found) : "";
}

/// The bounds of the document, for a move of 0.36: less than a tenth of it is none, less than half
/// of it is a part.
TEST(Verdict, IsWhatTheDocumentSaysForEachShare) {
  const advice::Advice advice = advised();
  for (int percent = 0; percent <= 100; ++percent) {
    const double share = percent / 100.0;
    const StepVerdict found = verdict(advice, {flows(share)});
    const double moved = 1 - share;
    EXPECT_NEAR(found.moved, moved, 1e-5);
    EXPECT_EQ(found.outcome, moved < 0.036  ? Outcome::no_effect
                             : moved < 0.18 ? Outcome::partial
                                            : Outcome::worked)
        << share;
  }
}

TEST(Verdict, SaysWhatToDoAsTheAdviceDoes) {
  const advice::Advice advice = advised();
  const StepVerdict worked = verdict(advice, {flows(0.6)});
  EXPECT_EQ(worked.next, Next::done);
  EXPECT_EQ(worked.step, 1);
  EXPECT_EQ(worked.measure.link, "A");
  EXPECT_THAT(worked.text, HasSubstr("64 % expected, 100 % before"));
  // Worked, and still more than the ceiling of A has room for.
  const StepVerdict above = verdict(advice, {flows(0.8)});
  EXPECT_EQ(above.outcome, Outcome::worked);
  EXPECT_EQ(above.next, Next::fall_back);
  EXPECT_EQ(verdict(advice, {flows(0.9)}).next, Next::hold);
  EXPECT_EQ(verdict(advice, {flows(1)}).next, Next::fall_back);
  advice::Advice bare = advice;
  bare.rollout[0].contingencies.clear();
  const StepVerdict back = verdict(bare, {flows(1)});
  EXPECT_EQ(back.next, Next::roll_back);
  EXPECT_THAT(back.notes, testing::Contains(bare.rollout[0].way_back));
}

TEST(Verdict, HasTheFiguresOfEveryLink) {
  const StepVerdict found = verdict(advised(), {flows(0.6), counters(640, 5360)});
  ASSERT_EQ(found.links.size(), 2U);
  EXPECT_EQ(found.links[0].name, "A");
  EXPECT_NEAR(found.links[0].share, 0.6, 1e-4);
  EXPECT_NEAR(static_cast<double>(found.links[0].rate.value), 540e6, 1e5);
  ASSERT_TRUE(found.links[0].expected.has_value());
  EXPECT_NEAR(found.links[0].expected->expected, 0.64, 1e-6);
  EXPECT_THAT(found.notes, IsEmpty());
}

TEST(Verdict, OfALinkAboveItsShareIsHarm) {
  advice::Advice advice = advised();
  advice::RolloutStep& step = advice.rollout[0];
  step.measure->harm = {{"B", model::Bps{8'000'000'000}, 0.5}};
  for (advice::Verdict& row : step.verdicts) {
    row.overload = row.outcome == Outcome::no_effect ? advice::Overload::any : advice::Overload::no;
  }
  advice::Verdict harm = step.verdicts.back();
  harm.outcome = Outcome::harm;
  harm.action = advice::Action::roll_back;
  harm.overload = advice::Overload::yes;
  harm.from = 0.036;
  step.verdicts.insert(step.verdicts.begin(), harm);
  const StepVerdict found = verdict(advice, {flows(0.4)});
  EXPECT_EQ(found.outcome, Outcome::harm);
  EXPECT_EQ(found.next, Next::roll_back);
  EXPECT_EQ(verdict(advice, {flows(0.6)}).outcome, Outcome::worked);
}

TEST(Verdict, IsRefusedWhereFlowsMissTooMuch) {
  const advice::Advice advice = advised();
  EXPECT_THAT(refusal(advice, {flows(0.6), counters(1066, 5360)}),
              HasSubstr("link A: the flows account for 60 % of what the counter says"));
  EXPECT_THAT(refusal(advice, {flows(0.6), counters(640'000, 5'360'000)}),
              HasSubstr("looks like sampling"));
  Observation half = flows(0.6);
  std::erase_if(half.flows, [](const auto& cell) { return cell.link == "B"; });
  EXPECT_THAT(refusal(advice, {half}), HasSubstr("no flow came in by link B: is it exported?"));
  EXPECT_THAT(refusal(advice, {half, counters(640, 5360)}),
              HasSubstr("link B has a counter and no flows"));
  Observation other = flows(0.6);
  std::erase_if(other.flows, [](const auto& cell) { return !cell.prefix.empty(); });
  EXPECT_THAT(refusal(advice, {other}), HasSubstr("nothing of 11.0.0.0/24"));
  EXPECT_THAT(refusal(advice, {counters(640, 5360)}), HasSubstr("needs flows"));
  Observation strange = flows(0.6);
  add_flow(strange, "Z", "11.0.0.0/24", 10);
  EXPECT_THAT(refusal(advice, {strange}), HasSubstr("by link Z, which the advice does not know"));
}

/// An idle link need not be in the flows, if its counter says so.
TEST(Verdict, OfAnIdleLinkIsTold) {
  Observation seen = flows(1);
  std::erase_if(seen.flows, [](const auto& cell) { return cell.link == "B"; });
  EXPECT_EQ(verdict(advised(), {seen, counters(1000, 0.1)}).outcome, Outcome::no_effect);
}

TEST(Verdict, IsRefusedWhereRoutersMaySampleUnlike) {
  Observation seen = flows(0.6);
  seen.flows[0].sampling = 0;
  seen.flows[1].router = "rt2";
  EXPECT_THAT(refusal(advised(), {seen}), HasSubstr("rt1 does not say how it samples"));
  seen.flows[1].router = "rt1";
  seen.flows[1].sampling = 0;
  EXPECT_EQ(verdict(advised(), {seen}).outcome, Outcome::worked);
}

TEST(Verdict, IsRefusedOfWhatIsOlderThanTheChange) {
  advice::Advice advice = advised();
  EXPECT_EQ(advice.measured_to, "2026-11-22");
  advice.measured_to = "2026-11-28T12:30:00Z";
  EXPECT_THAT(refusal(advice, {flows(0.6)}), HasSubstr("older than the change"));
  advice.measured_to = "2026-11-28";
  EXPECT_EQ(verdict(advice, {flows(0.6)}).outcome, Outcome::worked);
  EXPECT_THAT(refusal(advice, {flows(0.6)}, {0, noon + 60}), HasSubstr("before the step was made"));
}

TEST(Verdict, WaitsUntilTheStepHadItsTime) {
  const StepVerdict early = verdict(advised(), {flows(0.6)}, {0, noon - 600});
  EXPECT_EQ(early.outcome, std::nullopt);
  EXPECT_EQ(early.next, Next::wait);
  EXPECT_THAT(early.text, HasSubstr("measure from 2026-11-28T12:10:00Z on"));
  EXPECT_EQ(verdict(advised(), {flows(0.6)}, {0, noon - 1200}).outcome, Outcome::worked);
}

TEST(Verdict, IsOfTheStepThatRoutesShow) {
  advice::Advice advice = advised();
  EXPECT_THAT(refusal(advice, {flows(0.6), routes(1)}),
              HasSubstr("the routes do not show that step 1 was made: 11.0.0.0/24 on B"));
  EXPECT_EQ(verdict(advice, {flows(0.6), routes(0)}).step, 1);
  advice::RolloutStep second = advice.rollout[0];
  second.step = 2;
  second.changes[0].link = "A";
  second.changes[0].from = 0;
  second.changes[0].to = 1;
  advice.rollout.push_back(second);
  EXPECT_EQ(verdict(advice, {flows(0.6), routes(0)}).step, 1);
  EXPECT_EQ(verdict(advice, {flows(0.6), routes(0)}).next, Next::next_step);
  Observation both = routes(0);
  both.routes.push_back(both.routes[0]);
  both.routes[1].link = "A";
  both.routes[1].prepends = 1;
  EXPECT_EQ(verdict(advice, {flows(0.6), both}).step, 2);
  EXPECT_EQ(verdict(advice, {flows(0.6)}).step, 1);
  EXPECT_EQ(verdict(advice, {flows(0.6)}, {2, std::nullopt}).step, 2);
  EXPECT_THAT(refusal(advice, {flows(0.6)}, {3, std::nullopt}), HasSubstr("no step 3"));
}

TEST(Verdict, OfAFallbackIsByItsOwnBounds) {
  const advice::Advice advice = advised();
  const advice::Contingency& fallback = advice.rollout[0].contingencies.at(0);
  for (const advice::Verdict& row : fallback.verdicts) {
    const double before = fallback.measure->before;
    const double share = std::clamp(before - (row.from + row.below) / 2, 0.0, 1.0);
    const StepVerdict found = verdict(advice, {flows(share)}, {.step = 0, .fallback = true});
    EXPECT_EQ(found.outcome, row.outcome) << share;
    EXPECT_EQ(found.changes, fallback.changes);
    EXPECT_TRUE(found.fallback);
    EXPECT_NE(found.next, Next::fall_back);
  }
  // What is partial for the fallback works for the step.
  EXPECT_EQ(verdict(advice, {flows(0.75)}).outcome, Outcome::worked);
  EXPECT_EQ(verdict(advice, {flows(0.75)}, {.fallback = true}).outcome, Outcome::partial);
}

TEST(Verdict, OfAFallbackIsRefusedWhereNoneWasMade) {
  advice::Advice advice = advised();
  Observation seen = routes(0);
  seen.routes.push_back(seen.routes[0]);
  seen.routes[1].link = "A";
  EXPECT_THAT(refusal(advice, {flows(0.5), seen}, {.fallback = true}),
              HasSubstr("do not show that a fallback of step 1 was made"));
  seen.routes[1].prepends = 1;
  EXPECT_EQ(verdict(advice, {flows(0.5), seen}, {.fallback = true}).outcome, Outcome::worked);
  advice.rollout[0].contingencies.push_back(advice.rollout[0].contingencies[0]);
  EXPECT_THAT(refusal(advice, {flows(0.5)}, {.fallback = true}), HasSubstr("2 fallbacks"));
  advice.rollout[0].contingencies.clear();
  EXPECT_THAT(refusal(advice, {flows(0.5)}, {.fallback = true}), HasSubstr("no fallback"));
}

/// 4 % of error at 95 % on each cell let a share near a bound be on either side of it.
TEST(Verdict, NamesWhatTheErrorOfSamplingLeavesOpen) {
  Observation seen = flows(0.815);
  for (telemetry::FlowCell& cell : seen.flows) {
    cell.error_pct_95 = 4;
    cell.sampling = 1000;
  }
  const StepVerdict near = verdict(advised(), {seen});
  EXPECT_EQ(near.outcome, Outcome::worked);
  EXPECT_THAT(near.could_be, ElementsAre(Outcome::partial));
  // sqrt((0.185 * 0.815)^2 + (0.815 * 0.185)^2) * 4 / 196.
  EXPECT_NEAR(near.sampling_error, std::sqrt(2.0) * 0.185 * 0.815 * 4 / 196, 1e-5);
  EXPECT_THAT(verdict(advised(), {flows(0.815)}).could_be, IsEmpty());
}

TEST(Verdict, OfAdviceWithoutChangesOrVerdictsIsRefused) {
  advice::Advice advice = advised();
  advice.rollout[0].verdicts.clear();
  EXPECT_THAT(refusal(advice, {flows(0.6)}), HasSubstr("no verdicts for step 1"));
  advice.rollout.clear();
  EXPECT_THAT(refusal(advice, {flows(0.6)}), HasSubstr("changes nothing"));
}

}  // namespace
}  // namespace bgpte::learning
