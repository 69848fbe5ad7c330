// Today's traffic: home cells by prefix and link, and the background that no prefix explains.
#include "src/ingress/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "bgpte/model/rounding.hpp"
#include "src/ingress/shares.hpp"
#include "src/ingress/splits.hpp"

namespace bgpte::ingress {
namespace {

using model::Bps;
using model::Finding;
using model::Severity;

/// More findings of one kind than this become a single one.
constexpr std::size_t findings_each = 20;

/// Adds findings of one kind, or, of very many, one with the text `all`.
void add_findings(std::vector<Finding>& findings, std::vector<Finding> alike,
                  const std::string& all) {
  if (alike.size() <= findings_each) {
    findings.insert(findings.end(), alike.begin(), alike.end());
  } else {
    findings.push_back({alike[0].rule, alike[0].severity, "/prefixes",
                        fmt::format("{} prefixes: {}", alike.size(), all), alike[0].suggestion});
  }
}

/// Today's traffic while it is being put together.
struct Today {
  const model::Scenario& scenario;
  const TodayPrior& prior;
  std::vector<Finding>& findings;
  TodayTraffic traffic = {};
  std::vector<Bps> room = {};  ///< [link]: measured inbound less the home cells found so far.
  std::vector<model::PrefixIndex> unknown = {};  ///< Prefixes of which only the total is known.
};

/// Takes the home cells of one prefix from its measured inbound by link. Gives a finding where it
/// is announced on a link for which none is given.
std::optional<Finding> take_measured(Today& today, model::PrefixIndex p) {
  const model::Prefix& prefix = today.scenario.prefixes[p];
  std::vector<Bps>& cells = today.traffic.home[p];
  std::string missing;
  for (std::size_t l = 0; l < cells.size(); ++l) {
    if (prefix.by_link[l]) {
      cells[l] = *prefix.by_link[l];
    } else if (prefix.advertise.carried_on(l)) {
      missing += (missing.empty() ? "" : ", ") + today.scenario.links[l].name;
    }
  }
  if (missing.empty()) {
    return std::nullopt;
  }
  return Finding{
      "partly-measured", Severity::warning, prefix.source + "/inbound",
      fmt::format("{} is announced on {} but its inbound there is not given: what enters "
                  "there counts as background, which no change moves",
                  model::to_string(prefix.prefix), missing),
      "Measure it, or write 0 where nothing enters."};
}

/// Home cells of all prefixes whose split over the links is measured or implied by the model.
void take_known(Today& today) {
  std::vector<Finding> partly;
  for (std::size_t p = 0; p < today.scenario.prefixes.size(); ++p) {
    std::vector<Bps>& cells = today.traffic.home[p];
    switch (today.scenario.prefixes[p].inbound_kind) {
      case model::InboundKind::total:
        today.unknown.push_back(p);
        continue;
      case model::InboundKind::absent:
        if (std::vector<Bps> implied = today.prior.implied(p); !implied.empty()) {
          cells = std::move(implied);
        }
        break;
      default:
        if (std::optional<Finding> finding = take_measured(today, p)) {
          partly.push_back(*std::move(finding));
        }
    }
    for (std::size_t l = 0; l < cells.size(); ++l) {
      today.room[l] -= cells[l];
    }
  }
  add_findings(today.findings, std::move(partly),
               "announced on links for which their inbound is not given; what enters there counts "
               "as background");
}

void report_mismatches(const Today& today) {
  for (std::size_t l = 0; l < today.room.size(); ++l) {
    const model::Link& link = today.scenario.links[l];
    if (today.room[l].value < 0) {
      today.findings.push_back(
          {"measured-mismatch", Severity::warning, link.source + "/inbound",
           fmt::format("The prefixes measured on {} sum to {}, its measured inbound is {}: the sum "
                       "counts, {} more",
                       link.name, model::format_rate(link.inbound - today.room[l]),
                       model::format_rate(link.inbound),
                       model::format_rate(Bps{-today.room[l].value})),
           "Take both from the same interval and the same statistic."});
    }
  }
}

/// [prefix][link] fitted shares of the prefixes of unknown split; empty for all other prefixes, and
/// where no source can reach one. Prefixes with the same prior split are fitted as one.
std::vector<std::vector<double>> fit_unknown(const Today& today) {
  std::map<std::vector<double>, std::vector<model::PrefixIndex>> groups;
  for (const model::PrefixIndex p : today.unknown) {
    std::vector<double> split = today.prior.split(p);
    if (std::accumulate(split.begin(), split.end(), 0.0) > 0) {
      groups[std::move(split)].push_back(p);
    }
  }
  UnknownSplits unknown{{}, {}, today.room};
  for (const auto& [split, members] : groups) {
    Bps total;
    for (const model::PrefixIndex p : members) {
      total += today.scenario.prefixes[p].total;
    }
    unknown.priors.push_back(split);
    unknown.totals.push_back(total);
  }
  const std::vector<std::vector<double>> fitted = fit_splits(unknown);
  std::vector<std::vector<double>> split_of(today.scenario.prefixes.size());
  std::size_t group = 0;
  for (const auto& [split, members] : groups) {
    for (const model::PrefixIndex p : members) {
      split_of[p] = fitted[group];
    }
    ++group;
  }
  return split_of;
}

void report_fitted(const Today& today, const std::vector<model::PrefixIndex>& prefixes) {
  std::vector<Finding> fits;
  for (const model::PrefixIndex p : prefixes) {
    const model::Prefix& prefix = today.scenario.prefixes[p];
    std::string parts;
    for (std::size_t l = 0; l < today.room.size(); ++l) {
      if (prefix.advertise.carried_on(l)) {
        parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", today.scenario.links[l].name,
                             model::format_rate(today.traffic.home[p][l]));
      }
    }
    fits.push_back({"split-fitted", Severity::info, prefix.source + "/inbound",
                    fmt::format("The split of {} over its links is not measured; fitted: {}",
                                model::to_string(prefix.prefix), parts),
                    "Give its inbound for each link."});
  }
  add_findings(today.findings, std::move(fits),
               "their split over the links is not measured but fitted");
}

/// Home cells of the prefixes of unknown split.
void split_unknown(Today& today) {
  const std::vector<std::vector<double>> split_of = fit_unknown(today);
  std::vector<model::PrefixIndex> prefixes;
  UnknownSplits unknown{{}, {}, today.room};
  std::vector<std::vector<Bps>> cells;
  for (const model::PrefixIndex p : today.unknown) {
    if (!split_of[p].empty()) {
      prefixes.push_back(p);
      unknown.totals.push_back(today.scenario.prefixes[p].total);
      unknown.priors.push_back(split_of[p]);
      cells.push_back(divide_bps(unknown.totals.back(), split_of[p]));
    }
  }
  balance(unknown, cells);  // What rounding left.
  for (std::size_t u = 0; u < prefixes.size(); ++u) {
    for (std::size_t l = 0; l < today.room.size(); ++l) {
      today.room[l] -= cells[u][l];
    }
    today.traffic.home[prefixes[u]] = std::move(cells[u]);
  }
  report_fitted(today, prefixes);
}

/// Links that were measured with more than all prefixes bring them: " (while ... of B ...)".
std::string short_links(const Today& today) {
  std::string text;
  for (std::size_t l = 0; l < today.room.size(); ++l) {
    if (today.room[l].value > 0) {
      text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", model::format_rate(today.room[l]),
                          today.scenario.links[l].name);
    }
  }
  return text.empty() ? text : fmt::format(", while no listed prefix explains {}", text);
}

