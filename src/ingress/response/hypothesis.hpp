#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bgpte/model/advertisement.hpp"

namespace bgpte::ingress {

/// One assumption about how all sources behave; the range covers what each of them predicts
/// (docs/ingress.md, "The range").
struct Hypothesis {
  enum class Kind : std::uint8_t {
    prior,            ///< One of the populations of prior.hpp, unchanged.
    spread_equally,   ///< Who leaves a link under the default population goes, in equal parts, to
                      ///< the links whose prepends rise least.
    spread_by_share,  ///< The same in proportion to what those links carry today.
    neighbour,        ///< The same, but `neighbour_part` of it goes to `link` alone.
    sticky,           ///< Sources on `link` hardly move: `sticky_retained` of them stay.
    newcomer_less,    ///< Links that do not carry the prefix today draw `newcomer_least` times what
                      ///< the default population says, from every home link in proportion.
    newcomer_more,    ///< The same with `newcomer_most`.
    retained_low,     ///< The operator's own `retained` numbers, all at their low end.
    retained_high     ///< The same at their high end.
  };
  Kind kind = Kind::prior;
  std::size_t prior = 0;      ///< Index in `priors`; 0 for all kinds but `prior`.
  model::LinkIndex link = 0;  ///< The link of `neighbour` and `sticky`.
};

/// The factor of a newcomer hypothesis; nothing for the other kinds.
[[nodiscard]] std::optional<double> newcomer_factor(const Hypothesis& hypothesis);

/// True for the kinds that say where those who leave a link go, and nothing else.
[[nodiscard]] bool redirects_departures(const Hypothesis& hypothesis);

/// What the shares of newly announced links, and all other shares of a row (those who stay among
/// them), are multiplied by.
struct NewcomerScale {
  double newcomers = 1;
  double others = 1;
};

/// The scale by which newcomers draw `factor` times their sum, at most everything, and the row
/// keeps its sum. Both are 1 where either sum is 0.
[[nodiscard]] NewcomerScale newcomer_scale(double factor, double newcomers, double others);

}  // namespace bgpte::ingress
