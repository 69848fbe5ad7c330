#pragma once

#include <algorithm>

#include "tests/advice/rules/real_network_rows.hpp"

/// What the RPKI says of the prefixes and of the local AS (docs/rpki.md).
namespace bgpte::advice::testing {

inline model::Vrp vrp(const std::string& prefix, int max_length, model::Asn asn) {
  return {model::parse_prefix(prefix).prefix, static_cast<std::uint8_t>(max_length), asn};
}

/// Both prefixes are valid, and the providers of the local AS are attested.
inline model::RoutingSecurity& validated(Case& c) {
  const model::Asn own = c.scenario().local_as;
  c.scenario().routing_security =
      model::RoutingSecurity{{vrp("8.0.0.0/24", 24, own), vrp("8.0.1.0/24", 24, own)},
                             {{own, {link(c.scenario(), "A").neighbor_as}}}};
  return *c.scenario().routing_security;
}

inline void add_vrp(model::RoutingSecurity& security, const model::Vrp& vrp) {
  security.vrps.insert(std::ranges::upper_bound(security.vrps, vrp), vrp);
}

/// 8.0.2.0/24 is a part of a prefix, is announced nowhere, and may be announced.
inline model::RoutingSecurity& with_part_to_announce(Case& c) {
  with_part(c);
  c.scenario().policy.actions.deaggregate = true;
  model::RoutingSecurity& security = validated(c);
  add_vrp(security, vrp("8.0.0.0/22", 22, c.scenario().local_as));
  return security;
}

inline std::vector<Row> routing_security_rows() {
  return {
      {"announce-lead-time",
       "/prefixes/3",
       {"8.0.2.0/24 would be new on B: AS 64496 admits it about 24 hours after", "IRR"},
       [](Case& c) { with_part_to_announce(c); },
       with_part,  // Nothing was read of the RPKI.
       announce_the_part},
      {"aspa-missing-provider",
       "/links/1",
       {"AS 64511 behind link B is not among them", "Add AS 64511 to the ASPA of AS 3320"},
       [](Case& c) {
         validated(c);
         link(c.scenario(), "B").neighbor_as = 64511;
       },
       [](Case& c) {
         validated(c).attestations[0].providers.push_back(64511);
         link(c.scenario(), "B").neighbor_as = 64511;
       }},
      {"aspa-missing-provider",
       "/links/1",
       {"AS 3320 attests that it has no provider", "Replace AS 0 by AS 64511 in the ASPA"},
       [](Case& c) {
         validated(c).attestations[0].providers = {0};
         link(c.scenario(), "A").relationship = model::Relationship::peer;
         link(c.scenario(), "B").neighbor_as = 64511;
       },
       [](Case& c) { validated(c).attestations.clear(); }},
      {"roa-missing",
       "/prefixes/1",
       {"No ROA covers 8.0.1.0/24 by AS 3320", "not found", "a ROA for exactly 8.0.1.0/24"},
       [](Case& c) { validated(c).vrps.pop_back(); },
       [](Case& c) { validated(c); }},
      {"roa-missing",
       "/prefixes/1",
       {"ROAs cover 8.0.1.0/24 by AS 3320 for AS 64500 and AS 0 (nobody) only", "invalid"},
       [](Case& c) {
         validated(c).vrps[1] = vrp("8.0.1.0/24", 24, 0);
         add_vrp(*c.scenario().routing_security, vrp("8.0.0.0/16", 24, 64500));
       },
       [](Case& c) { add_vrp(validated(c), vrp("8.0.1.0/24", 24, 0)); }},
      {"roa-too-short",
       "/prefixes/3",
       {"The ROA of AS 3320 for 8.0.0.0/22 allows nothing longer than /22",
        "8.0.2.0/24 by AS 3320, which is not announced yet,", "before it is announced"},
       [](Case& c) { with_part_to_announce(c); },
       [](Case& c) { with_part_to_announce(c).vrps.front().max_length = 24; }},
      {"roa-too-short",
       "/prefixes/3",
       {"allows nothing longer than /22"},
       [](Case& c) { with_part_to_announce(c); },
       [](Case& c) {
         with_part_to_announce(c);
         c.scenario().policy.actions.deaggregate = false;  // Nobody means to announce it.
       }},
  };
}

}  // namespace bgpte::advice::testing
