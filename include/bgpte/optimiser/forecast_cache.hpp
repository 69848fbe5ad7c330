#pragma once

#include <cstdint>
#include <memory>

namespace bgpte::optimiser {

class ForecastCache;

/// Whether a cache keeps, besides the high ends, what each candidate adds to each load: several
/// numbers of memory for each, which searches that differ in their weights and limits alone save
/// time with.
enum class KeptFlows : std::uint8_t { none, some };

/// An empty cache for Options::forecasts: the range's high ends that one search asked for, so that
/// the next one about the same ingress model (another strategy, other weights or limits) need not
/// ask again. The answers are the same with and without. Searches about one ingress model may share
/// it at the same time.
[[nodiscard]] std::shared_ptr<ForecastCache> make_forecast_cache(KeptFlows flows = KeptFlows::none);

}  // namespace bgpte::optimiser
