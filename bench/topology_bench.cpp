// Catchments over the AS graph. BGPTE_AS_REL names an AS-relationship file (plain, .gz or .bz2);
// without it a synthetic graph of the same size is made.
//
// docs/performance-topology.md says how to read the numbers.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "bench/topology_graph.hpp"
#include "bgpte/topology/averaged_sweep.hpp"
#include "bgpte/topology/load.hpp"
#include "bgpte/topology/routes.hpp"
#include "bgpte/topology/sweep.hpp"
#include "bgpte/topology/ties.hpp"
#include "src/topology/candidates.hpp"
#include "src/topology/lanes.hpp"

namespace bgpte::topology {
namespace {

/// Plain text in a file of its own, and the graph in it.
class Subject {
 public:
  static const Subject& get() {
    static const Subject subject;
    return subject;
  }
  ~Subject() { std::filesystem::remove(file_); }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] const AsGraph& graph() const { return graph_; }

 private:
  Subject()
      : file_(std::filesystem::temp_directory_path() /
              ("bgpte-bench-" +
               std::to_string(std::filesystem::hash_value(std::filesystem::current_path())) +
               ".as-rel.txt")) {
    const char* const named = std::getenv("BGPTE_AS_REL");
    std::string text;
    if (named != nullptr) {
      FileBytes read = read_possibly_compressed(named);
      if (!read.bytes) {
        throw std::runtime_error(std::string(named) + ": " + read.error);
      }
      text = *std::move(read.bytes);
    } else {
      text = bench::as_text(bench::internet_like());
    }
    std::ofstream(file_, std::ios::binary) << text;
    graph_ = *parse_as_relationships(text).graph;
    std::fprintf(stderr,
                 "%s graph: %zu ASes (%zu with customers), %zu provider links, %zu peer links\n",
                 named != nullptr ? named : "synthetic", graph_.size(), graph_.transit_size(),
                 graph_.provider_links(), graph_.peer_links());
  }

  std::filesystem::path file_;
  AsGraph graph_;
};

model::Advertisement plain(std::size_t links) {
  model::Advertisement advertisement(links);
  for (std::size_t link = 0; link < links; ++link) {
    advertisement[link] = 0;
  }
  return advertisement;
}

std::vector<model::Advertisement> all_vectors(std::size_t links) {
  std::vector<LinkNumber> swept(links);
  std::iota(swept.begin(), swept.end(), LinkNumber{0});
  return prepend_vectors(plain(links), swept, 3);
}

double resident_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void Load(benchmark::State& state) {
  const Subject& subject = Subject::get();
  for ([[maybe_unused]] const auto _ : state) {
    benchmark::DoNotOptimize(load_as_relationships(subject.file()));
  }
}
BENCHMARK(Load)->Unit(benchmark::kMillisecond);

void OneVector(benchmark::State& state) {
  const AsGraph& graph = Subject::get().graph();
  const Origin origin = bench::stub_with_providers(graph, 4);
  auto advertisement = plain(4);
  advertisement[0] = 1;
  for ([[maybe_unused]] const auto _ : state) {
    benchmark::DoNotOptimize(compute_routes(graph, origin, advertisement));
  }
}
BENCHMARK(OneVector)->Unit(benchmark::kMillisecond);

void TiesOfOneVector(benchmark::State& state) {
  const AsGraph& graph = Subject::get().graph();
  const Origin origin = bench::stub_with_providers(graph, 4);
  const Routes routes = compute_routes(graph, origin, plain(4));
  for ([[maybe_unused]] const auto _ : state) {
    benchmark::DoNotOptimize(compute_ties(graph, origin, plain(4), routes));
  }
}
BENCHMARK(TiesOfOneVector)->Unit(benchmark::kMillisecond);

/// Arguments: links, threads.
void SweepAll(benchmark::State& state) {
  const AsGraph& graph = Subject::get().graph();
  const auto links = static_cast<std::size_t>(state.range(0));
  const Origin origin = bench::stub_with_providers(graph, links);
  const auto vectors = all_vectors(links);
  for ([[maybe_unused]] const auto _ : state) {
    benchmark::DoNotOptimize(
        sweep(graph, origin, vectors, TieRule::lowest_asn, static_cast<unsigned>(state.range(1))));
  }
  state.counters["vectors"] = static_cast<double>(vectors.size());
  state.counters["max_rss_MB"] = resident_megabytes();
}
BENCHMARK(SweepAll)->Args({4, 1})->Args({4, 2})->Args({5, 1})->Args({5, 2})->UseRealTime()->Unit(
    benchmark::kMillisecond);

void AveragedSweepAll(benchmark::State& state) {
  const AsGraph& graph = Subject::get().graph();
  const Origin origin = bench::stub_with_providers(graph, 4);
  const auto vectors = all_vectors(4);
  for ([[maybe_unused]] const auto _ : state) {
    benchmark::DoNotOptimize(
        averaged_sweep(graph, origin, vectors, static_cast<unsigned>(state.range(0))));
  }
}
BENCHMARK(AveragedSweepAll)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

/// What limits a sweep: its inner loop over all ASes for one block of lanes, and what it costs to
/// take one thing away at a time.
///   rows      0: all. n: every candidate's row modulo n, so that the same comparisons read only
///             n cells. What is saved is what memory costs.
///   by_count  1: ASes in the order of their number of candidates, so that the processor foresees
///             the end of each inner loop. What is saved is what wrong guesses cost.
template <class Number>
void InnerLoop(benchmark::State& state) {
  const AsGraph& graph = Subject::get().graph();
  const Origin origin = bench::stub_with_providers(graph, 4);
  const Candidates candidates(graph, origin, plain(4), TieRule::lowest_asn);
  const auto modulo = static_cast<std::uint32_t>(state.range(0));
  std::vector<std::uint32_t> rows;
  std::vector<std::pair<std::size_t, std::size_t>> of_as;  // begin and size in rows
  for (AsIndex as = 0; as < graph.size(); ++as) {
    const std::size_t begin = rows.size();
    candidates.append(as, rows);
    if (rows.size() > begin) {
      of_as.emplace_back(begin, rows.size() - begin);
    }
  }
  for (std::uint32_t& row : rows) {
    row = modulo != 0 ? row % modulo : row;
  }
  if (state.range(1) != 0) {
    std::stable_sort(of_as.begin(), of_as.end(),
                     [](const auto& a, const auto& b) { return a.second < b.second; });
  }
  std::vector<Cell<Number>> cells(candidates.rows());
  Number out[lanes];
  for ([[maybe_unused]] const auto _ : state) {
    for (const auto& [begin, size] : of_as) {
      choose({rows.data() + begin, size}, cells.data(), cells.size(), 1, out);
      benchmark::DoNotOptimize(out);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows.size()));
  state.counters["state_KB"] =
      static_cast<double>((modulo != 0 ? modulo : cells.size()) * sizeof cells[0]) / 1024.0;
}
BENCHMARK_TEMPLATE(InnerLoop, std::uint8_t)
    ->ArgNames({"rows", "by_count"})
    ->Args({0, 0})
    ->Args({256, 0})
    ->Args({0, 1})
    ->Args({256, 1})
    ->Unit(benchmark::kMicrosecond);
// The same with four times the arithmetic, and four times the bytes.
BENCHMARK_TEMPLATE(InnerLoop, std::uint32_t)
    ->ArgNames({"rows", "by_count"})
    ->Args({0, 0})
    ->Args({64, 0})
    ->Args({64, 1})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bgpte::topology
