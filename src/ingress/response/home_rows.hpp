#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "bgpte/ingress/joint_probability.hpp"
#include "bgpte/ingress/prior.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/parallel/bounded_cache.hpp"

namespace bgpte::ingress {

/// What becomes of one home cell under one population: one row of T in the form that links of a
/// group share. stay + lost + the sum over all links of `to` is 1.
struct TransitionRow {
  double stay = 0;
  double lost = 0;         ///< No link is left.
  std::vector<double> to;  ///< [group]: what one link of the group takes.
};

/// The row where `retained` says what stays after 1, 2, 3 ... more prepends on the home link alone
/// (docs/ingress.md, "Your own numbers"). `retained` is not empty.
[[nodiscard]] TransitionRow retained_row(const Prior& prior, const PrependPair& home,
                                         const std::vector<LinkGroup>& others,
                                         const std::vector<double>& retained);

/// The rows of one home cell: expected (by the operator's numbers, where he gave any), under his
/// low and high numbers, and with sources that hardly move. Slots of a row: 0 is lost, 1 stays, 2
/// and more are what one link of each group takes. Low and high are ends of a range: where links
/// are announced newly they need not sum to 1.
struct HomeRows {
  std::vector<double> expected;   ///< [slot]
  std::vector<double> low, high;  ///< [slot]; empty without own numbers.
  std::vector<double> sticky;  ///< [slot]; empty with own numbers, or where it was not asked for.
};

/// Which rows are wanted: the estimate, or those of sources that hardly move too.
enum class Scope : std::uint8_t { estimate, sticky };

/// Takes the smallest prepend before off all prepends before, and the same after, so that
/// advertisements that attract the same traffic look the same.
void normalise(PrependPair& home, std::vector<LinkGroup>& others);

/// The rows of home cells by what they depend on, so that prefixes that are announced alike share
/// them. Safe to use from several threads.
class HomeRowCache {
 public:
  /// `others` is sorted. `retained` points into the model or is null; its address is part of the
  /// key.
  [[nodiscard]] std::shared_ptr<const HomeRows> find(PrependPair home,
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
  [[nodiscard]] static HomeRows compute(const Key& key);

  /// Without a limit: there are as many as different announcements and failures.
  mutable parallel::BoundedCache<Key, HomeRows> rows_{parallel::CacheLimit{}};
};

}  // namespace bgpte::ingress
