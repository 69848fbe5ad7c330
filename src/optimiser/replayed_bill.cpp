#include "replayed_bill.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace bgpte::optimiser {
namespace {

/// Ends of a term's volume. No volume is ever more than its profile has.
Span span_of(const ReplayedBill::Part& part, std::size_t term, const std::vector<Span>& spans) {
  const Span& span = spans[part.dimensions[term]];
  return {std::max<std::int64_t>(0, span.lo), std::min(span.hi, part.meter.terms[term].total)};
}

std::vector<std::int64_t> volumes_of(const ReplayedBill::Part& part,
                                     const std::vector<std::int64_t>& loads) {
  std::vector<std::int64_t> volumes;
  for (const std::size_t d : part.dimensions) {
    volumes.push_back(loads[d]);
  }
  return volumes;
}

/// What a bill's rate is at the ends of its volumes.
Span rates_of(const ReplayedBill& bill, const std::vector<Span>& spans,
              std::vector<std::int64_t>* least_of_parts) {
  Span result;
  for (const ReplayedBill::Part& part : bill.parts) {
    std::vector<std::int64_t> lo, hi;
    for (std::size_t k = 0; k < part.dimensions.size(); ++k) {
      const Span ends = span_of(part, k, spans);
      lo.push_back(ends.lo);
      hi.push_back(ends.hi);
    }
    const std::int64_t least = std::max(part.floor, part.meter.rate(lo));
    result.lo += least;
    result.hi += lo == hi ? least : std::max(part.floor, part.meter.rate(hi));
    if (least_of_parts != nullptr) {
      least_of_parts->push_back(least);
    }
  }
  return result;
}

}  // namespace

std::int64_t ReplayedBill::Part::rate(const std::vector<std::int64_t>& loads) const {
  return std::max(floor, meter.rate(volumes_of(*this, loads)));
}

std::int64_t ReplayedBill::rate(const std::vector<std::int64_t>& loads) const {
  std::int64_t sum = 0;
  for (const Part& part : parts) {
    sum += part.rate(loads);
  }
  return sum;
}

std::int64_t ReplayedBill::most_rate() const {
  std::int64_t sum = 0;
  for (const Part& part : parts) {
    std::vector<std::int64_t> all;
    for (const Meter::Term& term : part.meter.terms) {
      all.push_back(term.total);
    }
    sum += std::max(part.floor, part.meter.rate(all));
  }
  return sum;
}

std::uint64_t ReplayedBill::work() const {
  std::uint64_t steps = 0;
  for (const Part& part : parts) {
    steps += part.meter.rows() * (part.meter.terms.size() + 2);
  }
  return steps;
}

ReplayBound::ReplayBound(const ReplayedBill& bill, Int128 factor,
                         const std::vector<std::int64_t>& reference)
    : bill_(&bill), outer_(factor * bill.outer) {
  std::int64_t rate = 0;
  for (const ReplayedBill::Part& part : bill.parts) {
    const std::vector<std::int64_t> volumes = volumes_of(part, reference);
    const std::vector<std::int64_t> values = part.meter.rates(volumes);
    StandIn stand_in;
    stand_in.rows.resize(values.size());
    std::iota(stand_in.rows.begin(), stand_in.rows.end(), std::size_t{0});
    // Equal rows in order, so that the choice does not depend on the library.
    std::sort(stand_in.rows.begin(), stand_in.rows.end(), [&](std::size_t a, std::size_t b) {
      return values[a] != values[b] ? values[a] > values[b] : a < b;
    });
    stand_in.rows.resize(part.meter.dropped + 1);
    stand_in.at = stand_in.rows.back();
    for (const std::size_t row : stand_in.rows) {
      stand_in.held.push_back(values[row] == part.meter.floor[row] && values[row] > 0);
    }
    const std::int64_t there = values[stand_in.at];
    stand_in.constant = part.floor > 0 && part.floor >= there;
    rate += std::max(part.floor, there);
    parts_.push_back(std::move(stand_in));
  }
  first_ = std::max<Int128>(0, outer_.at(rate + 1) - outer_.at(rate));
}

void ReplayBound::first_prices(std::vector<Int128>& prices) const {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const ReplayedBill::Part& part = bill_->parts[i];
    const StandIn& stand_in = parts_[i];
    if (stand_in.constant || stand_in.held.back()) {
      continue;
    }
    for (std::size_t k = 0; k < part.dimensions.size(); ++k) {
      const double slope =
          static_cast<double>(part.meter.samples[stand_in.at * part.dimensions.size() + k]) /
          static_cast<double>(part.meter.terms[k].total);
      prices[part.dimensions[k]] = static_cast<Int128>(static_cast<double>(first_) * slope);
    }
  }
}

