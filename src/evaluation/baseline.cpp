// Today's traffic in each state of the network, and what prefixes bring under other advertisements.
#include "bgpte/evaluation/baseline.hpp"

#include <algorithm>

#include "bgpte/model/rounding.hpp"
#include "bgpte/model/saturation.hpp"
#include "src/evaluation/whole_bps.hpp"

namespace bgpte::evaluation {
namespace {

/// What prefixes follow today that not every source hears, with the less specifics of those.
std::map<model::PrefixIndex, model::Advertisement> heard_by_some(
    const model::Scenario& scenario,
    const std::vector<std::optional<model::PrefixIndex>>& covering) {
  std::map<model::PrefixIndex, model::Advertisement> found;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    if (covering[p] && !model::heard_by_all(scenario, scenario.prefixes[p].advertise)) {
      model::Advertisement match = model::match_today(scenario, covering, p);
      if (!match.less_specifics().empty()) {
        found.emplace(p, std::move(match));
      }
    }
  }
  return found;
}

/// [prefix] what sessions announce of it only while another link is down.
std::vector<std::vector<Baseline::Conditional>> conditional_of(const model::Scenario& scenario) {
  std::vector<std::vector<Baseline::Conditional>> found;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    for (const model::Session& session : scenario.links[l].sessions) {
      for (const auto& [prefix, prepend] : session.advertise_then) {
        found.resize(scenario.prefixes.size());
        found[prefix].push_back({l, *session.announced_only_if, prepend});
      }
    }
  }
  return found;
}

}  // namespace

Baseline::Network::Network(std::shared_ptr<const model::Scenario> of,
                           const ingress::IngressModel& model)
    : scenario(std::move(of)),
      ingress(model),
      bills(*scenario, model.today()),
      longest_covering(model::longest_covering(*scenario)),
      heard_by_some(evaluation::heard_by_some(*scenario, longest_covering)),
      followers(find_followers()),
      conditional(conditional_of(*scenario)),
      uplift(scenario->policy.saturation.uplift.as_double()) {
  find_peaks();
  find_background();
  add_up();
}

std::vector<model::PrefixIndex> Baseline::Network::find_followers() const {
  std::vector<model::PrefixIndex> found;
  for (model::PrefixIndex p = 0; p < scenario->prefixes.size(); ++p) {
    const model::Advertisement& own = scenario->prefixes[p].advertise;
    bool follows = own.carried_count() == 0;
    for (model::LinkIndex l = 0; l < own.size() && heard_by_some.contains(p); ++l) {
      const bool some_hear = !own.carried_on(l) || model::limits_export(*scenario, own, l);
      follows = follows || (some_hear && ingress.today().home[p][l].value > 0);
    }
    if (follows) {
      found.push_back(p);
    }
  }
  return found;
}

void Baseline::Network::find_peaks() {
  const std::size_t links = scenario->links.size();
  peak_factor.assign(links, 1.0);
  for (std::size_t l = 0; l < links; ++l) {
    const model::Link& link = scenario->links[l];
    if (link.peak && *link.peak != link.inbound) {
      has_peaks = true;
      if (link.inbound.value > 0) {
        peak_factor[l] =
            static_cast<double>(link.peak->value) / static_cast<double>(link.inbound.value);
      }
    }
  }
}

/// Background in each state, and which links are saturated.
void Baseline::Network::find_background() {
  const std::size_t links = scenario->links.size();
  saturated.assign(links, false);
  Rates listed_billed(links, 0);
  Rates listed_peak(links, 0);
  for (std::size_t p = 0; p < scenario->prefixes.size(); ++p) {
    const Flows part = flows_today(p);
    add(listed_billed, part.billed);
    add(listed_peak, part.peak);
  }
  background_billed.resize(links);
  background_peak.resize(links);
  background_high.resize(links);
  for (std::size_t l = 0; l < links; ++l) {
    const model::Link& link = scenario->links[l];
    background_billed[l] = ingress.today().background[l].value;
    background_peak[l] = background_billed[l];
    if (link.peak && *link.peak != link.inbound) {
      // What the rounded parts leave of the peak, so that today's load is the peak exactly.
      const bool explained = listed_billed[l] > link.inbound.value;
      background_peak[l] =
          explained ? 0 : std::max<std::int64_t>(0, link.peak->value - listed_peak[l]);
    }
    const std::int64_t load = listed_peak[l] + background_peak[l];
    saturated[l] = model::saturates(*scenario, l, model::Bps{load});
    any_saturated = any_saturated || saturated[l];
    background_high[l] = background_peak[l];
    if (saturated[l]) {
      background_high[l] = ceiled(static_cast<double>(background_peak[l]) * uplift);
    }
  }
}

