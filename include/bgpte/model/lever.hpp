#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bgpte::model {

/// A BGP community: standard, two parts of 16 bits (RFC 1997), or large, three of 32 (RFC 8092).
struct Community {
  bool large = false;
  std::array<std::uint32_t, 3> parts{};  ///< A standard one uses the first two.
  auto operator<=>(const Community&) const = default;
};

/// "64501:80" or "64501:1:2"; nothing for anything else and for a part that is too large.
[[nodiscard]] std::optional<Community> parse_community(std::string_view text);
[[nodiscard]] std::string to_string(const Community& community);

/// The name of a well-known community: GRACEFUL_SHUTDOWN (RFC 8326), BLACKHOLE (RFC 7999),
/// NO_EXPORT, NO_ADVERTISE and NO_EXPORT_SUBCONFED (RFC 1997), NOPEER (RFC 3765); empty for others.
[[nodiscard]] std::string_view well_known_name(const Community& community);

/// True for the well-known communities that keep an announcement from being passed on: NO_EXPORT,
/// NO_ADVERTISE, NO_EXPORT_SUBCONFED, NOPEER.
[[nodiscard]] bool limits_export(const Community& community);

/// What an announcement carries towards one neighbour besides its AS path.
struct RouteAttributes {
  std::vector<Community> communities;  ///< Sorted, each once; added to what the policy sets.
  std::optional<std::uint32_t> med;    ///< MULTI_EXIT_DISC (RFC 4271, 5.1.4).

  [[nodiscard]] bool empty() const { return communities.empty() && !med; }
  auto operator<=>(const RouteAttributes&) const = default;
};

/// "community 64501:80", "communities 64501:80 and 64501:1:2", "MED 100"; empty for none.
[[nodiscard]] std::string to_string(const RouteAttributes& marks);

/// The share of what would enter by the link without the lever that still enters there with it.
struct LeverEffect {
  double low = 0, expected = 0, high = 0;  ///< Shares, 0 <= low <= expected <= high <= 1.
  bool operator==(const LeverEffect&) const = default;
};

/// Another way than a prepend to keep traffic off a link: communities that the neighbour acts on,
/// or a MED between links to one neighbour AS.
struct Lever {
  std::string name;
  RouteAttributes marks;
  std::optional<LeverEffect> retained;  ///< Nothing: the advice only mentions it.
  /// Instead: which part comes here of what would enter by the other transit links.
  std::optional<LeverEffect> attracts;
  /// Only these AS numbers send traffic that the lever concerns; empty: everybody does.
  std::vector<std::uint32_t> sources;
  /// With `sources`: their part of what enters by the link, of every prefix and of single ones.
  double part = 1;
  std::vector<std::pair<std::size_t, double>> part_of_prefix;  ///< (PrefixIndex, part), sorted.
  /// With it only some hear the announcement: others have no route by this link, even where they
  /// have no other.
  bool limits_export = false;
  std::string source;  ///< JSON Pointer, e.g. "/links/0/levers/0".
  /// True if what it does to traffic is stated, so that advice may use it.
  [[nodiscard]] bool effect_known() const { return retained || attracts; }
  bool operator==(const Lever&) const = default;
};

/// Which of a link's levers an announcement carries: 0 none, k the one at index k - 1.
using LeverChoice = std::uint8_t;
inline constexpr LeverChoice no_lever = 0;
/// Levers that a prefix may get besides those of today: each doubles the cases of a forecast.
inline constexpr std::size_t most_levers_of_a_prefix = 8;

}  // namespace bgpte::model
