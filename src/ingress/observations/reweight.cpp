// What observations say of the variants: their weights in the estimate, and what they miss.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "bgpte/model/text_format.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "bgpte/text/time.hpp"
#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

/// A variant with less weight than this adds nothing to the estimate.
constexpr double least_weight = 1e-3;
/// Weight of all sticky variants together before any observation, that of the default being 1.
/// With equal weights for all, a first observation does more harm than good.
constexpr double sticky_weight = 0.1;
/// Behaviours fitted in advance to report how well observations are met; the others are fitted
/// when they are asked for.
constexpr std::size_t fitted_in_advance = 64;

/// True if the observation is of this prefix, or of all.
bool concerns(const model::Observation& observation, model::PrefixIndex prefix) {
  return !observation.prefix || *observation.prefix == prefix;
}

/// " of 192.0.2.0/24 under A=1, B=0 until 2026-11-28T22:40:00Z"; empty where it has no time, since
/// the place in the scenario then says which observation it is.
std::string told_of(const model::Scenario& scenario, const model::Observation& observation) {
  return observation.at ? fmt::format(" of {} under {} until {}",
                                      observation.prefix
                                          ? to_string(scenario.prefixes[*observation.prefix].prefix)
                                          : std::string("all prefixes"),
                                      model::advertisement_text(scenario, observation.advertise),
                                      text::utc_text(*observation.at))
                        : std::string();
}

/// The greatest difference in prepends between two links that carry the prefix.
int greatest_gap(const model::Advertisement& x) {
  int least = std::numeric_limits<int>::max();
  int most = std::numeric_limits<int>::min();
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    if (x.carried_on(l)) {
      least = std::min<int>(least, x[l]);
      most = std::max<int>(most, x[l]);
    }
  }
  return std::max(0, most - least);
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

}  // namespace

/// What is known while behaviours are built: each distinct key and its place.
struct ResponseModel::KnownBehaviours {
  std::map<AnnouncementToday, std::size_t> announcements;
  /// By announcement and the numbers of the observations that concern it.
  std::map<std::pair<std::size_t, std::vector<std::size_t>>, std::size_t> observed;
  std::map<Behaviour, std::size_t> behaviours;
  std::vector<double> all_shares;  ///< [link] of all prefixes today.
};

