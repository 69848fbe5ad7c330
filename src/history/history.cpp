// Samples into hours: merged whatever the order, and forgotten with age.
#include "bgpte/history/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "bgpte/model/units.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/time.hpp"

namespace bgpte::history {
namespace {

constexpr std::size_t date_length = 10;

std::int64_t mean_of(const std::vector<std::int64_t>& values) {
  text::Int128 sum = 0;
  for (const std::int64_t value : values) {
    sum += value;
  }
  const auto count = static_cast<std::int64_t>(values.size());
  return static_cast<std::int64_t>((sum + count / 2) / count);
}

/// The figures of an hour from its samples.
void summarise(Hour& hour) {
  std::vector<std::int64_t> rates;
  std::vector<std::int64_t> sources;
  std::vector<std::int64_t> suspect;
  for (const auto& [offset, sample] : hour.samples) {
    rates.push_back(sample.bps);
    if (sample.sources >= 0) {
      sources.push_back(sample.sources);
    }
    if (sample.suspect_bps >= 0) {
      suspect.push_back(sample.suspect_bps);
    }
  }
  hour.n = static_cast<std::int64_t>(rates.size());
  hour.mean = mean_of(rates);
  constexpr int median = 50;
  constexpr int high = 95;
  constexpr int highest = 99;
  hour.p50 = percentile(rates, median);
  hour.p95 = percentile(rates, high);
  hour.p99 = percentile(rates, highest);
  hour.sources = sources.empty() ? -1 : percentile(sources, median);
  hour.suspect_bps = suspect.empty() ? -1 : mean_of(suspect);
}

/// Days before this one are not kept.
std::int64_t first_kept(std::int64_t newest, std::int64_t days) {
  return newest - days + 1;
}

/// What is older than is kept goes; it is counted in `result`.
void forget(History& history, const Retention& retention, Added& result) {
  const std::int64_t newest = history.newest();
  const std::int64_t first_of_links = first_kept(newest, retention.link_days);
  const std::int64_t first_of_prefixes = first_kept(newest, retention.prefix_days);
  std::set<CellName> dropped;
  for (auto& [number, values] : history.days) {
    const std::int64_t day = number;
    std::erase_if(values.cells, [&](const auto& cell) {
      const bool old = day < (cell.first.prefix.empty() ? first_of_links : first_of_prefixes);
      if (old) {
        ++result.dropped_days;
        dropped.insert(cell.first);
      }
      return old;
    });
  }
  result.dropped_cells = dropped.size();
  std::erase_if(history.days, [](const auto& one) { return one.second.cells.empty(); });
}

/// Why the days of the samples are too far after the history, or after each other, to be believed;
/// empty where they are not, and where there is no history yet.
std::string fault_of_gap(const History& history, const std::set<std::int64_t>& days,
                         const Retention& retention) {
  if (history.empty()) {
    return {};
  }
  std::int64_t before = history.newest();
  for (auto day = days.upper_bound(before); day != days.end(); before = *day++) {
    const std::int64_t gap = *day - before;
    if (gap >= retention.link_days) {
      return fmt::format(
          "the samples of {} are {} after {}, so that all before would be forgotten: is their time "
          "right? A new folder begins anew",
          day_text(*day), text::count_of(gap, "day"), day_text(before));
    }
    if (gap > retention.gap_days) {
      return fmt::format(
          "the samples of {} are {} after {}, the newest day known before: is their time right? If "
          "nothing was measured between them, --after-gap takes them, and forgets what is then too "
          "old",
          day_text(*day), text::count_of(gap, "day"), day_text(before));
    }
  }
  return {};
}

/// Why a history cannot take the samples; empty where it can.
std::string fault_of(const History& history, std::span<const Sample> samples,
                     std::int64_t interval_s, const Retention& retention) {
  if (interval_s < 1 || hour_s % interval_s != 0) {
    return fmt::format("the history counts hours, and intervals of {} s do not fill them",
                       interval_s);
  }
  std::set<std::int64_t> days;
  for (const Sample& sample : samples) {
    if (sample.time < 0 || sample.time % interval_s != 0) {
      return fmt::format("an interval begins at {}, which is no multiple of {} s of its hour",
                         text::utc_text(std::max<std::int64_t>(0, sample.time)), interval_s);
    }
    if (sample.bps < 0 || sample.bps > model::max_rate.value || sample.suspect_bps > sample.bps ||
        sample.sources > most_sources) {
      return fmt::format("the interval that begins at {} has a rate that cannot be: {} bps",
                         text::utc_text(sample.time), sample.bps);
    }
    days.insert(sample.time / day_s);
    const auto day = history.days.find(sample.time / day_s);
    if (day != history.days.end() && day->second.interval_s != interval_s) {
      return fmt::format("the history of {} has intervals of {} s, and these are of {} s",
                         day_text(day->first), day->second.interval_s, interval_s);
    }
  }
  return fault_of_gap(history, days, retention);
}

/// Keeps the larger of each figure, so that the order in which they come does not matter.
bool put(Hour& hour, std::int64_t offset, const KeptSample& sample) {
  const auto [found, is_new] = hour.samples.emplace(offset, sample);
  if (is_new) {
    return true;
  }
  KeptSample& known = found->second;
  const KeptSample larger{std::max(known.bps, sample.bps), std::max(known.sources, sample.sources),
                          std::max(known.suspect_bps, sample.suspect_bps)};
  const bool changes = larger != known;
  known = larger;
  return changes;
}

}  // namespace

std::variant<Added, std::string> add(History& history, std::span<const Sample> samples,
                                     std::int64_t interval_s, const Retention& retention) {
  if (std::string fault = fault_of(history, samples, interval_s, retention); !fault.empty()) {
    return fault;
  }
  std::int64_t newest = history.newest();
  for (const Sample& sample : samples) {
    newest = std::max(newest, sample.time / day_s);
  }
  const std::int64_t first_of_links = first_kept(newest, retention.link_days);
  const std::int64_t first_of_prefixes = first_kept(newest, retention.prefix_days);
  const std::int64_t whole = hour_s / interval_s;
  History made = history;
  Added result;
  for (const Sample& sample : samples) {
    const std::int64_t number = sample.time / day_s;
    if (number < (sample.cell.prefix.empty() ? first_of_links : first_of_prefixes)) {
      ++result.forgotten;
      continue;
    }
    Day& day = made.days[number];
    day.interval_s = interval_s;
    Hours& hours = day.cells[sample.cell];
    if (day.cells.size() > most_cells) {
      return fmt::format("more than {} links and prefixes by link in the history of {}", most_cells,
                         day_text(number));
    }
    Hour& hour = hours[static_cast<int>(sample.time % day_s / hour_s)];
    const bool complete = hour.n == whole && hour.samples.empty();
    const bool taken = !complete && put(hour, sample.time % hour_s,
                                        {sample.bps, sample.sources, sample.suspect_bps});
    ++(taken ? result.taken : result.known);
  }
  for (auto& [number, day] : made.days) {
    for (auto& [cell, hours] : day.cells) {
      for (auto& [at, hour] : hours) {
        if (!hour.samples.empty()) {
          summarise(hour);
        }
        if (hour.n == whole) {
          hour.samples.clear();
        }
      }
    }
  }
  forget(made, retention, result);
  history = std::move(made);
  return result;
}

std::string day_text(std::int64_t day) {
  return text::utc_text(day * day_s).substr(0, date_length);
}

std::string file_name(std::int64_t day) {
  return day_text(day) + ".json";
}

std::int64_t day_of_file(std::string_view name) {
  constexpr std::string_view ending = ".json";
  if (!name.ends_with(ending) || name.size() != date_length + ending.size()) {
    return -1;
  }
  const std::optional<std::int64_t> end = text::end_of_day(name.substr(0, date_length));
  return end ? *end / day_s - 1 : -1;
}

std::int64_t percentile(std::vector<std::int64_t> values, int rank) {
  const std::size_t dropped = values.size() * static_cast<std::size_t>(100 - rank) / 100;
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(std::min(dropped, values.size() - 1));
  std::nth_element(values.begin(), place, values.end(), std::greater<>());
  return *place;
}

}  // namespace bgpte::history
