#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/parallel/bounded_cache.hpp"
#include "src/ingress/sources/source_choices.hpp"

namespace bgpte::ingress {

/// The `shortest-path` and `sources` models: the listed sources of each prefix, or a single one to
/// which all links are equally far (docs/ingress.md, "The other models").
class SourcesModel final : public IngressModel {
 public:
  explicit SourcesModel(const model::Scenario& scenario);

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
  [[nodiscard]] const std::vector<model::Finding>& findings() const override { return findings_; }
  [[nodiscard]] std::string basis() const override { return basis_; }

 private:
  /// What a prefix's transitions depend on.
  struct Behaviour {
    model::Advertisement today;
    std::vector<bool> open;       ///< [link], for traffic that no listed source explains.
    std::vector<Source> sources;  ///< None: one to which all open links are equally far.
    auto operator<=>(const Behaviour&) const = default;
  };
  /// Shares at [from * links + to] of one (behaviour, advertisement).
  struct Matrices {
    std::shared_ptr<const Transition> expected;
    std::vector<double> low;   ///< Every tie falls against `to`.
    std::vector<double> high;  ///< Every tie falls towards `to`.
  };

  [[nodiscard]] std::vector<double> build_behaviours(const model::Scenario& scenario);
  void report_scaled(const model::Scenario& scenario, const std::vector<double>& listed_volume);
  [[nodiscard]] std::vector<double> split(std::size_t behaviour) const;
  [[nodiscard]] std::vector<SourceResponse> responses(const Behaviour& now,
                                                      const model::Advertisement& x,
                                                      model::LinkIndex home) const;
  void add_response(const SourceResponse& response, double weight, model::LinkIndex home,
                    std::vector<double>& expected, Matrices& matrices) const;
  [[nodiscard]] Matrices compute(const Behaviour& now, const model::Advertisement& x) const;
  [[nodiscard]] std::shared_ptr<const Matrices> matrices(std::size_t behaviour,
                                                         const model::Advertisement& x) const;

  std::size_t links_ = 0;
  std::vector<std::string> names_;  ///< [link]
  double drift_ = 0;
  SourceChoices choices_;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;  ///< [prefix]
  TodayTraffic today_;
  std::vector<model::Finding> findings_;
  std::string basis_;
  /// By behaviour and advertisement.
  mutable parallel::BoundedCache<std::pair<std::size_t, model::Advertisement>, Matrices> matrices_{
      parallel::CacheLimit{1 << 16}};
};

}  // namespace bgpte::ingress
