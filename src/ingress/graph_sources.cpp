#include "graph_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "bgpte/topology/load.hpp"

namespace bgpte::ingress {
namespace {

/// Only the ASes with weight, in ascending ASN.
SourceMix sparse(const topology::AsGraph& graph, const std::vector<double>& weights) {
  SourceMix mix;
  for (const topology::AsIndex as : graph.by_asn()) {
    if (weights[as] > 0) {
      mix.emplace_back(as, weights[as]);
    }
  }
  return mix;
}

double sum_of(const SourceMix& mix) {
  double sum = 0;
  for (const auto& [as, weight] : mix) {
    sum += weight;
  }
  return sum;
}

SourceMix all_alike(const topology::AsGraph& graph) {
  return sparse(graph, std::vector<double>(graph.size(), 1.0));
}

}  // namespace

topology::AsGraph load_graph(const model::Scenario& scenario, const topology::Origin& origin,
                             std::vector<model::Finding>& findings) {
  const std::filesystem::path file =
      std::filesystem::path(scenario.base_directory) / scenario.ingress.as_rel_file;
  topology::LoadedGraph loaded = topology::load_as_relationships(file);
  if (!loaded.graph) {
    throw std::runtime_error(
        fmt::format("ingress.as_rel \"{}\": {}", scenario.ingress.as_rel_file, loaded.error));
  }
  if (loaded.graph->size() == 0) {
    throw std::runtime_error(fmt::format("ingress.as_rel \"{}\": there is no AS relationship in it",
                                         scenario.ingress.as_rel_file));
  }
  topology::AsGraph graph =
      topology::attach_origin(*std::move(loaded.graph), origin, loaded.diagnostics);
  constexpr std::size_t told = 5;
  const auto list = loaded.diagnostics.list();
  for (std::size_t i = 0; i < std::min(list.size(), told); ++i) {
    findings.push_back({"as-graph-file", model::Severity::warning, "/ingress/as_rel",
                        list[i].line > 0 ? fmt::format("Line {}: {}", list[i].line, list[i].message)
                                         : list[i].message,
                        list.size() > told && i + 1 == told
                            ? fmt::format("{} more; see bgpte catchment.", list.size() - told)
                            : std::string{}});
  }
  return graph;
}

std::optional<topology::LoadedWeights> load_source_weights(const model::Scenario& scenario) {
  if (scenario.ingress.weights_file.empty()) {
    return std::nullopt;
  }
  topology::LoadedWeights loaded = topology::load_weights(
      std::filesystem::path(scenario.base_directory) / scenario.ingress.weights_file);
  if (!loaded.rows) {
    throw std::runtime_error(
        fmt::format("ingress.weights \"{}\": {}", scenario.ingress.weights_file, loaded.error));
  }
  return loaded;
}

SourceMixes source_mixes(const model::Scenario& scenario, const topology::AsGraph& graph,
                         const std::optional<topology::LoadedWeights>& weights,
                         std::vector<model::Finding>& findings) {
  SourceMixes result;
  result.of_prefix.assign(scenario.prefixes.size(), 0);
  if (!weights) {
    result.mixes.push_back(all_alike(graph));
    return result;
  }
  const topology::LoadedWeights& loaded = *weights;
  if (loaded.left_out > 0) {
    findings.push_back(
        {"weights-file", model::Severity::warning, "/ingress/weights",
         fmt::format("{} lines were left out; line {}: {}", loaded.left_out,
                     loaded.diagnostics.front().line, loaded.diagnostics.front().message),
         "Mend these lines."});
  }
  std::map<std::string, std::vector<topology::WeightRow>> by_prefix;
  for (const topology::WeightRow& row : *loaded.rows) {
    by_prefix[row.prefix].push_back(row);
  }
  const topology::WeightsOfGraph all = topology::weights_of(graph, by_prefix[""]);
  result.mixes.push_back(sparse(graph, all.of));
  double listed = sum_of(result.mixes[0]);
  if (listed <= 0) {
    result.mixes[0] = all_alike(graph);
  }
  double unknown = all.weight_not_in_graph;
  for (const auto& [text, rows] : by_prefix) {
    if (text.empty()) {
      continue;
    }
    const topology::WeightsOfGraph own = topology::weights_of(graph, rows);
    SourceMix mix = sparse(graph, own.of);
    const double sum = sum_of(mix);
    listed += sum;
    unknown += own.weight_not_in_graph;
    const model::ParsedPrefix parsed = model::parse_prefix(text);
    const std::optional<model::PrefixIndex> prefix =
        parsed.fault == model::PrefixFault::none ? model::find_prefix(scenario, parsed.prefix)
                                                 : std::nullopt;
    if (!prefix) {
      findings.push_back(
          {"weights-file", model::Severity::warning, "/ingress/weights",
           fmt::format("\"{}\" is no listed prefix: its {} rows do not count", text, rows.size()),
           "Write the prefix as the scenario does."});
    } else if (sum > 0) {
      result.of_prefix[*prefix] = result.mixes.size();
      result.mixes.push_back(std::move(mix));
    }
  }
  if (unknown > 0) {
    findings.push_back({"weights-file", model::Severity::info, "/ingress/weights",
                        fmt::format("{:.1f} % of the weight is of ASes that the graph does not "
                                    "have; it does not count",
                                    100 * unknown / (unknown + listed)),
                        "Take graph and weights from the same day."});
  }
  return result;
}

}  // namespace bgpte::ingress
