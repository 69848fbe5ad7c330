#include "bgpte/optimiser/export_lp.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

struct ExportOptions {
  std::string scenario;
  std::string output;
  std::string stage = "objective";
};

Exit export_model(const ExportOptions& options, Context& context) {
  const ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  const auto ingress = ingress::make_ingress(*input.scenario);
  const optimiser::LpStage stage =
      options.stage == "excess" ? optimiser::LpStage::excess : optimiser::LpStage::objective;
  return write_result(context, options.output,
                      optimiser::export_lp(*input.scenario, *ingress, stage));
}

}  // namespace

void add_export_lp(CLI::App& program, Action& chosen) {
  CLI::App& command = *program.add_subcommand(
      "export-lp", "Write the exact optimisation model, so that any solver can check the optimum");
  const auto options = std::make_shared<ExportOptions>();
  command.add_option("SCENARIO", options->scenario, "Scenario file; - is standard input")
      ->required();
  command.add_option("-o,--output", options->output, "Write the model to FILE")
      ->option_text("FILE");
  command
      .add_option("--stage", options->stage,
                  "objective (among the plans with the least excess) or excess")
      ->check(CLI::IsMember({"objective", "excess"}))
      ->capture_default_str();
  command.footer(
      "CPLEX LP format; loads in Mbps, money in the scenario's currency. Ties are not part of it.\n"
      "Examples:\n"
      "  bgpte export-lp scenario.json -o scenario.lp && cbc scenario.lp solve\n"
      "  bgpte export-lp scenario.json --stage excess | glpsol --lp /dev/stdin");
  command.callback([options, &chosen] {
    chosen = [options](Context& context) { return export_model(*options, context); };
  });
}

}  // namespace bgpte::cli
