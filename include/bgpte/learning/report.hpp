#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/logbook/trials.hpp"
#include "bgpte/model/scenario.hpp"

/// What a log teaches about a network (docs/learning.md).
namespace bgpte::learning {

/// A share by one link that was forecast, and what came.
struct SharePair {
  std::string link;
  double low = 0, expected = 0, high = 0, seen = 0;
  bool inside = false;
};

/// A forecast and what came.
struct Run {
  std::string prefix;
  std::string advertise;  ///< "A=1, B=0"
  std::int64_t forecast_at = 0, measured_at = 0;
  bool one_link = false;  ///< One link alone was prepended more or withdrawn.
  double distance = 0;    ///< Total variation.
  std::vector<SharePair> links;
};

/// A forecast of which nothing was measured yet.
struct Pending {
  std::string prefix, advertise, change_id;
  std::int64_t at = 0;
};

/// What stayed on a link after so many prepends there alone, as parts of what entered by it before.
struct Kept {
  std::string link;
  int prepends = 1;
  std::size_t times = 0;
  double newest = 0, least = 0, most = 0;
  std::string prefix;           ///< Of the newest.
  std::int64_t at = 0;          ///< Of the newest.
  std::optional<double> age_h;  ///< Of the newest, held against `measured.to`.
  bool sticky = false;          ///< The newest hardly moved.
};

/// One announcement measured twice.
struct RepeatRow {
  std::string prefix, advertise;
  std::int64_t from = 0, to = 0;
  double distance = 0;
  bool jump = false;
};

/// Repeats that were no jumps.
struct Drift {
  std::size_t repeats = 0;
  double mean_distance = 0;
  double mean_hours = 0;
};

struct Report {
  std::size_t entries = 0;                     ///< Each counts once.
  std::optional<std::int64_t> measured_until;  ///< Of the scenario.
  std::vector<Run> runs;                       ///< In the order of time.
  std::size_t shares = 0, inside = 0;          ///< Over the runs.
  double mean_distance = 0;
  logbook::Calibration calibration;
  std::vector<Pending> pending;
  std::vector<Kept> kept;  ///< By link and prepends.
  Drift drift;
  std::vector<RepeatRow> repeats;
  std::vector<std::string> contradictions;  ///< In sentences.
  std::vector<logbook::SetAside> set_aside;
  std::vector<advice::ChangeText> advised;  ///< What is advised now, with what the log teaches.
  std::vector<advice::TellingTest> tests;   ///< Of that advice, in the order in which to make them.
};

/// All but the tests. `scenario`: with the log applied (logbook::apply), and its model.
[[nodiscard]] Report study(const model::Scenario& scenario, const logbook::Log& log,
                           const ingress::IngressModel& ingress);

/// One part of the report in words: sentences, then a table, then a drawing for a terminal.
struct ReportPart {
  struct Table {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
  };
  std::string heading;  ///< In capitals.
  std::vector<std::string> sentences;
  Table table = {};
  /// What the drawing is: the newest forecasts (see most_report_rows), or lines of commands.
  enum class Drawn : std::uint8_t { forecasts, commands };
  std::vector<std::string> drawing = {};
  Drawn drawn = Drawn::forecasts;

  /// "Forecasts and what came".
  [[nodiscard]] std::string title() const;
};
/// Rows of one table, and forecasts of the drawing, beyond these are counted only; the JSON has
/// all of them.
inline constexpr std::size_t most_report_rows = 20;
[[nodiscard]] std::vector<ReportPart> report_parts(const Report& report);

/// For a terminal of `width` columns.
[[nodiscard]] std::string report_text(const Report& report, std::size_t width);
[[nodiscard]] std::string report_markdown(const Report& report);

/// The JSON Schema (draft 7) of the report's JSON.
[[nodiscard]] std::string_view report_schema();

}  // namespace bgpte::learning
