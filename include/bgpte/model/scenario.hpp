#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/billing.hpp"
#include "bgpte/model/catalogue.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/lever.hpp"
#include "bgpte/model/platform.hpp"
#include "bgpte/model/policy.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::model {

using Asn = std::uint32_t;

enum class Relationship : std::uint8_t { transit, peer, ix };

/// Who makes today's prepends on a session.
enum class PrependOwner : std::uint8_t {
  none,    ///< Nobody: no prefix is prepended there today.
  bgpte,   ///< Our own managed objects, emitted whole each time.
  foreign  ///< The operator's own policy: a new entry must jump past it.
};

/// The operator's own prepending entry and where the policy goes on after it.
struct ForeignPrepend {
  int entry = 0;
  int resume_entry = 0;
  bool operator==(const ForeignPrepend&) const = default;
};

/// Inclusive range of policy entry numbers that the operator keeps free for us.
struct EntryRange {
  int first = 0;
  int last = 0;
  bool operator==(const EntryRange&) const = default;
};

/// One eBGP neighbour of one router and one family, with its export policy.
struct Session {
  std::string router;
  Platform platform = Platform::frr;
  IpAddress neighbor;
  Family family = Family::ipv4;
  std::vector<std::string> export_policy;  ///< In order; most platforms have exactly one.
  std::optional<EntryRange> free_entries;
  std::optional<int> next_entry;         ///< The entry that permits the prefixes.
  std::optional<PrependOwner> prepends;  ///< Required where any prefix is prepended there today.
  std::optional<ForeignPrepend> foreign;
  bool policy_shared = false;
  std::string group;     ///< Junos: the BGP group of the neighbour.
  std::string protocol;  ///< BIRD: the protocol's name; RouterOS: the connection's name.
  std::string own_set;   ///< IOS-XR: the prefix-set that export_policy permits.
  /// What our own entries hold there today, as an earlier advice left it, where the advertisement
  /// alone cannot tell: prefixes that they withhold and, with `foreign`, those that they prepend.
  std::vector<IpPrefix> managed;
  std::string source;  ///< JSON Pointer.
  bool operator==(const Session&) const = default;
};

/// `reach` of a peer: which prefixes sources that do not enter there today can reach by it.
struct Reach {
  bool all = false;                ///< "*"
  std::vector<IpPrefix> prefixes;  ///< Otherwise these.
  bool operator==(const Reach&) const = default;
};

/// What is paid for and fills up.
struct Link {
  std::string name;
  Asn neighbor_as = 0;
  Relationship relationship = Relationship::transit;
  Bps capacity;
  Bps inbound;  ///< The measured statistic; above capacity it is demand.
  std::optional<Bps> peak;
  std::optional<Bps> outbound;
  std::optional<Ratio> max_utilisation;
  Billing billing;       ///< Of the contract, where `contract` is set.
  std::string contract;  ///< Empty: a bill of its own.
  std::vector<std::string> shared_risk;
  std::optional<Reach> reach;
  std::vector<Lever> levers;  ///< By name; at most 255.
  std::vector<Session> sessions;
  std::string source;  ///< JSON Pointer into the scenario file, e.g. "/links/0".
  bool operator==(const Link&) const = default;
};

/// What the scenario says of a prefix's inbound.
enum class InboundKind : std::uint8_t {
  absent,  ///< Its volume stays background.
  total,   ///< One rate; the split is to be fitted.
  by_link  ///< A rate for each link; an announced link left out is unmeasured.
};

/// A network that the local AS announces.
struct Prefix {
  IpPrefix prefix;
  InboundKind inbound_kind = InboundKind::absent;
  Bps total;                                ///< Where inbound_kind is total.
  std::vector<std::optional<Bps>> by_link;  ///< Where by_link; one for each link.
  Advertisement advertise;                  ///< Today's.
  Asn origin_as = 0;
  bool multihomed_elsewhere = false;
  bool pinned = false;
  std::string source;  ///< JSON Pointer, e.g. "/prefixes/0".
  bool operator==(const Prefix&) const = default;
};

enum class IngressKind : std::uint8_t { shortest_path, response, sources, as_graph };

/// Operator's own numbers for a link: what stays when it alone is prepended 1, 2, 3 ... more.
struct Retained {
  std::vector<double> low, expected, high;  ///< Non-increasing, in [0, 1], low <= expected <= high.
  bool operator==(const Retained&) const = default;
};

/// Shares seen under another advertisement.
struct Observation {
  std::optional<PrefixIndex> prefix;  ///< Nothing: "*", all prefixes.
  Advertisement advertise;
  std::vector<std::optional<Bps>> inbound;  ///< For each link.
  std::string source;
  bool operator==(const Observation&) const = default;
};