/// `before`: [link] the room before the prefixes of unknown split were divided.
void report_overshoot(const Today& today, const std::vector<Bps>& before) {
  for (std::size_t l = 0; l < today.room.size(); ++l) {
    const Bps allowed{std::min<std::int64_t>(0, before[l].value)};
    if (today.room[l] < allowed) {
      today.findings.push_back(
          {"split-overshoot", Severity::warning, today.scenario.links[l].source + "/inbound",
           fmt::format("However the prefixes of unknown split are divided, the links' inbound "
                       "cannot be met: {} more enters by {} than was measured there{}",
                       model::format_rate(allowed - today.room[l]), today.scenario.links[l].name,
                       short_links(today)),
           "Check the prefixes' totals, their advertisements and this link's inbound."});
    }
  }
}

}  // namespace

std::vector<Bps> divide_bps(Bps volume, const std::vector<double>& weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> exact;
  for (const double weight : weights) {
    exact.push_back(static_cast<double>(volume.value) * (weight / total));
  }
  std::vector<Bps> parts;
  for (const std::int64_t part : model::largest_remainder(exact, volume.value)) {
    parts.push_back({part});
  }
  return parts;
}

std::vector<double> with_peers(const model::Scenario& scenario, const model::Advertisement& today,
                               std::vector<double> split) {
  const auto is_peer = [&](std::size_t l) {
    return today.carried_on(l) && scenario.links[l].relationship != model::Relationship::transit;
  };
  double inbound = 0, others = 0, peers = 0;
  for (std::size_t l = 0; l < split.size(); ++l) {
    const auto measured = static_cast<double>(scenario.links[l].inbound.value);
    inbound += measured;
    peers += is_peer(l) ? measured : 0;
    others += is_peer(l) ? 0 : split[l];
  }
  if (peers <= 0) {
    return split;
  }
  const double rest = others > 0 ? 1 - peers / inbound : 0;
  const double all = others > 0 ? inbound : peers;
  for (std::size_t l = 0; l < split.size(); ++l) {
    split[l] = quantise(is_peer(l)   ? static_cast<double>(scenario.links[l].inbound.value) / all
                        : others > 0 ? split[l] / others * rest
                                     : 0);
  }
  return split;
}

TodayTraffic measure_today(const model::Scenario& scenario, const TodayPrior& prior,
                           std::vector<Finding>& findings) {
  const std::size_t links = scenario.links.size();
  Today today{scenario, prior, findings};
  today.traffic.home.assign(scenario.prefixes.size(), std::vector<Bps>(links));
  for (const model::Link& link : scenario.links) {
    today.room.push_back(link.inbound);
  }
  take_known(today);
  report_mismatches(today);
  const std::vector<Bps> before = today.room;
  split_unknown(today);
  report_overshoot(today, before);
  for (std::size_t l = 0; l < links; ++l) {
    const Bps background{std::max<std::int64_t>(0, today.room[l].value)};
    today.traffic.background.push_back(background);
    today.traffic.inbound.push_back(scenario.links[l].inbound - today.room[l] + background);
  }
  return std::move(today.traffic);
}

}  // namespace bgpte::ingress
