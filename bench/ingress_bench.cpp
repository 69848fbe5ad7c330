// How long forecasts take: a small network as a whole, all candidates of one of 16 and 32 links,
// and a network with observations.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;
using testing::Numbers;

std::vector<int> random_prepends(Numbers& numbers, std::size_t links) {
  std::vector<int> prepends(links);
  for (int& prepend : prepends) {
    prepend = numbers.below(4);
  }
  prepends[0] = 0;
  return prepends;
}

void TwoLinksAllInAll(benchmark::State& state) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 1}, {900, 0});
  const std::vector<double> home{900, 0};
  for ([[maybe_unused]] const auto _ : state) {
    const auto ingress = make_ingress(scenario);
    benchmark::DoNotOptimize(ingress->forecast(0, advertise({0, 0}), home));
  }
}
BENCHMARK(TwoLinksAllInAll)->Unit(benchmark::kMicrosecond);

/// Transitions of one advertisement to all with at most two changes, prepends up to 3.
void TransitionsOfAllCandidates(benchmark::State& state) {
  const auto links = static_cast<std::size_t>(state.range(0));
  Numbers numbers(1);
  model::Scenario scenario = network(links);
  const std::vector<int> today = random_prepends(numbers, links);
  add_prefix(scenario, today, std::vector<double>(links, 0.5));
  std::int64_t candidates = 0;
  for ([[maybe_unused]] const auto _ : state) {
    const auto ingress = make_ingress(scenario);
    candidates = 0;
    for (std::size_t a = 0; a < links; ++a) {
      for (std::size_t b = a; b < links; ++b) {
        for (int first = 0; first <= 3; ++first) {
          for (int second = 0; second <= (a == b ? 0 : 3); ++second) {
            if (first == today[a] || (a != b && second == today[b])) {
              continue;
            }
            std::vector<int> x = today;
            x[a] = first;
            if (a != b) {
              x[b] = second;
            }
            benchmark::DoNotOptimize(ingress->transition(ingress->behaviour(0), advertise(x)));
            ++candidates;
          }
        }
      }
    }
  }
  state.counters["candidates"] = static_cast<double>(candidates);
}
BENCHMARK(TransitionsOfAllCandidates)->Arg(8)->Arg(16)->Arg(32)->Unit(benchmark::kMillisecond);

/// Ranges (every variant) of all single changes.
void RangesOfSingleChanges(benchmark::State& state) {
  const auto links = static_cast<std::size_t>(state.range(0));
  Numbers numbers(2);
  model::Scenario scenario = network(links);
  const std::vector<int> today = random_prepends(numbers, links);
  add_prefix(scenario, today, std::vector<double>(links, 0.5));
  const std::vector<double> home(links, 0.5);
  for ([[maybe_unused]] const auto _ : state) {
    const auto ingress = make_ingress(scenario);
    for (std::size_t l = 0; l < links; ++l) {
      for (int prepend = 0; prepend <= 3; ++prepend) {
        std::vector<int> x = today;
        x[l] = prepend;
        benchmark::DoNotOptimize(ingress->forecast(0, advertise(x), home));
      }
    }
  }
}
BENCHMARK(RangesOfSingleChanges)->Arg(8)->Arg(16)->Arg(32)->Unit(benchmark::kMillisecond);

/// Fitting one prefix with one observation, and one forecast.
void OneObservation(benchmark::State& state) {
  const auto links = static_cast<std::size_t>(state.range(0));
  model::Scenario scenario = network(links);
  add_prefix(scenario, std::vector<int>(links, 0), std::vector<double>(links, 50));
  std::vector<int> prepends(links, 0);
  prepends[0] = 1;
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = advertise(prepends);
  for (std::size_t l = 0; l < links; ++l) {
    seen.inbound.emplace_back(model::Bps{l == 0 ? 200'000'000 : 1'000'000'000});
  }
  scenario.ingress.observations.push_back(seen);
  prepends[1] = 2;
  const std::vector<double> home(links, 50);
  for ([[maybe_unused]] const auto _ : state) {
    const auto ingress = make_ingress(scenario);
    benchmark::DoNotOptimize(ingress->forecast(0, advertise(prepends), home));
  }
}
BENCHMARK(OneObservation)->Arg(2)->Arg(6)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bgpte::ingress
