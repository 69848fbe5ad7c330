// Reads the levers of a link and the announcements that name them.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/nearest_name.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::string_view name_of_a_lever = "the name of a lever of this link";

constexpr std::array<Key, 9> lever_keys{{{"name", true},
                                         {"communities"},
                                         {"catalogue"},
                                         {"med"},
                                         {"retained"},
                                         {"attracts"},
                                         {"sources"},
                                         {"part"},
                                         {"limits_export"}}};
constexpr std::array<Key, 3> effect_keys{{{"low", true}, {"expected", true}, {"high", true}}};
constexpr std::array<Key, 2> announcement_keys{{{"prepend", true}, {"lever", true}}};
constexpr std::size_t most_levers = 255;  // LeverChoice counts them.
constexpr std::size_t most_communities = 32;
constexpr std::int64_t lowest_med = 1;  // 0 is preferred to every other: it repels nothing.
constexpr std::int64_t highest_med = 4'294'967'295;

/// Well-known communities that are no lever: with them the traffic is lost, or the announcement
/// goes no further.
std::string_view harm_of(const model::Community& community) {
  if (community == model::Community{false, {65535, 666, 0}}) {
    return "This is BLACKHOLE (RFC 7999): the neighbour drops the traffic.";
  }
  if (community == model::Community{false, {65535, 65282, 0}}) {
    return "This is NO_ADVERTISE (RFC 1997): the neighbour announces the prefix to nobody.";
  }
  return "";
}

bool is_harmful(Reading& in, Node node, const model::Community& community) {
  const std::string_view harm = harm_of(community);
  if (!harm.empty()) {
    in.faults.add(node, {.code = "harmful-community",
                         .kind = FaultKind::meaning,
                         .allowed = "a community that only lowers what enters by the link",
                         .message = std::string(harm)});
  }
  return !harm.empty();
}

std::vector<model::Community> read_communities(Reading& in, Node node) {
  std::vector<model::Community> communities;
  for (const Node element : read_elements(in, node, 1, most_communities)) {
    const std::optional<model::Community> community = read_community(in, element);
    if (!community || is_harmful(in, element, *community)) {
      continue;
    }
    if (std::find(communities.begin(), communities.end(), *community) != communities.end()) {
      in.faults.add(element, {.code = "duplicate-value",
                              .allowed = "each community once",
                              .message = "This community is in the list already."});
    } else {
      communities.push_back(*community);
    }
  }
  std::sort(communities.begin(), communities.end());
  return communities;
}

/// The community behind an id of the catalogue.
std::vector<model::Community> read_known_community(Draft& draft, Node node, model::Asn neighbor) {
  const std::optional<std::string> id = read_name(draft.in, node);
  if (!id || neighbor == 0) {
    return {};
  }
  if (const model::CommunityEntry* entry =
          model::find_entry(draft.scenario.catalogue, neighbor, *id)) {
    return is_harmful(draft.in, node, entry->community)
               ? std::vector<model::Community>{}
               : std::vector<model::Community>{entry->community};
  }
  if (draft.catalogue_known) {
    std::vector<std::string_view> names;
    for (const model::CommunityEntry& entry : draft.scenario.catalogue.entries) {
      if (entry.asn == neighbor) {
        names.push_back(entry.id);
      }
    }
    draft.in.faults.add(
        node, {.code = "unknown-community",
               .kind = FaultKind::meaning,
               .allowed = fmt::format("an id that `bgpte communities --as {}` lists", neighbor),
               .nearest = text::nearest_name(*id, names),
               .message = fmt::format("The catalogue has no such entry of AS {}.", neighbor)});
  }
  return {};
}

