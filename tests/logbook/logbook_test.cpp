// Logs: what a line may say, what is refused by its number, and what is written.
#include "bgpte/logbook/logbook.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/logbook/entries.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte::logbook {
namespace {

using testing::forecast_line;
using testing::measured_line;

std::string lines(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& line : all) {
    text += line + "\n";
  }
  return text;
}

TEST(Log, ALineIsWrittenAsItWasRead) {
  for (const std::string line : {forecast_line, measured_line}) {
    const Log log = read_log(line + "\n");
    ASSERT_EQ(log.entries.size(), 1U) << log.faults.front().why;
    EXPECT_EQ(to_line(log.entries.front()), line + "\n");
  }
}

TEST(Log, SaysWhatTheLineSays) {
  const Log log = read_log(lines({forecast_line}));
  const Entry& entry = log.entries.front();
  EXPECT_EQ(entry.at, 1'795'392'000);
  EXPECT_EQ(prefix_text(entry), "192.0.2.0/24");
  EXPECT_EQ(entry.seen.advertise, (Prepends{{"A", 1}, {"B", 0}, {"C", std::nullopt}}));
  EXPECT_TRUE(entry.seen.inbound.empty());
  EXPECT_EQ(entry.before->inbound.at("A").value, 900);
  EXPECT_EQ(entry.forecast.at("A").high.millionths, 550'000);
  EXPECT_EQ(entry.forecast.at("A").sd.millionths, 140'000);
}

TEST(Log, ADateIsTheEndOfThatDayAndARateMayHaveAUnit) {
  const Log log = read_log(lines(
      {R"({"at":"2026-11-22","prefix":"*","advertise":{"A":0},"inbound":{"A":"1.5 Mbps"}})"}));
  ASSERT_TRUE(log.faults.empty()) << log.faults.front().why;
  EXPECT_EQ(log.entries.front().at, 1'795'392'000);
  EXPECT_EQ(log.entries.front().seen.inbound.at("A").value, 1'500'000);
  EXPECT_FALSE(log.entries.front().prefix);
}

TEST(Log, OrderAndRepetitionSayNothing) {
  std::vector<std::string> all;
  for (int day = 10; day < 28; ++day) {
    all.push_back(fmt::format(
        R"({{"at":"2026-11-{}","prefix":"192.0.2.0/24","advertise":{{"A":0}},"inbound":{{"A":{}}}}})",
        day, day));
  }
  const Log log = read_log(lines(all));
  EXPECT_EQ(log.entries.size(), 18U);
  EXPECT_EQ(log.duplicates, 0U);
  all.insert(all.end(), all.begin(), all.begin() + 5);
  std::shuffle(all.begin(), all.end(), std::mt19937(7));
  const Log shuffled = read_log(lines(all));
  EXPECT_EQ(shuffled.entries, log.entries);
  EXPECT_EQ(shuffled.duplicates, 5U);
}

TEST(Log, ATruncatedLastLineIsNamed) {
  const std::string text = lines({forecast_line, measured_line});
  for (std::size_t cut = 2; cut < std::string(measured_line).size(); cut += 7) {
    const Log log = read_log(text.substr(0, text.size() - cut));
    ASSERT_EQ(log.faults.size(), 1U) << cut;
    EXPECT_EQ(log.faults.front().line, 2U);
    EXPECT_NE(log.faults.front().why.find("cut off"), std::string::npos);
    EXPECT_EQ(log.entries.size(), 1U);
  }
  // What misses only its line end is whole.
  EXPECT_TRUE(read_log(text.substr(0, text.size() - 1)).faults.empty());
}

struct Refusal {
  std::string from, to, why;
};

/// Each breaks one thing of the forecast's line.
const std::vector<Refusal> refusals{
    {"\"at\":", "\"When\":", "unknown key When"},
    {"bgpte-log/1", "bgpte-log/2", "format must be \"bgpte-log/1\""},
    {"2026-11-23T00:00:00Z", "2026-02-30T00:00:00Z", "at must be a time"},
    {"\"interval_s\":300", "\"interval_s\":0", "interval_s must be"},
    {"192.0.2.0/24", "192.0.2.1/24", "prefix must be a network"},
    {"\"advertise\":{\"A\":1,", "\"advertise\":{\"A\":1.5,",
     "advertise: A must be null or a whole"},
    {"\"advertise\":{\"A\":1,", "\"advertise\":{\"A\":65,", "from 0 to 64"},
    {"\"advertise\":{\"A\":1,\"B\":0,\"C\":null}", "\"advertise\":{\"C\":null}",
     "advertise announces nowhere"},
    {"\"C\":0}},", "\"C\":-1}},", "before.inbound: C must be a rate"},
    {"\"A\":900,\"B\":100,", "\"A\":0,\"B\":0,", "zero everywhere"},
    {"\"low\":0.1", "\"low\":0.4", "low <= expected <= high"},
    {"\"sd\":0.14}}", "\"sd\":1.4}}", "forecast.B: sd must be a share"},
    {"\"expected\":0.7", "\"expected\":0.8", "sum to more than 1"},
    {"\"change_id\":\"abc\"", "\"change_id\":\"a\\u001bc\"", "change_id must be text"},
    {"\"basis\":", "\"at\":", "the key \"at\" is there twice"},
    {"{\"format\"", "[{\"format\"", "not JSON"},
};

TEST(Log, WhatIsWrongIsSaidWithItsLine) {
  for (const Refusal& one : refusals) {
    std::string broken = forecast_line;
    const std::size_t at = broken.find(one.from);
    ASSERT_NE(at, std::string::npos) << one.from;
    broken.replace(at, one.from.size(), one.to);
    const Log log = read_log(lines({measured_line, broken, forecast_line}));
    ASSERT_EQ(log.faults.size(), 1U) << broken;
    EXPECT_EQ(log.faults.front().line, 2U);
    EXPECT_NE(log.faults.front().why.find(one.why), std::string::npos)
        << log.faults.front().why << "\n"
        << one.why;
    EXPECT_EQ(log.entries.size(), 2U);
  }
}

TEST(Log, TrafficWhereNothingIsAnnouncedIsRefused) {
  const Log log = read_log(lines(
      {R"({"at":"2026-11-22","prefix":"*","advertise":{"A":0,"B":null},"inbound":{"A":1,"B":1}})",
       R"({"at":"2026-11-22","prefix":"*","advertise":{"A":0,"B":null},"inbound":{"A":1,"B":0}})",
       R"({"at":"2026-11-22","prefix":"*","advertise":{"A":0}})", ""}));
  ASSERT_EQ(log.faults.size(), 3U);
  EXPECT_NE(log.faults[0].why.find("B carries traffic"), std::string::npos);
  EXPECT_NE(log.faults[1].why.find("neither inbound nor forecast"), std::string::npos);
  EXPECT_NE(log.faults[2].why.find("empty"), std::string::npos);
  EXPECT_EQ(log.entries.front().seen.inbound.size(), 1U);
}

/// What the schema cannot tell: days that do not exist, host bits, sums, and orders of numbers.
TEST(Log, TheSchemaAcceptsWhatTheReaderDoes) {
  const scenario::SchemaCheck check(log_schema());
  for (const char* line : {forecast_line, measured_line}) {
    EXPECT_EQ(check.refusal(nlohmann::json::parse(line)), "") << line;
  }
  for (const Refusal& one : refusals) {
    std::string broken = forecast_line;
    broken.replace(broken.find(one.from), one.from.size(), one.to);
    const bool shape = one.why.find("must be") != std::string::npos &&
                       one.why.find("network") == std::string::npos &&
                       one.why.find("a time") == std::string::npos;
    if (shape) {
      EXPECT_NE(check.refusal(nlohmann::json::parse(broken)), "") << broken;
    }
  }
}

TEST(Log, AppendsWhatIsNotThereYet) {
  const Log log = read_log(lines({forecast_line, measured_line}));
  const std::string first = to_line(log.entries[0]);
  const Appended once = append("", {log.entries[0]});
  EXPECT_EQ(once.text, first);
  EXPECT_EQ(append(once.text, {log.entries[0]}).added, 0U);
  EXPECT_EQ(append(once.text, {log.entries[0]}).text, once.text);
  // A missing line end is mended, and nothing else changes.
  const Appended both = append(first.substr(0, first.size() - 1), {log.entries[1], log.entries[1]});
  EXPECT_EQ(both.added, 1U);
  EXPECT_EQ(both.text, first + to_line(log.entries[1]));
}

}  // namespace
}  // namespace bgpte::logbook
