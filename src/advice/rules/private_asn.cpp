// Rule private-asn: an ASN that must not be seen between networks.
#include <fmt/format.h>

#include <array>

#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {
namespace {

/// ASNs that must not be seen between networks.
struct SpecialAsns {
  model::Asn first, last;
  std::string_view what;
  std::string_view source;
};
constexpr std::array<SpecialAsns, 8> special_asns{{
    {0, 0, "reserved", "RFC 7607"},
    {23456, 23456, "AS_TRANS", "RFC 6793"},
    {64496, 64511, "for documentation", "RFC 5398"},
    {64512, 65534, "private", "RFC 6996"},
    {65535, 65535, "reserved", "RFC 7300"},
    {65536, 65551, "for documentation", "RFC 5398"},
    {4200000000, 4294967294, "private", "RFC 6996"},
    {4294967295, 4294967295, "reserved", "RFC 7300"},
}};

const SpecialAsns* special_asn(model::Asn asn) {
  for (const SpecialAsns& range : special_asns) {
    if (asn >= range.first && asn <= range.last) {
      return &range;
    }
  }
  return nullptr;
}

}  // namespace

Findings private_asn(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  if (const SpecialAsns* range = special_asn(scenario.local_as); range != nullptr) {
    found.push_back({"", model::Severity::info, "/local_as",
                     fmt::format("AS {} is {} ({}): a provider that strips it strips its prepends "
                                 "too, so none of them is seen beyond that provider",
                                 scenario.local_as, range->what, range->source),
                     "use the public ASN, or ask each provider what it does with this one"});
  }
  for (const model::Prefix& prefix : scenario.prefixes) {
    const SpecialAsns* range = special_asn(prefix.origin_as);
    if (prefix.origin_as != scenario.local_as && range != nullptr) {
      found.push_back({"", model::Severity::info, prefix.source,
                       fmt::format("{} is originated by AS {}, which is {} ({})",
                                   model::to_string(prefix.prefix), prefix.origin_as, range->what,
                                   range->source),
                       "strip the customer's ASN before the prefix leaves this network"});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
