// What sessions should advertise, and how the routes of a router differ from it.
#include "src/cli/verify/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

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

/// What differs in the communities and the MED of a route, and what it does not show of them.
/// `asked`: what is named where it is not shown.
void compare_marks(const Difference& place, const WantedMarks& wanted, const Attributes& asked,
                   const config::ObservedRoute& seen, Verification& result) {
  const auto not_seen = [&](Attribute attribute) {
    result.not_seen.push_back({place.link, place.neighbor, place.prefix, attribute});
  };
  const auto carries = [&](const model::Community& community) {
    return std::ranges::binary_search(seen.marks.communities, community);
  };
  Difference differs = place;
  differs.seen_marks = seen.marks;
  std::ranges::remove_copy_if(wanted.carried.communities,
                              std::back_inserter(differs.wanted_marks.carried.communities),
                              carries);
  std::ranges::copy_if(
      wanted.not_carried,
      std::inserter(differs.wanted_marks.not_carried, differs.wanted_marks.not_carried.end()),
      carries);
  if (!seen.communities_shown) {
    const bool matters = !wanted.carried.communities.empty() || !wanted.not_carried.empty();
    result.not_shown.communities |= matters;
    if (matters && asked.communities) {
      not_seen(Attribute::communities);
    }
  } else if (!differs.wanted_marks.carried.communities.empty() ||
             !differs.wanted_marks.not_carried.empty()) {
    differs.attribute = Attribute::communities;
    result.differences.push_back(differs);
  }
  const std::uint32_t med = seen.marks.med.value_or(0);
  if (!seen.med_shown) {
    const bool matters = wanted.carried.med.has_value() || !wanted.not_med.empty();
    result.not_shown.med |= matters;
    if (matters && asked.med) {
      not_seen(Attribute::med);
    }
  } else if (wanted.carried.med ? med != *wanted.carried.med
                                : med != 0 && wanted.not_med.contains(med)) {
    differs.attribute = Attribute::med;
    differs.wanted_marks = {{{}, wanted.carried.med}, {}, {}};
    result.differences.push_back(differs);
  }
}

/// Whether the output could show what the advice changed. A prefix that is not there shows its
/// prepend at least.
void note_changes(const Attributes& changed, const config::ObservedRoute* seen,
                  Verification& result) {
  const Attributes shown{.prepend = true,
                         .communities = seen != nullptr && seen->communities_shown,
                         .med = seen != nullptr && seen->med_shown};
  const Attributes both{changed.prepend, changed.communities && shown.communities,
                        changed.med && shown.med};
  result.saw_change |= both.any();
  result.missed_change |= changed.communities != both.communities || changed.med != both.med;
}

void compare(const WantedSession& wanted, const config::Observed& observed, NeighborNames names,
             Verification& result) {
  std::map<model::IpPrefix, const config::ObservedRoute*> routes;
  for (const config::ObservedRoute& route : observed.routes) {
    if (names == NeighborNames::absent || route.neighbor == wanted.neighbor) {
      routes[route.prefix] = &route;
    }
  }
  for (const auto& [prefix, prepend] : wanted.prepends) {
    const auto found = routes.find(prefix);
    const config::ObservedRoute* seen = found == routes.end() ? nullptr : found->second;
    const model::Prepend now = seen == nullptr ? model::not_announced : seen->prepend;
    Difference one;
    one.link = wanted.link;
    one.neighbor = wanted.neighbor;
    one.prefix = to_string(prefix);
    one.wanted = prepend;
    one.seen = now;
    if (now != prepend) {
      result.differences.push_back(one);
    }
    const auto marks = wanted.marks.find(prefix);
    const auto changed = wanted.changed.find(prefix);
    constexpr Attributes everything{true, true, true};
    if (seen != nullptr && prepend != model::not_announced && marks != wanted.marks.end()) {
      compare_marks(one, marks->second,
                    changed == wanted.changed.end() ? everything : changed->second, *seen, result);
    }
    if (changed != wanted.changed.end()) {
      note_changes(changed->second, seen, result);
    }
    ++result.compared;
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
      one.family = session.family;
      for (const model::Prefix& prefix : scenario.prefixes) {
        if (prefix.prefix.family() == session.family) {
          one.prepends[prefix.prefix] = prefix.advertise[l];
          one.marks[prefix.prefix] = wanted_marks(scenario, l, prefix);
        }
      }
      wanted.sessions.push_back(std::move(one));
    }
  }
  return wanted;
}

Wanted wanted_of(const render::Document& document, model::Platform platform) {
  Wanted wanted{document.advice.local_as, {}};
  std::vector<std::map<model::IpPrefix, Before>> before;  // of each session
  for (const config::ConfigPart& part : document.config) {
    const config::SessionChange& change = part.change;
    if (change.session.platform != platform) {
      continue;
    }
    const std::string neighbor = to_string(change.session.neighbor);
    auto known = std::ranges::find_if(wanted.sessions, [&](const WantedSession& one) {
      return one.link == change.link && one.router == change.session.router &&
             one.neighbor == neighbor && one.family == change.session.family;
    });
    if (known == wanted.sessions.end()) {
      before.emplace_back();
      wanted.sessions.emplace_back();
      known = std::prev(wanted.sessions.end());
      known->link = change.link;
      known->router = change.session.router;
      known->neighbor = neighbor;
      known->family = change.session.family;
    }
    WantedSession& session = *known;
    auto& begins = before[static_cast<std::size_t>(known - wanted.sessions.begin())];
    for (const auto& [prefix, prepend] : change.before) {
      // Ours before and no longer among ours after: announced plainly.
      session.prepends[prefix] =
          change.after.contains(prefix) ? change.after.at(prefix) : model::Prepend{0};
      begins.try_emplace(prefix,
                         Before{prepend, config::attributes_in(change.marks_before, prefix)});
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

std::string_view name_of(RoutesVerdict verdict) {
  switch (verdict) {
    case RoutesVerdict::as_wanted:
      return "as-wanted";
    case RoutesVerdict::as_far_as_shown:
      return "as-far-as-shown";
    case RoutesVerdict::not_seen:
      return "not-seen";
    case RoutesVerdict::differs:
      break;
  }
  return "differs";
}

RoutesVerdict Verification::verdict() const {
  if (!differences.empty()) {
    return RoutesVerdict::differs;
  }
  if (missed_change && !saw_change) {
    return RoutesVerdict::not_seen;
  }
  return not_shown.any() ? RoutesVerdict::as_far_as_shown : RoutesVerdict::as_wanted;
}

Verification compare(const Wanted& wanted, const config::Observed& observed, NeighborNames names) {
  Verification result;
  for (const WantedSession& session : wanted.sessions) {
    compare(session, observed, names, result);
  }
  return result;
}

}  // namespace bgpte::cli
