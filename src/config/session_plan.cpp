#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <tuple>

#include "bgpte/model/digest.hpp"
#include "src/config/observed/route_attributes.hpp"

namespace bgpte::config {
namespace {

constexpr std::int64_t grace_s = 600;            // time to read the counters after the wait
constexpr std::size_t longest_marked_stem = 24;  // of 40 characters: "_P64_01234567_V4" must fit
constexpr std::size_t digest_digits = 8;

bool is_foreign(const model::Session& session) {
  return session.prepends == model::PrependOwner::foreign;
}

bool is_managed(const model::Session& session, const model::IpPrefix& prefix) {
  return std::ranges::find(session.managed, prefix) != session.managed.end();
}

std::string names_fault(const SessionChange& change) {
  const model::Session& session = change.session;
  for (const std::string* name : {&session.group, &session.protocol, &session.own_set}) {
    if (!name->empty()) {
      if (std::string fault = name_fault(session.platform, *name); !fault.empty()) {
        return fault;
      }
    }
  }
  for (const std::string& name : session.export_policy) {
    if (std::string fault = name_fault(session.platform, name); !fault.empty()) {
      return fault;
    }
  }
  // These reach a router in comments and as part of our own names only.
  std::vector<const std::string*> named = {&change.link, &session.router, &change.shared_with};
  for (const ParallelLink& other : change.parallel_links) {
    named.push_back(&other.link);
  }
  for (const std::string* name : named) {
    if (escaped(*name) != *name) {
      return fmt::format("the name '{}' has a character that must not reach a router",
                         escaped(name->substr(0, 80)));
    }
  }
  if (change.change_id.empty() || !std::ranges::all_of(change.change_id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-';
      })) {
    return fmt::format("the change id '{}' is not made of letters, digits and '-'",
                       escaped(change.change_id.substr(0, 80)));
  }
  return {};
}

std::string maps_fault(const SessionChange& change, const PlatformRow& row) {
  std::set<model::IpPrefix> prefixes;
  for (const PrependMap* map : {&change.before, &change.after}) {
    for (const auto& [prefix, prepend] : *map) {
      prefixes.insert(prefix);
      if (prefix.family() != change.session.family) {
        return fmt::format("{} is not of the session's family, {}", to_string(prefix),
                           name_of(change.session.family));
      }
      if (prepend > row.max_prepend) {
        return fmt::format("{} prepends for {}; {} takes at most {} in one statement", prepend,
                           to_string(prefix), title_of(row.platform), row.max_prepend);
      }
    }
  }
  for (const model::IpPrefix& prefix : prefixes) {
    const model::Prepend from = prepend_in(change.before, prefix);
    const model::Prepend to = prepend_in(change.after, prefix);
    if (from < 0 && to >= 0 && !is_managed(change.session, prefix)) {
      return fmt::format(
          "{} is not announced on this session today, and no entry of ours withholds it: its "
          "filters, IRR objects and ROA come first",
          to_string(prefix));
    }
  }
  return {};
}

std::string marks_fault(const PlatformRow& row, const model::Marks& marks) {
  if (marks.empty()) {
    return "carries no communities and no MED, though it is listed with them";
  }
  if (std::ranges::adjacent_find(marks.communities, std::greater_equal{}) !=
      marks.communities.end()) {
    return "carries communities that are not in order, each once";
  }
  constexpr std::uint32_t widest = 65535;
  for (const model::Community& community : marks.communities) {
    const auto& [a, b, c] = community.parts;
    if (!community.large && (a > widest || b > widest || c != 0)) {
      return "carries a standard community with a part above 65535";
    }
  }
  const std::size_t standard = community_texts(marks, CommunityKind::standard).size();
  const std::size_t large = marks.communities.size() - standard;
  if (standard > row.max_communities || (row.max_large > 0 && large > row.max_large)) {
    return fmt::format("carries {} communities; {} takes at most {} in one statement ({} large)",
                       marks.communities.size(), title_of(row.platform), row.max_communities,
                       row.max_large);
  }
  if (large > row.max_large) {
    return fmt::format("carries large communities, and no statement of {} is known that adds them",
                       title_of(row.platform));
  }
  if (marks.med && *marks.med > row.max_med) {
    return fmt::format("carries MED {}; {} takes at most {}", *marks.med, title_of(row.platform),
                       row.max_med);
  }
  return {};
}

std::string marks_fault(const SessionChange& change, const PlatformRow& row) {
  for (const auto& [all, map] : {std::pair{&change.marks_before, &change.before},
                                 std::pair{&change.marks_after, &change.after}}) {
    for (const auto& [prefix, marks] : *all) {
      const auto announced = map->find(prefix);
      if (announced == map->end() || announced->second == model::not_announced) {
        return fmt::format("{} carries communities or a MED and is not announced",
                           to_string(prefix));
      }
      if (const std::string fault = marks_fault(row, marks); !fault.empty()) {
        return fmt::format("{} {}", to_string(prefix), fault);
      }
    }
  }
  return {};
}

/// Whether an entry of ours makes all the prepends of an announced prefix of a foreign session: of
/// those that we have changed. Of the others the operator's policy does, and ours only add marks.
bool makes_total(const Plan& plan, const model::IpPrefix& prefix, bool before) {
  const SessionChange& change = plan.change;
  return !plan.keep &&
         (is_managed(change.session, prefix) ||
          (!before && prepend_in(change.before, prefix) != prepend_in(change.after, prefix)));
}

/// Whether an entry of ours holds the prefix, so announced, before the change or after it.
bool holds(const Plan& plan, const model::IpPrefix& prefix, model::Prepend prepend,
           const model::Marks& marks, bool before) {
  const SessionChange& change = plan.change;
  if (prepend == model::not_announced) {
    // Absent for another reason, it stays the operator's business.
    const auto from = change.before.find(prefix);
    const bool absent = from != change.before.end() && from->second == model::not_announced;
    return is_managed(change.session, prefix) || (!before && !absent);
  }
  return !marks.empty() || (plan.foreign ? makes_total(plan, prefix, before) : prepend > 0);
}

/// Digits that tell these marks from any other, and the link's where its stem was cut.
std::string digest_of(const model::Marks& marks, std::string_view cut_stem) {
  std::string said(cut_stem);
  for (const model::Community& community : marks.communities) {
    said += " " + to_string(community);
  }
  if (marks.med) {
    said += fmt::format(" med {}", *marks.med);
  }
  return model::sha256_hex(said).substr(0, digest_digits);
}

ManagedList named_list(const Plan& plan, model::Prepend prepend, bool keep,
                       const model::Marks& marks) {
  ManagedList list{
      .prepend = prepend, .marks = marks, .name = {}, .label = {}, .keep = keep, .prefixes = {}};
  std::string stem = plan.stem;
  std::string kind = keep ? "M" : fmt::format("P{}", prepend);
  if (list.denies()) {
    kind = "DENY";
  } else if (!marks.empty()) {
    // A stem that must be cut counts in the digest, so that two links still share no name.
    const bool cut = stem.size() > longest_marked_stem;
    kind += "_" + digest_of(marks, cut ? stem : "");
    stem.resize(std::min(stem.size(), longest_marked_stem));
  }
  list.label = fmt::format("{}_{}", kind, plan.family_tag());
  list.name = fmt::format("{}_{}", stem, list.label);
  return list;
}

ManagedState state_of(const Plan& plan, bool before) {
  const SessionChange& change = plan.change;
  const PrependMap& map = before ? change.before : change.after;
  std::map<std::tuple<model::Prepend, bool, model::Marks>, std::vector<model::IpPrefix>> groups;
  for (const auto& [prefix, prepend] : map) {
    const model::Marks marks = marks_in(before ? change.marks_before : change.marks_after, prefix);
    if (holds(plan, prefix, prepend, marks, before)) {
      const bool keep =
          plan.foreign && prepend != model::not_announced && !makes_total(plan, prefix, before);
      groups[{keep ? model::Prepend{0} : prepend, !keep, marks}].push_back(prefix);
    }
  }
  ManagedState state;
  for (auto& [group, prefixes] : groups) {
    const auto& [prepend, total, marks] = group;
    state.push_back(named_list(plan, prepend, !total, marks));
    state.back().prefixes = std::move(prefixes);
  }
  if (!state.empty() && state.front().denies()) {
    std::rotate(state.begin(), state.begin() + 1, state.end());
  }
  return state;
}

std::string entries_fault(Plan& plan) {
  const model::Session& session = plan.change.session;
  const PlatformRow& row = plan.row;
  if (!session.free_entries) {
    return "the session does not say which entries of the policy are free (free_entries)";
  }
  const model::EntryRange free = *session.free_entries;
  if (free.first > free.last || free.first < row.entries.first || free.last > row.entries.last) {
    return fmt::format("free_entries {} to {} is not a range within {} to {}, which {} allows",
                       free.first, free.last, row.entries.first, row.entries.last,
                       title_of(row.platform));
  }
  int barrier = 0;  // ours must all come before this one
  if (plan.foreign) {
    if (!session.foreign) {
      return "the session does not say which entry prepends today (foreign)";
    }
    barrier = session.foreign->entry;
    plan.onward = session.foreign->resume_entry;
    if (plan.onward <= barrier) {
      return fmt::format("resume_entry {} does not come after the prepending entry {}", plan.onward,
                         barrier);
    }
  } else {
    if (!session.next_entry) {
      return "the session does not say which entry permits the prefixes (next_entry)";
    }
    barrier = plan.onward = *session.next_entry;
  }
  if (plan.onward > row.entries.last) {
    return fmt::format("entry {} is above {}, the last that {} allows", plan.onward,
                       row.entries.last, title_of(row.platform));
  }
  if (session.next_entry) {
    barrier = std::min(barrier, *session.next_entry);
  }
  plan.first_onward = plan.onward;
  for (ManagedState* state : {&plan.before, &plan.after}) {
    int entry = free.first;
    for (ManagedList& list : *state) {
      // What keeps the operator's prepends goes on into their entries, as if ours were not there.
      list.onward = list.keep ? barrier : plan.onward;
      if (!list.denies()) {
        plan.first_onward = std::min(plan.first_onward, list.onward);
      }
      if (entry > free.last) {
        return fmt::format("{} entries are needed and only {} to {} are free", state->size(),
                           free.first, free.last);
      }
      if (entry >= barrier) {
        return fmt::format("free entry {} does not come before entry {} of the policy", entry,
                           barrier);
      }
      list.entry = entry++;
    }
  }
  return {};
}

/// Some prefix whose prepends would have to change where ours cannot replace the operator's.
bool changes_kept_prepends(const SessionChange& change) {
  PrependMap all = change.before;
  all.insert(change.after.begin(), change.after.end());
  return std::ranges::any_of(all, [&](const auto& item) {
    const model::Prepend to = prepend_in(change.after, item.first);
    return to != model::not_announced && to != prepend_in(change.before, item.first);
  });
}

/// Eight digits of a digest may meet once in four thousand million.
std::string names_clash(const Plan& plan) {
  std::map<std::string_view, std::pair<model::Prepend, const model::Marks*>> known;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      const auto [at, added] = known.emplace(list.name, std::pair{list.prepend, &list.marks});
      if (!added && (at->second.first != list.prepend || *at->second.second != list.marks)) {
        return fmt::format("two sets of communities would get the same name, {}", list.name);
      }
    }
  }
  return {};
}

