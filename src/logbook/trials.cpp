// A log in terms of a scenario: names become indices, forecasts meet what came.
#include "bgpte/logbook/trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "bgpte/text/time.hpp"

namespace bgpte::logbook {
namespace {

/// Of a forecast that claims to be surer than this, the error is divided by this.
constexpr double least_deviation = 0.001;
/// So many squared errors of the size that was stated are counted before the log's own.
constexpr double prior_count = 20;
/// With fewer forecasts a calibration never narrows ranges.
constexpr std::size_t enough_forecasts = 5;
/// An entry may be of the day that ends with the time of its forecast.
constexpr std::int64_t day_s = 86'400;

using Indices = std::map<std::string, model::LinkIndex, std::less<>>;

/// The name of a link that announces the prefix and that the scenario does not have; empty: none.
std::string unknown_link(const Seen& seen, const Indices& links) {
  for (const auto& [name, prepend] : seen.advertise) {
    if (prepend && !links.contains(name)) {
      return name;
    }
  }
  return {};
}

Announced announced_of(const Seen& seen, const Indices& links) {
  Announced result{model::Advertisement(links.size()), {}};
  for (const auto& [name, prepend] : seen.advertise) {
    if (prepend) {
      result.advertise[links.at(name)] = static_cast<model::Prepend>(*prepend);
    }
  }
  if (!seen.inbound.empty()) {
    result.inbound.resize(links.size());
    for (const auto& [name, rate] : seen.inbound) {
      result.inbound[links.at(name)] = rate;
    }
  }
  return result;
}

/// Counts what is set aside by its reason; the first of each is the example.
class Aside {
 public:
  void add(const std::string& why, const Entry& entry) {
    const auto [place, added] = places_.try_emplace(why, list_.size());
    if (added) {
      list_.push_back(
          {why, 0, fmt::format("{}, {}", prefix_text(entry), text::utc_text(entry.at))});
    }
    ++list_[place->second].count;
  }
  std::vector<SetAside> take() { return std::move(list_); }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<SetAside> list_;
};

/// What is announced alike: the prefix, and the advertisement without common prepends.
using Announcement = std::pair<std::optional<model::PrefixIndex>, model::Advertisement>;

Announcement announcement_of(const Trial& trial) {
  return {trial.prefix, trial.seen.advertise.without_common_prepends()};
}

/// Whether what was measured in `later` came after the forecast of `earlier`. The time of a
/// forecast may be the end of the day on which the change was made: then the change's id tells.
bool came_after(const Trial& earlier, const Trial& later) {
  const bool same_change = !earlier.change_id.empty() && earlier.change_id == later.change_id;
  return same_change ? later.at > earlier.at - day_s : later.at > earlier.at;
}

/// [trial] for forecasts how the prefix was announced before the change: as the forecast says, else
/// as the log saw it last under another announcement, else as the scenario has it.
std::vector<const model::Advertisement*> announced_before(const model::Scenario& scenario,
                                                          const std::vector<Trial>& trials) {
  /// The newest measurement of a prefix, and the newest of another announcement than that one's.
  struct Last {
    const Trial* newest = nullptr;
    const Trial* other = nullptr;
  };
  const auto alike = [](const Trial& a, const Trial& b) {
    return announcement_of(a) == announcement_of(b);
  };
  std::map<std::optional<model::PrefixIndex>, Last> seen;
  std::vector<const model::Advertisement*> before(trials.size(), nullptr);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Trial& trial = trials[i];
    Last& last = seen[trial.prefix];
    if (trial.before) {
      before[i] = &trial.before->advertise;
    } else if (!trial.forecast.empty()) {
      const bool again = last.newest != nullptr && alike(*last.newest, trial);
      const Trial* known = again ? last.other : last.newest;
      before[i] = known != nullptr ? &known->seen.advertise
                  : scenario.prefixes.empty()
                      ? &trial.seen.advertise
                      : &scenario.prefixes[trial.prefix.value_or(0)].advertise;
    }
    if (!trial.seen.inbound.empty()) {
      last.other = last.newest != nullptr && !alike(*last.newest, trial) ? last.newest : last.other;
      last.newest = &trial;
    }
  }
  return before;
}

/// Holds a forecast to the shares that were seen.
void hold_to(const std::vector<std::optional<ShareForecast>>& forecast,
             const std::vector<double>& shares, Outcome& outcome) {
  constexpr double rounding = 5e-7;
  for (model::LinkIndex l = 0; l < forecast.size(); ++l) {
    if (!forecast[l]) {
      continue;
    }
    const ShareForecast& one = *forecast[l];
    const double error = shares[l] - one.expected.as_double();
    const double z = error / std::max(one.sd.as_double(), least_deviation);
    outcome.distance += std::abs(error) / 2;
    outcome.square += z * z;
    outcome.links.push_back({l, one, shares[l],
                             shares[l] >= one.low.as_double() - rounding &&
                                 shares[l] <= one.high.as_double() + rounding});
  }
  outcome.square /= static_cast<double>(outcome.links.size());
}

/// Forecasts of one announcement, in the order of time, that no measurement has met yet.
class OpenForecasts {
 public:
  explicit OpenForecasts(const std::vector<Trial>& trials) : trials_(trials) {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (!trials[i].forecast.empty() && trials[i].seen.inbound.empty()) {
        open_[announcement_of(trials[i])].push_back(i);
      }
    }
  }

