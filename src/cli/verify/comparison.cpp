// How the routes of a router differ from what its sessions should advertise.
#include "src/cli/verify/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace bgpte::cli {

namespace {

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

/// What differs in the path of a route.
void compare_path(const Difference& place, const WantedSession& wanted,
                  const model::IpPrefix& prefix, const config::ObservedRoute* seen,
                  Verification& result) {
  if (place.wanted != place.seen) {
    result.differences.push_back(place);
  }
  if (seen == nullptr || place.wanted == model::not_announced) {
    return;
  }
  // Behind the copies of the local AS: nothing, or a path that ends in the AS that originates it.
  const auto origin = wanted.origins.find(prefix);
  const bool as_wanted =
      origin == wanted.origins.end()
          ? seen->beyond.empty()
          : !seen->beyond.empty() && seen->beyond.back() == std::to_string(origin->second);
  if (!as_wanted) {
    Difference differs = place;
    differs.attribute = Attribute::origin;
    differs.wanted_origin = origin == wanted.origins.end() ? 0 : origin->second;
    differs.seen_beyond = seen->beyond;
    result.differences.push_back(differs);
  }
}

/// Whether the output could show what the advice changed. A prefix that is not there shows its
/// prepend at least.
void note_changes(const Attributes& changed, const config::ObservedRoute* seen,
                  Verification& result) {
  const Attributes shown{.prepend = seen == nullptr || seen->path_shown,
                         .communities = seen != nullptr && seen->communities_shown,
                         .med = seen != nullptr && seen->med_shown};
  const Attributes both{changed.prepend && shown.prepend, changed.communities && shown.communities,
                        changed.med && shown.med};
  result.saw_change |= both.any();
  result.missed_change |= changed.prepend != both.prepend ||
                          changed.communities != both.communities || changed.med != both.med;
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
    if (seen != nullptr && prepend != model::not_announced && !seen->path_shown) {
      result.not_shown.prepend = true;
      result.not_seen.push_back({one.link, one.neighbor, one.prefix, Attribute::prepend});
    } else {
      compare_path(one, wanted, prefix, seen, result);
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
  if (not_shown.prepend || (missed_change && !saw_change)) {
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
