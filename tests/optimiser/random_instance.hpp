#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "src/ingress/longest_match.hpp"
#include "tests/optimiser/matrix_ingress.hpp"

namespace bgpte::optimiser::testing {

/// A small scenario with its ingress model.
struct Instance {
  std::unique_ptr<model::Scenario> scenario;
  std::unique_ptr<const ingress::IngressModel> ingress;
};

/// Lets sources that do not hear a prefix follow the one around it, where there are peers.
inline void match_longest(Instance& instance) {
  const model::Scenario& scenario = *instance.scenario;
  const auto covering = model::longest_covering(scenario);
  std::vector<model::Advertisement> today;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Advertisement match = model::match_today(scenario, covering, p);
    today.push_back(match.less_specifics().empty() ? model::Advertisement() : match);
  }
  auto own =
      std::make_unique<const MatrixIngress>(scenario, instance.ingress->today(), 4711, 2, 0.0);
  instance.ingress = std::make_unique<const ingress::LongestMatchModel>(
      scenario, std::move(today), std::move(instance.ingress), std::move(own));
}

inline constexpr std::int64_t mbps = 1'000'000;

inline model::Billing random_billing(Dice& dice) {
  const auto price = [&] { return model::Price{(1 + dice.roll(6)) * 250'000}; };
  model::Billing billing;
  switch (dice.roll(6)) {
    case 0:
      billing.model = model::FlatBilling{
          model::Money{static_cast<model::Int128>(dice.roll(100)) * 1'000'000'000'000}};
      break;
    case 1:
      billing.model = model::PerMbpsBilling{price()};
      break;
    case 2:
      billing.model = model::CommitBilling{model::Bps{dice.roll(5) * 40 * mbps}, price(), price()};
      break;
    default: {
      model::TierBilling tiers;
      tiers.charge = dice.one_in(2) ? model::TierCharge::marginal : model::TierCharge::whole_volume;
      const std::int64_t steps = 1 + dice.roll(3);
      std::int64_t up_to = 0;
      for (std::int64_t i = 0; i < steps; ++i) {
        up_to += (1 + dice.roll(4)) * 25 * mbps;
        tiers.tiers.push_back({model::Bps{up_to}, price()});
      }
      tiers.tiers.push_back({std::nullopt, price()});
      billing.model = tiers;
    }
  }
  if (dice.one_in(3)) {
    billing.direction = static_cast<model::BillingDirection>(dice.roll(4));
  }
  return billing;
}

/// Some links should take a part of all inbound, together at most all of it.
inline void add_targets(model::Scenario& scenario, Dice& dice) {
  std::int64_t left = 1'000'000;
  for (model::Link& link : scenario.links) {
    if (!dice.one_in(3)) {
      link.target_share = model::Ratio{std::min(left, dice.roll(9) * 100'000)};
      left -= link.target_share->millionths;
    }
  }
}

/// Levers on some links, both kinds; some not allowed, some without an effect, some of today.
inline void add_levers(model::Scenario& scenario, Dice& dice) {
  for (model::Link& link : scenario.links) {
    const std::int64_t count = dice.roll(3);
    for (std::int64_t i = 0; i < count; ++i) {
      model::Lever lever;
      lever.name = "lever-" + std::to_string(i);
      if (dice.one_in(2)) {
        lever.marks.med = static_cast<std::uint32_t>(100 * (i + 1));
      } else {
        lever.marks.communities = {{false, {64'501, static_cast<std::uint32_t>(80 + i), 0}}};
      }
      if (!dice.one_in(4)) {
        lever.retained = model::LeverEffect{0.1, 0.3, 0.6};
      }
      link.levers.push_back(lever);
    }
  }
  for (model::Prefix& prefix : scenario.prefixes) {
    for (std::size_t l = 0; l < scenario.links.size(); ++l) {
      const std::size_t known = scenario.links[l].levers.size();
      if (known > 0 && prefix.advertise.carried_on(l) && dice.one_in(6)) {
        prefix.advertise.set_lever(l, static_cast<model::LeverChoice>(known));
      }
    }
  }
  scenario.policy.actions.community = !dice.one_in(4);
  scenario.policy.actions.med = !dice.one_in(4);
}

/// Volumes that do not divide show every rounding; multiples of a Mbps keep clear of other solvers'
/// tolerances (some take a limit as kept that is broken by 200 bps).
enum class Volumes : std::uint8_t { any, whole_mbps };
/// Whether bills are replayed.
enum class Samples : std::uint8_t { none, some };

/// Some bills get samples, of their ports or of prefixes, with gaps, and every rank.
inline void add_samples(model::Scenario& scenario, const ingress::TodayTraffic& today,
                        Volumes volumes, std::uint64_t seed) {
  Dice dice(seed);
  constexpr std::int64_t interval_s = 300;
  const std::int64_t first = 5'000'000 + dice.roll(1000);
  const std::int64_t ranks[] = {95'000'000, 90'000'000, 75'000'000, 50'000'000, 100'000'000};
  const bool gaps = dice.one_in(2);
  const auto series = [&](const std::string& name, std::int64_t volume, std::int64_t count) {
    model::SampleSeries result{name, {}};
    for (std::int64_t i = 0; i < count; ++i) {
      if (gaps && dice.one_in(9) && !(i == 0 && result.samples.empty())) {
        continue;
      }
      // Eighths of the volume: levels that prefixes share, so that samples tie.
      std::int64_t inbound = volume / 8 * dice.roll(13);
      if (volumes == Volumes::any) {
        inbound += dice.roll(3) * dice.roll(1000);
      }
      const std::int64_t outbound = dice.roll(10) * 16 * mbps;
      result.samples.push_back(
          {(first + i) * interval_s + dice.roll(2), model::Bps{inbound}, model::Bps{outbound}});
    }
    return result;
  };
  const auto rule = [&] {
    model::PercentileRule result;
    result.rank = model::Ratio{ranks[dice.roll(5)]};
    result.interval_s = interval_s;
    result.outbound_known = dice.one_in(2);
    const std::int64_t count = 5 + dice.roll(30);
    const bool by_prefix = volumes == Volumes::any && dice.one_in(3);
    for (std::size_t i = 0; i < (by_prefix ? scenario.prefixes.size() : scenario.links.size());
         ++i) {
      if (dice.one_in(4)) {
        continue;
      }
      std::int64_t volume = today.inbound[std::min(i, today.inbound.size() - 1)].value;
      if (by_prefix) {
        volume = 0;
        for (const model::Bps part : today.home[i]) {
          volume += part.value;
        }
      }
      result.series.push_back(
          series(by_prefix ? model::to_string(scenario.prefixes[i].prefix) : scenario.links[i].name,
                 volume, count));
    }
    std::sort(result.series.begin(), result.series.end(),
              [](const auto& a, const auto& b) { return a.subject < b.subject; });
    return result;
  };
  for (model::Contract& contract : scenario.contracts) {
    contract.billing.percentile = rule();
    for (model::Link& link : scenario.links) {
      if (link.contract == contract.name) {
        link.billing = contract.billing;
      }
    }
  }
  for (model::Link& link : scenario.links) {
    if (link.contract.empty() && !dice.one_in(3)) {
      link.billing.percentile = rule();
    }
  }
}

/// As random_instance, but each announcement is all there is to it.
inline Instance unmatched_instance(std::uint64_t seed, Volumes volumes, Samples samples) {
  Dice dice(seed);
  const bool levers = seed % 3 == 0;
  auto scenario = std::make_unique<model::Scenario>();
  const auto links = static_cast<std::size_t>(1 + dice.roll(4));
  const auto prefixes = static_cast<std::size_t>(2 + dice.roll(links >= 3 ? 3 : 5));
  const bool peaks = dice.one_in(3);
  const bool uneven =
      dice.one_in(2) &&
      volumes == Volumes::any;  // Volumes that do not divide, so that rounding shows.
  scenario->local_as = 64496;

  const bool contract = links > 1 && dice.one_in(3);
  if (contract) {
    scenario->contracts.push_back(
        {"T1", random_billing(dice),
         dice.one_in(2) ? model::Aggregate::sum_of_samples : model::Aggregate::sum_of_percentiles});
  }
  ingress::TodayTraffic today;
  today.home.assign(prefixes, std::vector<model::Bps>(links));
  today.background.resize(links);
  today.inbound.resize(links);
  for (std::size_t l = 0; l < links; ++l) {
    model::Link link;
    link.name = std::string(1, static_cast<char>('A' + l));
    link.capacity = model::Bps{(2 + dice.roll(6)) * 40 * mbps};
    if (contract && dice.one_in(2)) {
      link.contract = "T1";
      link.billing = scenario->contracts.front().billing;
    } else {
      link.billing = random_billing(dice);
    }
    if (dice.one_in(2)) {
      link.outbound = model::Bps{dice.roll(8) * 30 * mbps};
    }
    if (dice.one_in(4)) {
      link.max_utilisation = model::Ratio{(3 + dice.roll(7)) * 100'000};
    }
    if (dice.one_in(2)) {
      link.shared_risk.push_back("edge1");
    }
    if (dice.one_in(2)) {
      today.background[l] = model::Bps{dice.roll(4) * 8 * mbps + (uneven ? dice.roll(100) : 0)};
    }
    scenario->links.push_back(link);
  }
  model::Policy& policy = scenario->policy;
  policy.max_prepend = static_cast<model::Prepend>(1 + dice.roll(links <= 2 ? 3 : 2));
  policy.actions.withdraw = dice.one_in(4);
  policy.actions.announce = dice.one_in(4);
  policy.actions.prepend = !dice.one_in(10);
  if (dice.one_in(2)) {
    policy.max_changes.reset();
  } else {
    policy.max_changes = static_cast<std::size_t>(1 + dice.roll(5));
  }
  policy.max_changes_per_prefix = static_cast<std::size_t>(1 + dice.roll(3));
  policy.min_links = static_cast<std::size_t>(1 + dice.roll(2));
  policy.max_utilisation = model::Ratio{(5 + dice.roll(5)) * 100'000};
  policy.strategy = static_cast<model::Strategy>(dice.roll(3));
  policy.forecast = static_cast<model::ForecastLevel>(dice.roll(3));
  policy.do_no_harm = static_cast<model::DoNoHarm>(dice.roll(3));
  policy.n_minus_1 = static_cast<model::NMinusOne>(dice.roll(4));
  policy.tolerance = model::Ratio{dice.one_in(2) ? 0 : dice.roll(4) * 10'000};
  policy.least_relief = model::Ratio{dice.one_in(3) ? 0 : dice.roll(5) * 50'000};
  policy.weights.step = model::Ratio{dice.roll(3) * 250'000};
  if (!dice.one_in(4)) {
    policy.weights.change = model::Ratio{dice.one_in(3) ? 0 : dice.roll(8) * 500'000};
  }
  policy.weights.congestion = model::Ratio{dice.roll(4) * 10'000};
  if (dice.one_in(5)) {
    policy.weights.cost = model::Ratio{dice.roll(3) * 500'000};
  }
  policy.saturation = {model::Ratio{(7 + dice.roll(4)) * 100'000},
                       model::Ratio{1'000'000 + dice.roll(3) * 125'000}};

  for (std::size_t p = 0; p < prefixes; ++p) {
    model::Prefix prefix;
    // Some are a customer's.
    prefix.origin_as = (seed + p) % 9 == 4 ? 64'511 : scenario->local_as;
    // Some prefixes lie inside the one before.
    const auto block = static_cast<unsigned>(p / 2);
    const bool inside = p % 2 == 1 && dice.one_in(2);
    prefix.prefix = model::parse_prefix("198.51." + std::to_string(block * 2 + (p % 2)) + ".0/" +
                                        std::to_string(p % 2 == 0 ? 23 : 24))
                        .prefix;
    if (p % 2 == 1 && !inside) {
      prefix.prefix = model::parse_prefix("198.52." + std::to_string(block) + ".0/24").prefix;
    }
    prefix.advertise = model::Advertisement(links);
    bool any = false;
    for (std::size_t l = 0; l < links; ++l) {
      if (!dice.one_in(4) || (l + 1 == links && !any)) {
        prefix.advertise[l] = static_cast<model::Prepend>(dice.one_in(2) ? 0 : dice.roll(4));
        any = true;
      }
    }
    const std::int64_t grain = 8 * mbps;
    for (std::size_t l = 0; l < links; ++l) {
      if (prefix.advertise.carried_on(l) && !dice.one_in(4)) {
        today.home[p][l] = model::Bps{dice.roll(6) * grain + (uneven ? dice.roll(100) : 0)};
      }
    }
    prefix.pinned = dice.one_in(12);
    prefix.multihomed_elsewhere = dice.one_in(12);
    scenario->prefixes.push_back(prefix);
  }
  // Same order as the loader's: by address, then length.
  std::vector<std::size_t> order(prefixes);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scenario->prefixes[a].prefix < scenario->prefixes[b].prefix;
  });
  std::vector<model::Prefix> sorted;
  std::vector<std::vector<model::Bps>> home;
  for (const std::size_t p : order) {
    sorted.push_back(scenario->prefixes[p]);
    home.push_back(today.home[p]);
  }
  scenario->prefixes = std::move(sorted);
  today.home = std::move(home);
  if (levers) {
    Dice own(seed * 31 + 7);  // The other numbers stay as they are without levers.
    add_levers(*scenario, own);
  }
  // Ties on purpose: prefixes that are announced, carry and behave alike.
  const bool alike = dice.one_in(3);
  for (std::size_t p = 1; alike && p < prefixes; ++p) {
    scenario->prefixes[p].advertise = scenario->prefixes[0].advertise;
    today.home[p] = today.home[0];
  }
  if (dice.one_in(6)) {
    policy.pinned_prefixes = {static_cast<std::size_t>(dice.roll(2))};
  }
  if (dice.one_in(6)) {
    policy.pinned_links = {static_cast<std::size_t>(dice.roll(static_cast<std::int64_t>(links)))};
  }
  for (std::size_t l = 0; l < links; ++l) {
    today.inbound[l] = today.background[l];
    for (std::size_t p = 0; p < prefixes; ++p) {
      today.inbound[l] += today.home[p][l];
    }
    scenario->links[l].inbound = today.inbound[l];
    if (peaks && dice.one_in(2)) {
      scenario->links[l].peak =
          model::Bps{today.inbound[l].value + today.inbound[l].value / 8 * dice.roll(4)};
    }
  }
  if (seed % 5 == 2) {
    Dice own(seed * 17 + 5);  // The other numbers stay as they are without targets.
    add_targets(*scenario, own);
  }
  if (samples == Samples::some) {
    add_samples(*scenario, today, volumes, seed * 13 + 3);
  }
  if (seed % 7 == 3) {
    Dice own(seed * 19 + 11);  // The other numbers stay as they are without peers.
    for (model::Link& link : scenario->links) {
      link.relationship = own.one_in(2) ? model::Relationship::transit : model::Relationship::peer;
    }
  }
  Instance instance;
  const double drift = dice.one_in(2) ? 0.0 : 0.02;
  instance.ingress =
      std::make_unique<MatrixIngress>(*scenario, std::move(today), seed * 77 + 5,
                                      static_cast<std::size_t>(1 + dice.roll(3)), drift, alike);
  instance.scenario = std::move(scenario);
  return instance;
}

/// 2 to 6 prefixes on 1 to 4 links, every billing model and constraint, coarse numbers so that
/// ties are common.
inline Instance random_instance(std::uint64_t seed, Volumes volumes = Volumes::any,
                                Samples samples = Samples::none) {
  Instance instance = unmatched_instance(seed, volumes, samples);
  match_longest(instance);
  return instance;
}

}  // namespace bgpte::optimiser::testing
