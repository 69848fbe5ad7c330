// Reads the sessions of a link and checks them against the prepends of today.
#include <fmt/format.h>

#include <algorithm>

#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 16> session_keys{{{"router", true},
                                            {"platform", true},
                                            {"neighbor", true},
                                            {"family", true},
                                            {"export_policy"},
                                            {"free_entries"},
                                            {"next_entry"},
                                            {"prepends"},
                                            {"foreign"},
                                            {"policy_shared"},
                                            {"group"},
                                            {"protocol"},
                                            {"own_set"},
                                            {"managed"},
                                            {"announced_only_if"},
                                            {"advertise_then"}}};
constexpr std::array<Key, 2> foreign_keys{{{"entry", true}, {"resume_entry", true}}};
constexpr std::array<Word<model::Family>, 2> families{
    {{"ipv4", model::Family::ipv4}, {"ipv6", model::Family::ipv6}}};
constexpr std::array<Word<model::PrependOwner>, 3> owners{
    {{"none", model::PrependOwner::none},
     {"bgpte", model::PrependOwner::bgpte},
     {"foreign", model::PrependOwner::foreign}}};
constexpr std::array<Word<model::Platform>, model::platform_names.size()> platforms = [] {
  std::array<Word<model::Platform>, model::platform_names.size()> words{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = {model::platform_names[i].id, model::platform_names[i].platform};
  }
  return words;
}();
constexpr std::int64_t last_entry = 65'535;

/// Platforms whose policies are lists of numbered entries, so that `foreign` can name one.
bool has_numbered_entries(model::Platform platform) {
  using enum model::Platform;
  switch (platform) {
    case frr:
    case ios_xe:
    case nx_os:
    case eos:
    case sr_os:
    case vrp:
    case vyos:
      return true;
    case bird:
    case openbgpd:
    case gobgp:
    case ios_xr:
    case junos:
    case routeros:
      break;
  }
  return false;
}

std::optional<int> read_entry(Reading& in, Node node) {
  const std::optional<std::int64_t> entry = read_integer(in, node, 0, last_entry);
  return entry ? std::optional(static_cast<int>(*entry)) : std::nullopt;
}

std::vector<std::string> read_policies(Reading& in, Node node) {
  std::vector<std::string> policies;
  if (in.document.kind(node) == json::Kind::array) {
    for (const Node element : read_elements(in, node, 1, 15)) {
      if (std::optional<std::string> name = read_name(in, element)) {
        policies.push_back(std::move(*name));
      }
    }
  } else if (std::optional<std::string> name = read_name(in, node)) {
    policies.push_back(std::move(*name));
  }
  return policies;
}

std::optional<model::EntryRange> read_free_entries(Reading& in, Node node) {
  if (in.document.kind(node) == json::Kind::broken) {
    return std::nullopt;
  }
  const std::vector<Node> ends = in.document.kind(node) == json::Kind::array
                                     ? read_elements(in, node, 0, no_limit)
                                     : std::vector<Node>{};
  if (ends.size() != 2) {
    in.faults.add(node, {.code = "bad-free-entries",
                         .allowed = "two entry numbers, the first and the last, e.g. [1, 9]",
                         .message = "Free entries are a first and a last number."});
    return std::nullopt;
  }
  const std::optional<int> first = read_entry(in, ends[0]);
  const std::optional<int> last = read_entry(in, ends[1]);
  if (first && last && *first > *last) {
    in.faults.add(node, {.code = "bad-free-entries",
                         .kind = FaultKind::meaning,
                         .allowed = "the first number not above the last",
                         .message = "The range of free entries is empty."});
    return std::nullopt;
  }
  return first && last ? std::optional(model::EntryRange{*first, *last}) : std::nullopt;
}

/// An entry of the operator's own that lies among those said to be free.
void check_entry(Reading& in, const model::Session& session, Node node, std::optional<int> entry) {
  if (session.free_entries && entry && *entry >= session.free_entries->first &&
      *entry <= session.free_entries->last) {
    in.faults.add(node,
                  {.code = "entry-not-free",
                   .kind = FaultKind::meaning,
                   .allowed = fmt::format("an entry outside {} to {}", session.free_entries->first,
                                          session.free_entries->last),
                   .message = "This entry lies in the range that is said to be free."});
  }
}

