// The state file: written and read back, and refused where anything in it is not as it was written.
#include <gtest/gtest.h>

#include "tests/watch/month.hpp"

namespace bgpte::watch {
namespace {

using testing::begin;

State full_state() {
  State state;
  state.scenario = "Two \"transits\"\n";
  state.newest = begin;
  state.links["A"] = {{{begin - 300, 5, -1}, {begin, 7, 6}},
                      begin,
                      begin - 9000,
                      Incident{"A-20261101T000000Z", begin, true, AdviceStand::told, begin + 300}};
  state.links["A"].incident->alerts = {{"abcdef0123456789", begin}};
  state.links["A"].raises = {begin - 9000, begin};
  state.links["A"].flapping_at = begin;
  state.links["B"] = {};
  state.told = {{"1f2e3d4c5b6a", begin, {"10.0.0.0/24", "2001:db8::/32"}}};
  state.step = PendingStep{"1f2e3d4c5b6a", begin, -1, "{\"format\": 1}\n"};
  state.outbox = {{"A-20261101T000000Z-raised.md", "# RAISED A\n"}};
  return state;
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = to_json(full_state());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(State, IsReadBackAsItWasWritten) {
  for (const State& state : {full_state(), State{}}) {
    const auto read = read_state(to_json(state));
    ASSERT_TRUE(std::holds_alternative<State>(read)) << std::get<std::string>(read);
    EXPECT_EQ(std::get<State>(read), state);
    EXPECT_EQ(to_json(std::get<State>(read)), to_json(state));
  }
}

TEST(State, WhatIsNotAsItWasWrittenIsRefused) {
  const std::vector<std::pair<const char*, const char*>> rows{
      {"bgpte-watch-state/1", "bgpte-watch-state/2"},
      {"\"newest\": \"2026-11-01T00:00:00Z\"", "\"newest\": 7"},
      {"\"newest\": \"2026-11-01T00:00:00Z\"", "\"newest\": \"yesterday\""},
      {"\"in_bps\": 5", "\"in_bps\": -5"},
      {"\"in_bps\": 5", "\"in_bps\": 1e300"},
      {"\"in_bps\": 5", "\"in_bps\": 500000000000000000"},
      {"\"in_bps\": 5", "\"in_bps\": NaN"},
      {"\"in_bps\": 5", "\"in_bps\": 0.5"},
      {"\"interval_s\": 300", "\"interval_s\": 0"},
      {"\"told\": [{", "\"more\": 1, \"told\": [{"},
      {"\"step\"", "\"stop\""},
      {"\"advice\": \"told\"", "\"advice\": \"maybe\""},
      {"\"by_alert\": true", "\"by_alert\": 1"},
      {"A-20261101T000000Z-raised.md", "../../etc/cron.d/x"},
      {"A-20261101T000000Z-raised.md", ".profile"},
      {"\"at\": \"2026-11-01T00:00:00Z\", \"in_bps\": 7",
       "\"at\": \"2026-10-01T00:00:00Z\", \"in_bps\": 7"}};
  for (const auto& [from, to] : rows) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_state(changed(from, to)))) << to;
  }
  const std::string whole = to_json(full_state());
  for (std::size_t size = 0; size + 2 < whole.size(); size += 7) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_state(whole.substr(0, size)))) << size;
  }
}

TEST(State, ToldChangesAreBounded) {
  const model::Scenario scenario = testing::four_links();
  State state = new_state(scenario);
  state.links["A"].incident = Incident{"A-20261101T000000Z", begin};
  Question question;
  question.ask = true;
  question.incidents = {"A"};
  for (int i = 0; i < 200; ++i) {
    state = settle({std::move(state), {}}, question, {std::to_string(i), {}, "", "{}"}, begin + i)
                .state;
  }
  EXPECT_EQ(state.told.size(), 64U);
  EXPECT_EQ(state.told.back().change_id, "199");
}

}  // namespace
}  // namespace bgpte::watch
