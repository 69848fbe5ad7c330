// Finds the sessions to which a router's output belongs.
#include "src/cli/verify/session_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace bgpte::cli {

namespace {

std::string shown(const WantedSession& session) {
  return fmt::format("{} ({}{}{})", session.neighbor, session.link,
                     session.router.empty() ? "" : ", ", session.router);
}

std::string shown(const std::vector<WantedSession>& sessions) {
  std::vector<std::string> names;
  for (const WantedSession& session : sessions) {
    names.push_back(shown(session));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

SessionChoice several(const Wanted& wanted, const char* why) {
  return {Exit::usage,
          fmt::format("{}, and several sessions could be meant: choose one with --neighbor, --link "
                      "or --router: {}",
                      why, shown(wanted.sessions)),
          {},
          NeighborNames::absent};
}

bool same_place(const WantedSession& a, const WantedSession& b) {
  return std::tie(a.link, a.router, a.neighbor) == std::tie(b.link, b.router, b.neighbor);
}

/// For an output that says of each route to whom it goes.
SessionChoice keep_neighbors(const Wanted& wanted, const std::set<std::string>& named) {
  SessionChoice choice;
  choice.neighbor_names = NeighborNames::shown;
  if (std::ranges::none_of(wanted.sessions, [&](const WantedSession& one) {
        return named.contains(one.neighbor);
      })) {
    choice.exit = Exit::invalid_input;
    choice.fault = fmt::format("the output is of {}, not of {}", fmt::join(named, ", "),
                               shown(wanted.sessions));
    return choice;
  }
  for (const WantedSession& one : wanted.sessions) {
    const bool announces = std::ranges::any_of(
        one.prepends, [](const auto& entry) { return entry.second != model::not_announced; });
    if (announces && !named.contains(one.neighbor)) {
      choice.warnings.push_back(
          fmt::format("the output has no route to {}: where it is of one neighbour only, choose "
                      "that one with --neighbor",
                      shown(one)));
    }
  }
  return choice;
}

}  // namespace

SessionChoice keep_named(Wanted& wanted, const SessionNames& names) {
  std::erase_if(wanted.sessions, [&](const WantedSession& one) {
    return (!names.link.empty() && one.link != names.link) ||
           (!names.router.empty() && one.router != names.router);
  });
  if (wanted.sessions.empty()) {
    return {Exit::usage,
            "no session of that platform, link and router is in it",
            {},
            NeighborNames::absent};
  }
  if (names.neighbor.empty()) {
    return {};
  }
  const auto address = model::parse_address(names.neighbor);
  if (!address) {
    return {Exit::usage,
            fmt::format("--neighbor {}: not an address", names.neighbor),
            {},
            NeighborNames::absent};
  }
  const std::vector<WantedSession> all = wanted.sessions;
  std::erase_if(wanted.sessions,
                [&](const WantedSession& one) { return one.neighbor != to_string(*address); });
  if (wanted.sessions.empty()) {
    return {Exit::usage,
            fmt::format("--neighbor {}: no session of that neighbour is in it; there is {}",
                        names.neighbor, shown(all)),
            {},
            NeighborNames::absent};
  }
  return {};
}

SessionChoice keep_shown(Wanted& wanted, const config::Observed& observed) {
  std::set<std::string> neighbors;
  std::set<model::Family> families;
  for (const config::ObservedRoute& route : observed.routes) {
    neighbors.insert(route.neighbor);
    families.insert(route.prefix.family());
  }
  if (!neighbors.empty() && !neighbors.contains("")) {
    return keep_neighbors(wanted, neighbors);
  }
  if (families.empty()) {
    const bool one_place = std::ranges::all_of(wanted.sessions, [&](const WantedSession& one) {
      return same_place(one, wanted.sessions.front());
    });
    return one_place ? SessionChoice{} : several(wanted, "the output holds no route");
  }
  const std::vector<WantedSession> all = wanted.sessions;
  std::erase_if(wanted.sessions,
                [&](const WantedSession& one) { return !families.contains(one.family); });
  if (wanted.sessions.empty()) {
    return {Exit::invalid_input,
            fmt::format("the output holds {} routes only, and is not of {}",
                        name_of(*families.begin()), shown(all)),
            {},
            NeighborNames::absent};
  }
  std::set<model::Family> kept;
  for (const WantedSession& one : wanted.sessions) {
    if (!kept.insert(one.family).second) {
      return several(wanted, "the output does not name its neighbour");
    }
  }
  return {};
}

}  // namespace bgpte::cli
