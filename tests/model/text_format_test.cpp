#include "bgpte/model/text_format.hpp"

#include <gtest/gtest.h>

namespace bgpte::model {
namespace {

constexpr Int128 unit = 1'000'000'000'000;

TEST(ForecastRate, HasThreeSignificantDigits) {
  EXPECT_EQ(forecast_rate({5'271'234'567}), "5.27 Gbps");
  EXPECT_EQ(forecast_rate({999'600'000}), "1 Gbps");
  EXPECT_EQ(forecast_rate({-5'271'234'567}), "-5.27 Gbps");
  EXPECT_EQ(forecast_rate({0}), format_rate({0}));
  EXPECT_EQ(forecast_rate_with_range({530'400'000}, {710'000'000}, {930'000'000}),
            "710 Mbps (530 Mbps to 930 Mbps)");
  EXPECT_EQ(forecast_rate_with_range({5}, {5}, {5}), "5 bps");
}

TEST(ForecastRate, OfACapacityIsInTheCapacitysUnit) {
  EXPECT_EQ(forecast_rate_of({135'000'000}, {270'000'000}, {450'000'000}, {900'000'000}),
            "270 (135 to 450) of 900 Mbps");
  EXPECT_EQ(forecast_rate_of({270'000'000}, {270'000'000}, {270'000'000}, {1'000'000'000}),
            "0.27 of 1 Gbps");
}

TEST(Money, RangesAndDifferences) {
  EXPECT_EQ(money_with_range({6'600 * unit}, {6'814 * unit}, {6'900 * unit}),
            "6,814.00 (6,600.00 to 6,900.00)");
  EXPECT_EQ(money_with_range({unit}, {unit}, {unit}), "1.00");
  EXPECT_EQ(signed_money({324 * unit}), "+324.00");
  EXPECT_EQ(signed_money({-135 * unit}), "-135.00");
  EXPECT_EQ(signed_money({0}), "0.00");
  EXPECT_EQ(signed_money({unit / 1000}), "0.00");
  EXPECT_EQ(bill_moves({-189 * unit}, "USD"), "the bill falls by 189.00 USD a month");
  EXPECT_EQ(bill_moves({0}, "USD"), "no change to the bill");
}

}  // namespace
}  // namespace bgpte::model
