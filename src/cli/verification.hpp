#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/config/observed.hpp"
#include "bgpte/render/document.hpp"

/// What routers should advertise, held against what one says that it does.
namespace bgpte::cli {

/// The lever of one prefix: what it must carry, and what of other levers it must not. What the
/// operator's own policy adds is neither.
struct WantedMarks {
  model::RouteAttributes carried;
  std::set<model::Community> not_carried;
  std::set<std::uint32_t> not_med;
};

/// Which attributes of a route something is said of.
struct Attributes {
  bool prepend = false, communities = false, med = false;

  [[nodiscard]] bool any() const { return prepend || communities || med; }
};

/// What one session should advertise. `not_announced`: the prefix must not be there.
struct WantedSession {
  std::string link;
  std::string router;
  std::string neighbor;
  model::Family family = model::Family::ipv4;
  config::PrependMap prepends;
  std::map<model::IpPrefix, WantedMarks> marks;
  std::map<model::IpPrefix, Attributes> changed;  ///< By the advice; empty for a scenario.
};

struct Wanted {
  model::Asn local_as = 0;
  std::vector<WantedSession> sessions;
};

/// Every listed prefix on every session of the platform, as the scenario has it today.
[[nodiscard]] Wanted wanted_of(const model::Scenario& scenario, model::Platform platform);

/// The state after the last step of an advice, on the sessions that it changes.
[[nodiscard]] Wanted wanted_of(const render::Document& document, model::Platform platform);

enum class Attribute : std::uint8_t { prepend, communities, med };

struct Difference {
  std::string link, neighbor, prefix;
  Attribute attribute = Attribute::prepend;
  model::Prepend wanted = 0, seen = 0;  ///< Prepends.
  WantedMarks wanted_marks;             ///< Only what differs.
  model::RouteAttributes seen_marks;
};

/// A wanted attribute that the output does not show; with an advice only where it changes it.
struct NotSeen {
  std::string link, neighbor, prefix;
  Attribute attribute = Attribute::communities;
};

/// not_seen: the output shows nothing of what the advice changed, so it proves nothing.
enum class Verdict : std::uint8_t { as_wanted, as_far_as_shown, not_seen, differs };

[[nodiscard]] std::string_view name_of(Verdict verdict);

struct Verification {
  std::size_t compared = 0;  ///< Prefixes, each once for each session.
  std::vector<Difference> differences;
  Attributes not_shown;  ///< Wanted, and not in the output.
  std::vector<NotSeen> not_seen;
  bool saw_change = false;     ///< Something that the advice changed was compared,
  bool missed_change = false;  ///< something was not.

  [[nodiscard]] Verdict verdict() const;
};

/// `by_neighbor`: the output names the neighbour of each route.
[[nodiscard]] Verification compare(const Wanted& wanted, const config::Observed& observed,
                                   bool by_neighbor);

}  // namespace bgpte::cli
