// The inner loops of the sweep: path lengths and links of 32 vectors side by side.
#include "src/topology/lanes.hpp"

#include <algorithm>

#include "bgpte/parallel/multiversion.hpp"

namespace bgpte::topology {
namespace {

/// Keeps in every lane the shorter of `best` and `other`, and `best` where they are equal.
template <class Number>
[[gnu::always_inline]] inline void keep_shorter(Cell<Number>& best, const Cell<Number>& other) {
  // Masks rather than branches: this is the form that compilers turn into whole registers.
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto shorter = static_cast<Number>(other.length[lane] < best.length[lane] ? -1 : 0);
    const auto difference = static_cast<Number>(best.link[lane] ^ other.link[lane]);
    best.link[lane] = static_cast<Number>(best.link[lane] ^ (difference & shorter));
  }
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    best.length[lane] = std::min(best.length[lane], other.length[lane]);
  }
}

template <class Number>
[[gnu::always_inline]] inline void propagate_lanes(const CoreView& core, Cell<Number>* cells) {
  for (std::size_t i = 0; i < core.order.size(); ++i) {
    const std::uint32_t* at = core.candidates.data() + core.begin[i];
    const std::uint32_t* const end = core.candidates.data() + core.begin[i + 1];
    Cell<Number> best = cells[*at];
    for (++at; at != end; ++at) {
      keep_shorter(best, cells[*at]);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      best.length[lane] = static_cast<Number>(best.length[lane] + 1);
    }
    cells[core.order[i]] = best;
  }
}

template <class Number>
[[gnu::always_inline]] inline void choose_lanes(std::span<const std::uint32_t> candidates,
                                                const Cell<Number>* cells, std::size_t stride,
                                                std::size_t chunks, Number* out) {
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    Cell<Number> best = cells[candidates[0]];
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      keep_shorter(best, cells[candidates[i]]);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      out[lane] = best.link[lane];
    }
    cells += stride;
    out += lanes;
  }
}

// Functions of their own, not declared before: clang takes the attribute from the first
// declaration only, and the header need not know.
BGPTE_MULTIVERSION void propagate_bytes(const CoreView& core, Cell<std::uint8_t>* cells) {
  propagate_lanes(core, cells);
}

BGPTE_MULTIVERSION void propagate_words(const CoreView& core, Cell<std::uint32_t>* cells) {
  propagate_lanes(core, cells);
}

BGPTE_MULTIVERSION void choose_bytes(std::span<const std::uint32_t> candidates,
                                     const Cell<std::uint8_t>* cells, std::size_t stride,
                                     std::size_t chunks, std::uint8_t* out) {
  choose_lanes(candidates, cells, stride, chunks, out);
}

BGPTE_MULTIVERSION void choose_words(std::span<const std::uint32_t> candidates,
                                     const Cell<std::uint32_t>* cells, std::size_t stride,
                                     std::size_t chunks, std::uint32_t* out) {
  choose_lanes(candidates, cells, stride, chunks, out);
}

}  // namespace

void propagate(const CoreView& core, Cell<std::uint8_t>* cells) {
  propagate_bytes(core, cells);
}

void propagate(const CoreView& core, Cell<std::uint32_t>* cells) {
  propagate_words(core, cells);
}

void choose(std::span<const std::uint32_t> candidates, const Cell<std::uint8_t>* cells,
            std::size_t stride, std::size_t chunks, std::uint8_t* out) {
  choose_bytes(candidates, cells, stride, chunks, out);
}

void choose(std::span<const std::uint32_t> candidates, const Cell<std::uint32_t>* cells,
            std::size_t stride, std::size_t chunks, std::uint32_t* out) {
  choose_words(candidates, cells, stride, chunks, out);
}

}  // namespace bgpte::topology
