#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
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
  std::uint64_t seed = 1;
};

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
