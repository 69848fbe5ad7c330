// Which traffic rises and falls together, and its samples by interval.
#include "bgpte/billing/traffic_profiles.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace bgpte::billing {

TrafficProfiles::TrafficProfiles(const model::Scenario& scenario,
                                 const ingress::TodayTraffic& today,
                                 std::span<const BillGroup> groups) {
  // By name, the bill's own file first for its ports, then the others in order.
  std::map<std::string_view, Recorded> by_name;
  std::vector<Recorded> own_file(scenario.links.size());
  for (const BillGroup& group : groups) {
    if (!group.billing->percentile) {
      continue;
    }
    for (const model::SampleSeries& series : group.billing->percentile->series) {
      const Recorded recorded{&*group.billing->percentile, &series};
      by_name.emplace(series.subject, recorded);
      for (const model::LinkIndex l : group.links) {
        if (scenario.links[l].name == series.subject) {
          own_file[l] = recorded;
        }
      }
    }
  }
  const auto named = [&](std::string_view name) {
    const auto found = by_name.find(name);
    return found == by_name.end() ? Recorded{} : found->second;
  };
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    recorded_.push_back(own_file[l] ? own_file[l] : named(scenario.links[l].name));
    total_.push_back(today.background[l].value);
  }
  own_.assign(scenario.prefixes.size(), 0);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const Recorded recorded =
        by_name.empty() ? Recorded{} : named(model::to_string(scenario.prefixes[p].prefix));
    if (recorded) {
      own_[p] = recorded_.size();
      with_own_.push_back(p);
      recorded_.push_back(recorded);
      total_.push_back(0);
    }
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      total_[of(p, l)] += today.home[p][l].value;
    }
  }
}

std::vector<std::int64_t> sampled(const Recorded& recorded, Direction direction,
                                  std::int64_t interval_s, std::span<const std::int64_t> intervals,
                                  std::int64_t missing) {
  std::vector<std::int64_t> result(intervals.size(), missing);
  const std::vector<model::Sample>& samples = recorded.series->samples;
  const std::int64_t own_s = recorded.rule->interval_s;
  const auto value = [&](const model::Sample& sample) {
    return direction == Direction::in ? sample.inbound.value : sample.outbound.value;
  };
  auto next = samples.begin();
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const std::int64_t begin = intervals[i] * interval_s;
    if (own_s > interval_s) {
      while (next != samples.end() && next->time_s / own_s < begin / own_s) {
        ++next;
      }
      if (next != samples.end() && next->time_s / own_s == begin / own_s) {
        result[i] = value(*next);
      }
      continue;
    }
    while (next != samples.end() && next->time_s < begin) {
      ++next;
    }
    model::Int128 sum = 0;
    std::int64_t count = 0;
    for (; next != samples.end() && next->time_s < begin + interval_s; ++next, ++count) {
      sum += value(*next);
    }
    if (count > 0) {
      result[i] = static_cast<std::int64_t>(sum / count);
    }
  }
  return result;
}

std::vector<std::int64_t> intervals_of(const Recorded& recorded, std::int64_t interval_s) {
  std::vector<std::int64_t> result;
  const std::int64_t own_s = recorded.rule->interval_s;
  for (const model::Sample& sample : recorded.series->samples) {
    // A coarser sample holds for every interval that begins within it.
    const std::int64_t begin = own_s > interval_s ? sample.time_s / own_s * own_s : sample.time_s;
    const std::int64_t first =
        own_s > interval_s ? (begin + interval_s - 1) / interval_s : begin / interval_s;
    const std::int64_t end = own_s > interval_s ? (begin + own_s - 1) / interval_s + 1 : first + 1;
    for (std::int64_t i = std::max(first, result.empty() ? first : result.back() + 1); i < end;
         ++i) {
      result.push_back(i);
    }
  }
  return result;
}

}  // namespace bgpte::billing
