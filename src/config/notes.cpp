// Comments that several platforms write alike: what a part is, and what a router must show.
#include "src/config/notes.hpp"

#include <algorithm>
#include <set>

#include "src/config/object_names.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"

namespace bgpte::config {

TextBlock titled(const SessionPlan& plan, std::string_view part) {
  const SessionChange& change = plan.change;
  TextBlock text(plan.row.comment);
  text.note("bgpte change {}, step {}: {}", change.change_id, change.step, part);
  text.note("link {}, router {} ({}), neighbour {} (AS {}), {}", change.link,
            change.session.router.empty() ? "not named" : change.session.router,
            title_of(plan.row.platform), plan.neighbor(), change.neighbor_as,
            name_of(change.session.family));
  if (const auto& all = change.transaction; !all.empty()) {
    const auto own = std::ranges::find(all, plan.own_session());
    text.note("part {} of {} of one transaction of this router: pasted in this order, and only",
              own - all.begin() + 1, all.size());
    text.note("the last one commits, refreshes and is confirmed; the same order on the way back");
  }
  return text;
}

std::string confirmed_elsewhere(const SessionPlan& plan) {
  if (plan.commits()) {
    return {};
  }
  TextBlock text = titled(plan, "confirm");
  text.note("nothing here: confirmed with the last part of the transaction");
  return text.take();
}

void note_received_paths(TextBlock& text, const SessionPlan& plan, Side side) {
  text.note("must show (the path as the neighbour receives it):");
  note_paths(text, plan, side, ShownPath::with_own_as);
}

void note_confirm(TextBlock& text, std::string_view time) {
  text.note("once verified, and within {} of the apply", time);
}

void note_kept_rollback(TextBlock& text) {
  text.note("the confirm, where it was done, has stored the change: the next restart would bring");
  text.note("it back. This stores the rollback; like the confirm, it stores all that is running");
}

namespace {

/// The path as a list of routes shows it, in quotes, or "empty": so many copies of the local AS,
/// and the origin where that is another AS.
std::string path_of(const SessionChange& change, const model::IpPrefix& prefix, int copies) {
  std::string path = copies == 0 ? "" : repeated_as(change.local_as, copies);
  const auto origin = change.origins.find(prefix);
  if (origin != change.origins.end()) {
    path += fmt::format("{}... {}", path.empty() ? "" : " ", origin->second);
  }
  return path.empty() ? "empty" : '"' + path + '"';
}

}  // namespace

void note_paths(TextBlock& text, const SessionPlan& plan, Side side, ShownPath shown) {
  const SessionChange& change = plan.change;
  const Side other_side = side == Side::before ? Side::after : Side::before;
  const PrependMap& wanted = prepends_at(change, side);
  const PrependMap& other = prepends_at(change, other_side);
  PrependMap prefixes = wanted;
  prefixes.insert(other.begin(), other.end());
  for (const auto& [prefix, unused] : prefixes) {
    const int prepend = prepend_in(wanted, prefix);
    if (prepend < 0) {
      text.note("  {}  not announced: no route", to_string(prefix));
      continue;
    }
    const int copies = prepend + (shown == ShownPath::with_own_as ? 1 : 0);
    const model::RouteAttributes with = attributes_in(attributes_at(change, side), prefix);
    const std::string without = to_string(
        attributes_missing(attributes_in(attributes_at(change, other_side), prefix), with));
    text.note("  {}  prepend {}, AS path {}{}{}", to_string(prefix), prepend,
              path_of(change, prefix, copies), with.empty() ? "" : ", with " + to_string(with),
              without.empty() ? "" : ", without " + without);
  }
}

namespace {

/// Names of the lists that leave the prepends to the operator's entry.
std::string keeping_lists(const SessionPlan& plan) {
  std::set<std::string> names;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      if (list.keeps_foreign_prepends) {
        names.insert(list.name);
      }
    }
  }
  return joined(std::vector(names.begin(), names.end()), ", ");
}

/// "2 prepends and MED 5, and nothing else". What an earlier advice left in the entry would show
/// beside it.
std::string all_it_sets(const ManagedList& list) {
  std::string sets;
  if (list.prepend > 0) {
    sets = fmt::format("{} prepend{}", int{list.prepend}, list.prepend == 1 ? "" : "s");
  }
  if (!list.attributes.empty()) {
    sets += fmt::format("{}{}", sets.empty() ? "" : " and ", to_string(list.attributes));
  }
  return sets.empty() ? "nothing" : sets + ", and nothing else";
}

}  // namespace

