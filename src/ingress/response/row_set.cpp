#include "src/ingress/response/row_set.hpp"

#include <algorithm>
#include <tuple>

namespace bgpte::ingress {
namespace {

std::optional<int> prepends_on(const model::Advertisement& x, model::LinkIndex link) {
  return x.carried_on(link) ? std::optional<int>(x[link]) : std::nullopt;
}

/// Links with the least rise in prepends, `except` left out; a link newly announced rises least.
std::vector<model::LinkIndex> least_rise(const std::vector<PrependPair>& pair_of,
                                         const std::vector<int>& group,
                                         std::optional<model::LinkIndex> except) {
  std::vector<model::LinkIndex> least;
  std::optional<int> least_rise;
  for (std::size_t i = 0; i < pair_of.size(); ++i) {
    const PrependPair& pair = pair_of[i];
    if (i == except || group[i] < 0 || !pair.after) {
      continue;
    }
    const int rise = pair.before ? *pair.after - *pair.before : -model::max_prepend - 1;
    if (!least_rise || rise < *least_rise) {
      least_rise = rise;
      least.clear();
    }
    if (rise == *least_rise) {
      least.push_back(i);
    }
  }
  return least;
}

}  // namespace

std::vector<model::LinkIndex> RowSet::refuge_of(model::LinkIndex home) const {
  if (refuge.size() == 1 && refuge.front() == home) {
    return second_refuge;
  }
  std::vector<model::LinkIndex> others = refuge;
  std::erase(others, home);
  return others;
}

RowSet make_row_set(const Situation& now, const model::Advertisement& x,
                    const std::vector<std::optional<model::Retained>>& retained,
                    const RowCache& cache, Scope scope, std::vector<double> stranger) {
  const std::size_t links = now.open.size();
  RowSet set;
  set.stranger = std::move(stranger);
  // Open links prepended alike are one group.
  std::vector<PrependPair> pair_of(links);
  std::vector<LinkGroup> groups;
  for (std::size_t i = 0; i < links; ++i) {
    pair_of[i] = {prepends_on(now.today, i), prepends_on(x, i)};
    const bool known = std::any_of(groups.begin(), groups.end(), [&](const LinkGroup& group) {
      return group.prepends == pair_of[i];
    });
    if (now.open[i] && !known && (pair_of[i].before || pair_of[i].after)) {
      groups.push_back({pair_of[i], 0});
    }
  }
  std::sort(groups.begin(), groups.end());
  set.group.assign(links, -1);
  for (std::size_t i = 0; i < links; ++i) {
    for (std::size_t g = 0; g < groups.size() && now.open[i]; ++g) {
      if (groups[g].prepends == pair_of[i]) {
        set.group[i] = static_cast<int>(g);
        ++groups[g].count;
      }
    }
  }
  for (const LinkGroup& group : groups) {
    set.group_size.push_back(group.count);
    set.newcomer.push_back(!group.prepends.before);
  }
  set.refuge = least_rise(pair_of, set.group, std::nullopt);
  if (set.refuge.size() == 1) {
    set.second_refuge = least_rise(pair_of, set.group, set.refuge.front());
  }
  set.kind.assign(links, -1);
  using Likeness = std::tuple<PrependPair, int, const model::Retained*>;
  std::vector<Likeness> known;
  for (std::size_t j = 0; j < links; ++j) {
    if (!now.today.carried_on(j)) {
      continue;
    }
    const model::Retained* own = retained[j] ? &*retained[j] : nullptr;
    const Likeness likeness{pair_of[j], set.group[j], own};
    const auto found = std::find(known.begin(), known.end(), likeness);
    set.kind[j] = static_cast<int>(found - known.begin());
    if (found != known.end()) {
      continue;
    }
    known.push_back(likeness);
    HomeKind kind;
    kind.group = set.group[j];
    std::vector<LinkGroup> others;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const int count = groups[g].count - (kind.group == static_cast<int>(g) ? 1 : 0);
      kind.slot.push_back(count > 0 ? static_cast<int>(others.size()) + 2 : -1);
      if (count > 0) {
        others.push_back({groups[g].prepends, count});
      }
    }
    kind.stories = cache.find(pair_of[j], std::move(others), own, scope);
    set.kinds.push_back(std::move(kind));
  }
  return set;
}

void story_row(const RowSet& set, model::LinkIndex home, const Variant& story, RetainedLevel level,
               std::span<double> shares) {
  const HomeKind& kind = set.kinds[static_cast<std::size_t>(set.kind[home])];
  const bool sticky =
      story.kind == Variant::Kind::sticky && story.link == home && !kind.stories->sticky.empty();
  const double* slots = sticky ? kind.stories->sticky.data()
                               : kind.table(level).data() + story.prior * kind.stories->slots;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    const int slot = set.group[l] < 0 ? -1 : kind.slot[static_cast<std::size_t>(set.group[l])];
    shares[l] = slot < 0 ? 0 : slots[slot];
  }
  shares[home] = slots[1];
}

std::optional<double> newcomer_factor(const Variant& story) {
  switch (story.kind) {
    case Variant::Kind::newcomer_less:
      return newcomer_least;
    case Variant::Kind::newcomer_more:
      return newcomer_most;
    default:
      return std::nullopt;
  }
}

NewcomerScale newcomer_scale(double factor, double newcomers, double others) {
  if (newcomers <= 0 || others <= 0) {
    return {};  // Nobody else to draw from, or to leave to.
  }
  const double all = newcomers + others;
  const double drawn = std::min(factor * newcomers, all);
  return {drawn / newcomers, (all - drawn) / others};
}

void redistribute(const RowSet& set, model::LinkIndex home, const Variant& story,
                  std::span<const model::Bps> measured, std::span<double> shares) {
  if (const std::optional<double> factor = newcomer_factor(story)) {
    const auto is_new = [&](std::size_t l) {
      return set.group[l] >= 0 && set.newcomer[static_cast<std::size_t>(set.group[l])];
    };
    double newcomers = 0;
    double others = 0;
    for (std::size_t l = 0; l < shares.size(); ++l) {
      (is_new(l) ? newcomers : others) += shares[l];
    }
    const NewcomerScale scale = newcomer_scale(*factor, newcomers, others);
    for (std::size_t l = 0; l < shares.size(); ++l) {
      shares[l] *= is_new(l) ? scale.newcomers : scale.others;
    }
    return;
  }
  if (story.kind != Variant::Kind::spread_equally && story.kind != Variant::Kind::spread_by_share &&
      story.kind != Variant::Kind::neighbour) {
    return;
  }
  const std::vector<model::LinkIndex> refuge = set.refuge_of(home);
  const auto count = static_cast<double>(refuge.size());
  const bool of_it = std::find(refuge.begin(), refuge.end(), story.link) != refuge.end();
  std::vector<double> part(shares.size(), 0);
  double all = 0;
  for (const model::LinkIndex l : refuge) {
    if (story.kind == Variant::Kind::spread_by_share) {
      part[l] = static_cast<double>(measured[l].value);
    } else if (story.kind == Variant::Kind::spread_equally) {
      part[l] = 1;
    } else if (of_it) {
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
    return;
  }
  double leave = 0;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    leave += l == home ? 0 : shares[l];
  }
  for (std::size_t l = 0; l < shares.size(); ++l) {
    shares[l] = l == home ? shares[l] : leave * part[l] / all;
  }
}

}  // namespace bgpte::ingress