Int128 ReplayBound::least(Int128 rate_price, const std::vector<Int128>& prices,
                          const std::vector<Span>& spans) const {
  std::vector<std::int64_t> least_of_parts;
  const Span rates = rates_of(*bill_, spans, &least_of_parts);
  Int128 result = outer_.least(rates.lo, rates.hi, rate_price);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const ReplayedBill::Part& part = bill_->parts[i];
    const std::size_t terms = part.dimensions.size();
    std::vector<Span> ends;
    Int128 prices_alone = 0;
    for (std::size_t k = 0; k < terms; ++k) {
      ends.push_back(span_of(part, k, spans));
      const Int128 price = prices[part.dimensions[k]];
      prices_alone -= std::max(price * ends[k].lo, price * ends[k].hi);
    }
    const Int128 at_lower_ends = rate_price * least_of_parts[i] + prices_alone;
    if (parts_[i].constant || rate_price == 0) {
      result += at_lower_ends;
      continue;
    }
    bool first = true;
    Int128 least = 0;
    for (std::size_t r = 0; r < parts_[i].rows.size(); ++r) {
      const std::size_t row = parts_[i].rows[r];
      Int128 here = rate_price * part.meter.floor[row] + prices_alone;
      if (!parts_[i].held[r]) {
        here = rate_price * part.meter.base[row];
        for (std::size_t k = 0; k < terms; ++k) {
          const std::int64_t sample = part.meter.samples[row * terms + k];
          const std::int64_t total = part.meter.terms[k].total;
          const Int128 price = prices[part.dimensions[k]];
          const auto end = [&](std::int64_t y) {
            return rate_price * scaled(sample, y, total) - price * y;
          };
          // Between the ends rounding down can take one bps more than at them.
          here += ends[k].lo == ends[k].hi
                      ? end(ends[k].lo)
                      : std::min(end(ends[k].lo), end(ends[k].hi)) - rate_price;
        }
      }
      if (first || here < least) {
        least = here;
        first = false;
      }
    }
    result += std::max(least, at_lower_ends);
  }
  return result;
}

RelaxedReplay::RelaxedReplay(const ReplayBound& bound, const std::vector<Span>& spans) {
  const Span rates = rates_of(*bound.bill_, spans, nullptr);
  const auto& segments = bound.outer_.segments();
  for (std::size_t i = 0; i < segments.size() && segments[i].from <= rates.hi; ++i) {
    const std::int64_t from = std::max(rates.lo, segments[i].from);
    const std::int64_t to =
        i + 1 < segments.size() ? std::min(rates.hi, segments[i + 1].from - 1) : rates.hi;
    if (from <= to) {
      outer_.push_back({static_cast<double>(from), static_cast<double>(to),
                        static_cast<double>(bound.outer_.at(from)),
                        static_cast<double>(segments[i].slope)});
    }
  }
  for (std::size_t i = 0; i < bound.parts_.size(); ++i) {
    const ReplayedBill::Part& from = bound.bill_->parts[i];
    const ReplayBound::StandIn& stand_in = bound.parts_[i];
    const std::size_t terms = from.dimensions.size();
    Part part;
    part.dimensions = from.dimensions;
    for (std::size_t k = 0; k < terms; ++k) {
      const Span ends = span_of(from, k, spans);
      part.lo.push_back(static_cast<double>(ends.lo));
      part.hi.push_back(static_cast<double>(ends.hi));
    }
    if (stand_in.constant) {
      part.base.push_back(static_cast<double>(from.floor));
      part.slope.assign(terms, 0.0);
    }
    for (std::size_t r = 0; r < stand_in.rows.size() && !stand_in.constant; ++r) {
      const std::size_t row = stand_in.rows[r];
      const bool held = stand_in.held[r];
      part.base.push_back(static_cast<double>(held ? from.meter.floor[row] : from.meter.base[row]));
      for (std::size_t k = 0; k < terms; ++k) {
        part.slope.push_back(held ? 0.0
                                  : static_cast<double>(from.meter.samples[row * terms + k]) /
                                        static_cast<double>(from.meter.terms[k].total));
      }
    }
    parts_.push_back(std::move(part));
  }
}

double RelaxedReplay::add(double rate_price, const double* prices, double& rate_slope,
                          double* slopes) const {
  double value = std::numeric_limits<double>::infinity();
  double rate = 0;
  for (const Stretch& stretch : outer_) {
    const double y = stretch.slope < rate_price ? stretch.to : stretch.from;
    const double here = stretch.value + stretch.slope * (y - stretch.from) - rate_price * y;
    if (here < value) {
      value = here;
      rate = y;
    }
  }
  rate_slope -= rate;
  for (const Part& part : parts_) {
    const std::size_t terms = part.dimensions.size();
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t row = 0; row < part.base.size(); ++row) {
      double here = rate_price * part.base[row];
      for (std::size_t k = 0; k < terms; ++k) {
        const double slope = rate_price * part.slope[row * terms + k] - prices[part.dimensions[k]];
        here += slope * (slope < 0 ? part.hi[k] : part.lo[k]);
      }
      if (here < least) {
        least = here;
        best = row;
      }
    }
    value += least;
    double load = part.base[best];
    for (std::size_t k = 0; k < terms; ++k) {
      const double slope = rate_price * part.slope[best * terms + k] - prices[part.dimensions[k]];
      const double y = slope < 0 ? part.hi[k] : part.lo[k];
      load += part.slope[best * terms + k] * y;
      slopes[part.dimensions[k]] -= y;
    }
    rate_slope += load;
  }
  return value;
}

}  // namespace bgpte::optimiser
