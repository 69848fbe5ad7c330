// The shortest-path and sources models: listed sources, each choosing by preference and length.
#include "src/ingress/sources/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "src/ingress/response/range.hpp"
#include "src/ingress/response/response.hpp"
#include "src/ingress/shares.hpp"
#include "src/ingress/today.hpp"

namespace bgpte::ingress {
namespace {

SourceChoices choices_of(const model::Scenario& scenario) {
  const model::Ingress& ingress = scenario.ingress;
  std::vector<double> tie_weight;
  for (const model::Link& link : scenario.links) {
    const bool by_capacity = ingress.tie == model::TieRule::capacity && link.capacity.value > 0;
    tie_weight.push_back(by_capacity ? static_cast<double>(link.capacity.value) : 1);
  }
  return {std::move(tie_weight), ingress.tie == model::TieRule::link
                                     ? ingress.tie_link
                                     : std::optional<model::LinkIndex>{}};
}

}  // namespace

SourcesModel::SourcesModel(const model::Scenario& scenario)
    : links_(scenario.links.size()),
      drift_(scenario.ingress.drift.as_double()),
      choices_(choices_of(scenario)) {
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
  }
  const std::vector<double> listed_volume = build_behaviours(scenario);
  std::map<std::size_t, std::vector<double>> splits;
  const auto split_of = [&](model::PrefixIndex p) {
    const auto [entry, added] = splits.try_emplace(behaviour_of_[p]);
    if (added) {
      entry->second = split(behaviour_of_[p]);
    }
    return entry->second;
  };
  const auto implied = [&](model::PrefixIndex p) -> std::vector<model::Bps> {
    const std::vector<double> shares = split_of(p);
    const double reached = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (listed_volume[p] <= 0 || reached <= 0) {
      return {};
    }
    return divide_bps(model::Bps{std::llround(listed_volume[p] * reached)}, shares);
  };
  today_ = measure_today(scenario, {split_of, implied}, findings_);
  report_scaled(scenario, listed_volume);
  basis_ = scenario.ingress.model == model::IngressKind::sources
               ? fmt::format("{} listed source groups, each by preference, then path length",
                             scenario.ingress.sources.size())
               : "the shortest AS path, all sources equally far from every link";
}

/// Numbers what prefixes do; gives the volume that is listed for each prefix, in bps.
std::vector<double> SourcesModel::build_behaviours(const model::Scenario& scenario) {
  const model::Ingress& ingress = scenario.ingress;
  std::map<Behaviour, std::size_t> known;
  std::vector<double> listed_volume(scenario.prefixes.size(), 0);
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{scenario.prefixes[p].advertise, open_links(scenario, p), {}};
    if (ingress.model == model::IngressKind::sources) {
      for (const model::SourceGroup& group : ingress.sources) {
        const auto volume = group.inbound.find(p);
        if (volume != group.inbound.end() && volume->second.value > 0) {
          listed_volume[p] += static_cast<double>(volume->second.value);
          behaviour.sources.push_back(
              {group.path_length, group.preference, static_cast<double>(volume->second.value)});
        }
      }
    }
    const auto [entry, added] = known.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
  return listed_volume;
}

void SourcesModel::report_scaled(const model::Scenario& scenario,
                                 const std::vector<double>& listed_volume) {
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    if (listed_volume[p] <= 0 || scenario.prefixes[p].inbound_kind == model::InboundKind::absent) {
      continue;
    }
    model::Bps measured;
    for (const model::Bps cell : today_.home[p]) {
      measured += cell;
    }
    const model::Bps sum{static_cast<std::int64_t>(listed_volume[p])};
    if (measured != sum) {
      findings_.push_back(
          {"sources-scaled", model::Severity::info, scenario.prefixes[p].source + "/inbound",
           fmt::format("The sources of {} sum to {}, {} was measured: the measured inbound counts "
                       "and the sources are scaled",
                       model::to_string(scenario.prefixes[p].prefix), model::format_rate(sum),
                       model::format_rate(measured)),
           "Take both from the same interval."});
    }
  }
}

/// [link] expected shares today, before any measurement.
std::vector<double> SourcesModel::split(std::size_t behaviour) const {
  const Behaviour& now = behaviours_[behaviour];
  std::vector<Source> sources = now.sources;
  if (sources.empty()) {
    sources.push_back(equally_far_source(now.open));
  }
  double all = 0;
  std::vector<double> shares(links_, 0);
  for (const Source& source : sources) {
    const std::vector<double> divide_bps = choices_.divide(choices_.best(source, now.today));
    all += source.weight;
    for (std::size_t l = 0; l < links_; ++l) {
      shares[l] += source.weight * divide_bps[l];
    }
  }
  if (now.sources.empty() && std::accumulate(shares.begin(), shares.end(), 0.0) <= 0) {
    // The prefix is announced to peers alone: its sources are behind them.
    shares = choices_.divide(
        choices_.best(equally_far_source(std::vector<bool>(links_, true)), now.today));
  }
  for (double& share : shares) {
    share = quantise(share / all);
  }
  return shares;
}

