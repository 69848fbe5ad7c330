#pragma once

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// The `shortest-path` and `sources` models: listed sources, or one for each prefix to which all
/// links are equally long.
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
  [[nodiscard]] std::size_t variants() const override { return links_ + 1; }
  [[nodiscard]] std::string variant_name(std::size_t variant) const override;
  [[nodiscard]] std::vector<double> variant_flow(model::PrefixIndex prefix,
                                                 const model::Advertisement& x,
                                                 std::span<const double> home,
                                                 std::size_t variant) const override;
  [[nodiscard]] const std::vector<model::Finding>& findings() const override { return findings_; }
  [[nodiscard]] std::string basis() const override { return basis_; }

 private:
  /// One kind of source: what it prefers and by which links it can come.
  struct Source {
    std::vector<std::optional<int>> path_length;
    std::vector<int> preference;
    double weight = 1;
    auto operator<=>(const Source&) const = default;
  };
  struct Behaviour {
    model::Advertisement today;
    std::vector<bool> open;  ///< For traffic that no listed source explains.
    std::vector<Source> sources;
    auto operator<=>(const Behaviour&) const = default;
  };
  /// [from * links + to]; low and high with every tie against or towards `to`; `towards[l]` with
  /// every tie towards link l.
  struct Matrices {
    std::shared_ptr<const Transition> expected;
    std::vector<double> low, high;
    std::vector<std::vector<double>> towards;
  };

  /// What sources at one home do: expected shares, and the links they may choose.
  struct Part {
    double weight = 1;
    std::vector<double> share;
    std::vector<bool> possible;
  };

  [[nodiscard]] std::vector<bool> best(const Source& source, const model::Advertisement& x) const;
  [[nodiscard]] std::vector<bool> narrowed(std::vector<bool> tied) const;
  [[nodiscard]] std::vector<double> divide(const std::vector<bool>& possible) const;
  [[nodiscard]] std::optional<Part> part(const Source& source, const model::Advertisement& today,
                                         const model::Advertisement& x,
                                         model::LinkIndex home) const;
  [[nodiscard]] Part unexplained(const Behaviour& behaviour, const model::Advertisement& x,
                                 model::LinkIndex home) const;
  [[nodiscard]] Source textbook(const std::vector<bool>& reachable) const;
  [[nodiscard]] std::shared_ptr<const Matrices> matrices(std::size_t behaviour,
                                                         const model::Advertisement& x) const;
  [[nodiscard]] std::vector<double> split(std::size_t behaviour) const;

  std::size_t links_ = 0;
  std::vector<std::string> names_;
  std::vector<double> tie_weight_;            ///< [link]; of its place in the tie order.
  std::optional<model::LinkIndex> tie_link_;  ///< Wins every tie it is in.
  double drift_ = 0;
  std::vector<Behaviour> behaviours_;
  std::vector<std::size_t> behaviour_of_;
  TodayTraffic today_;
  std::vector<model::Finding> findings_;
  std::string basis_;
  mutable std::shared_mutex mutex_;
  mutable std::map<std::pair<std::size_t, model::Advertisement>, std::shared_ptr<const Matrices>>
      matrices_;
};

}  // namespace bgpte::ingress
