// Several observations as one, or why they do not belong together.
#include "src/telemetry/observe/combine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "bgpte/text/format.hpp"
#include "src/telemetry/saturating.hpp"

namespace bgpte::telemetry {

namespace {

/// Windows belong together where so much of the longer one is in the other.
constexpr std::int64_t least_overlap_percent = 90;

auto key_of(const FlowCell& c) {
  return std::tie(c.link, c.router, c.interface, c.window, c.prefix, c.sampling);
}

auto key_of(const LoadSample& s) {
  return std::tie(s.link, s.router, s.interface, s.window);
}

bool says_the_same(const FlowCell& a, const FlowCell& b) {
  return a.bytes == b.bytes;
}

bool says_the_same(const LoadSample& a, const LoadSample& b) {
  return a.in_bps == b.in_bps && a.out_bps == b.out_bps;
}

/// Sorted, each key once. A sentence where two of one key, or two windows of one interface that
/// overlap, say different things: their bytes would count twice.
template <class Item>
std::string unite(std::vector<Item>& items) {
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return key_of(a) < key_of(b); });
  std::vector<Item> once;
  for (Item& item : items) {
    if (once.empty()) {
      once.push_back(std::move(item));
      continue;
    }
    const Item& last = once.back();
    if (key_of(last) == key_of(item)) {
      if (!says_the_same(last, item)) {
        return fmt::format("two observations differ on interface {} of {} at {}", item.interface,
                           item.router, window_text(item.window));
      }
      continue;
    }
    const bool same_interface = std::tie(last.link, last.router, last.interface) ==
                                std::tie(item.link, item.router, item.interface);
    if (same_interface && last.window != item.window && item.window.from < last.window.to) {
      return fmt::format(
          "the intervals {} and {} of interface {} of {} overlap: the same bytes would count twice",
          window_text(last.window), window_text(item.window), item.interface, item.router);
    }
    once.push_back(std::move(item));
  }
  items = std::move(once);
  return {};
}

std::int64_t seconds_in(const std::vector<Window>& windows) {
  std::int64_t sum = 0;
  for (const Window& window : windows) {
    sum += window.to - window.from;
  }
  return sum;
}

std::int64_t seconds_in_both(const std::vector<Window>& a, const std::vector<Window>& b) {
  std::int64_t sum = 0;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size() && j < b.size();) {
    sum += overlap(a[i], b[j]);
    (a[i].to < b[j].to ? i : j) += 1;
  }
  return sum;
}

Window hull(const std::vector<Window>& windows) {
  return windows.empty() ? Window{} : Window{windows.front().from, windows.back().to};
}

/// Keeps the ten largest destinations of each link; of several observations they are added up.
void add_up(std::vector<UnlistedDestination>& unlisted) {
  constexpr std::size_t most = 10;
  std::map<std::pair<std::string, std::string>, std::int64_t> sums;
  for (const UnlistedDestination& one : unlisted) {
    sums[{one.link, one.destination}] += one.bytes;
  }
  unlisted.clear();
  for (const auto& [where, bytes] : sums) {
    unlisted.push_back({where.first, where.second, bytes});
  }
  std::stable_sort(unlisted.begin(), unlisted.end(),
                   [](const UnlistedDestination& a, const UnlistedDestination& b) {
                     return std::tie(a.link, b.bytes) < std::tie(b.link, a.bytes);
                   });
  std::map<std::string, std::size_t> seen;
  std::erase_if(unlisted, [&](const UnlistedDestination& one) { return ++seen[one.link] > most; });
}

/// Keeps the twenty largest sources of each link.
void add_up(std::vector<SourceAsn>& asns) {
  constexpr std::size_t most = 20;
  std::map<std::pair<std::string, std::uint32_t>, std::int64_t> sums;
  for (const SourceAsn& one : asns) {
    add_to(sums[{one.link, one.asn}], one.bytes);
  }
  asns.clear();
  for (const auto& [where, bytes] : sums) {
    asns.push_back({where.first, where.second, bytes});
  }
  std::stable_sort(asns.begin(), asns.end(), [](const SourceAsn& a, const SourceAsn& b) {
    return std::tie(a.link, b.bytes) < std::tie(b.link, a.bytes);
  });
  std::map<std::string, std::size_t> seen;
  std::erase_if(asns, [&](const SourceAsn& one) { return ++seen[one.link] > most; });
}

std::string too_old(const Observation& observation, const ObserveOptions& options) {
  const std::int64_t to = observation.window.to;
  if (!options.max_age_s || to == 0 || options.now_s - to <= *options.max_age_s) {
    return {};
  }
  return fmt::format(
      "the {} end at {}, {} before {}: older than --max-age allows",
      observation.kind == ObservationKind::load ? "counters" : name_of(observation.kind),
      utc_text(to), text::hours_and_minutes(options.now_s - to), utc_text(options.now_s));
}

bool share_a_source(const Observation& a, const Observation& b) {
  return std::any_of(a.sources.begin(), a.sources.end(), [&](const Source& source) {
    return std::find(b.sources.begin(), b.sources.end(), source) != b.sources.end();
  });
}

