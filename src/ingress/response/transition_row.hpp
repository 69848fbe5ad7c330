#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "bgpte/ingress/joint.hpp"
#include "bgpte/ingress/prior.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::ingress {

/// A share on a grid of 2^-40: no last bit of cos or exp leaves the module.
[[nodiscard]] inline double quantise(double share) {
  constexpr double grid = 1099511627776.0;  // 2^40
  const double scaled = std::clamp(share, 0.0, 1.0) * grid;
  const auto whole = static_cast<double>(static_cast<std::int64_t>(scaled));
  return (scaled - whole >= 0.5 ? whole + 1 : whole) / grid;
}

/// What becomes of one home cell under one prior: shares of the cell, summing to 1.
struct Row {
  double stay = 0;
  double lost = 0;
  std::vector<double> to;  ///< [group], for one link of the group.
};

/// The row where `retained` says what stays after 1, 2, 3 more prepends on the home link alone
/// (mathematics.md, section 1, `retained`). `retained` is not empty.
[[nodiscard]] Row retained_row(const Prior& prior, const PrependPair& home,
                               const std::vector<LinkGroup>& others,
                               const std::vector<double>& retained);

/// Stories of one home cell: every prior as it is (or with the operator's expected numbers), with
/// the operator's low and high, and the sticky one. Slots: 0 lost, 1 stays, 2.. one link of each
/// group.
struct RowStories {
  std::array<double, priors.size()> home_chance{};  ///< P(the link wins today).
  std::size_t slots = 0;
  std::vector<double> expected;   ///< [prior][slot]
  std::vector<double> low, high;  ///< The same; empty without operator's numbers.
  std::vector<double> sticky;     ///< [slot]; empty with operator's numbers.
};

/// How much of a row is wanted: the default prior alone, or every story.
enum class Scope : std::uint8_t { estimate, range };

/// The smallest prepends before and after taken off: equal situations look equal.
void normalise(PrependPair& home, std::vector<LinkGroup>& others);

/// Stories by what they depend on; thread-safe.
class RowCache {
 public:
  /// `others` sorted. `retained` points into the model or is null; its address is part of the key.
  [[nodiscard]] std::shared_ptr<const RowStories> find(PrependPair home,
                                                       std::vector<LinkGroup> others,
                                                       const model::Retained* retained,
                                                       Scope scope) const;

 private:
  struct Key {
    PrependPair home;
    std::vector<LinkGroup> others;
    const model::Retained* retained;
    Scope scope;
    auto operator<=>(const Key&) const = default;
  };
  mutable std::shared_mutex mutex_;
  mutable std::map<Key, std::shared_ptr<const RowStories>> rows_;
};

}  // namespace bgpte::ingress
