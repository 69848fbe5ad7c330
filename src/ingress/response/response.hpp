#pragma once

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/observations/observed.hpp"
#include "src/ingress/response/row_set.hpp"

namespace bgpte::ingress {

/// Links that a source may enter by besides its home: transit links, and peers whose `reach`
/// covers the prefix.
[[nodiscard]] std::vector<bool> open_links(const model::Scenario& scenario,
                                           model::PrefixIndex prefix);

/// True if `x` announces on the same links as `today` with one and the same number of prepends
/// more: it attracts the same traffic.
[[nodiscard]] bool attracts_the_same(const model::Advertisement& x,
                                     const model::Advertisement& today);

/// True if all of `home` enters by links that `today` announces on.
[[nodiscard]] bool all_at_home(std::span<const double> home, const model::Advertisement& today);

/// The `response` model: the default prior and its variants, reweighted to today's shares.
class ResponseModel final : public IngressModel {
 public:
  explicit ResponseModel(const model::Scenario& scenario);

  [[nodiscard]] const TodayTraffic& today() const override { return today_; }
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
  [[nodiscard]] std::size_t variants() const override { return variants_.size(); }
  [[nodiscard]] std::string variant_name(std::size_t variant) const override;
  [[nodiscard]] std::vector<double> variant_flow(model::PrefixIndex prefix,
                                                 const model::Advertisement& x,
                                                 std::span<const double> home,
                                                 std::size_t variant) const override;
  [[nodiscard]] const std::vector<model::Finding>& findings() const override { return findings_; }
  [[nodiscard]] std::string basis() const override;
  /// [link] P(the link wins today) of the default prior, before any measurement.
  [[nodiscard]] std::vector<double> chances_today(model::PrefixIndex prefix) const;

 private:
  /// What a prefix's transitions depend on.
  struct Behaviour {
    std::size_t situation = 0;
    std::optional<std::size_t> observed;  ///< Of observed_.
    std::vector<model::Bps> measured;     ///< Today's home cells, where they matter.
    std::vector<double> weight;           ///< [variant] in `expected`; 0: dropped.
    std::vector<bool> dropped;            ///< [variant] says nothing of a home cell of it.
    auto operator<=>(const Behaviour&) const = default;
  };
  /// What observations made of a behaviour's variants.
  struct Fitted {
    std::vector<std::vector<double>> tilts;  ///< [population][cell]
    std::vector<bool> in_range;              ///< [variant]
  };
  /// All variants of one (behaviour, advertisement).
  struct View {
    const Behaviour* behaviour;
    std::shared_ptr<const RowSet> set;
    std::shared_ptr<const std::vector<double>> fitted;  ///< [population] matrices, if observed.
  };

  void build_behaviours(const model::Scenario& scenario, const std::vector<std::size_t>& situation);
  /// [variant]: what its error on the observations costs, in exponents.
  [[nodiscard]] std::vector<double> misfits(const model::Scenario& scenario,
                                            const std::vector<std::size_t>& situation) const;
  /// [variant] in the estimate, summing to 1.
  [[nodiscard]] std::vector<double> weights_of(const std::vector<double>& misfit,
                                               const std::vector<bool>& dropped) const;
  void tell_residuals(const model::Scenario& scenario);
  void list_variants(const model::Scenario& scenario);
  [[nodiscard]] std::vector<double> predicted(const View& view, std::span<const double> home,
                                              std::size_t variant,
                                              std::span<const model::Bps> measured) const;
  [[nodiscard]] std::shared_ptr<const RowSet> rows(std::size_t situation,
                                                   const model::Advertisement& x,
                                                   Scope scope) const;
  [[nodiscard]] std::shared_ptr<const Fitted> fitted(std::size_t behaviour) const;
  [[nodiscard]] View view(std::size_t behaviour, const model::Advertisement& x, Scope scope) const;
  [[nodiscard]] std::vector<double> win_shares(const model::Advertisement& advertise,
                                               const std::vector<bool>& open) const;
  void row(const View& view, model::LinkIndex home, std::size_t variant, RetainedLevel level,
           std::span<const model::Bps> measured, std::span<double> shares) const;
  void widen(const View& view, std::span<const double> home, std::span<const model::Bps> measured,
             const std::vector<bool>& in_range, Forecast& result) const;
  /// Entries of so many doubles that a cache holds before it starts afresh.
  [[nodiscard]] static std::size_t entries_of(std::size_t doubles);
  [[nodiscard]] std::vector<bool> dropped(std::size_t situation,
                                          std::span<const model::Bps> home) const;

  std::size_t links_ = 0;
  std::vector<std::string> names_;
  std::vector<std::optional<model::Retained>> retained_;
  std::vector<Variant> variants_;  ///< The priors first.
  double drift_ = 0;
  double measurement_error_ = 0;
  std::size_t observations_ = 0;
  std::vector<Situation> situations_;
  std::vector<std::unique_ptr<const ObservedSituation>> observed_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;
  TodayTraffic today_;
  std::vector<model::Finding> findings_;

  RowCache row_cache_;
  mutable std::shared_mutex mutex_;
  template <typename Value>
  using Cache = std::map<std::pair<std::size_t, model::Advertisement>, std::shared_ptr<Value>>;
  mutable Cache<const RowSet> estimate_sets_, range_sets_;  ///< By situation.
  mutable Cache<const std::vector<double>> fitted_;         ///< By behaviour.
  mutable Cache<const Transition> transitions_;             ///< By behaviour.
  mutable std::map<std::size_t, std::shared_ptr<const Fitted>> fits_;
};

}  // namespace bgpte::ingress
