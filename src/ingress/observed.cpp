#include "observed.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>

#include "row.hpp"

namespace bgpte::ingress {
namespace {

constexpr std::size_t cache_entries = 1 << 12;

/// Links in an order of what is known of them, not of their names.
std::vector<model::LinkIndex> order_of_links(const model::Advertisement& today,
                                             const std::vector<ObservedSituation::Sight>& sights) {
  std::vector<model::LinkIndex> order(today.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](model::LinkIndex l) {
    std::vector<double> known{static_cast<double>(today[l])};
    for (const ObservedSituation::Sight& sight : sights) {
      known.push_back(sight.advertise[l]);
      known.push_back(sight.seen.share[l].value_or(-1));
    }
    // The sights themselves have no order either.
    std::sort(known.begin() + 1, known.end());
    return known;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](model::LinkIndex a, model::LinkIndex b) { return key(a) < key(b); });
  return order;
}

}  // namespace

ObservedSituation::ObservedSituation(const model::Advertisement& today,
                                     const std::vector<bool>& open,
                                     const std::vector<std::optional<model::Retained>>& retained,
                                     std::vector<Sight> sights, double measurement_error)
    : links_(today.size()),
      levels_(std::any_of(retained.begin(), retained.end(),
                          [](const auto& numbers) { return numbers.has_value(); })
                  ? 3
                  : 1),
      measurement_error_(measurement_error),
      sights_(std::move(sights)) {
  tested_.assign(links_, false);
  for (const Sight& sight : sights_) {
    int least = std::numeric_limits<int>::max();
    for (std::size_t l = 0; l < links_; ++l) {
      if (today.carried_on(l) && sight.advertise.carried_on(l)) {
        least = std::min(least, sight.advertise[l] - today[l]);
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      tested_[l] = tested_[l] || (today.carried_on(l) && (!sight.advertise.carried_on(l) ||
                                                          sight.advertise[l] - today[l] > least));
    }
  }
  const std::vector<model::LinkIndex> order = order_of_links(today, sights_);
  const auto stay = [&](std::size_t level) {
    std::vector<StayShares> shares(links_);
    for (std::size_t l = 0; l < links_; ++l) {
      if (retained[l]) {
        shares[l] = level == 0 ? retained[l]->low
                               : (level == 1 ? retained[l]->expected : retained[l]->high);
      }
    }
    return shares;
  };
  for (const Prior& prior : priors) {
    for (std::size_t level = 0; level < levels_; ++level) {
      populations_.push_back(std::make_unique<PriorPopulation>(
          prior, today, open, stay(levels_ == 1 ? 1 : level), order));
    }
  }
  for (std::size_t l = 0; l < links_; ++l) {
    std::vector<StayShares> shares = stay(1);
    if (shares[l].empty()) {
      shares[l] = {sticky_retained};
    }
    populations_.push_back(
        std::make_unique<PriorPopulation>(priors[0], today, open, shares, order));
  }
  for (const auto& population : populations_) {
    std::vector<std::vector<std::uint8_t>> winners;
    for (const Sight& sight : sights_) {
      winners.push_back(population->winners(sight.advertise));
    }
    cells_.push_back(make_cells(*population, links_, winners));
  }
}

std::vector<std::vector<double>> ObservedSituation::fit(std::span<const double> shares) const {
  std::vector<SeenShares> seen;
  for (const Sight& sight : sights_) {
    seen.push_back(sight.seen);
  }
  std::vector<std::vector<double>> tilts;
  for (const Cells& cells : cells_) {
    tilts.push_back(fit_observations(cells, shares, seen, measurement_error_).tilt);
  }
  return tilts;
}

std::vector<double> ObservedSituation::matrix(std::size_t population,
                                              const std::vector<double>& tilt,
                                              const model::Advertisement& x) const {
  const std::shared_ptr<const std::vector<double>> mass = masses(population, x);
  std::vector<double> result(links_ * links_, 0);
  const Cells& cells = cells_[population];
  for (std::size_t c = 0; c < cells.home.size(); ++c) {
    for (std::size_t l = 0; l < links_; ++l) {
      result[cells.home[c] * links_ + l] += tilt[c] * (*mass)[c * (links_ + 1) + l];
    }
  }
  for (double& share : result) {
    share = quantise(share);
  }
  return result;
}

std::shared_ptr<const std::vector<double>> ObservedSituation::masses(
    std::size_t population, const model::Advertisement& x) const {
  const std::pair<std::size_t, model::Advertisement> key{population, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = masses_.find(key); found != masses_.end()) {
      return found->second;
    }
  }
  const Cells& cells = cells_[population];
  auto mass = std::make_shared<std::vector<double>>(cells.home.size() * (links_ + 1), 0);
  const std::vector<std::uint8_t> winners = populations_[population]->winners(key.second);
  const std::vector<double>& weights = populations_[population]->weights();
  for (std::size_t m = 0; m < winners.size(); ++m) {
    (*mass)[cells.of_member[m] * (links_ + 1) + winners[m]] += weights[m];
  }
  const std::unique_lock lock(mutex_);
  if (masses_.size() >= cache_entries) {
    masses_.clear();
  }
  return masses_.try_emplace(key, std::move(mass)).first->second;
}

}  // namespace bgpte::ingress
