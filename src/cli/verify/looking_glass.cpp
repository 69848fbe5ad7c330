// The questions that a looking glass answers.
#include "src/cli/verify/looking_glass.hpp"

#include <fmt/format.h>

namespace bgpte::cli {

namespace {

/// The end of the path as the neighbour passes it on: its own AS, ours and its copies, and the
/// origin where that is another.
std::string path_of(const Wanted& wanted, const WantedSession& session,
                    const model::IpPrefix& prefix, model::Prepend prepend) {
  std::string path = std::to_string(session.neighbor_as);
  for (int copy = 0; copy <= prepend; ++copy) {
    path += fmt::format(" {}", wanted.local_as);
  }
  const auto origin = session.origins.find(prefix);
  return origin == session.origins.end() ? path : fmt::format("{} ... {}", path, origin->second);
}

}  // namespace

std::vector<std::string> questions(const Wanted& wanted) {
  std::vector<std::string> texts;
  for (const WantedSession& session : wanted.sessions) {
    for (const auto& [prefix, prepend] : session.prepends) {
      const std::string answer =
          prepend == model::not_announced
              ? fmt::format("no path by AS {} to {}", session.neighbor_as, wanted.local_as)
              : fmt::format("by link {} a path that ends in \"{}\"", session.link,
                            path_of(wanted, session, prefix, prepend));
      texts.push_back(fmt::format("looking glass of AS {}: show bgp {} unicast {} must show {}",
                                  session.neighbor_as, name_of(session.family), to_string(prefix),
                                  answer));
    }
  }
  return texts;
}

}  // namespace bgpte::cli
