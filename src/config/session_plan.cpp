// Which managed objects a change of one session needs, and where they stand in the policy.
#include "src/config/session_plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/digest.hpp"
#include "src/config/change_checks.hpp"
#include "src/config/object_names.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"

namespace bgpte::config {
namespace {

// Of 40 characters, so that "_P64_01234567_V4" still fits behind it.
constexpr std::size_t longest_stem_with_digest = 24;

bool is_managed(const model::Session& session, const model::IpPrefix& prefix) {
  return std::ranges::find(session.managed, prefix) != session.managed.end();
}

/// Whether an entry of ours makes all prepends of an announced prefix of a foreign session. That is
/// so for each prefix whose prepends we have changed. The operator's policy prepends for the
/// others, and our entry only adds attributes.
bool makes_all_prepends(const SessionPlan& plan, const model::IpPrefix& prefix, Side side) {
  const SessionChange& change = plan.change;
  return !plan.keeps_foreign_prepends &&
         (is_managed(change.session, prefix) ||
          (side == Side::after &&
           prepend_in(change.before, prefix) != prepend_in(change.after, prefix)));
}

/// Whether an entry of ours has to withhold a prefix that is not announced on that side.
bool withholds(const SessionChange& change, const model::IpPrefix& prefix, Side side) {
  // A prefix that is absent for another reason stays the operator's business.
  const auto from = change.before.find(prefix);
  const bool absent = from != change.before.end() && from->second == model::not_announced;
  return is_managed(change.session, prefix) || (side == Side::after && !absent);
}

/// Whether an entry of ours has to hold the prefix, announced as it is on that side.
bool holds(const SessionPlan& plan, const model::IpPrefix& prefix, const Announcement& announcement,
           Side side) {
  if (announcement.prepend == model::not_announced) {
    return withholds(plan.change, prefix, side);
  }
  return !announcement.attributes.empty() ||
         (plan.foreign ? makes_all_prepends(plan, prefix, side) : announcement.prepend > 0);
}

/// Digits that tell these attributes from any other. `cut_stem`: the link's stem, where it had to
/// be cut, because it then counts too.
std::string digest_of(const model::RouteAttributes& attributes, std::string_view cut_stem) {
  std::string all(cut_stem);
  for (const model::Community& community : attributes.communities) {
    all += " " + to_string(community);
  }
  if (attributes.med) {
    all += fmt::format(" med {}", *attributes.med);
  }
  return model::sha256_hex(all).substr(0, digest_digits);
}

/// Gives a list its name and label.
void name_list(ManagedList& list, const SessionPlan& plan) {
  std::string stem = plan.stem;
  std::string kind = list.keeps_foreign_prepends ? "M" : fmt::format("P{}", list.prepend);
  if (list.denies()) {
    kind = "DENY";
  } else if (!list.attributes.empty()) {
    // A stem that must be cut counts in the digest, so that two links still share no name.
    const bool cut = stem.size() > longest_stem_with_digest;
    kind += "_" + digest_of(list.attributes, cut ? stem : "");
    stem.resize(std::min(stem.size(), longest_stem_with_digest));
  }
  list.label = fmt::format("{}_{}", kind, plan.family_tag());
  list.name = fmt::format("{}_{}", stem, list.label);
}

ManagedState state_of(const SessionPlan& plan, Side side) {
  const SessionChange& change = plan.change;
  // By prepend, whether the entry makes all prepends (those that keep the operator's come first),
  // and attributes.
  std::map<std::tuple<model::Prepend, bool, model::RouteAttributes>, std::vector<model::IpPrefix>>
      groups;
  for (const auto& [prefix, prepend] : prepends_at(change, side)) {
    const Announcement announcement{prepend, attributes_in(attributes_at(change, side), prefix)};
    if (holds(plan, prefix, announcement, side)) {
      const bool keeps = plan.foreign && prepend != model::not_announced &&
                         !makes_all_prepends(plan, prefix, side);
      groups[{keeps ? model::Prepend{0} : prepend, !keeps, announcement.attributes}].push_back(
          prefix);
    }
  }
  ManagedState state;
  for (auto& [group, prefixes] : groups) {
    const auto& [prepend, makes_all, attributes] = group;
    ManagedList list;
    list.prepend = prepend;
    list.attributes = attributes;
    list.keeps_foreign_prepends = !makes_all;
    list.prefixes = std::move(prefixes);
    name_list(list, plan);
    state.push_back(std::move(list));
  }
  if (!state.empty() && state.front().denies()) {
    std::rotate(state.begin(), state.begin() + 1, state.end());
  }
  return state;
}

/// Finds where evaluation goes on after our entries, and the entry that they must all come before.
/// Returns why that is not possible, or an empty text.
std::string continue_entry_fault(SessionPlan& plan, int& barrier) {
  const model::Session& session = plan.change.session;
  if (plan.foreign) {
    if (!session.foreign) {
      return "the session does not say which entry prepends today (foreign)";
    }
    barrier = session.foreign->entry;
    plan.continue_entry = session.foreign->resume_entry;
    if (plan.continue_entry <= barrier) {
      return fmt::format("resume_entry {} does not come after the prepending entry {}",
                         plan.continue_entry, barrier);
    }
  } else {
    if (!session.next_entry) {
      return "the session does not say which entry permits the prefixes (next_entry)";
    }
    barrier = plan.continue_entry = *session.next_entry;
  }
  if (plan.continue_entry > plan.row.entries.last) {
    return fmt::format("entry {} is above {}, the last that {} allows", plan.continue_entry,
                       plan.row.entries.last, title_of(plan.row.platform));
  }
  if (session.next_entry) {
    barrier = std::min(barrier, *session.next_entry);
  }
  return {};
}

/// Numbers the entries of both states from the first free one. Returns why that is not possible, or
/// an empty text.
std::string entries_fault(SessionPlan& plan) {
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
  int barrier = 0;
  if (std::string fault = continue_entry_fault(plan, barrier); !fault.empty()) {
    return fault;
  }
  plan.first_continue_entry = plan.continue_entry;
  for (ManagedState* state : {&plan.before, &plan.after}) {
    int entry = free.first;
    for (ManagedList& list : *state) {
      // An entry that keeps the operator's prepends goes on into their entries.
      list.continue_entry = list.keeps_foreign_prepends ? barrier : plan.continue_entry;
      if (!list.denies()) {
        plan.first_continue_entry = std::min(plan.first_continue_entry, list.continue_entry);
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

/// Whether the prepends of some prefix would change, which needs an entry of ours that replaces the
/// operator's.
bool changes_prepends(const SessionChange& change) {
  PrependMap all = change.before;
  all.insert(change.after.begin(), change.after.end());
  return std::ranges::any_of(all, [&](const auto& item) {
    const model::Prepend to = prepend_in(change.after, item.first);
    return to != model::not_announced && to != prepend_in(change.before, item.first);
  });
}

/// Where our objects stand in front of the operator's, their prepends are added to ours: so ours
/// can only make all prepends of a prefix for which the operator's policy makes none.
std::string beside_fault(const SessionChange& change, const PlatformRow& row) {
  for (const auto& [prefix, from] : change.before) {
    const model::Prepend to = prepend_in(change.after, prefix);
    if (from > 0 && to != model::not_announced && to != from &&
        !is_managed(change.session, prefix)) {
      return fmt::format(
          "the operator's own policy prepends {} today, and {} cannot go past the entry that does: "
          "an object of ours could only add to it",
          to_string(prefix), title_of(row.platform));
    }
  }
  return {};
}

/// Two digests of eight digits are equal by chance once in four thousand million.
std::string names_clash(const SessionPlan& plan) {
  std::map<std::string_view, std::pair<model::Prepend, const model::RouteAttributes*>> known;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      const auto [at, added] = known.emplace(list.name, std::pair{list.prepend, &list.attributes});
      if (!added && (at->second.first != list.prepend || *at->second.second != list.attributes)) {
        return fmt::format("two sets of communities would get the same name, {}", list.name);
      }
    }
  }
  return {};
}

/// Plans both states, and finds whether an entry goes past the operator's. Returns why that is not
/// possible, or an empty text.
std::string states_fault(SessionPlan& plan) {
  const PlatformRow& row = plan.row;
  if (plan.keeps_foreign_prepends && changes_prepends(plan.change)) {
    return fmt::format(
        "the prepends on this session are the operator's own, and {} cannot bypass the existing "
        "entry that "
        "makes them",
        title_of(row.platform));
  }
  if (plan.foreign && row.foreign_way == ForeignWay::beside) {
    if (std::string fault = beside_fault(plan.change, row); !fault.empty()) {
      return fault;
    }
  }
  plan.before = state_of(plan, Side::before);
  plan.after = state_of(plan, Side::after);
  if (std::string fault = names_clash(plan); !fault.empty()) {
    return fault;
  }
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      // An entry that denies or keeps the operator's prepends goes past nothing.
      plan.skips_foreign_entry |= plan.foreign && row.foreign_way == ForeignWay::skip &&
                                  !list.denies() && !list.keeps_foreign_prepends;
    }
  }
  return {};
}

/// A part of a transaction is one of its sessions, each of which is there once.
std::string transaction_fault(const SessionChange& change) {
  const TransactionSession own{change.session.neighbor, change.session.family};
  const auto& all = change.transaction;
  const bool good = all.empty() || (std::ranges::count(all, own) == 1 && all.size() > 1);
  return good ? "" : "its transaction does not name the session once";
}

/// Sets the commit timer. Returns why the platform cannot have it, or an empty text.
std::string timer_fault(SessionPlan& plan) {
  const PlatformRow& row = plan.row;
  if (row.timer_unit_s == 0) {
    return {};
  }
  const std::int64_t seconds = advice::commit_timer_of(plan.change.wait_s);
  plan.timer = (seconds + row.timer_unit_s - 1) / row.timer_unit_s;
  if (plan.timer > row.timer_max_units) {
    return fmt::format(
        "the {} s until a step that nobody confirms is taken back are above the "
        "longest commit timer of {}, {} s",
        seconds, title_of(row.platform), row.timer_max_units * row.timer_unit_s);
  }
  return {};
}

}  // namespace

model::Prepend prepend_in(const PrependMap& map, const model::IpPrefix& prefix) {
  const auto found = map.find(prefix);
  return found == map.end() ? model::Prepend{0} : found->second;
}

bool permits(const ManagedState& state) {
  return !std::ranges::all_of(state, &ManagedList::denies);
}

std::string_view action_of(const ManagedList& list) {
  return list.denies() ? "deny" : "permit";
}

const ManagedList* find_list(const ManagedState& state, std::string_view name) {
  const auto found = std::ranges::find(state, name, &ManagedList::name);
  return found == state.end() ? nullptr : &*found;
}

std::vector<std::string> list_names(const SessionPlan& plan) {
  std::vector<std::string> names;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      if (std::ranges::find(names, list.name) == names.end()) {
        names.push_back(list.name);
      }
    }
  }
  return names;
}

