#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "src/scenario/faults.hpp"

namespace bgpte::scenario {

/// Reads a JSON text by `read`, which is called unless the text makes no sense as JSON, and gives
/// every fault, of syntax and of what `read` reported, in order of line and column.
[[nodiscard]] std::vector<Diagnostic> read_document(
    std::string_view text, const std::function<void(const json::Document&, Faults&)>& read);

}  // namespace bgpte::scenario
