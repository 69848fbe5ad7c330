#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bgpte::topology {

/// Calls work(0) .. work(blocks - 1), each once, on up to `threads` threads. Which thread takes
/// which block is left to chance: what a block writes must be its own. An exception of a block ends
/// the rest and is thrown to the caller.
template <class Work>
void for_each_block(unsigned threads, std::size_t blocks, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto take = [&] {
    try {
      for (std::size_t block = next++; block < blocks; block = next++) {
        work(block);
      }
    } catch (...) {
      next = blocks;
      const std::scoped_lock lock(mutex);
      failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, blocks); ++i) {
      others.emplace_back(take);
    }
    take();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace bgpte::topology
