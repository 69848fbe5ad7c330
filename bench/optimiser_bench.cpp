#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>

#include "bench/instance_generator.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/optimiser/optimise.hpp"

// What the search reaches on random instances: time, proven gap, and the part of what could be
// gained that is still open. All from fixed seeds; run the Release build.
namespace {

using bgpte::bench::InstanceShape;
using bgpte::optimiser::Optimum;

void solve(benchmark::State& state, const InstanceShape& shape, unsigned threads = 1) {
  const bgpte::model::Scenario scenario = bgpte::bench::make_instance(shape);
  const auto ingress = bgpte::ingress::make_ingress(scenario);
  bgpte::optimiser::Options options;
  options.threads = threads;
  Optimum optimum;
  for (auto run : state) {
    (void)run;
    optimum = bgpte::optimiser::optimise({scenario, *ingress}, options);
    benchmark::DoNotOptimize(optimum);
  }
  const double value = optimum.after.value.as_double();
  const double bound = optimum.lower_bound.as_double();
  const double today = optimum.today.value.as_double();
  state.counters["gap_percent"] = 100 * (value - bound) / std::max(1.0, value);
  state.counters["open_percent"] = today > bound ? 100 * (value - bound) / (today - bound) : 0;
  state.counters["changes"] = static_cast<double>(optimum.after.changes);
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["most_memory_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
  state.counters["work"] = static_cast<double>(optimum.work);
  state.SetLabel(std::string(name_of(optimum.termination)));
}

InstanceShape shape(std::size_t prefixes, std::size_t links, std::size_t changes) {
  InstanceShape result;
  result.prefixes = prefixes;
  result.links = links;
  result.max_changes_per_prefix = changes;
  result.do_no_harm = false;
  return result;
}

InstanceShape with_tiers(InstanceShape from) {
  from.whole_volume_tiers = true;
  return from;
}

/// As many distinct advertisements as a large network may have.
InstanceShape many(InstanceShape from) {
  from.advertisements = 64;
  return from;
}

InstanceShape harmless(InstanceShape from) {
  from.do_no_harm = true;
  return from;
}

/// A month of five-minute samples.
InstanceShape replayed(InstanceShape from) {
  from.samples = 8640;
  return from;
}

BENCHMARK_CAPTURE(solve, prefixes_200_links_4_samples_8640, replayed(shape(200, 4, 4)))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_200_links_4, shape(200, 4, 4))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_1000_links_4, shape(1000, 4, 4))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_1000_links_4_do_no_harm, harmless(shape(1000, 4, 4)))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_200_links_4_whole_volume, with_tiers(shape(200, 4, 4)))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_1000_links_4_whole_volume, with_tiers(shape(1000, 4, 4)))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solve, prefixes_10000_links_8, shape(10000, 8, 2))
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(solve, prefixes_10000_links_8_do_no_harm, harmless(shape(10000, 8, 2)))
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(solve, prefixes_10000_links_16_do_no_harm_threads_2,
                  harmless(many(shape(10000, 16, 2))), 2)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(solve, prefixes_100000_links_16_threads_2, many(shape(100000, 16, 2)), 2)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(solve, prefixes_100000_links_16_do_no_harm_threads_2,
                  harmless(many(shape(100000, 16, 2))), 2)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->Iterations(1);

}  // namespace
