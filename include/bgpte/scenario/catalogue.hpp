#pragma once

#include <string_view>
#include <vector>

#include "bgpte/model/catalogue.hpp"
#include "bgpte/scenario/diagnostic.hpp"

namespace bgpte::scenario {

/// A catalogue, or everything that is wrong with the text: empty if there is any diagnostic.
struct CatalogueResult {
  model::CommunityCatalogue catalogue;
  std::vector<Diagnostic> diagnostics;  ///< In order of line and column.
};

/// Reads a "bgpte-communities/1" document (docs/communities.md). Never throws for bad input.
[[nodiscard]] CatalogueResult load_catalogue(std::string_view text);

/// The catalogue that comes with the program, as the file says it.
[[nodiscard]] std::string_view shipped_catalogue_text();
[[nodiscard]] model::CommunityCatalogue shipped_catalogue();

/// The JSON Schema (draft 7) of the catalogue format: accepts whatever load_catalogue() accepts.
[[nodiscard]] std::string_view catalogue_schema();

}  // namespace bgpte::scenario
