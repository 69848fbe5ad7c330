#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// True if the provider behind a link originates some prefix itself and path lengths are not
/// listed by source: then a model has to be told that this path is one AS shorter.
[[nodiscard]] bool has_shorter_paths(const model::Scenario& scenario);

/// The scenario with those prefixes announced as their sources see them: one AS longer by every
/// other link. So are observations of them; one of all prefixes ("*") stays as it is.
[[nodiscard]] model::Scenario with_shorter_paths(const model::Scenario& scenario);

/// Answers for announcements as the scenario writes them, of a model that was made for
/// with_shorter_paths(scenario) (docs/ingress.md, "A prefix that the provider originates").
class OriginatedModel final : public IngressModel {
 public:
  OriginatedModel(const model::Scenario& scenario, std::unique_ptr<const IngressModel> plain);

  [[nodiscard]] const TodayTraffic& today() const override { return plain_->today(); }
  [[nodiscard]] Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                  std::span<const double> home) const override;
  [[nodiscard]] std::vector<double> deviations(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home) const override;
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
  /// One more than the model's: the announcements differ by one from what sources see.
  [[nodiscard]] std::optional<int> longest_gap() const override;
  [[nodiscard]] const std::vector<model::Finding>& findings() const override {
    return plain_->findings();
  }
  [[nodiscard]] std::string basis() const override { return plain_->basis(); }

 private:
  struct Behaviour {
    std::size_t plain = 0;
    std::optional<model::LinkIndex> shorter;
    auto operator<=>(const Behaviour&) const = default;
  };

  [[nodiscard]] const std::optional<model::LinkIndex>& shorter(model::PrefixIndex prefix) const {
    return behaviours_[behaviour_of_[prefix]].shorter;
  }

  std::unique_ptr<const IngressModel> plain_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;  ///< [prefix]
};

}  // namespace bgpte::ingress
