// The rows of the transition T: links grouped by their prepends, and what hypotheses make of a row.
#include "src/ingress/response/transition_rows.hpp"

#include <algorithm>
#include <tuple>

namespace bgpte::ingress {
namespace {

std::vector<PrependPair> prepend_pairs(const model::Advertisement& today,
                                       const model::Advertisement& x) {
  std::vector<PrependPair> pairs;
  for (std::size_t l = 0; l < today.size(); ++l) {
    pairs.push_back({prepends_on(today, l), prepends_on(x, l)});
  }
  return pairs;
}

/// The open links with the least rise in prepends, `except` left out; a link that is announced
/// only by the new advertisement rises least.
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

/// Open links prepended alike are one group; groups are sorted by their prepends. Fills
/// rows.group, group_size and newcomer.
std::vector<LinkGroup> group_links(const std::vector<PrependPair>& pair_of,
                                   const std::vector<bool>& open, TransitionRows& rows) {
  const std::size_t links = open.size();
  std::vector<LinkGroup> groups;
  for (std::size_t i = 0; i < links; ++i) {
    const bool known = std::any_of(groups.begin(), groups.end(), [&](const LinkGroup& group) {
      return group.prepends == pair_of[i];
    });
    if (open[i] && !known && (pair_of[i].before || pair_of[i].after)) {
      groups.push_back({pair_of[i], 0});
    }
  }
  std::sort(groups.begin(), groups.end());
  rows.group.assign(links, -1);
  for (std::size_t i = 0; i < links; ++i) {
    for (std::size_t g = 0; g < groups.size() && open[i]; ++g) {
      if (groups[g].prepends == pair_of[i]) {
        rows.group[i] = static_cast<int>(g);
        ++groups[g].count;
      }
    }
  }
  for (const LinkGroup& group : groups) {
    rows.group_size.push_back(group.count);
    rows.newcomer.push_back(!group.prepends.before);
  }
  return groups;
}

/// The kind of the home links like one of group `home_group`, prepended as `pair` says.
HomeKind make_home_kind(const PrependPair& pair, int home_group,
                        const std::vector<LinkGroup>& groups, const model::Retained* retained,
                        const RowInputs& inputs) {
  HomeKind kind;
  kind.group = home_group;
  std::vector<LinkGroup> others;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const int count = groups[g].count - (home_group == static_cast<int>(g) ? 1 : 0);
    kind.slot.push_back(count > 0 ? static_cast<int>(others.size()) + 2 : -1);
    if (count > 0) {
      others.push_back({groups[g].prepends, count});
    }
  }
  kind.rows = inputs.cache.find(pair, std::move(others), retained, inputs.scope);
  return kind;
}

/// Newly announced links draw `factor` times their shares, from all others in proportion.
void scale_newcomers(const TransitionRows& rows, double factor, std::span<double> shares) {
  const auto is_new = [&](std::size_t l) {
    return rows.group[l] >= 0 && rows.newcomer[static_cast<std::size_t>(rows.group[l])];
  };
  double newcomers = 0;
  double others = 0;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    (is_new(l) ? newcomers : others) += shares[l];
  }
  const NewcomerScale scale = newcomer_scale(factor, newcomers, others);
  for (std::size_t l = 0; l < shares.size(); ++l) {
    shares[l] *= is_new(l) ? scale.newcomers : scale.others;
  }
}

/// [link] weights by which departures divide over `targets`; all 0 where the hypothesis says
/// nothing of them.
std::vector<double> departure_weights(std::size_t links,
                                      const std::vector<model::LinkIndex>& targets,
                                      const Hypothesis& hypothesis,
                                      std::span<const model::Bps> measured) {
  std::vector<double> weight(links, 0);
  const auto count = static_cast<double>(targets.size());
  const bool of_it = std::find(targets.begin(), targets.end(), hypothesis.link) != targets.end();
  double all = 0;
  for (const model::LinkIndex l : targets) {
    if (hypothesis.kind == Hypothesis::Kind::spread_by_share) {
      weight[l] = static_cast<double>(measured[l].value);
    } else if (hypothesis.kind == Hypothesis::Kind::spread_equally) {
      weight[l] = 1;
    } else if (of_it) {
      weight[l] = targets.size() == 1 ? 1
                                      : (l == hypothesis.link ? neighbour_part
                                                              : (1 - neighbour_part) / (count - 1));
    }
    all += weight[l];
  }
  if (all <= 0 && hypothesis.kind == Hypothesis::Kind::spread_by_share) {
    for (const model::LinkIndex l : targets) {
      weight[l] = 1;
    }
  }
  return weight;
}

}  // namespace