/// [variant][link] shares under `x` of the sum of home cells, by announcement, fitted to today's
/// shares alone. Empty where there is no traffic.
std::vector<std::vector<double>> ResponseModel::shares_under(
    const model::Advertisement& x,
    const std::map<std::size_t, std::vector<model::Bps>>& homes) const {
  std::vector<std::vector<double>> flow(1 + links_, std::vector<double>(links_, 0));
  double all = 0;
  for (const auto& [announcement, cells] : homes) {
    const std::shared_ptr<const TransitionRows> set = rows(announcement, x, Scope::sticky);
    for (std::size_t j = 0; j < links_; ++j) {
      const auto cell = static_cast<double>(cells[j].value);
      all += cell;
      for (std::size_t l = 0; l < links_ && cell > 0; ++l) {
        const double expected = cell * set->at(j, l);
        for (std::size_t v = 0; v <= links_; ++v) {
          flow[v][l] += v == 1 + j ? cell * set->at(j, l, RowLevel::sticky) : expected;
        }
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

/// [variant]: the sum of r^2 / (2 (d^2 + v)) over the observations, where r is its error before it
/// is fitted to them, d is the drift and v the spread of an observation that has aged. Prefixes
/// announced alike count as one.
std::vector<double> ResponseModel::misfits(const model::Scenario& scenario,
                                           const std::vector<UsableObservation>& observations,
                                           const std::vector<std::size_t>& announcement) const {
  const double drift = std::max(drift_, 1e-4);
  std::vector<double> misfit(1 + links_, 0);
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
        misfit[v] += r * r / (2 * (drift * drift + usable.seen.spread));
      }
    }
  }
  return misfit;
}

/// [variant] weights in the estimate, proportional to a prior weight times exp(-misfit); they sum
/// to 1. Where the operator says what stays, no source of his is sticky.
std::vector<double> ResponseModel::weights_of(const std::vector<double>& misfit) const {
  const double least = *std::min_element(misfit.begin(), misfit.end());
  std::vector<double> weight;
  double all = 0;
  for (std::size_t v = 0; v < misfit.size(); ++v) {
    double prior = 1;
    if (v > 0) {
      prior = retained_[v - 1] ? 0 : sticky_weight / static_cast<double>(links_);
    }
    weight.push_back(prior * std::exp(least - misfit[v]));
    all += weight.back();
  }
  const double seen = least_weight * all;
  all = 0;
  for (double& value : weight) {
    value = value < seen ? 0 : value;
    all += value;
  }
  if (all <= 0) {  // Own numbers fit best, and nothing is left beside them.
    weight.assign(misfit.size(), 0);
    weight.front() = all = 1;
  }
  for (double& part : weight) {
    part /= all;
  }
  return weight;
}

/// Gives a behaviour the observations that concern it. A peer that is observed with more than its
/// share of today, beyond what two measurements differ by, can be reached by sources of other
/// links: it counts as open.
void ResponseModel::add_observations(const std::vector<UsableObservation>& concerning,
                                     const std::vector<double>& shares, Behaviour& behaviour,
                                     KnownBehaviours& known) {
  AnnouncementToday now = announcements_[behaviour.announcement];
  std::vector<std::size_t> numbers;
  std::vector<ObservedAnnouncement::Experiment> experiments;
  const double error = 2 * std::max(measurement_error_, noise_of(drift_));
  for (const UsableObservation& usable : concerning) {
    const std::vector<double>& today = usable.observation->prefix ? shares : known.all_shares;
    for (std::size_t l = 0; l < links_; ++l) {
      now.open[l] = now.open[l] || usable.seen.share[l].value_or(0) > today[l] + error;
    }
    numbers.push_back(usable.number);
    const bool of_one_prefix = usable.observation->prefix || today_.home.size() == 1;
    experiments.push_back(
        {usable.observation->advertise, usable.seen, std::nullopt, of_one_prefix});
  }
  const auto [entry, added] = known.announcements.try_emplace(now, announcements_.size());
  if (added) {
    announcements_.push_back(now);
  }
  behaviour.announcement = entry->second;
  const auto [fit, fresh] =
      known.observed.try_emplace({behaviour.announcement, std::move(numbers)}, observed_.size());
  if (fresh) {
    std::vector<model::LinkIndex> sticky;
    for (std::size_t l = 0; l < links_; ++l) {
      if (behaviour.weight[1 + l] > 0) {
        sticky.push_back(l);
      }
    }
    observed_.push_back(
        std::make_unique<ObservedAnnouncement>(ObservedAnnouncement::Inputs{now.today,
                                                                            {now.open, siblings_},
                                                                            retained_,
                                                                            own_,
                                                                            measurement_error_,
                                                                            noise_of(drift_),
                                                                            shared_members_},
                                               std::move(experiments), std::move(sticky)));
  }
  behaviour.observed = fit->second;
}

void ResponseModel::build_behaviours(const model::Scenario& scenario,
                                     const std::vector<std::size_t>& announcement,
                                     const std::vector<UsableObservation>& observations,
                                     const parallel::Deadline& deadline) {
  observations_ = observations.size();
  const std::vector<double> weight =
      observations.empty() ? std::vector<double>{}
                           : weights_of(misfits(scenario, observations, announcement));
  KnownBehaviours known;
  for (std::size_t s = 0; s < announcements_.size(); ++s) {
    known.announcements.emplace(announcements_[s], s);
  }
  if (!observations.empty()) {
    std::vector<model::Bps> all(links_);
    for (const std::vector<model::Bps>& home : today_.home) {
      std::transform(all.begin(), all.end(), home.begin(), all.begin(), std::plus<>());
    }
    known.all_shares = shares_of(all);
  }
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour;
    behaviour.announcement = announcement[p];
    behaviour.weight = weight;
    const std::vector<double> shares = shares_of(today_.home[p]);
    const bool traffic =
        std::any_of(shares.begin(), shares.end(), [](double share) { return share > 0; });
    std::vector<UsableObservation> concerning;
    for (const UsableObservation& usable : observations) {
      if (traffic && concerns(*usable.observation, p)) {
        concerning.push_back(usable);
      }
    }
    if (!concerning.empty() && deadline.passed()) {
      behaviour.weight.clear();
      ++unfitted_;
    } else if (!concerning.empty()) {
      add_observations(concerning, shares, behaviour, known);
      behaviour.measured = today_.home[p];
    }
    const auto [entry, added] =
        known.behaviours.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
}

std::shared_ptr<const ObservedFit> ResponseModel::fitted(std::size_t behaviour) const {
  const Behaviour& here = behaviours_[behaviour];
  const ObservedAnnouncement& observed = *observed_[*here.observed];
  return fits_.find_or_make(
      behaviour, [&] { return *observed.fit(shares_of(here.measured), here.weight); },
      observed.fit_size());
}

/// Fits the observations in advance where there is a deadline. Behaviours that had no time are
/// forecast without observations, from there on.
void ResponseModel::fit_in_time(const Effort& effort) {
  if (!effort.deadline.left()) {
    return;
  }
  std::vector<std::uint8_t> late(behaviours_.size(), 0);
  parallel::parallel_for(effort.threads, behaviours_.size(), [&](std::size_t b) {
    const Behaviour& here = behaviours_[b];
    if (!here.observed) {
      return;
    }
    const ObservedAnnouncement& observed = *observed_[*here.observed];
    std::optional<ObservedFit> fit =
        observed.fit(shares_of(here.measured), here.weight, effort.deadline);
    if (fit) {
      fits_.keep(b, std::make_shared<const ObservedFit>(*std::move(fit)), observed.fit_size());
    } else {
      late[b] = 1;
    }
  });
  for (std::size_t b = 0; b < behaviours_.size(); ++b) {
    if (late[b] != 0) {
      behaviours_[b].observed.reset();
      behaviours_[b].weight.clear();
      ++unfitted_;
    }
  }
}

/// Adds a finding for every link whose observed share the fitted estimate misses by more than twice
/// what the observation may be off by.
void ResponseModel::report_residuals(const model::Scenario& scenario,
                                     const std::vector<UsableObservation>& observations) {
  if (observed_.empty()) {
    return;
  }
  for (const UsableObservation& usable : observations) {
    const model::Observation& observation = *usable.observation;
    std::vector<double> flow(links_, 0);
    double all = 0;
    for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
      const std::size_t b = behaviour_of_[p];
      if (!concerns(observation, p) || b >= fitted_in_advance || !behaviours_[b].observed) {
        continue;
      }
      const std::size_t e =
          *observed_[*behaviours_[b].observed]->experiment_of(observation.advertise);
      double home = 0;
      for (const model::Bps cell : today_.home[p]) {
        home += static_cast<double>(cell.value);
      }
      all += home;
      const std::shared_ptr<const FitErrors> errors = fit_errors_of(b);
      for (std::size_t l = 0; l < links_; ++l) {
        flow[l] += home * errors->fitted[e][l];
      }
    }
    if (all <= 0) {
      continue;
    }
    for (double& share : flow) {
      share /= all;
    }
    const std::vector<double> residual = residual_of(usable.seen, flow);
    const double error = std::sqrt(measurement_error_ * measurement_error_ + usable.seen.spread);
    for (std::size_t l = 0; l < links_; ++l) {
      if (std::abs(residual[l]) > 2 * error) {
        told_gap_ = std::max(told_gap_, greatest_gap(observation.advertise) - 1);
        findings_.push_back(
            {"observation-residual",
             model::Severity::warning,
             observation.source,
             fmt::format("Seen on {}{}: {:.1f} % of the inbound; the best fit says {:.1f} %, "
                         "{:.1f} points away, more than twice the measurement error",
                         names_[l], told_of(scenario, observation), *usable.seen.share[l] * 100,
                         (*usable.seen.share[l] - residual[l]) * 100, std::abs(residual[l]) * 100),
             "Check that this observation and today's shares are of the same traffic; measure "
             "again.",
             false,
             {},
             std::abs(residual[l]) * 100});
      }
    }
  }
}

void ResponseModel::report_jumps(const model::Scenario& scenario,
                                 const std::vector<Repeat>& known) {
  for (const Repeat& repeat : known) {
    if (repeat.distance <= least_jump) {
      continue;
    }
    findings_.push_back(
        {"observation-jump", model::Severity::warning, repeat.source,
         fmt::format("{} under {}: {:.1f} points of the inbound entered by other links at {} than "
                     "at {}, and nothing was changed in between; what was observed before counts "
                     "less by as much",
                     repeat.prefix ? to_string(scenario.prefixes[*repeat.prefix].prefix)
                                   : std::string("All prefixes"),
                     model::advertisement_text(scenario, repeat.advertise), repeat.distance * 100,
                     text::utc_text(repeat.to), text::utc_text(repeat.from)),
         "Try again what older observations are to tell."});
  }
}

}  // namespace bgpte::ingress
