#include "src/ingress/sources/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "src/ingress/response/response.hpp"
#include "src/ingress/response/transition_row.hpp"
#include "src/ingress/today.hpp"

namespace bgpte::ingress {
namespace {

constexpr std::size_t cache_entries = 1 << 16;

/// Chance that `home` is first of the links tied before and `to` first of those tied after, in one
/// tie order drawn with chances proportional to `weight`.
double tied_joint(const std::vector<bool>& before, const std::vector<bool>& after,
                  const std::vector<double>& weight, model::LinkIndex home, model::LinkIndex to) {
  if (!before[home] || !after[to] || (home != to && before[to] && after[home])) {
    return 0;
  }
  double all = 0, all_before = 0, all_after = 0;
  for (std::size_t l = 0; l < weight.size(); ++l) {
    all += before[l] || after[l] ? weight[l] : 0;
    all_before += before[l] ? weight[l] : 0;
    all_after += after[l] ? weight[l] : 0;
  }
  if (home == to) {
    return weight[home] / all;
  }
  double chance = 0;
  if (!after[home]) {  // home is first of all, then `to` of what is tied after
    chance += weight[home] / all * weight[to] / all_after;
  }
  if (!before[to]) {  // `to` is first of all, then home of what was tied before
    chance += weight[to] / all * weight[home] / all_before;
  }
  return chance;
}

/// Home cells times a matrix.
std::vector<double> apply(const std::vector<double>& matrix, std::span<const double> home) {
  std::vector<double> flow(home.size(), 0);
  for (std::size_t j = 0; j < home.size(); ++j) {
    if (home[j] == 0) {
      continue;
    }
    for (std::size_t l = 0; l < home.size(); ++l) {
      flow[l] += home[j] * matrix[j * home.size() + l];
    }
  }
  return flow;
}

}  // namespace

SourcesModel::SourcesModel(const model::Scenario& scenario)
    : links_(scenario.links.size()), drift_(scenario.ingress.drift.as_double()) {
  const model::Ingress& ingress = scenario.ingress;
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
    const bool by_capacity = ingress.tie == model::TieRule::capacity && link.capacity.value > 0;
    tie_weight_.push_back(by_capacity ? static_cast<double>(link.capacity.value) : 1);
  }
  if (ingress.tie == model::TieRule::link) {
    tie_link_ = ingress.tie_link;
  }
  const bool listed = ingress.model == model::IngressKind::sources;
  std::map<Behaviour, std::size_t> known;
  std::vector<double> listed_volume(scenario.prefixes.size(), 0);
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{scenario.prefixes[p].advertise, open_links(scenario, p), {}};
    if (listed) {
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
    return divided(model::Bps{std::llround(listed_volume[p] * reached)}, shares);
  };
  today_ = measure_today(scenario, {split_of, implied}, findings_);
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
  basis_ = listed ? fmt::format("{} listed source groups, each by preference, then path length",
                                ingress.sources.size())
                  : "the shortest AS path, all sources equally far from every link";
}

/// The links that tie for the best route of a source.
std::vector<bool> SourcesModel::best(const Source& source, const model::Advertisement& x) const {
  std::vector<bool> tied(links_, false);
  std::optional<std::pair<int, int>> least;  // preference (negative: higher wins), then length
  for (std::size_t l = 0; l < links_; ++l) {
    if (!x.carried_on(l) || !source.path_length[l]) {
      continue;
    }
    const std::pair<int, int> route{-source.preference[l], *source.path_length[l] + x[l]};
    if (!least || route < *least) {
      least = route;
      std::fill(tied.begin(), tied.end(), false);
    }
    tied[l] = route == *least;
  }
  return tied;
}

/// Every tie that the operator's link is in is that link's.
std::vector<bool> SourcesModel::narrowed(std::vector<bool> tied) const {
  if (tie_link_ && tied[*tie_link_]) {
    std::fill(tied.begin(), tied.end(), false);
    tied[*tie_link_] = true;
  }
  return tied;
}

/// Shares of `possible` by the tie rule; all zero where there is none.
std::vector<double> SourcesModel::divide(const std::vector<bool>& possible) const {
  const std::vector<bool> tied = narrowed(possible);
  std::vector<double> shares(links_, 0);
  double all = 0;
  for (std::size_t l = 0; l < links_; ++l) {
    all += tied[l] ? tie_weight_[l] : 0;
  }
  for (std::size_t l = 0; l < links_; ++l) {
    shares[l] = tied[l] ? tie_weight_[l] / all : 0;
  }
  return shares;
}

