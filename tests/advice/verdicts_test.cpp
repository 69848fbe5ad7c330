// Verdicts: every outcome of a step has exactly one, and it is the one that the rules ask for.
#include "src/advice/verdicts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// What is seen after a step: the share by the watched link, and whether a link is overloaded.
struct Seen {
  double share = 0;
  bool overload = false;
};

/// The rows that fit, by the data of the rows alone.
std::vector<Outcome> outcomes(const StepMeasure& measure, const std::vector<Verdict>& rows,
                              const Seen& seen) {
  const double moved = measure.direction == Direction::off ? measure.before - seen.share
                                                           : seen.share - measure.before;
  std::vector<Outcome> found;
  for (const Verdict& row : rows) {
    const bool fits =
        row.overload == Overload::any || (row.overload == Overload::yes) == seen.overload;
    if (fits && row.from <= moved && moved < row.below) {
      found.push_back(row.outcome);
    }
  }
  return found;
}

/// The rules as docs/rollout.md tells them, tried from the top.
Outcome by_the_book(const StepMeasure& measure, const Seen& seen) {
  const bool off = measure.direction == Direction::off;
  const double moved = off ? measure.before - seen.share : seen.share - measure.before;
  const double expected =
      off ? measure.before - measure.expected : measure.expected - measure.before;
  const double least_in_range = off ? measure.before - measure.high : measure.low - measure.before;
  const double t = std::max(2 * measure.noise, expected / 10);
  if (std::abs(moved) >= t && seen.overload) {
    return Outcome::harm;
  }
  if (std::abs(moved) < t) {
    return Outcome::no_effect;
  }
  if (moved < 0 || moved < least_in_range - 2 * measure.noise) {
    return Outcome::unexpected;
  }
  return moved < expected / 2 ? Outcome::partial : Outcome::worked;
}

