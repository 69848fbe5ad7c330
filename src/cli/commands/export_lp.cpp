// bgpte export-lp: the optimisation model in CPLEX LP format.
#include "bgpte/optimiser/export_lp.hpp"

#include <memory>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

/// In the order of optimiser::LpStage.
constexpr std::array<const char*, 5> stages{"loss", "excess", "failures", "targets", "objective"};

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
  Elapsed elapsed(context, "forecasting");
  const auto ingress = ingress::make_ingress(*input.scenario);
  const auto stage = static_cast<optimiser::LpStage>(
      std::find(stages.begin(), stages.end(), options.stage) - stages.begin());
  const std::string text =
      optimiser::export_lp(evaluation::Baseline(*input.scenario, *ingress), stage);
  elapsed.end();
  return write_result(context, options.output, text);
}

}  // namespace

Action declare_export_lp(Command command) {
  const auto options = std::make_shared<ExportOptions>();
  add_scenario_argument(command, options->scenario);
  add_output_option(command, options->output, "Write the model to FILE");
  command.choice(options->stage, {stages.begin(), stages.end()},
                 {.names = "--stage", .help = "Which level to minimise; those before it are held"});
  command.describe(
      {.description = "CPLEX LP format; loads in Mbps, money in the "
                      "scenario's currency. Rules of ties are not part of it.",
       .examples = {"bgpte export-lp scenario.json -o scenario.lp && cbc scenario.lp solve",
                    "bgpte export-lp scenario.json --stage excess | glpsol --lp /dev/stdin"},
       .exits = {{Exit::done, "Done."},
                 {Exit::failed, "The file cannot be written."},
                 {Exit::invalid_input, "The scenario is not valid."}}});
  return [options](Context& context) { return export_model(*options, context); };
}

}  // namespace bgpte::cli
