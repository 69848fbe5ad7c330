// Bills of a month at a billable rate, and marginal prices.
#include "bgpte/model/billing.hpp"

#include <algorithm>

namespace bgpte::model {
namespace {

Money bill_of(const FlatBilling& flat, Bps) {
  return flat.fee;
}

Money bill_of(const PerMbpsBilling& linear, Bps rate) {
  return linear.price * rate;
}

Money bill_of(const CommitBilling& commit, Bps rate) {
  const Bps over{std::max<std::int64_t>(0, rate.value - commit.committed.value)};
  return commit.price * commit.committed + commit.overage_price * over;
}

Money bill_of(const TierBilling& tiers, Bps rate) {
  if (tiers.charge == TierCharge::marginal) {
    Money sum;
    Bps from;
    for (const Tier& tier : tiers.tiers) {
      const Bps to = tier.up_to ? std::min(*tier.up_to, rate) : rate;
      if (to > from) {
        sum += tier.price * (to - from);
        from = to;
      }
    }
    return sum;
  }
  for (std::size_t i = 0; i < tiers.tiers.size(); ++i) {
    const Tier& tier = tiers.tiers[i];
    if (!tier.up_to || rate < *tier.up_to) {
      return tier.price * rate;
    }
    if (rate == *tier.up_to) {  // On the boundary the lower of the two bills holds.
      const Price next = i + 1 < tiers.tiers.size() ? tiers.tiers[i + 1].price : tier.price;
      return std::min(tier.price, next) * rate;
    }
  }
  return tiers.tiers.empty() ? Money{} : tiers.tiers.back().price * rate;
}

Price marginal_of(const FlatBilling&, Bps) {
  return Price{};
}

Price marginal_of(const PerMbpsBilling& linear, Bps) {
  return linear.price;
}

Price marginal_of(const CommitBilling& commit, Bps rate) {
  return rate < commit.committed ? Price{} : commit.overage_price;
}

Price marginal_of(const TierBilling& tiers, Bps rate) {
  for (const Tier& tier : tiers.tiers) {
    if (!tier.up_to || rate < *tier.up_to) {
      return tier.price;
    }
  }
  return tiers.tiers.empty() ? Price{} : tiers.tiers.back().price;
}

bool convex(const FlatBilling&) {
  return true;
}
bool convex(const PerMbpsBilling&) {
  return true;
}
bool convex(const CommitBilling& commit) {
  return commit.overage_price >= Price{};
}
bool convex(const TierBilling& tiers) {
  if (tiers.charge == TierCharge::whole_volume) {
    return std::all_of(tiers.tiers.begin(), tiers.tiers.end(),
                       [&](const Tier& tier) { return tier.price == tiers.tiers.front().price; });
  }
  return std::is_sorted(tiers.tiers.begin(), tiers.tiers.end(),
                        [](const Tier& a, const Tier& b) { return a.price < b.price; });
}

}  // namespace

Money bill(const Billing& billing, Bps rate) {
  return std::visit([&](const auto& terms) { return bill_of(terms, rate); }, billing.model);
}

Price marginal_price(const Billing& billing, Bps rate) {
  return std::visit([&](const auto& terms) { return marginal_of(terms, rate); }, billing.model);
}

bool is_convex(const Billing& billing) {
  return std::visit([](const auto& terms) { return convex(terms); }, billing.model);
}

}  // namespace bgpte::model
