// What a log teaches: forecasts against what came, what links keep, drift, jumps, contradictions.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "bgpte/ingress/repeats.hpp"
#include "bgpte/learning/report.hpp"
#include "bgpte/model/text_format.hpp"
#include "bgpte/text/time.hpp"

namespace bgpte::learning {
namespace {

using logbook::Announced;
using logbook::Outcomes;
using logbook::SetAside;
using logbook::Trial;

constexpr double hour_s = 3600;
/// What a link must have carried of a prefix so that a part of it can be told from noise: four
/// standard deviations of a share that is measured once.
constexpr double measurable_share = 0.04;
/// A link that keeps so much after a prepend hardly moves.
constexpr double sticky_from = 0.8;

std::string prefix_name(const model::Scenario& scenario,
                        const std::optional<model::PrefixIndex>& prefix) {
  return prefix ? to_string(scenario.prefixes[*prefix].prefix) : std::string("*");
}

/// One announcement of a prefix, measured on every link that announces it.
struct Point {
  std::optional<model::PrefixIndex> prefix;
  model::Advertisement advertise;  ///< Without common prepends.
  std::int64_t at = 0;
  std::vector<double> share;  ///< [link]
  auto operator<=>(const Point&) const = default;
};

std::optional<Point> point_of(const std::optional<model::PrefixIndex>& prefix, std::int64_t at,
                              const Announced& seen) {
  std::optional<std::vector<double>> shares = logbook::shares_of(seen);
  return shares ? std::optional(Point{prefix, seen.advertise.without_common_prepends(), at,
                                      *std::move(shares)})
                : std::nullopt;
}

/// Every point that the log and the scenario's own figures give, each once.
std::vector<Point> points_of(const model::Scenario& scenario, const std::vector<Trial>& trials,
                             const ingress::TodayTraffic& today) {
  std::set<Point> points;
  const auto add = [&](std::optional<Point> point) {
    if (point) {
      points.insert(*std::move(point));
    }
  };
  std::set<model::PrefixIndex> told;
  for (const Trial& trial : trials) {
    add(point_of(trial.prefix, trial.at, trial.seen));
    if (trial.before) {
      add(point_of(trial.prefix, trial.at, *trial.before));
    }
    if (trial.prefix) {
      told.insert(*trial.prefix);
    }
  }
  const std::optional<std::int64_t> until = model::measured_until(scenario);
  for (const model::PrefixIndex prefix : told) {
    const model::Advertisement& now = scenario.prefixes[prefix].advertise;
    if (until && !now.has_levers()) {
      Announced seen{now, {}};
      for (const model::Bps cell : today.home[prefix]) {
        seen.inbound.emplace_back(cell);
      }
      add(point_of(prefix, *until, seen));
    }
  }
  return {points.begin(), points.end()};
}

/// The advertisement with `prepends` fewer on the link, and then none there, up to a common number:
/// what is kept is of those who came without. Nothing where there is no such advertisement.
std::optional<model::Advertisement> lowered(const model::Advertisement& x, model::LinkIndex link,
                                            int prepends) {
  if (!x.carried_on(link) || x[link] > prepends) {
    return std::nullopt;
  }
  model::Advertisement result = x;
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    if (x.carried_on(l) && l != link) {
      result[l] = static_cast<model::Prepend>(x[l] + prepends);
    }
  }
  return result.without_common_prepends();
}

/// The point of that announcement that is nearest in time, the earlier one where two are; nullptr
/// where there is none. `points` are sorted.
const Point* nearest(const std::vector<Point>& points, const Point& to,
                     const model::Advertisement& advertise) {
  const auto is = [&](std::vector<Point>::const_iterator one) {
    return one->prefix == to.prefix && one->advertise == advertise;
  };
  const auto later = std::ranges::lower_bound(points, Point{to.prefix, advertise, to.at, {}});
  const bool has_later = later != points.end() && is(later);
  const bool has_earlier = later != points.begin() && is(later - 1);
  if (has_earlier && (!has_later || to.at - (later - 1)->at <= later->at - to.at)) {
    return &*(later - 1);
  }
  return has_later ? &*later : nullptr;
}

/// What each link kept of a prefix's traffic after one and two prepends there alone.
std::vector<Kept> kept_by_links(const model::Scenario& scenario, const std::vector<Point>& points) {
  constexpr int most_prepends = 2;
  std::map<std::pair<std::string, int>, Kept> kept;
  for (const Point& after : points) {
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      for (int k = 1; k <= most_prepends; ++k) {
        const std::optional<model::Advertisement> fewer = lowered(after.advertise, l, k);
        const Point* before = fewer ? nearest(points, after, *fewer) : nullptr;
        if (before == nullptr || before->share[l] < measurable_share) {
          continue;
        }
        const double part = std::min(1.0, after.share[l] / before->share[l]);
        const std::string& name = scenario.links[l].name;
        const auto [entry, added] =
            kept.try_emplace({name, k}, Kept{name, k, 0, part, part, part, "", 0, {}, false});
        Kept& row = entry->second;
        ++row.times;
        row.least = std::min(row.least, part);
        row.most = std::max(row.most, part);
        if (added || after.at >= row.at) {
          row.newest = part;
          row.at = after.at;
          row.prefix = prefix_name(scenario, after.prefix);
        }
      }
    }
  }
  const std::optional<std::int64_t> until = model::measured_until(scenario);
  std::vector<Kept> rows;
  for (auto& [key, row] : kept) {
    row.sticky = row.newest >= sticky_from;
    if (until) {
      row.age_h = static_cast<double>(std::abs(*until - row.at)) / hour_s;
    }
    rows.push_back(row);
  }
  return rows;
}

