// Names of the severities of findings.
#include "bgpte/model/finding.hpp"

#include <array>
#include <cstddef>

namespace bgpte::model {

std::string_view name_of(Severity severity) {
  constexpr std::array<std::string_view, 3> names{"info", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

}  // namespace bgpte::model
