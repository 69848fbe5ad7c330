// What observations say of the hypotheses: their weights in the estimate, and the range's limits.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

/// A hypothesis with less weight than this adds nothing to the estimate.
constexpr double least_weight = 1e-6;
/// Behaviours fitted in advance to report how well observations are met; the others are fitted
/// when they are asked for.
constexpr std::size_t fitted_in_advance = 64;

/// True if the observation is of this prefix, or of all.
bool concerns(const model::Observation& observation, model::PrefixIndex prefix) {
  return !observation.prefix || *observation.prefix == prefix;
}

/// Home cells as shares of their sum; 0 where that is 0.
std::vector<double> shares_of(const std::vector<model::Bps>& cells) {
  double all = 0;
  std::vector<double> shares;
  for (const model::Bps cell : cells) {
    shares.push_back(static_cast<double>(cell.value));
    all += shares.back();
  }
  for (double& share : shares) {
    share = all > 0 ? share / all : 0;
  }
  return shares;
}

/// The greatest error of a link.
double worst(const std::vector<double>& residual) {
  double most = 0;
  for (const double r : residual) {
    most = std::max(most, std::abs(r));
  }
  return most;
}

}  // namespace

/// What is known while behaviours are built: each distinct key and its place.
struct ResponseModel::KnownBehaviours {
  std::map<AnnouncementToday, std::size_t> announcements;
  /// By announcement and the numbers of the observations that concern it.
  std::map<std::pair<std::size_t, std::vector<std::size_t>>, std::size_t> observed;
  /// By announcement and the links with traffic.
  std::map<std::pair<std::size_t, std::vector<bool>>, std::vector<bool>> dropped;
  std::map<Behaviour, std::size_t> behaviours;
};

/// [hypothesis][link] shares under `x` of the sum of home cells, by announcement, fitted to today's
/// shares alone. Empty where there is no traffic.
std::vector<std::vector<double>> ResponseModel::shares_under(
    const model::Advertisement& x,
    const std::map<std::size_t, std::vector<model::Bps>>& homes) const {
  std::vector<std::vector<double>> flow(variants(), std::vector<double>(links_, 0));
  double all = 0;
  for (const auto& [announcement, cells] : homes) {
    std::vector<double> home;
    for (const model::Bps cell : cells) {
      home.push_back(static_cast<double>(cell.value));
      all += home.back();
    }
    const Behaviour plain{announcement, std::nullopt, {}, {}, {}};
    const BehaviourRows unfitted{&plain, rows(announcement, x, Scope::range), nullptr};
    for (std::size_t v = 0; v < variants(); ++v) {
      const std::vector<double> part = predicted(unfitted, home, v, cells);
      for (std::size_t l = 0; l < links_; ++l) {
        flow[v][l] += part[l];
      }
    }
  }
  if (all <= 0) {
    return {};
  }
  for (std::vector<double>& shares : flow) {
    for (double& share : shares) {
      share /= all;
    }
  }
  return flow;
}

/// [hypothesis]: the sum of r^2 / (2 d^2) over the observations, where r is its error before it is
/// fitted to them, and d is the drift. Prefixes announced alike count as one.
std::vector<double> ResponseModel::misfits(const model::Scenario& scenario,
                                           const std::vector<UsableObservation>& observations,
                                           const std::vector<std::size_t>& announcement) const {
  const double drift = std::max(drift_, 1e-4);
  std::vector<double> misfit(variants(), 0);
  for (const UsableObservation& usable : observations) {
    std::map<std::size_t, std::vector<model::Bps>> homes;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      if (concerns(*usable.observation, p)) {
        std::vector<model::Bps>& home = homes.try_emplace(announcement[p], links_).first->second;
        for (std::size_t l = 0; l < links_; ++l) {
          home[l] += today_.home[p][l];
        }
      }
    }
    const std::vector<std::vector<double>> shares =
        shares_under(usable.observation->advertise, homes);
    for (std::size_t v = 0; v < shares.size(); ++v) {
      for (const double r : residual_of(usable.seen, shares[v])) {
        misfit[v] += r * r / (2 * drift * drift);
      }
    }
  }
  return misfit;
}