/// A reproducible stream of steps and outcomes.
class Draws {
 public:
  double share() { return std::round(uniform_(engine_) * 1e6) / 1e6; }
  double between(double low, double high) { return low + (high - low) * share(); }
  double normal() {
    // Box and Muller.
    constexpr double two_pi = 6.283185307179586;
    return std::sqrt(-2 * std::log(1 - uniform_(engine_))) * std::cos(two_pi * uniform_(engine_));
  }
  StepMeasure measure() {
    StepMeasure measure;
    measure.link = "A";
    measure.direction = share() < 0.5 ? Direction::off : Direction::onto;
    measure.before = share();
    measure.expected =
        std::round(1e6 * (measure.direction == Direction::off ? between(0, measure.before)
                                                              : between(measure.before, 1))) /
        1e6;
    measure.low = std::round(between(0, measure.expected) * 1e6) / 1e6;
    measure.high = std::round(between(measure.expected, 1) * 1e6) / 1e6;
    if (share() < 0.2) {
      measure.low = measure.high = measure.expected;
    }
    measure.noise = noise_of_share(between(0, 0.03), static_cast<std::int64_t>(between(0, 90'000)));
    if (share() < 0.7) {
      measure.harm.push_back({"B", mbps(100), share()});
    }
    set_moved(measure);
    return measure;
  }

 private:
  std::mt19937_64 engine_{20260801};
  std::uniform_real_distribution<double> uniform_{0, 1};
};

TEST(Verdicts, AMillionOutcomesHaveExactlyOneEachAndItIsTheRightOne) {
  Draws draws;
  std::array<int, 5> seen_of{};
  for (int step = 0; step < 10'000; ++step) {
    const StepMeasure measure = draws.measure();
    const std::vector<Verdict> rows = verdicts_of(measure, {0, 1e9});
    for (int i = 0; i < 100; ++i) {
      const Seen seen{draws.share(), !measure.harm.empty() && draws.share() < 0.3};
      const std::vector<Outcome> found = outcomes(measure, rows, seen);
      ASSERT_THAT(found, SizeIs(1)) << measure.before << " " << seen.share;
      // Bounds are rounded to a millionth: only there may the two differ.
      const double off = 3e-6;
      const Outcome book = by_the_book(measure, seen);
      if (found.front() != book) {
        const bool near =
            by_the_book(measure, {seen.share + off, seen.overload}) == found.front() ||
            by_the_book(measure, {seen.share - off, seen.overload}) == found.front();
        ASSERT_TRUE(near) << measure.before << " " << seen.share;
      }
      ++seen_of[static_cast<std::size_t>(book)];
    }
    // Where a step did nothing it is never taken for anything else.
    EXPECT_THAT(outcomes(measure, rows, {measure.before, true}), ElementsAre(Outcome::no_effect));
    if (measure.measurable) {
      EXPECT_THAT(outcomes(measure, rows, {measure.expected, false}), ElementsAre(Outcome::worked));
      const double emptied = measure.direction == Direction::off ? 0 : 1;
      EXPECT_THAT(outcomes(measure, rows, {emptied, false}), ElementsAre(Outcome::worked));
    }
  }
  // The test has seen all kinds.
  EXPECT_THAT(seen_of, ::testing::Each(::testing::Gt(1000)));
}

/// How often noise of one point leads to a wrong verdict, as docs/rollout.md publishes it.
TEST(Verdicts, AreWrongAsSeldomAsTheDocumentationSays) {
  struct Row {
    double moved;
    double false_worked;     ///< Nothing moved, and the verdict is "worked".
    double false_no_effect;  ///< As much moved as forecast, and the verdict is "no effect".
  };
  Draws draws;
  for (const Row& row : {Row{0.04, 0.023, 0.023}, Row{0.05, 0.006, 0.001}, Row{0.1, 0, 0}}) {
    StepMeasure measure;
    measure.before = 0.6;
    measure.expected = measure.before - row.moved;
    measure.low = 0;
    measure.high = measure.before;
    measure.noise = 0.01;
    set_moved(measure);
    const std::vector<Verdict> rows = verdicts_of(measure, {});
    constexpr int rounds = 200'000;
    int worked = 0;
    int no_effect = 0;
    for (int i = 0; i < rounds; ++i) {
      const double noise = 0.01 * draws.normal();
      const auto verdict = [&](double share) { return outcomes(measure, rows, {share, false}); };
      worked += verdict(measure.before + noise).front() == Outcome::worked ? 1 : 0;
      no_effect += verdict(measure.expected + noise).front() == Outcome::no_effect ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(worked) / rounds, row.false_worked, 0.001) << row.moved;
    EXPECT_NEAR(static_cast<double>(no_effect) / rounds, row.false_no_effect, 0.001) << row.moved;
  }
}

TEST(Verdicts, TheHeadlineCaseSaysNowExpectedAndWhatItWillMean) {
  const Advice advice = advise(link_a_link_b().finish());
  ASSERT_THAT(advice.rollout, SizeIs(1));
  const RolloutStep& step = advice.rollout[0];
  ASSERT_TRUE(step.measure);
  EXPECT_EQ(step.measure->link, "A");
  EXPECT_EQ(step.measure->direction, Direction::off);
  EXPECT_DOUBLE_EQ(step.measure->before, 1);
  EXPECT_TRUE(step.measure->measurable);
  EXPECT_EQ(step.when, When::now);
  EXPECT_EQ(step.commit_timer_s, 1800);
  EXPECT_FALSE(step.lead_time_s);
  EXPECT_THAT(outcomes(*step.measure, step.verdicts, {step.measure->expected, false}),
              ElementsAre(Outcome::worked));
  EXPECT_THAT(outcomes(*step.measure, step.verdicts, {1, false}), ElementsAre(Outcome::no_effect));
  for (const Verdict& row : step.verdicts) {
    EXPECT_THAT(row.text, Not(HasSubstr("more conditions")));
    // A carries 80 Mbps besides: the load belongs to the share.
    EXPECT_NEAR(static_cast<double>(row.load_high.value), 80e6 + 900e6 * row.share_high, 2.0);
  }
  ASSERT_THAT(step.contingencies, SizeIs(1));
  const Contingency& fallback = step.contingencies[0];
  ASSERT_TRUE(fallback.measure);
  EXPECT_EQ(fallback.measure->link, "A");
  EXPECT_GT(fallback.measure->before, fallback.when.high);
  EXPECT_THAT(outcomes(*fallback.measure, fallback.verdicts, {fallback.measure->expected, false}),
              ElementsAre(Outcome::worked));
}

TEST(Verdicts, AStepThatMovesNothingMeasuredHasNone) {
  Case c;
  c.link("A", 1000, 500, 1);
  c.link("B", 1000, 500, 1);
  c.prefix("8.0.0.0/24", {0, 0}, {-1, -1}).inbound_kind = model::InboundKind::absent;
  const Advice own = whatif(c.finish(), {{0, 0, 0, 1}});
  ASSERT_THAT(own.rollout, SizeIs(1));
  EXPECT_FALSE(own.rollout[0].measure);
  EXPECT_THAT(own.rollout[0].verdicts, IsEmpty());
}

/// More than the other link has room for is harm, with the share at which it begins.
TEST(Verdicts, HarmBeginsWhereALinkEndsAboveItsCeilingAndToday) {
  Case c;
  c.link("A", 1000, 980, 1);
  c.link("B", 1700, 1000, 1);
  c.prefix("8.0.0.0/24", {0, 1}, {900, 0});
  const Advice own = whatif(c.finish(), {{0, 1, 1, 0}});
  ASSERT_TRUE(own.rollout.at(0).measure);
  const std::vector<HarmLimit>& harm = own.rollout[0].measure->harm;
  const auto b =
      std::find_if(harm.begin(), harm.end(), [](const HarmLimit& one) { return one.link == "B"; });
  ASSERT_NE(b, harm.end());
  EXPECT_EQ(b->limit, mbps(1360));
  // 1000 of background leave room for 360 of the 900 Mbps.
  EXPECT_NEAR(b->share, 0.4, 1e-4);
}

TEST(Verdicts, TimeIsLeftForFiltersAndFlowCollectors) {
  Case c;
  c.link("A", 1000, 900, 1);
  c.link("B", 1000, 100, 1).filter_lead_time_s = 7200;
  c.prefix("8.0.0.0/24", {0, -1}, {900, -1});
  c.scenario().policy.actions.announce = true;
  c.scenario().measured = model::Measured{"p95", 300, "", "", 1800};
  const Advice own = whatif(c.finish(), {{0, 1, model::not_announced, 0}});
  ASSERT_THAT(own.rollout, SizeIs(1));
  EXPECT_EQ(own.rollout[0].lead_time_s, 7200);
  EXPECT_EQ(own.rollout[0].wait_s, 2100);
  EXPECT_EQ(own.rollout[0].commit_timer_s, 1800);
}

/// Six prefixes that are treated alike are one step; one of another customer is its own.
TEST(Bundles, PrefixesThatAreTreatedAlikeAreOneStep) {
  Case c;
  c.link("A", 1000, 700, 1);
  c.link("B", 10000, 700, 1);
  std::vector<model::Change> changes;
  for (std::size_t i = 0; i < 7; ++i) {
    c.prefix("8.0." + std::to_string(i) + ".0/24", {0, 0}, {90, 10});
    changes.push_back({i, 0, 0, 1});
  }
  c.scenario().prefixes[6].origin_as = 64999;
  const Advice own = whatif(c.finish(), changes);
  ASSERT_THAT(own.rollout, SizeIs(2));
  EXPECT_THAT(own.rollout[0].changes, SizeIs(6));
  EXPECT_THAT(own.rollout[1].changes, SizeIs(1));
  EXPECT_EQ(own.rollout[0].warning, "");
  EXPECT_EQ(own.rollout[1].when, When::then);
  ASSERT_TRUE(own.rollout[0].measure);
  EXPECT_THAT(own.rollout[0].measure->prefixes, SizeIs(6));
  EXPECT_EQ(own.rollout[0].measure->volume, mbps(600));
}

}  // namespace
}  // namespace bgpte::advice::testing
