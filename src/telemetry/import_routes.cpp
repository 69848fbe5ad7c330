// Routes: from what a router says that it advertises to an observation.
#include "bgpte/telemetry/import_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/config/observed.hpp"
#include "bgpte/model/digest.hpp"
#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/refusals.hpp"

namespace bgpte::telemetry {

namespace {

const RouteSession& session_of(const RouteInput& input, const std::string& neighbor) {
  if (neighbor.empty()) {
    if (input.sessions.size() != 1) {
      throw Unreadable{
          "the output does not name the neighbour, and several sessions could be meant: --neighbor "
          "says which"};
    }
    return input.sessions.front();
  }
  const auto found = std::ranges::find(input.sessions, neighbor, &RouteSession::neighbor);
  if (found == input.sessions.end()) {
    throw Unreadable{
        fmt::format("the output is of the neighbour {}, which is none of the sessions "
                    "that are meant",
                    quoted(neighbor))};
  }
  return *found;
}

Route route_of(const config::ObservedRoute& seen, const RouteSession& session, Refusals& refusals) {
  Route route{.link = session.link,
              .router = session.router,
              .session = session.neighbor,
              .prefix = to_string(seen.prefix)};
  route.prepends = seen.path_shown ? seen.prepend : -1;
  if (seen.path_shown) {
    for (const std::string& word : seen.beyond) {
      std::int64_t asn = 0;
      if (parse_count(word, asn) && asn <= 0xFFFFFFFFLL) {
        route.path.push_back(static_cast<std::uint32_t>(asn));
      } else {
        refusals.add("an AS set in a path is left out", word);
      }
    }
  }
  route.communities_shown = seen.communities_shown;
  if (seen.communities_shown) {
    for (const model::Community& community : seen.marks.communities) {
      route.communities.push_back(to_string(community));
    }
  }
  return route;
}

Observation read_all(std::span<const RouteInput> inputs) {
  Observation made;
  made.kind = ObservationKind::routes;
  Refusals refusals;
  for (const RouteInput& input : inputs) {
    const config::Observed observed =
        config::parse_observed(input.platform, input.text, input.local_as);
    if (!observed.faults.empty()) {
      throw Unreadable{fmt::format("{}", fmt::join(observed.faults, "; "))};
    }
    for (const config::ObservedRoute& seen : observed.routes) {
      made.routes.push_back(route_of(seen, session_of(input, seen.neighbor), refusals));
    }
    if (observed.routes.empty()) {
      const RouteSession& session = session_of(input, "");
      made.notes.push_back(
          fmt::format("{} ({}): nothing is announced", session.link, session.neighbor));
    }
    made.sources.push_back({fmt::format("{}-routes", name_of(input.platform)),
                            model::sha256_hex(input.text),
                            static_cast<std::int64_t>(input.text.size())});
  }
  made.refused = refusals.take();
  sort(made);
  return made;
}

}  // namespace

std::variant<Observation, std::string> import_routes(std::span<const RouteInput> inputs) {
  try {
    return read_all(inputs);
  } catch (const Unreadable& fault) {
    return fault.why;
  }
}

}  // namespace bgpte::telemetry
