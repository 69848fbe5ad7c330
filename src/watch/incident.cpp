// Incidents that begin and end, and alerts that begin and end them.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/time.hpp"
#include "src/watch/above.hpp"

namespace bgpte::watch {

namespace {

/// From so many on in 24 hours one ticket a day is told.
constexpr std::size_t often = 3;

/// "A-20261128T224000Z"
std::string incident_id(const std::string& link, std::int64_t since) {
  std::string time = text::utc_text(since);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}-{}", link, time);
}

/// Remembers the raise at `at`; true where it is one of many, of which one was told within a day.
/// What is told of many says so.
bool told_often_enough(LinkWatch& link, Tell& tell) {
  std::erase_if(link.raises, [&](std::int64_t then) { return !is_recent(then, tell.at, day_s); });
  link.raises.push_back(tell.at);
  if (link.raises.size() > most_alerts) {
    link.raises.erase(link.raises.begin());
  }
  if (link.raises.size() < often) {
    return false;
  }
  if (link.flapping_at >= 0 && is_recent(link.flapping_at, tell.at, day_s)) {
    return true;
  }
  link.flapping_at = tell.at;
  tell.text += fmt::format(
      " It was raised {} times in 24 hours: for the next 24 hours it is told no more when it is "
      "raised again.",
      link.raises.size());
  return false;
}

/// The alert fires: true where it was not known to.
void remember(std::vector<FiringAlert>& alerts, const Alert& alert) {
  const auto known = std::ranges::find(alerts, alert.key, &FiringAlert::key);
  if (known != alerts.end()) {
    known->since = alert.starts_at;
  } else if (alerts.size() < most_alerts) {
    alerts.push_back({alert.key, alert.starts_at});
    std::ranges::sort(alerts, {}, &FiringAlert::key);
  }
}

/// True where the resolution of the alert ends the incident: it is the last that fires.
bool ends(Incident& incident, const Alert& alert) {
  // A state of before alerts were remembered.
  if (incident.alerts.empty()) {
    return alert.starts_at >= incident.since;
  }
  return std::erase_if(incident.alerts,
                       [&](const FiringAlert& one) {
                         return one.key == alert.key && alert.starts_at >= one.since;
                       }) > 0 &&
         incident.alerts.empty();
}

}  // namespace

void open_incident(Outcome& out, LinkWatch& link, Incident incident, Tell tell) {
  incident.id = incident_id(tell.subject, std::max(incident.since, link.cleared_at));
  incident.quiet = told_often_enough(link, tell);
  tell.id = incident.id;
  if (!incident.quiet) {
    out.tells.push_back(std::move(tell));
  }
  link.incident = std::move(incident);
}

void close_incident(Outcome& out, LinkWatch& link, std::int64_t at, Tell tell) {
  if (!link.incident->quiet) {
    out.tells.push_back(std::move(tell));
  }
  // The next one has another name, whatever the times are.
  link.cleared_at = std::max({at, link.incident->since + 1, link.cleared_at + 1});
  link.incident.reset();
}

Outcome take(State state, const Alert& alert, const model::Scenario& scenario) {
  Outcome out{std::move(state), {}};
  LinkWatch& link = out.state.links[alert.link];
  if (!model::find_link(scenario, alert.link)) {
    return out;
  }
  if (alert.firing && link.incident) {
    if (link.incident->by_alert) {
      remember(link.incident->alerts, alert);
      link.incident->since = std::min(link.incident->since, alert.starts_at);
    }
  } else if (alert.firing) {
    if (alert.starts_at <= link.cleared_at) {
      return out;
    }
    Incident incident{.id = "", .since = alert.starts_at, .by_alert = true};
    remember(incident.alerts, alert);
    const std::string named =
        alert.name.empty() ? std::string() : fmt::format(" (\"{}\")", alert.name);
    open_incident(out, link, std::move(incident),
                  {.kind = Kind::raised,
                   .id = "",
                   .subject = alert.link,
                   .at = alert.starts_at,
                   .text = fmt::format("An alert of Alertmanager{} is about {} since {}.", named,
                                       alert.link, text::utc_text(alert.starts_at))});
  } else if (link.incident && link.incident->by_alert && ends(*link.incident, alert)) {
    // A wrong clock does not mute what comes later for long.
    const std::int64_t latest = std::max(now_of(out.state), alert.starts_at) + day_s;
    close_incident(
        out, link, std::min(alert.ends_at, latest),
        {.kind = Kind::cleared,
         .id = link.incident->id,
         .subject = alert.link,
         .at = alert.ends_at,
         .text = fmt::format("The alert on {} since {} was resolved at {}.", alert.link,
                             text::utc_text(link.incident->since), text::utc_text(alert.ends_at)),
         .settled = true});
  }
  return out;
}

}  // namespace bgpte::watch
