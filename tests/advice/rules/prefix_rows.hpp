#pragma once

#include "tests/advice/rules/rule_rows.hpp"

/// Rules about prefixes.
namespace bgpte::advice::testing {

inline std::vector<Row> prefix_rows() {
  return {
      {"single-link",
       "/prefixes/2",
       {"8.0.2.0/24 (50 Mbps) is announced on link B only", "unreachable"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 50});
       }},
      {"single-link",
       "/prefixes/2",
       {"only the covering 8.0.0.0/22 still attracts it"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
       }},
      {"single-link",
       "/prefixes/2",
       {"no prepend of its own can move it; sources that do not hear it follow 8.0.0.0/22"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
         link(c.scenario(), "B").relationship = model::Relationship::ix;
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 50});
         c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
         link(c.scenario(), "B").relationship = model::Relationship::ix;
       }},
      {"prepended-everywhere",
       "/prefixes/2",
       {"(A=1, B=3)", "A=0, B=2"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {1, 3}, {50, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 2}, {50, 50});
       }},
      {"prepend-over-cap",
       "/prefixes/2",
       {"prepended 4 times on link B", "cap of 3"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 4}, {50, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 3}, {50, 50});
       }},
      {"prepend-inert",
       "/prefixes/2",
       {"No prepend up to 3 moves 8.0.2.0/24 (50 Mbps)", "link A"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
         c.retained("A", {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
         c.retained("A", {{0.9, 0.9, 0.9}, {1, 1, 1}, {1, 1, 1}});
       }},
      {"overlapping-prefixes",
       "/prefixes/0",
       {"8.0.0.0/24 (300 Mbps) lies in 8.0.0.0/23"},
       [](Case& c) {
         c.prefix("8.0.0.0/23", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/23", {0, 0}, {0, 0});
       }},
      {"bogon-prefix",
       "/prefixes/2",
       {"192.168.7.0/24 lies in 192.168.0.0/16, which is private (RFC 1918)"},
       [](Case& c) {
         c.prefix("192.168.7.0/24", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("192.169.7.0/24", {0, 0}, {0, 0});
       }},
      {"bogon-prefix",
       "/prefixes/2",
       {"2001:db8::/32 is for documentation (RFC 3849)"},
       [](Case& c) {
         c.prefix("2001:db8::/32", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("2001:db9::/32", {0, 0}, {0, 0});
       }},
      {"private-asn",
       "/local_as",
       {"AS 64512 is private (RFC 6996)"},
       [](Case& c) {
         c.scenario().local_as = 64512;
         for (model::Prefix& prefix : c.scenario().prefixes) {
           prefix.origin_as = 64512;
         }
       },
       [](Case&) {}},
      {"private-asn",
       "/prefixes/1",
       {"originated by AS 4200000000, which is private"},
       [](Case& c) { c.scenario().prefixes[1].origin_as = 4200000000; },
       [](Case& c) { c.scenario().prefixes[1].origin_as = 4199999999; }},
      {"prefix-too-long",
       "/prefixes/2",
       {"8.0.2.0/25 is longer than /24"},
       [](Case& c) {
         c.prefix("8.0.2.0/25", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {0, 0});
       }},
      {"prefix-too-long",
       "/prefixes/2",
       {"2a00::/49 is longer than /48"},
       [](Case& c) {
         c.prefix("2a00::/49", {0, 0}, {0, 0});
       },
       [](Case& c) {
         c.prefix("2a00::/48", {0, 0}, {0, 0});
       }},
  };
}

}  // namespace bgpte::advice::testing
