#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "src/ingress/response/home_rows.hpp"
#include "src/ingress/response/hypothesis.hpp"

namespace bgpte::ingress {

/// The link's prepend; nothing where x is not announced there.
[[nodiscard]] inline std::optional<int> prepends_on(const model::Advertisement& x,
                                                    model::LinkIndex link) {
  return x.carried_on(link) ? std::optional<int>(x[link]) : std::nullopt;
}

[[nodiscard]] inline bool is_among(const std::vector<model::LinkIndex>& links,
                                   model::LinkIndex link) {
  return std::find(links.begin(), links.end(), link) != links.end();
}

/// Which of the operator's `retained` numbers a row uses.
enum class RetainedLevel : std::uint8_t { low, expected, high };

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
  int group = -1;         ///< Group of the home links themselves; -1: they are not open.
  std::vector<int> slot;  ///< [group]: slot in `rows` of any other link of it; -1: there is none.

  [[nodiscard]] const std::vector<double>& table(RetainedLevel level) const {
    return rows->low.empty() || level == RetainedLevel::expected
               ? rows->expected
               : (level == RetainedLevel::low ? rows->low : rows->high);
  }
};

/// All rows of the transition T from today's advertisement to another one, under every hypothesis
/// (docs/ingress.md, "The transition"). Links that are prepended alike share their entries.
struct TransitionRows {
  std::vector<int> group;       ///< [link]: open links prepended alike; -1: not open.
  std::vector<int> group_size;  ///< [group]
  std::vector<bool> newcomer;   ///< [group]: announced by the advertisement, but not today.
  std::vector<int> kind;        ///< [home link]: index in `kinds`; -1: not announced today.
  std::vector<HomeKind> kinds;  ///< In the order of their first link.
  /// [link]: shares of traffic that has no home link here, since another prefix carries it today.
  std::vector<double> without_home;
  /// The open links whose prepends rise least; a newly announced link rises less than any other.
  std::vector<model::LinkIndex> least_prepended_links;
  /// Where that is a single link: those that rise least among all others. Else empty.
  std::vector<model::LinkIndex> next_least_prepended_links;

  /// The links of least rise among all but `home`, in ascending order.
  [[nodiscard]] std::vector<model::LinkIndex> least_prepended_except(model::LinkIndex home) const;
};

/// What the operator and the cache bring to rows, besides the two advertisements.
struct RowInputs {
  const std::vector<std::optional<model::Retained>>& retained;  ///< [link]
  const HomeRowCache& cache;
  Scope scope = Scope::estimate;
};

/// `without_home`: see TransitionRows; empty where every link is announced today.
[[nodiscard]] TransitionRows make_transition_rows(const AnnouncementToday& now,
                                                  const model::Advertisement& x,
                                                  const RowInputs& inputs,
                                                  std::vector<double> without_home);

/// The row of `home`, announced today, under the hypothesis's population, sticky on its link:
/// shares[l] of the home cell enter by l. Departures are not redirected yet.
void hypothesis_row(const TransitionRows& rows, model::LinkIndex home, const Hypothesis& hypothesis,
                    RetainedLevel level, std::span<double> shares);

/// Applies to a row what the hypothesis says of departures and of newly announced links: who stays
/// stays, the others divide over the links of least rise; newcomers draw from all. The other kinds
/// leave the row as it is. `measured`: [link] what enters there today.
void redistribute(const TransitionRows& rows, model::LinkIndex home, const Hypothesis& hypothesis,
                  std::span<const model::Bps> measured, std::span<double> shares);

}  // namespace bgpte::ingress
