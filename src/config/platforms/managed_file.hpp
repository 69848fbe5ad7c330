#pragma once

#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {

/// A daemon that reads one configuration file. Ours is a file of its own beside it, which that file
/// includes.
struct ManagedFile {
  std::string_view variable;  ///< Environment variable that may name the daemon's file.
  std::string_view usual;     ///< Where it usually is.
  std::string_view check;     ///< Command that parses "$conf".
};

/// Starts a shell block that changes "$conf", the daemon's file, and "$part", our file. Either both
/// change and the daemon's own parser takes them, or neither does.
void open_file_change(TextBlock& text, const SessionPlan& plan, const ManagedFile& file);

/// Ends that block. `test`: a shell condition that must hold too, besides the parser's verdict;
/// `complaint`: what is said where one of both fails.
void close_file_change(TextBlock& text, const ManagedFile& file, std::string_view test,
                       std::string_view complaint);

}  // namespace bgpte::config
