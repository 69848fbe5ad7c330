// From advice to the change of each session in each step of the rollout.
#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"

namespace bgpte::config {
namespace {

/// How each prefix is announced on one link.
using Announcements = std::map<model::IpPrefix, Announcement>;

/// What one link announces while the rollout goes on.
struct LinkState {
  Announcements before, after;        ///< The step.
  std::set<model::IpPrefix> touched;  ///< Changed by this step or an earlier one.
  std::set<model::IpPrefix> touched_earlier;
  /// Those of them whose prepends changed, withdrawals included.
  std::set<model::IpPrefix> prepended, prepended_earlier;
};

LinkState today(const model::Scenario& scenario, model::LinkIndex link) {
  LinkState state;
  for (const model::Prefix& prefix : scenario.prefixes) {
    state.before[prefix.prefix] = {
        prefix.advertise[link],
        model::route_attributes(scenario, link, prefix.advertise.lever(link))};
  }
  state.after = state.before;
  return state;
}

/// Whether objects of ours on a session must hold a prefix, whose announcement is `from` before the
/// step and `to` after it. They hold what a rollout step changed, what the session says is managed,
/// and all that carries a lever, because levers are always set by objects of ours. On a session
/// whose prepends are ours (`bgpte`) they also hold all that is prepended.
bool must_hold(const model::Session& session, const LinkState& link, const model::IpPrefix& prefix,
               const Announcement& from, const Announcement& to) {
  const bool ours = session.prepends == model::PrependOwner::bgpte;
  return link.touched.contains(prefix) || (ours && (from.prepend > 0 || to.prepend > 0)) ||
         !from.attributes.empty() || !to.attributes.empty() ||
         std::ranges::find(session.managed, prefix) != session.managed.end();
}

void fill_maps(SessionChange& change, const LinkState& link) {
  for (const auto& [prefix, from] : link.before) {
    const Announcement& to = link.after.at(prefix);
    if (prefix.family() != change.session.family ||
        !must_hold(change.session, link, prefix, from, to)) {
      continue;
    }
    change.before[prefix] = from.prepend;
    change.after[prefix] = to.prepend;
    if (!from.attributes.empty()) {
      change.marks_before[prefix] = from.attributes;
    }
    if (!to.attributes.empty()) {
      change.marks_after[prefix] = to.attributes;
    }
  }
}

/// Adds to session.managed what earlier steps have made ours and the maps cannot tell. On a foreign
/// session these are all prefixes whose prepends they changed, on any other those they withdrew.
void add_managed(SessionChange& change, const LinkState& link) {
  std::vector<model::IpPrefix>& managed = change.session.managed;
  const bool foreign = change.session.prepends == model::PrependOwner::foreign;
  for (const model::IpPrefix& prefix : link.prepended_earlier) {
    if (prefix.family() == change.session.family &&
        (foreign || link.before.at(prefix).prepend == model::not_announced) &&
        std::ranges::find(managed, prefix) == managed.end()) {
      managed.push_back(prefix);
    }
  }
  std::ranges::sort(managed);
}

void add_origins(SessionChange& change, const model::Scenario& scenario) {
  for (const model::Prefix& prefix : scenario.prefixes) {
    if (prefix.origin_as != scenario.local_as && change.after.contains(prefix.prefix)) {
      change.origins[prefix.prefix] = prefix.origin_as;
    }
  }
}

/// Adds the links that the forecast of a new MED rests on: links to the same AS that announce the
/// prefix with the same prepends.
void add_parallel_links(SessionChange& change, const model::Scenario& scenario,
                        model::LinkIndex index, const std::vector<LinkState>& links) {
  for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
    if (other == index || scenario.links[other].neighbor_as != change.neighbor_as) {
      continue;
    }
    ParallelLink parallel{scenario.links[other].name, {}};
    for (const auto& [prefix, attributes] : change.marks_after) {
      const Announcement& there = links[other].after.at(prefix);
      if (gets_med(change, prefix) && there.prepend == change.after.at(prefix)) {
        parallel.meds[prefix] = there.attributes.med.value_or(0);
      }
    }
    if (!parallel.meds.empty()) {
      change.parallel_links.push_back(std::move(parallel));
    }
  }
  std::ranges::sort(change.parallel_links, {}, &ParallelLink::link);
}

bool differs(const SessionChange& change) {
  return change.before != change.after || change.marks_before != change.marks_after;
}

/// The prefixes that a change announces in another way, before it and after it.
std::map<model::IpPrefix, std::pair<Announcement, Announcement>> difference(
    const SessionChange& change) {
  std::map<model::IpPrefix, std::pair<Announcement, Announcement>> moves;
  for (const auto& [prefix, prepend] : change.before) {
    const Announcement from = announced_before(change, prefix);
    const Announcement to = announced_after(change, prefix);
    if (to != from) {
      moves[prefix] = {from, to};
    }
  }
  return moves;
}

/// What an object of ours belongs to: a policy where our entries go into it, else a neighbour.
std::string home_of(const model::Session& session) {
  if (row_of(session.platform).edits_policy && !session.export_policy.empty()) {
    return session.export_policy.front();
  }
  return to_string(session.neighbor);
}

/// SessionChange::sibling of one session of a link.
int sibling_of(const model::Link& link, std::size_t index) {
  const model::Session& session = link.sessions[index];
  std::vector<std::string> homes;
  for (const model::Session& other : link.sessions) {
    if (other.router == session.router && other.family == session.family &&
        std::ranges::find(homes, home_of(other)) == homes.end()) {
      homes.push_back(home_of(other));
    }
  }
  if (homes.size() < 2) {
    return 0;
  }
  return static_cast<int>(std::ranges::find(homes, home_of(session)) - homes.begin()) + 1;
}

bool share_policy(const model::Session& a, const model::Session& b) {
  return a.router == b.router && a.platform == b.platform && row_of(a.platform).edits_policy &&
         !a.export_policy.empty() &&
         std::ranges::find_first_of(a.export_policy, b.export_policy) != a.export_policy.end();
}

/// Why a policy that the session shares forbids its change in this step; empty: it does not.
std::string shared_obstacle(const SessionChange& change,
                            const std::vector<SessionChange>& step_changes) {
  const model::Session& session = change.session;
  for (const SessionChange& other : step_changes) {
    const bool itself =
        session.neighbor == other.session.neighbor && session.family == other.session.family;
    if (itself || !share_policy(session, other.session)) {
      continue;
    }
    const std::string neighbor = to_string(other.session.neighbor);
    if (!session.policy_shared) {
      return fmt::format(
          "neighbour {} has the same export policy, and the session does not say "
          "policy_shared",
          neighbor);
    }
    if (session.family != other.session.family || difference(change) != difference(other) ||
        session.managed != other.session.managed) {
      return fmt::format(
          "the shared export policy also serves neighbour {}, which does not get the same change "
          "in "
          "this step",
          neighbor);
    }
    if (row_of(session.platform).entries.last == 0 && change.link != other.link) {
      return fmt::format(
          "the shared export policy also serves neighbour {} of another link, and "
          "the prepends made for the two links would add up",
          neighbor);
    }
  }
  return {};
}

/// SessionChange::shared_with of a change.
std::string sharing_neighbors(const SessionChange& change,
                              const std::vector<SessionChange>& step_changes) {
  std::string neighbors;
  for (const SessionChange& other : step_changes) {
    if (other.session.neighbor != change.session.neighbor &&
        share_policy(change.session, other.session)) {
      neighbors += (neighbors.empty() ? "" : ", ") + to_string(other.session.neighbor);
    }
  }
  return neighbors;
}

/// Puts the changes of one step into the links. Returns every link, those that the step names
/// first, in its order. The others follow, because a policy may be shared with them.
std::vector<model::LinkIndex> apply_step(const model::Scenario& scenario,
                                         const advice::RolloutStep& step,
                                         std::vector<LinkState>& links) {
  std::vector<model::LinkIndex> order;
  const auto add = [&](model::LinkIndex link) {
    if (std::ranges::find(order, link) == order.end()) {
      order.push_back(link);
    }
  };
  for (const advice::ChangeText& change : step.changes) {
    const auto link = find_link(scenario, change.link);
    const auto prefix = model::parse_prefix(change.prefix);
    if (!link || prefix.fault != model::PrefixFault::none ||
        !links[*link].after.contains(prefix.prefix)) {
      continue;  // not a change of this scenario
    }
    LinkState& state = links[*link];
    Announcement& announcement = state.after[prefix.prefix];
    if (announcement.prepend != change.to) {
      state.prepended.insert(prefix.prefix);
    }
    announcement.prepend = change.to;
    announcement.attributes = change.lever_to ? change.lever_to->marks : model::RouteAttributes{};
    state.touched.insert(prefix.prefix);
    add(*link);
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    add(link);
  }
  return order;
}

/// The change of every session of a link in one step, also where nothing differs.
void add_link_changes(std::vector<SessionChange>& changes, const model::Scenario& scenario,
                      const SessionChange& step, model::LinkIndex index,
                      const std::vector<LinkState>& links) {
  const model::Link& link = scenario.links[index];
  for (std::size_t i = 0; i < link.sessions.size(); ++i) {
    SessionChange change = step;
    change.neighbor_as = link.neighbor_as;
    change.link = link.name;
    change.session = link.sessions[i];
    change.sibling = sibling_of(link, i);
    add_managed(change, links[index]);
    fill_maps(change, links[index]);
    add_origins(change, scenario);
    add_parallel_links(change, scenario, index, links);
    for (const auto& [prefix, attributes] : change.marks_before) {
      if (links[index].touched_earlier.contains(prefix)) {
        change.levered_earlier.push_back(prefix);
      }
    }
    changes.push_back(std::move(change));
  }
}

/// The parts of the changes that differ, each checked against all others of the same step.
void add_parts(std::vector<ConfigPart>& parts, std::vector<SessionChange> changes) {
  std::vector<std::string> obstacles;
  for (const SessionChange& change : changes) {
    obstacles.push_back(shared_obstacle(change, changes));
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!differs(changes[i])) {
      continue;
    }
    changes[i].obstacle = obstacles[i];
    if (changes[i].obstacle.empty()) {
      changes[i].shared_with = sharing_neighbors(changes[i], changes);
    }
    parts.push_back(emit(changes[i]));
  }
}

}  // namespace

std::vector<ConfigPart> rollout_sessions(const model::Scenario& scenario,
                                         const advice::Advice& advice) {
  std::vector<LinkState> links;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    links.push_back(today(scenario, link));
  }
  std::vector<ConfigPart> parts;
  for (const advice::RolloutStep& step : advice.rollout) {
    SessionChange common;
    common.change_id = advice.change_id;
    common.local_as = scenario.local_as;
    common.step = step.step;
    common.wait_s = step.wait_s;
    std::vector<SessionChange> changes;
    for (const model::LinkIndex index : apply_step(scenario, step, links)) {
      add_link_changes(changes, scenario, common, index, links);
    }
    add_parts(parts, std::move(changes));
    for (LinkState& link : links) {
      link.before = link.after;
      link.touched_earlier = link.touched;
      link.prepended_earlier = link.prepended;
    }
  }
  return with_whole_transactions(std::move(parts));
}

}  // namespace bgpte::config
