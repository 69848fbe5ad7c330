// Inputs of watch that are nearly right: a sentence or a value, never a crash, and a state that was
// read is written as it is read back.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/watch/timeline.hpp"
#include "tests/watch/month.hpp"

namespace bgpte::watch {
namespace {

using testing::begin;

TEST(MutatedState, IsRefusedOrReadBackAsItIsWritten) {
  const model::Scenario scenario = testing::four_links();
  State state = new_state(scenario);
  state.newest = begin;
  state.links["A"] = {{{begin, 9'000'000'000, -1}},
                      -1,
                      -1,
                      Incident{"A-20261101T000000Z", begin, false, AdviceStand::due, -1}};
  state.told = {{"1f2e3d4c5b6a", begin, {"10.0.0.0/24"}}};
  state.step = PendingStep{"1f2e3d4c5b6a", begin, begin, "{}"};
  const auto all = testing::intervals_of(testing::random_month(1), 1);
  std::size_t accepted = 0;
  mutation::run({to_json(state)}, 24, [&](const std::string& mutated) {
    const auto read = read_state(mutated);
    if (const State* made = std::get_if<State>(&read)) {
      ++accepted;
      EXPECT_EQ(std::get<State>(read_state(to_json(*made))), *made);
      // Whatever is in it, the next interval is taken.
      const Outcome out = take(expire_step(*made, begin + 300).state, all[0], scenario);
      const Question question = may_advise(out.state, scenario, begin + 300);
      EXPECT_EQ(as_seen(scenario, out.state, question).links.size(), 4U);
    }
  });
  EXPECT_GT(accepted, 0U);
}

TEST(MutatedAlerts, AreReadOrRefused) {
  const std::string body =
      R"({"version": "4", "groupKey": "{}", "alerts": [{"status": "resolved", "labels":
      {"link": "A", "instance": "rt1:9116", "ifName": "xe-0/0/1"}, "startsAt":
      "2026-11-29T00:10:00.123456789Z", "endsAt": "2026-11-29T03:00:00+01:00"}]})";
  const model::Scenario scenario = testing::four_links();
  std::size_t accepted = 0;
  mutation::run({body}, 25, [&](const std::string& mutated) {
    const auto read = read_alerts(mutated, scenario, {});
    if (const Alerts* alerts = std::get_if<Alerts>(&read)) {
      ++accepted;
      State state = new_state(scenario);
      for (const Alert& alert : alerts->alerts) {
        state = take(std::move(state), alert, scenario).state;
        EXPECT_TRUE(std::holds_alternative<State>(read_state(to_json(state))));
      }
    }
  });
  EXPECT_GT(accepted, 0U);
}

}  // namespace
}  // namespace bgpte::watch
