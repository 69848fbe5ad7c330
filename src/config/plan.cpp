#include <algorithm>
#include <optional>
#include <set>

#include "emitter.hpp"

namespace bgpte::config {
namespace {

constexpr std::int64_t grace_s = 600;  // time to read the counters after the wait

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
  // These two reach a router in comments and as part of our own names only.
  for (const std::string* name : {&change.link, &session.router}) {
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
  // A prefix in one map only has no prepends in the other.
  const auto prepend_in = [](const PrependMap& map, const model::IpPrefix& prefix) {
    const auto found = map.find(prefix);
    return found == map.end() ? model::Prepend{0} : found->second;
  };
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

/// Whether an entry of ours holds the prefix, so announced, before the change or after it.
bool holds(const SessionChange& change, const model::IpPrefix& prefix, model::Prepend prepend,
           bool before) {
  const bool ours = is_managed(change.session, prefix);
  if (prepend == model::not_announced) {
    // Absent for another reason, it stays the operator's business.
    const auto from = change.before.find(prefix);
    const bool absent = from != change.before.end() && from->second == model::not_announced;
    return ours || (!before && !absent);
  }
  // On a foreign session ours are those which we changed, with any total.
  return is_foreign(change.session) ? ours || !before : prepend > 0;
}

ManagedState state_of(const SessionChange& change, const PrependMap& map, bool before,
                      const std::string& stem) {
  ManagedState state;
  std::map<model::Prepend, std::vector<model::IpPrefix>> by_prepend;
  for (const auto& [prefix, prepend] : map) {
    if (holds(change, prefix, prepend, before)) {
      by_prepend[prepend].push_back(prefix);
    }
  }
  const std::string_view tag = change.session.family == model::Family::ipv6 ? "V6" : "V4";
  for (auto& [prepend, prefixes] : by_prepend) {
    const std::string kind = prepend == model::not_announced ? "DENY" : fmt::format("P{}", prepend);
    state.push_back({prepend, fmt::format("{}_{}_{}", stem, kind, tag), 0, std::move(prefixes)});
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
  for (ManagedState* state : {&plan.before, &plan.after}) {
    int entry = free.first;
    for (ManagedList& list : *state) {
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
  plan.stem = object_stem(change.sibling == 0 ? change.link
                                              : fmt::format("{}#{}", change.link, change.sibling));
  plan.name = fmt::format("{}_{}", plan.stem, plan.family_tag());
  plan.before = state_of(change, change.before, true, plan.stem);
  plan.after = state_of(change, change.after, false, plan.stem);
  plan.foreign = is_foreign(session);
  const bool permit = permits(plan.before) || permits(plan.after);
  plan.jump = plan.foreign && permit;  // an entry that denies goes past nothing
  if (plan.jump && !row.jumps) {
    return jump_fault(row);
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
