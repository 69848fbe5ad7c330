#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/load/series.hpp"

namespace bgpte::telemetry {

namespace {

constexpr double two_to_32 = 4294967296.0;
constexpr double bits = 8;
/// No rate above it is believed where the map does not say how fast an interface is.
constexpr double above_all_interfaces = 1e14;

/// Above that rate a counter of 32 bits runs over more than once in an interval.
double counter32_limit(std::int64_t step) {
  return two_to_32 * bits / static_cast<double>(step);
}

}  // namespace

bool parse_reading(std::string_view text, Reading& value) {
  for (const std::string_view none :
       {"NaN", "nan", "-nan", "+Inf", "-Inf", "Inf", "inf", "-inf", "null", "undefined", "U", ""}) {
    if (text == none) {
      value.known = false;
      return true;
    }
  }
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value.number);
  value.known = true;
  return error == std::errc{} && rest == end && std::isfinite(value.number);
}

bool parse_reading(const json::Value& json, Reading& value) {
  switch (json.kind) {
    case json::Value::Kind::null:
      value.known = false;
      return true;
    case json::Value::Kind::number:
    case json::Value::Kind::string:
      return parse_reading(json.text, value);
    default:
      return false;
  }
}

void LoadSamples::note(const std::string& text) {
  if (std::ranges::find(notes_, text) == notes_.end()) {
    notes_.push_back(text);
  }
}

std::int64_t LoadSamples::step_of(const Series& series) const {
  std::int64_t step = series.step_s;
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const std::int64_t distance = series.points[i].time - series.points[i - 1].time;
    if (distance <= 0) {
      throw Unreadable{fmt::format("{}: the times do not go up", quoted(series.name))};
    }
    if (series.step_s == 0 && (step == 0 || distance < step)) {
      step = distance;
    }
  }
  // A poller's clock may be some seconds late.
  constexpr std::int64_t slack = 20;
  if (step > options_.step_s + options_.step_s / slack) {
    throw Unreadable{fmt::format(
        "{} has a sample each {} s, which is coarser than the {} s asked for: a percentile of "
        "means over more time is too low (rrdtool: --maxrows; --step says another interval)",
        quoted(series.name), step, options_.step_s)};
  }
  return step == 0 ? options_.step_s : step;
}

std::vector<LoadSamples::Mean> LoadSamples::means_of(const Series& series, std::int64_t step) {
  std::vector<Mean> means;
  for (const Reading& point : series.points) {
    if (!point.known) {
      refusals_.add("no value at that time (a gap, NaN or Inf)",
                    fmt::format("{} {}", series.name, utc_text(point.time)));
    } else if (point.number < 0) {
      refusals_.add("the value is negative",
                    fmt::format("{} {}", series.name, utc_text(point.time)));
    } else {
      const std::int64_t from = series.stamp == Stamp::end ? point.time - step : point.time;
      means.push_back({from, from + step, point.number});
    }
  }
  return means;
}

std::vector<LoadSamples::Mean> LoadSamples::differences_of(const Series& series,
                                                           std::int64_t step) {
  std::vector<Mean> means;
  const std::int64_t shift = series.stamp == Stamp::begin ? step : 0;
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const Reading& before = series.points[i - 1];
    const Reading& now = series.points[i];
    const std::string example = fmt::format("{} {}", series.name, utc_text(now.time));
    if (!before.known || !now.known || now.time - before.time > step + step / 2) {
      refusals_.add("no value at that time (a gap, NaN or Inf)", example);
      continue;
    }
    double octets = now.number - before.number;
    if (octets < 0 && series.values == Values::counter32) {
      octets += two_to_32;
    }
    if (octets < 0) {
      refusals_.add("the counter fell (a restart), so that its interval is not known", example);
      continue;
    }
    means.push_back({before.time + shift, now.time + shift,
                     octets * bits / static_cast<double>(now.time - before.time)});
  }
  return means;
}

/// A counter of 32 bits read by what takes each of its overruns for a restart: many values are
/// missing, one here and one there, and none is above what 32 bits can count.
bool LoadSamples::looks_like_counter32(const std::vector<Mean>& means, std::size_t asked,
                                       std::int64_t step) const {
  constexpr std::size_t most_missing = 10;  // one in ten
  constexpr std::size_t least_gaps = 10;
  if ((asked - means.size()) * most_missing < asked || means.empty()) {
    return false;
  }
  std::size_t gaps = 0;
  double largest = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    largest = std::max(largest, means[i].bps);
    gaps += i > 0 && means[i].from > means[i - 1].to ? 1 : 0;
  }
  const double limit = counter32_limit(step);
  return gaps >= least_gaps && largest <= limit && largest >= limit / 2;
}

