#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace bgpte::topology {

/// Numbers distinct rows of equal width in the order in which they are first seen.
template <class Number>
class RowTable {
 public:
  explicit RowTable(std::size_t width) : width_(width), slots_(64) {}

  /// The number of this row (of `width` entries).
  std::uint32_t intern(const Number* row) {
    const std::uint64_t hash = hash_of(row);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].number != empty; at = (at + 1) & mask) {
      if (slots_[at].hash == hash && std::memcmp(rows_.data() + slots_[at].number * width_, row,
                                                 width_ * sizeof(Number)) == 0) {
        return slots_[at].number;
      }
    }
    const auto number = static_cast<std::uint32_t>(size_++);
    slots_[at] = {hash, number};
    rows_.insert(rows_.end(), row, row + width_);
    if (size_ * 2 > slots_.size()) {
      grow();
    }
    return number;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const Number> row(std::size_t number) const {
    return {rows_.data() + number * width_, width_};
  }
  /// All rows one after the other; the table is done with then.
  [[nodiscard]] std::vector<Number> release() && { return std::move(rows_); }

 private:
  static constexpr std::uint32_t empty = 0xFFFFFFFFU;

  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = empty;
  };

  [[nodiscard]] std::uint64_t hash_of(const Number* row) const {
    const auto* bytes = reinterpret_cast<const unsigned char*>(row);
    std::size_t left = width_ * sizeof(Number);
    std::uint64_t hash = left;
    while (left > 0) {
      std::uint64_t word = 0;
      const std::size_t taken = std::min(left, sizeof word);
      std::memcpy(&word, bytes, taken);
      hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
      hash ^= hash >> 32U;
      bytes += taken;
      left -= taken;
    }
    return hash;
  }

  void grow() {
    std::vector<Slot> larger(slots_.size() * 2);
    for (const Slot& slot : slots_) {
      if (slot.number != empty) {
        std::size_t at = slot.hash & (larger.size() - 1);
        while (larger[at].number != empty) {
          at = (at + 1) & (larger.size() - 1);
        }
        larger[at] = slot;
      }
    }
    slots_ = std::move(larger);
  }

  std::size_t width_;
  std::size_t size_ = 0;
  std::vector<Slot> slots_;
  std::vector<Number> rows_;
};

}  // namespace bgpte::topology
