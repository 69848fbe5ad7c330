// Scenarios with other traffic, capacities or prices.
#include "src/cli/whatif/changed_world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::cli {

namespace {

using model::Bps;
using model::LinkIndex;

/// value * numerator / denominator, rounded half up; all non-negative, denominator > 0.
Bps scaled(Bps value, std::int64_t numerator, std::int64_t denominator) {
  const model::Int128 product = static_cast<model::Int128>(value.value) * numerator;
  return {static_cast<std::int64_t>((product + denominator / 2) / denominator)};
}

Bps times(Bps value, model::Ratio factor) {
  return scaled(value, factor.millionths, 1'000'000);
}

void grow(model::Billing& billing, model::Ratio factor) {
  if (billing.percentile) {
    for (model::SampleSeries& series : billing.percentile->series) {
      for (model::Sample& sample : series.samples) {
        sample.inbound = times(sample.inbound, factor);
        sample.outbound = times(sample.outbound, factor);
      }
    }
  }
}

bool reprice(model::Billing& billing, model::Price price) {
  const auto by_factor = [price](model::Price other, model::Price first) {
    if (first.micros == 0) {
      return other;
    }
    // Beyond any price that is accepted it need not be exact.
    const auto exact = static_cast<model::Int128>(other.micros) * price.micros / first.micros;
    return exact > model::max_price.micros
               ? model::Price{model::max_price.micros + 1}
               : model::Price{scaled({other.micros}, price.micros, first.micros).value};
  };
  if (auto* per_mbps = std::get_if<model::PerMbpsBilling>(&billing.model)) {
    per_mbps->price = price;
    return true;
  }
  if (auto* commit = std::get_if<model::CommitBilling>(&billing.model)) {
    commit->overage_price = by_factor(commit->overage_price, commit->price);
    commit->price = price;
    return true;
  }
  if (auto* tiered = std::get_if<model::TierBilling>(&billing.model)) {
    const model::Price first = tiered->tiers.front().price;
    for (model::Tier& tier : tiered->tiers) {
      tier.price = by_factor(tier.price, first);
    }
    tiered->tiers.front().price = price;
    return true;
  }
  return false;
}

/// The highest price of an Mbps.
model::Price dearest(const model::Billing& billing) {
  model::Price most;
  if (const auto* per_mbps = std::get_if<model::PerMbpsBilling>(&billing.model)) {
    most = per_mbps->price;
  } else if (const auto* commit = std::get_if<model::CommitBilling>(&billing.model)) {
    most = std::max(commit->price, commit->overage_price);
  } else if (const auto* tiered = std::get_if<model::TierBilling>(&billing.model)) {
    for (const model::Tier& tier : tiered->tiers) {
      most = std::max(most, tier.price);
    }
  }
  return most;
}

}  // namespace

model::Scenario grown(model::Scenario scenario, model::Ratio factor) {
  const auto grow_optional = [factor](std::optional<Bps>& rate) {
    if (rate) {
      rate = times(*rate, factor);
    }
  };
  for (model::Link& link : scenario.links) {
    link.inbound = times(link.inbound, factor);
    grow_optional(link.peak);
    grow_optional(link.outbound);
    grow(link.billing, factor);
  }
  for (model::Contract& contract : scenario.contracts) {
    grow(contract.billing, factor);
  }
  for (model::Prefix& prefix : scenario.prefixes) {
    prefix.total = times(prefix.total, factor);
    std::for_each(prefix.by_link.begin(), prefix.by_link.end(), grow_optional);
  }
  for (model::SourceGroup& source : scenario.ingress.sources) {
    for (auto& [prefix, rate] : source.inbound) {
      rate = times(rate, factor);
    }
  }
  return scenario;
}

bool reprice(model::Scenario& scenario, LinkIndex link, model::Price price) {
  const std::string contract = scenario.links[link].contract;
  if (!reprice(scenario.links[link].billing, price)) {
    return false;
  }
  if (!contract.empty()) {
    for (model::Link& other : scenario.links) {
      if (other.contract == contract) {
        other.billing = scenario.links[link].billing;
      }
    }
    for (model::Contract& other : scenario.contracts) {
      if (other.name == contract) {
        other.billing = scenario.links[link].billing;
      }
    }
  }
  return true;
}

ChangedWorld changed_world(const model::Scenario& scenario, const WorldChanges& world) {
  ChangedWorld changed{scenario, ""};
  if (world.failed.size() == scenario.links.size()) {
    changed.fault = "--fail: no link would be left";
    return changed;
  }
  if (world.growth) {
    changed.scenario = grown(std::move(changed.scenario), *world.growth);
    for (model::Prefix& prefix : changed.scenario.prefixes) {
      prefix.demand = true;  // An attack is what was measured, not what may grow.
    }
  }
  for (const auto& [link, capacity] : world.capacities) {
    changed.scenario.links[link].capacity = capacity;
  }
  changed.scenario.flooding = model::flooding_prefixes(changed.scenario);
  for (const auto& [link, price] : world.prices) {
    const std::string& name = scenario.links[link].name;
    if (!reprice(changed.scenario, link, price)) {
      changed.fault =
          fmt::format("--price {}: its fee is flat, there is no price for each Mbps", name);
      return changed;
    }
    if (dearest(changed.scenario.links[link].billing) > model::max_price) {
      changed.fault = fmt::format(
          "--price {}: a price of its contract, which moves by the same factor, would be above "
          "{}",
          name, model::max_price.micros / 1'000'000);
      return changed;
    }
  }
  if (!model::sums_fit(changed.scenario)) {
    changed.fault = "--growth: the sums of the rates would be too large for 64 bits";
  }
  return changed;
}

std::string described(const model::Scenario& scenario, const WorldChanges& world) {
  std::vector<std::string> parts;
  if (world.growth) {
    parts.push_back(fmt::format(
        "all inbound {:+g} %", static_cast<double>(world.growth->millionths - 1'000'000) / 10'000));
  }
  for (const auto& [link, capacity] : world.capacities) {
    parts.push_back(
        fmt::format("{} at {}", scenario.links[link].name, model::format_rate(capacity)));
  }
  for (const auto& [link, price] : world.prices) {
    parts.push_back(fmt::format("{} at {:g} {} for each Mbps", scenario.links[link].name,
                                price.as_double(), scenario.currency));
  }
  for (const LinkIndex link : world.failed) {
    parts.push_back(scenario.links[link].name + " down");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "With " : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

}  // namespace bgpte::cli
