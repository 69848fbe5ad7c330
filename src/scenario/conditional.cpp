// Reads what sessions announce only while another link is down.
#include <fmt/format.h>

#include <algorithm>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::string_view prepends_allowed =
    R"(a prepend for all prefixes, or an object such as { "203.0.113.0/24": 0 })";

/// Takes one prefix of `advertise_then`; reports one that the link carries today.
void add_prefix(Draft& draft, const Draft::SessionNode& at, Node node, model::PrefixIndex prefix,
                std::int64_t prepend) {
  if (draft.scenario.prefixes[prefix].advertise.carried_on(at.link)) {
    draft.in.faults.add(
        node,
        {.code = "announced-already",
         .kind = FaultKind::meaning,
         .allowed = "prefixes that are not announced on the link today",
         .message = fmt::format("{} is announced there today.",
                                model::to_string(draft.scenario.prefixes[prefix].prefix))},
        Place::key);
    return;
  }
  draft.scenario.links[at.link].sessions[at.session].advertise_then.emplace_back(
      prefix, static_cast<model::Prepend>(prepend));
}

void read_advertise_then(Draft& draft, const Draft::SessionNode& at, Node node) {
  const std::vector<model::Prefix>& prefixes = draft.scenario.prefixes;
  const model::Session& session = draft.scenario.links[at.link].sessions[at.session];
  if (draft.in.document.kind(node) == json::Kind::number) {
    const auto prepend = read_integer(draft.in, node, 0, model::max_prepend);
    for (model::PrefixIndex p = 0; prepend && p < prefixes.size(); ++p) {
      if (prefixes[p].prefix.family() == session.family &&
          prefixes[p].advertise.carried_count() > 0 &&  // A part goes where the whole goes.
          !prefixes[p].advertise.carried_on(at.link)) {
        add_prefix(draft, at, node, p, *prepend);
      }
    }
    return;
  }
  for (const Node member : read_map(draft.in, node, prepends_allowed)) {
    const std::optional<model::PrefixIndex> prefix = prefix_of_key(draft, member);
    const auto prepend = read_integer(draft.in, member, 0, model::max_prepend);
    if (prefix && prepend) {
      add_prefix(draft, at, member, *prefix, *prepend);
    }
  }
  auto& then = draft.scenario.links[at.link].sessions[at.session].advertise_then;
  std::sort(then.begin(), then.end());
}

}  // namespace

void read_conditional(Draft& draft) {
  const json::Document& document = draft.in.document;
  for (const Draft::SessionNode& at : draft.session_nodes) {
    const Node only_if = member_of(document, at.node, "announced_only_if");
    const Node then = member_of(document, at.node, "advertise_then");
    if ((only_if == json::Document::none) != (then == json::Document::none)) {
      draft.in.faults.add_missing(
          at.node, only_if == json::Document::none ? "announced_only_if" : "advertise_then",
          {.code = "missing-key",
           .kind = FaultKind::meaning,
           .allowed = R"("announced_only_if" and "advertise_then", or neither)",
           .message = "When the prefixes are announced, and how, go together."});
      continue;
    }
    if (only_if == json::Document::none) {
      continue;
    }
    const std::optional<model::LinkIndex> link = link_of_value(draft, only_if);
    if (link == at.link) {
      draft.in.faults.add(only_if, {.code = "unknown-link",
                                    .kind = FaultKind::meaning,
                                    .allowed = "another link",
                                    .message = "A session cannot wait for its own link."});
    } else if (link) {
      draft.scenario.links[at.link].sessions[at.session].announced_only_if = *link;
    }
    read_advertise_then(draft, at, then);
  }
}

}  // namespace bgpte::scenario
