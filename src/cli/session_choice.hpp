#pragma once

#include <string>
#include <vector>

#include "bgpte/cli/cli.hpp"
#include "src/cli/verification.hpp"

/// Of which of the wanted sessions a router's output is.
namespace bgpte::cli {

/// What was asked for; empty: any.
struct SessionNames {
  std::string link, router, neighbor;
};

struct SessionChoice {
  Exit exit = Exit::done;
  std::string fault;                  ///< With an exit other than `done`.
  std::vector<std::string> warnings;  ///< One sentence each.
  bool by_neighbor = false;           ///< The output names the neighbour of each route.
};

/// Keeps the sessions that are so named.
[[nodiscard]] SessionChoice keep_named(Wanted& wanted, const SessionNames& names);

/// Keeps the sessions that the output is of: those of its neighbours where it names them, else
/// those of the family of its routes, of which there may be one only.
[[nodiscard]] SessionChoice keep_shown(Wanted& wanted, const config::Observed& observed);

}  // namespace bgpte::cli