/// What the sources on one home link do under `x`, by kind of source. Weights are not normalised.
std::vector<SourceResponse> SourcesModel::responses(const Behaviour& now,
                                                    const model::Advertisement& x,
                                                    model::LinkIndex home) const {
  std::vector<Source> sources = now.sources;
  if (sources.empty()) {
    std::vector<bool> reachable = now.open;
    reachable[home] = reachable[home] || now.today.carried_on(home);
    sources.push_back(equally_far_source(reachable));
  }
  std::vector<SourceResponse> responses;
  for (const Source& source : sources) {
    if (!now.today.carried_on(home)) {  // Traffic that another prefix carries today.
      SourceResponse without_home{source.weight, {}, choices_.best(source, x)};
      without_home.share = choices_.divide(without_home.possible);
      responses.push_back(std::move(without_home));
    } else if (std::optional<SourceResponse> one = choices_.response(source, now.today, x, home)) {
      responses.push_back(*std::move(one));
    }
  }
  if (responses.empty()) {
    responses.push_back(choices_.unexplained(now.today, now.open, x, home));
  }
  return responses;
}

/// Adds what one kind of source does to the row of its home link.
void SourcesModel::add_response(const SourceResponse& response, double weight,
                                model::LinkIndex home, std::vector<double>& expected,
                                Matrices& matrices) const {
  const auto count = std::count(response.possible.begin(), response.possible.end(), true);
  for (std::size_t l = 0; l < links_; ++l) {
    const std::size_t cell = home * links_ + l;
    expected[cell] += weight * response.share[l];
    matrices.low[cell] += response.possible[l] && count == 1 ? weight : 0;
    matrices.high[cell] += response.possible[l] ? weight : 0;
  }
}

SourcesModel::Matrices SourcesModel::compute(const Behaviour& now,
                                             const model::Advertisement& x) const {
  Matrices result;
  std::vector<double> expected(links_ * links_, 0);
  result.low = result.high = expected;
  for (std::size_t j = 0; j < links_; ++j) {
    const std::vector<SourceResponse> found = responses(now, x, j);
    double all = 0;
    for (const SourceResponse& response : found) {
      all += response.weight;
    }
    for (const SourceResponse& response : found) {
      add_response(response, response.weight / all, j, expected, result);
    }
  }
  const auto quantise_all = [](std::vector<double>& shares) {
    for (double& share : shares) {
      share = quantise(share);
    }
  };
  quantise_all(expected);
  quantise_all(result.low);
  quantise_all(result.high);
  result.expected = std::make_shared<const Transition>(links_, expected);
  return result;
}

std::shared_ptr<const SourcesModel::Matrices> SourcesModel::matrices(
    std::size_t behaviour, const model::Advertisement& x) const {
  return matrices_.find_or_make({behaviour, x.without_common_prepends()},
                                [&] { return compute(behaviours_[behaviour], x); });
}

Forecast SourcesModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  if (attracts_the_same(x, behaviours_[b].today) && all_at_home(home, behaviours_[b].today)) {
    result.low.assign(home.begin(), home.end());
    result.expected = result.high = result.harm = result.low;
    return result;
  }
  const std::shared_ptr<const Matrices> found = matrices(b, x);
  result.expected = found->expected->entering(home);
  result.low = flow_of(found->low, home);
  result.harm = flow_of(found->high, home);
  result.high = result.harm;
  add_noise(x, drift_, std::accumulate(home.begin(), home.end(), 0.0), result);
  result.unreachable = unreachable_part(home, result.expected);
  return result;
}

std::shared_ptr<const Transition> SourcesModel::transition(std::size_t behaviour,
                                                           const model::Advertisement& x) const {
  if (!attracts_the_same(x, behaviours_[behaviour].today) ||
      behaviours_[behaviour].today.carried_count() < links_) {
    return matrices(behaviour, x)->expected;
  }
  return std::make_shared<const Transition>(Transition::identity(links_));
}

std::shared_ptr<const Transition> SourcesModel::high_floor(std::size_t behaviour,
                                                           const model::Advertisement& x,
                                                           std::span<const double> home) const {
  (void)home;
  if (attracts_the_same(x, behaviours_[behaviour].today)) {
    return transition(behaviour, x);
  }
  return std::make_shared<const Transition>(links_, matrices(behaviour, x)->high);
}

}  // namespace bgpte::ingress
