#pragma once

#include <string>
#include <vector>

#include "bgpte/render/document.hpp"

namespace bgpte::cli {

/// Why the configuration of an advice that was read back is not to be trusted: a text differs from
/// what its structured fields give when emitted again, a name may not reach a router, or changes,
/// rollout and parts do not say the same. Empty where all is well. An advice that was edited
/// everywhere alike is another advice: nothing in it can tell.
[[nodiscard]] std::vector<std::string> review_faults(const render::Document& document);

}  // namespace bgpte::cli
