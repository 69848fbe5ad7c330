#pragma once

#include <string>

#include "bgpte/render/document.hpp"

namespace bgpte::render_test {

/// Money from a whole number of cents.
inline model::Money cents(std::int64_t value) {
  return {static_cast<model::Int128>(value) * 10'000'000'000};
}

/// The Link A / Link B case as advice would tell it; every number is exact in print.
inline render::Document link_a_link_b() {
  using advice::ChangeText;
  using advice::ShareCondition;
  const ChangeText change{"11.0.0.0/24", "B", 1, 0,
                          "11.0.0.0/24 is 92 % of what fills A; without its prepend on B a part of "
                          "it enters there, where half of the capacity is free."};
  const ChangeText repel{"11.0.0.0/24", "A", 0, 1, "If too little moves."};
  render::Document document;
  advice::Advice& advice = document.advice;
  advice.scenario = "Link A congested, link B half empty and dearer";
  advice.scenario_sha256 = std::string(64, 'a');
  advice.change_id = "1f0c2d3e4a5b";
  advice.local_as = 65000;
  advice.strategy = "balanced";
  advice.summary =
      "Now: remove the prepend of 11.0.0.0/24 towards B. A falls from 98 % to 71 % (53-93 %), "
      "and the bill rises by 189.00 USD a month.";
  advice.basis = "the operator's own numbers for A.";
  advice.status = advice::Status::change;
  advice.changes = {change};
  advice.links = {
      {.name = "A",
       .capacity = {1'000'000'000},
       .ceiling = {800'000'000},
       .before = {980'000'000},
       .before_utilisation = 0.98,
       .after = {{530'000'000}, {710'000'000}, {929'500'000}},
       .after_utilisation = {0.53, 0.71, 0.9295},
       .before_peak = std::nullopt,
       .after_peak = std::nullopt,
       .bill_before = cents(49'000),
       .bill_after = cents(35'500),
       .saturated = true},
      {.name = "B",
       .capacity = {10'000'000'000},
       .ceiling = {8'000'000'000},
       .before = {5'000'000'000},
       .before_utilisation = 0.5,
       .after = {{5'135'000'000}, {5'270'000'000}, {5'495'000'000}},
       .after_utilisation = {0.5135, 0.527, 0.5495},
       .before_peak = model::Bps{5'000'000'000},
       .after_peak = evaluation::RateRange{{5'135'000'000}, {5'270'000'000}, {5'495'000'000}},
       .bill_before = cents(600'000),
       .bill_after = cents(632'400),
       .saturated = false}};
  advice.currency = "USD";
  advice.cost_before = cents(649'000);
  advice.cost_after = {cents(658'450), cents(667'900), cents(688'000)};
  advice.cost_fixed = cents(310'000);
  advice.cost_this_month =
      advice::MonthCost{"2026-11-01", "2026-11-30", cents(650'000), cents(655'000)};
  advice.percentiles = {{.name = "B",
                         .links = {"B"},
                         .rank = 95,
                         .interval_s = 300,
                         .expected = 6336,
                         .missing = 12,
                         .dropped = 316,
                         .before = {5'000'000'000},
                         .after = {5'270'000'000},
                         .samples_left = 116,
                         .level = {5'000'000'000}},
                        {.name = "T1",
                         .links = {"C", "D"},
                         .rank = 97.5,
                         .interval_s = 900,
                         .expected = 2880,
                         .missing = 0,
                         .dropped = 72,
                         .before = {910'000'000},
                         .after = {700'000'000},
                         .samples_left = 0,
                         .level = {910'000'000}}};
  advice.objective = {
      .excess = {0},
      .excess_lower_bound = {0},
      .loss = {},
      .failure_loss = {},
      .off_target = {},
      .value = {static_cast<model::Int128>(6'936'554) * 1'000'000'000'000'000},
      .lower_bound = {static_cast<model::Int128>(6'936'554) * 1'000'000'000'000'000},
      .gap = 0,
      .could_still_gain = {0},
      .unit = "USD",
      .termination = "optimal",
      .candidates = "all"};
  advice.findings = {
      {"single-link", model::Severity::info, "/prefixes/2",
       "12.0.0.0/24 is announced on B only: no prepend can move it.", ""},
      {"link-congested", model::Severity::error, "/links/0",
       "A carries 980 Mbps, 98 % of its 1 Gbps; its ceiling is 800 Mbps.",
       "Attract 11.0.0.0/24 to B."},
      {"link-saturated", model::Severity::warning, "/links/0",
       "A is at its capacity: what was measured hides demand.", "Look at drops on A."}};
  advice.alternatives = {{.name = "do nothing",
                          .changes = {},
                          .cost = cents(649'000),
                          .cost_difference = cents(-18'900),
                          .excess = {180'000'000},
                          .same_as_advice = false,
                          .why_not = "A stays 180 Mbps above its ceiling."},
                         {.name = "congestion only",
                          .changes = {change},
                          .cost = cents(667'900),
                          .cost_difference = cents(0),
                          .excess = {0},
                          .same_as_advice = true,
                          .why_not = "The same plan."}};
  advice.failures = {{.failure = "A",
                      .link = "B",
                      .before_utilisation = 0.598,
                      .after_utilisation = 0.598,
                      .unreachable_before = model::Bps{0},
                      .unreachable = {0},
                      .overloads = {},
                      .overload = false,
                      .overloaded = {}},
                     {.failure = "B",
                      .link = "A",
                      .before_utilisation = 2.98,
                      .after_utilisation = 2.98,
                      .unreachable_before = model::Bps{3'000'000'000},
                      .unreachable = {3'000'000'000},
                      .overloads = {{.link = "A",
                                     .before = {{2'900'000'000}, {2'980'000'000}, {3'000'000'000}},
                                     .after = {{2'900'000'000}, {2'980'000'000}, {3'000'000'000}},
                                     .before_utilisation = {2.9, 2.98, 3},
                                     .after_utilisation = {2.9, 2.98, 3},
                                     .change = advice::OverloadChange::same}},
                      .overload = true,
                      .overloaded = {"A"}}};
  const ShareCondition on_a{"11.0.0.0/24", "A", 0.5, 0.7, 0.85, 0.05};
  const ShareCondition on_b{"11.0.0.0/24", "B", 0.15, 0.3, 0.5, 0.05};
  advice.rollout = {
      {.step = 1,
       .changes = {change},
       .wait_s = 1200,
       .when = advice::When::now,
       .expect = {on_a, on_b},
       .continue_if =
           {{on_a, on_b},
            {{"A", {800'000'000}}},
            "A carries 45-90 % of inbound to 11.0.0.0/24, and at most 800 Mbps at the next "
            "peak"},
       .abort_if = {{on_a}, {}, ""},
       .contingencies =
           {{on_a,
             {repel},
             "If A still carries more than 75 % of inbound to 11.0.0.0/24 after 20 minutes, "
             "prepend it once on A too."}},
       .warning = ""}};
  model::Session session;
  session.router = "edge1";
  session.neighbor = *model::parse_address("192.0.2.5");
  session.export_policy = {"TO-B"};
  session.free_entries = model::EntryRange{1, 9};
  session.next_entry = 10;
  session.prepends = model::PrependOwner::foreign;
  session.foreign = model::ForeignPrepend{10, 20};
  session.source = "/links/1/sessions/0";
  const model::IpPrefix prefix = model::parse_prefix("11.0.0.0/24").prefix;
  config::ConfigPart part;
  part.change.change_id = advice.change_id;
  part.change.local_as = 65000;
  part.change.neighbor_as = 64502;
  part.change.link = "B";
  part.change.wait_s = 1200;
  part.change.session = session;
  part.change.before = {{prefix, model::Prepend{1}}};
  part.change.after = {{prefix, model::Prepend{0}}};
  part.precheck = "show route-map TO-B\n";
  part.apply = "configure terminal\nroute-map TO-B permit 5\nend\n";
  part.verify = "show bgp ipv4 unicast neighbors 192.0.2.5 advertised-routes\n";
  part.confirm = "write memory\n";
  part.rollback = "configure terminal\nno route-map TO-B permit 5\nend\n";
  document.config = {part};
  return document;
}

/// Nothing to do, and nothing to configure.
inline render::Document keep() {
  render::Document document = link_a_link_b();
  document.config.clear();
  advice::Advice& advice = document.advice;
  advice.status = advice::Status::keep;
  advice.summary = "Keep today's announcements: every ceiling holds.";
  advice.changes.clear();
  advice.rollout.clear();
  advice.alternatives.clear();
  advice.findings.clear();
  return document;
}

/// No prepend helps: a ceiling stays broken, and the search ended early.
inline render::Document no_safe_change() {
  render::Document document = keep();
  advice::Advice& advice = document.advice;
  advice.status = advice::Status::no_safe_change;
  advice.summary = "No prepend of 11.0.0.0/24 relieves A.";
  advice.violations = {{"ceiling",
                        "A",
                        {980'000'000},
                        {800'000'000},
                        "The sources of 11.0.0.0/24 prefer A whatever is announced: a bigger port, "
                        "a withdrawal or a community of AS 64501 could lift it."}};
  advice.objective.excess = {180'000'000};
  advice.objective.excess_lower_bound = {180'000'000};
  advice.objective.termination = "work-limit";
  advice.objective.could_still_gain = {static_cast<model::Int128>(1'250) * 1'000'000'000'000'000};
  advice.objective.gap = 0.00018;
  return document;
}

}  // namespace bgpte::render_test