/// Background and all prefixes.
void Baseline::Network::add_up() {
  today.billed = background_billed;
  today.peak = today.low = background_peak;
  today.high = today.harm = background_high;
  if (bills.any_replay()) {
    today.volumes.assign(bills.volume_count(), 0);
    for (std::size_t l = 0; l < background_billed.size(); ++l) {
      today.volumes[bills.place({l, l})] = background_billed[l];
    }
  }
  for (std::size_t p = 0; p < scenario->prefixes.size(); ++p) {
    const Flows part = flows_today(p);
    for (const auto member : flow_rates) {
      add(today.*member, part.*member);
    }
  }
}

std::vector<double> Baseline::Network::home(model::PrefixIndex prefix, State state) const {
  const std::vector<model::Bps>& cells = ingress.today().home[prefix];
  std::vector<double> result(cells.size());
  for (std::size_t l = 0; l < cells.size(); ++l) {
    result[l] = static_cast<double>(cells[l].value);
    if (state == State::peak || state == State::high) {
      result[l] *= peak_factor[l];
    }
    if ((state == State::high || state == State::billed_high) && saturated[l]) {
      result[l] *= uplift;
    }
  }
  return result;
}

Flows Baseline::Network::flows_today(model::PrefixIndex prefix) const {
  const std::vector<model::Bps>& cells = ingress.today().home[prefix];
  Flows result;
  result.billed.resize(cells.size());
  for (std::size_t l = 0; l < cells.size(); ++l) {
    result.billed[l] = cells[l].value;
  }
  result.peak = result.low = result.high = result.billed;
  if (has_peaks) {
    const std::vector<double> peak = home(prefix, State::peak);
    result.peak = model::largest_remainder(peak, nearest(sum(peak)));
    std::transform(peak.begin(), peak.end(), result.low.begin(), floored);
  }
  if (has_peaks || any_saturated) {
    const std::vector<double> high = home(prefix, State::high);
    std::transform(high.begin(), high.end(), result.high.begin(), ceiled);
  }
  result.harm = result.high;
  if (bills.any_replay()) {
    result.volumes.assign(bills.volume_count(), 0);
    for (std::size_t l = 0; l < cells.size(); ++l) {
      result.volumes[bills.place({bills.profiles().of(prefix, l), l})] = cells[l].value;
    }
  }
  return result;
}

Baseline::Baseline(const model::Scenario& scenario, const ingress::IngressModel& ingress)
    : scenario_(std::shared_ptr<void>(), &scenario),  // Not owned.
      network_(std::make_shared<const Network>(scenario_, ingress)) {}

Baseline::Baseline(std::shared_ptr<const model::Scenario> scenario,
                   std::shared_ptr<const Network> network)
    : scenario_(std::move(scenario)), network_(std::move(network)) {}

Baseline Baseline::with_policy(const model::Policy& policy) const {
  auto variant = std::make_shared<model::Scenario>(*scenario_);
  variant->policy = policy;
  const bool same_traffic = policy.saturation == scenario_->policy.saturation;
  return {variant,
          same_traffic ? network_ : std::make_shared<const Network>(variant, network_->ingress)};
}

const model::Advertisement& Baseline::followed_today(model::PrefixIndex prefix) const {
  const auto found = network_->heard_by_some.find(prefix);
  return found == network_->heard_by_some.end()
             ? model::followed_today(*scenario_, longest_covering(), prefix)
             : found->second;
}

}  // namespace bgpte::evaluation
