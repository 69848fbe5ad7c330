#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace bgpte::parallel {

/// How much a BoundedCache keeps before it starts afresh.
struct CacheLimit {
  std::size_t entries = std::numeric_limits<std::size_t>::max();
  /// Of all values together, in the unit of the weights that the callers give (say, doubles). At
  /// least `least_entries` are kept whatever they weigh.
  std::size_t weight = std::numeric_limits<std::size_t>::max();
  std::size_t least_entries = 16;
};

/// Values that are pure functions of their keys, kept so that they need not be computed again.
/// Several threads may use it at once. It forgets everything when it is full: what it returns never
/// depends on what it held, nor on which thread asked first. Key needs operator<. A value lives as
/// long as somebody holds it, even after the cache has forgotten it.
template <typename Key, typename Value>
class BoundedCache {
 public:
  using Pointer = std::shared_ptr<const Value>;

  explicit BoundedCache(CacheLimit limit) : limit_(limit) {}

  /// Null if the cache does not have it.
  [[nodiscard]] Pointer find(const Key& key) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : found->second;
  }

  /// Keeps `value`, and returns the value that is kept for the key: where another thread was
  /// faster, that thread's.
  Pointer keep(const Key& key, Pointer value, std::size_t weight = 1) {
    std::map<Key, Pointer> forgotten;  // Goes after the lock, which others wait for.
    const std::unique_lock lock(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) {
      return found->second;
    }
    if (entries_.size() >= limit_.entries ||
        (entries_.size() >= limit_.least_entries && weight_ + weight > limit_.weight)) {
      forgotten.swap(entries_);
      weight_ = 0;
    }
    weight_ += weight;
    return entries_.emplace(key, std::move(value)).first->second;
  }

  /// The value of `key`, computed by make() where the cache does not have it. make() runs without a
  /// lock, so that it may use this cache and other caches; two threads may compute one value twice.
  template <typename Make>
  Pointer find_or_make(const Key& key, const Make& make, std::size_t weight = 1) {
    if (Pointer found = find(key)) {
      return found;
    }
    return keep(key, std::make_shared<const Value>(make()), weight);
  }

  [[nodiscard]] std::size_t size() const {
    const std::shared_lock lock(mutex_);
    return entries_.size();
  }

 private:
  CacheLimit limit_;
  std::size_t weight_ = 0;  ///< Of all entries.
  mutable std::shared_mutex mutex_;
  std::map<Key, Pointer> entries_;
};

/// The same in parts, so that threads that ask about different keys seldom wait for each other.
/// Each part has its share of the limit. `Part` says for a key which part it is in: any number.
template <typename Key, typename Value, typename Part>
class DividedCache {
 public:
  using Pointer = typename BoundedCache<Key, Value>::Pointer;

  explicit DividedCache(CacheLimit limit) {
    const CacheLimit share{std::max<std::size_t>(1, limit.entries / parts), limit.weight / parts,
                           std::max<std::size_t>(1, limit.least_entries / parts)};
    for (std::size_t i = 0; i < parts; ++i) {
      parts_.emplace_back(share);
    }
  }

  template <typename Make>
  Pointer find_or_make(const Key& key, const Make& make, std::size_t weight = 1) {
    return parts_[Part()(key) % parts].find_or_make(key, make, weight);
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t sum = 0;
    for (const BoundedCache<Key, Value>& part : parts_) {
      sum += part.size();
    }
    return sum;
  }

 private:
  static constexpr std::size_t parts = 64;
  std::deque<BoundedCache<Key, Value>> parts_;
};

}  // namespace bgpte::parallel
