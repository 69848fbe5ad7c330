// Scenarios with other traffic, capacities, prices, or with links down.
#include "src/cli/whatif/changed_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/evaluation/failures.hpp"

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

/// Scales the samples of a link from its inbound before to `now`. Where the inbound before was 0
/// and is not any more, the samples are dropped: they cannot be scaled.
void rescale(model::Billing& billing, const model::Link& before, Bps now) {
  if (!billing.percentile) {
    return;
  }
  std::vector<model::SampleSeries>& all = billing.percentile->series;
  if (before.inbound.value == 0 && now.value > 0) {
    std::erase_if(all, [&](const model::SampleSeries& one) { return one.subject == before.name; });
    return;
  }
  for (model::SampleSeries& series : all) {
    for (model::Sample& sample : series.samples) {
      if (series.subject == before.name && before.inbound.value > 0) {
        sample.inbound = scaled(sample.inbound, now.value, before.inbound.value);
      }
    }
  }
}

bool reprice(model::Billing& billing, model::Price price) {
  const auto by_factor = [price](model::Price other, model::Price first) {
    return first.micros == 0
               ? other
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

/// Whole bps that sum to the rounded sum of `parts`, by largest remainder, ties by link.
std::vector<Bps> whole(const std::vector<double>& parts) {
  const double total = std::accumulate(parts.begin(), parts.end(), 0.0);
  std::vector<Bps> rates;
  std::vector<LinkIndex> order(parts.size());
  std::int64_t rest = std::llround(total);
  for (const double part : parts) {
    rates.push_back({static_cast<std::int64_t>(std::floor(part))});
    rest -= rates.back().value;
  }
  std::iota(order.begin(), order.end(), LinkIndex{0});
  std::stable_sort(order.begin(), order.end(), [&](LinkIndex a, LinkIndex b) {
    return parts[a] - std::floor(parts[a]) > parts[b] - std::floor(parts[b]);
  });
  for (std::size_t i = 0; i < order.size() && rest > 0; ++i, --rest) {
    rates[order[i]] += Bps{1};
  }
  return rates;
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

ChangedWorld with_failed(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                         const std::vector<LinkIndex>& failed) {
  const evaluation::FailureCase failure{"", failed};
  const evaluation::FailureLoad load =
      load_under(evaluation::Baseline(scenario, ingress), {}, failure);
  const auto is_failed = [&](LinkIndex link) {
    return std::binary_search(failed.begin(), failed.end(), link);
  };
  model::Scenario after = scenario;
  for (LinkIndex l = 0; l < after.links.size(); ++l) {
    model::Link& link = after.links[l];
    const Bps now = is_failed(l) ? Bps{} : load.peak[l].expected;
    if (link.peak && link.peak->value > 0) {
      // The ratio of the measured statistic to the peak stays.
      link.inbound = scaled(link.inbound, now.value, link.peak->value);
      link.peak = now;
    } else {
      link.inbound = now;
    }
    for (model::Link& other : after.links) {
      rescale(other.billing, scenario.links[l], link.inbound);
    }
    for (model::Contract& contract : after.contracts) {
      rescale(contract.billing, scenario.links[l], link.inbound);
    }
  }
  for (model::PrefixIndex p = 0; p < after.prefixes.size(); ++p) {
    model::Prefix& prefix = after.prefixes[p];
    const std::vector<Bps>& measured = ingress.today().home[p];
    for (const LinkIndex link : failed) {
      prefix.advertise.withdraw(link);
    }
    const bool known =
        prefix.inbound_kind != model::InboundKind::absent && prefix.advertise.carried_count() > 0;
    prefix.inbound_kind = known ? model::InboundKind::by_link : model::InboundKind::absent;
    prefix.by_link.assign(known ? after.links.size() : 0, std::nullopt);
    if (!known) {
      continue;
    }
    std::vector<double> home;
    for (const Bps part : measured) {
      home.push_back(static_cast<double>(part.value));
    }
    const std::vector<Bps> enters = whole(ingress.forecast(p, prefix.advertise, home).expected);
    for (LinkIndex l = 0; l < enters.size(); ++l) {
      if (prefix.advertise.carried_on(l)) {
        prefix.by_link[l] = enters[l];
      }
    }
  }
  return {std::move(after), load.unreachable, ""};
}

ChangedWorld changed_world(const model::Scenario& scenario, const WorldChanges& world) {
  ChangedWorld changed{scenario, {}, ""};
  if (world.growth) {
    changed.scenario = grown(std::move(changed.scenario), *world.growth);
  }
  for (const auto& [link, capacity] : world.capacities) {
    changed.scenario.links[link].capacity = capacity;
  }
  for (const auto& [link, price] : world.prices) {
    if (!reprice(changed.scenario, link, price)) {
      changed.fault = fmt::format("--price {}: its fee is flat, there is no price for each Mbps",
                                  scenario.links[link].name);
      return changed;
    }
  }
  if (world.failed.size() == scenario.links.size()) {
    changed.fault = "--fail: no link would be left";
  } else if (!world.failed.empty()) {
    const auto ingress = ingress::make_ingress(changed.scenario);
    changed = with_failed(changed.scenario, *ingress, world.failed);
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
    parts.push_back(scenario.links[link].name + " failed");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "With " : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

}  // namespace bgpte::cli
