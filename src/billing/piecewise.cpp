// Piecewise linear functions of a rate, and bills as such functions.
#include "bgpte/billing/piecewise.hpp"

#include <algorithm>

namespace bgpte::billing {
namespace {

/// The segment that holds at the rate.
auto segment_at(const std::vector<Piecewise::Segment>& segments, std::int64_t rate) {
  const auto after = std::upper_bound(
      segments.begin(), segments.end(), rate,
      [](std::int64_t value, const Piecewise::Segment& segment) { return value < segment.from; });
  return after == segments.begin() ? after : std::prev(after);
}

Piecewise tier_curve(const model::TierBilling& tiers) {
  std::vector<Piecewise::Segment> segments;
  std::int64_t from = 0;
  Int128 value = 0;
  for (std::size_t i = 0; i < tiers.tiers.size(); ++i) {
    const model::Tier& tier = tiers.tiers[i];
    const Int128 price = tier.price.micros;
    if (tiers.charge == model::TierCharge::whole_volume) {
      value = price * from;
    }
    segments.push_back({from, value, price});
    if (!tier.up_to) {
      break;
    }
    const std::int64_t end = tier.up_to->value;
    value += price * (end - from);
    from = end;
    if (tiers.charge == model::TierCharge::whole_volume && i + 1 < tiers.tiers.size() &&
        tiers.tiers[i + 1].price > tier.price) {
      from = end + 1;  // At exactly up_to the lower of the two bills holds: still this tier's.
    }
  }
  return segments.empty() ? Piecewise() : Piecewise(std::move(segments));
}

}  // namespace

Piecewise::Piecewise(std::vector<Segment> segments) : segments_(std::move(segments)) {
  for (std::size_t i = 1; i < segments_.size() && convex_; ++i) {
    const Segment& before = segments_[i - 1];
    const Segment& after = segments_[i];
    convex_ = before.slope <= after.slope &&
              before.value + before.slope * (after.from - before.from) == after.value;
  }
}

Int128 Piecewise::at(std::int64_t rate) const {
  const Segment& segment = *segment_at(segments_, rate);
  return segment.value + segment.slope * (rate - segment.from);
}

Int128 Piecewise::slope_at(std::int64_t rate) const {
  return segment_at(segments_, rate)->slope;
}

Int128 Piecewise::least(std::int64_t lo, std::int64_t hi, Int128 price) const {
  auto segment = segment_at(segments_, lo);
  if (convex_) {
    // Falls as long as the slope is below the price, and then no more.
    auto next = std::next(segment);
    while (segment->slope < price && next != segments_.end() && next->from <= hi) {
      segment = next++;
    }
    const std::int64_t y = segment->slope < price ? hi : std::max(lo, segment->from);
    return segment->value + segment->slope * (y - segment->from) - price * y;
  }
  bool first = true;
  Int128 best = 0;
  for (; segment != segments_.end() && (first || segment->from <= hi); ++segment) {
    const std::int64_t from = std::max(lo, segment->from);
    const auto next = std::next(segment);
    const std::int64_t to = next == segments_.end() ? hi : std::min(hi, next->from - 1);
    // Linear on the segment: one of its ends is least.
    const Int128 slope = segment->slope - price;
    const std::int64_t y = slope < 0 ? to : from;
    const Int128 value = segment->value + segment->slope * (y - segment->from) - price * y;
    if (first || value < best) {
      best = value;
    }
    first = false;
  }
  return best;
}

bool Piecewise::is_zero() const {
  return std::all_of(segments_.begin(), segments_.end(),
                     [](const Segment& s) { return s.value == 0 && s.slope == 0; });
}

Piecewise operator+(const Piecewise& a, const Piecewise& b) {
  std::vector<std::int64_t> from;
  for (const Piecewise* f : {&a, &b}) {
    for (const Piecewise::Segment& segment : f->segments()) {
      from.push_back(segment.from);
    }
  }
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  std::vector<Piecewise::Segment> segments;
  for (const std::int64_t rate : from) {
    segments.push_back({rate, a.at(rate) + b.at(rate), a.slope_at(rate) + b.slope_at(rate)});
  }
  return Piecewise(std::move(segments));
}

Piecewise operator*(Int128 factor, const Piecewise& f) {
  std::vector<Piecewise::Segment> segments = f.segments();
  for (Piecewise::Segment& segment : segments) {
    segment.value *= factor;
    segment.slope *= factor;
  }
  return Piecewise(std::move(segments));
}

Piecewise at_least(const Piecewise& f, std::int64_t floor) {
  if (floor <= 0) {
    return f;
  }
  std::vector<Piecewise::Segment> segments{{0, f.at(floor), 0},
                                           {floor, f.at(floor), f.slope_at(floor)}};
  for (const Piecewise::Segment& segment : f.segments()) {
    if (segment.from > floor) {
      segments.push_back(segment);
    }
  }
  return Piecewise(std::move(segments));
}

Piecewise bill_curve(const model::Billing& billing) {
  if (const auto* flat = std::get_if<model::FlatBilling>(&billing.model)) {
    return Piecewise({{0, flat->fee.pico, 0}});
  }
  if (const auto* linear = std::get_if<model::PerMbpsBilling>(&billing.model)) {
    return Piecewise({{0, 0, linear->price.micros}});
  }
  if (const auto* commit = std::get_if<model::CommitBilling>(&billing.model)) {
    const Int128 paid = (commit->price * commit->committed).pico;
    if (commit->committed.value == 0) {
      return Piecewise({{0, paid, commit->overage_price.micros}});
    }
    return Piecewise({{0, paid, 0}, {commit->committed.value, paid, commit->overage_price.micros}});
  }
  return tier_curve(std::get<model::TierBilling>(billing.model));
}

Piecewise excess_curve(model::Bps ceiling) {
  if (ceiling.value <= 0) {
    return Piecewise({{0, 0, 1}});
  }
  return Piecewise({{0, 0, 0}, {ceiling.value, 0, 1}});
}

}  // namespace bgpte::billing
