#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace bgpte::parallel {

/// Calls task(i) for i in 0 .. count-1 on up to `threads` threads; each i is done by one of them,
/// in no order. Throws what a task threw.
template <typename Task>
void parallel_for(unsigned threads, std::size_t count, const Task& task) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count && !failed; i = next++) {
        task(i);
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
      failed = true;
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads && i < count; ++i) {
      try {
        others.emplace_back(work);
      } catch (const std::system_error&) {
        break;  // No more to be had: those that run do all of it.
      }
    }
    work();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace bgpte::parallel
