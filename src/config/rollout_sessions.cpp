#include <algorithm>
#include <set>

#include "src/config/observed/route_attributes.hpp"

namespace bgpte::config {
namespace {

/// How a prefix is announced on one link.
struct Announced {
  model::Prepend prepend = model::not_announced;
  model::Marks marks;
  auto operator<=>(const Announced&) const = default;
};

/// All of one link while the rollout goes on.
using State = std::map<model::IpPrefix, Announced>;

State today(const model::Scenario& scenario, model::LinkIndex link) {
  State state;
  for (const model::Prefix& prefix : scenario.prefixes) {
    Announced& announced = state[prefix.prefix];
    announced.prepend = prefix.advertise[link];
    announced.marks = model::marks(scenario, link, prefix.advertise.lever(link));
  }
  return state;
}

/// What our objects must hold on a session, before and after a step, given every change on that
/// link so far. Bgpte: all that is prepended. Any: all that carries a lever, for levers are always
/// ours. Else only what we changed: the rest is not ours.
void fill_maps(SessionChange& change, const State& before, const State& after,
               const std::set<model::IpPrefix>& touched) {
  const bool ours = change.session.prepends == model::PrependOwner::bgpte;
  for (const auto& [prefix, from] : before) {
    if (prefix.family() != change.session.family) {
      continue;
    }
    const Announced& to = after.at(prefix);
    const std::vector<model::IpPrefix>& managed = change.session.managed;
    if (touched.contains(prefix) || (ours && (from.prepend > 0 || to.prepend > 0)) ||
        !from.marks.empty() || !to.marks.empty() ||
        std::ranges::find(managed, prefix) != managed.end()) {
      change.before[prefix] = from.prepend;
      change.after[prefix] = to.prepend;
      if (!from.marks.empty()) {
        change.marks_before[prefix] = from.marks;
      }
      if (!to.marks.empty()) {
        change.marks_after[prefix] = to.marks;
      }
    }
  }
}

/// Adds what earlier steps have made ours and the maps cannot tell: on a foreign session all whose
/// prepends they changed, else what they withdrew.
void add_managed(SessionChange& change, const State& before,
                 const std::set<model::IpPrefix>& prepended_earlier) {
  std::vector<model::IpPrefix>& managed = change.session.managed;
  const bool foreign = change.session.prepends == model::PrependOwner::foreign;
  for (const model::IpPrefix& prefix : prepended_earlier) {
    if (prefix.family() == change.session.family &&
        (foreign || before.at(prefix).prepend == model::not_announced) &&
        std::ranges::find(managed, prefix) == managed.end()) {
      managed.push_back(prefix);
    }
  }
  std::ranges::sort(managed);
}

/// The links that the forecast of a new MED rests on: to the same AS, with the same prepends.
void add_parallel_links(SessionChange& change, const model::Scenario& scenario,
                        model::LinkIndex index, const std::vector<State>& next) {
  for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
    if (other == index || scenario.links[other].neighbor_as != change.neighbor_as) {
      continue;
    }
    ParallelLink parallel{scenario.links[other].name, {}};
    for (const auto& [prefix, marks] : change.marks_after) {
      const Announced& there = next[other].at(prefix);
      if (gets_med(change, prefix) && there.prepend == change.after.at(prefix)) {
        parallel.meds[prefix] = there.marks.med.value_or(0);
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

std::map<model::IpPrefix, std::pair<Announced, Announced>> difference(const SessionChange& change) {
  std::map<model::IpPrefix, std::pair<Announced, Announced>> moves;
  for (const auto& [prefix, prepend] : change.before) {
    const Announced from{prepend, marks_in(change.marks_before, prefix)};
    const Announced to{change.after.at(prefix), marks_in(change.marks_after, prefix)};
    if (to != from) {
      moves[prefix] = {from, to};
    }
  }
  return moves;
}

/// What an object of ours is made for: a policy where our entries go into it, else a neighbour.
std::string home_of(const model::Session& session) {
  if (row_of(session.platform).edits_policy && !session.export_policy.empty()) {
    return session.export_policy.front();
  }
  return to_string(session.neighbor);
}

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
          "the shared export policy also serves neighbour {}, which does not get "
          "the same change",
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

}  // namespace

std::vector<ConfigPart> emit_all(const model::Scenario& scenario, const advice::Advice& advice) {
  std::vector<State> state;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    state.push_back(today(scenario, link));
  }
  std::vector<std::set<model::IpPrefix>> touched(scenario.links.size());
  std::vector<std::set<model::IpPrefix>> prepended(scenario.links.size());  // or withdrawn
  std::vector<ConfigPart> parts;
  for (const advice::RolloutStep& step : advice.rollout) {
    std::vector<State> next = state;
    const std::vector<std::set<model::IpPrefix>> prepended_earlier = prepended;
    const std::vector<std::set<model::IpPrefix>> touched_earlier = touched;
    std::vector<model::LinkIndex> order;  // links as the step names them first
    for (const advice::ChangeText& change : step.changes) {
      const auto link = find_link(scenario, change.link);
      const auto prefix = model::parse_prefix(change.prefix);
      if (!link || prefix.fault != model::PrefixFault::none ||
          !next[*link].contains(prefix.prefix)) {
        continue;  // not a change of this scenario
      }
      Announced& announced = next[*link][prefix.prefix];
      if (announced.prepend != change.to) {
        prepended[*link].insert(prefix.prefix);
      }
      announced.prepend = change.to;
      announced.marks = change.lever_to ? change.lever_to->marks : model::Marks{};
      touched[*link].insert(prefix.prefix);
      if (std::ranges::find(order, *link) == order.end()) {
        order.push_back(*link);
      }
    }
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      if (std::ranges::find(order, link) == order.end()) {
        order.push_back(link);  // unchanged, but a policy may be shared with it
      }
    }
    std::vector<SessionChange> changes;
    for (const model::LinkIndex index : order) {
      const model::Link& link = scenario.links[index];
      for (std::size_t i = 0; i < link.sessions.size(); ++i) {
        SessionChange change;
        change.change_id = advice.change_id;
        change.local_as = scenario.local_as;
        change.neighbor_as = link.neighbor_as;
        change.link = link.name;
        change.step = step.step;
        change.wait_s = step.wait_s;
        change.session = link.sessions[i];
        change.sibling = sibling_of(link, i);
        add_managed(change, state[index], prepended_earlier[index]);
        fill_maps(change, state[index], next[index], touched[index]);
        add_parallel_links(change, scenario, index, next);
        for (const auto& [prefix, marks] : change.marks_before) {
          if (touched_earlier[index].contains(prefix)) {
            change.levered_earlier.push_back(prefix);
          }
        }
        changes.push_back(std::move(change));
      }
    }
    std::vector<std::string> obstacles;
    for (const SessionChange& change : changes) {
      obstacles.push_back(shared_obstacle(change, changes));
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (differs(changes[i])) {
        if (changes[i].obstacle.empty()) {
          changes[i].obstacle = obstacles[i];
        }
        if (changes[i].obstacle.empty()) {
          changes[i].shared_with = sharing_neighbors(changes[i], changes);
        }
        parts.push_back(emit(changes[i]));
      }
    }
    state = std::move(next);
  }
  return parts;
}

}  // namespace bgpte::config
