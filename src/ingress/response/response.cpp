#include "src/ingress/response/response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <mutex>

#include "src/ingress/today.hpp"

namespace bgpte::ingress {
namespace {

/// Entries a bounded cache may hold before it starts afresh ...
constexpr std::size_t cache_entries = 1 << 16;
/// ... and doubles in all of them: 32 MB.
constexpr std::size_t cache_doubles = 1 << 22;

std::optional<int> prepends_on(const model::Advertisement& x, model::LinkIndex link) {
  return x.carried_on(link) ? std::optional<int>(x[link]) : std::nullopt;
}

}  // namespace

std::vector<bool> open_links(const model::Scenario& scenario, model::PrefixIndex prefix) {
  std::vector<bool> open(scenario.links.size());
  for (std::size_t l = 0; l < open.size(); ++l) {
    const model::Link& link = scenario.links[l];
    open[l] =
        link.relationship == model::Relationship::transit ||
        (link.reach && (link.reach->all ||
                        std::any_of(link.reach->prefixes.begin(), link.reach->prefixes.end(),
                                    [&](const model::IpPrefix& reached) {
                                      return reached.contains(scenario.prefixes[prefix].prefix);
                                    })));
  }
  return open;
}

bool attracts_the_same(const model::Advertisement& x, const model::Advertisement& today) {
  return x.carried_count() > 0 && x.without_common_prepends() == today.without_common_prepends();
}

bool all_at_home(std::span<const double> home, const model::Advertisement& today) {
  for (std::size_t l = 0; l < home.size(); ++l) {
    if (home[l] != 0 && !today.carried_on(l)) {
      return false;
    }
  }
  return true;
}

std::size_t ResponseModel::entries_of(std::size_t doubles) {
  return std::clamp<std::size_t>(cache_doubles / std::max<std::size_t>(1, doubles), 16,
                                 cache_entries);
}

ResponseModel::ResponseModel(const model::Scenario& scenario)
    : links_(scenario.links.size()),
      retained_(scenario.ingress.retained),
      drift_(scenario.ingress.drift.as_double()),
      measurement_error_(scenario.ingress.measurement_error) {
  retained_.resize(links_);
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
  }
  list_variants(scenario);
  std::map<Situation, std::size_t> known;
  std::vector<std::size_t> situation;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    const auto [entry, added] = known.try_emplace(
        Situation{scenario.prefixes[p].advertise, open_links(scenario, p)}, situations_.size());
    if (added) {
      situations_.push_back(entry->first);
    }
    situation.push_back(entry->second);
  }
  std::map<std::size_t, std::vector<double>> splits;
  const auto split = [&](model::PrefixIndex p) {
    const auto [entry, added] = splits.try_emplace(situation[p]);
    if (added) {
      const Situation& now = situations_[situation[p]];
      entry->second = win_shares(now.today, now.open);
      if (std::all_of(entry->second.begin(), entry->second.end(),
                      [](double share) { return share == 0; })) {
        // Announced to peers alone: then they are all there is.
        entry->second = win_shares(now.today, std::vector<bool>(links_, true));
      }
    }
    return entry->second;
  };
  today_ = measure_today(
      scenario, {split, [](model::PrefixIndex) { return std::vector<model::Bps>{}; }}, findings_);
  build_behaviours(scenario, situation);
  tell_residuals(scenario);
}

std::vector<double> ResponseModel::win_shares(const model::Advertisement& advertise,
                                              const std::vector<bool>& open) const {
  std::vector<double> shares(links_, 0);
  for (std::size_t l = 0; l < links_; ++l) {
    if (!open[l] || !advertise.carried_on(l)) {
      continue;
    }
    bool known = false;
    for (std::size_t i = 0; i < l && !known; ++i) {
      known = open[i] && advertise[i] == advertise[l];
      shares[l] = known ? shares[i] : 0;
    }
    if (known) {
      continue;
    }
    PrependPair home{prepends_on(advertise, l), prepends_on(advertise, l)};
    std::map<PrependPair, int> counts;
    for (std::size_t i = 0; i < links_; ++i) {
      if (i != l && open[i] && advertise.carried_on(i)) {
        ++counts[{prepends_on(advertise, i), prepends_on(advertise, i)}];
      }
    }
    std::vector<LinkGroup> others;
    for (const auto& [pair, count] : counts) {
      others.push_back({pair, count});
    }
    normalise(home, others);
    shares[l] = quantise(joint_row(priors[0], home, others).home);
  }
  return shares;
}

std::vector<double> ResponseModel::chances_today(model::PrefixIndex prefix) const {
  const Situation& now = situations_[behaviours_[behaviour_of_[prefix]].situation];
  return win_shares(now.today, now.open);
}

