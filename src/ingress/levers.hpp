#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// Puts levers (communities that the neighbour acts on, MED) on top of a model that knows prepends
/// only (docs/ingress.md, "Levers"). Which part of what would enter by a link stays with a lever is
/// the scenario's `retained`. Sources that leave because of a community go where the model sends
/// them when the prefix is withdrawn from the link. Sources that leave because of a MED go to the
/// other links to the same AS, equally. A lever that the prefix has today is part of today's shares
/// and changes nothing. The effect of removing it, of replacing it, and of a lever without
/// `retained` is unknown: such a change is expected to do nothing, and its range is all that could
/// happen.
class LeverModel final : public IngressModel {
 public:
  /// `plain` was made for `plain_scenario(scenario)`.
  LeverModel(const model::Scenario& scenario, std::unique_ptr<const IngressModel> plain);

  [[nodiscard]] const TodayTraffic& today() const override { return plain_->today(); }
  /// Low and high over both ends of each lever's range and the model's own range.
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::size_t behaviour(model::PrefixIndex prefix) const override {
    return behaviour_of_[prefix];
  }
  [[nodiscard]] std::size_t behaviours() const override { return behaviours_.size(); }
  [[nodiscard]] std::shared_ptr<const Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override;
  /// The model's own where no lever is added, else what is expected: that is never above the high.
  [[nodiscard]] std::shared_ptr<const Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override;
  [[nodiscard]] std::optional<int> longest_gap() const override { return plain_->longest_gap(); }
  [[nodiscard]] const std::vector<model::Finding>& findings() const override {
    return plain_->findings();
  }
  [[nodiscard]] std::string basis() const override;

 private:
  struct Behaviour {
    std::size_t plain = 0;                  ///< Behaviour of the model without levers.
    std::vector<model::LeverChoice> today;  ///< [link]; empty: none.
    auto operator<=>(const Behaviour&) const = default;
  };
  /// A lever that the advertisement has and today's does not.
  struct AddedLever {
    model::LinkIndex link = 0;
    model::LeverEffect retained;
    bool med = false;  ///< A MED, not a community.
  };
  /// One way for the links with added communities to be open or closed to sources.
  struct Case {
    model::Advertisement x;
    std::vector<bool> closed;  ///< [added lever]: nobody but single-homed sources enters there.
  };
  [[nodiscard]] std::vector<AddedLever> added_levers(std::size_t behaviour,
                                                     const model::Advertisement& x) const;
  void widen(std::size_t behaviour, const model::Advertisement& x, std::span<const double> home,
             Forecast& forecast) const;
  [[nodiscard]] std::vector<Case> cases(const std::vector<AddedLever>& added_levers,
                                        const model::Advertisement& x) const;
  [[nodiscard]] std::vector<double> mixture(const std::vector<AddedLever>& added_levers,
                                            const std::vector<double>& stays,
                                            const model::Advertisement& x,
                                            const std::vector<Case>& cases,
                                            const std::vector<std::vector<double>>& flows,
                                            const std::vector<double>& lost) const;
  void keep_single_homed(const std::vector<AddedLever>& added_levers,
                         const std::vector<double>& open, const Case& state, double lost,
                         std::vector<double>& flow) const;
  void move_by_med(const std::vector<AddedLever>& added_levers, const std::vector<double>& stays,
                   const model::Advertisement& x, const Case& state,
                   std::vector<double>& flow) const;

  std::unique_ptr<const IngressModel> plain_;
  std::vector<model::Asn> neighbour_;              ///< [link]
  std::vector<std::vector<model::Lever>> levers_;  ///< [link]
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;
};

/// The scenario without any lever, for the models that know prepends only.
[[nodiscard]] model::Scenario plain_scenario(const model::Scenario& scenario);

}  // namespace bgpte::ingress
