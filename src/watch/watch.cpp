// When a link is raised and cleared: hysteresis over intervals that follow each other.
#include "bgpte/watch/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "bgpte/model/text_format.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/time.hpp"
#include "bgpte/watch/attack.hpp"
#include "src/watch/above.hpp"

namespace bgpte::watch {

bool all_above(const LinkWatch& link, std::size_t count, std::int64_t interval_s,
               std::int64_t level) {
  if (count == 0 || link.recent.size() < count) {
    return false;
  }
  const auto newest = std::span<const LinkLoad>(link.recent).last(count);
  const auto most = 2 * static_cast<std::int64_t>(count) * interval_s;
  return newest.back().at + interval_s - newest.front().at <= most &&
         std::ranges::all_of(newest, [level](const LinkLoad& load) { return load.in_bps > level; });
}

std::int64_t raise_level(const model::Scenario& scenario, model::LinkIndex link) {
  const std::int64_t tolerance =
      model::floor_product(scenario.links[link].capacity, scenario.policy.tolerance).value;
  return model::ceiling(scenario, link).value + tolerance;
}

namespace {

std::string rate(std::int64_t bps) {
  return model::forecast_rate(model::Bps{bps});
}

/// At or below this a link is low enough to be cleared.
std::int64_t clear_level(const model::Scenario& scenario, model::LinkIndex link) {
  const std::int64_t below =
      model::floor_product(scenario.links[link].capacity, scenario.policy.watch.clear_below).value;
  return std::max(std::int64_t{0}, model::ceiling(scenario, link).value - below);
}

std::string raised_text(const model::Scenario& scenario, model::LinkIndex link,
                        std::span<const LinkLoad> above) {
  std::int64_t least = above.back().in_bps;
  std::int64_t most = least;
  for (const LinkLoad& load : above) {
    least = std::min(least, load.in_bps);
    most = std::max(most, load.in_bps);
  }
  const std::string rates =
      rate(least) == rate(most) ? rate(most) : fmt::format("{} to {}", rate(least), rate(most));
  const auto count = static_cast<std::int64_t>(above.size());
  return fmt::format("{} carries {} in {}, above its ceiling of {} ({} of {}).",
                     scenario.links[link].name, rates, text::count_of(count, "interval"),
                     rate(model::ceiling(scenario, link).value),
                     text::percent(static_cast<double>(most) /
                                   static_cast<double>(scenario.links[link].capacity.value)),
                     rate(scenario.links[link].capacity.value));
}

std::string cleared_text(const model::Scenario& scenario, model::LinkIndex link,
                         const Incident& incident, std::int64_t until) {
  const std::string before = incident.by_alert
                                 ? "An alert was about {} from {} on; it is below {} since {}."
                                 : "{} was above its ceiling from {} on, and is below {} since {}.";
  return fmt::format(fmt::runtime(before), scenario.links[link].name,
                     text::utc_text(incident.since), rate(clear_level(scenario, link)),
                     text::utc_text(until));
}

std::string attack_text(const Suspect& suspect) {
  return fmt::format(
      "{}: ask whether it is an attack before anything is moved (RTBH, RFC 7999; Flowspec, RFC "
      "8955; scrubbing).",
      suspect.text);
}

/// Raises and clears the links of one interval.
class Taking {
 public:
  Taking(State state, const Interval& interval, const model::Scenario& scenario)
      : out_{std::move(state), {}},
        interval_(interval),
        scenario_(scenario),
        suspects_(suspects(scenario, interval.prefixes)) {
    suspects_.insert(suspects_.end(), interval.suspects.begin(), interval.suspects.end());
  }

