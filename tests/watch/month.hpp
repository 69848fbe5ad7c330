#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bgpte/scenario/load.hpp"
#include "bgpte/watch/watch.hpp"

/// A month of four links, as a network would measure it, for the tests of watch.
namespace bgpte::watch::testing {

inline constexpr std::int64_t begin = 1'793'491'200;  // 2026-11-01T00:00:00Z
inline constexpr std::int64_t step = 300;
inline constexpr int month = 8640;
inline constexpr std::int64_t gbps = 1'000'000'000;

/// Four links of 10 Gbps with a ceiling of 8; `policy` goes into the scenario's policy.
inline model::Scenario four_links(const std::string& policy = "{}") {
  std::string links;
  std::string prefixes;
  const std::vector<std::string> names{"A", "B", "C", "D"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    links += (i == 0 ? "" : ",") + std::string(R"({"name": ")") + names[i] +
             R"(", "neighbor_as": )" + std::to_string(64501 + i) +
             R"(, "relationship": "transit", "capacity": "10 Gbps", "inbound": "6 Gbps",
                "billing": {"model": "per-mbps", "price": 0.5}})";
    prefixes += (i == 0 ? "" : ",") + std::string(R"({"prefix": "10.)") + std::to_string(i) +
                R"(.0.0/24", "inbound": {")" + names[i] + R"(": "2 Gbps"}, "advertise": {"A": )" +
                (i == 0 ? "0" : "2") + R"(, "B": )" + (i == 1 ? "0" : "2") + R"(, "C": )" +
                (i == 2 ? "0" : "2") + R"(, "D": )" + (i == 3 ? "0" : "2") + "}}";
  }
  const scenario::LoadResult result = scenario::load(
      R"({"format": "bgpte-scenario/1", "name": "month", "local_as": 64500, "links": [)" + links +
          R"(], "prefixes": [)" + prefixes + R"(], "policy": )" + policy + "}",
      ".");
  for (const scenario::Diagnostic& diagnostic : result.diagnostics) {
    ADD_FAILURE() << to_string(diagnostic, "month");
  }
  return result.scenario.value_or(model::Scenario{});
}

/// Intervals `from` to `to` (not included) of the month, of one link.
struct Span {
  std::size_t link = 0;
  int from = 0, to = 0;
  [[nodiscard]] bool holds(int interval) const { return interval >= from && interval < to; }
};

/// What is in a month.
struct MonthPlan {
  std::vector<Span> incidents;  ///< About 9 Gbps.
  Span attack;                  ///< The first prefix of the link brings 13 Gbps.
  std::vector<Span> gaps;       ///< Nothing is measured, of any link.
  Span lossy;                   ///< Flows account for four tenths.
};

/// Three incidents, one of them with an exporter that loses flows, an attack and two gaps, at times
/// that the seed gives: one in each of the days 2, 6, 10, ..., so that they are apart.
inline MonthPlan random_month(unsigned seed) {
  std::mt19937 random(seed);
  const auto at = [&](int of_day) {
    constexpr int a_day = 288;
    return a_day * of_day + static_cast<int>(random() % a_day);
  };
  const auto link = [&] { return std::size_t{random() % 4}; };
  const auto span = [&](int of_day, int least, int most) {
    const int from = at(of_day);
    const auto width = static_cast<unsigned>(most - least);
    return Span{link(), from, from + least + static_cast<int>(random() % width)};
  };
  MonthPlan plan;
  plan.incidents = {span(2, 12, 60), span(9, 12, 60), span(20, 12, 60)};
  plan.attack = span(14, 6, 40);
  plan.gaps = {span(6, 10, 100), span(25, 10, 100)};
  plan.lossy = plan.incidents[2];
  return plan;
}

/// A day's swing of 4 to 6.5 Gbps with noise, and single spikes above the ceiling several times a
/// day: what a threshold without memory rings for.
inline std::vector<Interval> intervals_of(const MonthPlan& plan, unsigned seed) {
  std::mt19937 random(seed + 1000);
  std::normal_distribution<double> noise(0, 0.08);
  constexpr int a_day = 288;
  std::vector<Interval> all;
  for (int i = 0; i < month; ++i) {
    Interval interval;
    interval.at = begin + step * i;
    bool gap = false;
    for (const Span& span : plan.gaps) {
      gap = gap || span.holds(i);
    }
    if (gap) {
      continue;
    }
    for (std::size_t l = 0; l < 4; ++l) {
      const double angle = 2 * M_PI * (i % a_day) / a_day + static_cast<double>(l);
      double rate = 5.2 + 1.2 * std::sin(angle) + noise(random);
      double seen = 0.97;
      if (random() % 300 == 0) {
        rate = 8.6;
      }
      double first = rate * 0.3;
      for (const Span& span : plan.incidents) {
        if (span.link == l && span.holds(i)) {
          rate = 9.1 + noise(random);
          first = rate * 0.3;
        }
      }
      if (plan.lossy.link == l && plan.lossy.holds(i)) {
        seen = 0.4;
      }
      if (plan.attack.link == l && plan.attack.holds(i)) {
        rate = 9.95;
        first = 13;
      }
      const auto bps = static_cast<std::int64_t>(rate * static_cast<double>(gbps));
      interval.links.push_back(
          {interval.at, bps, static_cast<std::int64_t>(static_cast<double>(bps) * seen)});
      interval.prefixes.push_back(
          {l, l, static_cast<std::int64_t>(first * seen / 0.97 * static_cast<double>(gbps))});
    }
    all.push_back(std::move(interval));
  }
  return all;
}

/// Replays with advice that always finds the change that `change` names; empty: none is safe.
inline std::vector<Tell> replayed(const model::Scenario& scenario,
                                  const std::vector<Interval>& intervals,
                                  const std::string& change) {
  std::vector<Tell> tells;
  State state = new_state(scenario);
  for (const Interval& interval : intervals) {
    const std::int64_t end = interval.at + step;
    Outcome out = take(expire_step(std::move(state), end).state, interval, scenario);
    const Question question = may_advise(out.state, scenario, end);
    Found found;
    if (question.ask && !change.empty()) {
      found = {change + std::to_string(interval.at), {"10.0.0.0/24"}, "Prepend.", "{}"};
    }
    out = settle(std::move(out), question, found, end);
    tells.insert(tells.end(), out.tells.begin(), out.tells.end());
    state = std::move(out.state);
  }
  return tells;
}

}  // namespace bgpte::watch::testing