std::vector<model::LinkIndex> TransitionRows::least_prepended_except(model::LinkIndex home) const {
  if (least_prepended_links.size() == 1 && least_prepended_links.front() == home) {
    return next_least_prepended_links;
  }
  std::vector<model::LinkIndex> others = least_prepended_links;
  std::erase(others, home);
  return others;
}

TransitionRows make_transition_rows(const AnnouncementToday& now, const model::Advertisement& x,
                                    const RowInputs& inputs, std::vector<double> without_home) {
  const std::size_t links = now.open.size();
  TransitionRows rows;
  rows.without_home = std::move(without_home);
  const std::vector<PrependPair> pair_of = prepend_pairs(now.today, x);
  const std::vector<LinkGroup> groups = group_links(pair_of, now.open, rows);
  rows.least_prepended_links = least_rise(pair_of, rows.group, std::nullopt);
  if (rows.least_prepended_links.size() == 1) {
    rows.next_least_prepended_links =
        least_rise(pair_of, rows.group, rows.least_prepended_links.front());
  }
  rows.kind.assign(links, -1);
  using Likeness = std::tuple<PrependPair, int, const model::Retained*>;
  std::vector<Likeness> known;
  for (std::size_t j = 0; j < links; ++j) {
    if (!now.today.carried_on(j)) {
      continue;
    }
    const model::Retained* own = inputs.retained[j] ? &*inputs.retained[j] : nullptr;
    const Likeness likeness{pair_of[j], rows.group[j], own};
    const auto found = std::find(known.begin(), known.end(), likeness);
    rows.kind[j] = static_cast<int>(found - known.begin());
    if (found == known.end()) {
      known.push_back(likeness);
      rows.kinds.push_back(make_home_kind(pair_of[j], rows.group[j], groups, own, inputs));
    }
  }
  return rows;
}

void hypothesis_row(const TransitionRows& rows, model::LinkIndex home, const Hypothesis& hypothesis,
                    RetainedLevel level, std::span<double> shares) {
  const HomeKind& kind = rows.kinds[static_cast<std::size_t>(rows.kind[home])];
  const bool sticky = hypothesis.kind == Hypothesis::Kind::sticky && hypothesis.link == home &&
                      !kind.rows->sticky.empty();
  const double* slots = sticky ? kind.rows->sticky.data()
                               : kind.table(level).data() + hypothesis.prior * kind.rows->slots;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    const int slot = rows.group[l] < 0 ? -1 : kind.slot[static_cast<std::size_t>(rows.group[l])];
    shares[l] = slot < 0 ? 0 : slots[slot];
  }
  shares[home] = slots[1];
}

void redistribute(const TransitionRows& rows, model::LinkIndex home, const Hypothesis& hypothesis,
                  std::span<const model::Bps> measured, std::span<double> shares) {
  if (const std::optional<double> factor = newcomer_factor(hypothesis)) {
    scale_newcomers(rows, *factor, shares);
    return;
  }
  if (!redirects_departures(hypothesis)) {
    return;
  }
  const std::vector<model::LinkIndex> targets = rows.least_prepended_except(home);
  const std::vector<double> weight =
      departure_weights(shares.size(), targets, hypothesis, measured);
  double all = 0;
  for (const model::LinkIndex l : targets) {
    all += weight[l];
  }
  if (all <= 0) {
    return;
  }
  double leave = 0;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    leave += l == home ? 0 : shares[l];
  }
  for (std::size_t l = 0; l < shares.size(); ++l) {
    shares[l] = l == home ? shares[l] : leave * weight[l] / all;
  }
}

}  // namespace bgpte::ingress
