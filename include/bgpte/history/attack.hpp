#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bgpte/history/history.hpp"
#include "bgpte/model/scenario.hpp"

/// Whether what a prefix brings looks like an attack, held against its own past (docs/history.md).
namespace bgpte::history {

/// What enters for one prefix by one link now.
struct CellNow {
  CellName cell = {};
  std::int64_t time = 0;  ///< Begin of the time that it is of; its hour is what it is held against.
  std::int64_t bps = 0;
  std::int64_t sources = -1;      ///< As in Sample.
  std::int64_t suspect_bps = -1;  ///< As in Sample.
  std::int64_t capacity_bps = 0;  ///< Of the link.
};

enum class TestResult : std::uint8_t { unknown, fails, holds };

/// The three tests, of which two must hold.
struct AttackVerdict {
  CellNow now = {};
  TestResult growth = TestResult::unknown;   ///< Above its usual rate, and a part of the link.
  TestResult suspect = TestResult::unknown;  ///< Mostly traffic as floods are made of.
  TestResult sources = TestResult::unknown;  ///< From many more sources than usual.
  std::optional<std::int64_t> usual_bps = {}, usual_sources = {};

  [[nodiscard]] int held() const;
  [[nodiscard]] bool looks_like_attack() const;
  /// The tests that hold, as a part of a sentence: "5.1 times its usual 200 Mbps of that hour, and
  /// 83 % of it from amplification ports, SYN only or fragments". Empty where none holds.
  [[nodiscard]] std::string reasons() const;
};

/// Holds what enters now against the 28 days before. No test holds of what is a small part of the
/// link, or less than usual in that hour. A test whose figures are not known does not
/// hold: without sources at most one does, which is never an attack.
[[nodiscard]] AttackVerdict looks_like_attack(const History& history, const CellNow& now,
                                              const model::AttackTests& tests);

/// The same for the newest quarter of an hour of each cell of a prefix in `samples` (those of
/// telemetry::Measurement::past, for example): cells of which some test holds, sorted by cell.
/// Links that the scenario does not have are left out, and prefixes that it calls demand.
[[nodiscard]] std::vector<AttackVerdict> newest_verdicts(const History& history,
                                                         const model::Scenario& scenario,
                                                         std::span<const Sample> samples);

/// The same for every hour of the newest 24 hours of the history itself; of each cell the hour in
/// which most tests hold, the largest rate among equals.
[[nodiscard]] std::vector<AttackVerdict> verdicts_of_last_day(const History& history,
                                                              const model::Scenario& scenario);

}  // namespace bgpte::history
