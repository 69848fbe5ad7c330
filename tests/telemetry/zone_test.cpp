// Time zones against what is known of them, and against the C library.
#include "src/telemetry/zone.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

/// What a clock in the zone shows, as if that were UTC, by the C library.
std::int64_t shown_by_libc(std::int64_t utc) {
  const auto time = static_cast<std::time_t>(utc);
  std::tm local{};
  localtime_r(&time, &local);
  return timegm(&local);
}

TEST(Zone, AgreesWithTheCLibraryAllYearRound) {
  for (const char* name :
       {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
        "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca"}) {
    const Zone zone{std::string(name)};
    setenv("TZ", name, 1);
    tzset();
    for (const std::int64_t from : {1'500'000'000LL, 1'795'900'000LL, 2'300'000'000LL}) {
      constexpr std::int64_t step = 40'013;
      for (std::int64_t utc = from; utc < from + 370 * 86'400; utc += step) {
        const std::int64_t local = shown_by_libc(utc);
        EXPECT_EQ(zone.to_utc(local, utc), utc) << name << " " << utc;
      }
    }
    unsetenv("TZ");
    tzset();
  }
}

TEST(Zone, HoursThatNoClockShowedAndThatAllShowedTwice) {
  const Zone berlin{"Europe/Berlin"};
  constexpr std::int64_t spring = 1774751400;  // 2026-03-29 02:30:00, as if it were UTC
  constexpr std::int64_t autumn = 1792895400;  // 2026-10-25 02:30:00
  EXPECT_EQ(berlin.to_utc(spring), std::nullopt);
  EXPECT_TRUE(berlin.is_twofold(autumn));
  EXPECT_EQ(berlin.to_utc(autumn), autumn - 7200);
  EXPECT_EQ(berlin.to_utc(autumn, autumn - 7199), autumn - 3600);
  EXPECT_FALSE(berlin.is_twofold(autumn + 3600));
}

TEST(Zone, OffsetsNeedNoDatabaseAndNamesAreNoPaths) {
  EXPECT_EQ(Zone{"UTC"}.to_utc(100), 100);
  EXPECT_EQ(Zone{"-02:30"}.to_utc(0), 9000);
  for (const char* name : {"", "../../etc/passwd", "/etc/passwd", "Europe", "Mars/Phobos", "+1"}) {
    EXPECT_THROW(Zone{std::string(name)}, Unreadable) << name;
  }
}

TEST(Clocks, ReadSecondsAndDatesWithAZone) {
  Clock clock("", RowOrder::any);
  std::int64_t seconds = 0;
  EXPECT_TRUE(clock.read("1795905603.050", seconds));
  EXPECT_EQ(seconds, 1795905603);
  EXPECT_TRUE(clock.read("2026-11-28T22:40:03Z", seconds));
  EXPECT_EQ(seconds, 1795905603);
  for (const char* text :
       {"", "x", "1.5.5", "1e9", "-1", "99999999999999", "2026-13-01T00:00:00Z"}) {
    EXPECT_FALSE(clock.read(text, seconds)) << text;
  }
  EXPECT_THROW(clock.read("2026-11-28 22:40:03", seconds), Unreadable);
}

}  // namespace

}  // namespace bgpte::telemetry
