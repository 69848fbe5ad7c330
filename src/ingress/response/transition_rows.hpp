#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "src/ingress/response/home_rows.hpp"
#include "src/ingress/response/range.hpp"
#include "src/ingress/response/siblings.hpp"

namespace bgpte::ingress {

/// The link's prepend; nothing where x is not announced there.
[[nodiscard]] inline std::optional<int> prepends_on(const model::Advertisement& x,
                                                    model::LinkIndex link) {
  return x.carried_on(link) ? std::optional<int>(x[link]) : std::nullopt;
}

/// Which row of a home cell: by the default population or the operator's own numbers at one of
/// their levels, or with sources that hardly move.
enum class RowLevel : std::uint8_t { low, expected, high, sticky };

/// How a prefix is announced today, and by which links its sources can be reached. The transition
/// rows depend on nothing else of the prefix.
struct AnnouncementToday {
  model::Advertisement today;
  std::vector<bool> open;  ///< [link]: a source of another home link may enter by it.
  auto operator<=>(const AnnouncementToday&) const = default;
};

/// Home links with the same prepends, openness and `retained` numbers: their rows of T are alike.
struct HomeKind {
  std::shared_ptr<const HomeRows> rows;
  std::vector<int> slot;  ///< [group]: slot in `rows` of any other link of it; -1: there is none.

  /// The expected row where there is none of that level.
  [[nodiscard]] const std::vector<double>& table(RowLevel level) const {
    const std::vector<double>& wanted = level == RowLevel::low      ? rows->low
                                        : level == RowLevel::high   ? rows->high
                                        : level == RowLevel::sticky ? rows->sticky
                                                                    : rows->expected;
    return wanted.empty() ? rows->expected : wanted;
  }
};

/// All rows of the transition T from today's advertisement to another one (docs/ingress.md, "The
/// transition"). Links that are prepended alike share their entries.
struct TransitionRows {
  std::vector<int> group;       ///< [link]: open links prepended alike; -1: not open.
  std::vector<int> kind;        ///< [home link]: index in `kinds`; -1: not announced today.
  std::vector<HomeKind> kinds;  ///< In the order of their first link.
  /// [link]: shares of traffic that has no home link here, since another prefix carries it today.
  std::vector<double> without_home;
  /// [home link] its row where siblings carry the prefix; empty where no link has siblings.
  std::vector<std::optional<SiblingRow>> shared;

  /// What of the home cell on `home` enters by `to`.
  [[nodiscard]] double at(model::LinkIndex home, model::LinkIndex to,
                          RowLevel level = RowLevel::expected) const {
    if (kind[home] < 0) {
      return without_home[to];
    }
    if (!shared.empty() && shared[home]) {
      return (level == RowLevel::low    ? shared[home]->low
              : level == RowLevel::high ? shared[home]->high
                                        : shared[home]->expected)[to];
    }
    const HomeKind& of_home = kinds[static_cast<std::size_t>(kind[home])];
    const int slot = home == to      ? 1
                     : group[to] < 0 ? -1
                                     : of_home.slot[static_cast<std::size_t>(group[to])];
    return slot < 0 ? 0 : of_home.table(level)[static_cast<std::size_t>(slot)];
  }
  /// How far the numbers of low and high are below what is expected, and above it.
  [[nodiscard]] double below(model::LinkIndex home, model::LinkIndex to) const {
    const double expected = at(home, to);
    return expected -
           std::min({expected, at(home, to, RowLevel::low), at(home, to, RowLevel::high)});
  }
  [[nodiscard]] double above(model::LinkIndex home, model::LinkIndex to) const {
    const double expected = at(home, to);
    return std::max({expected, at(home, to, RowLevel::low), at(home, to, RowLevel::high)}) -
           expected;
  }
  /// Times K + 1: the variance of the part of the home cell that enters by `to`, another link,
  /// where its numbers say how much leaves, with its own low and high, but not where that goes.
  [[nodiscard]] double split_variance(model::LinkIndex home, model::LinkIndex to) const {
    const double leaves = 1 - at(home, home);
    if (home == to || leaves <= 0) {
      return 0;
    }
    const double deviation =
        (below(home, home) + above(home, home)) / (2 * ninety_percent);  // Of what leaves.
    const double part = std::min(1.0, at(home, to) / leaves);
    return std::min(leaves, leaves * leaves + deviation * deviation) * part * (1 - part);
  }
};

/// What the operator and the cache bring to rows, besides the two advertisements.
struct RowInputs {
  /// [link] what stays: the operator's own numbers, or those of a peer (prior.hpp).
  const std::vector<std::optional<model::Retained>>& retained;
  const std::vector<bool>& own;  ///< [link] they are the operator's.
  const Siblings& siblings;
  const HomeRowCache& cache;
  Scope scope = Scope::estimate;
};

/// `without_home`: see TransitionRows; empty where every link is announced today.
[[nodiscard]] TransitionRows make_transition_rows(const AnnouncementToday& now,
                                                  const model::Advertisement& x,
                                                  const RowInputs& inputs,
                                                  std::vector<double> without_home);

}  // namespace bgpte::ingress