std::string jump_fault(const PlatformRow& row) {
  return fmt::format(
      "the prepends on this session are the operator's own, and {} cannot go past the entry that "
      "makes them",
      title_of(row.platform));
}

}  // namespace

std::variant<Plan, std::string> make_plan(const SessionChange& change) {
  const model::Session& session = change.session;
  const PlatformRow& row = row_of(session.platform);
  Plan plan{.change = change, .row = row, .stem = {}, .name = {}, .before = {}, .after = {}};
  if (std::string fault = names_fault(change); !fault.empty()) {
    return fault;
  }
  if (!change.obstacle.empty()) {
    return escaped(change.obstacle);
  }
  if (change.local_as == 0) {
    return "AS 0 cannot be prepended";
  }
  if (row.needs_policy && session.export_policy.empty()) {
    return "the session does not name its export policy";
  }
  if (session.platform == model::Platform::junos && session.group.empty()) {
    return "the session does not name its BGP group (group)";
  }
  if (static_cast<int>(session.export_policy.size()) > row.most_policies) {
    return fmt::format("the session names {} export policies; {} takes at most {} here",
                       session.export_policy.size(), title_of(row.platform), row.most_policies);
  }
  if (std::string fault = maps_fault(change, row); !fault.empty()) {
    return fault;
  }
  if (std::string fault = marks_fault(change, row); !fault.empty()) {
    return fault;
  }
  plan.stem = object_stem(change.sibling == 0 ? change.link
                                              : fmt::format("{}#{}", change.link, change.sibling));
  plan.name = fmt::format("{}_{}", plan.stem, plan.family_tag());
  plan.foreign = is_foreign(session);
  plan.keep = plan.foreign && !row.jumps;
  if (plan.keep && changes_kept_prepends(change)) {
    return jump_fault(row);
  }
  plan.before = state_of(plan, true);
  plan.after = state_of(plan, false);
  if (std::string fault = names_clash(plan); !fault.empty()) {
    return fault;
  }
  const bool permit = permits(plan.before) || permits(plan.after);
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    // An entry that denies or keeps the prepends goes past nothing.
    plan.jump |= plan.foreign && std::ranges::any_of(*state, [](const ManagedList& list) {
                   return !list.denies() && !list.keep;
                 });
  }
  const auto denies = [](const ManagedState& state) {
    return std::ranges::any_of(state, &ManagedList::denies);
  };
  if (!row.withdraws && (denies(plan.before) || denies(plan.after))) {
    return fmt::format(
        "{} sends no withdrawal when a policy comes to reject a route that it has sent: have it "
        "rejected there and reset the session when that does no harm, or stop originating it",
        title_of(row.platform));
  }
  if (permit && session.platform == model::Platform::ios_xr && session.own_set.empty()) {
    return "the session does not name the prefix-set that its export policy permits (own_set)";
  }
  if (row.entries.last > 0) {
    if (std::string fault = entries_fault(plan); !fault.empty()) {
      return fault;
    }
  }
  if (row.timer_unit_s > 0) {
    plan.timer = (change.wait_s + grace_s + row.timer_unit_s - 1) / row.timer_unit_s;
    if (plan.timer > row.timer_max_units) {
      return fmt::format(
          "the step's wait of {} s and {} s more is above the longest commit timer "
          "of {}, {} s",
          change.wait_s, grace_s, title_of(row.platform), row.timer_max_units * row.timer_unit_s);
    }
  }
  return plan;
}

}  // namespace bgpte::config
