#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {

/// A file that was read, or why it could not be.
struct FileBytes {
  std::optional<std::string> bytes;
  std::string error;  ///< a sentence without the path; empty where bytes are there
};

/// The whole file, decompressed where it begins as gzip or bzip2 does, whatever its name. A
/// damaged or truncated archive, or one beyond 1 GiB of text, is an error, never half an answer.
[[nodiscard]] FileBytes read_possibly_compressed(const std::filesystem::path& file);

/// The same for bytes at hand.
[[nodiscard]] FileBytes decompress(std::string_view bytes);

struct LoadedGraph {
  std::optional<AsGraph> graph;  ///< there unless the file could not be read
  std::string error;             ///< why not
  GraphDiagnostics diagnostics;  ///< what was wrong with single lines and links
};

/// Reads CAIDA AS relationships, serial-1 (`a|b|-1`, `a|b|0`) or serial-2 (a fourth field, the
/// source, which is not looked at): `-1` says that a is b's provider, `0` that they are peers.
/// Lines that begin with `#` and empty lines are skipped, `\r\n` is accepted. Every other line
/// that does not parse is reported with its number and left out.
[[nodiscard]] LoadedGraph load_as_relationships(const std::filesystem::path& file);

/// The same for text at hand (not compressed).
[[nodiscard]] LoadedGraph parse_as_relationships(std::string_view text);

}  // namespace bgpte::topology