std::shared_ptr<const RowSet> ResponseModel::rows(std::size_t situation,
                                                  const model::Advertisement& x,
                                                  Scope scope) const {
  Cache<const RowSet>& sets = scope == Scope::estimate ? estimate_sets_ : range_sets_;
  const std::pair<std::size_t, model::Advertisement> key{situation, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = sets.find(key); found != sets.end()) {
      return found->second;
    }
  }
  const Situation& now = situations_[situation];
  const bool strangers = now.today.carried_count() < links_;
  auto set = std::make_shared<const RowSet>(
      make_row_set(now, x, retained_, row_cache_, scope,
                   strangers ? win_shares(x, now.open) : std::vector<double>{}));
  const std::unique_lock lock(mutex_);
  if (sets.size() >= cache_entries) {
    sets.clear();
  }
  return sets.try_emplace(key, std::move(set)).first->second;
}

ResponseModel::View ResponseModel::view(std::size_t behaviour, const model::Advertisement& x,
                                        Scope scope) const {
  const Behaviour& here = behaviours_[behaviour];
  View result{&here, rows(here.situation, x, scope), nullptr};
  if (!here.observed) {
    return result;
  }
  const std::pair<std::size_t, model::Advertisement> key{behaviour, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = fitted_.find(key); found != fitted_.end()) {
      result.fitted = found->second;
      return result;
    }
  }
  const std::shared_ptr<const Fitted> fit = fitted(behaviour);
  auto matrices = std::make_shared<const std::vector<double>>(
      observed_[*here.observed]->matrices(fit->tilts, x));
  const std::unique_lock lock(mutex_);
  if (fitted_.size() >= entries_of(matrices->size())) {
    fitted_.clear();
  }
  result.fitted = fitted_.try_emplace(key, std::move(matrices)).first->second;
  return result;
}

void ResponseModel::row(const View& view, model::LinkIndex home, std::size_t variant,
                        RetainedLevel level, std::span<const model::Bps> measured,
                        std::span<double> shares) const {
  if (view.set->kind[home] < 0) {
    std::copy(view.set->stranger.begin(), view.set->stranger.end(), shares.begin());
    return;
  }
  const Variant& story = variants_[variant];
  if (story.kind == Variant::Kind::retained_low) {
    level = RetainedLevel::low;
  } else if (story.kind == Variant::Kind::retained_high) {
    level = RetainedLevel::high;
  }
  if (view.fitted) {
    const ObservedSituation& observed = *observed_[*view.behaviour->observed];
    const std::size_t population =
        story.kind == Variant::Kind::sticky
            ? observed.of_sticky(story.link)
            : observed.of_prior(story.prior, static_cast<std::size_t>(level));
    std::copy_n(view.fitted->data() + (population * links_ + home) * links_, links_,
                shares.begin());
    if (story.kind == Variant::Kind::neighbour && observed.tested(home)) {
      return;
    }
  } else {
    story_row(*view.set, home, story, level, shares);
  }
  redistribute(*view.set, home, story, measured, shares);
}

std::vector<bool> ResponseModel::dropped(std::size_t situation,
                                         std::span<const model::Bps> home) const {
  const std::shared_ptr<const RowSet> set =
      rows(situation, situations_[situation].today, Scope::range);
  std::vector<bool> result(variants(), false);
  for (std::size_t v = 1; v < priors.size(); ++v) {  // the priors come first
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j].value > 0 && set->kind[j] >= 0 &&
          set->kinds[static_cast<std::size_t>(set->kind[j])].stories->home_chance[v] <
              least_home_chance) {
        result[v] = true;
      }
    }
  }
  return result;
}

/// The range over variants that observations tilted, each by itself.
void ResponseModel::widen(const View& view, std::span<const double> home,
                          std::span<const model::Bps> measured, const std::vector<bool>& in_range,
                          Forecast& result) const {
  result.low.assign(links_, std::numeric_limits<double>::infinity());
  result.high.assign(links_, -std::numeric_limits<double>::infinity());
  std::vector<double> low(links_), high(links_), least(links_), most(links_), other(links_);
  for (std::size_t v = 0; v < variants(); ++v) {
    if (view.behaviour->dropped[v] || !in_range[v]) {
      continue;
    }
    std::fill(low.begin(), low.end(), 0);
    std::fill(high.begin(), high.end(), 0);
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j] == 0) {
        continue;
      }
      row(view, j, v, RetainedLevel::expected, measured, least);
      most = least;
      if (retained_[j]) {
        for (const RetainedLevel level : {RetainedLevel::low, RetainedLevel::high}) {
          row(view, j, v, level, measured, other);
          for (std::size_t l = 0; l < links_; ++l) {
            least[l] = std::min(least[l], other[l]);
            most[l] = std::max(most[l], other[l]);
          }
        }
      }
      for (std::size_t l = 0; l < links_; ++l) {
        low[l] += home[j] * least[l];
        high[l] += home[j] * most[l];
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      result.low[l] = std::min(result.low[l], low[l]);
      result.high[l] = std::max(result.high[l], high[l]);
    }
  }
}

