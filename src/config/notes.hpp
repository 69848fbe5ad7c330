#pragma once

#include <cstdint>
#include <string_view>

#include "src/config/session_plan.hpp"
#include "src/config/text_block.hpp"

namespace bgpte::config {

/// A block that starts with the change's identity: "bgpte change ID, step 1: apply", and the
/// session.
[[nodiscard]] TextBlock titled(const SessionPlan& plan, std::string_view part);

/// The confirm of a part that does not end its transaction: nothing to do. Empty for any other.
[[nodiscard]] std::string confirmed_elsewhere(const SessionPlan& plan);

/// Whether the AS path that a platform shows has the own AS in front or leaves it out.
enum class ShownPath : std::uint8_t { without_own_as, with_own_as };

/// Notes: what each prefix of the change must show, before the change or after it.
void note_paths(TextBlock& text, const SessionPlan& plan, Side side, ShownPath shown);

/// The same under the heading of a platform that shows the path as it is sent.
void note_received_paths(TextBlock& text, const SessionPlan& plan, Side side);

/// Note before the confirm: what has been looked at, and by when. `time`: "10 minutes".
void note_confirm(TextBlock& text, std::string_view time);

/// What the session must have of itself.
inline constexpr std::string_view not_added = "this change does not add it";

/// Note before the command with which a rollback is stored, as the confirm stores the change.
void note_kept_rollback(TextBlock& text);

/// Notes on which entries of ours the operator's policy must show. `noun`: what the platform calls
/// an entry.
void note_entries(TextBlock& text, const SessionPlan& plan, Side side, std::string_view noun);

/// Notes for the precheck: what of the operator's policy would undo our attributes. `where`: for
/// example "in entry 10 or after it". The two statements are in the platform's own words.
void note_attributes_stay(TextBlock& text, const SessionPlan& plan, std::string_view where,
                          std::string_view community_statement, std::string_view med_statement);

/// Whether the list of advertised routes shows communities, as far as that is known.
enum class ShownCommunities : std::uint8_t { no, unverified };

/// Note after the list of advertised routes, where the change has to do with communities.
void note_shown_communities(TextBlock& text, const SessionPlan& plan, ShownCommunities shown);

/// Notes for the precheck: what the change rests on and this session cannot show. These are the
/// MEDs on other links to the neighbour AS, where a new MED is to move traffic to them, and the
/// owner of the levers of today, where the session does not say that they are ours.
void note_premises(TextBlock& text, const SessionChange& change);

}  // namespace bgpte::config
