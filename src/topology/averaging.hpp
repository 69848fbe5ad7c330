#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bgpte::topology {

/// Vectors averaged side by side.
inline constexpr std::size_t averaged_lanes = 32;

/// State of all rows under `averaged_lanes` vectors: path lengths [row][lane], and probabilities
/// [row][link][lane].
struct AveragedRows {
  std::uint32_t* length = nullptr;
  float* probability = nullptr;
  std::size_t links = 0;
};

/// Averages, in every lane, over those of `candidates` (rows, at least one) that are shortest.
/// Writes length + 1 and the probabilities; `length` and `probability` are no candidate's.
void average(const AveragedRows& rows, std::span<const std::uint32_t> candidates,
             std::uint32_t* length, float* probability);

}  // namespace bgpte::topology