void LoadSamples::put(const Series& series, std::int64_t interval, double bps) {
  const MappedInterface* interface = series.place.interface;
  const Row row{interface == nullptr ? series.place.link : interface->link,
                interface == nullptr ? "" : interface->router,
                interface == nullptr ? "" : interface->ifname, interval};
  Both& both = rows_[row];
  std::int64_t& rate = series.place.direction == Direction::in ? both.in : both.out;
  const std::int64_t rounded = std::llround(bps);
  if (rate >= 0 && rate != rounded) {
    both.differs = true;
    refusals_.add("two series of one interface differ at one time: neither is taken",
                  fmt::format("{} {}", series.name, utc_text(interval * options_.step_s)));
  }
  rate = rounded;
}

void LoadSamples::add(const Series& series) {
  if (series.points.empty()) {
    refusals_.add("the series has no values", series.name);
    return;
  }
  const std::int64_t step = step_of(series);
  const std::int64_t speed =
      series.place.interface == nullptr ? 0 : series.place.interface->speed_bps;
  if (series.values == Values::counter32 &&
      (speed == 0 || static_cast<double>(speed) > counter32_limit(step))) {
    refusals_.add(
        "a counter of 32 bits runs over unseen on a fast interface (above 114 Mbps at "
        "300 s): ask for the ifHC counters, or say a speed_bps below that in the map",
        series.name);
    return;
  }
  std::vector<Mean> means =
      series.values == Values::rates ? means_of(series, step) : differences_of(series, step);
  if (series.values == Values::rates && looks_like_counter32(means, series.points.size(), step)) {
    refusals_.add(
        "the series looks like a counter of 32 bits that runs over (many values are "
        "missing, none is above what 32 bits count): ask for the ifHC counters",
        series.name);
    return;
  }
  // The mean of what covers an interval, where nearly all of it is covered.
  std::map<std::int64_t, std::pair<std::int64_t, double>> covered;
  for (const Mean& mean : means) {
    if (mean.bps > (speed > 0 ? static_cast<double>(speed) : above_all_interfaces)) {
      refusals_.add(speed > 0 ? "the rate is above the speed of the interface"
                              : "the rate is above 100 Tbps, which no interface carries",
                    fmt::format("{} {}", series.name, utc_text(mean.from)));
      continue;
    }
    std::int64_t from = std::max<std::int64_t>(mean.from, 0);
    while (from < mean.to) {
      const std::int64_t interval = from / options_.step_s;
      const std::int64_t to = std::min(mean.to, (interval + 1) * options_.step_s);
      auto& [seconds, sum] = covered[interval];
      seconds += to - from;
      sum += mean.bps * static_cast<double>(to - from);
      from = to;
    }
  }
  for (const auto& [interval, what] : covered) {
    const auto& [seconds, sum] = what;
    constexpr std::int64_t tenth = 10;
    if (seconds * tenth >= options_.step_s * (tenth - 1)) {
      put(series, interval, sum / static_cast<double>(seconds));
    } else {
      refusals_.add("less than 90 % of the interval was measured",
                    fmt::format("{} {}", series.name, utc_text(interval * options_.step_s)));
    }
  }
}

Observation LoadSamples::take() {
  if (options_.window) {
    check_grid(*options_.window, options_.step_s);
  }
  Observation made;
  made.kind = ObservationKind::load;
  made.step_s = options_.step_s;
  made.layer = options_.layer;
  made.notes = notes_;
  for (const auto& [row, both] : rows_) {
    const Window window{row.interval * options_.step_s, (row.interval + 1) * options_.step_s};
    if (both.differs) {
      continue;
    }
    if (options_.window &&
        (window.from < options_.window->from || window.to > options_.window->to)) {
      refusals_.add("the sample is outside of --from and --to", utc_text(window.from));
      continue;
    }
    made.load.push_back({row.router, row.interface, row.link, window, both.in, both.out});
    made.window.from =
        made.load.size() == 1 ? window.from : std::min(made.window.from, window.from);
    made.window.to = std::max(made.window.to, window.to);
  }
  made.refused = refusals_.take();
  if (made.load.empty()) {
    std::string why = "no sample was taken";
    for (const Refusal& one : made.refused) {
      why += fmt::format("; {} ({}, first {})", one.why, one.count, one.example);
    }
    throw Unreadable{why};
  }
  if (options_.window) {
    made.window = *options_.window;
  }
  return made;
}

}  // namespace bgpte::telemetry
