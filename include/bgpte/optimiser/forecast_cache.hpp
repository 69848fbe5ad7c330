#pragma once

#include <memory>

namespace bgpte::optimiser {

class ForecastCache;

/// An empty cache for Options::forecasts: the range's high ends that one search asked for, so that
/// the next one about the same ingress model (another strategy, other weights or limits) need not
/// ask again. The answers are the same with and without. Searches about one ingress model may share
/// it at the same time.
[[nodiscard]] std::shared_ptr<ForecastCache> make_forecast_cache();

}  // namespace bgpte::optimiser
