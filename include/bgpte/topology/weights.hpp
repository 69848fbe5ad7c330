#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {

/// One line of a weights file: how much an AS counts (addresses, or bps), perhaps for one prefix.
struct WeightRow {
  Asn asn = 0;
  double weight = 0.0;      ///< finite, not negative; the unit is the file's
  std::string prefix = {};  ///< as written; empty where the line has none
};

struct WeightDiagnostic {
  std::uint32_t line = 0;  ///< from 1
  std::string message;
};

struct LoadedWeights {
  std::optional<std::vector<WeightRow>> rows;  ///< there unless the file is of no use
  std::string error;                           ///< why not
  bool read = false;                           ///< as in FileBytes
  std::vector<WeightDiagnostic> diagnostics;   ///< the first 100; these lines are left out
  std::size_t left_out = 0;                    ///< how many there were in all
};

/// Reads `asn,weight` or `asn,bps,prefix` lines (CSV, plain, gzip or bzip2). A first line that
/// begins with `asn` is the header; empty lines and lines that begin with `#` are skipped. Lines
/// that do not parse, and a second line for the same AS and prefix, are reported and left out; a
/// file without any other is an error. Fields may stand in quotation marks (RFC 4180).
[[nodiscard]] LoadedWeights load_weights(const std::filesystem::path& file);

/// The same for text at hand (not compressed).
[[nodiscard]] LoadedWeights parse_weights(std::string_view text);

/// Rows as weights by AsIndex: 0 for an AS without a row, the sum for one with several.
struct WeightsOfGraph {
  std::vector<double> of;    ///< by AsIndex
  std::size_t not_in_graph;  ///< rows whose AS the graph does not have
  double weight_not_in_graph;
};

[[nodiscard]] WeightsOfGraph weights_of(const AsGraph& graph, const std::vector<WeightRow>& rows);

}  // namespace bgpte::topology
