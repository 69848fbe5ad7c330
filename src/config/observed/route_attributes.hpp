#pragma once

#include "src/config/emitter.hpp"

namespace bgpte::config {

/// What a lever may add to an announcement, by the statements that routers have for it.
struct MarkKinds {
  bool standard = false;  ///< Communities of RFC 1997.
  bool large = false;     ///< Of RFC 8092.
  bool med = false;

  [[nodiscard]] bool communities() const { return standard || large; }
  [[nodiscard]] bool any() const { return communities() || med; }
};

[[nodiscard]] MarkKinds kinds_of(const model::Marks& marks);
/// Of all our lists, before the change and after it.
[[nodiscard]] MarkKinds kinds_of(const Plan& plan);

enum class CommunityKind : std::uint8_t { standard, large };

/// Those of one kind in order, with `separator` between them.
[[nodiscard]] std::string communities_of(const model::Marks& marks, CommunityKind kind,
                                         std::string_view separator);

/// The same as texts.
[[nodiscard]] std::vector<std::string> community_texts(const model::Marks& marks,
                                                       CommunityKind kind);

/// What `all` has and `less` has not; a MED only where `less` has none at all.
[[nodiscard]] model::Marks marks_missing(const model::Marks& all, const model::Marks& less);

/// Whether the change gives the prefix a MED that it does not have yet.
[[nodiscard]] bool gets_med(const SessionChange& change, const model::IpPrefix& prefix);

/// Notes for the precheck: what this session cannot show and the change rests on. What the other
/// links to the neighbour AS send, where it is a MED that moves traffic to them; that what prefixes
/// carry already is of our own objects, where the session does not say that these are ours.
void note_premises(TextBlock& text, const SessionChange& change);

/// Lines of the route-map dialect that add them, each after one space.
void write_route_map_marks(TextBlock& text, const model::Marks& marks);

/// Notes for the precheck: what of the operator's policy would undo ours. `where`: "in entry 10 or
/// after it". The two statements are the platform's own words.
void note_marks_stay(TextBlock& text, const Plan& plan, std::string_view where,
                     std::string_view community_statement, std::string_view med_statement);

/// Whether the list of what is advertised shows communities, as far as known.
enum class ShownCommunities : std::uint8_t { no, unverified };

/// Note after such a list, where the change has to do with communities.
void note_shown_communities(TextBlock& text, const Plan& plan, ShownCommunities shown);

}  // namespace bgpte::config
