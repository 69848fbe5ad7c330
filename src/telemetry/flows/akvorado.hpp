#pragma once

#include <string_view>

#include "src/telemetry/flows/flow_cells.hpp"
#include "src/telemetry/zone.hpp"

namespace bgpte::telemetry {

/// Reads what akvorado's console answers to a graph of lines over ExporterName, InIfName and
/// DstNetPrefix. Throws Unreadable where it is none.
void read_akvorado_graph(std::string_view text, const FlowFormat& format, Clock& clock,
                         FlowCells& cells);

}  // namespace bgpte::telemetry
