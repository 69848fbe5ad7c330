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
  /// What follows those copies in the path: AS numbers in plain notation, and sets as they were
  /// written. Empty where the local AS originates the route.
  std::vector<std::string> beyond;
  std::string neighbor;  ///< Empty where the output does not name the neighbour.
  /// As far as the output shows them. A MED of 0 is read as no MED, which has the same meaning.
  model::RouteAttributes marks;
  /// Not shown: the output has none, has them as they are before the policy, or cannot be told from
  /// one that has. `prepend` and `beyond` then mean nothing.
  bool path_shown = true, communities_shown = false, med_shown = false;
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
/// FRR, BIRD, OpenBGPD, GoBGP, Junos, IOS-XR, EOS.
[[nodiscard]] bool can_observe(model::Platform platform);

/// Reads what the verify part's command prints for one neighbour or several, one after the other:
///   FRR       show bgp ipv4 unicast neighbors ADDRESS advertised-routes [[detail] json]
///   BIRD      show route export PROTOCOL all
///   OpenBGPD  bgpctl [-j] show rib out neighbor ADDRESS [detail]
///   GoBGP     gobgp neighbor ADDRESS adj-out [-j]
///   Junos     show route advertising-protocol bgp ADDRESS detail | display json
///   IOS-XR    show bgp ipv4 unicast neighbors ADDRESS advertised-routes
///   EOS       show ip bgp neighbors ADDRESS advertised-routes [detail] | json
/// FRR and BIRD leave the own AS out of the path that they show, Junos puts it in brackets; the
/// others include it. Communities are shown by BIRD, by GoBGP, by Junos, by OpenBGPD and EOS with
/// `detail` and by FRR with `detail json`; the MED by all but IOS-XR. The readers of Junos, IOS-XR
/// and EOS were written after documentation alone. FRR's text from 10.1 to 10.5 and its `detail
/// json` before 10.3 may have path and MED as they are before the policy: those are read as not
/// shown. An output is never read in part: what is not understood is a fault, and so is another
/// local AS, a route without attributes, and one prefix in two ways. A route that the daemon holds
/// back is not in the list.
[[nodiscard]] Observed parse_observed(model::Platform platform, std::string_view text,
                                      model::Asn local_as);

}  // namespace bgpte::config
