// Reads `contracts` and `links`.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bgpte/text/nearest_name.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 18> link_keys{{{"name", true},
                                         {"neighbor_as", true},
                                         {"relationship", true},
                                         {"capacity", true},
                                         {"inbound", true},
                                         {"billing"},  // Or contract.
                                         {"contract"},
                                         {"peak"},
                                         {"outbound"},
                                         {"max_utilisation"},
                                         {"target_share"},
                                         {"shared_risk"},
                                         {"reach"},
                                         {"peers"},
                                         {"accepts_prepends"},
                                         {"levers"},
                                         {"filter_lead_time_s"},
                                         {"sessions"}}};
constexpr std::array<Word<model::Relationship>, 3> relationships{
    {{"transit", model::Relationship::transit},
     {"peer", model::Relationship::peer},
     {"ix", model::Relationship::ix}}};

struct ReadLink {
  model::Link link;
  Node node = json::Document::none;
  Node samples = json::Document::none;
};

constexpr std::array<Key, 2> reach_keys{{{"prefixes"}, {"sources_of"}}};

std::vector<model::IpPrefix> read_reached_prefixes(Reading& in, Node node) {
  std::vector<model::IpPrefix> prefixes;
  for (const Node element : read_elements(in, node, 0, no_limit)) {
    if (const std::optional<model::IpPrefix> prefix = read_prefix(in, element)) {
      prefixes.push_back(*prefix);
    }
  }
  std::sort(prefixes.begin(), prefixes.end());
  return prefixes;
}

/// All but `sources_of`, which needs all links.
model::Reach read_reach(Reading& in, Node node) {
  constexpr std::string_view allowed =
      R"("*", a list of prefixes, or an object of "prefixes" and "sources_of")";
  model::Reach reach;
  if (in.document.kind(node) == json::Kind::object) {
    const Members members(in, node, reach_keys);
    if (members.has("prefixes")) {
      reach.prefixes = read_reached_prefixes(in, members["prefixes"]);
    }
    return reach;
  }
  if (in.document.kind(node) == json::Kind::string) {
    reach.all = in.document.text(node) == "*";
    if (!reach.all) {
      in.faults.add(node, {.code = "unknown-value",
                           .allowed = std::string(allowed),
                           .message = "A reach that is a string can only be \"*\"."});
    }
    return reach;
  }
  if (in.document.kind(node) != json::Kind::array) {
    expect_kind(in, node, json::Kind::array, allowed);
    return reach;
  }
  reach.prefixes = read_reached_prefixes(in, node);
  return reach;
}

/// The ASes behind a peering port, each once.
std::vector<model::Asn> read_peers(Reading& in, Node node, const model::Link& link) {
  std::vector<model::Asn> peers;
  for (const Node element : read_elements(in, node, 1, no_limit)) {
    const std::optional<model::Asn> asn = read_asn(in, element);
    if (asn && std::find(peers.begin(), peers.end(), *asn) != peers.end()) {
      in.faults.add(element, {.code = "duplicate-value",
                              .allowed = "each AS once",
                              .message = "This AS is in the list already."});
    } else if (asn) {
      peers.push_back(*asn);
    }
  }
  if (link.relationship == model::Relationship::transit) {
    in.faults.add(
        node,
        {.code = "peers-of-transit",
         .kind = FaultKind::meaning,
         .allowed = "a link of relationship peer or ix",
         .message = "A transit provider tells everybody: only a peer or an exchange has a "
                    "list of those who hear the announcement."},
        Place::key);
  }
  return peers;
}

std::vector<std::string> read_shared_risk(Reading& in, Node node) {
  std::vector<std::string> groups;
  for (const Node element : read_elements(in, node, 0, 64)) {
    std::optional<std::string> name = read_name(in, element);
    if (name && std::find(groups.begin(), groups.end(), *name) != groups.end()) {
      in.faults.add(element, {.code = "duplicate-name",
                              .kind = FaultKind::meaning,
                              .allowed = "each group once",
                              .message = "The link is in this group already."});
    } else if (name) {
      groups.push_back(std::move(*name));
    }
  }
  return groups;
}

