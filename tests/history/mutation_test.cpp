// Days that are nearly right: what is read can be written and read back, and the schema takes it.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/history/history.hpp"
#include "tests/history/past_days.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte::history::testing {
namespace {

/// A day of a link and of a prefix with a gap.
std::string day() {
  std::vector<Sample> samples = samples_of(
      {"A", ""}, first_day, 1, [](std::int64_t, int hour) { return 1000 + hour; }, 1800);
  samples.pop_back();
  samples.push_back({first_day * day_s, {"A", "192.0.2.0/24"}, 7, 12, 3});
  return to_json(first_day, history_of(samples, 1800).days.at(first_day));
}

TEST(MutatedDay, WhatIsReadCanBeWrittenAndReadBack) {
  std::size_t accepted = 0;
  mutation::run({day()}, 4, [&](const std::string& mutated) {
    const auto read = read_day(first_day, mutated);
    if (const Day* values = std::get_if<Day>(&read)) {
      ++accepted;
      const auto again = read_day(first_day, to_json(first_day, *values));
      ASSERT_TRUE(std::holds_alternative<Day>(again)) << mutated;
      EXPECT_EQ(std::get<Day>(again), *values) << mutated;
    } else {
      EXPECT_FALSE(std::get<std::string>(read).empty());
    }
  });
  EXPECT_GT(accepted, 0U);
}

TEST(HistorySchema, TakesWhatIsWrittenAndRefusesOtherShapes) {
  const scenario::SchemaCheck check(history_schema());
  const nlohmann::json document = nlohmann::json::parse(day());
  EXPECT_EQ(check.refusal(document), "");
  for (const char* place : {"/interval_s", "/cells/0/hours/0/n", "/cells/0/hours/0/p95",
                            "/cells/0/link", "/cells/0/hours/23/samples/0/1"}) {
    nlohmann::json broken = document;
    broken[nlohmann::json::json_pointer(place)] = -1;
    EXPECT_NE(check.refusal(broken), "") << place;
    EXPECT_TRUE(std::holds_alternative<std::string>(read_day(first_day, broken.dump()))) << place;
  }
  nlohmann::json stranger = document;
  stranger["cells"][0]["hours"][0]["stranger"] = 1;
  EXPECT_NE(check.refusal(stranger), "");
}

}  // namespace
}  // namespace bgpte::history::testing
