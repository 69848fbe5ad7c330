// Populations reweighted to observations, for prefixes that are announced and observed alike.
#include "src/ingress/observations/observed_announcement.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

using Retained = std::vector<std::optional<model::Retained>>;

/// Links in an order of what is known of them, not of their names.
std::vector<model::LinkIndex> order_of_links(
    const model::Advertisement& today,
    const std::vector<ObservedAnnouncement::Experiment>& experiments) {
  std::vector<model::LinkIndex> order(today.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](model::LinkIndex l) {
    std::vector<double> known{static_cast<double>(today[l])};
    for (const ObservedAnnouncement::Experiment& experiment : experiments) {
      known.push_back(experiment.advertise[l]);
      known.push_back(experiment.seen.share[l].value_or(-1));
    }
    // The order of the experiments must not matter either.
    std::sort(known.begin() + 1, known.end());
    return known;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](model::LinkIndex a, model::LinkIndex b) { return key(a) < key(b); });
  return order;
}

/// [link] the operator's numbers at level 0 (low), 1 (expected) or 2 (high); empty: none.
std::vector<StayShares> stay_shares(const Retained& retained, std::size_t level) {
  std::vector<StayShares> shares(retained.size());
  for (std::size_t l = 0; l < retained.size(); ++l) {
    if (retained[l]) {
      shares[l] =
          level == 0 ? retained[l]->low : (level == 1 ? retained[l]->expected : retained[l]->high);
    }
  }
  return shares;
}

std::size_t levels_of(const Retained& retained) {
  return std::any_of(retained.begin(), retained.end(),
                     [](const auto& numbers) { return numbers.has_value(); })
             ? 3
             : 1;
}

/// Shares of what an observation measured; nothing where that is nothing.
std::optional<ObservedShares> observed_shares(const model::Observation& observation) {
  double all = 0;
  for (const std::optional<model::Bps>& rate : observation.inbound) {
    all += rate ? static_cast<double>(rate->value) : 0;
  }
  if (all <= 0) {
    return std::nullopt;
  }
  ObservedShares seen;
  for (std::size_t l = 0; l < observation.inbound.size(); ++l) {
    const std::optional<model::Bps>& rate = observation.inbound[l];
    seen.share.push_back(rate && observation.advertise.carried_on(l)
                             ? std::optional<double>(static_cast<double>(rate->value) / all)
                             : std::nullopt);
  }
  return seen;
}

}  // namespace

std::vector<UsableObservation> usable_observations(const model::Scenario& scenario) {
  std::vector<UsableObservation> usable;
  for (std::size_t o = 0; o < scenario.ingress.observations.size(); ++o) {
    const model::Observation& observation = scenario.ingress.observations[o];
    if (std::optional<ObservedShares> seen = observed_shares(observation)) {
      usable.push_back({o, &observation, *std::move(seen)});
    }
  }
  return usable;
}

ObservedAnnouncement::ObservedAnnouncement(const Inputs& inputs,
                                           std::vector<Experiment> experiments)
    : links_(inputs.today.size()),
      levels_(levels_of(inputs.retained)),
      measurement_error_(inputs.measurement_error),
      experiments_(std::move(experiments)) {
  find_tested_links(inputs.today);
  make_populations(inputs);
  for (const auto& population : populations_) {
    std::vector<std::vector<std::uint8_t>> winners;
    for (const Experiment& experiment : experiments_) {
      winners.push_back(population->winners(experiment.advertise));
    }
    classes_.push_back(classify_members(*population, links_, winners));
  }
}

void ObservedAnnouncement::find_tested_links(const model::Advertisement& today) {
  tested_.assign(links_, false);
  for (const Experiment& experiment : experiments_) {
    int least = std::numeric_limits<int>::max();
    for (std::size_t l = 0; l < links_; ++l) {
      if (today.carried_on(l) && experiment.advertise.carried_on(l)) {
        least = std::min(least, experiment.advertise[l] - today[l]);
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      tested_[l] =
          tested_[l] || (today.carried_on(l) && (!experiment.advertise.carried_on(l) ||
                                                 experiment.advertise[l] - today[l] > least));
    }
  }
}

void ObservedAnnouncement::make_populations(const Inputs& inputs) {
  const std::vector<model::LinkIndex> order = order_of_links(inputs.today, experiments_);
  for (const Prior& prior : priors) {
    for (std::size_t level = 0; level < levels_; ++level) {
      populations_.push_back(std::make_unique<PriorPopulation>(
          prior, inputs.today, inputs.open, stay_shares(inputs.retained, levels_ == 1 ? 1 : level),
          order));
    }
  }
  for (std::size_t l = 0; l < links_; ++l) {
    std::vector<StayShares> shares = stay_shares(inputs.retained, 1);
    if (shares[l].empty()) {
      shares[l] = {sticky_retained};
    }
    populations_.push_back(
        std::make_unique<PriorPopulation>(priors[0], inputs.today, inputs.open, shares, order));
  }
}

std::vector<std::vector<double>> ObservedAnnouncement::fit(std::span<const double> shares) const {
  std::vector<ObservedShares> seen;
  for (const Experiment& experiment : experiments_) {
    seen.push_back(experiment.seen);
  }
  std::vector<std::vector<double>> tilts;
  for (const MemberClasses& classes : classes_) {
    tilts.push_back(fit_observations(classes, shares, seen, measurement_error_).tilt);
  }
  return tilts;
}

std::size_t ObservedAnnouncement::member_classes() const {
  std::size_t sum = 0;
  for (const MemberClasses& classes : classes_) {
    sum += classes.home.size();
  }
  return sum;
}

std::vector<double> ObservedAnnouncement::matrices(const std::vector<std::vector<double>>& tilts,
                                                   const model::Advertisement& x) const {
  const std::shared_ptr<const std::vector<double>> all = masses(x);
  const double* mass = all->data();
  std::vector<double> result(classes_.size() * links_ * links_, 0);
  for (std::size_t p = 0; p < classes_.size(); ++p) {
    const MemberClasses& classes = classes_[p];
    for (std::size_t c = 0; c < classes.home.size(); ++c, mass += links_) {
      double* row = result.data() + (p * links_ + classes.home[c]) * links_;
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

/// What the member classes do under one advertisement, before any tilt.
std::vector<double> ObservedAnnouncement::compute_masses(const model::Advertisement& x) const {
  std::vector<double> masses(member_classes() * links_, 0);
  double* mass = masses.data();
  for (std::size_t p = 0; p < classes_.size(); ++p) {
    const std::vector<std::uint8_t> winners = populations_[p]->winners(x);
    const std::vector<double>& weights = populations_[p]->weights();
    for (std::size_t m = 0; m < winners.size(); ++m) {
      if (winners[m] < links_) {  // Else the member has no link left.
        mass[classes_[p].of_member[m] * links_ + winners[m]] += weights[m];
      }
    }
    mass += classes_[p].home.size() * links_;
  }
  return masses;
}

std::shared_ptr<const std::vector<double>> ObservedAnnouncement::masses(
    const model::Advertisement& x) const {
  const model::Advertisement key = x.without_common_prepends();
  return masses_.find_or_make(
      key, [&] { return compute_masses(key); }, member_classes() * links_);
}

}  // namespace bgpte::ingress
