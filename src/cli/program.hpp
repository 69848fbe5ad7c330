#pragma once

#include <string>
#include <vector>

#include "src/cli/argument_parser.hpp"
#include "src/cli/command_table.hpp"

namespace bgpte::cli {

/// The options that stand before or after every command.
struct GlobalOptions {
  std::string color = "auto";
  bool verbose = false;
  bool quiet = false;
  bool allow_outside = false;
};

/// The command line of the program: its own options and every command of the table.
struct Program {
  Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  ArgumentParser parser;
  GlobalOptions options;
  std::vector<Action> actions;  ///< One for each row of the table.
};

}  // namespace bgpte::cli
