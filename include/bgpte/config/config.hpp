#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::config {

/// paste: blocks that can be pasted as they are. manual: what to edit, never a block to paste.
enum class Mode : std::uint8_t { paste, manual };

[[nodiscard]] std::string_view name_of(Mode mode);

/// Prefix -> prepend on one session. All the prefixes that the session's managed objects hold.
using PrependMap = std::map<model::IpPrefix, model::Prepend>;

/// Prefix -> communities and MED on one session, where it carries any.
using MarksMap = std::map<model::IpPrefix, model::Marks>;

/// Marks of a prefix; none where the map does not have it.
[[nodiscard]] model::Marks marks_in(const MarksMap& map, const model::IpPrefix& prefix);

/// Another link to the same neighbour AS, which compares its MED with ours (RFC 4271, 9.1.2.2), and
/// what is sent there, after the step, of the prefixes that get a MED here. 0: no MED, which it
/// equals.
struct ParallelLink {
  std::string link;
  std::map<model::IpPrefix, std::uint32_t> meds;
  bool operator==(const ParallelLink&) const = default;
};

/// What is needed to write the configuration of one session for one rollout step.
struct SessionChange {
  std::string change_id;
  model::Asn local_as = 0;
  model::Asn neighbor_as = 0;
  std::string link;
  int step = 1;               ///< The rollout step it belongs to.
  std::int64_t wait_s = 900;  ///< Of that step.
  model::Session session;
  PrependMap before, after;
  MarksMap marks_before, marks_after;  ///< Only prefixes of `before` and `after`.
  /// 1, 2, ... where the router has several sessions of this link and family, each with a policy
  /// of its own: their objects must not share names. 0: the only one.
  int sibling = 0;
  /// Where a prefix that gets a MED is announced with the same prepends: what the MED can move.
  std::vector<ParallelLink> parallel_links;
  /// Of marks_before: what an earlier step of the same advice has set or has asked about.
  std::vector<model::IpPrefix> levered_earlier;
  /// Neighbours of the same policy that get the same part, ", " between them; empty: none does.
  std::string shared_with;
  /// Why the scenario as a whole forbids a paste (a shared policy, say); empty: nothing does.
  std::string obstacle;
  bool operator==(const SessionChange&) const = default;
};

/// The configuration of one session: config[] of an advice.
struct ConfigPart {
  SessionChange change;
  Mode mode = Mode::paste;
  std::string reason;  ///< manual: why, in one sentence.
  std::string precheck, apply, verify, confirm, rollback;
  bool operator==(const ConfigPart&) const = default;
};

/// The text of one change on its session's platform. A name, number or count that the platform
/// does not allow makes it `manual` with the reason; nothing pasteable is then printed.
[[nodiscard]] ConfigPart emit(const SessionChange& change);

/// What an advice changes on every session of the scenario, in the order of the rollout. Empty
/// where nothing changes or the scenario has no sessions.
[[nodiscard]] std::vector<ConfigPart> emit_all(const model::Scenario& scenario,
                                               const advice::Advice& advice);

/// Why a name may not reach a router of that platform, or an empty text if it may.
[[nodiscard]] std::string name_fault(model::Platform platform, std::string_view name);

}  // namespace bgpte::config
