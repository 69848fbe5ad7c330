// bgpte schema: the JSON Schemas of the file formats.
#include <algorithm>
#include <array>
#include <memory>

#include "bgpte/history/history.hpp"
#include "bgpte/learning/report.hpp"
#include "bgpte/learning/verdict.hpp"
#include "bgpte/logbook/logbook.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/scenario/catalogue.hpp"
#include "bgpte/scenario/load.hpp"
#include "bgpte/telemetry/map.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "bgpte/telemetry/observe.hpp"
#include "bgpte/watch/watch.hpp"
#include "src/cli/commands/commands.hpp"

namespace bgpte::cli {

namespace {

struct NamedSchema {
  std::string_view name;
  std::string_view (*schema)();
};

constexpr std::array<NamedSchema, 11> formats{{{"scenario", scenario::schema},
                                               {"advice", render::advice_schema},
                                               {"communities", scenario::catalogue_schema},
                                               {"observation", telemetry::observation_schema},
                                               {"observed", telemetry::observed_schema},
                                               {"map", telemetry::map_schema},
                                               {"log", logbook::log_schema},
                                               {"history", history::history_schema},
                                               {"learning", learning::report_schema},
                                               {"verdict", learning::verdict_schema},
                                               {"watch", watch::watch_schema}}};

}  // namespace

Action declare_schema(Command command) {
  const auto which = std::make_shared<std::string>();
  command.choice(
      *which,
      {"scenario", "advice", "communities", "observation", "observed", "map", "log", "history",
       "learning", "verdict", "watch"},
      {.names = "FORMAT",
       .help = "scenario, advice, communities, observation, observed, map, log, history, "
               "learning, verdict or watch",
       .presence = Presence::required});
  command.describe(
      {.description = "For editors and for checks before bgpte itself runs.",
       .examples = {"bgpte schema scenario > scenario.schema.json", "bgpte schema advice"},
       .exits = {{Exit::done, "Done."}, {Exit::usage, "There is no such format."}}});
  return [which](Context& context) {
    return write_result(context, "",
                        std::ranges::find(formats, *which, &NamedSchema::name)->schema());
  };
}

}  // namespace bgpte::cli
