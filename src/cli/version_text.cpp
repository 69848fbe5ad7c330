// The text of bgpte --version.
#include "src/cli/version_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/model/version.hpp"
#include "bgpte/scenario/catalogue.hpp"

namespace bgpte::cli {

namespace {

/// YYYY-MM: when an entry of the shipped catalogue was last compared with its source.
std::string catalogue_date() {
  const model::CommunityCatalogue catalogue = scenario::shipped_catalogue();
  std::string newest;
  for (const model::CommunityEntry& entry : catalogue.entries) {
    newest = std::max(newest, entry.date);
  }
  for (const model::CommunityPattern& pattern : catalogue.patterns) {
    newest = std::max(newest, pattern.date);
  }
  return newest;
}

}  // namespace

std::string version_text() {
  return fmt::format(
      "bgpte {}\ncommit {}\ncompiler {}\nformats bgpte-scenario/1 bgpte-advice/1\n"
      "catalogue {}\n",
      model::version(), model::build_commit(), model::build_compiler(), catalogue_date());
}

}  // namespace bgpte::cli
