#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bgpte::topology {

/// Vectors that are computed side by side. 32 bytes are one AVX2 or two SSE2/NEON registers, and
/// a cell of bytes is one cache line.
inline constexpr std::size_t lanes = 32;

/// The best routes of one AS under `lanes` vectors: path length and ingress link.
template <class Number>
struct alignas(64) Cell {
  Number length[lanes];
  Number link[lanes];
};

/// For each AS of a core in turn: in every lane the first of the shortest of its candidates'
/// routes, one longer. `candidates` holds rows, those of order[i] from begin[i] to begin[i + 1].
struct CoreView {
  std::span<const std::uint32_t> order;
  std::span<const std::uint32_t> begin;
  std::span<const std::uint32_t> candidates;
};

/// Fills cells[as] for all of `core.order`; the rows of the offers are filled already.
void propagate(const CoreView& core, Cell<std::uint8_t>* cells);
void propagate(const CoreView& core, Cell<std::uint32_t>* cells);

/// The ingress links of an AS that nobody learns from: out[chunk * lanes + lane], over `chunks`
/// blocks of `stride` cells each.
void choose(std::span<const std::uint32_t> candidates, const Cell<std::uint8_t>* cells,
            std::size_t stride, std::size_t chunks, std::uint8_t* out);
void choose(std::span<const std::uint32_t> candidates, const Cell<std::uint32_t>* cells,
            std::size_t stride, std::size_t chunks, std::uint32_t* out);

}  // namespace bgpte::topology
