#pragma once

#include "tests/advice/rules/rule_rows.hpp"

namespace bgpte::advice::testing {

/// Billed by twenty samples of its own from 2026-11-01 on, all `rate` Mbps but the first.
inline void sample(Case& c, const std::string& name, double rate, std::int64_t without = -1) {
  model::PercentileRule rule;
  model::SampleSeries series{name, {}};
  for (std::int64_t i = 0; i < 20; ++i) {
    if (i != without) {
      series.samples.push_back({1'793'491'200 + i * 300, mbps(i == 0 ? 2 * rate : rate), mbps(0)});
    }
  }
  rule.series.push_back(series);
  link(c.scenario(), name).billing.percentile = rule;
}

/// 8.0.0.0/24 is announced on A with the first lever of A.
inline const std::vector<model::Change> send_the_lever{{0, 0, 0, 0, model::no_lever, 1}};

/// Keeps what A announces from being passed on.
inline model::Lever no_export() {
  model::Lever lever = lower_preference();
  lever.name = "no-export";
  lever.marks.communities = {{false, {65535, 65281, 0}}};
  lever.limits_export = true;
  return lever;
}

/// 8.0.2.0/24, announced on A, lies in 8.0.0.0/16, announced on both. A has that lever.
inline void announced_by_a_within_another(Case& c, const model::Lever& lever) {
  link(c.scenario(), "A").levers = {lever};
  c.prefix("8.0.0.0/16", {0, 0}, {0, 0});
  c.prefix("8.0.2.0/24", {0, -1}, {50, -1});
}

inline std::vector<Row> lever_and_sample_rows() {
  return {
      {"lever-not-used",
       "/links/0/levers/0",
       {"Link A is above its ceiling", "lower-preference (community 64496:80) is not used",
        "policy.actions does not have \"community\"", "Of the 150 Mbps of 8.0.0.0/24"},
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         link(c.scenario(), "A").levers = {lower_preference()};
       },
       [](Case& c) {
         link(c.scenario(), "A").inbound = mbps(900);
         link(c.scenario(), "A").levers = {lower_preference()};
         c.scenario().policy.actions.community = true;
       }},
      {"lever-effect-unknown",
       "/links/0/levers/0",
       {"What sending lower-preference (community 64496:80) with 8.0.0.0/24 on A does is not "
        "known"},
       [](Case& c) {
         link(c.scenario(), "A").levers = {lower_preference()};
         link(c.scenario(), "A").levers[0].retained.reset();
       },
       [](Case& c) { link(c.scenario(), "A").levers = {lower_preference()}; },
       send_the_lever},
      {"lever-to-confirm",
       "/links/0/levers/0",
       {"The changes send lower-preference (community 64496:80) to AS 64496 on A",
        "the catalogue does not know it"},
       [](Case& c) { link(c.scenario(), "A").levers = {lower_preference()}; },
       [](Case& c) {  // Today's announcement has it already.
         link(c.scenario(), "A").levers = {lower_preference()};
         c.scenario().prefixes[0].advertise.set_lever(0, 1);
       },
       send_the_lever},
      {"lever-to-confirm",
       "/links/0/levers/0",
       {"NO_EXPORT is well known, and what AS 64496 makes of it is its policy"},
       [](Case& c) { link(c.scenario(), "A").levers = {no_export()}; },
       [](Case& c) {
         link(c.scenario(), "A").levers = {no_export()};
         c.scenario().prefixes[0].advertise.set_lever(0, 1);
       },
       send_the_lever},
      {"not-heard-by-all",
       "/prefixes/3",
       {"Not every network will hear 8.0.2.0/24", "follow 8.0.0.0/16", "looking glass"},
       [](Case& c) { announced_by_a_within_another(c, no_export()); },
       [](Case& c) { announced_by_a_within_another(c, lower_preference()); },
       {{3, 0, 0, 0, model::no_lever, 1}}},
      {"not-heard-by-all",
       "/prefixes/2",
       {"nothing listed is around it"},
       [](Case& c) {
         link(c.scenario(), "A").levers = {no_export()};
         c.prefix("8.0.2.0/24", {0, -1}, {50, -1});
       },
       [](Case& c) {
         link(c.scenario(), "A").levers = {no_export()};
         c.prefix("8.0.2.0/24", {0, 0}, {50, 0});
       },
       {{2, 0, 0, 0, model::no_lever, 1}}},
      {"unmeasured-demand",
       "/prefixes/2",
       {"Today only some networks hear 8.0.2.0/24", "quiet hour"},
       [](Case& c) {
         link(c.scenario(), "B").relationship = model::Relationship::ix;
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
       },
       [](Case& c) {
         c.prefix("8.0.2.0/24", {-1, 0}, {-1, 50});
       },
       {{2, 0, model::not_announced, 0}}},
      {"samples-differ",
       "/links/0",
       {"an inbound of 300 Mbps", "the percentile of its samples is 310 Mbps"},
       [](Case& c) { sample(c, "A", 310); },
       [](Case& c) { sample(c, "A", 302); }},
      {"samples-missing",
       "/links/0",
       {"19 of 20 samples", "1 missing", "none of the missing counts as zero"},
       [](Case& c) { sample(c, "A", 300, 7); },
       [](Case& c) { sample(c, "A", 300); }},
      {"samples-outside-period",
       "/links/0",
       {"no sample of the billing period 2027-01-01 to 2027-01-31"},
       [](Case& c) {
         sample(c, "A", 300);
         c.scenario().billing_period = model::BillingPeriod{"2027-01-01", "2027-01-31"};
       },
       [](Case& c) {
         sample(c, "A", 300);
         c.scenario().billing_period = model::BillingPeriod{"2026-11-01", "2026-11-30"};
       }},
      {"samples-steady",
       "/links/1",
       {"No file has samples of link B"},
       [](Case& c) { sample(c, "A", 300); },
       [](Case& c) {
         sample(c, "A", 300);
         sample(c, "B", 300);
       }},
  };
}

}  // namespace bgpte::advice::testing
