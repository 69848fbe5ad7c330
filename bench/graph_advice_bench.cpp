// `advise` over the AS graph as a whole process: four links, 200 prefixes, each with sources of its
// own. BGPTE_AS_REL names an AS-relationship file (plain, .gz or .bz2); without it a synthetic
// graph of the same size is made.
//
// docs/performance-topology.md says how to read the numbers.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/topology_graph.hpp"
#include "bgpte/topology/load.hpp"

namespace bgpte {
namespace {

constexpr std::size_t prefixes = 200;
constexpr std::size_t sources_each = 1'000;
constexpr std::size_t links = 4;

class Numbers {
 public:
  double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  /// Log-normal with median 1.
  double spread(double sigma) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return std::exp(sigma * radius * std::cos(6.283185307179586 * uniform()));
  }

 private:
  std::mt19937_64 engine_{7};
};

/// A folder with the scenario, its weights and (or a link to) the graph.
class Case {
 public:
  static const Case& get() {
    static const Case one;
    return one;
  }
  ~Case() { std::filesystem::remove_all(folder_); }
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  [[nodiscard]] std::string scenario() const { return (folder_ / "scenario.json").string(); }
  [[nodiscard]] std::string result() const { return (folder_ / "advice.json").string(); }

 private:
  Case()
      : folder_(std::filesystem::temp_directory_path() /
                ("bgpte-graph-advice-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    const char* const named = std::getenv("BGPTE_AS_REL");
    const std::filesystem::path file = folder_ / "as-rel";
    if (named != nullptr) {
      std::filesystem::create_symlink(std::filesystem::absolute(named), file);
    } else {
      std::ofstream(file, std::ios::binary) << bench::as_text(bench::internet_like());
    }
    const topology::LoadedGraph loaded = topology::load_as_relationships(file);
    if (!loaded.graph) {
      throw std::runtime_error(file.string() + ": " + loaded.error);
    }
    write(*loaded.graph, bench::stub_with_providers(*loaded.graph, links));
  }

  void write(const topology::AsGraph& graph, const topology::Origin& origin) {
    Numbers numbers;
    std::ofstream weights(folder_ / "weights.csv", std::ios::binary);
    weights << "asn,bps,prefix\n";
    std::array<std::int64_t, links> inbound{};
    std::string listed;
    for (std::size_t p = 0; p < prefixes; ++p) {
      const std::string prefix = "198.18." + std::to_string(p) + ".0/24";
      for (std::size_t i = 0; i < sources_each; ++i) {
        const auto as = static_cast<topology::AsIndex>(numbers.below(graph.size()));
        weights << graph.asn(as) << ',' << static_cast<std::int64_t>(1e5 * numbers.spread(2.5)) + 1
                << ',' << prefix << '\n';
      }
      // Advertised with 0 to 2 prepends; who is prepended carries less.
      const double volume = 24e6 * numbers.spread(1.2);
      std::array<int, links> prepends{};
      std::array<double, links> part{};
      double all = 0;
      for (std::size_t l = 0; l < links; ++l) {
        prepends[l] = std::max(0, static_cast<int>(numbers.below(7)) - 4);
      }
      const int least = *std::min_element(prepends.begin(), prepends.end());
      for (std::size_t l = 0; l < links; ++l) {
        prepends[l] -= least;
        part[l] = std::pow(numbers.uniform(), 2) * std::pow(0.4, prepends[l]);
        all += part[l];
      }
      std::string rates, advertise;
      for (std::size_t l = 0; l < links; ++l) {
        const auto rate = static_cast<std::int64_t>(volume * part[l] / all);
        inbound[l] += rate;
        const std::string key = (l == 0 ? "\"" : ", \"") + name(l) + "\": ";
        rates += key + std::to_string(rate);
        advertise += key + std::to_string(prepends[l]);
      }
      listed +=
          fmt::format(R"({}    {{ "prefix": "{}", "inbound": {{ {} }}, "advertise": {{ {} }} }})",
                      p == 0 ? "" : ",\n", prefix, rates, advertise);
    }
    constexpr std::array<double, links> utilisation{0.93, 0.50, 0.60, 0.75};
    constexpr std::array<const char*, links> price{"0.50", "1.20", "0.80", "0.60"};
    std::string ports;
    for (std::size_t l = 0; l < links; ++l) {
      const auto rate = static_cast<std::int64_t>(static_cast<double>(inbound[l]) * 1.05);
      ports +=
          std::string(l == 0 ? "" : ",\n") + R"(    { "name": ")" + name(l) +
          R"(", "neighbor_as": )" + std::to_string(origin.links[l].neighbor) +
          R"(, "relationship": "transit", "capacity": )" +
          std::to_string(static_cast<std::int64_t>(static_cast<double>(rate) / utilisation[l])) +
          R"(, "inbound": )" + std::to_string(rate) +
          R"(, "billing": { "model": "per-mbps", "price": )" + price[l] + " } }";
    }
    std::ofstream(scenario(), std::ios::binary)
        << R"({ "format": "bgpte-scenario/1", "name": "four links over the AS graph", "local_as": )"
        << origin.asn << R"(, "currency": "USD",
  "links": [
)" << ports
        << R"( ],
  "prefixes": [
)" << listed
        << R"( ],
  "policy": { "max_changes_per_prefix": 4, "max_changes": null },
  "ingress": { "model": "as-graph", "as_rel": "as-rel", "weights": "weights.csv" } }
)";
  }

  static std::string name(std::size_t link) {
    return std::string(1, static_cast<char>('A' + link));
  }

  std::filesystem::path folder_;
};

double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// Argument: threads.
void AdviseOverTheGraph(benchmark::State& state) {
  const Case& one = Case::get();
  const std::string command = std::string(BGPTE_PROGRAM) + " advise " + one.scenario() +
                              " --format json -o " + one.result() + " --threads " +
                              std::to_string(state.range(0));
  const double before = children_seconds();
  for ([[maybe_unused]] const auto _ : state) {
    if (std::system(command.c_str()) != 0) {
      state.SkipWithError("advise failed");
      return;
    }
  }
  state.counters["cpu_s"] =
      benchmark::Counter(children_seconds() - before, benchmark::Counter::kAvgIterations);
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  state.counters["max_rss_MB"] = static_cast<double>(usage.ru_maxrss) / 1024.0;
}
BENCHMARK(AdviseOverTheGraph)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bgpte
