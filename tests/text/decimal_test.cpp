#include "bgpte/text/decimal.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace bgpte::text {
namespace {

TEST(ParseDecimal, ExactAtEveryScale) {
  struct Row {
    std::string_view text;
    int scale;
    std::int64_t value;
    bool exact;
  };
  const std::vector<Row> rows{{"0", 6, 0, true},
                              {"-0.0", 6, 0, true},
                              {"0.5", 6, 500'000, true},
                              {"0.50", 6, 500'000, true},
                              {"1.20", 6, 1'200'000, true},
                              {"0.000001", 6, 1, true},
                              {"0.0000001", 6, 0, false},
                              {"0.0000005", 6, 1, false},
                              {"1e3", 0, 1000, true},
                              {"1.5e3", 0, 1500, true},
                              {"1500e-3", 0, 2, false},
                              {"12.5e-1", 2, 125, true},
                              {"-2.5", 0, -3, false},
                              {"0e999999999999", 0, 0, true},
                              {"0.1e-400", 6, 0, false},
                              {"999999999999999999", 0, 999'999'999'999'999'999, true},
                              {"0.9999999", 6, 1'000'000, false},
                              {"4.9e-7", 6, 0, false},
                              {"1.25E+2", 6, 125'000'000, true},
                              {"1e-99999999999", 6, 0, false},
                              {"007", 0, 7, true}};
  for (const Row& row : rows) {
    const auto scaled = parse_decimal(row.text, row.scale, 18);
    ASSERT_TRUE(scaled) << row.text;
    EXPECT_EQ(scaled->value, row.value) << row.text;
    EXPECT_EQ(scaled->exact, row.exact) << row.text;
    EXPECT_FALSE(scaled->too_large) << row.text;
  }
}

TEST(ParseDecimal, SaysWhatIsTooLarge) {
  for (const std::string_view text :
       {"1000000000000000000", "1e400", "-1e18", "1e99999999999999"}) {
    const auto scaled = parse_decimal(text, 0, 18);
    ASSERT_TRUE(scaled) << text;
    EXPECT_TRUE(scaled->too_large) << text;
    EXPECT_EQ(scaled->value,
              text.front() == '-' ? -1'000'000'000'000'000'000 : 1'000'000'000'000'000'000)
        << text;
  }
  EXPECT_FALSE(parse_decimal("1e30", 5)->too_large);
  EXPECT_TRUE(parse_decimal("1e30", 6)->too_large);
}

TEST(ParseDecimal, RefusesWhatIsNotANumber) {
  for (const std::string_view text : {"", "-", "+1", ".5", "1.", "1.2.3", "1e", "1e+", "1e5.0",
                                      "0x10", "1 ", " 1", "NaN", "1e5e5", "--1"}) {
    EXPECT_FALSE(parse_decimal(text, 6)) << text;
  }
}

TEST(FormatDecimal, KeepsAndLeavesOutDecimals) {
  const DecimalFormat json{.most_decimals = 6, .least_decimals = 1};
  EXPECT_EQ(format_decimal(0, 12, json), "0.0");
  EXPECT_EQ(format_decimal(1'500'000'000'000, 12, json), "1.5");
  EXPECT_EQ(format_decimal(499'999, 12, json), "0.0");
  EXPECT_EQ(format_decimal(500'000, 12, json), "0.000001");
  EXPECT_EQ(format_decimal(-500'000, 12, json), "-0.000001");
  EXPECT_EQ(format_decimal(-499'999, 12, json), "0.0");
  EXPECT_EQ(format_decimal(980'000, 6, json), "0.98");
  EXPECT_EQ(format_decimal(7, 0, json), "7.0");
  EXPECT_EQ(format_decimal(1'234'567, 3, {}), "1235");
  EXPECT_EQ(format_decimal(5, 2, {.most_decimals = 2, .least_decimals = 2}), "0.05");
}

TEST(FormatDecimal, ThousandsHaveCommas) {
  const DecimalFormat money{.most_decimals = 2, .least_decimals = 2, .thousands = true};
  EXPECT_EQ(format_decimal(0, 12, money), "0.00");
  EXPECT_EQ(format_decimal(99'999, 2, money), "999.99");
  EXPECT_EQ(format_decimal(100'000, 2, money), "1,000.00");
  EXPECT_EQ(format_decimal(-123'456'789'012, 4, money), "-12,345,678.90");
}

TEST(FormatDecimal, TheLargestNumbersHaveAllTheirDigits) {
  const Int128 most = ~(static_cast<Int128>(1) << 127U);
  EXPECT_EQ(format_decimal(most, 0, {}), "170141183460469231731687303715884105727");
  EXPECT_EQ(format_decimal(-most - 1, 18, {.most_decimals = 18}),
            "-170141183460469231731.687303715884105728");
}

TEST(FormatDecimal, IsReadBack) {
  for (Int128 value = 1; value < static_cast<Int128>(1) << 90U; value = value * 7 + 3) {
    for (const int scale : {0, 1, 6, 12, 18}) {
      const std::string text = format_decimal(-value, scale, {.most_decimals = scale});
      EXPECT_TRUE(parse_decimal(text, scale)->value == -value) << text;
    }
  }
}

TEST(DigitStep, KeepsAsManyDigitsAsAreAskedFor) {
  EXPECT_EQ(digit_step(0, 3), 1);
  EXPECT_EQ(digit_step(999, 3), 1);
  EXPECT_EQ(digit_step(1000, 3), 10);
  EXPECT_EQ(digit_step(-1000, 3), 10);
  EXPECT_EQ(digit_step(1'234'567, 4), 1000);
  EXPECT_EQ(digit_step(INT64_MAX, 3), 10'000'000'000'000'000);
}

}  // namespace
}  // namespace bgpte::text