void read_foreign(Reading& in, Node node, model::Session& session) {
  const Members members(in, node, foreign_keys);
  const std::optional<int> entry = read_entry(in, members["entry"]);
  const std::optional<int> resume = read_entry(in, members["resume_entry"]);
  check_entry(in, session, members["entry"], entry);
  check_entry(in, session, members["resume_entry"], resume);
  if (entry && resume && *resume <= *entry) {
    in.faults.add(members["resume_entry"],
                  {.code = "resume-before-entry",
                   .kind = FaultKind::meaning,
                   .allowed = fmt::format("an entry after {}", *entry),
                   .message = "The policy must go on behind the prepending entry."});
  }
  session.foreign = model::ForeignPrepend{entry.value_or(0), resume.value_or(0)};
}

/// Prefixes of the session's family, sorted; whether they are listed is known later.
std::vector<model::IpPrefix> read_managed(Reading& in, Node node, model::Family family) {
  std::vector<model::IpPrefix> managed;
  for (const Node element : read_elements(in, node, 0, no_limit)) {
    const std::optional<model::IpPrefix> prefix = read_prefix(in, element);
    if (!prefix) {
      continue;
    }
    if (prefix->family() != family) {
      in.faults.add(element, {.code = "family-mismatch",
                              .kind = FaultKind::meaning,
                              .allowed = fmt::format("a prefix of {}", model::name_of(family)),
                              .message = "The prefix is not of the session's family."});
    }
    if (std::find(managed.begin(), managed.end(), *prefix) != managed.end()) {
      in.faults.add(element, {.code = "duplicate-prefix",
                              .kind = FaultKind::meaning,
                              .allowed = "each prefix once",
                              .message = std::string(prefix_again)});
    } else {
      managed.push_back(*prefix);
    }
  }
  std::sort(managed.begin(), managed.end());
  return managed;
}

model::Session read_session(Reading& in, Node node) {
  const Members members(in, node, session_keys);
  model::Session session;
  session.source = in.document.pointer(node);
  const auto name = [&](std::string_view key) {
    return members.has(key) ? read_name(in, members[key]).value_or("") : std::string{};
  };
  session.router = name("router");
  session.group = name("group");
  session.protocol = name("protocol");
  session.own_set = name("own_set");
  std::optional<model::Platform> platform;
  if (members.has("platform")) {
    platform = read_word(in, members["platform"], platforms);
    session.platform = platform.value_or(session.platform);
  }
  const std::optional<model::IpAddress> neighbor = read_address(in, members["neighbor"]);
  session.neighbor = neighbor.value_or(model::IpAddress{});
  if (members.has("family")) {
    const std::optional<model::Family> family = read_word(in, members["family"], families);
    session.family = family.value_or(session.family);
    if (family && neighbor && *family != neighbor->family) {
      in.faults.add(members["neighbor"],
                    {.code = "family-mismatch",
                     .kind = FaultKind::meaning,
                     .allowed = fmt::format("an address of {}", model::name_of(*family)),
                     .message = "The neighbor's address is not of the session's family."});
    }
  }
  if (members.has("export_policy")) {
    session.export_policy = read_policies(in, members["export_policy"]);
  }
  if (members.has("free_entries")) {
    session.free_entries = read_free_entries(in, members["free_entries"]);
  }
  if (members.has("next_entry")) {
    session.next_entry = read_entry(in, members["next_entry"]);
    check_entry(in, session, members["next_entry"], session.next_entry);
  }
  if (members.has("prepends")) {
    session.prepends = read_word(in, members["prepends"], owners);
  }
  if (members.has("foreign")) {
    read_foreign(in, members["foreign"], session);
    if (session.prepends && *session.prepends != model::PrependOwner::foreign) {
      in.faults.add(members["foreign"],
                    {.code = "foreign-not-wanted",
                     .kind = FaultKind::meaning,
                     .allowed = R"("foreign" only where "prepends" is "foreign")",
                     .message = "This session says that its prepends are not foreign."},
                    Place::key);
    }
  } else if (session.prepends == model::PrependOwner::foreign && platform &&
             has_numbered_entries(*platform)) {
    in.faults.add_missing(node, "foreign",
                          {.code = "foreign-missing",
                           .kind = FaultKind::meaning,
                           .allowed = R"({ "entry": N, "resume_entry": M })",
                           .message = "The entry that prepends today, and where the policy goes on "
                                      "behind it, must be named."});
  }
  if (members.has("managed")) {
    session.managed = read_managed(in, members["managed"], session.family);
  }
  if (members.has("policy_shared")) {
    session.policy_shared = read_bool(in, members["policy_shared"]).value_or(false);
  }
  return session;
}

}  // namespace

