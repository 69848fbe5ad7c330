#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "src/ingress/response/transition_row.hpp"

namespace bgpte::ingress {

/// One story behind the range.
struct Variant {
  enum class Kind : std::uint8_t {
    prior,            ///< A population as it is.
    spread_equally,   ///< Who leaves under the default goes to the links with the least rise ...
    spread_by_share,  ///< ... in proportion to what these carry today
    neighbour,        ///< ... or half of it to one link.
    sticky,           ///< One link whose sources hardly move.
    newcomer_less,    ///< Links that do not carry the prefix today draw less than by default ...
    newcomer_more,    ///< ... or more, of every home link in proportion.
    retained_low,     ///< The operator's own numbers at their ends, everywhere at once.
    retained_high
  };
  Kind kind = Kind::prior;
  std::size_t prior = 0;
  model::LinkIndex link = 0;  ///< Of neighbour and sticky.
};

/// Level of the operator's own numbers.
enum class RetainedLevel : std::uint8_t { low, expected, high };

/// What the rows depend on besides the advertisement that is asked about.
struct Situation {
  model::Advertisement today;
  std::vector<bool> open;  ///< Links that a source of another home may enter by.
  auto operator<=>(const Situation&) const = default;
};

/// Home links with the same prepends, openness and answer to prepends: their rows are alike.
struct HomeKind {
  std::shared_ptr<const RowStories> stories;
  int group = -1;         ///< Of the home links themselves; -1: not open.
  std::vector<int> slot;  ///< [group], of the stories: any other link of it; -1: there is none.

  [[nodiscard]] const std::vector<double>& table(RetainedLevel level) const {
    return stories->low.empty() || level == RetainedLevel::expected
               ? stories->expected
               : (level == RetainedLevel::low ? stories->low : stories->high);
  }
};

/// The rows of one (situation, advertisement).
struct RowSet {
  std::vector<int> group;        ///< [link]: open links prepended alike; -1: not open.
  std::vector<int> group_size;   ///< [group]
  std::vector<bool> newcomer;    ///< [group]: announced by the advertisement, but not today.
  std::vector<int> kind;         ///< [home link]; -1: not announced today.
  std::vector<HomeKind> kinds;   ///< In order of their first link.
  std::vector<double> stranger;  ///< [link]: shares of traffic with no home cell here.
  /// Open links with the least rise in prepends, and, where that is one, those with the least rise
  /// after it. Who leaves a link of the one list goes to the rest of it, else to the other.
  std::vector<model::LinkIndex> refuge, second_refuge;

  /// The links of least rise other than `home`, in order.
  [[nodiscard]] std::vector<model::LinkIndex> refuge_of(model::LinkIndex home) const;
};

/// `stranger`: see RowSet; empty where every link is announced today.
[[nodiscard]] RowSet make_row_set(const Situation& now, const model::Advertisement& x,
                                  const std::vector<std::optional<model::Retained>>& retained,
                                  const RowCache& cache, Scope scope, std::vector<double> stranger);

/// One row under a population as it is, sticky on its link: shares[l] of the home cell. `home` was
/// announced today.
void story_row(const RowSet& set, model::LinkIndex home, const Variant& story, RetainedLevel level,
               std::span<double> shares);

/// The factor of a newcomer story; nothing for the others.
[[nodiscard]] std::optional<double> newcomer_factor(const Variant& story);

/// What newcomers and the others (among them those who stay) of a row are multiplied by, so that
/// newcomers draw `factor` times their sum and the row keeps its own.
struct NewcomerScale {
  double newcomers = 1;
  double others = 1;
};
[[nodiscard]] NewcomerScale newcomer_scale(double factor, double newcomers, double others);

/// Redistribution: who stays stays, the others divide over the links with the least rise. Newcomers
/// draw from all. Other stories leave the row as it is. `measured`: what enters by each link today.
void redistribute(const RowSet& set, model::LinkIndex home, const Variant& story,
                  std::span<const model::Bps> measured, std::span<double> shares);

/// Least and greatest flow by link over the stories, row by row over the operator's levels.
/// `dropped[v]`: a prior that does not count. The same as summing the rows of every story, in a
/// time that grows with the square of the links instead of the fourth power.
void range_of_stories(const RowSet& set, std::span<const Variant> stories,
                      const std::vector<bool>& dropped, std::span<const double> home,
                      std::span<const model::Bps> measured, std::vector<double>& low,
                      std::vector<double>& high);

/// For each link the rows of the one story that brings most there of `home`: shares[home link *
/// links + link]. What they make of any home cells is at most the high end of the stories.
void highest_shares(const RowSet& set, std::span<const Variant> stories,
                    const std::vector<bool>& dropped, std::span<const double> home,
                    std::span<double> shares);

}  // namespace bgpte::ingress
