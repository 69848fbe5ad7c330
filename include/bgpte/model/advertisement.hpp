#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bgpte/model/lever.hpp"

namespace bgpte::model {

/// Extra copies of the local AS in front of the one BGP adds itself. -1: not announced.
using Prepend = std::int8_t;
inline constexpr Prepend not_announced = -1;
/// The largest prepend a scenario may name today; platforms and neighbours stop far below.
inline constexpr Prepend max_prepend = 64;

using LinkIndex = std::size_t;
using PrefixIndex = std::size_t;

/// For one prefix: its prepend, or absence, and its lever on each link (links in the scenario's
/// sorted order).
class Advertisement {
 public:
  Advertisement() = default;
  explicit Advertisement(std::size_t links) : prepends_(links, not_announced) {}

  [[nodiscard]] std::size_t size() const { return prepends_.size(); }
  [[nodiscard]] Prepend operator[](LinkIndex link) const { return prepends_[link]; }
  [[nodiscard]] Prepend& operator[](LinkIndex link) { return prepends_[link]; }
  [[nodiscard]] bool carried_on(LinkIndex link) const { return prepends_[link] >= 0; }
  /// Which of the link's levers the announcement there carries.
  [[nodiscard]] LeverChoice lever(LinkIndex link) const {
    return levers_.empty() ? no_lever : levers_[link];
  }
  void set_lever(LinkIndex link, LeverChoice lever);
  [[nodiscard]] bool has_levers() const { return !levers_.empty(); }
  [[nodiscard]] Advertisement without_levers() const;
  /// No longer announced on the link, so without a lever there.
  void withdraw(LinkIndex link);
  [[nodiscard]] std::size_t carried_count() const;
  /// Least prepend over the links that carry it; not_announced where none does.
  [[nodiscard]] Prepend least() const;
  /// Sum of the prepends over the links that carry it.
  [[nodiscard]] int total() const;
  /// Number of links on which the two differ, in prepend or lever: the changes of mathematics.md.
  [[nodiscard]] std::size_t changes_from(const Advertisement& today) const;
  /// The same with the least prepend taken off everywhere. It attracts the same traffic.
  [[nodiscard]] Advertisement without_common_prepends() const;

  auto operator<=>(const Advertisement&) const = default;

 private:
  std::vector<Prepend> prepends_;
  std::vector<LeverChoice> levers_;  ///< Empty where no link has one: the usual case costs nothing.
};

}  // namespace bgpte::model
