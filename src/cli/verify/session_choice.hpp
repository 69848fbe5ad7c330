#pragma once

#include <string>
#include <vector>

#include "bgpte/cli/cli.hpp"
#include "src/cli/verify/comparison.hpp"

/// Finds the wanted sessions to which a router's output belongs.
namespace bgpte::cli {

/// The sessions that the command line asks for; an empty name means any.
struct SessionNames {
  std::string link, router, neighbor;
};

/// How the choice went. Unless `exit` is `done`, `fault` is the sentence to print.
struct SessionChoice {
  Exit exit = Exit::done;
  std::string fault;                  ///< With an exit other than `done`.
  std::vector<std::string> warnings;  ///< One sentence each.
  NeighborNames neighbor_names = NeighborNames::absent;
};

/// Keeps the sessions that are so named.
[[nodiscard]] SessionChoice keep_named(Wanted& wanted, const SessionNames& names);

/// Keeps the sessions that the output is of: those of its neighbours where it names them, else
/// those of the family of its routes, of which there may be one only.
[[nodiscard]] SessionChoice keep_shown(Wanted& wanted, const config::Observed& observed);

}  // namespace bgpte::cli