/// The bill of a link is its own, or that of the contract it names.
void read_bill(Draft& draft, const Members& members, ReadLink& read) {
  Reading& in = draft.in;
  std::optional<model::Billing> own;
  if (members.has("billing")) {
    own = read_billing(in, members["billing"], read.samples);
    read.link.billing = own.value_or(model::Billing{});
  }
  if (!members.has("contract")) {
    if (!members.has("billing") && members.is_object() && !members.misspelt("billing")) {
      in.faults.add_missing(read.node, "billing",
                            {.code = "missing-key",
                             .allowed = "the key \"billing\" (or \"contract\")",
                             .message = "\"billing\" is required."});
    }
    return;
  }
  const Node node = members["contract"];
  const std::optional<std::string> name = read_name(in, node);
  if (!name) {
    return;
  }
  const auto& contracts = draft.scenario.contracts;
  const auto contract = std::find_if(contracts.begin(), contracts.end(),
                                     [&](const model::Contract& c) { return c.name == *name; });
  if (contract == contracts.end()) {
    if (draft.contracts_known) {
      std::vector<std::string_view> names;
      for (const model::Contract& known : contracts) {
        names.push_back(known.name);
      }
      in.faults.add(node, {.code = "unknown-contract",
                           .kind = FaultKind::meaning,
                           .allowed = "the name of one of \"contracts\"",
                           .nearest = text::nearest_name(*name, names),
                           .message = "No contract has this name."});
    }
    return;
  }
  if (own && *own != contract->billing) {
    in.faults.add(members["billing"],
                  {.code = "billing-and-contract",
                   .kind = FaultKind::meaning,
                   .allowed = "\"billing\" or \"contract\", or the same in both",
                   .message = "The link's own bill is not its contract's."},
                  Place::key);
  }
  read.link.billing = contract->billing;
  read.link.contract = *name;
  read.samples = json::Document::none;  // Those of the contract are read once.
}

/// A bill for both directions needs to know what goes out.
void check_direction(Reading& in, const Members& members, const ReadLink& read) {
  const model::Billing& billing = read.link.billing;
  const bool samples = billing.percentile && !billing.percentile->samples_file.empty();
  if (billing.direction != model::BillingDirection::inbound && !members.has("outbound") &&
      !samples && !std::holds_alternative<model::FlatBilling>(billing.model)) {
    in.faults.add_missing(read.node, "outbound",
                          {.code = "outbound-missing",
                           .kind = FaultKind::meaning,
                           .allowed = "a rate, or samples",
                           .message = "The bill looks at both directions, so \"outbound\" is "
                                      "needed."});
  }
}

