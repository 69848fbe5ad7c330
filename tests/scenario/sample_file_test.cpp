// The times that a file of samples may have, and how a wrong line is named.
#include "bgpte/scenario/sample_file.hpp"

#include <gtest/gtest.h>

namespace bgpte::scenario {
namespace {

SampleTable table_of(const std::string& text) {
  return read_samples(text, 300,
                      {.is_link = [](std::string_view name) { return name == "A" || name == "B"; },
                       .is_prefix = [](const model::IpPrefix& /*prefix*/) { return true; }});
}

TEST(SampleFile, TimesAreSecondsOrDatesWithTheirZone) {
  constexpr std::int64_t wanted = 1'793'491'500;  // 2026-11-01T00:05:00Z
  for (const char* text :
       {"1793491500", "2026-11-01T00:05:00Z", "2026-11-01T00:05Z", "2026-11-01 00:05:00Z",
        "2026-11-01T00:05:00z", "2026-11-01T00:05:00.999Z", "2026-11-01T01:05:00+01:00",
        "2026-10-31T18:35-05:30", "2026-11-01 00:05+00:00"}) {
    EXPECT_EQ(parse_sample_time(text), wanted) << text;
  }
  for (const char* text :
       {"", "yesterday", "-1793491500", "1793491500.5", "179349150000", "2026-11-01",
        "2026-11-01T00:05", "2026-11-01T00:05:00", "2026-11-01T00:05:00 CET", "2026-11-01T00Z",
        "2026-11-31T00:05:00Z", "2026-11-01T24:05:00Z", "2026-11-01T00:60Z", "1969-12-31T23:59Z",
        "1970-01-01T00:00:00+01:00", "01.11.2026 00:05", "2026-11-01T00:05:00+0100"}) {
    EXPECT_EQ(parse_sample_time(text), std::nullopt) << text;
  }
}

TEST(SampleFile, ATimeIsInTheIntervalOfItsInstantAndNotOfItsDigits) {
  const SampleTable table = table_of(
      "time,link,inbound\n2026-11-01T00:05:00Z,A,1\n2026-11-01T01:09:59+01:00,A,2\n"
      "2026-11-01T01:05:00Z,A,3\n");
  ASSERT_EQ(table.faults.size(), 1U);
  EXPECT_EQ(table.faults[0].line, 3U);
  EXPECT_EQ(table.faults[0].code, "duplicate-sample");
  EXPECT_EQ(table.series.at("A").size(), 2U);
}

TEST(SampleFile, AWrongLineIsNamedByItsNumberAndNotQuoted) {
  std::string many = "time,link,inbound\n";
  for (int i = 0; i < 150; ++i) {
    many += "secret,A,1\n";
  }
  const SampleTable table = table_of(many);
  ASSERT_EQ(table.faults.size(), 101U);
  EXPECT_EQ(table.faults[0].line, 2U);
  EXPECT_EQ(table.faults[100].found, "50 more");
  for (const SampleFault& fault : table.faults) {
    EXPECT_EQ(fault.message.find("secret"), std::string::npos);
    EXPECT_EQ(fault.found.find("secret"), std::string::npos);
  }
}

TEST(SampleFile, AHeaderAloneHasNoSampleAndNoFault) {
  const SampleTable table = table_of("time,link,inbound,outbound\n");
  EXPECT_TRUE(table.outbound);
  EXPECT_TRUE(table.series.empty());
  EXPECT_TRUE(table.faults.empty());
  EXPECT_EQ(table_of("").faults.at(0).code, "bad-sample-header");
}

}  // namespace
}  // namespace bgpte::scenario
