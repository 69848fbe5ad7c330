// The inner loop of the averaged sweep.
#include "src/topology/averaging.hpp"

#include <algorithm>

#include "bgpte/parallel/multiversion.hpp"

namespace bgpte::topology {
namespace {

BGPTE_MULTIVERSION void average_lanes(const AveragedRows& rows,
                                      std::span<const std::uint32_t> candidates,
                                      std::uint32_t* length, float* probability) {
  constexpr std::size_t lanes = averaged_lanes;
  std::uint32_t shortest[lanes];
  float next_hops[lanes] = {};
  std::copy_n(rows.length + candidates[0] * lanes, lanes, shortest);
  for (const std::uint32_t candidate : candidates.subspan(1)) {
    const std::uint32_t* const theirs = rows.length + candidate * lanes;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      shortest[lane] = std::min(shortest[lane], theirs[lane]);
    }
  }
  std::fill_n(probability, rows.links * lanes, 0.0F);
  for (const std::uint32_t candidate : candidates) {
    const std::uint32_t* const theirs = rows.length + candidate * lanes;
    float counts[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      counts[lane] = theirs[lane] == shortest[lane] ? 1.0F : 0.0F;
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      next_hops[lane] += counts[lane];
    }
    const float* from = rows.probability + candidate * rows.links * lanes;
    float* to = probability;
    for (std::size_t link = 0; link < rows.links; ++link, from += lanes, to += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        to[lane] += counts[lane] * from[lane];
      }
    }
  }
  // A division, so that the outcomes of next hops that agree stay what they are.
  for (std::size_t link = 0; link < rows.links; ++link) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      probability[link * lanes + lane] /= next_hops[lane];
    }
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    length[lane] = shortest[lane] + 1;
  }
}

}  // namespace

void average(const AveragedRows& rows, std::span<const std::uint32_t> candidates,
             std::uint32_t* length, float* probability) {
  average_lanes(rows, candidates, length, probability);
}

}  // namespace bgpte::topology
