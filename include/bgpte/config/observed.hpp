#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

/// One route that a router says it advertises.
struct ObservedRoute {
  model::IpPrefix prefix;
  model::Prepend prepend = 0;  ///< Copies of the local AS beyond the normal one.
  std::string neighbor;        ///< Empty where the output does not name the neighbour.
  /// As far as the output shows them. A MED of 0 is read as no MED, which has the same meaning.
  model::RouteAttributes marks;
  bool communities_shown = false, med_shown = false;
  bool operator==(const ObservedRoute&) const = default;
};

/// What could be read of a router's output, and what could not. With neither routes nor faults
/// the router announces nothing to the neighbour.
struct Observed {
  std::vector<ObservedRoute> routes;
  std::vector<std::string> faults;  ///< One sentence each; empty: all was read.
  bool operator==(const Observed&) const = default;
};

/// True for the platforms whose output can be read (those with a reader in the table of platforms):
/// FRR, BIRD, OpenBGPD, GoBGP.
[[nodiscard]] bool can_observe(model::Platform platform);

/// Reads what the verify part's command prints for one neighbour or several, one after the other:
///   FRR       show bgp ipv4 unicast neighbors ADDRESS advertised-routes [json]
///   BIRD      show route export PROTOCOL all
///   OpenBGPD  bgpctl [-j] show rib out neighbor ADDRESS [detail]
///   GoBGP     gobgp neighbor ADDRESS adj-out [-j]
/// FRR and BIRD leave the own AS out of the path that they show; the other two include it.
/// Communities are shown by BIRD, by GoBGP and by OpenBGPD with `detail`; the MED by all four.
[[nodiscard]] Observed parse_observed(model::Platform platform, std::string_view text,
                                      model::Asn local_as);

}  // namespace bgpte::config
