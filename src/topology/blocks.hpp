#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace bgpte::topology {

/// Calls work(0) .. work(blocks - 1), each once, on up to `threads` threads. Which thread takes
/// which block is left to chance: what a block writes must be its own.
template <class Work>
void for_each_block(unsigned threads, std::size_t blocks, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t block = next++; block < blocks; block = next++) {
      work(block);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, blocks); ++i) {
    others.emplace_back(take);
  }
  take();
}

}  // namespace bgpte::topology