std::set<int> entries_of(const SessionPlan& plan) {
  std::set<int> entries;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      entries.insert(list.entry);
    }
  }
  return entries;
}

std::variant<SessionPlan, std::string> make_session_plan(const SessionChange& change) {
  const model::Session& session = change.session;
  const PlatformRow& row = row_of(session.platform);
  if (std::string fault = change_fault(change, row); !fault.empty()) {
    return fault;
  }
  SessionPlan plan{.change = change, .row = row, .stem = {}, .name = {}, .before = {}, .after = {}};
  plan.stem = object_stem(change.sibling == 0 ? change.link
                                              : fmt::format("{}#{}", change.link, change.sibling));
  plan.name = fmt::format("{}_{}", plan.stem, plan.family_tag());
  plan.foreign = session.prepends == model::PrependOwner::foreign;
  plan.keeps_foreign_prepends = plan.foreign && row.foreign_way == ForeignWay::keep;
  if (std::string fault = transaction_fault(change); !fault.empty()) {
    return fault;
  }
  if (std::string fault = states_fault(plan); !fault.empty()) {
    return fault;
  }
  if (row.needs_own_set && (permits(plan.before) || permits(plan.after)) &&
      session.own_set.empty()) {
    return "the session does not name the prefix-set that its export policy permits (own_set)";
  }
  if (row.entries.last > 0) {
    if (std::string fault = entries_fault(plan); !fault.empty()) {
      return fault;
    }
  }
  if (std::string fault = timer_fault(plan); !fault.empty()) {
    return fault;
  }
  return plan;
}

}  // namespace bgpte::config