std::optional<model::LeverEffect> read_effect(Reading& in, Node node) {
  constexpr Bounds bounds = any_share;
  const Members members(in, node, effect_keys);
  const auto low = read_millionths(in, members["low"], bounds);
  const auto expected = read_millionths(in, members["expected"], bounds);
  const auto high = read_millionths(in, members["high"], bounds);
  if (!low || !expected || !high) {
    return std::nullopt;
  }
  if (*low > *expected || *expected > *high) {
    in.faults.add(members["expected"], {.code = "retained-order",
                                        .kind = FaultKind::meaning,
                                        .allowed = "low <= expected <= high",
                                        .message = "The expected share is not between low and "
                                                   "high."});
    return std::nullopt;
  }
  const auto share = [](std::int64_t millionths) { return static_cast<double>(millionths) / 1e6; };
  return model::LeverEffect{share(*low), share(*expected), share(*high)};
}

/// What `whatif --set` would take for something else.
bool is_reserved(std::string_view name) {
  return name == "none" || name == "withdraw" ||
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A lever is communities or a MED.
void check_kind(Reading& in, Node node, const Members& members) {
  constexpr std::array<std::string_view, 3> kinds{"communities", "catalogue", "med"};
  constexpr std::string_view allowed = R"(one of "communities", "catalogue" and "med")";
  const auto given = std::count_if(kinds.begin(), kinds.end(),
                                   [&](std::string_view key) { return members.has(key); });
  const bool misspelt = std::any_of(kinds.begin(), kinds.end(),
                                    [&](std::string_view key) { return members.misspelt(key); });
  if (given == 0 && members.is_object() && !misspelt) {
    in.faults.add_missing(node, "communities",
                          {.code = "missing-key",
                           .allowed = std::string(allowed),
                           .message = "A lever needs \"communities\", \"catalogue\" or \"med\"."});
  } else if (given > 1) {
    in.faults.add(node, {.code = "lever-of-two-kinds",
                         .allowed = std::string(allowed),
                         .message = "A lever sends one thing: communities, an entry of the "
                                    "catalogue, or a MED."});
  }
}

/// True if one of the communities is known to keep the announcement from being passed on: by its
/// own standard, or by the catalogue.
bool known_to_limit_export(const model::CommunityCatalogue& catalogue, model::Asn neighbor,
                           const std::vector<model::Community>& communities) {
  return std::any_of(communities.begin(), communities.end(), [&](const model::Community& one) {
    return model::limits_export(one) ||
           std::any_of(catalogue.entries.begin(), catalogue.entries.end(),
                       [&](const model::CommunityEntry& entry) {
                         return entry.asn == neighbor && entry.community == one &&
                                entry.limits_export;
                       });
  });
}

/// What the lever does to traffic.
void read_effects(Draft& draft, const Members& members, const Neighbour& neighbor,
                  model::Lever& lever) {
  Reading& in = draft.in;
  if (members.has("retained")) {
    lever.retained = read_effect(in, members["retained"]);
  }
  if (members.has("attracts")) {
    lever.attracts = read_effect(in, members["attracts"]);
    const bool transit = neighbor.relationship == model::Relationship::transit;
    if (members.has("retained") || lever.marks.med || !transit) {
      in.faults.add(members["attracts"],
                    {.code = "attracts-not-here",
                     .kind = FaultKind::meaning,
                     .allowed = "communities on a transit link, without \"retained\"",
                     .message = "Only a provider can draw traffic from other transit links, and a "
                                "lever either attracts or repels."},
                    Place::key);
    }
  }
  if (members.has("sources")) {
    for (const Node element : read_elements(in, members["sources"], 1, no_limit)) {
      if (const std::optional<model::Asn> asn = read_asn(in, element)) {
        lever.sources.push_back(*asn);
      }
    }
  }
  if (members.has("part") && in.document.kind(members["part"]) != json::Kind::object) {
    constexpr Bounds bounds{0, 1'000'000, "a share from 0 to 1, or an object of them by prefix"};
    if (const auto part = read_millionths(in, members["part"], bounds)) {
      lever.part = static_cast<double>(*part) / 1e6;
    }
  }
  lever.limits_export =
      known_to_limit_export(draft.scenario.catalogue, neighbor.asn, lever.marks.communities);
  if (members.has("limits_export")) {
    lever.limits_export =
        read_bool(in, members["limits_export"]).value_or(false) || lever.limits_export;
  }
}

model::Lever read_lever(Draft& draft, Node node, const Neighbour& neighbor) {
  Reading& in = draft.in;
  const Members members(in, node, lever_keys);
  model::Lever lever;
  lever.source = in.document.pointer(node);
  lever.name = read_name(in, members["name"]).value_or("");
  if (!lever.name.empty() && is_reserved(lever.name)) {
    in.faults.add(members["name"], {.code = "reserved-name",
                                    .kind = FaultKind::meaning,
                                    .allowed = "any other name",
                                    .message = "This word means something else in whatif --set."});
  }
  draft.levers_known = draft.levers_known && !lever.name.empty();
  check_kind(in, node, members);
  if (members.has("communities")) {
    lever.marks.communities = read_communities(in, members["communities"]);
  } else if (members.has("catalogue")) {
    lever.marks.communities = read_known_community(draft, members["catalogue"], neighbor.asn);
  }
  if (const auto med = read_integer(in, members["med"], lowest_med, highest_med)) {
    lever.marks.med = static_cast<std::uint32_t>(*med);
  }
  read_effects(draft, members, neighbor, lever);
  return lever;
}

}  // namespace

