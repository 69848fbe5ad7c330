// Bounds of a bill over replayed samples by linear functions below its percentile.
#include "src/optimiser/problem/replayed_bill.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bgpte::optimiser {
namespace {

constexpr double max_product = 1e37;  // Int128 caps 1.7e38.

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

std::int64_t ReplayedBill::max_rate() const {
  std::int64_t sum = 0;
  for (const Part& part : parts) {
    std::vector<std::int64_t> all;
    for (const billing::PercentileMeter::Term& term : part.meter.terms) {
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

void ReplayBound::aim(const std::vector<std::int64_t>& loads,
                      const std::vector<std::int64_t>& today, std::uint64_t& steps) {
  parts_.clear();
  whole_.clear();
  max_rate_ = bill_->max_rate();
  for (const ReplayedBill::Part& part : bill_->parts) {
    std::vector<billing::PercentileUnderestimator> found{
        billing::underestimate(part.meter, volumes_of(part, loads), steps),
        billing::underestimate(part.meter, volumes_of(part, today), steps)};
    const std::size_t terms = part.meter.terms.size();
    if (part.floor > 0) {
      found.push_back({part.floor, std::vector<std::int64_t>(terms, 0)});
    }
    parts_.push_back(std::move(found));
  }
  const std::size_t parts = parts_.size();
  whole_.emplace_back(parts, 0);
  whole_.emplace_back(parts, 1);
  for (std::size_t i = 0; i < parts; ++i) {
    for (std::size_t k = 2; k < parts_[i].size(); ++k) {
      whole_.emplace_back(parts, 0);
      whole_.back()[i] = k;
    }
  }
}

void ReplayBound::first_prices(const std::vector<std::int64_t>& loads, Int128* rate_prices,
                               std::vector<Int128>& prices) const {
  if (whole_.empty()) {
    return;
  }
  const std::int64_t rate = bill_->rate(loads);
  rate_prices[0] = std::max<Int128>(0, outer_.at(rate + 1) - outer_.at(rate));
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const ReplayedBill::Part& part = bill_->parts[i];
    for (std::size_t k = 0; k < part.dimensions.size(); ++k) {
      const std::int64_t slope = of(0, i).slopes[k];
      // Any price will do: where the product would not fit, one that leaves room.
      const double size = static_cast<double>(rate_prices[0]) * static_cast<double>(slope);
      prices[part.dimensions[k]] =
          size < max_product
              ? (rate_prices[0] * slope) >> billing::PercentileUnderestimator::shift
              : static_cast<Int128>(std::min(
                    max_product, std::ldexp(size, -billing::PercentileUnderestimator::shift)));
    }
  }
}

Int128 ReplayBound::least(const Int128* rate_prices, const std::vector<Int128>& prices,
                          const std::vector<Span>& spans) const {
  std::vector<std::int64_t> least_of_parts;
  const Span rates = rates_of(*bill_, spans, &least_of_parts);
  Int128 rate_price = 0;
  for (std::size_t w = 0; w < whole_.size(); ++w) {
    rate_price += rate_prices[w];
  }
  Int128 result = outer_.least(rates.lo, rates.hi, rate_price);
  for (std::size_t i = 0; i < bill_->parts.size(); ++i) {
    const ReplayedBill::Part& part = bill_->parts[i];
    Int128 by_minorants = 0;
    for (std::size_t w = 0; w < whole_.size(); ++w) {
      by_minorants += rate_prices[w] * of(w, i).base;
    }
    Int128 at_lower_ends = rate_price * least_of_parts[i];
    for (std::size_t k = 0; k < part.dimensions.size(); ++k) {
      const Span ends = span_of(part, k, spans);
      const Int128 price = prices[part.dimensions[k]];
      Int128 slope = 0;
      for (std::size_t w = 0; w < whole_.size(); ++w) {
        slope += rate_prices[w] * of(w, i).slopes[k];
      }
      slope = (slope >> billing::PercentileUnderestimator::shift) - price;
      by_minorants += std::min(slope * ends.lo, slope * ends.hi);
      at_lower_ends -= std::max(price * ends.lo, price * ends.hi);
    }
    result += std::max(by_minorants, at_lower_ends);
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
  base_.assign(bound.prices(), 0.0);
  for (std::size_t i = 0; i < bound.bill_->parts.size(); ++i) {
    const ReplayedBill::Part& part = bound.bill_->parts[i];
    for (std::size_t w = 0; w < bound.prices(); ++w) {
      base_[w] += static_cast<double>(bound.of(w, i).base);
    }
    for (std::size_t k = 0; k < part.dimensions.size(); ++k) {
      const Span ends = span_of(part, k, spans);
      Term term{part.dimensions[k], static_cast<double>(ends.lo), static_cast<double>(ends.hi), {}};
      for (std::size_t w = 0; w < bound.prices(); ++w) {
        term.slopes.push_back(std::ldexp(static_cast<double>(bound.of(w, i).slopes[k]),
                                         -billing::PercentileUnderestimator::shift));
      }
      terms_.push_back(std::move(term));
    }
  }
}

double RelaxedReplay::add(const double* rate_prices, const double* prices, double* rate_slopes,
                          double* slopes) const {
  double rate_price = 0;
  double value = 0;
  for (std::size_t w = 0; w < base_.size(); ++w) {
    rate_price += rate_prices[w];
    value += rate_prices[w] * base_[w];
    rate_slopes[w] += base_[w];
  }
  double least = std::numeric_limits<double>::infinity();
  double rate = 0;
  for (const Stretch& stretch : outer_) {
    const double y = stretch.slope < rate_price ? stretch.to : stretch.from;
    const double here = stretch.value + stretch.slope * (y - stretch.from) - rate_price * y;
    if (here < least) {
      least = here;
      rate = y;
    }
  }
  value += least;
  for (std::size_t w = 0; w < base_.size(); ++w) {
    rate_slopes[w] -= rate;
  }
  for (const Term& term : terms_) {
    double slope = -prices[term.dimension];
    for (std::size_t w = 0; w < base_.size(); ++w) {
      slope += rate_prices[w] * term.slopes[w];
    }
    const double y = slope < 0 ? term.hi : term.lo;
    value += slope * y;
    slopes[term.dimension] -= y;
    for (std::size_t w = 0; w < base_.size(); ++w) {
      rate_slopes[w] += term.slopes[w] * y;
    }
  }
  return value;
}

}  // namespace bgpte::optimiser
