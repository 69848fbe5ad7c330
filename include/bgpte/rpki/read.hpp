#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/model/route_origin.hpp"
#include "bgpte/model/scenario.hpp"

/// What validators of the RPKI print (docs/rpki.md). No network is touched.
namespace bgpte::rpki {

/// What was read, as far as it is about a network.
struct Validated {
  model::RoutingSecurity security;
  std::size_t vrps = 0;  ///< In the whole file.
  std::vector<std::string> notes{};
};

/// Reads the JSON of rpki-client (`-j`) or of Routinator (`vrps -f json`, `-f jsonext`), and keeps
/// the VRPs that cover a prefix of the scenario, and the attestation of its AS. Or says in one
/// sentence why it cannot be read.
[[nodiscard]] std::variant<Validated, std::string> read_validated(std::string_view text,
                                                                  const model::Scenario& scenario);

}  // namespace bgpte::rpki