std::vector<model::Lever> read_levers(Draft& draft, Node node, const Neighbour& neighbor) {
  std::vector<model::Lever> levers;
  const std::size_t faults = draft.in.faults.size();
  const std::vector<Node> elements = read_elements(draft.in, node, 0, most_levers);
  draft.levers_known = draft.levers_known && draft.in.faults.size() == faults;
  for (const Node element : elements) {
    model::Lever lever = read_lever(draft, element, neighbor);
    const bool known = std::any_of(levers.begin(), levers.end(), [&](const model::Lever& other) {
      return !lever.name.empty() && other.name == lever.name;
    });
    if (known) {
      draft.in.faults.add(member_of(draft.in.document, element, "name"),
                          {.code = "duplicate-name",
                           .kind = FaultKind::meaning,
                           .allowed = "each lever of a link once",
                           .message = "Two levers of this link have this name."});
    }
    levers.push_back(std::move(lever));
  }
  std::stable_sort(levers.begin(), levers.end(),
                   [](const model::Lever& a, const model::Lever& b) { return a.name < b.name; });
  return levers;
}

void check_levers(Draft& draft) {
  const std::vector<model::Link>& links = draft.scenario.links;
  const json::Document& document = draft.in.document;
  for (model::LinkIndex l = 0; l < links.size(); ++l) {
    // Route servers add no AS and pass the MED on (RFC 7947, 2.2): a peer on two exchanges compares
    // two routes of ours.
    const auto alike = std::count_if(links.begin(), links.end(), [&](const model::Link& other) {
      return other.neighbor_as == links[l].neighbor_as ||
             (other.relationship == model::Relationship::ix &&
              links[l].relationship == model::Relationship::ix);
    });
    const Node levers = member_of(document, draft.link_nodes[l], "levers");
    if (alike > 1 || levers == json::Document::none || document.kind(levers) != json::Kind::array ||
        links[l].neighbor_as == 0 || !draft.links_known) {
      continue;
    }
    for (Node node = document.first_child(levers); node != json::Document::none;
         node = document.next_sibling(node)) {
      const Node med = member_of(document, node, "med");
      if (med != json::Document::none && document.kind(med) == json::Kind::number) {
        draft.in.faults.add(
            med,
            {.code = "med-alone",
             .kind = FaultKind::meaning,
             .allowed = fmt::format("another link to AS {}", links[l].neighbor_as),
             .message = "A MED is compared only between routes of one neighbour AS, and no "
                        "other link leads to this one."},
            Place::key);
      }
    }
  }
}

