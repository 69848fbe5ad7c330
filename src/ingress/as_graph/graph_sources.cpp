// Reads the AS graph and the weights of its sources, and says what was odd about the files.
#include "src/ingress/as_graph/graph_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/topology/load.hpp"

namespace bgpte::ingress {
namespace {

/// Sources that a file lists for one prefix, or for all.
struct Listed {
  SourceMix mix;
  double sum = 0;
  double unknown = 0;  ///< Weight of ASes that the graph does not have.
};

/// The rows that have weight; each is of another AS.
Listed listed_sources(const topology::AsGraph& graph,
                      std::vector<const topology::WeightRow*> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->asn < b->asn; });
  Listed result;
  for (const topology::WeightRow* row : rows) {
    const std::optional<topology::AsIndex> as = graph.find(row->asn);
    (as ? result.sum : result.unknown) += row->weight;
    if (as && row->weight > 0) {
      result.mix.emplace_back(*as, row->weight);
    }
  }
  return result;
}

SourceMix all_alike(const topology::AsGraph& graph) {
  SourceMix mix;
  for (const topology::AsIndex as : graph.by_asn()) {
    mix.emplace_back(as, 1.0);
  }
  return mix;
}

}  // namespace

topology::AsGraph load_graph(const model::Scenario& scenario, const topology::Origin& origin,
                             std::vector<model::Finding>& findings) {
  const std::filesystem::path file =
      std::filesystem::path(scenario.base_directory) / scenario.ingress.as_rel_file;
  topology::LoadedGraph loaded = topology::load_as_relationships(file);
  if (!loaded.graph && loaded.read) {
    throw UnusableFile(
        fmt::format("ingress.as_rel \"{}\": {}", scenario.ingress.as_rel_file, loaded.error));
  }
  if (!loaded.graph) {
    throw std::runtime_error(
        fmt::format("ingress.as_rel \"{}\": {}", scenario.ingress.as_rel_file, loaded.error));
  }
  if (loaded.graph->size() == 0) {
    throw UnusableFile(fmt::format("ingress.as_rel \"{}\": there is no AS relationship in it",
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
  if (!loaded.rows && loaded.read) {
    throw UnusableFile(
        fmt::format("ingress.weights \"{}\": {}", scenario.ingress.weights_file, loaded.error));
  }
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
  std::map<std::string_view, std::vector<const topology::WeightRow*>> by_prefix;
  for (const topology::WeightRow& row : *loaded.rows) {
    by_prefix[row.prefix].push_back(&row);
  }
  Listed all = listed_sources(graph, by_prefix[""]);
  double listed = all.sum;
  double unknown = all.unknown;
  result.mixes.push_back(listed > 0 ? std::move(all.mix) : all_alike(graph));
  for (const auto& [text, rows] : by_prefix) {
    if (text.empty()) {
      continue;
    }
    Listed own = listed_sources(graph, rows);
    listed += own.sum;
    unknown += own.unknown;
    const model::ParsedPrefix parsed = model::parse_prefix(text);
    const std::optional<model::PrefixIndex> prefix =
        parsed.fault == model::PrefixFault::none ? model::find_prefix(scenario, parsed.prefix)
                                                 : std::nullopt;
    if (!prefix) {
      findings.push_back(
          {"weights-file", model::Severity::warning, "/ingress/weights",
           fmt::format("\"{}\" is no listed prefix: its {} rows do not count", text, rows.size()),
           "Write the prefix as the scenario does."});
    } else if (own.sum > 0) {
      result.of_prefix[*prefix] = result.mixes.size();
      result.mixes.push_back(std::move(own.mix));
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
