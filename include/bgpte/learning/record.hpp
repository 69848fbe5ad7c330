#pragma once

#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/logbook/logbook.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/telemetry/observe.hpp"

/// What goes into the log: forecasts before a change, measurements after it (docs/learning.md).
namespace bgpte::learning {

/// Entries for the log, and what could not be one, in sentences.
struct Recorded {
  std::vector<logbook::Entry> entries;
  std::vector<std::string> notes;
};

/// What is forecast for each prefix that the first step of the advice changes, and what it starts
/// from. `scenario` has `measured.to`, which is the time of the entries. A prefix with a community
/// or a MED has no entry: the log is of prepends alone.
[[nodiscard]] Recorded forecasts_of_first_step(const model::Scenario& scenario,
                                               const ingress::IngressModel& ingress,
                                               const advice::Advice& advice);

/// What was measured, and which change it is of.
struct Came {
  const std::vector<telemetry::Observation>& observations;
  const telemetry::Measurement& measured;  ///< Of the same observations.
  std::string change_id;  ///< Empty: the announcements are those of the scenario and the routes.
};

/// What the flows say of the prefixes that the log is about, as means over their whole window.
/// Their announcement is the one of the forecast with that change_id; without it the scenario's,
/// with what the routes say.
[[nodiscard]] Recorded measurements(const model::Scenario& scenario,
                                    const std::vector<logbook::Entry>& log, const Came& came);

}  // namespace bgpte::learning
