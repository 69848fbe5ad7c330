#include "bgpte/model/units.hpp"

#include <gtest/gtest.h>

namespace bgpte::model {
namespace {

TEST(ParseRate, ReadsSiUnitsExactly) {
  struct Row {
    const char* text;
    std::int64_t bps;
  };
  for (const Row& row :
       {Row{"900 Mbps", 900'000'000}, Row{"1Gbps", 1'000'000'000}, Row{"2.5 Gbit/s", 2'500'000'000},
        Row{"64 kbit/s", 64'000}, Row{"64 Kbps", 64'000}, Row{"1000", 1'000}, Row{"0", 0},
        Row{" 10 Gb/s ", 10'000'000'000}, Row{"0.1 Tbps", 100'000'000'000},
        Row{"1.0000000005 Gbps", 1'000'000'001}, Row{"0.4 bps", 0}, Row{"10G", 10'000'000'000},
        Row{"900M", 900'000'000}, Row{"100GE", 100'000'000'000}, Row{"10GbE", 10'000'000'000}}) {
    const std::optional<Bps> rate = parse_rate(row.text);
    ASSERT_TRUE(rate) << row.text;
    EXPECT_EQ(rate->value, row.bps) << row.text;
  }
}

TEST(ParseRate, RefusesWhatIsNotARate) {
  for (const char* text : {"", "Mbps", "-1 Mbps", "1 mbps", "1 MB/s", "1..5 Gbps", "1. Gbps", "1e9",
                           "0x10", "1 Gbps extra", "1001 Tbps", "99999999999999999999", "NaN",
                           "10GB", "10g", "10E", "10 Gigs"}) {
    EXPECT_FALSE(parse_rate(text)) << text;
  }
}

TEST(FormatRate, UsesTheLargestUnitAndAtMostThreeDecimals) {
  EXPECT_EQ(format_rate(Bps{980'000'000}), "980 Mbps");
  EXPECT_EQ(format_rate(Bps{1'250'000'000}), "1.25 Gbps");
  EXPECT_EQ(format_rate(Bps{0}), "0 bps");
  EXPECT_EQ(format_rate(Bps{999'999'999}), "1 Gbps");
  EXPECT_EQ(format_rate(Bps{999'499'999}), "999.5 Mbps");
  EXPECT_EQ(format_rate(Bps{-12'345'678}), "-12.346 Mbps");
}

TEST(FormatRate, IsReadBackWithinHalfOfItsLastDigit) {
  for (std::int64_t value = 1; value < max_rate.value / 7; value = value * 7 + 3) {
    const std::optional<Bps> back = parse_rate(format_rate(Bps{value}));
    ASSERT_TRUE(back);
    EXPECT_NEAR(static_cast<double>(back->value), static_cast<double>(value),
                static_cast<double>(value) * 5e-4 + 0.5);
  }
}

TEST(FormatMoney, RoundsHalfAwayFromZero) {
  const Int128 unit = 1'000'000'000'000;
  EXPECT_EQ(format_money(Money{1234 * unit + unit / 2}), "1,234.50");
  EXPECT_EQ(format_money(Money{unit / 200}), "0.01");
  EXPECT_EQ(format_money(Money{-unit / 200}), "-0.01");
  EXPECT_EQ(format_money(Money{-unit / 1000}), "0.00");
  EXPECT_EQ(format_money(Money{1'000'000 * unit}), "1,000,000.00");
}

TEST(PriceTimesRate, IsExact) {
  EXPECT_EQ((Price{500'000} * Bps{980'000'000}).pico, static_cast<Int128>(490) * 1'000'000'000'000);
}

TEST(FloorProduct, FloorsExactlyWhereDoublesWouldNot) {
  EXPECT_EQ(floor_product(Bps{100}, Ratio{290'000}).value, 29);
  EXPECT_EQ(floor_product(Bps{1'000'000'000}, Ratio{800'000}).value, 800'000'000);
  EXPECT_EQ(floor_product(Bps{999}, Ratio{999'999}).value, 998);
}

}  // namespace
}  // namespace bgpte::model
