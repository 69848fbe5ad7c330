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

/// Index into Scenario::links.
using LinkIndex = std::size_t;
/// Index into Scenario::prefixes.
using PrefixIndex = std::size_t;

/// How one prefix is announced: for each link (in the order of Scenario::links) its prepend, or
/// that it is not announced there, and the lever that the announcement carries.
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
  /// Takes the announcement off the link, and its lever.
  void withdraw(LinkIndex link);
  [[nodiscard]] std::size_t carried_count() const;
  /// Least prepend over the links that carry it; not_announced where none does.
  [[nodiscard]] Prepend least() const;
  /// Sum of the prepends over the links that carry it.
  [[nodiscard]] int total() const;
  /// Number of changes: links on which the two differ, in prepend or lever.
  [[nodiscard]] std::size_t changes_from(const Advertisement& today) const;
  /// The same with the least prepend taken off on every link. It attracts the same traffic, since
  /// only differences in path length decide.
  [[nodiscard]] Advertisement without_common_prepends() const;

  auto operator<=>(const Advertisement&) const = default;

 private:
  std::vector<Prepend> prepends_;
  std::vector<LeverChoice> levers_;  ///< Empty where no link has one, which is the usual case.
};

/// True if from `today` to `x`, up to a common number of prepends, one link alone is prepended more
/// or withdrawn.
[[nodiscard]] bool one_link_rises(const Advertisement& today, const Advertisement& x);

}  // namespace bgpte::model
