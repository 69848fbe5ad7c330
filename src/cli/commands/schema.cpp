// bgpte schema: the JSON Schemas of the file formats.
#include <memory>

#include "bgpte/render/document.hpp"
#include "bgpte/scenario/catalogue.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/cli/commands/commands.hpp"

namespace bgpte::cli {

Action declare_schema(Command command) {
  const auto which = std::make_shared<std::string>();
  command.choice(*which, {"scenario", "advice", "communities"},
                 {.names = "FORMAT",
                  .help = "scenario, advice or communities",
                  .presence = Presence::required});
  command.footer(
      "Examples:\n"
      "  bgpte schema scenario > scenario.schema.json\n"
      "  bgpte schema advice");
  return [which](Context& context) {
    return write_result(context, "",
                        *which == "advice"        ? render::advice_schema()
                        : *which == "communities" ? scenario::catalogue_schema()
                                                  : scenario::schema());
  };
}

}  // namespace bgpte::cli
