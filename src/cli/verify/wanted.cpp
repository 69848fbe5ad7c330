// What the sessions of a scenario, or of advice, should advertise.
#include <algorithm>
#include <iterator>

#include "src/cli/verify/comparison.hpp"

namespace bgpte::cli {

namespace {

void must_not(WantedMarks& wanted, const model::RouteAttributes& marks) {
  wanted.not_carried.insert(marks.communities.begin(), marks.communities.end());
  if (marks.med) {
    wanted.not_med.insert(*marks.med);
  }
}

/// What it must carry wins over what it must not.
void settle(WantedMarks& wanted) {
  for (const model::Community& community : wanted.carried.communities) {
    wanted.not_carried.erase(community);
  }
  if (wanted.carried.med) {
    wanted.not_med.clear();
  }
}

WantedMarks wanted_marks(const model::Scenario& scenario, model::LinkIndex link,
                         const model::Prefix& prefix) {
  WantedMarks wanted;
  for (const model::Lever& lever : scenario.links[link].levers) {
    must_not(wanted, lever.marks);
  }
  wanted.carried = model::route_attributes(scenario, link, prefix.advertise.lever(link));
  settle(wanted);
  return wanted;
}

/// How a prefix was announced on a session before the first step that has it.
struct Before {
  model::Prepend prepend = 0;
  model::RouteAttributes marks;
};

Attributes changed_from(const Before& before, model::Prepend prepend,
                        const model::RouteAttributes& marks) {
  return {.prepend = before.prepend != prepend,
          .communities = before.marks.communities != marks.communities,
          .med = before.marks.med != marks.med};
}

/// The session of a change, added where it is not there yet.
WantedSession& session_of(Wanted& wanted, const config::SessionChange& change) {
  const std::string neighbor = to_string(change.session.neighbor);
  const auto known = std::ranges::find_if(wanted.sessions, [&](const WantedSession& one) {
    return one.link == change.link && one.router == change.session.router &&
           one.neighbor == neighbor && one.family == change.session.family;
  });
  if (known != wanted.sessions.end()) {
    return *known;
  }
  WantedSession& session = wanted.sessions.emplace_back();
  session.link = change.link;
  session.router = change.session.router;
  session.neighbor = neighbor;
  session.neighbor_as = change.neighbor_as;
  session.family = change.session.family;
  return session;
}

/// How the prefixes of one session were announced before the first step that has them.
using BeforeMap = std::map<model::IpPrefix, Before>;

/// Puts a change into its session.
void make_change(WantedSession& session, const config::SessionChange& change, BeforeMap& begins) {
  for (const auto& [prefix, prepend] : change.before) {
    // Ours before and no longer among ours after: announced plainly.
    session.prepends[prefix] =
        change.after.contains(prefix) ? change.after.at(prefix) : model::Prepend{0};
    begins.try_emplace(prefix, Before{prepend, config::attributes_in(change.marks_before, prefix)});
  }
  for (const auto& [prefix, prepend] : change.after) {
    session.prepends[prefix] = prepend;
    begins.try_emplace(prefix);
    session.marks[prefix].carried = config::attributes_in(change.marks_after, prefix);
  }
  for (const auto& [prefix, marks] : change.marks_before) {
    must_not(session.marks[prefix], marks);
  }
}

/// The session as a change of a later step still finds it.
void leave_change(WantedSession& session, const config::SessionChange& change, BeforeMap& begins) {
  const auto leave = [&](const model::IpPrefix& prefix, model::Prepend prepend) {
    const model::RouteAttributes marks = config::attributes_in(change.marks_before, prefix);
    if (session.prepends.try_emplace(prefix, prepend).second) {
      session.marks[prefix].carried = marks;
      begins.try_emplace(prefix, Before{prepend, marks});
    }
    must_not(session.marks[prefix], config::attributes_in(change.marks_after, prefix));
  };
  for (const auto& [prefix, prepend] : change.before) {
    leave(prefix, prepend);
  }
  for (const auto& [prefix, prepend] : change.after) {
    leave(prefix, model::Prepend{0});
  }
}

}  // namespace

Wanted wanted_of(const model::Scenario& scenario, model::Platform platform) {
  Wanted wanted{scenario.local_as, {}};
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    for (const model::Session& session : scenario.links[l].sessions) {
      if (session.platform != platform) {
        continue;
      }
      WantedSession one;
      one.link = scenario.links[l].name;
      one.router = session.router;
      one.neighbor = to_string(session.neighbor);
      one.neighbor_as = scenario.links[l].neighbor_as;
      one.family = session.family;
      for (const model::Prefix& prefix : scenario.prefixes) {
        if (prefix.prefix.family() == session.family) {
          one.prepends[prefix.prefix] = prefix.advertise[l];
          one.marks[prefix.prefix] = wanted_marks(scenario, l, prefix);
          if (prefix.origin_as != scenario.local_as) {
            one.origins[prefix.prefix] = prefix.origin_as;
          }
        }
      }
      wanted.sessions.push_back(std::move(one));
    }
  }
  return wanted;
}

Wanted wanted_of(const render::Document& document, model::Platform platform, int step) {
  Wanted wanted{document.advice.local_as, {}};
  std::vector<BeforeMap> before;  // of each session
  for (const config::ConfigPart& part : document.config) {
    const config::SessionChange& change = part.change;
    if (change.session.platform != platform) {
      continue;
    }
    WantedSession& session = session_of(wanted, change);
    before.resize(wanted.sessions.size());
    BeforeMap& begins = before[static_cast<std::size_t>(&session - wanted.sessions.data())];
    session.origins.insert(change.origins.begin(), change.origins.end());
    if (change.step <= step) {
      make_change(session, change, begins);
    } else {
      leave_change(session, change, begins);
    }
  }
  for (std::size_t i = 0; i < wanted.sessions.size(); ++i) {
    WantedSession& session = wanted.sessions[i];
    for (auto& [prefix, marks] : session.marks) {
      settle(marks);
    }
    for (const auto& [prefix, begin] : before[i]) {
      session.changed[prefix] =
          changed_from(begin, session.prepends[prefix], session.marks[prefix].carried);
    }
  }
  return wanted;
}

}  // namespace bgpte::cli