void read_lever_parts(Draft& draft) {
  const json::Document& document = draft.in.document;
  constexpr Bounds bounds = any_share;
  for (model::LinkIndex l = 0; l < draft.scenario.links.size(); ++l) {
    const Node levers = member_of(document, draft.link_nodes[l], "levers");
    if (levers == json::Document::none || document.kind(levers) != json::Kind::array) {
      continue;
    }
    for (Node node = document.first_child(levers); node != json::Document::none;
         node = document.next_sibling(node)) {
      const Node part = member_of(document, node, "part");
      const std::string source = document.pointer(node);
      const auto lever =
          std::find_if(draft.scenario.links[l].levers.begin(), draft.scenario.links[l].levers.end(),
                       [&](const model::Lever& one) { return one.source == source; });
      if (part == json::Document::none || document.kind(part) != json::Kind::object ||
          lever == draft.scenario.links[l].levers.end()) {
        continue;
      }
      for (const Node member :
           read_map(draft.in, part, R"(an object such as { "203.0.113.0/24": 0.5 })")) {
        const std::optional<model::PrefixIndex> prefix = prefix_of_key(draft, member);
        const auto share = read_millionths(draft.in, member, bounds);
        if (prefix && share) {
          lever->part_of_prefix.emplace_back(*prefix, static_cast<double>(*share) / 1e6);
        }
      }
      std::sort(lever->part_of_prefix.begin(), lever->part_of_prefix.end());
    }
  }
}

std::optional<model::LeverChoice> lever_of_value(Draft& draft, model::LinkIndex link, Node node) {
  if (!expect_kind(draft.in, node, json::Kind::string, name_of_a_lever)) {
    return std::nullopt;
  }
  const std::string_view name = draft.in.document.text(node);
  const std::optional<model::LeverChoice> lever =
      model::find_lever(draft.scenario.links[link], name);
  if (!lever && draft.levers_known) {
    std::vector<std::string_view> names;
    std::string allowed;
    for (const model::Lever& known : draft.scenario.links[link].levers) {
      names.push_back(known.name);
      if (names.size() <= 16) {
        allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", known.name);
      }
    }
    allowed += names.size() > 16 ? ", ..." : names.empty() ? "nothing: the link has no levers" : "";
    draft.in.faults.add(node, {.code = "unknown-lever",
                               .kind = FaultKind::meaning,
                               .allowed = std::move(allowed),
                               .nearest = text::nearest_name(name, names),
                               .message = "No lever of this link has this name."});
  }
  return lever;
}

Announcement read_announcement(Draft& draft, const std::optional<model::LinkIndex>& link, Node node,
                               bool observed) {
  Reading& in = draft.in;
  if (in.document.kind(node) != json::Kind::object) {
    const auto prepend = read_integer(in, node, 0, model::max_prepend);
    // Announced, whatever a broken number was to be.
    return {static_cast<model::Prepend>(prepend.value_or(0)), model::no_lever};
  }
  if (observed) {
    in.faults.add(node, {.code = "lever-observed",
                         .allowed = fmt::format("an integer from 0 to {}", model::max_prepend),
                         .message = "An observation is of prepends alone: what a lever did is said "
                                    "by the lever's \"retained\"."});
    return {};
  }
  const Members members(in, node, announcement_keys);
  Announcement announcement;
  announcement.prepend = static_cast<model::Prepend>(
      read_integer(in, members["prepend"], 0, model::max_prepend).value_or(0));
  if (link) {
    announcement.lever = lever_of_value(draft, *link, members["lever"]).value_or(model::no_lever);
  } else {
    expect_kind(in, members["lever"], json::Kind::string, name_of_a_lever);
  }
  return announcement;
}

}  // namespace bgpte::scenario