/// [hypothesis] weights in the estimate, proportional to exp(-misfit); they sum to 1. Only
/// populations (sticky ones among them) have any: redistribution is a bound, and would break the
/// promise that more prepends never raise a link's share. The best population sets the scale.
std::vector<double> ResponseModel::weights_of(const std::vector<double>& misfit,
                                              const std::vector<bool>& dropped) const {
  const auto may_weigh = [&](std::size_t v) {
    const Hypothesis::Kind kind = hypotheses_[v].kind;
    return !dropped[v] && (kind == Hypothesis::Kind::prior || kind == Hypothesis::Kind::sticky);
  };
  double least = misfit[0];  // The default population is never dropped.
  for (std::size_t v = 1; v < variants(); ++v) {
    least = may_weigh(v) ? std::min(least, misfit[v]) : least;
  }
  std::vector<double> weight;
  double all = 0;
  for (std::size_t v = 0; v < variants(); ++v) {
    const double value = may_weigh(v) ? std::exp(least - misfit[v]) : 0;
    weight.push_back(value < least_weight ? 0 : value);
    all += weight.back();
  }
  for (double& part : weight) {
    part /= all;
  }
  return weight;
}

/// Gives a behaviour the observations that concern it. A peer that is observed with more than its
/// share of today can be reached by sources of other links: it counts as open.
void ResponseModel::add_observations(const std::vector<UsableObservation>& concerning,
                                     const std::vector<double>& shares, Behaviour& behaviour,
                                     KnownBehaviours& known) {
  AnnouncementToday now = announcements_[behaviour.announcement];
  std::vector<std::size_t> numbers;
  std::vector<ObservedAnnouncement::Experiment> experiments;
  for (const UsableObservation& usable : concerning) {
    for (std::size_t l = 0; l < links_; ++l) {
      now.open[l] = now.open[l] || usable.seen.share[l].value_or(0) > shares[l];
    }
    numbers.push_back(usable.number);
    experiments.push_back({usable.observation->advertise, usable.seen});
  }
  const auto [entry, added] = known.announcements.try_emplace(now, announcements_.size());
  if (added) {
    announcements_.push_back(now);
  }
  behaviour.announcement = entry->second;
  const auto [fit, fresh] =
      known.observed.try_emplace({behaviour.announcement, std::move(numbers)}, observed_.size());
  if (fresh) {
    observed_.push_back(std::make_unique<ObservedAnnouncement>(
        ObservedAnnouncement::Inputs{now.today, now.open, retained_, measurement_error_},
        std::move(experiments)));
  }
  behaviour.observed = fit->second;
}

void ResponseModel::build_behaviours(const model::Scenario& scenario,
                                     const std::vector<std::size_t>& announcement) {
  const std::vector<UsableObservation> observations = usable_observations(scenario);
  observations_ = observations.size();
  const std::vector<double> misfit =
      observations.empty() ? std::vector<double>{} : misfits(scenario, observations, announcement);
  KnownBehaviours known;
  for (std::size_t s = 0; s < announcements_.size(); ++s) {
    known.announcements.emplace(announcements_[s], s);
  }
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour;
    behaviour.announcement = announcement[p];
    const std::vector<double> shares = shares_of(today_.home[p]);
    std::vector<bool> support;
    for (const double share : shares) {
      support.push_back(share > 0);
    }
    const bool traffic = std::find(support.begin(), support.end(), true) != support.end();
    std::vector<UsableObservation> concerning;
    for (const UsableObservation& usable : observations) {
      if (traffic && concerns(*usable.observation, p)) {
        concerning.push_back(usable);
      }
    }
    if (!concerning.empty()) {
      add_observations(concerning, shares, behaviour, known);
      behaviour.measured = today_.home[p];
    }
    const auto [drop, first] = known.dropped.try_emplace({behaviour.announcement, support});
    if (first) {
      drop->second = dropped(behaviour.announcement, today_.home[p]);
    }
    behaviour.dropped = drop->second;
    if (!misfit.empty()) {
      behaviour.weight = weights_of(misfit, behaviour.dropped);
    }
    const auto [entry, added] =
        known.behaviours.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
}