ReadLink read_link(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, link_keys);
  ReadLink read{.link = {}, .node = node};
  model::Link& link = read.link;
  link.source = in.document.pointer(node);
  const std::optional<std::string> name = read_name(in, members["name"]);
  draft.links_known = draft.links_known && name;
  link.name = name.value_or("");
  if (link.name == "equal" || link.name == "capacity") {
    in.faults.add(members["name"], {.code = "reserved-name",
                                    .kind = FaultKind::meaning,
                                    .allowed = "any other name",
                                    .message = "This word means something else in \"tie\"."});
  }
  link.neighbor_as = read_asn(in, members["neighbor_as"]).value_or(0);
  if (link.neighbor_as != 0 && link.neighbor_as == draft.scenario.local_as) {
    in.faults.add(members["neighbor_as"], {.code = "neighbor-is-local",
                                           .kind = FaultKind::meaning,
                                           .allowed = "another AS than local_as",
                                           .message = "A link leads to another AS."});
  }
  if (members.has("relationship")) {
    link.relationship =
        read_word(in, members["relationship"], relationships).value_or(link.relationship);
  }
  link.capacity = read_positive_rate(in, members["capacity"]).value_or(model::Bps{});
  const std::optional<model::Bps> inbound = read_rate(in, members["inbound"]);
  link.inbound = inbound.value_or(model::Bps{});
  link.peak = read_rate(in, members["peak"]);
  if (link.peak && inbound && *link.peak < *inbound) {
    in.faults.add(members["peak"], {.code = "peak-below-inbound",
                                    .kind = FaultKind::meaning,
                                    .allowed = fmt::format("at least {}, the link's inbound",
                                                           model::format_rate(*inbound)),
                                    .message = "A peak is not below what was measured."});
  }
  link.outbound = read_rate(in, members["outbound"]);
  if (members.has("max_utilisation")) {
    constexpr Bounds bounds = share_of_capacity;
    if (const auto share = read_millionths(in, members["max_utilisation"], bounds)) {
      link.max_utilisation = model::Ratio{*share};
    }
  }
  if (members.has("target_share")) {
    constexpr Bounds bounds{0, 1'000'000, "a part of all inbound, 0 to 1"};
    if (const auto share = read_millionths(in, members["target_share"], bounds)) {
      link.target_share = model::Ratio{*share};
    }
  }
  read_bill(draft, members, read);
  check_direction(in, members, read);
  if (members.has("shared_risk")) {
    link.shared_risk = read_shared_risk(in, members["shared_risk"]);
  }
  if (members.has("reach")) {
    link.reach = read_reach(in, members["reach"]);
  }
  if (members.has("peers")) {
    link.peers = read_peers(in, members["peers"], link);
  }
  if (const auto most = read_integer(in, members["accepts_prepends"], 0, model::max_prepend)) {
    link.accepts_prepends = static_cast<model::Prepend>(*most);
  }
  if (members.has("levers")) {
    link.levers = read_levers(draft, members["levers"], {link.neighbor_as, link.relationship});
  }
  if (members.has("filter_lead_time_s")) {
    link.filter_lead_time_s =
        read_integer(in, members["filter_lead_time_s"], 0, std::int64_t{30} * 86'400)
            .value_or(link.filter_lead_time_s);
  }
  if (members.has("sessions")) {
    link.sessions = read_sessions(in, members["sessions"]);
  }
  return read;
}

/// The same neighbour of the same router twice.
void check_duplicate_sessions(Draft& draft) {
  std::set<std::tuple<std::string_view, model::IpAddress, model::Family>> seen;
  for (const Draft::SessionNode& entry : draft.session_nodes) {
    const model::Session& session = draft.scenario.links[entry.link].sessions[entry.session];
    if (!session.router.empty() && session.neighbor != model::IpAddress{} &&
        !seen.emplace(session.router, session.neighbor, session.family).second) {
      draft.in.faults.add(entry.node, {.code = "duplicate-session",
                                       .kind = FaultKind::meaning,
                                       .allowed = "each neighbor of a router once",
                                       .message = "This session is listed already."});
    }
  }
}

}  // namespace

void read_links(Draft& draft, Node node) {
  std::vector<ReadLink> links;
  const std::size_t faults = draft.in.faults.size();
  const std::vector<Node> elements = read_elements(draft.in, node, 1, most_links);
  const bool all = node != json::Document::none && draft.in.faults.size() == faults;
  for (const Node element : elements) {
    links.push_back(read_link(draft, element));
  }
  draft.links_known = draft.links_known && all;
  std::stable_sort(links.begin(), links.end(),
                   [](const ReadLink& a, const ReadLink& b) { return a.link.name < b.link.name; });
  for (ReadLink& read : links) {
    std::vector<model::Link>& known = draft.scenario.links;
    if (!known.empty() && !read.link.name.empty() && known.back().name == read.link.name) {
      draft.in.faults.add(member_of(draft.in.document, read.node, "name"),
                          {.code = "duplicate-name",
                           .kind = FaultKind::meaning,
                           .allowed = "each link once",
                           .message = "Two links have this name."});
    }
    const std::size_t index = known.size();
    if (read.samples != json::Document::none) {
      draft.sample_files.push_back({index, false, read.samples});
    }
    const json::Document& document = draft.in.document;
    Node session = json::Document::none;
    for (std::size_t i = 0; i < read.link.sessions.size(); ++i) {
      session = i == 0 ? document.first_child(member_of(document, read.node, "sessions"))
                       : document.next_sibling(session);
      draft.session_nodes.push_back({index, i, session, member_of(document, session, "prepends")});
    }
    draft.link_nodes.push_back(read.node);
    known.push_back(std::move(read.link));
  }
  check_duplicate_sessions(draft);
  check_levers(draft);
}

}  // namespace bgpte::scenario
