#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "bgpte/model/advertisement.hpp"

namespace bgpte::ingress {

/// Sources that prefer alike, and by which links they can come.
struct Source {
  std::vector<std::optional<int>> path_length;  ///< [link]; nothing: it cannot come that way.
  std::vector<int> preference;                  ///< [link]; higher wins.
  double weight = 1;                            ///< Volume, in any unit.
  auto operator<=>(const Source&) const = default;
};

/// A source to which all links in `reachable` are equally far and equally good.
[[nodiscard]] Source equally_far_source(const std::vector<bool>& reachable);

/// What the sources of one home link do under another advertisement.
struct SourceResponse {
  double weight = 1;           ///< Their volume on the home link.
  std::vector<double> share;   ///< [link] expected shares.
  std::vector<bool> possible;  ///< [link] that some tie-breaking leads them to.
};

/// How sources choose among links: by preference, then by path length + prepends, then by a tie
/// order of their own that stays the same under every advertisement.
class SourceChoices {
 public:
  /// `tie_weight`: [link] the chance to come first in a tie order is proportional to it.
  /// `tie_link` wins every tie that it is in.
  SourceChoices(std::vector<double> tie_weight, std::optional<model::LinkIndex> tie_link)
      : tie_weight_(std::move(tie_weight)), tie_link_(tie_link) {}

  /// [link] true where it ties for the best route of a source.
  [[nodiscard]] std::vector<bool> best(const Source& source, const model::Advertisement& x) const;
  /// [link] expected shares of sources for which these links tie; all zero where none does.
  [[nodiscard]] std::vector<double> divide(const std::vector<bool>& tied) const;
  /// What the sources of one kind that enter by `home` today do under `x`; nothing where none of
  /// them enters there today.
  [[nodiscard]] std::optional<SourceResponse> response(const Source& source,
                                                       const model::Advertisement& today,
                                                       const model::Advertisement& x,
                                                       model::LinkIndex home) const;
  /// What traffic on `home` does that no listed source explains. It is taken to be as far from
  /// every open link as its prepends today make up for, with `home` first in its tie order.
  [[nodiscard]] SourceResponse unexplained(const model::Advertisement& today,
                                           const std::vector<bool>& open,
                                           const model::Advertisement& x,
                                           model::LinkIndex home) const;

 private:
  [[nodiscard]] std::vector<bool> narrowed(std::vector<bool> tied) const;

  std::vector<double> tie_weight_;
  std::optional<model::LinkIndex> tie_link_;
};

}  // namespace bgpte::ingress