/// The populations of a behaviour reweighted to its observations, and which hypotheses these leave
/// in the range: those within twice the greater of measurement error and drift of all of them.
ResponseModel::Fitted ResponseModel::fit(const Behaviour& here) const {
  const ObservedAnnouncement& observed = *observed_[*here.observed];
  const std::vector<double> shares = shares_of(here.measured);
  Fitted fit;
  fit.tilts = observed.fit(shares);

  // A hypothesis that the observations contradict leaves the range.
  std::vector<double> misfit(variants(), 0);
  for (const ObservedAnnouncement::Experiment& experiment : observed.experiments()) {
    if (attracts_the_same(experiment.advertise, announcements_[here.announcement].today)) {
      continue;
    }
    const BehaviourRows fitted{&here, rows(here.announcement, experiment.advertise, Scope::range),
                               std::make_shared<const std::vector<double>>(
                                   observed.matrices(fit.tilts, experiment.advertise))};
    for (std::size_t v = 0; v < variants(); ++v) {
      const std::vector<double> flow = predicted(fitted, shares, v, here.measured);
      misfit[v] = std::max(misfit[v], worst(residual_of(experiment.seen, flow)));
    }
  }
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t v = 0; v < variants(); ++v) {
    least = here.dropped[v] ? least : std::min(least, misfit[v]);
  }
  const double limit = std::max(least, 2 * std::max(measurement_error_, drift_));
  for (std::size_t v = 0; v < variants(); ++v) {
    fit.in_range.push_back(misfit[v] <= limit);
  }
  return fit;
}

std::shared_ptr<const ResponseModel::Fitted> ResponseModel::fitted(std::size_t behaviour) const {
  const Behaviour& here = behaviours_[behaviour];
  return fits_.find_or_make(
      behaviour, [&] { return fit(here); }, observed_[*here.observed]->member_classes());
}

/// Adds a finding for every link whose observed share the fitted estimate misses by more than twice
/// the measurement error.
void ResponseModel::report_residuals(const model::Scenario& scenario) {
  if (observed_.empty()) {
    return;
  }
  for (const UsableObservation& usable : usable_observations(scenario)) {
    const model::Observation& observation = *usable.observation;
    std::vector<double> flow(links_, 0);
    double all = 0;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      const std::size_t b = behaviour_of_[p];
      if (!concerns(observation, p) || b >= fitted_in_advance) {
        continue;
      }
      const std::shared_ptr<const Transition> expected = transition(b, observation.advertise);
      for (std::size_t j = 0; j < links_; ++j) {
        const auto home = static_cast<double>(today_.home[p][j].value);
        all += home;
        for (std::size_t l = 0; l < links_; ++l) {
          flow[l] += home * expected->at(j, l);
        }
      }
    }
    if (all <= 0) {
      continue;
    }
    for (double& share : flow) {
      share /= all;
    }
    const std::vector<double> residual = residual_of(usable.seen, flow);
    for (std::size_t l = 0; l < links_; ++l) {
      if (std::abs(residual[l]) > 2 * measurement_error_) {
        findings_.push_back(
            {"observation-residual", model::Severity::warning, observation.source,
             fmt::format("Seen on {}: {:.1f} % of the inbound; the best fit says {:.1f} %, {:.1f} "
                         "points away, more than twice the measurement error",
                         names_[l], *usable.seen.share[l] * 100,
                         (*usable.seen.share[l] - residual[l]) * 100, std::abs(residual[l]) * 100),
             "Check that this observation and today's shares are of the same traffic; measure "
             "again."});
      }
    }
  }
}

}  // namespace bgpte::ingress
