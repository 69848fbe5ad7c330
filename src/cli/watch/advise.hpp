#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/render/document.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "bgpte/watch/watch.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// What is to be told, with the advice that belongs to one of them.
struct Telling {
  watch::Outcome outcome;
  std::optional<render::Document> advice;
};

/// Seeks advice where watch::may_advise says so, and completes what is told.
[[nodiscard]] Telling advise_where_due(watch::Outcome outcome, const model::Scenario& scenario,
                                       std::int64_t at, const SearchOptions& search);

/// What came of the step on its way, where flows of the time after it are among the observations.
struct Judgement {
  const model::Scenario& scenario;
  const std::vector<telemetry::Observation>& observations;
  std::optional<std::int64_t> made_at;  ///< As the operator says.
  std::int64_t at = 0;                  ///< The newest time of this run.
};
[[nodiscard]] watch::Outcome judge_step(Context& context, watch::State state,
                                        const Judgement& judgement);

}  // namespace bgpte::cli
