// libFuzzer target for everything that reads an AS-relationship file: decompression, parsing,
// building the graph, and routes over whatever came out. Built with BGPTE_FUZZ (clang).

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bgpte/topology/load.hpp"
#include "bgpte/topology/sweep.hpp"
#include "bgpte/topology/ties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bgpte::topology;
  const FileBytes text = decompress({reinterpret_cast<const char*>(data), size});
  if (!text.bytes || text.bytes->size() > 1U << 20U) {
    return 0;
  }
  const LoadedGraph loaded = parse_as_relationships(*text.bytes);
  const AsGraph& graph = *loaded.graph;
  if (graph.size() == 0) {
    return 0;
  }
  Origin origin;
  origin.asn = graph.asn(static_cast<AsIndex>(graph.size() - 1));
  origin.links = other_neighbors(graph, origin);
  bgpte::model::Advertisement plain(origin.links.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    plain[i] = static_cast<bgpte::model::Prepend>(i % 3);
  }
  const Routes routes = compute_routes(graph, origin, plain);
  const Ties ties = compute_ties(graph, origin, plain, routes);
  const Sweep all = sweep(graph, origin, {&plain, 1});
  for (AsIndex as = 0; as < graph.size(); ++as) {
    // Three computations of one thing have to agree.
    const LinkNumber link = routes.of[as].link;
    if (as != routes.origin &&
        (all.ingress_of(as, 0) != link || ties.outcomes(as).empty() != (link == no_link))) {
      std::abort();
    }
  }
  return 0;
}