/// The windows of the observations of one kind.
std::vector<Window> windows_of(const std::vector<Observation>& observations, ObservationKind kind) {
  std::vector<Window> windows;
  for (const Observation& observation : observations) {
    if (observation.kind == kind) {
      windows.push_back(observation.window);
    }
  }
  return united(std::move(windows));
}

std::string apart(const std::vector<Window>& flows, const std::vector<Window>& load) {
  if (flows.empty() || load.empty()) {
    return {};
  }
  const std::int64_t longer = std::max(seconds_in(flows), seconds_in(load));
  const std::int64_t both = seconds_in_both(flows, load);
  if (both * 100 >= longer * least_overlap_percent) {
    return {};
  }
  return fmt::format(
      "the flows ({}) and the counters ({}) have {} % of their time in common, and {} % are "
      "needed: take both from the same days",
      window_text(hull(flows)), window_text(hull(load)), longer == 0 ? 0 : both * 100 / longer,
      least_overlap_percent);
}

}  // namespace

std::int64_t overlap(const Window& a, const Window& b) {
  return std::max<std::int64_t>(0, std::min(a.to, b.to) - std::max(a.from, b.from));
}

std::vector<Window> united(std::vector<Window> windows) {
  std::sort(windows.begin(), windows.end());
  std::vector<Window> all;
  for (const Window& window : windows) {
    if (!all.empty() && window.from <= all.back().to) {
      all.back().to = std::max(all.back().to, window.to);
    } else {
      all.push_back(window);
    }
  }
  return all;
}

std::string window_text(const Window& window) {
  // "2026-11-28T22:40:00Z" without seconds where there are none.
  const auto shown = [](std::int64_t seconds) {
    std::string text = utc_text(seconds);
    if (seconds % 60 == 0 && text.size() == 20) {
      text.replace(16, 3, "");
    }
    return text;
  };
  const std::string from = shown(window.from);
  const std::string to = shown(window.to);
  constexpr std::size_t day = 11;
  return fmt::format("{} to {}", from,
                     from.substr(0, day) == to.substr(0, day) ? to.substr(day) : to);
}

std::string statistic_text(const Measurement& measurement) {
  constexpr std::int64_t day_s = 86'400;
  const Window& window = measurement.window;
  const std::string_view name = name_of(measurement.statistic);
  return window.to - window.from >= day_s ? std::string(name)
                                          : fmt::format("{} of {}", name, window_text(window));
}

std::variant<Combined, std::string> combine(const std::vector<Observation>& observations,
                                            const ObserveOptions& options) {
  Combined all;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const Observation& one = observations[i];
    if (std::string fault = too_old(one, options); !fault.empty()) {
      return fault;
    }
    const auto before = observations.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(observations.begin(), before, one) != before) {
      continue;
    }
    for (auto other = observations.begin(); other != before; ++other) {
      if (one.kind != ObservationKind::routes && other->kind == one.kind &&
          share_a_source(*other, one)) {
        return fmt::format(
            "one input is in two observations of {}, read differently: its bytes would count twice",
            name_of(one.kind));
      }
    }
    if (one.kind == ObservationKind::load) {
      if (all.load_step_s != 0 && all.load_step_s != one.step_s) {
        return fmt::format("the counters have intervals of {} s and of {} s: take one of them",
                           all.load_step_s, one.step_s);
      }
      all.load_step_s = one.step_s;
    }
    all.flows.insert(all.flows.end(), one.flows.begin(), one.flows.end());
    all.load.insert(all.load.end(), one.load.begin(), one.load.end());
    all.routes.insert(all.routes.end(), one.routes.begin(), one.routes.end());
    all.unlisted.insert(all.unlisted.end(), one.unlisted.begin(), one.unlisted.end());
    all.source_asns.insert(all.source_asns.end(), one.source_asns.begin(), one.source_asns.end());
    all.sources.insert(all.sources.end(), one.sources.begin(), one.sources.end());
    all.notes.insert(all.notes.end(), one.notes.begin(), one.notes.end());
  }
  for (const std::string& fault : {unite(all.flows), unite(all.load)}) {
    if (!fault.empty()) {
      return fault;
    }
  }
  const std::vector<Window> load = windows_of(observations, ObservationKind::load);
  if (std::string fault = apart(windows_of(observations, ObservationKind::flows), load);
      !fault.empty()) {
    return fault;
  }
  all.load_window = hull(load);
  all.load_seconds = seconds_in(load);
  add_up(all.unlisted);
  add_up(all.source_asns);
  std::sort(all.sources.begin(), all.sources.end());
  all.sources.erase(std::unique(all.sources.begin(), all.sources.end()), all.sources.end());
  std::sort(all.notes.begin(), all.notes.end());
  all.notes.erase(std::unique(all.notes.begin(), all.notes.end()), all.notes.end());
  return all;
}

}  // namespace bgpte::telemetry
