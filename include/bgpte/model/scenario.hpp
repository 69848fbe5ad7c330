#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/billing.hpp"
#include "bgpte/model/catalogue.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/lever.hpp"
#include "bgpte/model/past.hpp"
#include "bgpte/model/platform.hpp"
#include "bgpte/model/policy.hpp"
#include "bgpte/model/route_origin.hpp"
#include "bgpte/model/units.hpp"

/// What the program is told: the network as it is today, what it may do, what it costs. The file
/// format is in docs/scenario.md.
///
/// The *home cell* of a prefix on a link, a word that the modules behind this one use throughout,
/// is the traffic (bps) that enters for the prefix by that link today, under the advertisement of
/// today. A prefix has one home cell for each link that carries it; they sum to its inbound.
/// Forecasts say where the traffic of each home cell enters under another advertisement.
namespace bgpte::model {

/// What the neighbour behind a link is to the local AS; `ix` is the port of an exchange.
enum class Relationship : std::uint8_t { transit, peer, ix };

/// Who makes today's prepends on a session.
enum class PrependOwner : std::uint8_t {
  none,    ///< Nobody: no prefix is prepended there today.
  bgpte,   ///< The objects that this program manages and emits as a whole each time.
  foreign  ///< The operator's own policy: an entry of this program must jump past it.
};

/// The operator's own prepending entry and where the policy goes on after it.
struct ForeignPrepend {
  int entry = 0;
  int resume_entry = 0;
  bool operator==(const ForeignPrepend&) const = default;
};

/// Inclusive range of policy entry numbers that the operator keeps free for this program.
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
  std::optional<int> next_entry;          ///< The entry that permits the prefixes.
  std::optional<PrependOwner> prepends;   ///< Required where any prefix is prepended there today.
  std::optional<ForeignPrepend> foreign;  ///< Where `prepends` is foreign.
  bool policy_shared = false;  ///< Several neighbors use the policy and get the same change.
  std::string group;           ///< Junos: the BGP group of the neighbour.
  std::string protocol;        ///< BIRD: the protocol's name; RouterOS: the connection's name.
  std::string own_set;         ///< IOS-XR: the prefix-set that export_policy permits.
  /// Prefixes in the entries of this program as an earlier advice left them, where today's
  /// advertisement cannot tell: those that the entries withhold and, with `foreign`, those that
  /// they prepend.
  std::vector<IpPrefix> managed;
  /// Conditional advertisement: while that link is down the session announces these prefixes with
  /// these prepends, and otherwise not.
  std::optional<LinkIndex> announced_only_if;
  std::vector<std::pair<PrefixIndex, Prepend>> advertise_then;
  std::string source;  ///< JSON Pointer.
  bool operator==(const Session&) const = default;
};

/// Of a peer or an exchange: which prefixes sources reach by it that do not enter there today.
struct Reach {
  bool all = false;                ///< "*"
  std::vector<IpPrefix> prefixes;  ///< Otherwise these.
  /// Of all prefixes, those sources that enter by these links today; sorted.
  std::vector<LinkIndex> sources_of;
  bool operator==(const Reach&) const = default;
};

/// One interconnection with a neighbour AS: what has a capacity and is paid for.
struct Link {
  std::string name;
  Asn neighbor_as = 0;
  Relationship relationship = Relationship::transit;
  Bps capacity;
  Bps inbound;              ///< The measured statistic, e.g. the p95; above capacity it is demand.
  std::optional<Bps> peak;  ///< The largest inbound; nothing: as `inbound`.
  std::optional<Bps> outbound;           ///< The measured statistic of the other direction.
  std::optional<Ratio> max_utilisation;  ///< Of the capacity; nothing: the policy's.
  /// The part of all inbound that the operator wants here; nothing: no such wish.
  std::optional<Ratio> target_share;
  Billing billing;                       ///< That of the contract, where `contract` is set.
  std::string contract;                  ///< Empty: a bill of its own.
  std::vector<std::string> shared_risk;  ///< Groups of links that fail together.
  std::optional<Reach> reach;
  /// Of a peer or an exchange: the ASes that hear the announcement there; empty: neighbor_as.
  std::vector<Asn> peers;
  /// Prepends beyond so many are stripped, or the route is dropped; nothing: no such limit.
  std::optional<Prepend> accepts_prepends;
  std::vector<Lever> levers;  ///< By name; at most 255.
  std::vector<Session> sessions;
  /// How long the neighbour takes to admit a prefix that it has not seen from here.
  std::int64_t filter_lead_time_s = 86'400;
  std::string source;  ///< JSON Pointer into the scenario file, e.g. "/links/0".
  bool operator==(const Link&) const = default;
};

