#pragma once

#include "src/config/emitter.hpp"

namespace bgpte::config {

/// A daemon that is configured by a file: ours is a file of its own beside it, which it includes.
struct ManagedFile {
  std::string_view variable;  ///< Environment variable that may name the daemon's file.
  std::string_view usual;     ///< Where it usually is.
  std::string_view check;     ///< Command that parses "$conf".
};

/// Start of a shell block that changes "$conf" (the daemon's file) and "$part" (ours): either
/// both change and the daemon's own parser takes them, or neither does.
void open_file_change(TextBlock& text, const Plan& plan, const ManagedFile& file);

/// Its end. `test`: shell condition that must hold besides the parser's verdict; `complaint`: what
/// is said where something does not hold.
void close_file_change(TextBlock& text, const ManagedFile& file, std::string_view test,
                       std::string_view complaint);

}  // namespace bgpte::config
