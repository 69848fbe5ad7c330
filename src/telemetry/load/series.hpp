#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/json/value.hpp"
#include "bgpte/telemetry/import.hpp"
#include "src/telemetry/refusals.hpp"
#include "src/telemetry/zone.hpp"

namespace bgpte::telemetry {

enum class Direction : std::uint8_t { in, out };

/// Whose counter a series is.
struct Place {
  const MappedInterface* interface = nullptr;
  std::string link = {};  ///< Where it is of a link as a whole; else empty.
  Direction direction = Direction::in;
};

/// What the values of a series are.
enum class Values : std::uint8_t {
  rates,      ///< Mean bits per second over the interval.
  counter64,  ///< Octets so far.
  counter32   ///< The same, modulo 2^32.
};

/// A counter or column whose name says what its values are.
struct KnownName {
  std::string_view name;
  Values values;
  Direction direction;
};

/// Which end of its interval the time of a value stands for.
enum class Stamp : std::uint8_t { begin, end };

/// One value, as written; `known` is false for what stands for none: null, NaN, Inf.
struct Reading {
  std::int64_t time = 0;
  double number = 0;
  bool known = false;
};

struct Series {
  std::string name = {};  ///< For messages.
  Place place = {};
  Values values = Values::rates;
  Stamp stamp = Stamp::end;
  std::int64_t step_s = 0;  ///< 0: the smallest distance of two times.
  std::vector<Reading> points = {};
};

/// Reads a number. False where the text is none; NaN, Inf and null are numbers that are not known.
[[nodiscard]] bool parse_reading(std::string_view text, Reading& value);
[[nodiscard]] bool parse_reading(const json::Value& json, Reading& value);

/// Collects the samples of all inputs on one grid of intervals.
class LoadSamples {
 public:
  explicit LoadSamples(const ImportOptions& options) : options_(options) {}

  /// Throws Unreadable where the series is coarser than asked.
  void add(const Series& series);
  void refuse(const char* why, std::string_view example) { refusals_.add(why, example); }
  void note(const std::string& text);
  /// Throws Unreadable where there is none.
  [[nodiscard]] Observation take();

 private:
  /// A value and the interval that it is the mean of.
  struct Mean {
    std::int64_t from = 0, to = 0;
    double bps = 0;
  };
  struct Row {
    std::string link, router, interface;
    std::int64_t interval = 0;
    auto operator<=>(const Row&) const = default;
  };
  struct Both {
    std::int64_t in = -1, out = -1;
    bool differs = false;
  };

  [[nodiscard]] std::int64_t step_of(const Series& series) const;
  [[nodiscard]] std::vector<Mean> means_of(const Series& series, std::int64_t step);
  [[nodiscard]] std::vector<Mean> differences_of(const Series& series, std::int64_t step);
  [[nodiscard]] bool looks_like_counter32(const std::vector<Mean>& means, std::size_t asked,
                                          std::int64_t step) const;
  void put(const Series& series, std::int64_t interval, double bps);

  const ImportOptions& options_;
  Refusals refusals_;
  std::vector<std::string> notes_;
  std::map<Row, Both> rows_;
};

}  // namespace bgpte::telemetry