/// What the sources of one kind that enter by `home` today do under `x`; nothing where none does.
std::optional<SourcesModel::Part> SourcesModel::part(const Source& source,
                                                     const model::Advertisement& today,
                                                     const model::Advertisement& x,
                                                     model::LinkIndex home) const {
  const std::vector<bool> before = best(source, today);
  const std::vector<bool> was = narrowed(before);
  if (!was[home]) {
    return std::nullopt;
  }
  Part result;
  result.possible = best(source, x);
  const std::vector<bool> will = narrowed(result.possible);
  const double here = divide(was)[home];
  for (std::size_t l = 0; l < links_; ++l) {
    result.share.push_back(tied_joint(was, will, tie_weight_, home, l) / here);
  }
  result.weight = source.weight * here;
  // A source that chose `home` over a link today does not choose that link over it after.
  if (result.possible[home]) {
    for (std::size_t l = 0; l < links_; ++l) {
      result.possible[l] = result.possible[l] && (l == home || !before[l]);
    }
  }
  return result;
}

/// Traffic at `home` that no source explains: as far from every open link as its prepends today
/// make up for, and `home` first in its tie order.
SourcesModel::Part SourcesModel::unexplained(const Behaviour& behaviour,
                                             const model::Advertisement& x,
                                             model::LinkIndex home) const {
  Source source{std::vector<std::optional<int>>(links_), std::vector<int>(links_, 0), 1};
  for (std::size_t l = 0; l < links_; ++l) {
    if (l == home || behaviour.open[l]) {
      source.path_length[l] = behaviour.today.carried_on(l) ? -int{behaviour.today[l]} : 0;
    }
  }
  Part result;
  result.possible = best(source, x);
  if (result.possible[home]) {
    std::fill(result.possible.begin(), result.possible.end(), false);
    result.possible[home] = true;
  }
  result.share = divide(result.possible);
  return result;
}

std::vector<double> SourcesModel::split(std::size_t behaviour) const {
  const Behaviour& now = behaviours_[behaviour];
  std::vector<Source> sources = now.sources;
  if (sources.empty()) {
    sources.push_back(textbook(now.open));
  }
  double all = 0;
  std::vector<double> shares(links_, 0);
  for (const Source& source : sources) {
    const std::vector<double> divided = divide(best(source, now.today));
    all += source.weight;
    for (std::size_t l = 0; l < links_; ++l) {
      shares[l] += source.weight * divided[l];
    }
  }
  if (now.sources.empty() && std::accumulate(shares.begin(), shares.end(), 0.0) <= 0) {
    // Announced to peers alone: then they are all there is.
    shares = divide(best(textbook(std::vector<bool>(links_, true)), now.today));
  }
  for (double& share : shares) {
    share = quantise(share / all);
  }
  return shares;
}

/// A source to which all links in `reachable` are equally long.
SourcesModel::Source SourcesModel::textbook(const std::vector<bool>& reachable) const {
  Source source{std::vector<std::optional<int>>(links_), std::vector<int>(links_, 0), 1};
  for (std::size_t l = 0; l < links_; ++l) {
    if (reachable[l]) {
      source.path_length[l] = 0;
    }
  }
  return source;
}

