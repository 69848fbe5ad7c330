#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/parallel/bounded_cache.hpp"
#include "src/ingress/as_graph/graph_moves.hpp"
#include "src/ingress/response/response.hpp"

namespace bgpte::ingress {

/// The `as-graph` model: source ASes follow policy routing over an AS-relationship graph. Classes
/// of ASes that behave alike, weighted by their traffic, are mixed with the default population and
/// reweighted to today's shares (docs/ingress.md, "The AS graph"). The range also holds that of
/// the `response` model, since an uncalibrated graph is right for little more than
/// half of the networks.
class AsGraphModel final : public IngressModel {
 public:
  /// Throws std::runtime_error where a file cannot be read.
  explicit AsGraphModel(const model::Scenario& scenario);

  [[nodiscard]] const TodayTraffic& today() const override { return response_.today(); }
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::size_t behaviour(model::PrefixIndex prefix) const override {
    return behaviour_of_[prefix];
  }
  [[nodiscard]] std::size_t behaviours() const override { return behaviours_.size(); }
  [[nodiscard]] std::shared_ptr<const Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override;
  [[nodiscard]] std::shared_ptr<const Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override;
  [[nodiscard]] const std::vector<model::Finding>& findings() const override { return findings_; }
  [[nodiscard]] std::string basis() const override { return basis_; }

 private:
  /// What a prefix's transitions depend on.
  struct Behaviour {
    model::Advertisement today;  ///< Without common prepends.
    std::size_t response = 0;    ///< Behaviour of the response model.
    std::size_t mix = 0;         ///< Of mixes_.
    std::vector<double> chance;  ///< [link]: P(the link wins today) of the default population.
    double trust = 1;            ///< Weight of the graph beside the fitted response.
    auto operator<=>(const Behaviour&) const = default;
  };
  /// Transitions of one (behaviour, advertisement): [0] the mixture, then ties towards each link.
  using Matrices = std::vector<Transition>;

  void weigh_observations(const model::Scenario& scenario);
  void compare_with_measured(const model::Scenario& scenario);
  /// A sweep that has `x` (without common prepends).
  [[nodiscard]] std::shared_ptr<const SweptVectors> vectors_with(
      const model::Advertisement& x) const;
  /// The classes of candidates_ and of another sweep, by the traffic of a mix.
  [[nodiscard]] std::shared_ptr<const std::vector<ClassPair>> pairs_with(
      std::size_t mix, const std::shared_ptr<const SweptVectors>& after) const;
  [[nodiscard]] Transition expected(const Behaviour& here, const model::Advertisement& x) const;
  /// `x` is without common prepends.
  [[nodiscard]] Matrices compute(const Behaviour& here, const model::Advertisement& x) const;
  [[nodiscard]] std::shared_ptr<const Matrices> matrices(std::size_t behaviour,
                                                         const model::Advertisement& x) const;

  std::size_t links_;
  model::Prepend max_prepend_;
  double drift_;
  std::vector<std::string> names_;
  ResponseModel response_;
  topology::AsGraph graph_;
  topology::Origin origin_;
  std::vector<SourceMix> mixes_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;
  std::vector<model::Finding> findings_;
  std::string basis_;
  std::shared_ptr<const SweptVectors> candidates_;  ///< All that the optimiser asks for.
  /// [mix], of candidates_ before and after.
  std::vector<std::shared_ptr<const std::vector<ClassPair>>> pairs_;

  /// Class pairs, and the sweep that they are of: it is kept alive, so that no other sweep can have
  /// the address that they are found by.
  struct HeldPairs {
    std::shared_ptr<const SweptVectors> after;
    std::vector<ClassPair> pairs;
  };
  /// By set of links (all without prepends), e.g. under a failure, or by one advertisement.
  mutable parallel::BoundedCache<model::Advertisement, SweptVectors> others_{
      parallel::CacheLimit{256}};
  /// By mix and sweep.
  mutable parallel::BoundedCache<std::pair<std::size_t, const SweptVectors*>, HeldPairs>
      other_pairs_{parallel::CacheLimit{4096}};
  /// By behaviour and advertisement; at most 2^22 doubles (32 MB) are kept.
  mutable parallel::BoundedCache<std::pair<std::size_t, model::Advertisement>, Matrices> matrices_{
      parallel::CacheLimit{.weight = 1 << 22, .least_entries = 256}};
};

}  // namespace bgpte::ingress
