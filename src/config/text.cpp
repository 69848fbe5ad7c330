#include <algorithm>
#include <set>

#include "src/config/observed/route_attributes.hpp"

namespace bgpte::config {

model::Prepend prepend_in(const PrependMap& map, const model::IpPrefix& prefix) {
  const auto found = map.find(prefix);
  return found == map.end() ? model::Prepend{0} : found->second;
}

TextBlock titled(const Plan& plan, std::string_view part) {
  const SessionChange& change = plan.change;
  TextBlock text(plan.row.comment);
  text.note("bgpte change {}, step {}: {}", change.change_id, change.step, part);
  text.note("link {}, router {} ({}), neighbour {} (AS {}), {}", change.link,
            change.session.router.empty() ? "not named" : change.session.router,
            title_of(plan.row.platform), plan.neighbor(), change.neighbor_as,
            name_of(change.session.family));
  return text;
}

void note_kept_rollback(TextBlock& text) {
  text.note("the confirm, where it was done, has stored the change: the next restart would bring");
  text.note("it back. This stores the rollback; like the confirm, it stores all that is running");
}

std::string repeated_as(model::Asn asn, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    fmt::format_to(std::back_inserter(text), "{}{}", i == 0 ? "" : " ", asn);
  }
  return text;
}

void note_paths(TextBlock& text, const Plan& plan, Side side, ShownPath shown) {
  const PrependMap& wanted = side == Side::before ? plan.change.before : plan.change.after;
  const PrependMap& other = side == Side::before ? plan.change.after : plan.change.before;
  const MarksMap& marks = side == Side::before ? plan.change.marks_before : plan.change.marks_after;
  const MarksMap& other_marks =
      side == Side::before ? plan.change.marks_after : plan.change.marks_before;
  PrependMap prefixes = wanted;
  prefixes.insert(other.begin(), other.end());
  for (const auto& [prefix, unused] : prefixes) {
    const int prepend = prepend_in(wanted, prefix);
    if (prepend < 0) {
      text.note("  {}  not announced: no route", to_string(prefix));
      continue;
    }
    const int copies = prepend + (shown == ShownPath::with_own_as ? 1 : 0);
    const model::Marks with = marks_in(marks, prefix);
    const std::string without = to_string(marks_missing(marks_in(other_marks, prefix), with));
    text.note("  {}  prepend {}, AS path {}{}{}", to_string(prefix), prepend,
              copies == 0 ? "empty" : '"' + repeated_as(plan.change.local_as, copies) + '"',
              with.empty() ? "" : ", with " + to_string(with),
              without.empty() ? "" : ", without " + without);
  }
}

namespace {

/// Names of the lists that leave the prepends to the operator's entry.
std::string keeping_lists(const Plan& plan) {
  std::set<std::string_view> names;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      if (list.keep) {
        names.insert(list.name);
      }
    }
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "2 prepends and MED 5, and nothing else": what an earlier advice left there would show.
std::string all_it_sets(const ManagedList& list) {
  std::string sets;
  if (list.prepend > 0) {
    sets = fmt::format("{} prepend{}", int{list.prepend}, list.prepend == 1 ? "" : "s");
  }
  if (!list.marks.empty()) {
    sets += fmt::format("{}{}", sets.empty() ? "" : " and ", to_string(list.marks));
  }
  return sets.empty() ? "nothing" : sets + ", and nothing else";
}

}  // namespace

std::string_view action_of(const ManagedList& list) {
  return list.denies() ? "deny" : "permit";
}

bool permits(const ManagedState& state) {
  return !std::ranges::all_of(state, &ManagedList::denies);
}

void note_entries(TextBlock& text, const Plan& plan, Side side, std::string_view noun) {
  const ManagedState& state = side == Side::before ? plan.before : plan.after;
  const model::Session& session = plan.change.session;
  if (state.empty()) {
    text.note("must show: no {} from {} to {}", noun, session.free_entries->first,
              session.free_entries->last);
  }
  for (const ManagedList& list : state) {
    text.note("must show: {} {}{} with {}, and no other of ours; it sets {}", noun, list.entry,
              list.denies() ? " (deny)" : "", list.name, all_it_sets(list));
  }
  if (plan.first_onward != plan.onward) {
    text.note("must show: {} {}, where evaluation goes on after {}: its prepends stay", noun,
              plan.first_onward, keeping_lists(plan));
  }
  if (!plan.jump && plan.first_onward != plan.onward) {
    return;
  }
  text.note("must show: {} {}, where evaluation goes on{}", noun, plan.onward,
            plan.first_onward != plan.onward ? " after the others" : "");
  if (plan.jump) {
    text.note("must show: {} {}, whose prepends {} now go past", noun, session.foreign->entry,
              plan.first_onward != plan.onward ? "the others" : "these prefixes");
    if (side == Side::before) {
      text.note("must show: {} {} sets nothing but the prepend: whatever else it sets, those", noun,
                session.foreign->entry);
      text.note("prefixes would lose");
    }
  }
}

const ManagedList* find_list(const ManagedState& state, std::string_view name) {
  const auto found = std::ranges::find(state, name, &ManagedList::name);
  return found == state.end() ? nullptr : &*found;
}

}  // namespace bgpte::config
