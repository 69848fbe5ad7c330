// Entries for the log: forecasts before a change, measurements after it.
#include "bgpte/learning/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace bgpte::learning {
namespace {

using logbook::Entry;

constexpr std::int64_t longest_interval_s = 86'400;

/// A share for the log: six decimals.
model::Ratio ratio_of(double share) {
  constexpr double whole = 1e6;
  return model::Ratio{std::llround(std::clamp(share, 0.0, 1.0) * whole)};
}

/// By name; links that neither announce nor did are left out.
logbook::Prepends prepends_of(const model::Scenario& scenario, const model::Advertisement& x,
                              const model::Advertisement& today) {
  logbook::Prepends prepends;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (x.carried_on(l)) {
      prepends[scenario.links[l].name] = x[l];
    } else if (today.carried_on(l)) {
      prepends[scenario.links[l].name] = std::nullopt;
    }
  }
  return prepends;
}

/// The changes of the step, by prefix.
std::map<model::PrefixIndex, model::Advertisement> wanted_by(const model::Scenario& scenario,
                                                             const advice::RolloutStep& step) {
  std::map<model::PrefixIndex, model::Advertisement> wanted;
  for (const advice::ChangeText& change : step.changes) {
    const auto prefix = model::find_prefix(scenario, model::parse_prefix(change.prefix).prefix);
    const auto link = model::find_link(scenario, change.link);
    if (!prefix || !link) {
      continue;
    }
    const auto entry = wanted.try_emplace(*prefix, scenario.prefixes[*prefix].advertise).first;
    entry->second[*link] = change.to;
    if (change.lever_from != change.lever_to) {
      entry->second.set_lever(*link, 1);  // Only that there is one counts here.
    }
  }
  return wanted;
}

/// What entered by the links that announced the prefix.
std::map<std::string, model::Bps> inbound_of(const model::Scenario& scenario,
                                             const model::Advertisement& today,
                                             const std::vector<model::Bps>& cells) {
  std::map<std::string, model::Bps> inbound;
  for (model::LinkIndex l = 0; l < cells.size(); ++l) {
    if (today.carried_on(l)) {
      inbound[scenario.links[l].name] = cells[l];
    }
  }
  return inbound;
}

/// True if some of it enters by a link that does not announce it: it follows the prefix around it.
bool enters_elsewhere(const model::Advertisement& today, const std::vector<model::Bps>& cells) {
  bool elsewhere = false;
  for (model::LinkIndex l = 0; l < cells.size(); ++l) {
    elsewhere = elsewhere || (!today.carried_on(l) && cells[l].value > 0);
  }
  return elsewhere;
}

/// What is forecast for one prefix under `x`, in shares of its inbound.
std::map<std::string, logbook::ShareForecast> forecast_of(const model::Scenario& scenario,
                                                          const ingress::IngressModel& ingress,
                                                          model::PrefixIndex prefix,
                                                          const model::Advertisement& x) {
  std::vector<double> home;
  for (const model::Bps cell : ingress.today().home[prefix]) {
    home.push_back(static_cast<double>(cell.value));
  }
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const ingress::Forecast forecast = ingress.forecast(prefix, x, home);
  const std::vector<double> deviation = ingress.deviations(prefix, x, home);
  std::map<std::string, logbook::ShareForecast> by_link;
  for (model::LinkIndex l = 0; l < home.size(); ++l) {
    if (x.carried_on(l)) {
      by_link[scenario.links[l].name] = {
          ratio_of(forecast.low[l] / all), ratio_of(forecast.expected[l] / all),
          ratio_of(forecast.high[l] / all), ratio_of(deviation[l] / all)};
    }
  }
  return by_link;
}

/// The end of a text of at most `limit` bytes, cut between characters.
std::string cut(const std::string& text, std::size_t limit) {
  if (text.size() <= limit) {
    return text;
  }
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

/// How the prefix is announced, given what the routes say.
model::Advertisement announced_now(const model::Scenario& scenario, model::PrefixIndex prefix,
                                   const telemetry::Measurement& measured) {
  model::Advertisement now = scenario.prefixes[prefix].advertise;
  if (prefix < measured.announced.size()) {
    for (const telemetry::AnnouncedNow& change : measured.announced[prefix]) {
      if (change.prepend) {
        now[change.link] = *change.prepend;
      } else {
        now.withdraw(change.link);
      }
    }
  }
  return now;
}

/// What flows say: bytes by prefix and link, and the time that they are of.
struct FlowSums {
  telemetry::Window window;
  std::int64_t step_s = 300;
  std::map<std::string, std::map<std::string, std::int64_t>> bytes;  ///< By prefix, then link.
  std::set<std::string> links;     ///< On which any flow was seen.
  std::set<std::string> unscaled;  ///< Prefixes with bytes whose sampling is not known.
};

FlowSums sums_of(const std::vector<telemetry::Observation>& observations) {
  FlowSums sums;
  for (const telemetry::Observation& one : observations) {
    if (one.kind != telemetry::ObservationKind::flows) {
      continue;
    }
    const bool first = sums.window.to == 0;
    sums.window.from = first ? one.window.from : std::min(sums.window.from, one.window.from);
    sums.window.to = std::max(sums.window.to, one.window.to);
    sums.step_s = one.step_s > 0 ? one.step_s : sums.step_s;
    for (const telemetry::FlowCell& cell : one.flows) {
      sums.bytes[cell.prefix][cell.link] += cell.bytes;
      sums.links.insert(cell.link);
      if (cell.sampling == 0) {
        sums.unscaled.insert(cell.prefix);
      }
    }
  }
  return sums;
}

/// Mean rates of links that announce the prefix; empty where one was not measured, or all are 0.
std::map<std::string, model::Bps> measured_inbound(const FlowSums& sums, const std::string& prefix,
                                                   const logbook::Prepends& advertise) {
  constexpr double bits = 8;
  const auto found = sums.bytes.find(prefix);
  const auto seconds = static_cast<double>(sums.window.to - sums.window.from);
  if (found == sums.bytes.end() || seconds <= 0) {
    return {};
  }
  std::map<std::string, model::Bps> inbound;
  bool some = false;
  for (const auto& [link, prepend] : advertise) {
    if (!prepend) {
      continue;
    }
    if (!sums.links.contains(link)) {
      return {};
    }
    const auto bytes = found->second.find(link);
    const double rate =
        bytes == found->second.end() ? 0 : static_cast<double>(bytes->second) * bits / seconds;
    inbound[link] = model::Bps{std::llround(rate)};
    some = some || rate >= 1;
  }
  return some ? inbound : std::map<std::string, model::Bps>{};
}

/// The newest forecast of the change for each prefix.
std::map<model::IpPrefix, const Entry*> forecasts_of_change(const std::vector<Entry>& log,
                                                            const std::string& change_id) {
  std::map<model::IpPrefix, const Entry*> found;
  for (const Entry& entry : log) {  // In the order of time.
    if (entry.change_id == change_id && entry.prefix && !entry.forecast.empty()) {
      found[*entry.prefix] = &entry;
    }
  }
  return found;
}

}  // namespace

