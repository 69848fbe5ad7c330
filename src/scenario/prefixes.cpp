// Reads `prefixes`.
#include <fmt/format.h>

#include <algorithm>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 9> prefix_keys{{{"prefix", true},
                                          {"advertise", true},
                                          {"inbound"},
                                          {"part_of"},
                                          {"demand"},
                                          {"originated_by"},
                                          {"origin_as"},
                                          {"multihomed_elsewhere"},
                                          {"pinned"}}};

struct ReadPrefix {
  model::Prefix prefix;
  Node node = json::Document::none;
  bool named = false;       ///< The prefix itself could be read.
  bool advertised = false;  ///< It is announced somewhere, and that could be read.
};

void read_inbound(Draft& draft, Node node, model::Prefix& prefix) {
  if (draft.in.document.kind(node) == json::Kind::object) {
    prefix.inbound_kind = model::InboundKind::by_link;
    prefix.by_link = read_rates_by_link(draft, node);
    return;
  }
  prefix.inbound_kind = model::InboundKind::total;
  prefix.total = read_rate(draft.in, node).value_or(model::Bps{});
}

ReadPrefix read_one(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, prefix_keys);
  ReadPrefix read{.prefix = {}, .node = node};
  model::Prefix& prefix = read.prefix;
  prefix.source = in.document.pointer(node);
  const std::optional<model::IpPrefix> network = read_prefix(in, members["prefix"]);
  read.named = network.has_value();
  draft.prefixes_known = draft.prefixes_known && read.named;
  prefix.prefix = network.value_or(model::IpPrefix{});
  const std::size_t faults = in.faults.size();
  prefix.advertise =
      read_advertisement(draft, members["advertise"],
                         members.has("part_of") ? AdvertisementOf::part : AdvertisementOf::today);
  // What is announced nowhere enters by the links of the prefix around it.
  read.advertised = members.has("advertise") && in.faults.size() == faults &&
                    prefix.advertise.carried_count() > 0;
  if (members.has("inbound")) {
    read_inbound(draft, members["inbound"], prefix);
  }
  prefix.origin_as = draft.scenario.local_as;
  if (members.has("origin_as")) {
    prefix.origin_as = read_asn(in, members["origin_as"]).value_or(prefix.origin_as);
  }
  if (members.has("multihomed_elsewhere")) {
    prefix.multihomed_elsewhere = read_bool(in, members["multihomed_elsewhere"]).value_or(false);
  }
  if (members.has("demand")) {
    prefix.demand = read_bool(in, members["demand"]).value_or(false);
  }
  if (members.has("originated_by")) {
    prefix.originated_by = link_of_value(draft, members["originated_by"]);
  }
  if (members.has("pinned")) {
    prefix.pinned = read_bool(in, members["pinned"]).value_or(false);
  }
  return read;
}

}  // namespace

void read_prefixes(Draft& draft, Node node) {
  std::vector<ReadPrefix> prefixes;
  const std::size_t faults = draft.in.faults.size();
  const std::vector<Node> elements = read_elements(draft.in, node, 1, no_limit);
  const bool listed = node != json::Document::none && draft.in.faults.size() == faults;
  prefixes.reserve(elements.size());
  for (const Node element : elements) {
    prefixes.push_back(read_one(draft, element));
  }
  draft.prefixes_known = draft.prefixes_known && listed;
  std::vector<std::size_t> order(prefixes.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return prefixes[a].prefix.prefix < prefixes[b].prefix.prefix;
  });
  std::vector<model::Prefix>& known = draft.scenario.prefixes;
  known.reserve(prefixes.size());  // So that `before` stays valid.
  const model::Prefix* before = nullptr;
  for (const std::size_t i : order) {
    ReadPrefix& read = prefixes[i];
    const Node name = member_of(draft.in.document, read.node, "prefix");
    if (read.named && before != nullptr && before->prefix == read.prefix.prefix) {
      draft.in.faults.add(name, {.code = "duplicate-prefix",
                                 .kind = FaultKind::meaning,
                                 .allowed = "each prefix once",
                                 .message = std::string(prefix_again)});
    }
    draft.prefix_nodes.push_back(read.node);
    draft.advertised.push_back(read.advertised);
    known.push_back(std::move(read.prefix));
    before = read.named ? &known.back() : before;
  }
  draft.covering = model::longest_covering(draft.scenario);
}

void check_inbound(Draft& draft) {
  const model::Scenario& scenario = draft.scenario;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Prefix& prefix = scenario.prefixes[p];
    if (draft.advertised[p] && prefix.inbound_kind == model::InboundKind::by_link) {
      check_announced(draft, member_of(draft.in.document, draft.prefix_nodes[p], "inbound"),
                      prefix.by_link, model::match_today(scenario, draft.covering, p));
    }
  }
}

}  // namespace bgpte::scenario
