#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bgpte::telemetry {

/// A time zone: how far the clocks of a place were ahead of UTC, and when.
class Zone {
 public:
  /// "UTC", "+01:00" or a name of the time zone database of this machine, "Europe/Berlin". Throws
  /// Unreadable where there is none of that name.
  explicit Zone(const std::string& name);

  /// A local time, as if it were UTC, in UTC. In the hour that comes twice in autumn `after`, the
  /// time of the row before, decides: the first that is not before it. Nothing where no clock ever
  /// showed that time.
  [[nodiscard]] std::optional<std::int64_t> to_utc(std::int64_t local,
                                                   std::int64_t after = 0) const;
  /// Whether the clocks showed that time twice.
  [[nodiscard]] bool is_twofold(std::int64_t local) const;

 private:
  struct Change {
    std::int64_t at;      ///< UTC.
    std::int64_t offset;  ///< Seconds ahead of UTC from then on.
  };
  void read_database(const std::string& name, const std::string& bytes);
  void add_rule(std::string_view rule);
  [[nodiscard]] std::int64_t offset_at(std::int64_t utc) const;
  [[nodiscard]] std::vector<std::int64_t> candidates(std::int64_t local) const;

  std::int64_t first_offset_ = 0;
  std::vector<Change> changes_;  ///< By time.
};

/// Whether rows come in the order of their times, which tells the two hours of autumn apart.
enum class RowOrder : std::uint8_t { by_time, any };

/// Times as inputs write them, in seconds of UTC.
class Clock {
 public:
  Clock(const std::string& zone, RowOrder order) : order_(order) {
    if (!zone.empty()) {
      zone_.emplace(zone);
    }
  }

  /// Seconds since 1970 with or without a fraction, or a date and time; with a zone in it, or in
  /// that of the option. False where it is no time; throws where it lacks a zone and none was said.
  bool read(std::string_view text, std::int64_t& seconds);

 private:
  bool read_local(std::string_view text, std::int64_t& seconds);

  RowOrder order_;
  std::optional<Zone> zone_;
  std::string last_text_;  ///< Rows of one second come together.
  std::int64_t last_ = 0;
};

}  // namespace bgpte::telemetry
