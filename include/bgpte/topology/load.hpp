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
  bool read = false;  ///< the file could be read, so what is wrong is what stands in it
};

/// The whole file, decompressed where it begins as gzip or bzip2 does, whatever its name. A
/// damaged or truncated archive, one of another kind, one of more than 1 GiB of text or of more
/// than 16 MiB and a hundred times its own size is an error, never half an answer.
[[nodiscard]] FileBytes read_possibly_compressed(const std::filesystem::path& file);

/// The same for bytes at hand.
[[nodiscard]] FileBytes decompress(std::string_view bytes);

struct LoadedGraph {
  std::optional<AsGraph> graph;  ///< there unless the file is of no use
  std::string error;             ///< why not
  bool read = false;             ///< as in FileBytes
  GraphDiagnostics diagnostics;  ///< what was wrong with single lines and links
};

/// Reads CAIDA AS relationships, serial-1 (`a|b|-1`, `a|b|0`) or serial-2 (a fourth field, the
/// source, which is not looked at): `-1` says that a is b's provider, `0` that they are peers.
/// Lines that begin with `#` and empty lines are skipped, `\r\n` is accepted. Every other line
/// that does not parse is reported with its number and left out. More than 10 million links are an
/// error.
[[nodiscard]] LoadedGraph load_as_relationships(const std::filesystem::path& file);

/// The same for text at hand (not compressed).
[[nodiscard]] LoadedGraph parse_as_relationships(std::string_view text);

}  // namespace bgpte::topology