void note_entries(TextBlock& text, const SessionPlan& plan, Side side, std::string_view noun) {
  const ManagedState& state = plan.at(side);
  const model::Session& session = plan.change.session;
  if (state.empty()) {
    text.note("must show: no {} from {} to {}", noun, session.free_entries->first,
              session.free_entries->last);
  }
  for (const ManagedList& list : state) {
    text.note("must show: {} {}{} with {}, and no other of ours; it sets {}", noun, list.entry,
              list.denies() ? " (deny)" : "", list.name, all_it_sets(list));
  }
  if (plan.first_continue_entry != plan.continue_entry) {
    text.note("must show: {} {}, where evaluation goes on after {}: its prepends stay", noun,
              plan.first_continue_entry, keeping_lists(plan));
  }
  if (!plan.skips_foreign_entry && plan.first_continue_entry != plan.continue_entry) {
    return;
  }
  text.note("must show: {} {}, where evaluation goes on{}", noun, plan.continue_entry,
            plan.first_continue_entry != plan.continue_entry ? " after the others" : "");
  if (plan.skips_foreign_entry) {
    text.note("must show: {} {}, whose prepends {} now go past", noun, session.foreign->entry,
              plan.first_continue_entry != plan.continue_entry ? "the others" : "these prefixes");
    if (side == Side::before) {
      text.note("must show: {} {} sets nothing but the prepend: whatever else it sets, those", noun,
                session.foreign->entry);
      text.note("prefixes would lose");
    }
  }
}

namespace {

void note_parallel_links(TextBlock& text, const SessionChange& change) {
  const auto gets = [&](const auto& item) { return gets_med(change, item.first); };
  if (std::ranges::none_of(change.marks_after, gets)) {
    return;
  }
  text.note(
      "must be so on the other links to AS {}, or nothing moves there: no MED, or a lower one",
      change.neighbor_as);
  for (const auto& [prefix, attributes] : change.marks_after) {
    if (!gets_med(change, prefix)) {
      continue;
    }
    std::string others;
    bool moves = false;
    for (const ParallelLink& other : change.parallel_links) {
      const auto med = other.meds.find(prefix);
      if (med != other.meds.end()) {
        others += fmt::format("; {}: {}{}", escaped(other.link),
                              med->second == 0 ? "no MED" : fmt::format("MED {}", med->second),
                              med->second < *attributes.med ? "" : ", which is not lower");
        moves |= med->second < *attributes.med;
      }
    }
    text.note("  {}  MED {} here{}{}", to_string(prefix), *attributes.med,
              others.empty() ? "; on none of them is it announced with the same prepends" : others,
              moves ? "" : ": this MED moves nothing");
  }
}

/// A lever of today is taken to be in objects of ours, also where the operator makes the prepends
/// of the session.
void note_lever_owner(TextBlock& text, const SessionChange& change) {
  if (change.session.prepends == model::PrependOwner::bgpte) {
    return;
  }
  bool first = true;
  for (const auto& [prefix, attributes] : change.marks_before) {
    if (std::ranges::find(change.levered_earlier, prefix) != change.levered_earlier.end()) {
      continue;
    }
    if (first) {
      text.note(
          "must be so: objects of ours set this, not the operator's policy, or it would stay");
      text.note("whatever this change does:");
      first = false;
    }
    text.note("  {}  {}", to_string(prefix), to_string(attributes));
  }
}

}  // namespace

void note_premises(TextBlock& text, const SessionChange& change) {
  note_parallel_links(text, change);
  note_lever_owner(text, change);
}

void note_attributes_stay(TextBlock& text, const SessionPlan& plan, std::string_view where,
                          std::string_view community_statement, std::string_view med_statement) {
  const AttributeKinds kinds = kinds_of(plan);
  if (kinds.communities()) {
    text.note("must show: no {} {}; it would replace or remove ours", community_statement, where);
  }
  if (kinds.med) {
    text.note("must show: no {} {}; it would replace our MED", med_statement, where);
  }
}

void note_shown_communities(TextBlock& text, const SessionPlan& plan, ShownCommunities shown) {
  if (kinds_of(plan).communities()) {
    text.note("communities {} there; a looking glass of AS {} is the proof",
              shown == ShownCommunities::no ? "do not show" : "may not show [unverified]",
              plan.change.neighbor_as);
  }
}

}  // namespace bgpte::config
