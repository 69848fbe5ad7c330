// Times that cannot be of the same clock.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/text/time.hpp"
#include "src/watch/above.hpp"

namespace bgpte::watch {

namespace {

/// A timer that stood still for some weeks goes on.
constexpr std::int64_t longest_outage_s = 30 * day_s;

/// The newest time that the state knows; -1: none.
std::int64_t newest_of(const State& state) {
  std::int64_t newest = now_of(state);
  for (const auto& [name, link] : state.links) {
    newest = std::max({newest, link.cleared_at, link.incident ? link.incident->since : -1});
  }
  return newest;
}

/// Begin of the newest measured interval of each link, by its index.
std::map<model::LinkIndex, std::int64_t> newest_by_link(const std::vector<Interval>& intervals) {
  std::map<model::LinkIndex, std::int64_t> newest;
  for (const Interval& interval : intervals) {
    for (model::LinkIndex l = 0; l < interval.links.size(); ++l) {
      if (interval.links[l].in_bps >= 0) {
        std::int64_t& at = newest.try_emplace(l, -1).first->second;
        at = std::max(at, interval.at);
      }
    }
  }
  return newest;
}

std::string ahead(std::string_view what, std::int64_t time, std::int64_t known) {
  return fmt::format(
      "{} of {} is far ahead of {}, which is the newest that is known beside it: "
      "some clock is wrong. Nothing was taken",
      what, text::utc_text(time), text::utc_text(known));
}

}  // namespace

std::string clock_fault(const State& state, const std::vector<Interval>& intervals,
                        const std::vector<Alert>& alerts) {
  std::vector<std::int64_t> times;
  for (const Interval& interval : intervals) {
    times.push_back(interval.at);
  }
  std::ranges::sort(times);
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] - times[i - 1] > day_s) {
      return ahead("an observation", times[i], times[i - 1]);
    }
  }
  std::int64_t known = newest_of(state);
  if (!times.empty()) {
    if (known >= 0 && times.front() - known > longest_outage_s) {
      return ahead("an observation", times.front(), known);
    }
    known = std::max(known, times.back());
  }
  for (const Alert& alert : alerts) {
    const std::int64_t time = std::max(alert.starts_at, alert.firing ? 0 : alert.ends_at);
    if (known >= 0 && time - known > longest_outage_s) {
      return ahead("an alert", time, known);
    }
  }
  return "";
}

std::vector<std::string> older_than_seen(const State& state, const model::Scenario& scenario,
                                         const std::vector<Interval>& intervals) {
  std::vector<std::string> sentences;
  for (const auto& [index, at] : newest_by_link(intervals)) {
    const std::string& name = scenario.links[index].name;
    const auto link = state.links.find(name);
    if (link != state.links.end() && !link->second.recent.empty() &&
        at < link->second.recent.back().at) {
      sentences.push_back(fmt::format(
          "the observations of {} end at {}, and {} was seen already: nothing of them is taken",
          name, text::utc_text(at + state.interval_s),
          text::utc_text(link->second.recent.back().at + state.interval_s)));
    }
  }
  return sentences;
}

}  // namespace bgpte::watch
