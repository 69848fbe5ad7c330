// Today's traffic: home cells by prefix and link, and the background that no prefix explains.
#include "src/ingress/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "bgpte/model/rounding.hpp"

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

/// Moves what rounding put on a link beyond its `room` to links with room left, in the order of
/// prefixes and links.
void repair_rounding(const std::vector<model::PrefixIndex>& unknown,
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
  std::vector<std::vector<double>> priors;
  std::vector<double> volumes;
  for (const auto& [split, members] : groups) {
    double volume = 0;
    for (const model::PrefixIndex p : members) {
      volume += static_cast<double>(today.scenario.prefixes[p].total.value);
    }
    priors.push_back(split);
    volumes.push_back(volume);
  }
  std::vector<double> caps;
  for (const Bps room : today.room) {
    caps.push_back(static_cast<double>(std::max<std::int64_t>(0, room.value)));
  }
  const std::vector<std::vector<double>> fitted = fit_splits(volumes, priors, caps);
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
  std::vector<std::vector<double>> splits;
  for (const model::PrefixIndex p : today.unknown) {
    if (split_of[p].empty()) {
      continue;
    }
    today.traffic.home[p] = divide_bps(today.scenario.prefixes[p].total, split_of[p]);
    for (std::size_t l = 0; l < today.room.size(); ++l) {
      today.room[l] -= today.traffic.home[p][l];
    }
    prefixes.push_back(p);
    splits.push_back(split_of[p]);
  }
  repair_rounding(prefixes, splits, today.traffic.home, today.room);
  report_fitted(today, prefixes);
}

/// `before`: [link] the room before the prefixes of unknown split were divided.
void report_overshoot(const Today& today, const std::vector<Bps>& before) {
  for (std::size_t l = 0; l < today.room.size(); ++l) {
    const Bps allowed{std::min<std::int64_t>(0, before[l].value)};
    if (today.room[l] < allowed) {
      today.findings.push_back(
          {"split-overshoot", Severity::warning, today.scenario.links[l].source + "/inbound",
           fmt::format("However the prefixes of unknown split are divided, {} more enters by {} "
                       "than was measured there",
                       model::format_rate(allowed - today.room[l]), today.scenario.links[l].name),
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

std::vector<std::vector<double>> fit_splits(const std::vector<double>& volumes,
                                            const std::vector<std::vector<double>>& priors,
                                            const std::vector<double>& room) {
  // Dual ascent: the optimum is the prior times one factor in (0, 1] for each link. A factor that
  // ends at the floor belongs to a link that must overshoot; all of these have the same factor.
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
