#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/ingress/prior.hpp"
#include "bgpte/model/advertisement.hpp"

namespace bgpte::ingress {

/// Explicit members, each with one home link today, that observations can reweight. A prior's
/// members come from prior_population; a routing graph may bring its own.
class Population {
 public:
  Population() = default;
  Population(const Population&) = delete;
  Population& operator=(const Population&) = delete;
  virtual ~Population() = default;

  /// The link each member enters by today.
  [[nodiscard]] virtual const std::vector<std::uint8_t>& homes() const = 0;
  /// Chance of each member among those of its home link; they sum to 1 for each home.
  [[nodiscard]] virtual const std::vector<double>& weights() const = 0;
  /// The link each member enters by under `x`; `links` where it has none left.
  [[nodiscard]] virtual std::vector<std::uint8_t> winners(const model::Advertisement& x) const = 0;
};

/// What stays of a home link's members after 1, 2, 3 ... more prepends there alone; empty: what
/// the prior says.
using StayShares = std::vector<double>;

/// Members of a prior on fixed lattice points (no seed), stratified by home link and, within it,
/// by the prepend at which they leave; those strata weigh what exact summation gives them.
class PriorPopulation final : public Population {
 public:
  /// `today`: today's prepends; `open[l]`: sources of other homes may enter by l; `retained[l]`
  /// overrides the prior for home l; `order`: links in an order that does not depend on their
  /// names; `fineness` multiplies the number of members.
  PriorPopulation(const Prior& prior, const model::Advertisement& today,
                  const std::vector<bool>& open, const std::vector<StayShares>& retained,
                  const std::vector<model::LinkIndex>& order, int fineness = 1);

  [[nodiscard]] const std::vector<std::uint8_t>& homes() const override { return homes_; }
  [[nodiscard]] const std::vector<double>& weights() const override { return weights_; }
  [[nodiscard]] std::vector<std::uint8_t> winners(const model::Advertisement& x) const override;

 private:
  struct Points;
  void add_home(Points& points, const Prior& prior, const model::Advertisement& today,
                const std::vector<model::LinkIndex>& others, const StayShares& retained,
                model::LinkIndex home, std::size_t wanted);

  std::size_t links_;
  std::vector<std::uint8_t> homes_;
  std::vector<double> weights_;
  std::vector<std::int32_t> keys_;  ///< [member * links + link]: class, then score; fixed point.
};

/// Shares seen under another advertisement; nothing: that link was not measured.
struct SeenShares {
  std::vector<std::optional<double>> share;  ///< Of what was measured; they sum to 1.
};

/// Members that cannot be told apart by the observations, as one.
struct Cells {
  std::size_t links = 0;
  std::vector<std::uint32_t> of_member;
  std::vector<std::uint8_t> home;                 ///< [cell]
  std::vector<double> weight;                     ///< [cell]; they sum to 1 for each home.
  std::vector<std::vector<std::uint8_t>> winner;  ///< [cell][observation]
};
[[nodiscard]] Cells make_cells(const Population& population, std::size_t links,
                               const std::vector<std::vector<std::uint8_t>>& observed_winners);

/// The fit: today's shares exactly, observations by least relative entropy + |A w - b|^2/(2 e^2).
struct Fit {
  std::vector<double> tilt;  ///< [cell]; factor on its weight; homes still sum to 1.
  std::vector<std::vector<double>> residual;  ///< [observation][link], seen minus fitted.
};
[[nodiscard]] Fit fit_observations(const Cells& cells, std::span<const double> today_shares,
                                   const std::vector<SeenShares>& seen, double measurement_error);

/// Seen minus predicted: for links that were measured, of what enters by measured links.
[[nodiscard]] std::vector<double> residual_of(const SeenShares& seen,
                                              std::span<const double> predicted);

}  // namespace bgpte::ingress
