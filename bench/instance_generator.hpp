#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::bench {

/// What a random instance looks like.
struct InstanceShape {
  std::size_t prefixes = 200;
  std::size_t links = 4;
  std::size_t advertisements = 16;  ///< Distinct advertisements today, at most.
  std::size_t max_changes_per_prefix = 4;
  bool whole_volume_tiers = false;  ///< Two whole-volume tiers on every link instead of convex.
  bool do_no_harm = true;
  std::size_t samples = 0;  ///< Five-minute samples of every link that the bills replay.
  std::uint64_t seed = 1;
};

/// Samples whose 95th percentile is `inbound`: a day's wave that peaks at an hour of the link's
/// own, a quieter weekend, noise that lasts for some intervals, and bursts.
inline model::SampleSeries make_samples(const std::string& name, model::Bps inbound,
                                        std::size_t count, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
  // Half a wave as a parabola: the same on every platform, as the library's sine need not be.
  const auto wave = [](double turn) {
    const double t = turn - std::floor(turn);
    return t < 0.5 ? 16 * t * (0.5 - t) : -16 * (t - 0.5) * (1 - t);
  };
  const double phase = 0.15 * uniform();
  double noise = 0;
  int burst = 0;
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double day = static_cast<double>(i) / 288;
    const bool weekend = static_cast<std::size_t>(day) % 7 >= 5;
    noise = 0.9 * noise + 0.06 * (uniform() - 0.5);
    burst = burst > 0 ? burst - 1 : (uniform() < 0.002 ? 12 : 0);
    values.push_back((1 + 0.5 * wave(day + phase) + noise) * (weekend ? 0.85 : 1.0) +
                     (burst > 0 ? 0.5 : 0.0));
  }
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const double top = sorted[count / 20];
  model::SampleSeries series{name, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const double rate = static_cast<double>(inbound.value) * (values[i] / top);
    series.samples.push_back({static_cast<std::int64_t>(1'793'491'200 + 300 * i),
                              model::Bps{static_cast<std::int64_t>(rate)}, model::Bps{}});
  }
  return series;
}

/// A random scenario: heavy-tailed volumes, links between 35 % and 95 % full, prices between 0.2
/// and 1.5, mixed billing models. The same bytes on every platform for the same shape.
inline model::Scenario make_instance(const InstanceShape& shape) {
  std::mt19937_64 engine(shape.seed);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
  const auto roll = [&](std::uint64_t sides) { return engine() % sides; };

  model::Scenario scenario;
  scenario.name = "random";
  scenario.local_as = 64496;
  const std::size_t links = shape.links;

  std::vector<model::Advertisement> advertisements;
  for (std::size_t i = 0; i < shape.advertisements; ++i) {
    model::Advertisement x(links);
    for (std::size_t l = 0; l < links; ++l) {
      x[l] = static_cast<model::Prepend>(i == 0 || roll(3) != 0 ? 0 : 1 + roll(2));
    }
    advertisements.push_back(x.without_common_prepends());
  }
  std::vector<double> attraction;
  for (std::size_t l = 0; l < links; ++l) {
    attraction.push_back(0.3 + uniform());
  }
  std::vector<std::int64_t> load(links, 0);
  for (std::size_t p = 0; p < shape.prefixes; ++p) {
    model::Prefix prefix;
    prefix.origin_as = scenario.local_as;
    prefix.prefix.length = 24;
    // 10.0.0.0/8 onwards, so that a hundred thousand /24 fit.
    const auto block = static_cast<std::uint32_t>(p);
    prefix.prefix.address.bytes[0] = static_cast<std::uint8_t>(10 + (block >> 16));
    prefix.prefix.address.bytes[1] = static_cast<std::uint8_t>(block >> 8);
    prefix.prefix.address.bytes[2] = static_cast<std::uint8_t>(block);
    prefix.advertise = advertisements[roll(advertisements.size())];
    prefix.inbound_kind = model::InboundKind::by_link;
    const double volume = 2e6 / std::pow(1e-3 + uniform(), 0.7);  // Between 2 and 250 Mbps.
    std::vector<double> share(links);
    double sum = 0;
    for (std::size_t l = 0; l < links; ++l) {
      share[l] = attraction[l] * (0.05 + uniform()) / (1 + 2 * prefix.advertise[l]);
      sum += share[l];
    }
    for (std::size_t l = 0; l < links; ++l) {
      const auto rate = static_cast<std::int64_t>(volume * share[l] / sum);
      prefix.by_link.push_back(model::Bps{rate});
      load[l] += rate;
    }
    scenario.prefixes.push_back(std::move(prefix));
  }
  for (std::size_t l = 0; l < links; ++l) {
    model::Link link;
    link.name = "L" + std::string(l < 10 ? "0" : "") + std::to_string(l);
    link.neighbor_as = static_cast<model::Asn>(64501 + l);
    link.inbound = model::Bps{load[l] + load[l] / 20};
    link.capacity = model::Bps{static_cast<std::int64_t>(static_cast<double>(link.inbound.value) /
                                                         (0.35 + 0.6 * uniform()))};
    const auto price = [&] {
      return model::Price{200'000 + static_cast<std::int64_t>(uniform() * 130) * 10'000};
    };
    const model::Bps some{static_cast<std::int64_t>(static_cast<double>(link.inbound.value) *
                                                    (0.7 + 0.5 * uniform()))};
    if (shape.whole_volume_tiers) {
      const model::Price first = price();
      link.billing.model =
          model::TierBilling{model::TierCharge::whole_volume,
                             {{some, first}, {std::nullopt, model::Price{first.micros * 8 / 10}}}};
    } else if (l % 3 == 0) {
      link.billing.model = model::PerMbpsBilling{price()};
    } else if (l % 3 == 1) {
      const model::Price first = price();
      link.billing.model = model::CommitBilling{some, first, model::Price{first.micros * 2}};
    } else {
      const model::Price first = price();
      link.billing.model =
          model::TierBilling{model::TierCharge::marginal,
                             {{some, first}, {std::nullopt, model::Price{first.micros * 13 / 10}}}};
    }
    if (shape.samples > 0) {
      link.billing.percentile = model::PercentileRule{};
      link.billing.percentile->series.push_back(
          make_samples(link.name, link.inbound, shape.samples, shape.seed * 1000 + l));
    }
    scenario.links.push_back(std::move(link));
  }
  scenario.ingress.retained.resize(links);
  scenario.policy.max_changes.reset();
  scenario.policy.max_changes_per_prefix = shape.max_changes_per_prefix;
  scenario.policy.do_no_harm = shape.do_no_harm ? model::DoNoHarm::high : model::DoNoHarm::off;
  // A change must be worth what a twentieth of a Mbps costs, so that many are.
  scenario.policy.weights.change = model::Ratio{50'000};
  return scenario;
}

}  // namespace bgpte::bench
