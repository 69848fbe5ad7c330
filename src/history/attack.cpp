// The three tests of an attack, of which two must hold.
#include "bgpte/history/attack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/history/usual.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/units.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::history {
namespace {

constexpr std::int64_t one = 1'000'000;
/// Below that, ten times as many sources are chance.
constexpr std::int64_t least_sources = 100;
constexpr std::int64_t quarter_of_an_hour_s = 900;

TestResult result(bool holds) {
  return holds ? TestResult::holds : TestResult::fails;
}

/// value > ratio * base, exact.
bool above(std::int64_t value, model::Ratio ratio, std::int64_t base) {
  return text::Int128(value) * one > text::Int128(ratio.millionths) * base;
}

std::string times_text(std::int64_t value, std::int64_t usual) {
  return usual > 0
             ? fmt::format("{:.1f} times", static_cast<double>(value) / static_cast<double>(usual))
             : std::string("more than");
}

/// The link of a cell of a prefix that may be suspected; nothing where it may not.
std::optional<model::LinkIndex> suspect_link(const model::Scenario& scenario,
                                             const CellName& cell) {
  if (cell.prefix.empty()) {
    return std::nullopt;
  }
  const auto prefix = model::find_prefix(scenario, model::parse_prefix(cell.prefix).prefix);
  return prefix && scenario.prefixes[*prefix].demand ? std::nullopt
                                                     : model::find_link(scenario, cell.link);
}

}  // namespace

int AttackVerdict::held() const {
  return static_cast<int>(growth == TestResult::holds) +
         static_cast<int>(suspect == TestResult::holds) +
         static_cast<int>(sources == TestResult::holds);
}

bool AttackVerdict::looks_like_attack() const {
  constexpr int needed = 2;
  return held() >= needed;
}

std::string AttackVerdict::reasons() const {
  std::vector<std::string> parts;
  if (growth == TestResult::holds) {
    parts.push_back(fmt::format("{} its usual {} of that hour", times_text(now.bps, *usual_bps),
                                model::format_rate({*usual_bps})));
  }
  if (suspect == TestResult::holds) {
    parts.push_back(fmt::format(
        "{} of it from amplification ports, SYN only or fragments",
        text::percent(static_cast<double>(now.suspect_bps) / static_cast<double>(now.bps))));
  }
  if (sources == TestResult::holds) {
    parts.push_back(fmt::format("{} its usual {} sources", times_text(now.sources, *usual_sources),
                                *usual_sources));
  }
  return text::join(parts);
}

AttackVerdict looks_like_attack(const History& history, const CellNow& now,
                                const model::AttackTests& tests) {
  AttackVerdict verdict;
  verdict.now = now;
  const std::int64_t day = now.time / day_s;
  const auto hour = static_cast<int>(now.time % day_s / hour_s);
  verdict.usual_bps = usual_rate(history, now.cell, day, hour);
  // What matters to no link, or is less than usual, is no attack whatever it is made of.
  const bool matters = above(now.bps, tests.link_share, now.capacity_bps) &&
                       (!verdict.usual_bps || now.bps >= *verdict.usual_bps);
  if (verdict.usual_bps) {
    verdict.growth = result(matters && above(now.bps, tests.growth, *verdict.usual_bps));
  }
  if (now.suspect_bps >= 0) {
    verdict.suspect = result(matters && above(now.suspect_bps, tests.suspect_share, now.bps));
  }
  verdict.usual_sources = usual_sources(history, now.cell, day, hour);
  if (verdict.usual_sources && now.sources >= 0) {
    verdict.sources = result(matters && now.sources >= least_sources &&
                             above(now.sources, tests.sources, *verdict.usual_sources));
  }
  return verdict;
}

std::vector<AttackVerdict> newest_verdicts(const History& history, const model::Scenario& scenario,
                                           std::span<const Sample> samples) {
  std::map<CellName, std::int64_t> newest;
  for (const Sample& sample : samples) {
    std::int64_t& time = newest[sample.cell];
    time = std::max(time, sample.time);
  }
  struct Sum {
    std::int64_t from = 0;
    std::vector<std::int64_t> rates, sources, suspect;
  };
  std::map<CellName, Sum> sums;
  for (const Sample& sample : samples) {
    if (sample.time <= newest[sample.cell] - quarter_of_an_hour_s) {
      continue;
    }
    Sum& sum = sums[sample.cell];
    sum.from = newest[sample.cell];
    sum.rates.push_back(sample.bps);
    sum.sources.push_back(sample.sources);
    sum.suspect.push_back(sample.suspect_bps);
  }
  constexpr int median = 50;
  std::vector<AttackVerdict> found;
  for (const auto& [cell, sum] : sums) {
    const std::optional<model::LinkIndex> link = suspect_link(scenario, cell);
    if (!link) {
      continue;
    }
    const CellNow now{cell,
                      sum.from,
                      percentile(sum.rates, median),
                      percentile(sum.sources, median),
                      percentile(sum.suspect, median),
                      scenario.links[*link].capacity.value};
    AttackVerdict verdict = looks_like_attack(history, now, scenario.policy.attack);
    if (verdict.held() > 0) {
      found.push_back(std::move(verdict));
    }
  }
  return found;
}

std::vector<AttackVerdict> verdicts_of_last_day(const History& history,
                                                const model::Scenario& scenario) {
  std::int64_t newest = 0;
  for (auto day = history.days.rbegin(); day != history.days.rend() && newest == 0; ++day) {
    for (const auto& [cell, hours] : day->second.cells) {
      newest = std::max(
          newest, day->first * day_s + static_cast<std::int64_t>(hours.rbegin()->first) * hour_s);
    }
  }
  std::map<CellName, AttackVerdict> worst;
  const auto first = history.days.lower_bound((newest - day_s) / day_s);
  for (auto day = first; day != history.days.end(); ++day) {
    for (const auto& [cell, hours] : day->second.cells) {
      const std::optional<model::LinkIndex> link = suspect_link(scenario, cell);
      if (!link) {
        continue;
      }
      for (const auto& [number, hour] : hours) {
        const std::int64_t begin = day->first * day_s + static_cast<std::int64_t>(number) * hour_s;
        if (begin <= newest - day_s) {
          continue;
        }
        const CellNow now{cell,
                          begin,
                          hour.mean,
                          hour.sources,
                          hour.suspect_bps,
                          scenario.links[*link].capacity.value};
        AttackVerdict verdict = looks_like_attack(history, now, scenario.policy.attack);
        if (verdict.held() == 0) {
          continue;
        }
        const auto [found, is_new] = worst.emplace(cell, verdict);
        const auto weight = [](const AttackVerdict& of) {
          return std::pair(of.held(), of.now.bps);
        };
        if (!is_new && weight(verdict) > weight(found->second)) {
          found->second = std::move(verdict);
        }
      }
    }
  }
  std::vector<AttackVerdict> found;
  for (auto& [cell, verdict] : worst) {
    found.push_back(std::move(verdict));
  }
  return found;
}

}  // namespace bgpte::history
