#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "bgpte/render/document.hpp"
#include "bgpte/scenario/catalogue.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/cli/commands.hpp"

namespace bgpte::cli {

void add_schema(CLI::App& program, Action& chosen) {
  CLI::App& command =
      *program.add_subcommand("schema", "Print the JSON Schema (draft 7) of a file format");
  const auto which = std::make_shared<std::string>();
  command.add_option("FORMAT", *which, "scenario, advice or communities")
      ->required()
      ->check(CLI::IsMember({"scenario", "advice", "communities"}));
  command.footer(
      "Examples:\n"
      "  bgpte schema scenario > scenario.schema.json\n"
      "  bgpte schema advice");
  command.callback([which, &chosen] {
    chosen = [which](Context& context) {
      return write_result(context, "",
                          *which == "advice"        ? render::advice_schema()
                          : *which == "communities" ? scenario::catalogue_schema()
                                                    : scenario::schema());
    };
  });
}

}  // namespace bgpte::cli
