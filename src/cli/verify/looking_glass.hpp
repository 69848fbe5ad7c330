#pragma once

#include <string>
#include <vector>

#include "src/cli/verify/comparison.hpp"

/// What to ask elsewhere where a router does not show what it sends.
namespace bgpte::cli {

/// One question for each wanted prefix of each session, and the answer that is as wanted: for the
/// looking glass of the neighbour, or one of a network that learns the route from it.
[[nodiscard]] std::vector<std::string> questions(const Wanted& wanted);

}  // namespace bgpte::cli