std::vector<model::Session> read_sessions(Reading& in, Node node) {
  std::vector<model::Session> sessions;
  for (const Node element : read_elements(in, node, 0, 1000)) {
    sessions.push_back(read_session(in, element));
  }
  return sessions;
}

namespace {

/// `managed` names listed prefixes that some entry of ours can hold there today.
void check_managed(Draft& draft, const Draft::SessionNode& entry) {
  const model::Scenario& scenario = draft.scenario;
  const model::Session& session = scenario.links[entry.link].sessions[entry.session];
  const Node list = member_of(draft.in.document, entry.node, "managed");
  if (session.managed.empty() || !draft.prefixes_known) {
    return;
  }
  for (Node node = draft.in.document.first_child(list); node != json::Document::none;
       node = draft.in.document.next_sibling(node)) {
    if (draft.in.document.kind(node) != json::Kind::string) {
      continue;
    }
    const model::ParsedPrefix parsed = model::parse_prefix(draft.in.document.text(node));
    if (parsed.fault != model::PrefixFault::none || parsed.prefix.family() != session.family) {
      continue;
    }
    const std::optional<model::PrefixIndex> listed = model::find_prefix(scenario, parsed.prefix);
    if (!listed) {
      report_unlisted(draft, node, parsed.prefix);
    } else if (session.prepends != model::PrependOwner::foreign &&
               scenario.prefixes[*listed].advertise[entry.link] == 0 &&
               scenario.prefixes[*listed].advertise.lever(entry.link) == model::no_lever) {
      draft.in.faults.add(
          node, {.code = "managed-plain",
                 .kind = FaultKind::meaning,
                 .allowed = "a prefix that is prepended or not announced on this link today",
                 .message = "A prefix that is announced plainly is held by no entry of ours."});
    }
  }
}

}  // namespace

void check_sessions(Draft& draft) {
  const model::Scenario& scenario = draft.scenario;
  for (const Draft::SessionNode& entry : draft.session_nodes) {
    check_managed(draft, entry);
    const model::Session& session = scenario.links[entry.link].sessions[entry.session];
    const auto prepended = std::find_if(
        scenario.prefixes.begin(), scenario.prefixes.end(), [&](const model::Prefix& prefix) {
          return prefix.prefix.family() == session.family && prefix.advertise[entry.link] > 0;
        });
    if (prepended == scenario.prefixes.end()) {
      continue;
    }
    const std::string who = fmt::format(
        "{} is prepended {} on link {} today", model::to_string(prepended->prefix),
        static_cast<int>(prepended->advertise[entry.link]), scenario.links[entry.link].name);
    const std::string todo = who + ": set \"prepends\" to \"bgpte\" or \"foreign\".";
    if (entry.prepends == json::Document::none) {
      draft.in.faults.add_missing(entry.node, "prepends",
                                  {.code = "prepends-missing",
                                   .kind = FaultKind::meaning,
                                   .allowed = R"("bgpte" or "foreign")",
                                   .message = todo});
    } else if (session.prepends == model::PrependOwner::none) {
      draft.in.faults.add(entry.prepends, {.code = "prepends-none",
                                           .kind = FaultKind::meaning,
                                           .allowed = R"("bgpte" or "foreign")",
                                           .message = todo});
    }
  }
}

}  // namespace bgpte::scenario
