// parallel_for: every task once, and the exception of a task.
#include "bgpte/parallel/parallel_for.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace bgpte::parallel {
namespace {

TEST(ParallelFor, EachTaskIsDoneOnce) {
  for (const unsigned threads : {0U, 1U, 3U, 16U}) {
    for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
      std::vector<int> done(count, 0);
      parallel_for(threads, count, [&](std::size_t i) { ++done[i]; });
      EXPECT_EQ(done, std::vector<int>(count, 1)) << threads << " threads";
    }
  }
}

TEST(ParallelFor, ThrowsWhatATaskThrew) {
  for (const unsigned threads : {1U, 4U}) {
    EXPECT_THROW(parallel_for(threads, 100,
                              [](std::size_t i) {
                                if (i == 50) {
                                  throw std::out_of_range("task 50");
                                }
                              }),
                 std::out_of_range);
  }
}

TEST(ParallelFor, OneThreadGoesInOrderAndStopsAtAFailure) {
  std::vector<std::size_t> done;
  EXPECT_THROW(parallel_for(1, 5,
                            [&](std::size_t i) {
                              done.push_back(i);
                              if (i == 2) {
                                throw std::runtime_error("task 2");
                              }
                            }),
               std::runtime_error);
  EXPECT_EQ(done, (std::vector<std::size_t>{0, 1, 2}));
}

}  // namespace
}  // namespace bgpte::parallel
