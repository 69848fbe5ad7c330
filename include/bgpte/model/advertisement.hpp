#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
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

  /// What sources follow that hear none of these announcements: those of the prefixes around this
  /// one, the longest first (longest match, RFC 4632, section 5.1). Empty where every source hears
  /// this one, or nothing around it is announced. They belong to a state of the network, not to a
  /// decision: only forecasts have them.
  [[nodiscard]] const std::vector<Advertisement>& less_specifics() const { return less_specifics_; }
  /// `cover` has no less specifics itself.
  void add_less_specific(Advertisement cover) { less_specifics_.push_back(std::move(cover)); }
  [[nodiscard]] Advertisement without_less_specifics() const;
  /// True if this or a less specific is announced on the link.
  [[nodiscard]] bool may_enter(LinkIndex link) const;

  friend std::strong_ordering operator<=>(const Advertisement& a, const Advertisement& b) {
    if (const auto order = a.prepends_ <=> b.prepends_; order != 0) {
      return order;
    }
    if (const auto order = a.levers_ <=> b.levers_; order != 0) {
      return order;
    }
    return a.less_specifics_ <=> b.less_specifics_;
  }
  friend bool operator==(const Advertisement& a, const Advertisement& b) { return a <=> b == 0; }

 private:
  std::vector<Prepend> prepends_;
  std::vector<LeverChoice> levers_;  ///< Empty where no link has one, which is the usual case.
  std::vector<Advertisement> less_specifics_;
};

/// True if from `today` to `x`, up to a common number of prepends, one link alone is prepended more
/// or withdrawn.
[[nodiscard]] bool one_link_rises(const Advertisement& today, const Advertisement& x);

}  // namespace bgpte::model
