#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/logbook/logbook.hpp"
#include "bgpte/model/scenario.hpp"

/// A log in terms of a scenario: which forecasts came true, and what that says of the next ones
/// (docs/learning.md).
namespace bgpte::logbook {

/// An announcement by the scenario's links, and what entered under it.
struct Announced {
  model::Advertisement advertise;
  std::vector<std::optional<model::Bps>> inbound;  ///< [link]; empty: nothing was measured.
};

/// [link] shares of what was measured; nothing unless every link that announces was measured, and
/// something entered.
[[nodiscard]] std::optional<std::vector<double>> shares_of(const Announced& seen);

/// An entry of the log whose links and prefix the scenario knows.
struct Trial {
  std::int64_t at = 0;
  std::optional<model::PrefixIndex> prefix;  ///< Nothing: all prefixes.
  Announced seen;
  std::optional<Announced> before;
  std::vector<std::optional<ShareForecast>> forecast;  ///< [link]; empty: none.
  std::string change_id;
};

/// Entries that were not used, and why.
struct SetAside {
  std::string why;
  std::size_t count = 0;
  std::string example;  ///< The first of them: "192.0.2.0/24, 2026-11-28T22:40:00Z".
  bool operator==(const SetAside&) const = default;
};

struct Trials {
  std::vector<Trial> trials;        ///< In the order of time.
  std::vector<SetAside> set_aside;  ///< Of links or prefixes that the scenario does not have.
};
[[nodiscard]] Trials resolve(const model::Scenario& scenario, const std::vector<Entry>& entries);

/// One share that was forecast, and what came.
struct LinkOutcome {
  model::LinkIndex link = 0;
  ShareForecast forecast;
  double seen = 0;
  bool inside = false;  ///< Of low to high.
};

/// A forecast and the first measurement after the change was made.
struct Outcome {
  std::size_t forecast = 0, measured = 0;  ///< Places in Trials::trials; may be the same one.
  bool one_link = false;                   ///< One link alone was prepended more or withdrawn.
  std::vector<LinkOutcome> links;          ///< Those that announce the prefix.
  std::size_t degrees = 0;                 ///< Links that announce the prefix, less one.
  double distance = 0;  ///< Total variation: half the sum of what the shares are off by.
  double square = 0;    ///< Mean over the links of the squared standardised errors.
};

/// What became of the forecasts. Places in Trials::trials, in the order of time.
struct Outcomes {
  std::vector<Outcome> outcomes;
  std::vector<std::size_t> pending;     ///< Nothing was measured under them since.
  std::vector<std::size_t> superseded;  ///< A later forecast of the same announcement was judged.
  std::vector<std::size_t> incomplete;  ///< What came was not measured on every link.
};
[[nodiscard]] Outcomes judge(const model::Scenario& scenario, const std::vector<Trial>& trials);

/// By what the variance of forecasts is multiplied, and how many forecasts say so.
struct Calibration {
  std::size_t one_link_forecasts = 0, other_forecasts = 0;
  model::Calibration factor;
};
[[nodiscard]] Calibration calibrate(const std::vector<Outcome>& outcomes);

/// Gives a scenario what the log says: its measurements as observations, and the calibration.
/// `source`: the JSON Pointer that findings about them name.
void apply(const std::vector<Entry>& entries, const std::string& source, model::Scenario& scenario);

}  // namespace bgpte::logbook
