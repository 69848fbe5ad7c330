// What observations that were not made yet would leave of a range.
#include <algorithm>
#include <numeric>

#include "src/ingress/response/response.hpp"

namespace bgpte::ingress {

/// What was observed of the prefixes of a behaviour, and trials, numbered, with what is expected.
std::unique_ptr<const ObservedAnnouncement> ResponseModel::with_trials(
    std::size_t behaviour, std::span<const double> shares,
    const std::vector<model::Advertisement>& trials) const {
  const Behaviour& here = behaviours_[behaviour];
  const AnnouncementToday& now = announcements_[here.announcement];
  std::vector<ObservedAnnouncement::Experiment> experiments;
  if (here.observed) {
    experiments = observed_[*here.observed]->experiments();
  }
  for (std::size_t t = 0; t < trials.size(); ++t) {
    const std::vector<double> expected = transition(behaviour, trials[t])->entering(shares);
    ObservedShares seen;
    for (model::LinkIndex l = 0; l < links_; ++l) {
      seen.share.push_back(trials[t].carried_on(l) ? std::optional(expected[l]) : std::nullopt);
    }
    experiments.push_back({trials[t], std::move(seen), t});
  }
  return std::make_unique<const ObservedAnnouncement>(
      ObservedAnnouncement::Inputs{now.today,
                                   {now.open, siblings_},
                                   retained_,
                                   own_,
                                   measurement_error_,
                                   noise_of(drift_),
                                   shared_members_},
      std::move(experiments), std::vector<model::LinkIndex>{});
}

std::vector<Forecast> ResponseModel::forecasts_after(
    model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
    const std::vector<std::vector<model::Advertisement>>& tried) const {
  const std::size_t b = behaviour_of_[prefix];
  std::vector<double> shares;
  for (const model::Bps cell : today_.home[prefix]) {
    shares.push_back(static_cast<double>(cell.value));
  }
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  if (all <= 0) {
    return {};
  }
  for (double& share : shares) {
    share /= all;
  }
  std::vector<model::Advertisement> trials;
  for (const std::vector<model::Advertisement>& list : tried) {
    trials.insert(trials.end(), list.begin(), list.end());
  }
  std::sort(trials.begin(), trials.end());
  trials.erase(std::unique(trials.begin(), trials.end()), trials.end());
  const std::unique_ptr<const ObservedAnnouncement> announcement = with_trials(b, shares, trials);
  std::vector<Forecast> result;
  for (const std::vector<model::Advertisement>& list : tried) {
    std::vector<std::size_t> numbers;
    for (const model::Advertisement& trial : list) {
      const auto at = std::lower_bound(trials.begin(), trials.end(), trial);
      numbers.push_back(static_cast<std::size_t>(at - trials.begin()));
    }
    const ObservedFit fit = announcement->told(shares, numbers);
    const Told told{*announcement, fit};
    result.push_back(forecast_of(b, x, cells_of(behaviours_[b], home, &told)));
  }
  return result;
}

}  // namespace bgpte::ingress
