// Importing flows: bytes a second of CPU time, from text in memory to cells, and the memory of it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>
#include <string>

#include "bgpte/telemetry/import.hpp"

namespace {

using namespace bgpte::telemetry;

InterfaceMap map_of_two_links() {
  return std::get<InterfaceMap>(read_map(R"({ "format": "bgpte-map/1",
    "exporters": { "rt1": { "addresses": ["192.0.2.33"] } },
    "interfaces": [ { "router": "rt1", "ifname": "xe-0", "ifindex": [11], "link": "A" },
                    { "router": "rt1", "ifname": "xe-1", "ifindex": [12], "link": "B" } ] })"));
}

std::vector<bgpte::model::IpPrefix> prefixes() {
  std::vector<bgpte::model::IpPrefix> listed;
  for (int i = 0; i < 64; ++i) {
    listed.push_back(bgpte::model::parse_prefix(fmt::format("203.0.{}.0/24", 64 + i)).prefix);
    listed.push_back(bgpte::model::parse_prefix(fmt::format("2001:db8:{:x}::/48", i)).prefix);
  }
  return listed;
}

/// Three of four hosts are IPv4; one of eight is in no listed prefix.
std::string destination(std::mt19937& random, int row) {
  const auto number = static_cast<unsigned>(random());
  return row % 4 == 0 ? fmt::format("2001:db8:{:x}:{:x}::{:x}", number % 73, number >> 24U,
                                    number >> 8U & 0xFFFFU)
                      : fmt::format("203.0.{}.{}", 64 + number % 73, number >> 24U);
}

std::string nfdump_fmt(int rows) {
  std::mt19937 random(1);
  std::string text;
  for (int i = 0; i < rows; ++i) {
    text += fmt::format("{:>39},{:>6},{:>39},{:>8},{:>8},{:>5}\n", "192.0.2.33", 11 + i % 2,
                        destination(random, i), random() % 100'000, random() % 100 + 1, 1);
  }
  return text;
}

std::string goflow2(int rows) {
  std::mt19937 random(1);
  std::string text;
  for (int i = 0; i < rows; ++i) {
    const std::int64_t end = 1'795'905'600 + i % 3600;
    text += fmt::format(
        R"({{"type":"NETFLOW_V9","time_received_ns":{}123456000,"sequence_num":{},"sampling_rate":1000,)"
        R"("flow_direction":0,"sampler_address":"192.0.2.33","time_flow_start_ns":{}000000000,)"
        R"("time_flow_end_ns":{}000000000,"bytes":{},"packets":{},"src_addr":"198.18.0.1",)"
        R"("dst_addr":"{}","etype":"IPv4","proto":"UDP","src_port":443,"dst_port":50000,)"
        R"("in_if":{},"out_if":20}})"
        "\n",
        end, i, end - random() % 60, end, random() % 100'000, random() % 100 + 1,
        destination(random, i), 11 + i % 2);
  }
  return text;
}

void import_text(benchmark::State& state, const std::string& text) {
  const InterfaceMap map = map_of_two_links();
  ImportOptions options;
  options.window = Window{1'795'903'200, 1'795'910'400};
  while (state.KeepRunning()) {
    FlowImport import(map, prefixes(), options);
    import.begin_input();
    constexpr std::size_t block = std::size_t{1} << 20U;
    for (std::size_t at = 0; at < text.size(); at += block) {
      import.feed(std::string_view(text).substr(at, block));
    }
    import.end_input();
    if (const auto made = import.take(); std::holds_alternative<std::string>(made)) {
      state.SkipWithError(std::get<std::string>(made).c_str());
      break;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void nfdump_fmt_lines(benchmark::State& state) {
  import_text(state, nfdump_fmt(static_cast<int>(state.range(0))));
}
BENCHMARK(nfdump_fmt_lines)->Arg(500'000)->Unit(benchmark::kMillisecond);

void goflow2_lines(benchmark::State& state) {
  import_text(state, goflow2(static_cast<int>(state.range(0))));
}
BENCHMARK(goflow2_lines)->Arg(200'000)->Unit(benchmark::kMillisecond);

}  // namespace