Forecast ResponseModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                 std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  const Behaviour& here = behaviours_[b];
  if (attracts_the_same(x, situations_[here.situation].today) &&
      all_at_home(home, situations_[here.situation].today)) {
    result.low.assign(home.begin(), home.end());
    result.expected = result.high = result.low;
    return result;
  }
  double all = 0;
  for (std::size_t j = 0; j < links_; ++j) {
    all += home[j];
    result.margin += retained_[j] ? 0 : drift_ * home[j];
  }
  const View seen = view(b, x, Scope::range);
  if (here.observed) {
    widen(seen, home, today_.home[prefix], fitted(b)->in_range, result);
  } else {
    range_of_stories(*seen.set, variants_, here.dropped, home, today_.home[prefix], result.low,
                     result.high);
  }
  const std::shared_ptr<const Transition> expected = transition(b, x);
  result.expected.assign(links_, 0);
  double reached = 0;
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_ && home[j] != 0; ++l) {
      result.expected[l] += home[j] * expected->at(j, l);
    }
  }
  for (std::size_t l = 0; l < links_; ++l) {
    reached += result.expected[l];
    // A mixture may lean on a variant that has left the range.
    result.low[l] = std::min(result.low[l], result.expected[l]);
    result.high[l] = std::max(result.high[l], result.expected[l]);
  }
  // Below the grid of the shares a difference is rounding, not traffic.
  result.unreachable = all - reached > all * 1e-9 ? all - reached : 0;
  return result;
}

std::shared_ptr<const Transition> ResponseModel::transition(std::size_t behaviour,
                                                            const model::Advertisement& x) const {
  const std::pair<std::size_t, model::Advertisement> key{behaviour, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = transitions_.find(key); found != transitions_.end()) {
      return found->second;
    }
  }
  const Behaviour& here = behaviours_[behaviour];
  auto result = std::make_shared<Transition>();
  result->links = links_;
  result->share.assign(links_ * links_, 0);
  if (attracts_the_same(x, situations_[here.situation].today) &&
      situations_[here.situation].today.carried_count() == links_) {
    for (std::size_t j = 0; j < links_; ++j) {
      result->share[j * links_ + j] = 1;
    }
  } else {
    const View seen = view(behaviour, x, here.weight.empty() ? Scope::estimate : Scope::range);
    const std::vector<model::Bps>& measured = here.measured;
    std::vector<double> shares(links_);
    for (std::size_t v = 0; v < (here.weight.empty() ? 1 : here.weight.size()); ++v) {
      const double weight = here.weight.empty() ? 1 : here.weight[v];
      for (std::size_t j = 0; weight > 0 && j < links_; ++j) {
        row(seen, j, v, RetainedLevel::expected, measured, shares);
        for (std::size_t l = 0; l < links_; ++l) {
          result->share[j * links_ + l] += weight * shares[l];
        }
      }
    }
    for (double& share : result->share) {
      share = quantise(share);
    }
  }
  const std::unique_lock lock(mutex_);
  if (transitions_.size() >= entries_of(links_ * links_)) {
    transitions_.clear();
  }
  return transitions_.try_emplace(key, std::move(result)).first->second;
}

std::shared_ptr<const Transition> ResponseModel::high_floor(std::size_t behaviour,
                                                            const model::Advertisement& x,
                                                            std::span<const double> home) const {
  const Behaviour& here = behaviours_[behaviour];
  if (here.observed || attracts_the_same(x, situations_[here.situation].today)) {
    return transition(behaviour, x);
  }
  auto result = std::make_shared<Transition>();
  result->links = links_;
  result->share.assign(links_ * links_, 0);
  highest_shares(*rows(here.situation, x, Scope::range), variants_, here.dropped, home,
                 result->share);
  return result;
}

std::vector<double> ResponseModel::variant_flow(model::PrefixIndex prefix,
                                                const model::Advertisement& x,
                                                std::span<const double> home,
                                                std::size_t variant) const {
  const std::size_t b = behaviour_of_[prefix];
  const Behaviour& here = behaviours_[b];
  if (attracts_the_same(x, situations_[here.situation].today) &&
      all_at_home(home, situations_[here.situation].today)) {
    return {home.begin(), home.end()};
  }
  const bool holds = !here.dropped[variant] && (!here.observed || fitted(b)->in_range[variant]);
  if (holds) {
    return predicted(view(b, x, Scope::range), home, variant, today_.home[prefix]);
  }
  const std::shared_ptr<const Transition> expected = transition(b, x);
  std::vector<double> flow(links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * expected->at(j, l);
    }
  }
  return flow;
}

std::vector<double> ResponseModel::predicted(const View& view, std::span<const double> home,
                                             std::size_t variant,
                                             std::span<const model::Bps> measured) const {
  std::vector<double> flow(links_, 0);
  std::vector<double> shares(links_);
  for (std::size_t j = 0; j < links_; ++j) {
    if (home[j] == 0) {
      continue;
    }
    row(view, j, variant, RetainedLevel::expected, measured, shares);
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * shares[l];
    }
  }
  return flow;
}

}  // namespace bgpte::ingress
