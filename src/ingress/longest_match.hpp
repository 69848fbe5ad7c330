#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// Answers for announcements with less specifics (model::Advertisement::less_specifics), of a model
/// that knows one announcement at a time: what the first leaves of a home cell follows the next
/// (docs/ingress.md, "Longest match").
class LongestMatchModel final : public IngressModel {
 public:
  /// `today`: [prefix] what it follows today, with less specifics; no links where it has none.
  /// `plain` was made for with_less_specifics of them, `own` for the first announcement alone; null
  /// where none has less specifics today.
  LongestMatchModel(const model::Scenario& scenario, std::vector<model::Advertisement> today,
                    std::unique_ptr<const IngressModel> plain,
                    std::unique_ptr<const IngressModel> own);

  [[nodiscard]] const TodayTraffic& today() const override { return plain_->today(); }
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::vector<double> deviations(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home) const override;
  /// None where there are less specifics: a test tells of the announcement that is tested.
  [[nodiscard]] std::vector<Forecast> forecasts_after(
      model::PrefixIndex prefix, const model::Advertisement& x, std::span<const double> home,
      const std::vector<std::vector<model::Advertisement>>& tried) const override;
  [[nodiscard]] std::size_t behaviour(model::PrefixIndex prefix) const override {
    return behaviour_of_[prefix];
  }
  [[nodiscard]] std::size_t behaviours() const override { return behaviours_.size(); }
  [[nodiscard]] std::shared_ptr<const Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override;
  [[nodiscard]] std::shared_ptr<const Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override;
  [[nodiscard]] std::optional<int> longest_gap() const override { return plain_->longest_gap(); }
  [[nodiscard]] bool more_prepends_repel(std::size_t behaviour) const override {
    return plain_->more_prepends_repel(behaviours_[behaviour].plain);
  }
  [[nodiscard]] const std::vector<model::Finding>& findings() const override {
    return plain_->findings();
  }
  [[nodiscard]] std::string basis() const override { return plain_->basis(); }

 private:
  struct Behaviour {
    std::size_t plain = 0, own = 0;
    model::Advertisement today;  ///< As in the constructor.
    /// [level][link] What of that which enters there today hears the first of `today`: all of it,
    /// unless a lever keeps that one from some who then come there by the next.
    std::array<std::vector<double>, 3> hears;
    auto operator<=>(const Behaviour&) const = default;
  };

  /// True if one announcement is all there is to it, today and under `x`.
  [[nodiscard]] static bool is_plain(const Behaviour& behaviour, const model::Advertisement& x) {
    return behaviour.today.size() == 0 && x.less_specifics().empty();
  }
  /// Of the first of `x` alone. Today's keeps what enters by its links and hears it. Who hears it
  /// today does not compare it with less specifics, but with what else is announced as long.
  [[nodiscard]] std::shared_ptr<const Transition> of_first(const Behaviour& behaviour,
                                                           const model::Advertisement& first,
                                                           model::ForecastLevel hears) const;
  [[nodiscard]] Forecast forecast_of_first(model::PrefixIndex prefix,
                                           const model::Advertisement& first,
                                           std::span<const double> home,
                                           model::ForecastLevel hears) const;
  /// Where as many sources as at that level hear today's first.
  [[nodiscard]] Forecast forecast_where(model::PrefixIndex prefix, const model::Advertisement& x,
                                        std::span<const double> home,
                                        model::ForecastLevel hears) const;

  std::unique_ptr<const IngressModel> plain_, own_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;  ///< [prefix]
};

/// An announcement and its less specifics as one: each link as the longest prefix is announced
/// there. It tells who enters where today.
[[nodiscard]] model::Advertisement with_less_specifics(const model::Advertisement& x);

}  // namespace bgpte::ingress
