#include "src/config/observed/route_attributes.hpp"

#include <algorithm>

namespace bgpte::config {

MarkKinds kinds_of(const model::Marks& marks) {
  MarkKinds kinds;
  for (const model::Community& community : marks.communities) {
    (community.large ? kinds.large : kinds.standard) = true;
  }
  kinds.med = marks.med.has_value();
  return kinds;
}

MarkKinds kinds_of(const Plan& plan) {
  MarkKinds all;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      const MarkKinds kinds = kinds_of(list.marks);
      all.standard |= kinds.standard;
      all.large |= kinds.large;
      all.med |= kinds.med;
    }
  }
  return all;
}

std::vector<std::string> community_texts(const model::Marks& marks, CommunityKind kind) {
  std::vector<std::string> texts;
  for (const model::Community& community : marks.communities) {
    if (community.large == (kind == CommunityKind::large)) {
      texts.push_back(to_string(community));
    }
  }
  return texts;
}

std::string communities_of(const model::Marks& marks, CommunityKind kind,
                           std::string_view separator) {
  return fmt::format("{}", fmt::join(community_texts(marks, kind), separator));
}

model::Marks marks_missing(const model::Marks& all, const model::Marks& less) {
  model::Marks missing;
  std::ranges::set_difference(all.communities, less.communities,
                              std::back_inserter(missing.communities));
  if (!less.med) {
    missing.med = all.med;
  }
  return missing;
}

model::Marks marks_in(const MarksMap& map, const model::IpPrefix& prefix) {
  const auto found = map.find(prefix);
  return found == map.end() ? model::Marks{} : found->second;
}

bool gets_med(const SessionChange& change, const model::IpPrefix& prefix) {
  const std::optional<std::uint32_t> med = marks_in(change.marks_after, prefix).med;
  return med && med != marks_in(change.marks_before, prefix).med;
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
  for (const auto& [prefix, marks] : change.marks_after) {
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
                              med->second < *marks.med ? "" : ", which is not lower");
        moves |= med->second < *marks.med;
      }
    }
    text.note("  {}  MED {} here{}{}", to_string(prefix), *marks.med,
              others.empty() ? "; on none of them is it announced with the same prepends" : others,
              moves ? "" : ": this MED moves nothing");
  }
}

/// A lever of today is taken to be in objects of ours, whoever makes the session's prepends.
void note_lever_owner(TextBlock& text, const SessionChange& change) {
  if (change.session.prepends == model::PrependOwner::bgpte) {
    return;
  }
  bool first = true;
  for (const auto& [prefix, marks] : change.marks_before) {
    if (std::ranges::find(change.levered_earlier, prefix) != change.levered_earlier.end()) {
      continue;
    }
    if (first) {
      text.note(
          "must be so: objects of ours set this, not the operator's policy, or it would stay");
      text.note("whatever this change does:");
      first = false;
    }
    text.note("  {}  {}", to_string(prefix), to_string(marks));
  }
}

}  // namespace

void note_premises(TextBlock& text, const SessionChange& change) {
  note_parallel_links(text, change);
  note_lever_owner(text, change);
}

void write_route_map_marks(TextBlock& text, const model::Marks& marks) {
  const MarkKinds kinds = kinds_of(marks);
  if (kinds.standard) {
    text.line(" set community {} additive", communities_of(marks, CommunityKind::standard, " "));
  }
  if (kinds.large) {
    text.line(" set large-community {} additive", communities_of(marks, CommunityKind::large, " "));
  }
  if (marks.med) {
    text.line(" set metric {}", *marks.med);
  }
}

void note_marks_stay(TextBlock& text, const Plan& plan, std::string_view where,
                     std::string_view community_statement, std::string_view med_statement) {
  const MarkKinds kinds = kinds_of(plan);
  if (kinds.communities()) {
    text.note("must show: no {} {}; it would replace or remove ours", community_statement, where);
  }
  if (kinds.med) {
    text.note("must show: no {} {}; it would replace our MED", med_statement, where);
  }
}

void note_shown_communities(TextBlock& text, const Plan& plan, ShownCommunities shown) {
  if (kinds_of(plan).communities()) {
    text.note("communities {} there; a looking glass of AS {} is the proof",
              shown == ShownCommunities::no ? "do not show" : "may not show [unverified]",
              plan.change.neighbor_as);
  }
}

}  // namespace bgpte::config
