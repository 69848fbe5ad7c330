#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::optimiser::testing {

/// Another model's answers, counted; raises a flag at one of the questions.
class CountingIngress : public ingress::IngressModel {
 public:
  /// Whether it says of prepends what the model says.
  enum class Prepends : std::uint8_t { unknown, as_the_model };
  explicit CountingIngress(const ingress::IngressModel& model,
                           Prepends prepends = Prepends::unknown)
      : model_(model), prepends_(prepends) {}

  /// At the n-th question the flag goes up.
  void interrupt_at(std::size_t n, std::atomic<bool>& flag) {
    at_ = n;
    flag_ = &flag;
  }
  [[nodiscard]] std::size_t asked() const { return asked_; }
  [[nodiscard]] std::size_t forecasts() const { return forecasts_; }

  const ingress::TodayTraffic& today() const override { return model_.today(); }
  ingress::Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                             std::span<const double> home) const override {
    ++forecasts_;
    count();
    return model_.forecast(prefix, x, home);
  }
  std::size_t behaviour(model::PrefixIndex prefix) const override {
    return model_.behaviour(prefix);
  }
  std::size_t behaviours() const override { return model_.behaviours(); }
  std::shared_ptr<const ingress::Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override {
    count();
    return model_.transition(behaviour, x);
  }
  std::shared_ptr<const ingress::Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override {
    count();
    return model_.high_floor(behaviour, x, home);
  }
  std::optional<int> longest_gap() const override { return model_.longest_gap(); }
  bool more_prepends_repel(std::size_t behaviour) const override {
    return prepends_ == Prepends::as_the_model && model_.more_prepends_repel(behaviour);
  }
  const std::vector<model::Finding>& findings() const override { return model_.findings(); }
  std::string basis() const override { return model_.basis(); }

 private:
  void count() const {
    if (++asked_ == at_ && flag_ != nullptr) {
      *flag_ = true;
    }
  }

  const ingress::IngressModel& model_;
  Prepends prepends_;
  std::size_t at_ = 0;
  std::atomic<bool>* flag_ = nullptr;
  mutable std::atomic<std::size_t> asked_{0};
  mutable std::atomic<std::size_t> forecasts_{0};
};

}  // namespace bgpte::optimiser::testing
