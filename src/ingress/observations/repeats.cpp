// Observations that have a time: which of them still count, and how much they have aged.
#include "bgpte/ingress/repeats.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "src/ingress/observations/observed_announcement.hpp"

namespace bgpte::ingress {
namespace {

/// What is announced alike: the prefix, and the advertisement without common prepends.
using Announcement = std::pair<std::optional<model::PrefixIndex>, model::Advertisement>;

/// Shares that were measured on every link that announces, and when.
struct Measured {
  std::int64_t at = 0;
  std::vector<double> share;  ///< [link]
  const std::string* source = nullptr;
};

Announcement announcement_of(const model::Observation& observation) {
  return {observation.prefix, observation.advertise.without_common_prepends()};
}

model::Advertisement plain_today(const model::Scenario& scenario, model::PrefixIndex prefix) {
  return scenario.prefixes[prefix].advertise.without_levers().without_common_prepends();
}

/// True if the observation is of how the prefix is announced today.
bool of_today(const model::Scenario& scenario, const model::Observation& observation) {
  return observation.prefix && observation.advertise.without_common_prepends() ==
                                   plain_today(scenario, *observation.prefix);
}

/// [link] shares of what was measured; nothing unless every link that announces was.
std::optional<std::vector<double>> full_shares(const ObservedShares& seen,
                                               const model::Advertisement& advertise) {
  std::vector<double> shares;
  for (model::LinkIndex l = 0; l < advertise.size(); ++l) {
    if (advertise.carried_on(l) && !seen.share[l]) {
      return std::nullopt;
    }
    shares.push_back(seen.share[l].value_or(0));
  }
  return shares;
}

/// Adds what the scenario itself measures of the announcements of today.
void add_today(const model::Scenario& scenario, const TodayTraffic& today,
               std::map<Announcement, std::vector<Measured>>& measured) {
  const std::optional<std::int64_t> until = model::measured_until(scenario);
  for (auto& [announcement, list] : measured) {
    const std::optional<model::PrefixIndex> prefix = announcement.first;
    if (!until || !prefix || announcement.second != plain_today(scenario, *prefix)) {
      continue;
    }
    double all = 0;
    for (const model::Bps cell : today.home[*prefix]) {
      all += static_cast<double>(cell.value);
    }
    Measured now{*until, {}, list.front().source};
    for (const model::Bps cell : today.home[*prefix]) {
      now.share.push_back(all > 0 ? static_cast<double>(cell.value) / all : 0);
    }
    if (all > 0) {
      list.push_back(std::move(now));
    }
  }
}

Repeat repeat_of(const Announcement& announcement, const Measured& one, const Measured& next) {
  Repeat repeat{announcement.first, announcement.second, one.at, next.at, 0, 0, *one.source};
  for (model::LinkIndex l = 0; l < one.share.size(); ++l) {
    const double difference = next.share[l] - one.share[l];
    repeat.distance += std::abs(difference) / 2;
    repeat.square += difference * difference;
  }
  repeat.square /=
      static_cast<double>(std::max<std::size_t>(1, announcement.second.carried_count()));
  return repeat;
}

/// What an observation's shares may be off by, beyond the error of measurement: its age, and what
/// jumped since.
double spread_of(const model::Scenario& scenario, const model::Observation& observation,
                 const std::vector<Repeat>& known) {
  const std::optional<std::int64_t> until = model::measured_until(scenario);
  if (!observation.at || !until) {
    return 0;
  }
  constexpr double hour_s = 3600;
  double jump = 0;
  for (const Repeat& repeat : known) {
    const bool concerns = !repeat.prefix || repeat.prefix == observation.prefix;
    if (concerns && repeat.distance > least_jump && *observation.at < repeat.to) {
      jump = std::max(jump, repeat.distance);
    }
  }
  return drift_variance(static_cast<double>(std::abs(*until - *observation.at)) / hour_s) +
         jump * jump;
}

}  // namespace

std::vector<Repeat> repeats(const model::Scenario& scenario, const TodayTraffic& today) {
  std::map<Announcement, std::vector<Measured>> measured;
  for (const model::Observation& observation : scenario.ingress.observations) {
    const std::optional<ObservedShares> seen = observed_shares(observation);
    if (!observation.at || !seen) {
      continue;
    }
    if (auto shares = full_shares(*seen, observation.advertise)) {
      measured[announcement_of(observation)].push_back(
          {*observation.at, *std::move(shares), &observation.source});
    }
  }
  add_today(scenario, today, measured);
  std::vector<Repeat> found;
  for (auto& [announcement, list] : measured) {
    std::ranges::sort(list, [](const Measured& a, const Measured& b) {
      return std::tie(a.at, a.share) < std::tie(b.at, b.share);
    });
    for (std::size_t i = 1; i < list.size(); ++i) {
      // One measurement that two lines of a log tell is no repeat.
      if (list[i].at != list[i - 1].at || list[i].share != list[i - 1].share) {
        found.push_back(repeat_of(announcement, list[i - 1], list[i]));
      }
    }
  }
  return found;
}

std::vector<UsableObservation> usable_observations(const model::Scenario& scenario,
                                                   const std::vector<Repeat>& known) {
  std::map<Announcement, std::int64_t> newest;  // Of those that measured every link.
  const std::vector<model::Observation>& all = scenario.ingress.observations;
  for (const model::Observation& observation : all) {
    const std::optional<ObservedShares> seen = observed_shares(observation);
    if (observation.at && seen && full_shares(*seen, observation.advertise)) {
      const auto [entry, added] = newest.try_emplace(announcement_of(observation), *observation.at);
      entry->second = std::max(entry->second, *observation.at);
    }
  }
  std::vector<UsableObservation> usable;
  /// Two lines of a log may tell one measurement: the time, the announcement and what was measured.
  std::set<std::tuple<std::int64_t, Announcement, std::vector<std::optional<model::Bps>>>> told;
  for (std::size_t o = 0; o < all.size(); ++o) {
    std::optional<ObservedShares> seen = observed_shares(all[o]);
    if (!seen) {
      continue;
    }
    if (all[o].at) {
      const auto later = newest.find(announcement_of(all[o]));
      // Of today's own announcement the scenario says all that there is to say.
      if (of_today(scenario, all[o]) || (later != newest.end() && later->second > *all[o].at)) {
        continue;
      }
    }
    seen->spread = spread_of(scenario, all[o], known);
    if (!all[o].at || told.emplace(*all[o].at, announcement_of(all[o]), all[o].inbound).second) {
      usable.push_back({o, &all[o], *std::move(seen)});
    }
  }
  return usable;
}

}  // namespace bgpte::ingress