std::shared_ptr<const SourcesModel::Matrices> SourcesModel::matrices(
    std::size_t behaviour, const model::Advertisement& x) const {
  const std::pair<std::size_t, model::Advertisement> key{behaviour, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = matrices_.find(key); found != matrices_.end()) {
      return found->second;
    }
  }
  const Behaviour& now = behaviours_[behaviour];
  auto result = std::make_shared<Matrices>();
  auto expected = std::make_shared<Transition>();
  expected->links = links_;
  expected->share.assign(links_ * links_, 0);
  result->low = result->high = expected->share;
  result->towards.assign(links_, expected->share);
  for (std::size_t j = 0; j < links_; ++j) {
    std::vector<Source> sources = now.sources;
    if (sources.empty()) {
      std::vector<bool> reachable = now.open;
      reachable[j] = reachable[j] || now.today.carried_on(j);
      sources.push_back(textbook(reachable));
    }
    std::vector<Part> parts;
    double all = 0;
    for (const Source& source : sources) {
      if (!now.today.carried_on(j)) {  // strangers: another prefix's traffic
        Part stranger{source.weight, {}, best(source, x)};
        stranger.share = divide(stranger.possible);
        all += stranger.weight;
        parts.push_back(std::move(stranger));
        continue;
      }
      if (std::optional<Part> some = part(source, now.today, x, j)) {
        all += some->weight;
        parts.push_back(std::move(*some));
      }
    }
    if (parts.empty()) {
      parts.push_back(unexplained(now, x, j));
      all = 1;
    }
    for (const Part& some : parts) {
      const double weight = some.weight / all;
      const auto count = std::count(some.possible.begin(), some.possible.end(), true);
      const std::vector<double> divided = divide(some.possible);
      for (std::size_t l = 0; l < links_; ++l) {
        const std::size_t cell = j * links_ + l;
        expected->share[cell] += weight * some.share[l];
        result->low[cell] += some.possible[l] && count == 1 ? weight : 0;
        result->high[cell] += some.possible[l] ? weight : 0;
        for (std::size_t towards = 0; towards < links_; ++towards) {
          const double share = some.possible[towards] ? (l == towards ? 1.0 : 0.0) : divided[l];
          result->towards[towards][cell] += weight * share;
        }
      }
    }
  }
  const auto quantise_all = [](std::vector<double>& shares) {
    for (double& share : shares) {
      share = quantise(share);
    }
  };
  quantise_all(expected->share);
  quantise_all(result->low);
  quantise_all(result->high);
  for (std::vector<double>& shares : result->towards) {
    quantise_all(shares);
  }
  result->expected = std::move(expected);
  const std::unique_lock lock(mutex_);
  if (matrices_.size() >= cache_entries) {
    matrices_.clear();
  }
  return matrices_.try_emplace(key, std::move(result)).first->second;
}

Forecast SourcesModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  if (attracts_the_same(x, behaviours_[b].today) && all_at_home(home, behaviours_[b].today)) {
    result.low.assign(home.begin(), home.end());
    result.expected = result.high = result.low;
    return result;
  }
  const std::shared_ptr<const Matrices> found = matrices(b, x);
  result.expected = apply(found->expected->share, home);
  result.low = apply(found->low, home);
  result.high = apply(found->high, home);
  double all = 0, reached = 0;
  for (std::size_t l = 0; l < links_; ++l) {
    all += home[l];
    reached += result.expected[l];
  }
  result.margin = drift_ * all;
  // Below the grid of the shares a difference is rounding, not traffic.
  result.unreachable = all - reached > all * 1e-9 ? all - reached : 0;
  return result;
}

std::shared_ptr<const Transition> SourcesModel::transition(std::size_t behaviour,
                                                           const model::Advertisement& x) const {
  if (!attracts_the_same(x, behaviours_[behaviour].today) ||
      behaviours_[behaviour].today.carried_count() < links_) {
    return matrices(behaviour, x)->expected;
  }
  auto identity = std::make_shared<Transition>();
  identity->links = links_;
  identity->share.assign(links_ * links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    identity->share[j * links_ + j] = 1;
  }
  return identity;
}

std::shared_ptr<const Transition> SourcesModel::high_floor(std::size_t behaviour,
                                                           const model::Advertisement& x,
                                                           std::span<const double> home) const {
  (void)home;
  if (attracts_the_same(x, behaviours_[behaviour].today)) {
    return transition(behaviour, x);
  }
  auto result = std::make_shared<Transition>();
  result->links = links_;
  result->share = matrices(behaviour, x)->high;
  return result;
}

std::string SourcesModel::variant_name(std::size_t variant) const {
  return variant == 0 ? "default" : fmt::format("ties towards {}", names_[variant - 1]);
}

std::vector<double> SourcesModel::variant_flow(model::PrefixIndex prefix,
                                               const model::Advertisement& x,
                                               std::span<const double> home,
                                               std::size_t variant) const {
  const std::size_t b = behaviour_of_[prefix];
  if (attracts_the_same(x, behaviours_[b].today) && all_at_home(home, behaviours_[b].today)) {
    return {home.begin(), home.end()};
  }
  const std::shared_ptr<const Matrices> found = matrices(b, x);
  return apply(variant == 0 ? found->expected->share : found->towards[variant - 1], home);
}

}  // namespace bgpte::ingress