std::vector<Run> runs_of(const model::Scenario& scenario, const std::vector<Trial>& trials,
                         const Outcomes& outcomes) {
  std::vector<Run> runs;
  for (const logbook::Outcome& outcome : outcomes.outcomes) {
    const Trial& forecast = trials[outcome.forecast];
    Run run{prefix_name(scenario, forecast.prefix),
            model::advertisement_text(scenario, forecast.seen.advertise),
            forecast.at,
            trials[outcome.measured].at,
            outcome.one_link,
            outcome.distance,
            {}};
    for (const logbook::LinkOutcome& one : outcome.links) {
      run.links.push_back({scenario.links[one.link].name, one.forecast.low.as_double(),
                           one.forecast.expected.as_double(), one.forecast.high.as_double(),
                           one.seen, one.inside});
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

void add_repeats(const model::Scenario& scenario, const ingress::TodayTraffic& today,
                 Report& report) {
  for (const ingress::Repeat& one : ingress::repeats(scenario, today)) {
    const bool jump = one.distance > ingress::least_jump;
    report.repeats.push_back({prefix_name(scenario, one.prefix),
                              model::advertisement_text(scenario, one.advertise), one.from, one.to,
                              one.distance, jump});
    if (!jump) {
      ++report.drift.repeats;
      report.drift.mean_distance += one.distance;
      report.drift.mean_hours += static_cast<double>(one.to - one.from) / hour_s;
    }
  }
  if (report.drift.repeats > 0) {
    const auto count = static_cast<double>(report.drift.repeats);
    report.drift.mean_distance /= count;
    report.drift.mean_hours /= count;
  }
}

/// Adds what was set aside once the names were known.
void add_set_aside(const model::Scenario& scenario, const std::vector<Trial>& trials,
                   const Outcomes& outcomes, Report& report) {
  const auto add = [&](std::string why, const std::vector<std::size_t>& places) {
    if (!places.empty()) {
      const Trial& first = trials[places.front()];
      report.set_aside.push_back(
          {std::move(why), places.size(),
           prefix_name(scenario, first.prefix) + ", " + text::utc_text(first.at)});
    }
  };
  std::map<std::pair<std::optional<model::PrefixIndex>, model::Advertisement>, std::size_t> newest;
  std::vector<std::size_t> older;
  for (std::size_t i = 0; i < trials.size(); ++i) {  // In the order of time.
    if (trials[i].seen.inbound.empty()) {
      continue;
    }
    const auto [entry, added] = newest.try_emplace(
        {trials[i].prefix, trials[i].seen.advertise.without_common_prepends()}, i);
    if (!added) {
      older.push_back(entry->second);
      entry->second = i;
    }
  }
  std::ranges::sort(older);
  add("the same announcement was measured again since, and the newest counts", older);
  add("a later forecast of the same announcement was judged in its place", outcomes.superseded);
  add("what came was not measured on every link that announces, so no forecast is judged by it",
      outcomes.incomplete);
}

}  // namespace

Report study(const model::Scenario& scenario, const logbook::Log& log,
             const ingress::IngressModel& ingress) {
  logbook::Trials resolved = logbook::resolve(scenario, log.entries);
  const std::vector<Trial>& trials = resolved.trials;
  const Outcomes outcomes = logbook::judge(scenario, trials);
  Report report;
  report.entries = log.entries.size();
  report.measured_until = model::measured_until(scenario);
  report.runs = runs_of(scenario, trials, outcomes);
  for (const Run& run : report.runs) {
    report.mean_distance += run.distance / static_cast<double>(report.runs.size());
    report.shares += run.links.size();
    report.inside += static_cast<std::size_t>(
        std::ranges::count_if(run.links, [](const SharePair& one) { return one.inside; }));
  }
  report.calibration = logbook::calibrate(outcomes.outcomes);
  for (const std::size_t place : outcomes.pending) {
    const Trial& trial = trials[place];
    report.pending.push_back({prefix_name(scenario, trial.prefix),
                              model::advertisement_text(scenario, trial.seen.advertise),
                              trial.change_id, trial.at});
  }
  report.kept = kept_by_links(scenario, points_of(scenario, trials, ingress.today()));
  add_repeats(scenario, ingress.today(), report);
  for (const model::Finding& finding : ingress.findings()) {
    if (finding.rule == "observation-residual") {
      report.contradictions.push_back(finding.message);
    }
  }
  report.set_aside = std::move(resolved.set_aside);
  add_set_aside(scenario, trials, outcomes, report);
  return report;
}

}  // namespace bgpte::learning
