#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/ingress/prior.hpp"
#include "bgpte/model/advertisement.hpp"
#include "bgpte/parallel/deadline.hpp"

namespace bgpte::ingress {

/// Explicit sources ("members"), each with one home link today, that observations can reweight.
/// The members of a prior are a PriorPopulation; a routing graph may bring its own.
class Population {
 public:
  Population() = default;
  Population(const Population&) = delete;
  Population& operator=(const Population&) = delete;
  virtual ~Population() = default;

  /// [member] the link that it enters by today.
  [[nodiscard]] virtual const std::vector<std::uint8_t>& homes() const = 0;
  /// [member] its probability among those of its home link; they sum to 1 for each home link.
  [[nodiscard]] virtual const std::vector<double>& weights() const = 0;
  /// [member] the link that it enters by under `x`; the number of links where it has none left.
  [[nodiscard]] virtual std::vector<std::uint8_t> winners(const model::Advertisement& x) const = 0;
};

/// What stays of a home link's members after 1, 2, 3 ... more prepends there alone, as shares of
/// them; empty: what the prior says.
using StayShares = std::vector<double>;

/// Which links the members of a home link may leave for.
struct OpenLinks {
  std::vector<bool> to_all;  ///< [link]: members of every other home link may.
  /// [home link]: those that its members leave for before any other, since they prefer them;
  /// empty: no home link has any.
  std::vector<std::vector<model::LinkIndex>> siblings = {};
};

/// Members of a prior on the points of a fixed lattice (no random seed), stratified by home link
/// and, within it, by the prepend at which they leave. The weight of each stratum is what exact
/// summation gives it (docs/ingress.md, "How it is computed").
class PriorPopulation final : public Population {
 public:
  /// `today`: today's prepends; `retained[l]` overrides the prior for home link l; `order`: the
  /// links in an order that does not depend on their names; `fineness` multiplies the number of
  /// members.
  PriorPopulation(const Prior& prior, const model::Advertisement& today, const OpenLinks& open,
                  const std::vector<StayShares>& retained,
                  const std::vector<model::LinkIndex>& order, int fineness = 1);

  [[nodiscard]] const std::vector<std::uint8_t>& homes() const override { return homes_; }
  [[nodiscard]] const std::vector<double>& weights() const override { return weights_; }
  [[nodiscard]] std::vector<std::uint8_t> winners(const model::Advertisement& x) const override;

 private:
  struct Points;
  struct Home;
  struct Drawn;
  struct Stratum;
  struct Strata;
  void add_home(Points& points, const Home& home);
  void add_stratum(const Home& home, const Stratum& stratum, const std::vector<Drawn>& drawn,
                   const std::vector<std::size_t>& members);

  std::size_t links_;
  model::Advertisement today_;
  std::vector<std::uint8_t> homes_;
  std::vector<double> weights_;
  /// Class, then score; fixed point. Sixteen members side by side: [(member / 16 * links + link) *
  /// 16
  /// + member % 16].
  std::vector<std::int32_t> keys_;
};

/// Shares that were observed under another advertisement.
struct ObservedShares {
  /// [link] part of all that was measured; nothing: that link was not. They sum to 1.
  std::vector<std::optional<double>> share;
  double count = 1;  ///< They are the mean of so many measurements.
  /// Variance of a share beyond the error of measurement: its age, and what jumped since.
  double spread = 0;
};

/// Members that the observations cannot tell apart, as one class each.
struct MemberClasses {
  std::size_t links = 0;
  std::vector<std::uint32_t> of_member;           ///< [member] its class.
  std::vector<std::uint8_t> home;                 ///< [class]
  std::vector<double> weight;                     ///< [class]; they sum to 1 for each home link.
  std::vector<std::vector<std::uint8_t>> winner;  ///< [class][observation]
};

/// `observed_winners`: [observation][member] as Population::winners gives them.
[[nodiscard]] MemberClasses classify_members(
    const Population& population, std::size_t links,
    const std::vector<std::vector<std::uint8_t>>& observed_winners);

/// Weights w that meet today's shares exactly and the observations as well as they can: the least
/// relative entropy to the population + |A w - b|^2 / (2 e^2) (docs/ingress.md, "Observations").
struct Fit {
  std::vector<double> tilt;  ///< [class] factor on its weight; each home link still sums to 1.
  std::vector<std::vector<double>> residual;  ///< [observation][link] observed minus fitted.
};

/// `today_shares`: [link], sum to 1; `measurement_error`: e, as a fraction of what was measured.
/// Nothing where the deadline passed before the minimum was found.
[[nodiscard]] std::optional<Fit> fit_observations(const MemberClasses& classes,
                                                  std::span<const double> today_shares,
                                                  const std::vector<ObservedShares>& seen,
                                                  double measurement_error,
                                                  const parallel::Deadline& deadline = {});

/// [link] observed minus predicted, of what enters by measured links; 0 for links that were not
/// measured.
[[nodiscard]] std::vector<double> residual_of(const ObservedShares& seen,
                                              std::span<const double> predicted);

}  // namespace bgpte::ingress