/// What the scenario says of a prefix's inbound.
enum class InboundKind : std::uint8_t {
  absent,  ///< No rate: its traffic stays part of what the links carry anyway.
  total,   ///< One rate; its split over the links is to be fitted.
  by_link  ///< A rate for each link; an announced link left out is unmeasured.
};

/// A network that the local AS announces.
struct Prefix {
  IpPrefix prefix;
  InboundKind inbound_kind = InboundKind::absent;
  Bps total;                                ///< Where inbound_kind is total.
  std::vector<std::optional<Bps>> by_link;  ///< Where by_link; one for each link.
  Advertisement advertise;                  ///< Today's; of a part it may be of no link.
  /// The listed prefix next around it whose measured inbound has this one's in it; what is said of
  /// that one here is the rest. Announced nowhere, the traffic goes where the whole's goes.
  std::optional<PrefixIndex> part_of;
  bool demand = false;  ///< The operator says that what it brings is no attack.
  /// By its own past (Measured::history); nothing where the operator says that it is demand.
  std::optional<SuspectedAttack> suspected;
  /// The provider behind this link originates the prefix itself: no prepend of ours is on that
  /// path.
  std::optional<LinkIndex> originated_by;
  Asn origin_as = 0;
  bool multihomed_elsewhere = false;
  bool pinned = false;
  std::string source;  ///< JSON Pointer, e.g. "/prefixes/0".
  bool operator==(const Prefix&) const = default;
};

/// How the links by which traffic enters are predicted (docs/ingress.md).
enum class IngressKind : std::uint8_t { shortest_path, response, sources, as_graph };

/// The operator's own numbers for a link: the share of its traffic that stays there when it alone
/// is prepended 1, 2, 3, ... times more than today.
struct Retained {
  std::vector<double> low, expected, high;  ///< Non-increasing, in [0, 1], low <= expected <= high.
  bool operator==(const Retained&) const = default;
};

/// Traffic that was seen by link under another advertisement than today's.
struct Observation {
  std::optional<PrefixIndex> prefix;  ///< Nothing: "*", all prefixes.
  Advertisement advertise;
  std::vector<std::optional<Bps>> inbound;  ///< For each link.
  std::string source;
  /// End of the time that was measured, in seconds since 1970 (UTC); nothing: as old as the
  /// scenario's own figures.
  std::optional<std::int64_t> at = std::nullopt;
  bool operator==(const Observation&) const = default;
};

/// Links by which traffic was seen and that did not announce the prefix: it followed one around it.
[[nodiscard]] std::vector<LinkIndex> links_of_a_cover(const Observation& observation);

/// Traffic of sources that behave alike.
struct SourceGroup {
  std::string name;
  std::vector<Asn> asns;                        ///< Whose traffic it is, where levers name them.
  std::vector<std::optional<int>> path_length;  ///< For each link; nothing: unreachable by it.
  std::vector<int> preference;                  ///< For each link; the higher wins; 100 by default.
  std::map<PrefixIndex, Bps> inbound;           ///< What the sources send to each prefix.
  std::string source;
  bool operator==(const SourceGroup&) const = default;
};

/// Where traffic goes that is equally near by several links: in equal parts, in proportion to the
/// capacities, or to one link.
enum class TieRule : std::uint8_t { equal, capacity, link };

/// By what the variances of forecasts are multiplied, since earlier forecasts of this network were
/// nearer to the truth or farther from it than was stated (docs/learning.md). By the kind of
/// change: one link alone prepended more or withdrawn, and all others.
struct Calibration {
  double one_link = 1, others = 1;
  bool operator==(const Calibration&) const = default;
};