/// Traffic of sources that behave alike.
struct SourceGroup {
  std::string name;
  std::vector<std::optional<int>> path_length;  ///< For each link; nothing: unreachable by it.
  std::vector<int> preference;                  ///< For each link; higher wins; default 100.
  std::map<PrefixIndex, Bps> inbound;
  std::string source;
  bool operator==(const SourceGroup&) const = default;
};

enum class TieRule : std::uint8_t { equal, capacity, link };

/// How the share of each link is predicted.
struct Ingress {
  IngressKind model = IngressKind::response;
  TieRule tie = TieRule::equal;
  LinkIndex tie_link = 0;                         ///< Where tie is link.
  std::vector<std::optional<Retained>> retained;  ///< One for each link; "*" already spread.
  std::vector<Observation> observations;
  std::vector<SourceGroup> sources;
  double measurement_error = 0.005;  ///< A share.
  Ratio drift{20'000};               ///< A share.
  std::string as_rel_file;           ///< as-graph only; as the scenario gives it.
  std::string weights_file;
  bool operator==(const Ingress&) const = default;
};

/// What the links' `inbound` is.
struct Measured {
  std::string statistic;  ///< e.g. "p95"; free text.
  std::int64_t interval_s = 300;
  std::string from, to;  ///< Dates, YYYY-MM-DD; empty where not given.
  bool operator==(const Measured&) const = default;
};

/// The month the bill is for.
struct BillingPeriod {
  std::string from, to;  ///< Dates, YYYY-MM-DD; `to` is the last day.
  bool operator==(const BillingPeriod&) const = default;
};

/// One change: the prepend, or the lever, of one prefix on one link.
struct Change {
  PrefixIndex prefix = 0;
  LinkIndex link = 0;
  Prepend from = not_announced;
  Prepend to = not_announced;
  LeverChoice from_lever = no_lever;
  LeverChoice to_lever = no_lever;
  auto operator<=>(const Change&) const = default;
};

/// What `bgpte check` holds the advice to. Only what is given is compared.
struct Expectation {
  std::optional<std::string> status;
  struct ExpectedChange {
    PrefixIndex prefix = 0;
    LinkIndex link = 0;
    Prepend to = not_announced;
    std::optional<LeverChoice> lever;  ///< Nothing: any.
    auto operator<=>(const ExpectedChange&) const = default;
  };
  std::optional<std::vector<ExpectedChange>> changes;
  std::optional<std::vector<std::string>> findings;  ///< Rule ids that must be among the findings.
  bool operator==(const Expectation&) const = default;
};

/// A whole scenario, valid by construction: links sorted by name, prefixes by (family, address,
/// length); every index refers into these vectors.
struct Scenario {
  std::string name;
  Asn local_as = 0;
  std::string currency = "USD";
  std::optional<Measured> measured;
  std::optional<BillingPeriod> billing_period;
  std::vector<Contract> contracts;
  CommunityCatalogue catalogue;  ///< Of the neighbours only: the scenario's own, then the shipped.
  std::vector<Link> links;
  std::vector<Prefix> prefixes;
  Policy policy;
  Ingress ingress;
  std::optional<Expectation> expect;
  std::string base_directory;  ///< FILEs in the scenario are relative to it.
  std::string sha256;          ///< Of the scenario's bytes, lower-case hex.
  bool operator==(const Scenario&) const = default;
};

/// The ceiling of a link: floor(capacity * max_utilisation), its own or the policy's.
[[nodiscard]] Bps ceiling(const Scenario& scenario, LinkIndex link);

/// Index of the link called `name`, if there is one. Logarithmic.
[[nodiscard]] std::optional<LinkIndex> find_link(const Scenario& scenario, std::string_view name);

/// The lever of `link` called `name`, if there is one.
[[nodiscard]] std::optional<LeverChoice> find_lever(const Link& link, std::string_view name);

/// What an announcement with that lever carries; empty for no_lever.
[[nodiscard]] RouteAttributes route_attributes(const Scenario& scenario, LinkIndex link,
                                               LeverChoice lever);

/// True if some link has a lever.
[[nodiscard]] bool has_levers(const Scenario& scenario);

/// Index of a listed prefix, if it is. Logarithmic.
[[nodiscard]] std::optional<PrefixIndex> find_prefix(const Scenario& scenario,
                                                     const IpPrefix& prefix);

/// For each prefix the longest other one listed that covers it, if any. Linear.
[[nodiscard]] std::vector<std::optional<PrefixIndex>> longest_covering(const Scenario& scenario);

}  // namespace bgpte::model
