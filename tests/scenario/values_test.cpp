#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/scenario/decimal.hpp"
#include "src/scenario/faults.hpp"

namespace bgpte::scenario {
namespace {

TEST(Decimal, ExactAtEveryScale) {
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
                              {"0.9999999", 6, 1'000'000, false}};
  for (const Row& row : rows) {
    const Scaled scaled = scaled_decimal(row.text, row.scale);
    EXPECT_EQ(scaled.value, row.value) << row.text;
    EXPECT_EQ(scaled.exact, row.exact) << row.text;
    EXPECT_FALSE(scaled.too_large) << row.text;
  }
  for (const std::string_view text :
       {"1000000000000000000", "1e400", "-1e18", "1e99999999999999"}) {
    EXPECT_TRUE(scaled_decimal(text, 0).too_large) << text;
  }
}

TEST(Faults, NearestName) {
  const std::vector<std::string_view> names{"capacity", "inbound", "max_utilisation", "A", "B"};
  EXPECT_EQ(nearest_name("capcity", names), "capacity");
  EXPECT_EQ(nearest_name("Capacity", names), "capacity");
  EXPECT_EQ(nearest_name("inbuond", names), "inbound");
  EXPECT_EQ(nearest_name("max-utilization", names), "max_utilisation");
  EXPECT_EQ(nearest_name("b", names), "B");
  EXPECT_EQ(nearest_name("C", names), "");
  EXPECT_EQ(nearest_name("colour", names), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
}

TEST(Faults, ShownTextIsShortAndSafe) {
  EXPECT_EQ(shown("a\"b\\c\nd\x1B[31m\x7F"), "a\\\"b\\\\c\\nd\\u001b[31m\\u007f");
  EXPECT_EQ(shown("\xC2\x9B\xE2\x80\xAE\xFF"), "\\u009b\\u202e\\u00ff");
  EXPECT_EQ(shown("ünïcode"), "ünïcode");
  EXPECT_EQ(shown(std::string(1'000'000, 'x')).size(), 67U);
}

}  // namespace
}  // namespace bgpte::scenario
