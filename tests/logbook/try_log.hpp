#pragma once

#include <cstdlib>
#include <string>

#include "bgpte/logbook/logbook.hpp"

namespace bgpte::logbook {

/// Reads a text as a log. Ends the program where what was read is written otherwise than it is read
/// back. True where there was no fault.
inline bool try_log(const std::string& text) {
  const Log log = read_log(text);
  std::string written;
  for (const Entry& entry : log.entries) {
    written += to_line(entry);
  }
  const Log again = read_log(written);
  if (!again.faults.empty() || again.entries != log.entries || again.duplicates != 0) {
    std::abort();
  }
  return log.faults.empty();
}

}  // namespace bgpte::logbook
