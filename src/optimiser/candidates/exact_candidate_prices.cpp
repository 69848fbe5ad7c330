// Prices of shared candidates at their own high ends of the range, asked of the ingress model.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"

namespace bgpte::optimiser {
namespace {

/// Candidates of a row that are priced exactly at every pricing of all of them, at least; one where
/// a plan changes few rows.
constexpr std::size_t priced_at_once = 5;

float rounded_down(std::int64_t rate) {
  const auto near = static_cast<float>(rate);
  return static_cast<double>(near) > static_cast<double>(rate)
             ? std::nextafter(near, -std::numeric_limits<float>::infinity())
             : near;
}

}  // namespace

void CandidateClasses::price_high_end_exactly(const Class& cls, std::size_t row, std::size_t c,
                                              ExactPricing& pricing, float* ends) const {
  const model::PrefixIndex p = prefix_of_[row];
  if (pricing.home.empty()) {
    pricing.home = baseline_.high_home(p);
    pricing.today = baseline_.flows_today(p);
  }
  const model::Advertisement& x = (*cls.candidates)[c];
  std::vector<double> end(baseline_.end_size());
  baseline_.high_end(p, x, pricing.home, end);
  evaluation::Flows flows;
  baseline_.round_high(x, pricing.home, end, flows);
  for (std::size_t l = 0; l < links_; ++l) {
    if (harm_) {
      ends[l] = rounded_down(flows.harm[l] - pricing.today.harm[l]);
    }
    if (drifting_) {
      ends[(harm_ ? links_ : 0) + l] = rounded_down(flows.high[l] - pricing.today.high[l]);
    }
  }
}

void CandidateClasses::price_row_exactly(const Class& cls, std::size_t row, const Listed& listed,
                                         double margin, std::uint64_t& asked,
                                         ExactPricing& pricing) const {
  pricing.order.clear();
  pricing.home.clear();
  pricing.candidates.assign(
      open_.begin() + static_cast<std::ptrdiff_t>(row * max_open),
      open_.begin() + static_cast<std::ptrdiff_t>(row * max_open + opened_[row]));
  const auto first = ends_.begin() + static_cast<std::ptrdiff_t>(row * max_open * width_);
  pricing.ends.assign(first, first + static_cast<std::ptrdiff_t>(opened_[row] * width_));
  pricing.least = 0;
  pricing.best = 0;
  const auto take = [&](std::size_t place) {
    const std::uint16_t c = pricing.candidates[place];
    const double here = cost(cls, row, c, pricing.ends.data() + place * width_) - margin;
    pricing.order.emplace_back(here, static_cast<std::uint16_t>(place));
    if (here < pricing.least) {
      pricing.least = here;
      pricing.best = c;
    }
  };
  for (std::size_t place = 0; place < opened_[row]; ++place) {
    take(place);
  }
  // Without the rest of the list nothing is known of what is not on it.
  const bool all = listed.size() == cls.candidates->size();
  double rest = all ? std::numeric_limits<double>::infinity() : listed.back().first - margin;
  const bool stopped = budget_.asked_to_stop().has_value();
  const std::size_t at_once = changes_few() ? 1 : priced_at_once;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto& [at_least, c] = listed[i];
    if (at_least - margin >= pricing.least && i >= at_once) {
      break;
    }
    if (c == 0 || std::find(pricing.candidates.begin(), pricing.candidates.end(), c) !=
                      pricing.candidates.end()) {
      continue;
    }
    if (stopped) {
      rest = at_least - margin;
      break;
    }
    const std::size_t place = pricing.candidates.size();
    pricing.candidates.push_back(c);
    pricing.ends.resize((place + 1) * width_);
    price_high_end_exactly(cls, row, c, pricing, pricing.ends.data() + place * width_);
    take(place);
    ++asked;
  }
  pricing.floor = std::min(pricing.least, rest);
}

void CandidateClasses::keep_open(std::size_t row, ExactPricing& pricing) {
  std::sort(pricing.order.begin(), pricing.order.end());
  opened_[row] = static_cast<std::uint16_t>(std::min(max_open, pricing.order.size()));
  for (std::size_t i = 0; i < opened_[row]; ++i) {
    const std::size_t place = pricing.order[i].second;
    open_[row * max_open + i] = pricing.candidates[place];
    std::copy_n(pricing.ends.begin() + static_cast<std::ptrdiff_t>(place * width_), width_,
                ends_.begin() + static_cast<std::ptrdiff_t>((row * max_open + i) * width_));
  }
}

std::vector<std::vector<std::uint32_t>> CandidateClasses::cheapest(std::size_t max_count) const {
  std::vector<std::vector<std::uint32_t>> result(group_of_.size());
  std::vector<double> least(group_of_.size(), 0);  // [row]
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& cls = classes_[blocks_[b].cls];
    std::vector<std::pair<double, std::uint32_t>> order;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      order.clear();
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::size_t at = row * max_open + i;
        order.emplace_back(cost(cls, row, open_[at], ends_.data() + at * width_), open_[at]);
      }
      const std::size_t count = std::min(max_count, order.size());
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                        order.end());
      least[row] = order.empty() ? 0 : order.front().first;
      for (std::size_t i = 0; i < count; ++i) {
        result[group_of_[row]].push_back(order[i].second);
      }
    }
  });
  // A plan of few changes has them where they are cheapest.
  if (changes_few()) {
    std::vector<std::size_t> rows(group_of_.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto kept = rows.begin() + static_cast<std::ptrdiff_t>(most_changes_ * rows_of_a_change);
    std::nth_element(rows.begin(), kept, rows.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(least[a], a) < std::pair(least[b], b);
    });
    std::for_each(kept, rows.end(), [&](std::size_t row) { result[group_of_[row]].clear(); });
  }
  return result;
}

}  // namespace bgpte::optimiser
