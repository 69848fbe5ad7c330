#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <thread>

#include "src/cli/context.hpp"

namespace bgpte::cli {

/// While one lives and a second has passed, a terminal shows what is being done and for how long:
/// "bgpte: searching, 3 s". The line is taken away at the end. Where the error stream is no
/// terminal, or with --quiet, nothing is shown and no thread is started.
class Elapsed {
 public:
  Elapsed(const Context& context, std::string_view doing);
  ~Elapsed();
  Elapsed(const Elapsed&) = delete;
  Elapsed& operator=(const Elapsed&) = delete;

  /// Takes the line away, before anything else is written.
  void end();

 private:
  std::jthread shower_;
};

}  // namespace bgpte::cli
