#pragma once

#include <string>
#include <vector>

#include "bgpte/topology/origin.hpp"

namespace bgpte::cli {

/// The links of --link and --others with their prepends, before there is an advertisement.
struct LinkList {
  topology::Origin origin;
  std::vector<int> prepends;  ///< One for each link of the origin.
};

/// Appends NAME=ASN[,ASN...], or NAME=peer:ASN[,ASN...], with ":N" or ":x" behind it; what is wrong
/// with it, or an empty text.
[[nodiscard]] std::string add_link(const std::string& text, LinkList& to);

}  // namespace bgpte::cli
