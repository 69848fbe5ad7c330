#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/source_levers.hpp"

namespace bgpte::ingress {

/// Puts levers (communities that the neighbour acts on, MED) on top of a model that knows prepends
/// only (docs/ingress.md, "Levers"). Which part of what would enter by a link stays with a lever is
/// the scenario's `retained`. Sources that leave because of a community go where the model sends
/// them when the prefix is withdrawn from the link. Sources that leave because of a MED go to the
/// other links to the same AS, or from an exchange to other exchanges, equally. A community that
/// limits export takes the only route of those who have no other. A lever that the prefix has today
/// is part of today's shares and changes nothing for the sources of its own link. The effect of
/// removing it, of replacing it, and of a lever without `retained` is unknown: such a change is
/// expected to do nothing, and its range is all that could happen.
class LeverModel final : public IngressModel {
 public:
  /// `plain` was made for `plain_scenario(scenario)`, `sources` is source_levers of the scenario.
  LeverModel(const model::Scenario& scenario, std::unique_ptr<const IngressModel> plain,
             std::vector<SourceLever> sources);

  [[nodiscard]] const TodayTraffic& today() const override { return plain_->today(); }
  /// Low and high over both ends of each lever's range and the model's own range.
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::vector<double> deviations(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home) const override {
    return x.has_levers() ? IngressModel::deviations(prefix, x, home)
                          : plain_->deviations(prefix, x, home);
  }
  /// The model's own for a prefix that has no lever, neither today nor under `x`.
  [[nodiscard]] std::vector<Forecast> forecasts_after(
      model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
      const std::vector<std::vector<model::Advertisement>>& tried) const override;
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
    std::vector<double> part;               ///< [sources_] SourceLever::part of these prefixes.
    /// [sources_] behaviour of SourceLever::only.
    std::vector<std::size_t> only;
    auto operator<=>(const Behaviour&) const = default;
  };
  /// What a lever does to traffic.
  enum class Kind : std::uint8_t {
    community,      ///< Closes the link to some, but for those with no other way.
    limits_export,  ///< Closes the link to some, whether they have another way or not.
    med,            ///< Moves some to links of the same neighbour.
    attracts        ///< Brings some of what enters by other transit links.
  };
  struct ActiveLever {
    model::LinkIndex link = 0;
    model::LeverEffect effect;  ///< What is retained, or what is attracted.
    Kind kind = Kind::community;
    bool today = false;  ///< The sources of its own link are used to it.
    /// It concerns some sources of its own link only: place in sources_.
    std::optional<std::size_t> source = std::nullopt;
    [[nodiscard]] bool closes() const {
      return kind == Kind::community || kind == Kind::limits_export;
    }
  };
  /// One way for the links with such communities to be open or closed to sources.
  struct Case {
    model::Advertisement x;
    std::vector<bool> closed;  ///< [lever]
  };
  /// An advertisement, its levers and their cases.
  struct Mixture {
    const std::vector<ActiveLever>& levers;
    const model::Advertisement& x;
    std::vector<Case> cases;
  };
  [[nodiscard]] std::vector<ActiveLever> active_levers(std::size_t behaviour,
                                                       const model::Advertisement& x) const;
  [[nodiscard]] static std::vector<double> effects_at(const std::vector<ActiveLever>& levers,
                                                      model::ForecastLevel level,
                                                      model::LinkIndex home);
  [[nodiscard]] const SourceLever* sources_of(const Mixture& of, std::size_t state,
                                              model::LinkIndex home) const;
  void widen(std::size_t behaviour, const model::Advertisement& x, std::span<const double> home,
             Forecast& forecast) const;
  [[nodiscard]] std::vector<Case> cases(const std::vector<ActiveLever>& levers,
                                        const model::Advertisement& x) const;
  [[nodiscard]] std::vector<double> mixture(const Mixture& of, const std::vector<double>& effects,
                                            const std::vector<std::vector<double>>& flows,
                                            const std::vector<double>& lost) const;
  void add_range(model::PrefixIndex prefix, const Mixture& of, std::span<const double> home,
                 model::LinkIndex of_link, Forecast& result) const;
  void keep_single_homed(const std::vector<ActiveLever>& levers, const std::vector<double>& open,
                         const Case& state, double lost, std::vector<double>& flow) const;
  void move_by_med(const std::vector<ActiveLever>& levers, const std::vector<double>& effects,
                   const model::Advertisement& x, const Case& state,
                   std::vector<double>& flow) const;
  void attract(const std::vector<ActiveLever>& levers, const std::vector<double>& effects,
               std::vector<double>& flow) const;

  std::unique_ptr<const IngressModel> plain_;
  std::vector<model::Asn> neighbour_;              ///< [link]
  std::vector<bool> exchange_;                     ///< [link]: the port of an exchange.
  std::vector<bool> transit_;                      ///< [link]
  std::vector<std::vector<model::Lever>> levers_;  ///< [link]
  std::vector<SourceLever> sources_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;
};

/// The scenario without any lever, for the models that know prepends only.
[[nodiscard]] model::Scenario plain_scenario(const model::Scenario& scenario);

}  // namespace bgpte::ingress
