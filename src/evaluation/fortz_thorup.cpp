// The congestion function of Fortz and Thorup, as a curve and as a value.
#include "bgpte/evaluation/fortz_thorup.hpp"

#include <algorithm>
#include <vector>

namespace bgpte::evaluation {
namespace {

using model::Int128;

/// Where a step begins, in whole bps.
std::int64_t begin_of(const CongestionStep& step, model::Bps capacity) {
  return static_cast<std::int64_t>(static_cast<Int128>(capacity.value) * step.thirtieths / 30);
}

}  // namespace

billing::Piecewise fortz_thorup_curve(model::Bps capacity) {
  std::vector<billing::Piecewise::Segment> segments;
  for (const CongestionStep& step : fortz_thorup_steps) {
    const std::int64_t from = begin_of(step, capacity);
    Int128 value = 0;
    if (!segments.empty()) {
      const billing::Piecewise::Segment& last = segments.back();
      value = last.value + last.slope * (from - last.from);
      if (last.from == from) {  // Tiny capacities: break points that fall together.
        segments.pop_back();
      }
    }
    segments.push_back({from, value, step.slope});
  }
  return billing::Piecewise(std::move(segments));
}

}  // namespace bgpte::evaluation