  Outcome run() {
    for (model::LinkIndex l = 0; l < scenario_.links.size() && l < interval_.links.size(); ++l) {
      LinkWatch& link = out_.state.links[scenario_.links[l].name];
      LinkLoad load = interval_.links[l];
      load.at = interval_.at;
      if (load.in_bps < 0 || (!link.recent.empty() && load.at <= link.recent.back().at)) {
        continue;
      }
      out_.state.newest = std::max(out_.state.newest, load.at);
      remember(link, load);
      raise(l, link);
      accuse(l, link);
      clear(l, link);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] const model::WatchPolicy& policy() const { return scenario_.policy.watch; }
  [[nodiscard]] std::size_t raise_after() const {
    return static_cast<std::size_t>(policy().raise_after);
  }
  [[nodiscard]] std::int64_t end() const { return interval_.at + out_.state.interval_s; }

  void remember(LinkWatch& link, const LinkLoad& load) const {
    link.recent.push_back(load);
    // Two of them say whether the newest follows the one before.
    const std::size_t most = std::max(raise_after(), std::size_t{2});
    if (link.recent.size() > most) {
      link.recent.erase(link.recent.begin(), link.recent.end() - static_cast<std::ptrdiff_t>(most));
    }
  }

  void raise(model::LinkIndex l, LinkWatch& link) {
    if (link.incident ||
        !all_above(link, raise_after(), out_.state.interval_s, raise_level(scenario_, l))) {
      return;
    }
    const auto above = std::span<const LinkLoad>(link.recent).last(raise_after());
    open_incident(out_, link, {.id = "", .since = above.front().at},
                  {.kind = Kind::raised,
                   .id = "",
                   .subject = scenario_.links[l].name,
                   .at = end(),
                   .text = raised_text(scenario_, l, above)});
  }

  /// An open incident whose link is flooded by one prefix is told as an attack, once.
  void accuse(model::LinkIndex l, LinkWatch& link) {
    const auto suspect = std::ranges::find(suspects_, l, &Suspect::link);
    if (!link.incident || link.incident->advice == AdviceStand::withheld ||
        suspect == suspects_.end()) {
      return;
    }
    link.incident->advice = AdviceStand::withheld;
    const bool just_raised = !out_.tells.empty() && out_.tells.back().id == link.incident->id;
    if (just_raised) {
      out_.tells.back().kind = Kind::attack;
      out_.tells.back().text += " " + attack_text(*suspect);
      return;
    }
    out_.tells.push_back({.kind = Kind::attack,
                          .id = link.incident->id,
                          .subject = scenario_.links[l].name,
                          .at = end(),
                          .text = attack_text(*suspect)});
  }

  void clear(model::LinkIndex l, LinkWatch& link) {
    const LinkLoad& now = link.recent.back();
    if (now.in_bps > clear_level(scenario_, l)) {
      link.low_since = -1;
      return;
    }
    const std::int64_t interval_s = out_.state.interval_s;
    const std::int64_t gap =
        link.recent.size() < 2 ? 0 : now.at - link.recent[link.recent.size() - 2].at - interval_s;
    // Intervals that are missing are no part of the hour; many of them end it.
    const bool goes_on = link.low_since >= 0 && gap <= policy().raise_after * interval_s;
    link.low_since = goes_on ? link.low_since + gap : now.at;
    if (!link.incident) {
      return;
    }
    // What was low before the incident says nothing of it.
    std::int64_t low_since = link.low_since;
    if (const std::int64_t early = link.incident->since - low_since; early > 0) {
      low_since += (early + interval_s - 1) / interval_s * interval_s;
    }
    if (low_since < end() && end() - low_since >= policy().clear_after_s) {
      close_incident(out_, link, end(),
                     {.kind = Kind::cleared,
                      .id = link.incident->id,
                      .subject = scenario_.links[l].name,
                      .at = end(),
                      .text = cleared_text(scenario_, l, *link.incident, low_since),
                      .settled = true});
    }
  }

  Outcome out_;
  const Interval& interval_;
  const model::Scenario& scenario_;
  std::vector<Suspect> suspects_;
};

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::raised:
      return "raised";
    case Kind::attack:
      return "attack";
    case Kind::cleared:
      return "cleared";
    case Kind::advice:
      return "advice";
    case Kind::verdict:
      return "verdict";
    case Kind::state:
      break;
  }
  return "state";
}

std::string Tell::name() const {
  return fmt::format("{}-{}", id, name_of(kind));
}

State new_state(const model::Scenario& scenario) {
  State state;
  state.scenario = scenario.name;
  state.interval_s = scenario.measured ? scenario.measured->interval_s : state.interval_s;
  return state;
}

std::int64_t now_of(const State& state) {
  return state.newest < 0 ? -1 : state.newest + state.interval_s;
}

Outcome take(State state, const Interval& interval, const model::Scenario& scenario) {
  return Taking(std::move(state), interval, scenario).run();
}

}  // namespace bgpte::watch
