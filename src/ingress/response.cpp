#include "response.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "today.hpp"

namespace bgpte::ingress {
namespace {

// Variants: the priors, then two ways to redistribute, one sticky link each, and where the
// operator gave numbers the two ends of them.
constexpr std::size_t spread_equally = priors.size();
constexpr std::size_t spread_by_share = priors.size() + 1;
constexpr std::size_t first_sticky = priors.size() + 2;

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

ResponseModel::ResponseModel(const model::Scenario& scenario)
    : links_(scenario.links.size()),
      retained_(scenario.ingress.retained),
      drift_(scenario.ingress.drift.as_double()) {
  retained_.resize(links_);
  any_retained_ = std::any_of(retained_.begin(), retained_.end(),
                              [](const auto& numbers) { return numbers.has_value(); });
  for (const model::Link& link : scenario.links) {
    names_.push_back(link.name);
  }
  std::map<Behaviour, std::size_t> known;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    Behaviour behaviour{scenario.prefixes[p].advertise, open_links(scenario, p)};
    const auto [entry, added] = known.try_emplace(std::move(behaviour), behaviours_.size());
    if (added) {
      behaviours_.push_back(entry->first);
    }
    behaviour_of_.push_back(entry->second);
  }
  std::map<std::size_t, std::vector<double>> splits;
  const auto split = [&](model::PrefixIndex p) {
    const auto [entry, added] = splits.try_emplace(behaviour_of_[p]);
    if (added) {
      const Behaviour& behaviour = behaviours_[behaviour_of_[p]];
      entry->second = win_shares(behaviour.today, behaviour.open);
      if (std::all_of(entry->second.begin(), entry->second.end(),
                      [](double share) { return share == 0; })) {
        // Announced to peers alone: then they are all there is.
        entry->second = win_shares(behaviour.today, std::vector<bool>(links_, true));
      }
    }
    return entry->second;
  };
  today_ = measure_today(
      scenario, {split, [](model::PrefixIndex) { return std::vector<model::Bps>{}; }}, findings_);
}

std::vector<double> ResponseModel::win_shares(const model::Advertisement& advertise,
                                              const std::vector<bool>& open) const {
  std::vector<double> shares(links_, 0);
  for (std::size_t l = 0; l < links_; ++l) {
    if (!open[l] || !advertise.carried_on(l)) {
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

std::shared_ptr<const ResponseModel::RowSet> ResponseModel::rows(
    std::size_t behaviour, const model::Advertisement& x) const {
  const std::pair<std::size_t, model::Advertisement> key{behaviour, x.without_common_prepends()};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = sets_.find(key); found != sets_.end()) {
      return found->second;
    }
  }
  const Behaviour& now = behaviours_[behaviour];
  auto set = std::make_shared<RowSet>();
  set->rows.resize(links_);
  set->refuge.resize(links_);
  set->stranger = win_shares(x, now.open);
  for (std::size_t j = 0; j < links_; ++j) {
    if (!now.today.carried_on(j)) {
      continue;
    }
    PrependPair home{prepends_on(now.today, j), prepends_on(x, j)};
    std::map<PrependPair, int> counts;
    const auto pair_of = [&](std::size_t i) {
      return PrependPair{prepends_on(now.today, i), prepends_on(x, i)};
    };
    // A link newly announced rises least of all.
    std::optional<int> least_rise;
    for (std::size_t i = 0; i < links_; ++i) {
      const PrependPair pair = pair_of(i);
      if (i == j || !now.open[i] || (!pair.before && !pair.after)) {
        continue;
      }
      ++counts[pair];
      if (pair.after) {
        const int rise = pair.before ? *pair.after - *pair.before : -model::max_prepend - 1;
        if (!least_rise || rise < *least_rise) {
          least_rise = rise;
          set->refuge[j].clear();
        }
        if (rise == *least_rise) {
          set->refuge[j].push_back(i);
        }
      }
    }
    std::vector<LinkGroup> others;
    HomeRow& row = set->rows[j];
    row.slot.assign(links_, -1);
    row.slot[j] = 1;
    for (const auto& [pair, count] : counts) {
      for (std::size_t i = 0; i < links_; ++i) {
        if (i != j && now.open[i] && pair_of(i) == pair) {
          row.slot[i] = static_cast<int>(others.size()) + 2;
        }
      }
      others.push_back({pair, count});
    }
    normalise(home, others);
    row.stories = row_cache_.find(home, others, retained_[j] ? &*retained_[j] : nullptr);
  }
  const std::unique_lock lock(mutex_);
  if (sets_.size() >= cache_entries) {
    sets_.clear();
  }
  return sets_.try_emplace(key, std::move(set)).first->second;
}

std::vector<double> ResponseModel::row(const RowSet& set, model::LinkIndex home,
                                       std::size_t variant, RetainedLevel level,
                                       std::span<const model::Bps> measured) const {
  const HomeRow& row = set.rows[home];
  if (!row.stories) {
    return set.stranger;
  }
  const RowStories& stories = *row.stories;
  const std::size_t sticky_end = first_sticky + links_;
  if (variant >= sticky_end && level == RetainedLevel::expected) {
    level = variant == sticky_end ? RetainedLevel::low : RetainedLevel::high;
  }
  const std::vector<double>& table =
      stories.low.empty() || level == RetainedLevel::expected
          ? stories.expected
          : (level == RetainedLevel::low ? stories.low : stories.high);
  const double* story = table.data() + (variant < priors.size() ? variant : 0) * stories.slots;
  if (variant == first_sticky + home && !stories.sticky.empty()) {
    story = stories.sticky.data();
  }
  std::vector<double> shares(links_, 0);
  if (variant == spread_equally || variant == spread_by_share) {
    shares[home] = story[1];
    const std::vector<model::LinkIndex>& refuge = set.refuge[home];
    double all = 0;
    for (const model::LinkIndex l : refuge) {
      all += variant == spread_by_share ? static_cast<double>(measured[l].value) : 0;
    }
    const double leave = std::max(0.0, 1 - story[1] - story[0]);
    for (const model::LinkIndex l : refuge) {
      shares[l] = leave * (all > 0 ? static_cast<double>(measured[l].value) / all
                                   : 1 / static_cast<double>(refuge.size()));
    }
    return shares;
  }
  for (std::size_t l = 0; l < links_; ++l) {
    if (row.slot[l] >= 0) {
      shares[l] = story[row.slot[l]];
    }
  }
  return shares;
}

bool ResponseModel::holds(const RowSet& set, model::PrefixIndex prefix, std::size_t variant) const {
  if (variant == 0 || variant >= priors.size()) {
    return true;
  }
  for (std::size_t j = 0; j < links_; ++j) {
    if (today_.home[prefix][j].value > 0 && set.rows[j].stories &&
        set.rows[j].stories->home_chance[variant] < least_home_chance) {
      return false;
    }
  }
  return true;
}

Forecast ResponseModel::forecast(model::PrefixIndex prefix, const model::Advertisement& x,
                                 std::span<const double> home) const {
  Forecast result;
  const std::size_t b = behaviour_of_[prefix];
  if (attracts_the_same(x, behaviours_[b].today)) {
    result.low.assign(home.begin(), home.end());
    result.expected = result.high = result.low;
    return result;
  }
  result.low.assign(links_, 0);
  result.expected = result.high = result.low;
  double all = 0;
  for (std::size_t j = 0; j < links_; ++j) {
    all += home[j];
    result.margin += retained_[j] ? 0 : drift_ * home[j];
  }
  const std::shared_ptr<const RowSet> set = rows(b, x);
  bool first = true;
  for (std::size_t v = 0; v < variants(); ++v) {
    if (!holds(*set, prefix, v)) {
      continue;
    }
    std::vector<double> low(links_, 0), high(links_, 0);
    for (std::size_t j = 0; j < links_; ++j) {
      if (home[j] == 0) {
        continue;
      }
      const std::vector<double> expected =
          row(*set, j, v, RetainedLevel::expected, today_.home[prefix]);
      std::vector<double> least = expected, most = expected;
      if (retained_[j]) {
        for (const RetainedLevel level : {RetainedLevel::low, RetainedLevel::high}) {
          const std::vector<double> other = row(*set, j, v, level, today_.home[prefix]);
          for (std::size_t l = 0; l < links_; ++l) {
            least[l] = std::min(least[l], other[l]);
            most[l] = std::max(most[l], other[l]);
          }
        }
      }
      for (std::size_t l = 0; l < links_; ++l) {
        low[l] += home[j] * least[l];
        high[l] += home[j] * most[l];
        if (v == 0) {
          result.expected[l] += home[j] * expected[l];
        }
      }
    }
    for (std::size_t l = 0; l < links_; ++l) {
      result.low[l] = first ? low[l] : std::min(result.low[l], low[l]);
      result.high[l] = first ? high[l] : std::max(result.high[l], high[l]);
    }
    first = false;
  }
  double reached = 0;
  for (const double share : result.expected) {
    reached += share;
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
  auto result = std::make_shared<Transition>();
  result->links = links_;
  if (attracts_the_same(x, behaviours_[behaviour].today)) {
    result->share.assign(links_ * links_, 0);
    for (std::size_t j = 0; j < links_; ++j) {
      result->share[j * links_ + j] = 1;
    }
  } else {
    const std::shared_ptr<const RowSet> set = rows(behaviour, x);
    for (std::size_t j = 0; j < links_; ++j) {
      const std::vector<double> shares = row(*set, j, 0, RetainedLevel::expected, {});
      result->share.insert(result->share.end(), shares.begin(), shares.end());
    }
  }
  const std::unique_lock lock(mutex_);
  if (transitions_.size() >= cache_entries) {
    transitions_.clear();
  }
  return transitions_.try_emplace(key, std::move(result)).first->second;
}

std::size_t ResponseModel::variants() const {
  return first_sticky + links_ + (any_retained_ ? 2 : 0);
}

std::string ResponseModel::variant_name(std::size_t variant) const {
  if (variant < priors.size()) {
    return std::string(priors[variant].name);
  }
  if (variant == spread_equally) {
    return "leavers spread equally";
  }
  if (variant == spread_by_share) {
    return "leavers spread by measured share";
  }
  if (variant < first_sticky + links_) {
    return fmt::format("sticky {}", names_[variant - first_sticky]);
  }
  return variant == first_sticky + links_ ? "retained low" : "retained high";
}

std::vector<double> ResponseModel::variant_flow(model::PrefixIndex prefix,
                                                const model::Advertisement& x,
                                                std::span<const double> home,
                                                std::size_t variant) const {
  const std::size_t b = behaviour_of_[prefix];
  if (attracts_the_same(x, behaviours_[b].today)) {
    return {home.begin(), home.end()};
  }
  const std::shared_ptr<const RowSet> set = rows(b, x);
  const std::size_t used = holds(*set, prefix, variant) ? variant : 0;
  std::vector<double> flow(links_, 0);
  for (std::size_t j = 0; j < links_; ++j) {
    if (home[j] == 0) {
      continue;
    }
    const std::vector<double> shares =
        row(*set, j, used, RetainedLevel::expected, today_.home[prefix]);
    for (std::size_t l = 0; l < links_; ++l) {
      flow[l] += home[j] * shares[l];
    }
  }
  return flow;
}

std::string ResponseModel::basis() const {
  std::string own;
  for (std::size_t l = 0; l < links_; ++l) {
    if (retained_[l]) {
      own += (own.empty() ? "" : ", ") + names_[l];
    }
  }
  return own.empty() ? "the default prior of how sources answer to prepends; no observation of "
                       "this network yet"
                     : fmt::format(
                           "the operator's own response for {}, else the default prior of "
                           "how sources answer to prepends",
                           own);
}

}  // namespace bgpte::ingress
