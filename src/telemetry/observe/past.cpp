// A measurement for a history, and what the history says of it.
#include "src/telemetry/observe/past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "bgpte/history/attack.hpp"
#include "bgpte/history/growth.hpp"
#include "bgpte/history/usual.hpp"
#include "bgpte/text/display.hpp"
#include "src/telemetry/observe/counters.hpp"
#include "src/telemetry/observe/flow_shares.hpp"

namespace bgpte::telemetry {
namespace {

/// [prefix] what it follows: what is announced nowhere enters where the prefix around it does.
std::vector<model::Advertisement> matches_of(const model::Scenario& scenario) {
  const auto covering = model::longest_covering(scenario);
  std::vector<model::Advertisement> matches;
  for (model::PrefixIndex p = 0; p < covering.size(); ++p) {
    matches.push_back(model::match_today(scenario, covering, p));
  }
  return matches;
}

class Past {
 public:
  Past(const model::Scenario& now, const Combined& observed, const Measurement& measured)
      : now_(now), observed_(observed), measured_(measured) {}

  std::vector<history::Sample> take() {
    too_many_ = count_cells() > history::most_cells;
    for (model::LinkIndex l = 0; l < now_.links.size(); ++l) {
      add_link(l);
    }
    return std::move(samples_);
  }

 private:
  /// On the grid of the hour, wherever the counters begin.
  [[nodiscard]] std::int64_t on_grid(std::int64_t time) const {
    return time - time % measured_.interval_s;
  }

  [[nodiscard]] std::size_t count_cells() const {
    std::size_t cells = now_.links.size();
    for (model::PrefixIndex p = 0; p < now_.prefixes.size(); ++p) {
      for (model::LinkIndex l = 0; l < now_.links.size(); ++l) {
        cells += matches_[p].may_enter(l) ? 1 : 0;
      }
    }
    return cells;
  }

  void add_link(model::LinkIndex l) {
    const std::string& name = now_.links[l].name;
    const std::vector<Interval> intervals =
        intervals_of(of_link(observed_.load, name), measured_.interval_s);
    for (const Interval& one : intervals) {
      if (one.in_bps >= 0) {
        samples_.push_back({on_grid(one.window.from), {name, {}}, one.in_bps});
      }
    }
    for (auto& [time, rates] : rates_of(of_link(observed_.flows, name), intervals)) {
      add_prefixes(l, on_grid(time), rates);
      if (too_many_) {
        break;
      }
    }
  }

  void add_prefixes(model::LinkIndex l, std::int64_t time,
                    std::map<std::string, PrefixRate>& rates) {
    const bool zero_is_known = measured_.links[l].coverage.fine();
    // Prefixes are sorted by address and length, so that parts come behind their wholes.
    for (model::PrefixIndex p = now_.prefixes.size(); p-- > 0;) {
      const model::Prefix& prefix = now_.prefixes[p];
      if (!matches_[p].may_enter(l)) {
        continue;
      }
      const std::string name = model::to_string(prefix.prefix);
      const auto found = rates.find(name);
      if (found == rates.end() && !zero_is_known) {
        continue;
      }
      const PrefixRate rate = found == rates.end() ? PrefixRate{} : found->second;
      samples_.push_back(
          {time,
           {now_.links[l].name, name},
           std::llround(rate.bps),
           rate.sources,
           rate.suspect_bps < 0 ? -1 : std::llround(std::min(rate.bps, rate.suspect_bps))});
      if (prefix.part_of) {
        add_part(rate, rates[model::to_string(now_.prefixes[*prefix.part_of].prefix)]);
      }
    }
  }

  /// What a part brings belongs to the whole too.
  static void add_part(const PrefixRate& part, PrefixRate& whole) {
    whole.bps += part.bps;
    whole.sources = std::max(whole.sources, part.sources);
    if (part.suspect_bps >= 0) {
      whole.suspect_bps = std::max(0.0, whole.suspect_bps) + part.suspect_bps;
    }
  }

  const model::Scenario& now_;
  const Combined& observed_;
  const Measurement& measured_;
  const std::vector<model::Advertisement> matches_ = matches_of(now_);
  /// There are more cells than a history keeps: one interval is enough for it to say so.
  bool too_many_ = false;
  std::vector<history::Sample> samples_;
};

}  // namespace

std::vector<history::Sample> past_samples(const model::Scenario& now, const Combined& observed,
                                          const Measurement& measured) {
  return Past(now, observed, measured).take();
}

void tell_past(const model::Scenario& scenario, const history::History& history,
               Measurement& measurement) {
  const std::int64_t load_day =
      std::max<std::int64_t>(0, measurement.window.to - 1) / history::day_s;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const model::Link& link = scenario.links[l];
    const LinkFigures& figures = measurement.links[l];
    const std::int64_t load = link.peak ? figures.peak : figures.inbound;
    const std::optional<model::Growth> growth =
        history::growth_of(history::busy_hours(history, link.name));
    if (growth && load >= 0 && load_day - growth->to <= history::most_days_old_for_growth) {
      measurement.growth.push_back(
          {link.name, *growth, load_day,
           history::run_out(*growth, {load}, {load}, model::ceiling(scenario, l))});
    }
  }
  for (const history::AttackVerdict& one :
       history::newest_verdicts(history, scenario, measurement.past)) {
    const std::string what =
        fmt::format("{} of {} enter by link {} at {}: {}", model::format_rate({one.now.bps}),
                    one.now.cell.prefix, text::one_line(one.now.cell.link), utc_text(one.now.time),
                    one.reasons());
    measurement.remarks.push_back(
        one.looks_like_attack()
            ? Remark{"looks-like-attack", what + ". Ask whether it is an attack before it is moved"}
            : Remark{"unusual-traffic",
                     what + ". One test of three holds, and two are needed to call it an attack"});
  }
}

}  // namespace bgpte::telemetry
