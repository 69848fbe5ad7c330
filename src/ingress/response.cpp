#include "response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "today.hpp"

namespace bgpte::ingress {
namespace {

/// Entries a bounded cache may hold before it starts afresh.
constexpr std::size_t cache_entries = 1 << 16;

std::optional<int> prepends_on(const model::Advertisement& x, model::LinkIndex link) {
  return x.carried_on(link) ? std::optional<int>(x[link]) : std::nullopt;
}

/// Smallest prepend before and after taken off: equal situations look equal.
void normalise(PrependPair& home, std::vector<LinkGroup>& others) {
  std::optional<int> before, after;
  const auto see = [](std::optional<int>& least, const std::optional<int>& value) {
    if (value && (!least || *value < *least)) {
      least = value;
    }
  };
  see(before, home.before);
  see(after, home.after);
  for (const LinkGroup& group : others) {
    see(before, group.prepends.before);
    see(after, group.prepends.after);
  }
  const auto shift = [&](PrependPair& pair) {
    if (pair.before) {
      *pair.before -= *before;
    }
    if (pair.after) {
      *pair.after -= *after;
    }
  };
  shift(home);
  for (LinkGroup& group : others) {
    shift(group.prepends);
  }
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

ResponseModel::ResponseModel(const model::Scenario& scenario)
    : links_(scenario.links.size()),
      retained_(scenario.ingress.retained),
      drift_(scenario.ingress.drift.as_double()),
      measurement_error_(scenario.ingress.measurement_error) {
  retained_.resize(links_);
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
  }
  list_variants();
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

std::shared_ptr<const ResponseModel::RowSet> ResponseModel::rows(std::size_t situation,
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
  auto set = std::make_shared<RowSet>();
  set->rows.resize(links_);
  set->refuge.resize(links_);
  if (now.today.carried_count() < links_) {
    set->stranger = win_shares(x, now.open);
  }
  // Open links prepended alike are one group.
  std::vector<PrependPair> pair_of(links_);
  std::vector<LinkGroup> groups;
  for (std::size_t i = 0; i < links_; ++i) {
    pair_of[i] = {prepends_on(now.today, i), prepends_on(x, i)};
    if (now.open[i] && (pair_of[i].before || pair_of[i].after)) {
      groups.push_back({pair_of[i], 0});
    }
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  std::vector<int> group_of(links_, -1);
  for (std::size_t i = 0; i < links_; ++i) {
    for (std::size_t g = 0; g < groups.size() && now.open[i]; ++g) {
      if (groups[g].prepends == pair_of[i]) {
        group_of[i] = static_cast<int>(g);
        ++groups[g].count;
      }
    }
  }
  for (std::size_t j = 0; j < links_; ++j) {
    if (!now.today.carried_on(j)) {
      continue;
    }
    PrependPair home = pair_of[j];
    // A link newly announced rises least of all.
    std::optional<int> least_rise;
    for (std::size_t i = 0; i < links_; ++i) {
      const PrependPair& pair = pair_of[i];
      if (i == j || group_of[i] < 0 || !pair.after) {
        continue;
      }
      const int rise = pair.before ? *pair.after - *pair.before : -model::max_prepend - 1;
      if (!least_rise || rise < *least_rise) {
        least_rise = rise;
        set->refuge[j].clear();
      }
      if (rise == *least_rise) {
        set->refuge[j].push_back(i);
      }
    }
    HomeRow& row = set->rows[j];
    row.slot.assign(links_, -1);
    std::vector<LinkGroup> others;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const bool own = group_of[j] == static_cast<int>(g);
      if (groups[g].count == (own ? 1 : 0)) {
        continue;
      }
      for (std::size_t i = 0; i < links_; ++i) {
        if (group_of[i] == static_cast<int>(g)) {
          row.slot[i] = static_cast<int>(others.size()) + 2;
        }
      }
      others.push_back({groups[g].prepends, groups[g].count - (own ? 1 : 0)});
    }
    row.slot[j] = 1;
    normalise(home, others);
    row.stories = row_cache_.find(home, others, retained_[j] ? &*retained_[j] : nullptr, scope);
  }
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
  auto matrices = std::make_shared<std::vector<std::vector<double>>>();
  for (std::size_t p = 0; p < fit->tilts.size(); ++p) {
    matrices->push_back(observed_[*here.observed]->matrix(p, fit->tilts[p], x));
  }
  const std::unique_lock lock(mutex_);
  if (fitted_.size() >= cache_entries) {
    fitted_.clear();
  }
  result.fitted = fitted_.try_emplace(key, std::move(matrices)).first->second;
  return result;
}

std::vector<double> ResponseModel::row(const View& view, model::LinkIndex home, std::size_t variant,
                                       RetainedLevel level,
                                       std::span<const model::Bps> measured) const {
  const HomeRow& row = view.set->rows[home];
  if (!row.stories) {
    return view.set->stranger;
  }
  const RowStories& stories = *row.stories;
  const Variant& story = variants_[variant];
  if (story.kind == Variant::Kind::retained_low) {
    level = RetainedLevel::low;
  } else if (story.kind == Variant::Kind::retained_high) {
    level = RetainedLevel::high;
  }
  const bool sticky = story.kind == Variant::Kind::sticky;
  std::vector<double> shares(links_, 0);
  if (view.fitted) {
    const ObservedSituation& observed = *observed_[*view.behaviour->observed];
    const std::size_t population =
        sticky ? observed.of_sticky(story.link)
               : observed.of_prior(story.prior, static_cast<std::size_t>(level));
    const double* matrix = (*view.fitted)[population].data() + home * links_;
    shares.assign(matrix, matrix + links_);
    if (story.kind == Variant::Kind::neighbour && observed.tested(home)) {
      return shares;
    }
  } else {
    const std::vector<double>& table =
        stories.low.empty() || level == RetainedLevel::expected
            ? stories.expected
            : (level == RetainedLevel::low ? stories.low : stories.high);
    const double* slots = sticky && story.link == home && !stories.sticky.empty()
                              ? stories.sticky.data()
                              : table.data() + story.prior * stories.slots;
    for (std::size_t l = 0; l < links_; ++l) {
      if (row.slot[l] >= 0) {
        shares[l] = slots[row.slot[l]];
      }
    }
  }

  // Redistribution: who stays stays, the others divide over the links with the least rise.
  const std::vector<model::LinkIndex>& refuge = view.set->refuge[home];
  const auto count = static_cast<double>(refuge.size());
  std::vector<double> part(links_, 0);
  double all = 0;
  for (const model::LinkIndex l : refuge) {
    if (story.kind == Variant::Kind::spread_by_share) {
      part[l] = static_cast<double>(measured[l].value);
    } else if (story.kind == Variant::Kind::spread_equally) {
      part[l] = 1;
    } else if (story.kind == Variant::Kind::neighbour &&
               std::find(refuge.begin(), refuge.end(), story.link) != refuge.end()) {
      part[l] = refuge.size() == 1
                    ? 1
                    : (l == story.link ? neighbour_part : (1 - neighbour_part) / (count - 1));
    }
    all += part[l];
  }
  if (all <= 0 && story.kind == Variant::Kind::spread_by_share) {
    for (const model::LinkIndex l : refuge) {
      part[l] = 1;
    }
    all = count;
  }
  if (all <= 0) {
    return shares;
  }
  double leave = 0;
  for (std::size_t l = 0; l < links_; ++l) {
    leave += l == home ? 0 : shares[l];
  }
  for (std::size_t l = 0; l < links_; ++l) {
    shares[l] = l == home ? shares[l] : leave * part[l] / all;
  }
  return shares;
}

std::vector<bool> ResponseModel::dropped(std::size_t situation,
                                         std::span<const model::Bps> home) const {
  const std::shared_ptr<const RowSet> set =
      rows(situation, situations_[situation].today, Scope::range);
  std::vector<bool> result(variants(), false);
  for (std::size_t v = 1; v < priors.size(); ++v) {  // the priors come first
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j].value > 0 && set->rows[j].stories &&
          set->rows[j].stories->home_chance[v] < least_home_chance) {
        result[v] = true;
      }
    }
  }
  return result;
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
  const std::vector<bool>* in_range = here.observed ? &fitted(b)->in_range : nullptr;
  for (std::size_t v = 0; v < variants(); ++v) {
    if (here.dropped[v] || (in_range != nullptr && !(*in_range)[v])) {
      continue;
    }
    std::vector<double> low(links_, 0), high(links_, 0);
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j] == 0) {
        continue;
      }
      std::vector<double> least = row(seen, j, v, RetainedLevel::expected, today_.home[prefix]);
      std::vector<double> most = least;
      if (retained_[j]) {
        for (const RetainedLevel level : {RetainedLevel::low, RetainedLevel::high}) {
          const std::vector<double> other = row(seen, j, v, level, today_.home[prefix]);
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
    if (result.low.empty()) {
      result.low = low;
      result.high = high;
    }
    for (std::size_t l = 0; l < links_; ++l) {
      result.low[l] = std::min(result.low[l], low[l]);
      result.high[l] = std::max(result.high[l], high[l]);
    }
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
    for (std::size_t v = 0; v < (here.weight.empty() ? 1 : here.weight.size()); ++v) {
      const double weight = here.weight.empty() ? 1 : here.weight[v];
      for (std::size_t j = 0; weight > 0 && j < links_; ++j) {
        const std::vector<double> shares = row(seen, j, v, RetainedLevel::expected, measured);
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
  if (transitions_.size() >= cache_entries) {
    transitions_.clear();
  }
  return transitions_.try_emplace(key, std::move(result)).first->second;
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
  for (std::size_t j = 0; j < links_; ++j) {
    if (home[j] == 0) {
      continue;
    }
    const std::vector<double> shares = row(view, j, variant, RetainedLevel::expected, measured);
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * shares[l];
    }
  }
  return flow;
}

}  // namespace bgpte::ingress
