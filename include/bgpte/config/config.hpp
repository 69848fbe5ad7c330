#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::advice {
struct Advice;
}

namespace bgpte::config {

/// paste: blocks that can be pasted as they are. manual: comments that say what to edit by hand.
enum class Mode : std::uint8_t { paste, manual };

[[nodiscard]] std::string_view name_of(Mode mode);

/// Prefix -> prepend on one session, for each prefix that the session's managed objects hold.
using PrependMap = std::map<model::IpPrefix, model::Prepend>;

/// Prefix -> communities and MED on one session, for each prefix that carries any.
using AttributesMap = std::map<model::IpPrefix, model::RouteAttributes>;

/// The attributes of a prefix; none where the map does not have it.
[[nodiscard]] model::RouteAttributes attributes_in(const AttributesMap& map,
                                                   const model::IpPrefix& prefix);

/// How a prefix is announced on one link or session.
struct Announcement {
  model::Prepend prepend = model::not_announced;
  model::RouteAttributes attributes;
  auto operator<=>(const Announcement&) const = default;
};

/// Another link to the same neighbour AS, which compares the MEDs of both links (RFC 4271, section
/// 9.1.2.2).
struct ParallelLink {
  std::string link;
  /// The MED sent there after the step, for each prefix that gets a MED on the session of the
  /// change. 0: no MED is sent, which has the same meaning.
  std::map<model::IpPrefix, std::uint32_t> meds;
  bool operator==(const ParallelLink&) const = default;
};

/// One of the sessions whose parts are one transaction.
struct TransactionSession {
  model::IpAddress neighbor;
  model::Family family = model::Family::ipv4;
  bool operator==(const TransactionSession&) const = default;
};

/// What is needed to write the configuration of one session for one step of the rollout.
struct SessionChange {
  std::string change_id;
  model::Asn local_as = 0;
  model::Asn neighbor_as = 0;
  std::string link;
  int step = 1;               ///< Number of the rollout step that the change belongs to.
  std::int64_t wait_s = 900;  ///< Seconds to wait after that step.
  model::Session session;
  PrependMap before, after;
  AttributesMap marks_before, marks_after;  ///< Only prefixes of `before` and `after`.
  /// The prefixes of `before` and `after` that another AS originates, a customer's for example.
  std::map<model::IpPrefix, model::Asn> origins;
  /// 1, 2, ... where the router has several sessions of this link and family, each with a policy
  /// of its own, so that their objects do not share names. 0: the router has only this session.
  int sibling = 0;
  /// The links to which a new MED of this change can move traffic: the prefix is announced there
  /// with the same prepends.
  std::vector<ParallelLink> parallel_links;
  /// The prefixes of marks_before whose lever an earlier step of the same advice has set, or has
  /// asked about in its precheck.
  std::vector<model::IpPrefix> levered_earlier;
  /// Neighbours of the same policy that get the same part, separated by ", "; empty: there is none.
  std::string shared_with;
  /// The sessions of the same router and step, this one among them, whose parts are pasted one
  /// after the other in this order: the first opens the configuration session, the last commits and
  /// is the one to confirm. Empty: the part does both by itself.
  std::vector<TransactionSession> transaction;
  /// Why the scenario as a whole forbids a paste, for example by a shared policy; empty: it does
  /// not.
  std::string obstacle;
  bool operator==(const SessionChange&) const = default;
};

/// How the change finds a prefix of `change.before` announced on its session.
[[nodiscard]] Announcement announced_before(const SessionChange& change,
                                            const model::IpPrefix& prefix);

/// How the change leaves a prefix of `change.after` announced on its session.
[[nodiscard]] Announcement announced_after(const SessionChange& change,
                                           const model::IpPrefix& prefix);

/// The configuration of one session: config[] of advice.
struct ConfigPart {
  SessionChange change;
  Mode mode = Mode::paste;
  std::string reason;  ///< Why the part is manual, in one sentence; empty for a paste.
  std::string precheck, apply, verify, confirm, rollback;
  bool operator==(const ConfigPart&) const = default;
};

/// The text of one change on its session's platform. A name, number or count that the platform
/// does not allow makes the part `manual`, with the reason and without any pasteable line.
[[nodiscard]] ConfigPart emit(const SessionChange& change);

/// The parts again, each transaction reduced to those of its parts that are in the list.
[[nodiscard]] std::vector<ConfigPart> with_whole_transactions(std::vector<ConfigPart> parts);

/// A session whose changes could only be made by hand, and why.
struct ByHand {
  std::string link, router, neighbor, reason;
  bool operator==(const ByHand&) const = default;
};

/// The sessions of a scenario on which one prepend more of a listed prefix could not be pasted.
[[nodiscard]] std::vector<ByHand> sessions_by_hand(const model::Scenario& scenario);

/// The parts of all sessions that advice changes, in the order of the rollout. Empty where
/// nothing changes or the scenario has no sessions.
[[nodiscard]] std::vector<ConfigPart> rollout_sessions(const model::Scenario& scenario,
                                                       const advice::Advice& advice);

/// Why a name may not reach a router of that platform, or an empty text if it may.
[[nodiscard]] std::string name_fault(model::Platform platform, std::string_view name);

}  // namespace bgpte::config
