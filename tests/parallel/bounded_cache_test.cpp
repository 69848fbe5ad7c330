// BoundedCache: values by key, its limits, and several threads at once.
#include "bgpte/parallel/bounded_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::parallel {
namespace {

using Cache = BoundedCache<int, std::string>;

TEST(BoundedCache, MakesEachValueOnce) {
  Cache cache({});
  int made = 0;
  const auto make = [&] {
    ++made;
    return std::string("one");
  };
  EXPECT_EQ(cache.find(1), nullptr);
  EXPECT_EQ(*cache.find_or_make(1, make), "one");
  EXPECT_EQ(*cache.find_or_make(1, make), "one");
  EXPECT_EQ(made, 1);
  EXPECT_EQ(*cache.find(1), "one");
}

TEST(BoundedCache, TheFirstValueThatIsKeptStays) {
  Cache cache({});
  const Cache::Pointer first = cache.keep(1, std::make_shared<const std::string>("first"));
  EXPECT_EQ(cache.keep(1, std::make_shared<const std::string>("second")), first);
}

TEST(BoundedCache, StartsAfreshWhenItHasAllItsEntries) {
  Cache cache({.entries = 3});
  for (int key = 0; key < 4; ++key) {
    (void)cache.find_or_make(key, [&] { return std::to_string(key); });
    EXPECT_LE(cache.size(), 3U);
  }
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.find(0), nullptr);
  EXPECT_EQ(*cache.find(3), "3");
}

TEST(BoundedCache, StartsAfreshWhenTheWeightIsReached) {
  Cache cache({.weight = 10, .least_entries = 2});
  const auto add = [&](int key, std::size_t weight) {
    (void)cache.find_or_make(
        key, [&] { return std::to_string(key); }, weight);
  };
  add(0, 100);
  add(1, 100);
  EXPECT_EQ(cache.size(), 2U) << "least_entries are kept whatever they weigh";
  add(2, 4);
  EXPECT_EQ(cache.size(), 1U);
  add(3, 4);
  add(4, 2);
  EXPECT_EQ(cache.size(), 3U) << "exactly the weight is allowed";
  add(5, 1);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(BoundedCache, AValueOutlivesItsEntry) {
  Cache cache({.entries = 1});
  const Cache::Pointer held = cache.find_or_make(1, [] { return std::string("held"); });
  (void)cache.find_or_make(2, [] { return std::string("other"); });
  EXPECT_EQ(cache.find(1), nullptr);
  EXPECT_EQ(*held, "held");
}

TEST(BoundedCache, MakeMayUseTheCache) {
  Cache cache({});
  const auto value = cache.find_or_make(
      1, [&] { return "1 after " + *cache.find_or_make(2, [] { return std::string("2"); }); });
  EXPECT_EQ(*value, "1 after 2");
}

TEST(BoundedCache, ThreadsGetTheSameValues) {
  BoundedCache<std::size_t, std::size_t> cache({.entries = 7});
  std::atomic<std::size_t> wrong{0};
  parallel_for(4, 20'000, [&](std::size_t i) {
    const std::size_t key = i % 13;
    wrong += *cache.find_or_make(key, [&] { return key * key; }) == key * key ? 0 : 1;
  });
  EXPECT_EQ(wrong, 0U);
}

struct Itself {
  std::size_t operator()(int key) const { return static_cast<std::size_t>(key); }
};
using Divided = DividedCache<int, std::string, Itself>;

TEST(DividedCache, MakesEachValueOnceInAnyPart) {
  Divided cache({});
  int made = 0;
  for (int round = 0; round < 2; ++round) {
    for (int key = 0; key < 200; ++key) {
      const auto make = [&] {
        ++made;
        return std::to_string(key);
      };
      EXPECT_EQ(*cache.find_or_make(key, make), std::to_string(key));
    }
  }
  EXPECT_EQ(made, 200);
  EXPECT_EQ(cache.size(), 200U);
}

TEST(DividedCache, ItsPartsHoldTheLimitTogether) {
  Divided cache({.entries = 640});
  for (int key = 0; key < 64 * 50; ++key) {
    (void)cache.find_or_make(key, [&] { return std::to_string(key); });
    EXPECT_LE(cache.size(), 640U);
  }
  EXPECT_GT(cache.size(), 0U);
}

}  // namespace
}  // namespace bgpte::parallel
