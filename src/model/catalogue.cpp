// Look-up in a catalogue of communities, and merging of two.
#include "bgpte/model/catalogue.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace bgpte::model {
namespace {

constexpr std::array<std::string_view, 3> confidence_names{"low", "medium", "high"};

std::pair<std::uint32_t, std::string_view> key(const CommunityEntry& entry) {
  return {entry.asn, entry.id};
}
std::pair<std::uint32_t, std::string_view> key(const CommunityPattern& pattern) {
  return {pattern.asn, pattern.pattern};
}

template <class Item>
std::vector<Item> merged(const std::vector<Item>& first, const std::vector<Item>& second) {
  std::vector<Item> all;
  // std::set_union takes the element of the first range where both have it.
  std::set_union(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(all),
                 [](const Item& a, const Item& b) { return key(a) < key(b); });
  return all;
}

}  // namespace

std::string_view name_of(Confidence confidence) {
  return confidence_names[static_cast<std::size_t>(confidence)];
}

const CommunityEntry* find_entry(const CommunityCatalogue& catalogue, std::uint32_t asn,
                                 std::string_view id) {
  const std::pair wanted{asn, id};
  const auto found = std::lower_bound(
      catalogue.entries.begin(), catalogue.entries.end(), wanted,
      [](const CommunityEntry& entry, const auto& other) { return key(entry) < other; });
  return found != catalogue.entries.end() && key(*found) == wanted ? &*found : nullptr;
}

CommunityCatalogue merged(const CommunityCatalogue& first, const CommunityCatalogue& second) {
  return {merged(first.entries, second.entries), merged(first.patterns, second.patterns)};
}

}  // namespace bgpte::model
