#include "src/ingress/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "bgpte/model/rounding.hpp"

namespace bgpte::ingress {
namespace {

using model::Bps;
using model::Finding;
using model::Severity;

/// Beyond so many alike, one finding speaks for all.
constexpr std::size_t findings_each = 20;

void add_findings(std::vector<Finding>& findings, std::vector<Finding> alike,
                  const std::string& all) {
  if (alike.size() <= findings_each) {
    findings.insert(findings.end(), alike.begin(), alike.end());
  } else {
    findings.push_back({alike[0].rule, alike[0].severity, "/prefixes",
                        fmt::format("{} prefixes: {}", alike.size(), all), alike[0].suggestion});
  }
}

/// Moves what rounding left above `room` to links with room, in order of prefix and name.
void settle_rounding(const std::vector<model::PrefixIndex>& unknown,
                     const std::vector<std::vector<double>>& splits,
                     std::vector<std::vector<Bps>>& home, std::vector<Bps>& room) {
  for (std::size_t over = 0; over < room.size(); ++over) {
    for (std::size_t u = 0; u < unknown.size() && room[over].value < 0; ++u) {
      std::vector<Bps>& cells = home[unknown[u]];
      for (std::size_t to = 0; to < room.size() && room[over].value < 0; ++to) {
        const Bps part{std::min({-room[over].value, room[to].value, cells[over].value})};
        if (to != over && part.value > 0 && splits[u][to] > 0) {
          cells[over] -= part;
          cells[to] += part;
          room[over] += part;
          room[to] -= part;
        }
      }
    }
  }
}

}  // namespace

std::vector<Bps> divided(Bps volume, const std::vector<double>& weights) {
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

std::vector<std::vector<double>> fit_splits(const std::vector<double>& volumes,
                                            const std::vector<std::vector<double>>& priors,
                                            const std::vector<double>& room) {
  // Dual ascent: the optimum is prior times one factor in (0, 1] for each link. A factor that
  // ends at the floor belongs to a link that must overshoot; such links share one price.
  constexpr double floor = 1e-12;
  constexpr int most_rounds = 20000;
  const std::size_t links = room.size();
  std::vector<double> factor(links, 1);
  std::vector<double> scale(volumes.size());
  for (int round = 0; round < most_rounds; ++round) {
    double moved = 0;
    for (std::size_t l = 0; l < links; ++l) {
      double demand = 0;
      for (std::size_t p = 0; p < volumes.size(); ++p) {
        if (priors[p][l] <= 0) {
          continue;
        }
        double sum = 0;
        for (std::size_t k = 0; k < links; ++k) {
          sum += priors[p][k] * factor[k];
        }
        scale[p] = volumes[p] / sum;
        demand += scale[p] * priors[p][l];
      }
      const double next = demand > 0 ? std::clamp(room[l] / demand, floor, 1.0) : 1.0;
      moved = std::max(moved, std::abs(next - factor[l]) / factor[l]);
      factor[l] = next;
    }
    if (moved < 1e-13) {
      break;
    }
  }
  std::vector<std::vector<double>> splits = priors;
  for (std::vector<double>& split : splits) {
    double sum = 0;
    for (std::size_t l = 0; l < links; ++l) {
      split[l] *= factor[l];
      sum += split[l];
    }
    for (double& share : split) {
      share = std::round(share / sum * 1e12) / 1e12;
    }
  }
  return splits;
}

TodayTraffic measure_today(const model::Scenario& scenario, const TodayPrior& prior,
                           std::vector<Finding>& findings) {
  const std::size_t links = scenario.links.size();
  TodayTraffic today;
  today.home.assign(scenario.prefixes.size(), std::vector<Bps>(links));
  today.background.assign(links, Bps{});
  today.inbound.assign(links, Bps{});

  std::vector<Bps> room(links);
  for (std::size_t l = 0; l < links; ++l) {
    room[l] = scenario.links[l].inbound;
  }
  std::vector<model::PrefixIndex> unknown;
  std::vector<Finding> partly;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Prefix& prefix = scenario.prefixes[p];
    std::vector<Bps>& cells = today.home[p];
    if (prefix.inbound_kind == model::InboundKind::total) {
      unknown.push_back(p);
      continue;
    }
    if (prefix.inbound_kind == model::InboundKind::absent) {
      if (std::vector<Bps> implied = prior.implied(p); !implied.empty()) {
        cells = std::move(implied);
      }
    } else {
      std::string missing;
      for (std::size_t l = 0; l < links; ++l) {
        if (prefix.by_link[l]) {
          cells[l] = *prefix.by_link[l];
        } else if (prefix.advertise.carried_on(l)) {
          missing += (missing.empty() ? "" : ", ") + scenario.links[l].name;
        }
      }
      if (!missing.empty()) {
        partly.push_back(
            {"partly-measured", Severity::warning, prefix.source + "/inbound",
             fmt::format("{} is announced on {} but its inbound there is not given: what enters "
                         "there counts as background, which no change moves",
                         model::to_string(prefix.prefix), missing),
             "Measure it, or write 0 where nothing enters."});
      }
    }
    for (std::size_t l = 0; l < links; ++l) {
      room[l] -= cells[l];
    }
  }
  add_findings(findings, std::move(partly),
               "announced on links for which their inbound is not given; what enters there counts "
               "as background");
  for (std::size_t l = 0; l < links; ++l) {
    if (room[l].value < 0) {
      findings.push_back(
          {"measured-mismatch", Severity::warning, scenario.links[l].source + "/inbound",
           fmt::format("The prefixes measured on {} sum to {}, its measured inbound is {}: the sum "
                       "counts, {} more",
                       scenario.links[l].name,
                       model::format_rate(scenario.links[l].inbound - room[l]),
                       model::format_rate(scenario.links[l].inbound),
                       model::format_rate(Bps{-room[l].value})),
           "Take both from the same interval and the same statistic."});
    }
  }

  // Prefixes with the same prior split are fitted as one.
  std::map<std::vector<double>, std::vector<model::PrefixIndex>> groups;
  for (const model::PrefixIndex p : unknown) {
    std::vector<double> split = prior.split(p);
    if (std::accumulate(split.begin(), split.end(), 0.0) > 0) {
      groups[std::move(split)].push_back(p);
    }
  }
  std::vector<std::vector<double>> priors;
  std::vector<double> volumes;
  for (const auto& [split, members] : groups) {
    double volume = 0;
    for (const model::PrefixIndex p : members) {
      volume += static_cast<double>(scenario.prefixes[p].total.value);
    }
    priors.push_back(split);
    volumes.push_back(volume);
  }
  std::vector<double> caps(links);
  for (std::size_t l = 0; l < links; ++l) {
    caps[l] = static_cast<double>(std::max<std::int64_t>(0, room[l].value));
  }
  const std::vector<std::vector<double>> fitted = fit_splits(volumes, priors, caps);
  std::vector<std::vector<double>> split_of(scenario.prefixes.size());
  std::size_t group = 0;
  for (const auto& [split, members] : groups) {
    for (const model::PrefixIndex p : members) {
      split_of[p] = fitted[group];
    }
    ++group;
  }
  std::vector<Finding> fits;
  std::vector<model::PrefixIndex> split_prefixes;
  std::vector<std::vector<double>> splits;
  const std::vector<Bps> room_before = room;
  for (const model::PrefixIndex p : unknown) {
    if (split_of[p].empty()) {
      continue;
    }
    today.home[p] = divided(scenario.prefixes[p].total, split_of[p]);
    for (std::size_t l = 0; l < links; ++l) {
      room[l] -= today.home[p][l];
    }
    split_prefixes.push_back(p);
    splits.push_back(split_of[p]);
  }
  settle_rounding(split_prefixes, splits, today.home, room);
  for (const model::PrefixIndex p : split_prefixes) {
    std::string parts;
    for (std::size_t l = 0; l < links; ++l) {
      if (scenario.prefixes[p].advertise.carried_on(l)) {
        parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", scenario.links[l].name,
                             model::format_rate(today.home[p][l]));
      }
    }
    fits.push_back({"split-fitted", Severity::info, scenario.prefixes[p].source + "/inbound",
                    fmt::format("The split of {} over its links is not measured; fitted: {}",
                                model::to_string(scenario.prefixes[p].prefix), parts),
                    "Give its inbound for each link."});
  }
  add_findings(findings, std::move(fits), "their split over the links is not measured but fitted");
  for (std::size_t l = 0; l < links; ++l) {
    const Bps before{std::min<std::int64_t>(0, room_before[l].value)};
    if (room[l] < before) {
      findings.push_back(
          {"split-overshoot", Severity::warning, scenario.links[l].source + "/inbound",
           fmt::format("However the prefixes of unknown split are divided, {} more enters by {} "
                       "than was measured there",
                       model::format_rate(before - room[l]), scenario.links[l].name),
           "Check the prefixes' totals, their advertisements and this link's inbound."});
    }
  }

  for (std::size_t l = 0; l < links; ++l) {
    today.background[l] = Bps{std::max<std::int64_t>(0, room[l].value)};
    today.inbound[l] = scenario.links[l].inbound - room[l] + today.background[l];
  }
  return today;
}

}  // namespace bgpte::ingress
