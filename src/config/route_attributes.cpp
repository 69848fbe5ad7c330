// Route attributes of lists and changes: kinds, texts and differences.
#include "src/config/route_attributes.hpp"

#include <algorithm>

#include "src/config/text_block.hpp"

namespace bgpte::config {

AttributeKinds kinds_of(const model::RouteAttributes& attributes) {
  AttributeKinds kinds;
  for (const model::Community& community : attributes.communities) {
    (community.large ? kinds.large : kinds.standard) = true;
  }
  kinds.med = attributes.med.has_value();
  return kinds;
}

AttributeKinds kinds_of(const SessionPlan& plan) {
  AttributeKinds all;
  for (const ManagedState* state : {&plan.before, &plan.after}) {
    for (const ManagedList& list : *state) {
      const AttributeKinds kinds = kinds_of(list.attributes);
      all.standard |= kinds.standard;
      all.large |= kinds.large;
      all.med |= kinds.med;
    }
  }
  return all;
}

std::vector<std::string> community_texts(const model::RouteAttributes& attributes,
                                         CommunityKind kind) {
  std::vector<std::string> texts;
  for (const model::Community& community : attributes.communities) {
    if (community.large == (kind == CommunityKind::large)) {
      texts.push_back(to_string(community));
    }
  }
  return texts;
}

std::string communities_of(const model::RouteAttributes& attributes, CommunityKind kind,
                           std::string_view separator) {
  return joined(community_texts(attributes, kind), separator);
}

model::RouteAttributes attributes_missing(const model::RouteAttributes& all,
                                          const model::RouteAttributes& less) {
  model::RouteAttributes missing;
  std::ranges::set_difference(all.communities, less.communities,
                              std::back_inserter(missing.communities));
  if (!less.med) {
    missing.med = all.med;
  }
  return missing;
}

model::RouteAttributes attributes_in(const AttributesMap& map, const model::IpPrefix& prefix) {
  const auto found = map.find(prefix);
  return found == map.end() ? model::RouteAttributes{} : found->second;
}

Announcement announced_before(const SessionChange& change, const model::IpPrefix& prefix) {
  return {change.before.at(prefix), attributes_in(change.marks_before, prefix)};
}

Announcement announced_after(const SessionChange& change, const model::IpPrefix& prefix) {
  return {change.after.at(prefix), attributes_in(change.marks_after, prefix)};
}

bool gets_med(const SessionChange& change, const model::IpPrefix& prefix) {
  const std::optional<std::uint32_t> med = attributes_in(change.marks_after, prefix).med;
  return med && med != attributes_in(change.marks_before, prefix).med;
}

}  // namespace bgpte::config
