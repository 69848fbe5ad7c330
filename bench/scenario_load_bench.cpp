// Loading a scenario of 100,000 prefixes on 16 links: bytes a second, text to model::Scenario.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "bgpte/scenario/load.hpp"

namespace {

std::string large_scenario(int prefixes, int links) {
  std::string text = R"({"format": "bgpte-scenario/1", "local_as": 65000,
  "links": [)";
  for (int l = 0; l < links; ++l) {
    text += fmt::format(
        R"({}{{ "name": "L{:02}", "neighbor_as": {}, "relationship": "transit", "capacity": "100 Gbps",
    "inbound": "60 Gbps", "billing": {{ "model": "per-mbps", "price": 0.{:02} }} }})",
        l == 0 ? "\n    " : ",\n    ", l, 64501 + l, 10 + l);
  }
  text += "],\n  \"prefixes\": [";
  for (int p = 0; p < prefixes; ++p) {
    text += fmt::format(R"({}{{ "prefix": "{}.{}.{}.0/24", "inbound": {{)",
                        p == 0 ? "\n    " : ",\n    ", 11 + p / 65536, p / 256 % 256, p % 256);
    for (int l = 0; l < links; ++l) {
      text += fmt::format(R"({}"L{:02}": "{} kbps")", l == 0 ? " " : ", ", l,
                          100 + (p * 31 + l * 17) % 900);
    }
    text += " }, \"advertise\": {";
    for (int l = 0; l < links; ++l) {
      text += fmt::format(R"({}"L{:02}": {})", l == 0 ? " " : ", ", l, (p + l) % 4);
    }
    text += " } }";
  }
  return text + "]\n}\n";
}

void load_scenario(benchmark::State& state) {
  const std::string text = large_scenario(static_cast<int>(state.range(0)), 16);
  for ([[maybe_unused]] const auto _ : state) {
    const bgpte::scenario::LoadResult result = bgpte::scenario::load(text, ".");
    if (!result.scenario) {
      state.SkipWithError(result.diagnostics.front().message.c_str());
      break;
    }
    benchmark::DoNotOptimize(result.scenario->prefixes.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(load_scenario)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
