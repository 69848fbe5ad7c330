#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/config/observed.hpp"
#include "bgpte/render/document.hpp"

/// What routers should advertise, compared with the routes that one of them prints.
namespace bgpte::cli {

/// The communities and MEDs of one prefix on one session: those of its lever, which it must carry,
/// and those of the link's other levers, which it must not. Any others are the operator's own and
/// are not compared.
struct WantedMarks {
  model::RouteAttributes carried;
  std::set<model::Community> not_carried;
  std::set<std::uint32_t> not_med;
};

/// A set of attributes of a route.
struct Attributes {
  bool prepend = false, communities = false, med = false;  ///< prepend: and the rest of the path.

  [[nodiscard]] bool any() const { return prepend || communities || med; }
};

/// What one session should advertise. `not_announced`: the prefix must not be there.
struct WantedSession {
  std::string link;
  std::string router;
  std::string neighbor;
  model::Asn neighbor_as = 0;
  model::Family family = model::Family::ipv4;
  config::PrependMap prepends;
  std::map<model::IpPrefix, WantedMarks> marks;
  std::map<model::IpPrefix, model::Asn> origins;  ///< Of prefixes that another AS originates.
  std::map<model::IpPrefix, Attributes> changed;  ///< By the advice; empty for a scenario.
};

/// What is compared with a router's output.
struct Wanted {
  model::Asn local_as = 0;
  std::vector<WantedSession> sessions;
};

/// Every listed prefix on every session of the platform, as the scenario has it today.
[[nodiscard]] Wanted wanted_of(const model::Scenario& scenario, model::Platform platform);

/// The state after a step of advice, 0 for the one before the first, on all sessions that the
/// advice changes.
[[nodiscard]] Wanted wanted_of(const render::Document& document, model::Platform platform,
                               int step);

/// origin: what follows the copies of the local AS in the path.
enum class Attribute : std::uint8_t { prepend, origin, communities, med };

/// One attribute of one route that is not as wanted.
struct Difference {
  std::string link, neighbor, prefix;
  Attribute attribute = Attribute::prepend;
  model::Prepend wanted = 0, seen = 0;  ///< Prepends.
  model::Asn wanted_origin = 0;
  std::vector<std::string> seen_beyond;  ///< ObservedRoute::beyond.
  WantedMarks wanted_marks;              ///< Only what differs.
  model::RouteAttributes seen_marks;
};

/// A wanted attribute that the output does not show; with advice only where it changes it.
struct NotSeen {
  std::string link, neighbor, prefix;
  Attribute attribute = Attribute::communities;
};

/// How a router's routes compare with the wanted ones. not_seen: the output shows nothing of what
/// the advice changed, or not the AS paths, so it proves nothing.
enum class RoutesVerdict : std::uint8_t { as_wanted, as_far_as_shown, not_seen, differs };

/// Whether a router's output says to which neighbour each route goes.
enum class NeighborNames : std::uint8_t { absent, shown };

[[nodiscard]] std::string_view name_of(RoutesVerdict verdict);

struct Verification {
  std::size_t compared = 0;  ///< Prefixes, each once for each session.
  std::vector<Difference> differences;
  Attributes not_shown;  ///< Wanted, and not in the output.
  std::vector<NotSeen> not_seen;
  bool saw_change = false;     ///< Some attribute that the advice changes was compared.
  bool missed_change = false;  ///< Some attribute that the advice changes is not in the output.

  [[nodiscard]] RoutesVerdict verdict() const;
};

/// Compares each wanted session with the routes of its neighbour where the output names it, else
/// with all routes.
[[nodiscard]] Verification compare(const Wanted& wanted, const config::Observed& observed,
                                   NeighborNames names);

}  // namespace bgpte::cli
