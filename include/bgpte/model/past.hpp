#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::model {

/// The growth of a link's busy hour, in natural logarithms a day.
struct Growth {
  double low = 0, expected = 0, high = 0;  ///< The range holds nine times in ten.
  double spread = 0;      ///< Standard deviation of one day about the trend, of the logarithm.
  std::int64_t days = 0;  ///< Known ones.
  std::int64_t from = 0, to = 0;  ///< First and last day, counted from 1970-01-01.
  bool operator==(const Growth&) const = default;
};

/// What is carried at most on a usual day, by hour of the day (UTC); nothing: not known.
using HourlyRates = std::array<std::optional<Bps>, 24>;

struct LinkPast {
  HourlyRates usual;
  std::optional<Growth> growth;
  bool operator==(const LinkPast&) const = default;
};

struct CellPast {
  PrefixIndex prefix = 0;
  LinkIndex link = 0;
  HourlyRates usual;
  bool operator==(const CellPast&) const = default;
};

/// What the scenario's history says (measured.history).
struct Past {
  std::string folder;           ///< As the scenario has it.
  std::int64_t newest = 0;      ///< Its newest day, counted from 1970-01-01; 0: it has none.
  std::int64_t days_old = 0;    ///< From that day to measured.to; 0 where that is not given.
  std::vector<LinkPast> links;  ///< In the order of Scenario::links.
  std::vector<CellPast> cells;  ///< Sorted by prefix and link; those of which something is known.
  bool operator==(const Past&) const = default;
};

/// What a prefix brings by a link looks like an attack, by its own past.
struct SuspectedAttack {
  LinkIndex link = 0;
  Bps rate;               ///< What it brought.
  std::int64_t time = 0;  ///< Begin of the hour, seconds since 1970.
  std::string reasons;    ///< Part of a sentence.
  bool operator==(const SuspectedAttack&) const = default;
};

}  // namespace bgpte::model
