#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace bgpte::cli {

/// How far a long input has been read, on one line of a terminal that is taken away at the end.
/// Where the error stream is no terminal nothing is shown.
class Progress {
 public:
  /// `total`: bytes of all, or 0 where that is not known.
  Progress(std::ostream& err, std::int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::int64_t bytes);

 private:
  using Clock = std::chrono::steady_clock;
  void clear();

  std::ostream& err_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  bool wanted_, shown_ = false;
  Clock::time_point last_;
};

/// "1.2 GB of 10.0 GB, 12 %"; without a total "1.2 GB".
[[nodiscard]] std::string progress_text(std::int64_t done, std::int64_t total);

}  // namespace bgpte::cli
