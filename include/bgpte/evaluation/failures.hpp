#pragma once

#include <string>
#include <vector>

#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// A link, or a shared-risk group of links, that fails at once.
struct FailureCase {
  std::string name;  ///< "A", or the group's name ("edge1").
  LinksDown links;
  bool operator==(const FailureCase&) const = default;
};

/// Every single link, then every shared-risk group of two or more links that is not the whole
/// network; each set of links once, by name. Where links are `down` already every failure comes on
/// top of them, and one that adds no link, or leaves none, is no case.
[[nodiscard]] std::vector<FailureCase> failure_cases(const model::Scenario& scenario,
                                                     const LinksDown& down = {});

}  // namespace bgpte::evaluation