  /// The last forecast that came before this measurement, which judges it; those before it are
  /// superseded.
  std::optional<std::size_t> take(std::size_t measured, std::vector<std::size_t>& superseded) {
    const auto found = open_.find(announcement_of(trials_[measured]));
    if (found == open_.end()) {
      return std::nullopt;
    }
    std::vector<std::size_t>& waiting = found->second;
    std::size_t before = 0;
    while (before < waiting.size() && came_after(trials_[waiting[before]], trials_[measured])) {
      ++before;
    }
    if (before == 0) {
      return std::nullopt;
    }
    const std::size_t last = waiting[before - 1];
    superseded.insert(superseded.end(), waiting.begin(),
                      waiting.begin() + static_cast<std::ptrdiff_t>(before) - 1);
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(before));
    return last;
  }

  [[nodiscard]] std::vector<std::size_t> left() const {
    std::vector<std::size_t> all;
    for (const auto& [announcement, waiting] : open_) {
      all.insert(all.end(), waiting.begin(), waiting.end());
    }
    std::ranges::sort(all);
    return all;
  }

 private:
  const std::vector<Trial>& trials_;
  std::map<Announcement, std::vector<std::size_t>> open_;
};

/// One kind of change: the squared errors and the forecasts that they are from.
struct Errors {
  double squares = 0, count = 0;
  std::size_t forecasts = 0;

  void add(const Outcome& outcome) {
    const auto weight = static_cast<double>(outcome.degrees);
    squares += weight * outcome.square;
    count += weight;
    ++forecasts;
  }
  [[nodiscard]] double factor() const {
    const double c = (prior_count + squares) / (prior_count + count);
    return forecasts < enough_forecasts ? std::max(1.0, c) : c;
  }
};

}  // namespace

std::optional<std::vector<double>> shares_of(const Announced& seen) {
  double all = 0;
  for (model::LinkIndex l = 0; l < seen.inbound.size(); ++l) {
    if (seen.advertise.carried_on(l) && !seen.inbound[l]) {
      return std::nullopt;
    }
    all += static_cast<double>(seen.inbound[l].value_or(model::Bps{}).value);
  }
  if (all <= 0) {
    return std::nullopt;
  }
  std::vector<double> shares;
  for (const std::optional<model::Bps>& rate : seen.inbound) {
    shares.push_back(static_cast<double>(rate.value_or(model::Bps{}).value) / all);
  }
  return shares;
}

Trials resolve(const model::Scenario& scenario, const std::vector<Entry>& entries) {
  Indices links;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    links.emplace(scenario.links[l].name, l);
  }
  Trials result;
  Aside aside;
  for (const Entry& entry : entries) {
    const std::optional<model::PrefixIndex> prefix =
        entry.prefix ? model::find_prefix(scenario, *entry.prefix) : std::nullopt;
    if (entry.prefix && !prefix) {
      aside.add("the scenario does not list the prefix", entry);
      continue;
    }
    std::string unknown = unknown_link(entry.seen, links);
    if (unknown.empty() && entry.before) {
      unknown = unknown_link(*entry.before, links);
    }
    if (!unknown.empty()) {
      aside.add(fmt::format("the scenario has no link {}", unknown), entry);
      continue;
    }
    Trial trial{entry.at,     prefix, announced_of(entry.seen, links),
                std::nullopt, {},     entry.change_id};
    if (entry.before) {
      trial.before = announced_of(*entry.before, links);
    }
    if (!entry.forecast.empty()) {
      trial.forecast.resize(scenario.links.size());
      for (const auto& [name, forecast] : entry.forecast) {
        trial.forecast[links.at(name)] = forecast;
      }
    }
    result.trials.push_back(std::move(trial));
  }
  result.set_aside = aside.take();
  return result;
}

Outcomes judge(const model::Scenario& scenario, const std::vector<Trial>& trials) {
  Outcomes result;
  OpenForecasts open(trials);
  const std::vector<const model::Advertisement*> before = announced_before(scenario, trials);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].seen.inbound.empty()) {
      continue;
    }
    // A line may hold a forecast and what came of it.
    const std::optional<std::size_t> forecast =
        trials[i].forecast.empty() ? open.take(i, result.superseded) : std::optional(i);
    if (!forecast) {
      continue;
    }
    const std::optional<std::vector<double>> shares = shares_of(trials[i].seen);
    if (!shares) {
      result.incomplete.push_back(i);
      continue;
    }
    Outcome outcome;
    outcome.forecast = *forecast;
    outcome.measured = i;
    outcome.one_link = model::one_link_rises(*before[*forecast], trials[*forecast].seen.advertise);
    outcome.degrees = trials[*forecast].seen.advertise.carried_count() - 1;
    hold_to(trials[*forecast].forecast, *shares, outcome);
    result.outcomes.push_back(std::move(outcome));
  }
  result.pending = open.left();
  std::ranges::sort(result.superseded);
  return result;
}

Calibration calibrate(const std::vector<Outcome>& outcomes) {
  Errors one_link;
  Errors others;
  for (const Outcome& outcome : outcomes) {
    (outcome.one_link ? one_link : others).add(outcome);
  }
  return {one_link.forecasts, others.forecasts, {one_link.factor(), others.factor()}};
}

void apply(const std::vector<Entry>& entries, const std::string& source,
           model::Scenario& scenario) {
  const Trials log = resolve(scenario, entries);
  scenario.ingress.calibration = calibrate(judge(scenario, log.trials).outcomes).factor;
  const auto add = [&](const Trial& trial, const Announced& seen) {
    scenario.ingress.observations.push_back(
        {trial.prefix, seen.advertise, seen.inbound, source, trial.at});
  };
  for (const Trial& trial : log.trials) {
    if (!trial.seen.inbound.empty()) {
      add(trial, trial.seen);
    }
    if (trial.before) {
      add(trial, *trial.before);
    }
  }
}

}  // namespace bgpte::logbook
