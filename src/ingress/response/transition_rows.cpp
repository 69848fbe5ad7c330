// The rows of the transition T: links grouped by their prepends.
#include "src/ingress/response/transition_rows.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "src/ingress/shares.hpp"

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

/// Open links prepended alike are one group; groups are sorted by their prepends. Fills
/// rows.group.
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
  return groups;
}

/// The kind of the home links like one of group `home_group`, prepended as `pair` says.
HomeKind make_home_kind(const PrependPair& pair, int home_group,
                        const std::vector<LinkGroup>& groups, const model::Retained* retained,
                        const RowInputs& inputs) {
  HomeKind kind;
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

/// Links that everybody reaches and that are announced newly draw of a home cell with siblings what
/// they draw of one without, or all, or nobody. `alone`: the rows as if it had none.
void draw_to_new_links(const TransitionRows& alone, const std::vector<PrependPair>& pair_of,
                       model::LinkIndex home, const std::vector<model::LinkIndex>& siblings,
                       SiblingRow& row) {
  std::vector<double> drawn(pair_of.size(), 0);
  std::vector<double> low(pair_of.size(), 0);
  double all = 0;
  for (std::size_t l = 0; l < drawn.size(); ++l) {
    const bool is_new = alone.group[l] >= 0 && pair_of[l].newly_announced();
    if (is_new && !std::binary_search(siblings.begin(), siblings.end(), l)) {
      drawn[l] = alone.at(home, l);
      low[l] = alone.at(home, l, RowLevel::low);
      all += drawn[l];
    }
  }
  if (all == 0) {
    return;
  }
  for (std::size_t l = 0; l < drawn.size(); ++l) {
    row.expected[l] = quantise(drawn[l] + row.expected[l] * (1 - all));
  }
  row.widen(low);
}

}  // namespace

TransitionRows make_transition_rows(const AnnouncementToday& now, const model::Advertisement& x,
                                    const RowInputs& inputs, std::vector<double> without_home) {
  const std::size_t links = now.open.size();
  TransitionRows rows;
  rows.without_home = std::move(without_home);
  const std::vector<PrependPair> pair_of = prepend_pairs(now.today, x);
  const std::vector<LinkGroup> groups = group_links(pair_of, now.open, rows);
  rows.kind.assign(links, -1);
  if (std::any_of(inputs.siblings.begin(), inputs.siblings.end(),
                  [](const auto& some) { return !some.empty(); })) {
    rows.shared.resize(links);
  }
  using Likeness = std::tuple<PrependPair, int, const model::Retained*>;
  std::vector<Likeness> known;
  const model::Retained* prior_of_peers = nullptr;
  for (std::size_t j = 0; j < links; ++j) {
    if (!now.today.carried_on(j)) {
      continue;
    }
    // Peers without the operator's numbers have the same ones: those of the first stand for all.
    const model::Retained* own = inputs.retained[j] ? &*inputs.retained[j] : nullptr;
    if (own != nullptr && !inputs.own[j]) {
      prior_of_peers = prior_of_peers == nullptr ? own : prior_of_peers;
      own = prior_of_peers;
    }
    const Likeness likeness{pair_of[j], rows.group[j], own};
    const auto found = std::find(known.begin(), known.end(), likeness);
    rows.kind[j] = static_cast<int>(found - known.begin());
    if (found == known.end()) {
      known.push_back(likeness);
      rows.kinds.push_back(make_home_kind(pair_of[j], rows.group[j], groups, own, inputs));
    }
    if (!inputs.siblings[j].empty()) {
      std::optional<SiblingRow> shared = sibling_row(
          {now.today, x, j, inputs.siblings[j], inputs.own[j] ? own : nullptr}, inputs.cache);
      if (shared && x.carried_on(j)) {
        draw_to_new_links(rows, pair_of, j, inputs.siblings[j], *shared);
      }
      rows.shared[j] = std::move(shared);
    }
  }
  return rows;
}

}  // namespace bgpte::ingress