Recorded forecasts_of_first_step(const model::Scenario& scenario,
                                 const ingress::IngressModel& ingress,
                                 const advice::Advice& advice) {
  constexpr std::size_t longest_basis = 500;
  Recorded recorded;
  if (advice.rollout.empty()) {
    recorded.notes.emplace_back("nothing is recommended, so no forecast is recorded");
    return recorded;
  }
  for (const auto& [prefix, x] : wanted_by(scenario, advice.rollout.front())) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    const std::string name = to_string(scenario.prefixes[prefix].prefix);
    std::map<std::string, model::Bps> inbound =
        inbound_of(scenario, today, ingress.today().home[prefix]);
    const bool traffic =
        std::ranges::any_of(inbound, [](const auto& one) { return one.second.value > 0; });
    if (x.has_levers() || today.has_levers()) {
      recorded.notes.push_back(fmt::format(
          "the forecast of {} is not recorded: the log is of prepends, and a community or a MED "
          "acts on it",
          name));
      continue;
    }
    if (!traffic || x.carried_count() == 0) {
      recorded.notes.push_back(
          fmt::format("the forecast of {} is not recorded: no traffic of it is measured", name));
      continue;
    }
    if (enters_elsewhere(today, ingress.today().home[prefix])) {
      recorded.notes.push_back(fmt::format(
          "the forecast of {} is not recorded: a part of it follows the prefix around it", name));
      continue;
    }
    Entry entry;
    entry.at = model::measured_until(scenario).value_or(0);
    entry.interval_s = scenario.measured ? scenario.measured->interval_s : entry.interval_s;
    entry.prefix = scenario.prefixes[prefix].prefix;
    entry.seen.advertise = prepends_of(scenario, x, today);
    entry.before = logbook::Seen{prepends_of(scenario, today, today), std::move(inbound)};
    entry.forecast = forecast_of(scenario, ingress, prefix, x);
    entry.basis = cut(advice.basis, longest_basis);
    entry.change_id = advice.change_id;
    recorded.entries.push_back(std::move(entry));
  }
  return recorded;
}

Recorded measurements(const model::Scenario& scenario, const std::vector<Entry>& log,
                      const Came& came) {
  Recorded recorded;
  const std::map<model::IpPrefix, const Entry*> forecasts =
      came.change_id.empty() ? std::map<model::IpPrefix, const Entry*>{}
                             : forecasts_of_change(log, came.change_id);
  std::set<model::IpPrefix> prefixes;
  for (const Entry& entry : log) {
    if (entry.prefix && (came.change_id.empty() || forecasts.contains(*entry.prefix))) {
      prefixes.insert(*entry.prefix);
    }
  }
  const FlowSums sums = sums_of(came.observations);
  for (const model::IpPrefix& prefix : prefixes) {
    const auto index = model::find_prefix(scenario, prefix);
    if (!index) {
      continue;
    }
    const model::Advertisement now = announced_now(scenario, *index, came.measured);
    const std::string name = to_string(prefix);
    Entry entry;
    entry.at = sums.window.to;
    entry.interval_s = std::min<std::int64_t>(sums.step_s, longest_interval_s);
    entry.prefix = prefix;
    const auto forecast = forecasts.find(prefix);
    entry.seen.advertise = forecast != forecasts.end()
                               ? forecast->second->seen.advertise
                               : prepends_of(scenario, now, scenario.prefixes[*index].advertise);
    entry.change_id = came.change_id;
    entry.seen.inbound = measured_inbound(sums, name, entry.seen.advertise);
    if (now.has_levers()) {
      recorded.notes.push_back(
          fmt::format("{} carries a community or a MED: the log is of prepends alone", name));
    } else if (sums.unscaled.contains(name)) {
      recorded.notes.push_back(
          fmt::format("{} has flows whose sampling is not known, so they give no shares", name));
    } else if (entry.seen.inbound.empty()) {
      recorded.notes.push_back(
          fmt::format("{} was not measured on every link that announces it", name));
    } else {
      recorded.entries.push_back(std::move(entry));
    }
  }
  return recorded;
}

}  // namespace bgpte::learning
