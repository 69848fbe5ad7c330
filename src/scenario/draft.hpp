#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/scenario/members.hpp"
#include "src/scenario/values.hpp"

namespace bgpte::scenario {

struct OtherFile;

inline constexpr std::size_t most_links = 64;

/// A scenario while it is read. Parts are read in the order in which they refer to each other:
/// contracts, links, prefixes, then the rest.
struct Draft {
  Reading in;
  model::Scenario scenario;
  std::filesystem::path base_directory;
  FilesOutside outside = FilesOutside::refused;
  NamedHistory history = NamedHistory::read;
  /// False where some name was broken: then an unknown name may be that one, and is not reported.
  bool links_known = true, prefixes_known = true, contracts_known = true, levers_known = true,
       catalogue_known = true;
  std::vector<Node> link_nodes{};    ///< In the order of scenario.links.
  std::vector<Node> prefix_nodes{};  ///< In the order of scenario.prefixes.
  std::vector<bool> advertised{};    ///< [prefix] it is announced somewhere, which could be read.
  /// model::longest_covering of the prefixes, once they are read.
  std::vector<std::optional<model::PrefixIndex>> covering{};

  struct SampleFile {
    std::size_t owner = 0;  ///< Index into links, or contracts.
    bool of_contract = false;
    Node node = json::Document::none;  ///< The value of `samples`.
  };
  std::vector<SampleFile> sample_files{};

  struct SessionNode {
    model::LinkIndex link = 0;
    std::size_t session = 0;
    Node node = json::Document::none;
    Node prepends = json::Document::none;  ///< The value of `prepends`, if there is one.
  };
  std::vector<SessionNode> session_nodes{};
};

/// How a prefix is announced on one link.
struct Announcement {
  model::Prepend prepend = 0;
  model::LeverChoice lever = model::no_lever;
};

void read_contracts(Draft& draft, Node node);
void read_links(Draft& draft, Node node);
/// The bill of a link or a contract; nothing where anything is missing or wrong. `samples` is set
/// to the node that names a sample file, if there is one.
std::optional<model::Billing> read_billing(Reading& in, Node node, Node& samples);
std::vector<model::Session> read_sessions(Reading& in, Node node);
/// What is known of communities: the catalogue file that `node` names (may be none), then the
/// shipped one.
void read_catalogue_file(Draft& draft, Node node);
/// Once links are known: keeps only what the catalogue says of neighbours.
void keep_neighbours(Draft& draft);
/// The levers of a link to a neighbour, sorted by name.
struct Neighbour {
  model::Asn asn = 0;  ///< 0: broken.
  model::Relationship relationship = model::Relationship::transit;
};
std::vector<model::Lever> read_levers(Draft& draft, Node node, const Neighbour& neighbor);
/// Once all links are known: a MED needs a second link to the same AS.
void check_levers(Draft& draft);
/// Once all prefixes are known: resolves the parts of levers by prefix.
void read_lever_parts(Draft& draft);
/// A lever of `link` by a string; reports `unknown-lever`.
std::optional<model::LeverChoice> lever_of_value(Draft& draft, model::LinkIndex link, Node node);
/// A prepend such as 0 or, unless it was `observed`, an object such as
/// { "prepend": 0, "lever": "lower-preference" }.
Announcement read_announcement(Draft& draft, const std::optional<model::LinkIndex>& link, Node node,
                               bool observed);
void read_prefixes(Draft& draft, Node node);
/// Once all prefixes are known: resolves `part_of`, and takes the volume of parts off what they are
/// part of.
void read_parts(Draft& draft);
/// Once parts are resolved: traffic enters by links that announce the prefix, or, where not every
/// source hears it, one around it.
void check_inbound(Draft& draft);
/// Once all prefixes are known: resolves announced_only_if and advertise_then of sessions.
void read_conditional(Draft& draft);
void read_policy(Draft& draft, Node node);
void read_ingress(Draft& draft, Node node);
void read_expect(Draft& draft, Node node);
void read_measured(Draft& draft, Node node);
/// Once links, prefixes and the policy are known: what the history that `node` names (may be none)
/// says of them.
void read_history(Draft& draft, Node node);
void read_billing_period(Draft& draft, Node node);
/// Reads the sample files that billing names, once links and prefixes are known.
void read_sample_files(Draft& draft);
/// Compares sessions with the prepends of today: a session must say who makes them.
void check_sessions(Draft& draft);
/// Reports targets that are together more than all inbound.
void check_targets(Draft& draft);
/// Reports a `reach` whose prefixes are neither listed nor contain a listed one.
void check_reach(Draft& draft);

/// A link by the key of a member; reports `unknown-link`.
std::optional<model::LinkIndex> link_of_key(Draft& draft, Node node);
/// A link by a string; reports `unknown-link`.
std::optional<model::LinkIndex> link_of_value(Draft& draft, Node node);
/// A listed prefix by the key of a member; reports `unknown-prefix`.
std::optional<model::PrefixIndex> prefix_of_key(Draft& draft, Node node);
/// A listed prefix by a string; reports `unknown-prefix`.
std::optional<model::PrefixIndex> prefix_of_value(Draft& draft, Node node);

/// Reports `unknown-prefix` with the nearest prefix that is listed.
void report_unlisted(Draft& draft, Node node, const model::IpPrefix& prefix,
                     Place place = Place::value);

/// What an advertisement is of.
enum class AdvertisementOf : std::uint8_t {
  today,    ///< A prefix: it may carry levers.
  part,     ///< A prefix that is part of another: it may be announced nowhere, too.
  observed  ///< An observation.
};
/// An object such as { "A": 0, "B": 1 }.
model::Advertisement read_advertisement(Draft& draft, Node node, AdvertisementOf of);
/// Reads { "A": "80 Mbps" }: [link] its rate, if it has one.
std::vector<std::optional<model::Bps>> read_rates_by_link(Draft& draft, Node node);

/// Reports rates above 0 on links by which nothing can enter under `x`. `node`: their object.
void check_announced(Draft& draft, Node node, const std::vector<std::optional<model::Bps>>& rates,
                     const model::Advertisement& x);

}  // namespace bgpte::scenario
