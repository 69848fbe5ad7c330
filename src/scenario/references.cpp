// Links and prefixes by their names in a scenario.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/nearest_name.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

std::optional<model::LinkIndex> named_link(Draft& draft, Node node, std::string_view name,
                                           Place place) {
  const std::vector<model::Link>& links = draft.scenario.links;
  const auto found = std::lower_bound(
      links.begin(), links.end(), name,
      [](const model::Link& link, std::string_view wanted) { return link.name < wanted; });
  if (found != links.end() && found->name == name && !name.empty()) {
    return static_cast<model::LinkIndex>(found - links.begin());
  }
  if (draft.links_known) {
    std::vector<std::string_view> names;
    std::string allowed;
    for (const model::Link& link : links) {
      names.push_back(link.name);
      if (names.size() <= 16) {
        allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", link.name);
      }
    }
    allowed += names.size() > 16 ? ", ..." : "";
    draft.in.faults.add(node,
                        {.code = "unknown-link",
                         .kind = FaultKind::meaning,
                         .allowed = std::move(allowed),
                         .nearest = text::nearest_name(name, names),
                         .message = std::string(no_such_link)},
                        place);
  }
  return std::nullopt;
}

std::optional<model::PrefixIndex> listed_prefix(Draft& draft, Node node,
                                                const std::optional<model::IpPrefix>& prefix,
                                                Place place) {
  if (!prefix) {
    return std::nullopt;
  }
  if (const auto index = model::find_prefix(draft.scenario, *prefix)) {
    return index;
  }
  if (draft.prefixes_known) {
    report_unlisted(draft, node, *prefix, place);
  }
  return std::nullopt;
}

}  // namespace

void report_unlisted(Draft& draft, Node node, const model::IpPrefix& prefix, Place place) {
  // The nearest among the neighbours in order, so that a long list costs little.
  const std::vector<model::Prefix>& prefixes = draft.scenario.prefixes;
  const auto at = std::lower_bound(
      prefixes.begin(), prefixes.end(), prefix,
      [](const model::Prefix& a, const model::IpPrefix& b) { return a.prefix < b; });
  const auto place_in_order = at - prefixes.begin();
  const auto count = static_cast<std::ptrdiff_t>(prefixes.size());
  std::vector<std::string> texts;
  for (auto i = std::max<std::ptrdiff_t>(0, place_in_order - 8);
       i < std::min(count, place_in_order + 8); ++i) {
    texts.push_back(model::to_string(prefixes[static_cast<std::size_t>(i)].prefix));
  }
  const std::vector<std::string_view> names(texts.begin(), texts.end());
  const std::optional<model::PrefixIndex> cover = model::find_cover(draft.scenario, prefix);
  draft.in.faults.add(node,
                      {.code = "unknown-prefix",
                       .kind = FaultKind::meaning,
                       .allowed = "a prefix of \"prefixes\"",
                       .nearest = cover ? model::to_string(prefixes[*cover].prefix)
                                        : text::nearest_name(model::to_string(prefix), names),
                       .message = std::string(no_such_prefix)},
                      place);
}

std::optional<model::LinkIndex> link_of_key(Draft& draft, Node node) {
  return named_link(draft, node, draft.in.document.key(node), Place::key);
}

std::optional<model::LinkIndex> link_of_value(Draft& draft, Node node) {
  if (!expect_kind(draft.in, node, json::Kind::string, name_of_a_link)) {
    return std::nullopt;
  }
  return named_link(draft, node, draft.in.document.text(node), Place::value);
}

std::optional<model::PrefixIndex> prefix_of_key(Draft& draft, Node node) {
  return listed_prefix(draft, node, read_prefix_key(draft.in, node), Place::key);
}

std::optional<model::PrefixIndex> prefix_of_value(Draft& draft, Node node) {
  return listed_prefix(draft, node, read_prefix(draft.in, node), Place::value);
}

model::Advertisement read_advertisement(Draft& draft, Node node, AdvertisementOf of) {
  model::Advertisement advertisement(draft.scenario.links.size());
  const std::vector<Node> members = read_map(draft.in, node, R"(an object such as { "A": 0 })");
  for (const Node member : members) {
    const std::optional<model::LinkIndex> link = link_of_key(draft, member);
    const Announcement announcement =
        read_announcement(draft, link, member, of == AdvertisementOf::observed);
    if (link) {
      advertisement[*link] = announcement.prepend;
      advertisement.set_lever(*link, announcement.lever);
    }
  }
  if (members.empty() && of != AdvertisementOf::part && node != json::Document::none &&
      draft.in.document.kind(node) == json::Kind::object) {
    draft.in.faults.add(node, {.code = "not-announced",
                               .allowed = "at least one link",
                               .message = "The prefix is announced on no link."});
  }
  return advertisement;
}

std::vector<std::optional<model::Bps>> read_rates_by_link(Draft& draft, Node node) {
  std::vector<std::optional<model::Bps>> rates(draft.scenario.links.size());
  for (const Node member : read_map(draft.in, node, R"(an object such as { "A": "80 Mbps" })")) {
    const std::optional<model::LinkIndex> link = link_of_key(draft, member);
    const std::optional<model::Bps> rate = read_rate(draft.in, member);
    if (link && rate) {
      rates[*link] = rate;
    }
  }
  return rates;
}

void check_announced(Draft& draft, Node node, const std::vector<std::optional<model::Bps>>& rates,
                     const model::Advertisement& x) {
  for (model::LinkIndex l = 0; l < rates.size(); ++l) {
    if (rates[l] && rates[l]->value > 0 && !x.may_enter(l)) {
      draft.in.faults.add(member_of(draft.in.document, node, draft.scenario.links[l].name),
                          {.code = "inbound-not-announced",
                           .kind = FaultKind::meaning,
                           .allowed = "0, or an announcement on this link",
                           .message = "Traffic cannot enter by a link on which the prefix is not "
                                      "announced, nor one around it that its sources follow."});
    }
  }
}

}  // namespace bgpte::scenario
