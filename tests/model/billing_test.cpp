#include "bgpte/model/billing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace bgpte::model {
namespace {

constexpr std::int64_t mbps = 1'000'000;

Price price(double value) {
  return Price{std::llround(value * 1e6)};
}

/// Whole units of the currency, exactly, as pico-money.
Money money(std::int64_t milli) {
  return Money{static_cast<Int128>(milli) * 1'000'000'000};
}

Billing tiers(TierCharge charge, std::vector<Tier> steps) {
  return Billing{TierBilling{charge, std::move(steps)}, BillingDirection::inbound, std::nullopt};
}

struct BillCase {
  const char* rule;
  Billing billing;
  std::int64_t rate_mbps;
  std::int64_t milli;  ///< Of the currency.
};

TEST(Bill, FollowsTheModel) {
  const Billing flat{FlatBilling{money(500'000)}, {}, {}};
  const Billing linear{PerMbpsBilling{price(0.50)}, {}, {}};
  const Billing commit{CommitBilling{Bps{500 * mbps}, price(0.50), price(0.90)}, {}, {}};
  const Billing marginal =
      tiers(TierCharge::marginal, {{Bps{1000 * mbps}, price(1.00)}, {std::nullopt, price(0.70)}});
  const Billing whole = tiers(TierCharge::whole_volume,
                              {{Bps{1000 * mbps}, price(1.00)}, {std::nullopt, price(0.70)}});
  const Billing rising = tiers(TierCharge::whole_volume,
                               {{Bps{1000 * mbps}, price(0.50)}, {std::nullopt, price(0.70)}});
  const std::vector<BillCase> cases{
      {"a flat fee does not look at the rate", flat, 0, 500'000},
      {"a flat fee does not look at the rate", flat, 9000, 500'000},
      {"per-mbps is price times rate", linear, 980, 490'000},
      {"a commitment is paid when unused", commit, 0, 250'000},
      {"a commitment covers its rate", commit, 500, 250'000},
      {"overage has its own price", commit, 600, 340'000},
      {"marginal: inside the first tier", marginal, 600, 600'000},
      {"marginal: only the rest at the second price", marginal, 1500, 1'350'000},
      {"whole volume: all at the first price", whole, 999, 999'000},
      {"whole volume: at up_to the lower bill holds (next is lower)", whole, 1000, 700'000},
      {"whole volume: all at the second price", whole, 1500, 1'050'000},
      {"whole volume: at up_to the lower bill holds (this is lower)", rising, 1000, 500'000},
      {"whole volume: above it the second", rising, 1001, 700'700},
  };
  for (const BillCase& row : cases) {
    EXPECT_TRUE(bill(row.billing, Bps{row.rate_mbps * mbps}) == money(row.milli))
        << row.rule << " at " << row.rate_mbps;
  }
}

TEST(Bill, IsExactToOneBps) {
  const Billing linear{PerMbpsBilling{Price{333'333}}, {}, {}};
  EXPECT_TRUE(bill(linear, Bps{7}).pico == 2'333'331);
}

TEST(MarginalPrice, IsThatOfTheNextMbps) {
  const Billing commit{CommitBilling{Bps{500 * mbps}, price(0.50), price(0.90)}, {}, {}};
  EXPECT_EQ(marginal_price(commit, Bps{499 * mbps}), Price{});
  EXPECT_EQ(marginal_price(commit, Bps{500 * mbps}), price(0.90));
  const Billing marginal =
      tiers(TierCharge::marginal, {{Bps{1000 * mbps}, price(1.00)}, {std::nullopt, price(0.70)}});
  EXPECT_EQ(marginal_price(marginal, Bps{10 * mbps}), price(1.00));
  EXPECT_EQ(marginal_price(marginal, Bps{1000 * mbps}), price(0.70));
  EXPECT_EQ(marginal_price(Billing{FlatBilling{money(1)}, {}, {}}, Bps{5}), Price{});
}

TEST(IsConvex, UnlessAPriceFallsOrCoversTheWholeVolume) {
  EXPECT_TRUE(is_convex({FlatBilling{money(1)}, {}, {}}));
  EXPECT_TRUE(is_convex({PerMbpsBilling{price(1)}, {}, {}}));
  EXPECT_TRUE(is_convex({CommitBilling{Bps{mbps}, price(1), price(0.2)}, {}, {}}));
  EXPECT_TRUE(is_convex(tiers(TierCharge::marginal, {{Bps{mbps}, price(1)}, {{}, price(1)}})));
  EXPECT_FALSE(is_convex(tiers(TierCharge::marginal, {{Bps{mbps}, price(1)}, {{}, price(0.7)}})));
  EXPECT_FALSE(
      is_convex(tiers(TierCharge::whole_volume, {{Bps{mbps}, price(0.5)}, {{}, price(0.7)}})));
}

}  // namespace
}  // namespace bgpte::model
