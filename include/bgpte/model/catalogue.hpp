#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/lever.hpp"

namespace bgpte::model {

/// How far a catalogue entry can be trusted. Every one is to be confirmed with the provider.
enum class Confidence : std::uint8_t { low, medium, high };

[[nodiscard]] std::string_view name_of(Confidence confidence);

/// A community on which a provider acts when a customer's announcement carries it.
struct CommunityEntry {
  std::uint32_t asn = 0;  ///< The provider's.
  std::string provider;   ///< Its name.
  std::string id;         ///< "prepend-peers-1"; each once for a provider.
  Community community;
  std::string effect;  ///< What the provider does, in words.
  /// The provider then announces the route to fewer than before: no backup for the others.
  bool limits_export = false;
  std::string source;  ///< Where that is said.
  std::string date;    ///< YYYY-MM: when the entry was last compared with its source.
  Confidence confidence = Confidence::low;
  bool operator==(const CommunityEntry&) const = default;
};

/// A family of communities that a person has to write out: "6550n:PEER".
struct CommunityPattern {
  std::uint32_t asn = 0;
  std::string provider;
  std::string pattern;
  std::string effect, source, date;
  Confidence confidence = Confidence::low;
  bool operator==(const CommunityPattern&) const = default;
};

/// What is known of the communities of providers (docs/communities.md).
struct CommunityCatalogue {
  std::vector<CommunityEntry> entries;     ///< By (asn, id).
  std::vector<CommunityPattern> patterns;  ///< By (asn, pattern).
  bool operator==(const CommunityCatalogue&) const = default;
};

/// The entry of a provider with this id, or null.
[[nodiscard]] const CommunityEntry* find_entry(const CommunityCatalogue& catalogue,
                                               std::uint32_t asn, std::string_view id);

/// `first` with what only `second` has: an entry of both is that of `first`.
[[nodiscard]] CommunityCatalogue merged(const CommunityCatalogue& first,
                                        const CommunityCatalogue& second);

}  // namespace bgpte::model
