#pragma once

#include <string>
#include <vector>

#include "bgpte/render/document.hpp"

namespace bgpte::cli {

/// Why the configuration of advice that was read back must not be used, one sentence each: a
/// text differs from what the structured fields give when it is emitted again, a name may not reach
/// a router, or changes, rollout and parts contradict each other. Empty where nothing was found.
/// Advice that was edited consistently everywhere cannot be told from another one.
[[nodiscard]] std::vector<std::string> review_faults(const render::Document& document);

}  // namespace bgpte::cli
