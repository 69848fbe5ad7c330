// What several links say together: whose sources they share, and which part of the traffic each is
// wanted to take.
#include <algorithm>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

/// Resolves `reach.sources_of` of every link, now that all have names.
void read_sources_of(Draft& draft) {
  const json::Document& document = draft.in.document;
  for (std::size_t l = 0; l < draft.scenario.links.size(); ++l) {
    const Node reach = member_of(document, draft.link_nodes[l], "reach");
    const bool object = reach != json::Document::none && document.kind(reach) == json::Kind::object;
    const Node names = object ? member_of(document, reach, "sources_of") : json::Document::none;
    if (names == json::Document::none) {
      continue;
    }
    std::vector<model::LinkIndex>& of = draft.scenario.links[l].reach->sources_of;
    for (const Node element : read_elements(draft.in, names, 0, most_links)) {
      const std::optional<model::LinkIndex> other = link_of_value(draft, element);
      const bool peers = other && *other != l &&
                         draft.scenario.links[l].relationship != model::Relationship::transit &&
                         draft.scenario.links[*other].relationship != model::Relationship::transit;
      if (other && !peers) {
        draft.in.faults.add(element,
                            {.code = "sources-of-transit",
                             .kind = FaultKind::meaning,
                             .allowed = "another link of relationship peer or ix, on such a link",
                             .message = "Peers and exchanges share sources; those of a transit "
                                        "link reach everything anyway."});
      } else if (other) {
        of.push_back(*other);
      }
    }
    std::sort(of.begin(), of.end());
    of.erase(std::unique(of.begin(), of.end()), of.end());
  }
}

}  // namespace

void check_targets(Draft& draft) {
  std::int64_t sum = 0;
  for (std::size_t l = 0; l < draft.scenario.links.size(); ++l) {
    const model::Ratio share = draft.scenario.links[l].target_share.value_or(model::Ratio{});
    if (sum <= 1'000'000 && sum + share.millionths > 1'000'000) {
      draft.in.faults.add(member_of(draft.in.document, draft.link_nodes[l], "target_share"),
                          {.code = "targets-above-one",
                           .kind = FaultKind::meaning,
                           .allowed = "targets whose sum is at most 1",
                           .message = "The targets of the links are more than all inbound."});
    }
    sum += share.millionths;
  }
}

void check_reach(Draft& draft) {
  read_sources_of(draft);
  const std::vector<model::Prefix>& prefixes = draft.scenario.prefixes;
  for (std::size_t link = 0; link < draft.scenario.links.size(); ++link) {
    Node reach = member_of(draft.in.document, draft.link_nodes[link], "reach");
    if (reach != json::Document::none && draft.in.document.kind(reach) == json::Kind::object) {
      reach = member_of(draft.in.document, reach, "prefixes");
    }
    if (reach == json::Document::none || draft.in.document.kind(reach) != json::Kind::array ||
        !draft.prefixes_known) {
      continue;
    }
    for (Node node = draft.in.document.first_child(reach); node != json::Document::none;
         node = draft.in.document.next_sibling(node)) {
      if (draft.in.document.kind(node) != json::Kind::string) {
        continue;
      }
      const model::ParsedPrefix parsed = model::parse_prefix(draft.in.document.text(node));
      if (parsed.fault != model::PrefixFault::none) {
        continue;
      }
      // What a prefix contains follows it in the order of the list.
      const auto first = std::lower_bound(
          prefixes.begin(), prefixes.end(), parsed.prefix,
          [](const model::Prefix& a, const model::IpPrefix& b) { return a.prefix < b; });
      if (first == prefixes.end() || !parsed.prefix.contains(first->prefix)) {
        report_unlisted(draft, node, parsed.prefix);
      }
    }
  }
}

}  // namespace bgpte::scenario
