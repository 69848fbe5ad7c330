#include "src/ingress/observations/observed.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>

#include "src/ingress/response/transition_row.hpp"

namespace bgpte::ingress {
namespace {

/// Doubles that the masses kept may have in all: 32 MB.
constexpr std::size_t cache_doubles = 1 << 22;

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

std::size_t ObservedSituation::cells() const {
  std::size_t sum = 0;
  for (const Cells& cells : cells_) {
    sum += cells.home.size();
  }
  return sum;
}

std::vector<double> ObservedSituation::matrices(const std::vector<std::vector<double>>& tilts,
                                                const model::Advertisement& x) const {
  const std::shared_ptr<const std::vector<double>> all = masses(x);
  const double* mass = all->data();
  std::vector<double> result(cells_.size() * links_ * links_, 0);
  for (std::size_t p = 0; p < cells_.size(); ++p) {
    const Cells& cells = cells_[p];
    for (std::size_t c = 0; c < cells.home.size(); ++c, mass += links_) {
      double* row = result.data() + (p * links_ + cells.home[c]) * links_;
      for (std::size_t l = 0; l < links_; ++l) {
        row[l] += tilts[p][c] * mass[l];
      }
    }
  }
  for (double& share : result) {
    share = quantise(share);
  }
  return result;
}

std::shared_ptr<const std::vector<double>> ObservedSituation::masses(
    const model::Advertisement& x) const {
  const model::Advertisement key = x.without_common_prepends();
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = masses_.find(key); found != masses_.end()) {
      return found->second;
    }
  }
  auto masses = std::make_shared<std::vector<double>>(cells() * links_, 0);
  double* mass = masses->data();
  for (std::size_t p = 0; p < cells_.size(); ++p) {
    const std::vector<std::uint8_t> winners = populations_[p]->winners(key);
    const std::vector<double>& weights = populations_[p]->weights();
    for (std::size_t m = 0; m < winners.size(); ++m) {
      if (winners[m] < links_) {  // else none is left
        mass[cells_[p].of_member[m] * links_ + winners[m]] += weights[m];
      }
    }
    mass += cells_[p].home.size() * links_;
  }
  const std::unique_lock lock(mutex_);
  if (masses_.size() >= std::max<std::size_t>(16, cache_doubles / masses->size())) {
    masses_.clear();
  }
  return masses_.try_emplace(key, std::move(masses)).first->second;
}

}  // namespace bgpte::ingress
