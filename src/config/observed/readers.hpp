#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/config/notes.hpp"
#include "src/config/observed/json_leaves.hpp"
#include "src/config/observed/route_list.hpp"

namespace bgpte::config {

/// A JSON document of an output: its leaves that hold something, and its text.
struct JsonDocument {
  std::vector<JsonLeaf> leaves;
  std::string_view text;
};

/// How the output of one platform is read. The row of the platform names its reader.
struct ObservedReader {
  ShownPath path;         ///< Whether the paths in the output begin with the own AS.
  bool text_shows_empty;  ///< The text output differs from no output where nothing is announced.
  /// Reads one JSON document; null: the platform prints none.
  void (*read_json)(const JsonDocument& document, RouteList& list);
  /// Whether a leaf is a table without routes.
  bool (*is_empty_table)(const JsonLeaf& leaf);
  /// Reads text output. Returns false where nothing in it is what the platform prints.
  bool (*read_text)(const std::string& text, RouteList& list);
};

/// Gives a reader every line of a text; what its finish() says of them.
template <typename Reader>
bool read_lines(const std::string& text, RouteList& list) {
  Reader reader(list);
  for (const std::string& line : lines_of(text)) {
    reader.read(line);
  }
  return reader.finish();
}

// Formats of FRR 8.4 to 10.7, BIRD 2.0 to 3.4, OpenBGPD 7.7 to 9.3 and GoBGP 3.10 to 4.8.
extern const ObservedReader frr_reader;
extern const ObservedReader bird_reader;
extern const ObservedReader openbgpd_reader;
extern const ObservedReader gobgp_reader;
// After documentation alone.
extern const ObservedReader junos_reader;
extern const ObservedReader ios_xr_reader;
extern const ObservedReader eos_reader;

}  // namespace bgpte::config
