// What the cells of flows give as an observation.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "src/telemetry/flows/flow_cells.hpp"
#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/saturating.hpp"

namespace bgpte::telemetry {

FlowCell FlowCells::cell_of(const Key& key, const Sum& sum) const {
  const MappedInterface& interface = map_.interfaces[key.interface];
  FlowCell cell{.router = interface.router, .interface = interface.ifname, .link = interface.link};
  if (key.prefix != no_prefix) {
    cell.prefix = to_string(prefixes_.at(key.prefix));
  }
  cell.window = {key.interval * options_.step_s, (key.interval + 1) * options_.step_s};
  if (!timed_) {
    cell.window = *options_.window;
  }
  cell.bytes = sum.bytes;
  cell.packets = sum.packets;
  cell.flows = sum.flows;
  cell.sampling = key.sampling;
  cell.suspect_bytes = sum.suspect;
  if (const auto sketch = sketches_.find(key); sketch != sketches_.end()) {
    cell.sources = sketch->second.estimate();
  }
  if (key.unsampled) {
    cell.error_pct_95 = 0;
  } else if (key.sampling > 1 && sum.sampled >= 1) {
    constexpr double error_of_one = 196;  // 1.96 standard errors, in percent
    cell.error_pct_95 = error_of_one / std::sqrt(sum.sampled);
  }
  return cell;
}

/// Tells flows that an interface cannot have carried in their time.
void FlowCells::add_speed_note(Observation& observation) const {
  std::map<std::pair<const MappedInterface*, std::int64_t>, std::int64_t> sums;
  for (const FlowCell& cell : observation.flows) {
    const MappedInterface* interface = map_.by_name(cell.router, cell.interface);
    if (interface->speed_bps > 0) {
      add_to(sums[{interface, cell.window.from}], cell.bytes);
    }
  }
  const double seconds = static_cast<double>(observation.flows.front().window.to -
                                             observation.flows.front().window.from);
  for (const auto& [where, bytes] : sums) {
    constexpr double bits = 8;
    constexpr double slack = 1.02;  // Layers differ, and times are rounded.
    const double speed = static_cast<double>(where.first->speed_bps);
    if (static_cast<double>(bytes) * bits > speed * seconds * slack) {
      observation.notes.push_back(fmt::format(
          "the flows of {} of {} are above the speed of the interface in some intervals (first "
          "{}): "
          "counted twice, of a wrong sampling rate, or longer than their times say",
          quoted(where.first->ifname), quoted(where.first->router), utc_text(where.second)));
      return;
    }
  }
}

void FlowCells::add_notes(Observation& observation) const {
  observation.notes = notes_;
  const auto note = [&](std::string text) { observation.notes.push_back(std::move(text)); };
  if (inside_ > 0) {
    note(fmt::format("{} flows came in by interfaces that are no link and are not counted",
                     inside_));
  }
  if (impossible_ > 0) {
    note(
        fmt::format("{} flows that end before they begin, or last longer than a week, are counted "
                    "at one time",
                    impossible_));
  }
  if (converted_ > 0) {
    note(fmt::format("{} flows were converted to {} by 18 bytes a packet", converted_,
                     observation.layer));
  }
  if (kinds_[0] > 0 && kinds_[1] > 0 && options_.layer.empty()) {
    note(
        "the bytes are of frames (sFlow) and of IP packets (NetFlow), 18 bytes a packet apart: "
        "--layer converts one to the other");
  }
  if (std::ranges::any_of(observation.flows,
                          [](const FlowCell& cell) { return cell.sampling == 0; })) {
    note(
        "the sampling rate of some routers is not known: their bytes are as exported, and "
        "nothing was multiplied; --sampling or the map says the rate");
  }
}

Observation FlowCells::take() const {
  if (taken_ == 0) {
    std::string why = "no flow was taken";
    for (const Refusal& one : refusals_.take()) {
      why += fmt::format("; {} ({}, first {})", one.why, one.count, one.example);
    }
    if (inside_ > 0) {
      why += fmt::format("; {} came in by interfaces that are no link", inside_);
    }
    throw Unreadable{why};
  }
  if (timed_ && untimed_) {
    throw Unreadable{"some flows have times and some have none: import them apart"};
  }
  if (timed_ && options_.window) {
    check_grid(*options_.window, options_.step_s);
  }
  Observation made;
  made.kind = ObservationKind::flows;
  made.layer = options_.layer;
  if (made.layer.empty() && (kinds_[0] > 0) != (kinds_[1] > 0)) {
    made.layer = kinds_[0] > 0 ? "l2" : "l3";
  }
  made.refused = refusals_.take();
  std::int64_t outside = 0;
  for (const auto& [key, sum] : cells_) {
    FlowCell cell = cell_of(key, sum);
    if (options_.window &&
        (cell.window.from < options_.window->from || cell.window.to > options_.window->to)) {
      ++outside;
      continue;
    }
    made.flows.push_back(std::move(cell));
  }
  if (made.flows.empty()) {
    throw Unreadable{"no flow is between --from and --to"};
  }
  made.unlisted = unlisted_.largest();
  made.source_asns = source_asns_.largest();
  add_notes(made);
  add_speed_note(made);
  if (outside > 0) {
    made.notes.push_back("parts of flows before --from or after --to are not counted");
  }
  if (options_.window) {
    made.window = *options_.window;
  } else {
    made.window = made.flows.front().window;
    for (const FlowCell& cell : made.flows) {
      made.window.from = std::min(made.window.from, cell.window.from);
      made.window.to = std::max(made.window.to, cell.window.to);
    }
  }
  made.step_s = timed_ ? options_.step_s : made.window.to - made.window.from;
  return made;
}

}  // namespace bgpte::telemetry
