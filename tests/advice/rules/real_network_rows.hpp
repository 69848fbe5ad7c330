#pragma once

#include "tests/advice/rules/rule_rows.hpp"

/// How real networks differ from the textbook.
namespace bgpte::advice::testing {

/// 8.0.2.0/24 enters by A as much with `prepends` there as it did with none.
inline void seen_equal(Case& c, int prepends, double then) {
  c.prefix("8.0.2.0/24", {prepends, 0}, {40, 60});
  model::Observation observation;
  observation.prefix = 2;
  observation.advertise = model::Advertisement(2);
  observation.advertise[0] = observation.advertise[1] = 0;
  observation.inbound = {mbps(then), mbps(100 - then)};
  observation.source = "/ingress/observations/0";
  c.scenario().ingress.observations = {observation};
}

/// 8.0.2.0/24, announced on B alone, was observed with traffic that followed 8.0.0.0/16 by A.
inline void seen_by_cover(Case& c, double by_a) {
  c.prefix("8.0.0.0/16", {0, 0}, {0, 0});
  c.prefix("8.0.2.0/24", {-1, 0}, {0, 50});
  model::Observation observation;
  observation.prefix = 3;
  observation.advertise = model::Advertisement(2);
  observation.advertise[1] = 1;
  observation.inbound = {mbps(by_a), mbps(40)};
  observation.source = "/ingress/observations/0";
  c.scenario().ingress.observations = {observation};
}

/// 8.0.0.0/22 on both links, and 8.0.2.0/24, a part of it that is announced nowhere.
inline void with_part(Case& c) {
  c.prefix("8.0.0.0/22", {0, 0}, {0, 0});
  c.prefix("8.0.2.0/24", {-1, -1}, {50, 0}).part_of = 0;
}

/// 8.0.2.0/24 is announced on B; sorted it is the fourth prefix.
inline const std::vector<model::Change> announce_the_part{{3, 1, model::not_announced, 0}};

/// Two of the three tests of an attack hold on link A.
inline model::SuspectedAttack suspected_by_its_past() {
  return {0, mbps(60), 1'795'867'200,
          "4.0 times its usual 15 Mbps of that hour and 90 % of it from amplification ports, SYN "
          "only or fragments"};
}

/// Link A grows by so much a day, in logarithms.
inline void grows(Case& c, double per_day) {
  model::Past past;
  past.links.resize(c.scenario().links.size());
  past.links[0].growth = model::Growth{.low = 0.9 * per_day,
                                       .expected = per_day,
                                       .high = 1.1 * per_day,
                                       .spread = 0.05,
                                       .days = 180,
                                       .from = 20'600,
                                       .to = 20'785};
  c.scenario().past = past;
}

inline std::vector<Row> real_network_rows() {
  return {
      {"customer-prefix",
       "/prefixes/1",
       {"8.0.1.0/24, which is originated by AS 15169, a customer", "Tell AS 15169"},
       [](Case& c) { c.scenario().prefixes[1].origin_as = 15169; },
       [](Case&) {},
       {{1, 0, 0, 1}}},
      {"equal-observations",
       "/prefixes/2",
       {"A carries 40 % of inbound to 8.0.2.0/24 with 0 prepends and with 3", "looking glass"},
       [](Case& c) { seen_equal(c, 3, 40); },
       [](Case& c) { seen_equal(c, 3, 60); }},
      {"observation-not-used",
       "/ingress/observations/0",
       {"An observation of 8.0.2.0/24 is not used: what entered by A followed", "provider"},
       [](Case& c) { seen_by_cover(c, 10); },
       [](Case& c) { seen_by_cover(c, 0); }},
      {"long-path",
       "/prefixes/2",
       {"on link B: a path of 31 ASNs"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 30}, {50, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 29}, {50, 0});
       }},
      {"looks-like-attack",
       "/prefixes/2",
       {"8.0.2.0/24 alone brings 1.2 Gbps by link A, more than its 1 Gbps", "RFC 7999"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {1200, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {1200, 0}).demand = true;
       }},
      {"looks-like-attack",
       "/prefixes/2",
       {"8.0.2.0/24 brought 60 Mbps by link A in the hour from 2026-11-28T12:00:00Z: 4.0 times its "
        "usual 15 Mbps of that hour and 90 % of it from amplification ports",
        "RFC 7999"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0}).suspected = suspected_by_its_past();
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
       }},
      {"history-old",
       "/measured/history",
       {"The history ends on 2026-11-25, 3 days before", "nothing in it is called an attack",
        "bgpte observe --history"},
       [](Case& c) {
         c.scenario().past = model::Past{"history", 20'782, 3, {{}, {}}, {}};
       },
       [](Case& c) {
         c.scenario().past = model::Past{"history", 20'783, 2, {{}, {}}, {}};
       }},
      {"history-old",
       "/measured/history",
       {"61 days before", "neither quiet hours nor growth"},
       [](Case& c) {
         c.scenario().past = model::Past{"history", 20'724, 61, {{}, {}}, {}};
       },
       [](Case& c) {
         c.scenario().past = model::Past{"history", 20'785, 0, {{}, {}}, {}};
       }},
      {"run-out",
       "/links/0",
       {"Link A grows by 3.0 % a month", "it reaches its ceiling of 800 Mbps (80 %) in",
        "to 40 months"},
       [](Case& c) { grows(c, 0.00097); },
       [](Case& c) { grows(c, -0.00097); }},
      {"run-out",
       "/links/0",
       {"; with the changes in"},
       [](Case& c) { grows(c, 0.00097); },
       [](Case& c) { grows(c, -0.00097); },
       {{0, 0, 0, 1}}},
      {"many-prepends",
       "/prefixes/2",
       {"on link B"},
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 6}, {50, 0});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {0, 5}, {50, 0});
       }},
      {"more-specific",
       "/prefixes/3",
       {"announce 8.0.2.0/24, a part of 8.0.0.0/22, on B only", "a ROA for exactly 8.0.2.0/24"},
       with_part,
       [](Case& c) {
         with_part(c);
         c.scenario().prefixes[3].advertise[0] = 0;  // It is announced already.
         c.scenario().prefixes[3].by_link = {mbps(50), mbps(0)};
       },
       announce_the_part},
      {"prepends-stripped",
       "/prefixes/2",
       {"on link B, and AS 64496 takes 2"},
       [](Case& c) {
         link(c.scenario(), "B").accepts_prepends = 2;
         c.prefix("8.0.2.0/24", {0, 3}, {50, 0});
       },
       [](Case& c) {
         link(c.scenario(), "B").accepts_prepends = 3;
         c.prefix("8.0.2.0/24", {0, 3}, {50, 0});
       }},
  };
}

}  // namespace bgpte::advice::testing
