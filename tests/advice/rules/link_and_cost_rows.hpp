#pragma once

#include "tests/advice/rules/rule_rows.hpp"

/// Rules about links, failures and bills.
namespace bgpte::advice::testing {

inline void know_a_community(Case& c) {
  c.scenario().catalogue.entries = {{64496, "Example Transit", "lower-preference",
                                     *model::parse_community("64496:80"), "LOCAL_PREF 80", false,
                                     "a letter", "2026-11", model::Confidence::high}};
}

inline std::vector<Row> link_and_cost_rows() {
  return {
      {"all-in-one-risk",
       "/links/0",
       {"All links are in the shared-risk group pop", "does not fail together"},
       [](Case& c) {
         for (model::Link& link : c.scenario().links) {
           link.shared_risk = {"pop"};
         }
       },
       [](Case& c) { link(c.scenario(), "A").shared_risk = {"pop"}; }},
      {"link-congested",
       "/links/0",
       {"810 Mbps of 1 Gbps (81 %)", "10 Mbps above its ceiling of 800 Mbps (80 %)", "1.013 Gbps"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(810); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800); }},
      {"community-known",
       "/links/0",
       {"AS 64496 (Example Transit) behind link A", "64496:80 (LOCAL_PREF 80)",
        "Source: a letter, compared 2026-11, confidence high"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(810);
         know_a_community(c);
       },
       [](Case& c) { know_a_community(c); }},
      {"link-saturated",
       "/links/0",
       {"950 Mbps of 1 Gbps (95 %)", "lower bound", "10 % more"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(950); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(949.9); }},
      {"implausible-rate",
       "/links/0",
       {"capacity of 10 kbps"},
       [](Case& c) { link(c.scenario(), "A").capacity = model::Bps{10'000}; },
       [](Case& c) { link(c.scenario(), "A").capacity = mbps(1); }},
      {"implausible-rate",
       "/links/0",
       {"1 Tbps of inbound on a capacity of 1 Gbps"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(1'000'000); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(999'000); }},
      {"inbound-above-capacity",
       "/links/0",
       {"1.2 Gbps", "capacity of 1 Gbps", "200 Mbps of which does not fit"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(1200); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(1000); }},
      {"inbound-above-capacity",
       "/links/1",
       {"1.1 Gbps"},
       [](Case& c) { link(c.scenario(), "B").peak = mbps(1100); },
       [](Case& c) { link(c.scenario(), "B").peak = mbps(999); }},
      {"near-ceiling",
       "/links/0",
       {"720 Mbps", "80 Mbps below its ceiling", "grows by more than 11 %"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(720); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(719.9); }},
      {"near-ceiling",
       "/links/0",
       {"800 Mbps"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(800.1); }},  // Congested instead.
      {"congested-by-one-prefix",
       "/links/0",
       {"8.0.2.0/24 accounts for 700 Mbps of 1 Gbps (70 %)", "8.0.0.0/24 (150 Mbps)",
        "8.0.1.0/24 (150 Mbps)", "are affected"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(1000);
         c.prefix("8.0.2.0/24", {0, 0}, {700, 0});
       },
       [](Case& c) {  // Without it the link would still be above its ceiling.
         link(c.scenario(), "A").inbound = mbps(1000);
         c.prefix("8.0.2.0/24", {0, 0}, {190, 0});
       }},
      {"room-elsewhere",
       "/links/1",
       {"500 Mbps of room", "8.0.2.0/24 (prepend 1 there; 600 Mbps on A)"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         c.prefix("8.0.2.0/24", {0, 1}, {600, 0});
       },
       [](Case& c) {  // The same prepend, but A is not congested.
         link(c.scenario(), "A").inbound = mbps(800);
         c.prefix("8.0.2.0/24", {0, 1}, {500, 0});
       }},
      {"n-1-overload",
       "/links/1",
       {"If A fails, link B gets 1.2 Gbps for a capacity of 1 Gbps (120 %)", "200 Mbps too much"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(900); },
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(700); }},
      {"n-1-overload",
       "/links/1",
       {"If A fails"},
       [](Case& c) { link(c.scenario(), "A").inbound = mbps(900); },
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         c.scenario().policy.n_minus_1 = model::NMinusOne::off;
       }},
      {"expensive-link",
       "/links/0",
       {"Link A costs 2.00 USD for the next Mbps, link B 0.50", "8.0.0.0/24 and 8.0.1.0/24",
        "USD a month less"},
       [](Case& c) { link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)}; },
       [](Case&) {}},
      {"expensive-link",
       "/links/0",
       {"B"},
       [](Case& c) { link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)}; },
       [](Case& c) {  // As dear, but the cheap link is full.
         link(c.scenario(), "A").billing.model = model::PerMbpsBilling{price(2)};
         link(c.scenario(), "B").inbound = mbps(800);
       }},
      {"expensive-link",
       "/links/0",
       {"link C 0.50"},
       [](Case& c) {  // The cheapest link is a peer that reaches none of the sources.
         c = Case();
         c.link("A", 1000, 300, 2);
         c.link("B", 1000, 10, 0.1).relationship = model::Relationship::peer;
         c.link("C", 1000, 300, 0.5);
         c.prefix("8.0.0.0/24", {0, 0, 0}, {150, 0, 150});
       },
       [](Case& c) {
         c = Case();
         c.link("A", 1000, 300, 2);
         c.link("B", 1000, 10, 0.1).relationship = model::Relationship::peer;
         c.prefix("8.0.0.0/24", {0, 0}, {150, 0});
       }},
      {"commit-unused",
       "/links/0",
       {"commits to 500 Mbps and uses 300 Mbps", "200 Mbps (100.00 USD a month)"},
       [](Case& c) {
         link(c.scenario(), "A").billing.model =
             model::CommitBilling{mbps(500), price(0.5), price(0.9)};
       },
       [](Case& c) {
         link(c.scenario(), "A").billing.model =
             model::CommitBilling{mbps(300), price(0.5), price(0.9)};
       }},
  };
}

}  // namespace bgpte::advice::testing
