// Progress on long inputs.
#include "src/cli/import/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace bgpte::cli {

namespace {

std::string size_text(std::int64_t bytes) {
  constexpr double megabyte = 1e6;
  constexpr double gigabyte = 1e9;
  const auto size = static_cast<double>(bytes);
  return size < gigabyte ? fmt::format("{:.0f} MB", size / megabyte)
                         : fmt::format("{:.1f} GB", size / gigabyte);
}

}  // namespace

std::string progress_text(std::int64_t done, std::int64_t total) {
  if (total <= 0 || done > total) {
    return size_text(done);
  }
  constexpr double hundred = 100;
  return fmt::format("{} of {}, {:.0f} %", size_text(done), size_text(total),
                     hundred * static_cast<double>(done) / static_cast<double>(total));
}

Progress::Progress(std::ostream& err, std::int64_t total)
    : err_(err),
      total_(total),
      wanted_(&err == &std::cerr && isatty(STDERR_FILENO) == 1),
      last_(Clock::now()) {}

Progress::~Progress() {
  clear();
}

void Progress::clear() {
  if (shown_) {
    err_ << "\r\x1b[K" << std::flush;
  }
}

void Progress::add(std::int64_t bytes) {
  done_ += bytes;
  constexpr auto each = std::chrono::milliseconds(500);
  if (!wanted_ || Clock::now() - last_ < each) {
    return;
  }
  last_ = Clock::now();
  clear();
  shown_ = true;
  err_ << "bgpte: read " << progress_text(done_, total_) << std::flush;
}

}  // namespace bgpte::cli
