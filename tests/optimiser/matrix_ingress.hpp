#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::optimiser::testing {

/// Numbers from a fixed seed, the same on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// Uniform in 0..sides-1 (the bias of a remainder does not matter here).
  std::int64_t roll(std::int64_t sides) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(sides));
  }
  bool one_in(std::int64_t n) { return roll(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// An ingress model that is nothing but explicit transition matrices, drawn at random for every
/// (prefix, advertisement): no behaviour that the optimiser could rely on.
class MatrixIngress : public ingress::IngressModel {
 public:
  MatrixIngress(const model::Scenario& scenario, ingress::TodayTraffic today, std::uint64_t seed,
                std::size_t variants, double drift, bool alike = false)
      : scenario_(scenario),
        today_(std::move(today)),
        seed_(seed),
        variants_(variants),
        drift_(drift),
        alike_(alike) {
    for (std::size_t l = 0; l < scenario.links.size(); ++l) {
      has_peers_ = has_peers_ || is_peer(l);
    }
  }

  const ingress::TodayTraffic& today() const override { return today_; }

  ingress::Forecast forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                             std::span<const double> home) const override {
    ingress::Forecast result;
    result.expected = variant_flow(prefix, x, home, 0);
    result.low = result.high = result.expected;
    for (std::size_t v = 1; v < variants_; ++v) {
      const std::vector<double> flow = variant_flow(prefix, x, home, v);
      for (std::size_t l = 0; l < flow.size(); ++l) {
        result.low[l] = std::min(result.low[l], flow[l]);
        result.high[l] = std::max(result.high[l], flow[l]);
      }
    }
    const double volume = std::accumulate(home.begin(), home.end(), 0.0);
    result.unreachable =
        volume - std::accumulate(result.expected.begin(), result.expected.end(), 0.0);
    result.harm = result.high;
    for (std::size_t l = 0; l < home.size() && !same(prefix, x); ++l) {
      result.low[l] -= x.carried_on(l) ? drift_ * volume : 0;
      result.high[l] += x.carried_on(l) ? drift_ * volume : 0;
    }
    return result;
  }

  std::size_t behaviour(model::PrefixIndex prefix) const override { return prefix; }
  std::size_t behaviours() const override { return scenario_.prefixes.size(); }
  std::shared_ptr<const ingress::Transition> transition(
      std::size_t behaviour, const model::Advertisement& x) const override {
    std::vector<double> shares;
    for (std::size_t j = 0; j < x.size(); ++j) {
      std::vector<double> cell(x.size(), 0.0);
      cell[j] = 1;
      for (const double share : variant_flow(behaviour, x, cell, 0)) {
        shares.push_back(share);
      }
    }
    return std::make_shared<const ingress::Transition>(x.size(), shares);
  }

  /// For each link the variant that brings most there of `home`.
  std::shared_ptr<const ingress::Transition> high_floor(
      std::size_t behaviour, const model::Advertisement& x,
      std::span<const double> home) const override {
    const std::size_t links = home.size();
    std::vector<std::size_t> highest(links, 0);
    std::vector<double> most(links, -1);
    for (std::size_t v = 0; v < variants_; ++v) {
      const std::vector<double> flow = variant_flow(behaviour, x, home, v);
      for (std::size_t l = 0; l < links; ++l) {
        highest[l] = flow[l] > most[l] ? v : highest[l];
        most[l] = std::max(most[l], flow[l]);
      }
    }
    std::vector<double> shares;
    for (std::size_t j = 0; j < links; ++j) {
      std::vector<double> cell(links, 0.0);
      cell[j] = 1;
      for (std::size_t l = 0; l < links; ++l) {
        shares.push_back(variant_flow(behaviour, x, cell, highest[l])[l]);
      }
    }
    return std::make_shared<const ingress::Transition>(links, shares);
  }

  const std::vector<model::Finding>& findings() const override { return findings_; }
  std::string basis() const override { return "random matrices"; }

 private:
  /// What enters by each link under one of several matrices; the first is the expected one.
  std::vector<double> variant_flow(model::PrefixIndex prefix, const model::Advertisement& x,
                                   std::span<const double> home, std::size_t variant) const {
    const std::size_t links = home.size();
    if (same(prefix, x)) {
      return {home.begin(), home.end()};
    }
    std::vector<double> flow(links, 0.0);
    if (x.carried_count() == 0) {
      return flow;
    }
    const model::Advertisement plain = x.without_common_prepends();
    std::uint64_t hash = seed_ + (alike_ ? 0 : prefix) * 1'000'003 + variant * 7919;
    for (std::size_t l = 0; l < links; ++l) {
      hash = hash * 31 + static_cast<std::uint64_t>(plain[l] + 2);
      hash += plain.lever(l) * 104'729ULL;
    }
    Dice dice(hash);
    for (std::size_t j = 0; j < links; ++j) {
      // Eighths of the cell, thrown one by one on the links that carry the prefix; now and then
      // one is lost.
      for (int eighth = 0; eighth < 8; ++eighth) {
        const auto to = static_cast<std::size_t>(dice.roll(static_cast<std::int64_t>(links)));
        const auto second = static_cast<std::size_t>(dice.roll(static_cast<std::int64_t>(links)));
        const std::size_t stays = x.carried_on(j) && dice.one_in(2) ? j : to;
        std::vector<std::size_t> ways{stays, second};
        if (has_peers_) {
          ways.push_back(j);  // Who hears a peer or provider goes on hearing it.
        }
        for (const std::size_t l : ways) {
          if (x.carried_on(l) && (l == j || !is_peer(l))) {  // A peer brings its own.
            flow[l] += home[j] / 8;
            break;
          }
        }
      }
    }
    return flow;
  }

  bool is_peer(std::size_t link) const {
    return scenario_.links[link].relationship != model::Relationship::transit;
  }

  bool same(model::PrefixIndex prefix, const model::Advertisement& x) const {
    return x.without_common_prepends() ==
           scenario_.prefixes[prefix].advertise.without_common_prepends();
  }

  const model::Scenario& scenario_;
  ingress::TodayTraffic today_;
  std::uint64_t seed_;
  std::size_t variants_;
  double drift_;
  bool has_peers_ = false;
  bool alike_;  ///< Every prefix has the same matrices: ties between prefixes.
  std::vector<model::Finding> findings_;
};

}  // namespace bgpte::optimiser::testing
