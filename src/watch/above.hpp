#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bgpte/watch/watch.hpp"

namespace bgpte::watch {

constexpr std::int64_t day_s = 86'400;

/// True where `then` is within the `span` seconds before `at`. What a wrong clock put into the
/// future does not hold for long.
[[nodiscard]] constexpr bool is_recent(std::int64_t then, std::int64_t at, std::int64_t span) {
  return then <= at && at - then < span;
}

/// Above this a link is too full: its ceiling, and the tolerance that advice has.
[[nodiscard]] std::int64_t raise_level(const model::Scenario& scenario, model::LinkIndex link);

/// True where the newest `count` intervals that were measured are above `level`, and none of them
/// begins more than 2 `count` intervals before the end of the newest.
[[nodiscard]] bool all_above(const LinkWatch& link, std::size_t count, std::int64_t interval_s,
                             std::int64_t level);

/// Opens the incident that began at `since`, under a name that no other one of the link has, and
/// tells it at the time `tell.at`, unless that was told often enough. `tell` has all but the id.
void open_incident(Outcome& out, LinkWatch& link, Incident incident, Tell tell);

/// Closes the incident of the link and tells `tell`, unless it was not told that it began.
void close_incident(Outcome& out, LinkWatch& link, std::int64_t at, Tell tell);

}  // namespace bgpte::watch
