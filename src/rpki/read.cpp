// The JSON of rpki-client and of Routinator, which differ in how they write an AS.
#include "bgpte/rpki/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "bgpte/json/document.hpp"

namespace bgpte::rpki {

namespace {

using json::Document;
using Node = Document::Index;

/// Why a file cannot be read; thrown here and caught by read_validated.
struct Refused {
  std::string why;
};

/// "AS64500", "as64500" or 64500; nothing where it is none of them.
std::optional<model::Asn> asn_of(const Document& document, Node node) {
  if (node == Document::none ||
      (document.kind(node) != json::Kind::string && document.kind(node) != json::Kind::number)) {
    return std::nullopt;
  }
  std::string_view text = document.text(node);
  if (document.kind(node) == json::Kind::string &&
      (text.starts_with("AS") || text.starts_with("as"))) {
    text.remove_prefix(2);
  }
  model::Asn asn = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), asn);
  return read.ec == std::errc() && !text.empty() && read.ptr == text.data() + text.size()
             ? std::optional(asn)
             : std::nullopt;
}

/// The member that goes by one of the names; Document::none where there is none.
Node member(const Document& document, Node object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const Node found = member_of(document, object, name); found != Document::none) {
      return found;
    }
  }
  return Document::none;
}

std::size_t line_of(const Document& document, Node node) {
  const std::string_view before = document.source().substr(0, document.offset(node));
  return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
}

[[noreturn]] void refuse(const Document& document, Node node, std::string_view what) {
  throw Refused{fmt::format("line {}: {}", line_of(document, node), what)};
}

model::Vrp read_vrp(const Document& document, Node node) {
  const std::optional<model::Asn> asn = asn_of(document, member(document, node, {"asn"}));
  const Node prefix = member(document, node, {"prefix"});
  const model::ParsedPrefix parsed =
      prefix != Document::none && document.kind(prefix) == json::Kind::string
          ? model::parse_prefix(document.text(prefix))
          : model::ParsedPrefix{{}, model::PrefixFault::syntax};
  if (!asn || parsed.fault != model::PrefixFault::none) {
    refuse(document, node, "a ROA needs an asn and a prefix without host bits");
  }
  model::Vrp vrp{parsed.prefix, parsed.prefix.length, *asn};
  if (const Node length = member(document, node, {"maxLength"}); length != Document::none) {
    constexpr int longest_ipv4 = 32;
    constexpr int longest_ipv6 = 128;
    const int most = parsed.prefix.family() == model::Family::ipv4 ? longest_ipv4 : longest_ipv6;
    const std::string_view text = document.text(length);
    int value = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (document.kind(length) != json::Kind::number || read.ec != std::errc() ||
        read.ptr != text.data() + text.size() || value < parsed.prefix.length || value > most) {
      refuse(document, node,
             "maxLength is between the length of the prefix and that of an address");
    }
    vrp.max_length = static_cast<std::uint8_t>(value);
  }
  return vrp;
}

model::ProviderAttestation read_attestation(const Document& document, Node node) {
  const std::optional<model::Asn> customer =
      asn_of(document, member(document, node, {"customer_asid", "customer"}));
  const Node list = member(document, node, {"providers"});
  if (!customer || list == Document::none || document.kind(list) != json::Kind::array) {
    refuse(document, node, "an ASPA needs a customer and a list of providers");
  }
  model::ProviderAttestation made{*customer, {}};
  for (Node one = document.first_child(list); one != Document::none;
       one = document.next_sibling(one)) {
    const std::optional<model::Asn> provider = asn_of(document, one);
    if (!provider) {
      refuse(document, one, "a provider is an AS number");
    }
    made.providers.push_back(*provider);
  }
  return made;
}

/// The members of the list `name` of an object; nothing where there is none.
std::optional<std::vector<Node>> list_of(const Document& document, Node object,
                                         std::string_view name) {
  const Node list = member_of(document, object, name);
  if (list == Document::none) {
    return std::nullopt;
  }
  if (document.kind(list) != json::Kind::array) {
    refuse(document, list, fmt::format("{} is a list", name));
  }
  std::vector<Node> nodes;
  for (Node one = document.first_child(list); one != Document::none;
       one = document.next_sibling(one)) {
    nodes.push_back(one);
  }
  return nodes;
}

/// Whether a VRP covers a listed prefix.
class Wanted {
 public:
  explicit Wanted(const model::Scenario& scenario) {
    for (const model::Prefix& prefix : scenario.prefixes) {
      prefixes_.push_back(prefix.prefix);
    }
    std::sort(prefixes_.begin(), prefixes_.end());
  }
  [[nodiscard]] bool covers_one(const model::IpPrefix& of) const {
    // What `of` contains begins at it or after it, in order of address.
    const auto first = std::lower_bound(prefixes_.begin(), prefixes_.end(), of);
    return first != prefixes_.end() && of.contains(*first);
  }

 private:
  std::vector<model::IpPrefix> prefixes_;
};

Validated read_members(const Document& document, const model::Scenario& scenario) {
  if (document.kind(0) != json::Kind::object) {
    refuse(document, 0, "this is no object");
  }
  const auto roas = list_of(document, 0, "roas");
  if (!roas) {
    throw Refused{
        "there is no list \"roas\": the JSON of rpki-client (-j) or Routinator (vrps -f json) "
        "has one"};
  }
  if (roas->empty()) {
    throw Refused{"the file has no ROA at all: did the validator run?"};
  }
  Validated read;
  const Wanted wanted(scenario);
  for (const Node node : *roas) {
    const model::Vrp vrp = read_vrp(document, node);
    ++read.vrps;
    if (wanted.covers_one(vrp.prefix)) {
      read.security.vrps.push_back(vrp);
    }
  }
  std::vector<model::Vrp>& vrps = read.security.vrps;
  std::sort(vrps.begin(), vrps.end());
  vrps.erase(std::unique(vrps.begin(), vrps.end()), vrps.end());
  const auto aspas = list_of(document, 0, "aspas");
  std::set<model::Asn> providers;
  bool attested = false;
  std::size_t by_family = 0;
  for (const Node node : aspas.value_or(std::vector<Node>{})) {
    if (member(document, node, {"afi"}) != Document::none) {
      ++by_family;
      continue;
    }
    const model::ProviderAttestation one = read_attestation(document, node);
    if (one.customer == scenario.local_as) {
      // Of several attestations of one customer the providers are the union.
      attested = true;
      providers.insert(one.providers.begin(), one.providers.end());
    }
  }
  if (attested) {
    read.security.attestations.push_back({scenario.local_as, {providers.begin(), providers.end()}});
  }
  const bool old_form = member(document, 0, {"provider_authorizations"}) != Document::none;
  if (by_family > 0 || old_form) {
    read.notes.emplace_back(
        "attestations of providers by address family are of an old draft of ASPA and are left "
        "out: a newer validator writes them without");
  }
  return read;
}

}  // namespace

std::variant<Validated, std::string> read_validated(std::string_view text,
                                                    const model::Scenario& scenario) {
  const Document document(text);
  if (!document.faults().empty() || !document.complete()) {
    return document.faults().empty() ? std::string("this is no JSON")
                                     : document.faults().front().message;
  }
  try {
    return read_members(document, scenario);
  } catch (const Refused& refused) {
    return refused.why;
  }
}

}  // namespace bgpte::rpki