/// How the share of each link is predicted, and from what.
struct Ingress {
  IngressKind model = IngressKind::response;
  TieRule tie = TieRule::equal;
  LinkIndex tie_link = 0;                         ///< Where tie is link.
  std::vector<std::optional<Retained>> retained;  ///< One for each link; "*" already spread.
  std::vector<Observation> observations;          ///< Those of the log after the scenario's own.
  std::string log_file;                           ///< As the scenario gives it; empty: none.
  Calibration calibration;
  std::vector<SourceGroup> sources;
  double measurement_error = 0.005;  ///< Of a measured rate, a share of it.
  Ratio drift{20'000};               ///< What shares change by themselves, a share.
  std::string as_rel_file;           ///< as_graph only; as the scenario gives it.
  std::string weights_file;          ///< as_graph only; as the scenario gives it.
  bool operator==(const Ingress&) const = default;
};

/// What the `inbound` of the links is: which statistic of which samples.
struct Measured {
  std::string statistic;  ///< e.g. "p95"; free text.
  std::int64_t interval_s = 300;
  std::string from, to;             ///< Dates, YYYY-MM-DD; empty where not given.
  std::int64_t flow_timeout_s = 0;  ///< After so long the collector has exported every old flow.
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
  std::optional<Past> past;  ///< Of measured.history.
  std::optional<BillingPeriod> billing_period;
  std::vector<Contract> contracts;
  CommunityCatalogue catalogue;  ///< Of the neighbours only: the scenario's own, then the shipped.
  std::vector<Link> links;
  std::vector<Prefix> prefixes;
  Policy policy;
  Ingress ingress;
  std::optional<Expectation> expect;
  /// [link] the prefix that brings more than the link can carry (flooding_prefixes), kept since
  /// every question about a prefix asks; nothing: it was not looked for since something changed.
  std::optional<std::vector<std::optional<PrefixIndex>>> flooding;
  /// What the RPKI says of its prefixes and ASes; nothing: not given, and nothing is said of it.
  std::optional<RoutingSecurity> routing_security;
  std::string base_directory;  ///< FILEs in the scenario are relative to it.
  std::string sha256;          ///< Of the scenario's bytes, lower-case hex.
  bool operator==(const Scenario&) const = default;
};

/// The end of the time that the scenario's figures are of, in seconds since 1970 (UTC): that of the
/// day `measured.to`. Nothing where it is not given.
[[nodiscard]] std::optional<std::int64_t> measured_until(const Scenario& scenario);

/// The ceiling of a link: floor(capacity * max_utilisation), its own or the policy's.
[[nodiscard]] Bps ceiling(const Scenario& scenario, LinkIndex link);

/// Index of the link called `name`, if there is one. Logarithmic.
[[nodiscard]] std::optional<LinkIndex> find_link(const Scenario& scenario, std::string_view name);

/// The lever of `link` called `name`, if there is one.
[[nodiscard]] std::optional<LeverChoice> find_lever(const Link& link, std::string_view name);

/// What an announcement with that lever carries; empty for no_lever.
[[nodiscard]] RouteAttributes route_attributes(const Scenario& scenario, LinkIndex link,
                                               LeverChoice lever);

/// True if some link has a target_share.
[[nodiscard]] bool has_targets(const Scenario& scenario);

/// True if some link has a lever.
[[nodiscard]] bool has_levers(const Scenario& scenario);

/// Index of a listed prefix, if it is. Logarithmic.
[[nodiscard]] std::optional<PrefixIndex> find_prefix(const Scenario& scenario,
                                                     const IpPrefix& prefix);
/// The longest listed prefix that contains this one, itself or another.
[[nodiscard]] std::optional<PrefixIndex> find_cover(const Scenario& scenario,
                                                    const IpPrefix& prefix);

/// True if every sum of rates that a forecast may form (all traffic, at its peak and with uplift,
/// on every link at once) stays within 64 bits. Linear.
[[nodiscard]] bool sums_fit(const Scenario& scenario);

/// True if the announcement on the link carries a lever that keeps it from some sources.
[[nodiscard]] bool limits_export(const Scenario& scenario, const Advertisement& x, LinkIndex link);

/// True if every source hears of the announcement: a provider carries it, and is not told to keep
/// it to itself. Peers and exchanges hear it for their own networks only.
[[nodiscard]] bool heard_by_all(const Scenario& scenario, const Advertisement& x);

/// What traffic of a prefix follows: its own announcements where it has any, else those of the
/// longest listed prefix around it that has; with its less specifics. No links where nothing is
/// announced. `covering`: longest_covering; `announced`: how a prefix itself is announced.
[[nodiscard]] Advertisement longest_match(
    const Scenario& scenario, const std::vector<std::optional<PrefixIndex>>& covering,
    PrefixIndex prefix, const std::function<Advertisement(PrefixIndex)>& announced);

/// The same of today's announcements.
[[nodiscard]] Advertisement match_today(const Scenario& scenario,
                                        const std::vector<std::optional<PrefixIndex>>& covering,
                                        PrefixIndex prefix);

/// How a prefix is announced, or, where it is announced nowhere, the longest listed prefix around
/// it that is announced somewhere. `covering`: longest_covering.
[[nodiscard]] const Advertisement& followed_today(
    const Scenario& scenario, const std::vector<std::optional<PrefixIndex>>& covering,
    PrefixIndex prefix);

/// For each prefix the longest other one listed that covers it, if any. Linear.
[[nodiscard]] std::vector<std::optional<PrefixIndex>> longest_covering(const Scenario& scenario);

}  // namespace bgpte::model
