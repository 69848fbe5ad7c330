#pragma once

#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"

/// What the RPKI says of the routes that a prefix has, or could have (docs/rpki.md).
namespace bgpte::advice {

/// A route that is not valid, or would not be.
struct DoubtfulRoute {
  model::Asn origin = 0;
  model::OriginCheck check{};
  bool announced = false;  ///< Today; else the actions of the policy allow to announce it.
};

/// The routes of the prefix that are not valid, of each origin one; none where nothing was given,
/// or where the prefix is announced nowhere and may not be.
[[nodiscard]] std::vector<DoubtfulRoute> doubtful_routes(const model::Scenario& scenario,
                                                         model::PrefixIndex prefix);

/// "203.0.113.0/24 by AS 64500", and for one that is not announced "... , before it can be
/// announced,": the beginning of a sentence about it.
[[nodiscard]] std::string route_text(const model::Scenario& scenario, model::PrefixIndex prefix,
                                     const DoubtfulRoute& route);

/// What to do about a missing or too short ROA.
[[nodiscard]] std::string roa_answer(const model::Scenario& scenario, model::PrefixIndex prefix,
                                     const DoubtfulRoute& route);

}  // namespace bgpte::advice
