#include <algorithm>
#include <limits>

#include "src/ingress/response/row_set.hpp"

namespace bgpte::ingress {
namespace {

/// Which end of the range: where the operator gave numbers, each entry of a row takes its own
/// least or greatest level.
enum class End : std::uint8_t { low, high };

/// The flow of one prefix under the stories. Rows are alike within a kind of home links but for
/// the entry of the home link itself, so that a kind is added up at once.
class StoryFlows {
 public:
  StoryFlows(const RowSet& set, std::span<const double> home, std::span<const model::Bps> measured,
             End end)
      : set_(set),
        home_(home),
        measured_(measured),
        end_(end),
        volume_(set.kinds.size(), 0.0),
        by_group_(set.group_size.size(), 0.0) {
    for (std::size_t j = 0; j < home.size(); ++j) {
      if (set.kind[j] >= 0) {
        volume_[kind_of(j)] += home[j];
      }
    }
    plain(0, default_);
    spread_out();
  }

  /// The default population as it is.
  [[nodiscard]] const std::vector<double>& by_default() const { return default_; }

  /// A population as it is.
  void plain(std::size_t prior, std::vector<double>& flow) {
    add_up([&](std::size_t kind, int slot) { return entry(kind, prior, slot); }, flow);
  }

  /// The default, but links that do not carry the prefix today draw `factor` times as much; false
  /// where there are none.
  bool newcomers(double factor, std::vector<double>& flow) {
    if (std::none_of(set_.newcomer.begin(), set_.newcomer.end(), [](bool one) { return one; })) {
      return false;
    }
    std::vector<std::vector<double>> slots;  // [kind][slot]
    for (const HomeKind& kind : set_.kinds) {
      const RowStories& stories = *kind.stories;
      slots.push_back(drawn(kind, stories.expected, factor));
      for (const std::vector<double>* table : {&stories.low, &stories.high}) {
        if (table->empty()) {
          continue;
        }
        const std::vector<double> other = drawn(kind, *table, factor);
        for (std::size_t at = 0; at < other.size(); ++at) {
          double& value = slots.back()[at];
          value = end_ == End::low ? std::min(value, other[at]) : std::max(value, other[at]);
        }
      }
    }
    add_up([&](std::size_t kind,
               int slot) { return slot < 0 ? 0 : slots[kind][static_cast<std::size_t>(slot)]; },
           flow);
    return true;
  }

  /// The default with one link whose sources hardly move; false where that changes nothing.
  bool sticky(model::LinkIndex link, std::vector<double>& flow) const {
    if (set_.kind[link] < 0 || home_[link] == 0) {
      return false;
    }
    const std::size_t k = kind_of(link);
    const std::vector<double>& slots = set_.kinds[k].stories->sticky;
    if (slots.empty()) {
      return false;
    }
    flow = default_;
    for (std::size_t l = 0; l < home_.size(); ++l) {
      const int at = l == link ? 1 : slot(k, l);
      if (at >= 0) {
        flow[l] += home_[link] * (slots[static_cast<std::size_t>(at)] - entry(k, 0, at));
      }
    }
    return true;
  }

  /// All who leave go to the links with the least rise, equally.
  void spread_equally(std::vector<double>& flow) const {
    flow = staying_;
    const std::vector<model::LinkIndex>& refuge = set_.refuge;
    const auto count = static_cast<double>(refuge.size());
    for (const model::LinkIndex l : refuge) {
      flow[l] += from_outside_ / count;
      flow[l] += refuge.size() > 1 ? (from_inside_ - leaving_[l]) / (count - 1) : 0;
    }
    for (const model::LinkIndex l : set_.second_refuge) {
      flow[l] += from_inside_ / static_cast<double>(set_.second_refuge.size());
    }
  }

  /// The same in proportion to what enters there today, equally where that is nothing.
  void spread_by_share(std::vector<double>& flow) const {
    flow = staying_;
    const std::vector<model::LinkIndex>& refuge = set_.refuge;
    const auto count = static_cast<double>(refuge.size());
    divide(refuge, from_outside_, flow);
    divide(set_.second_refuge, from_inside_, flow);
    if (refuge.size() < 2) {
      return;
    }
    // Each link's own sources divide over the others: by share where these carry anything.
    const std::int64_t all = carried(refuge);
    double by_share = 0;  // For each bps that the receiving link carries.
    double equally = 0;
    for (const model::LinkIndex j : refuge) {
      const std::int64_t others = all - measured_[j].value;
      (others > 0 ? by_share : equally) +=
          leaving_[j] / (others > 0 ? static_cast<double>(others) : count - 1);
    }
    for (const model::LinkIndex l : refuge) {
      const std::int64_t others = all - measured_[l].value;
      const double own = leaving_[l] / (others > 0 ? static_cast<double>(others) : count - 1);
      flow[l] += static_cast<double>(measured_[l].value) * (by_share - (others > 0 ? own : 0));
      flow[l] += equally - (others > 0 ? 0 : own);
    }
  }

  /// Half of those who leave go to one link, where it is of those with the least rise; others
  /// behave as by default. False where that changes nothing.
  bool neighbour(model::LinkIndex link, std::vector<double>& flow) const {
    const std::vector<model::LinkIndex>& refuge = set_.refuge;
    const auto in = [&](const std::vector<model::LinkIndex>& list) {
      return std::find(list.begin(), list.end(), link) != list.end();
    };
    if (in(set_.second_refuge)) {
      // Only the one link of least rise has it for a refuge.
      const model::LinkIndex alone = refuge.front();
      flow = default_;
      add_leavers(alone, -1, flow);
      divide_to(link, set_.second_refuge, leaving_[alone], flow);
      return true;
    }
    if (!in(refuge)) {
      return false;
    }
    flow = staying_;
    add_leavers(link, 1, flow);
    divide_to(link, refuge, from_outside_, flow);
    // Those of the other links of least rise: half to this one, the rest over the rest.
    const auto count = static_cast<double>(refuge.size());
    const double inside = from_inside_ - leaving_[link];
    for (const model::LinkIndex l : refuge) {
      if (l == link) {
        flow[l] += refuge.size() == 2 ? inside : neighbour_part * inside;
      } else if (refuge.size() > 2) {
        flow[l] += (1 - neighbour_part) * (inside - leaving_[l]) / (count - 2);
      }
    }
    return true;
  }

 private:
  /// Sums over all home links where a row's entry is `of(kind, slot)`.
  template <typename Entry>
  void add_up(const Entry& of, std::vector<double>& flow) {
    flow.assign(home_.size(), 0);
    for (std::size_t j = 0; j < home_.size(); ++j) {
      for (std::size_t l = 0; set_.kind[j] < 0 && home_[j] != 0 && l < home_.size(); ++l) {
        flow[l] += home_[j] * set_.stranger[l];
      }
    }
    // What any link of a group takes of all kinds; the home links themselves differ from it.
    for (std::size_t g = 0; g < by_group_.size(); ++g) {
      by_group_[g] = 0;
      for (std::size_t k = 0; k < volume_.size(); ++k) {
        by_group_[g] += volume_[k] * of(k, set_.kinds[k].slot[g]);
      }
    }
    for (std::size_t l = 0; l < home_.size(); ++l) {
      if (set_.group[l] >= 0) {
        flow[l] += by_group_[static_cast<std::size_t>(set_.group[l])];
      }
      if (set_.kind[l] >= 0 && home_[l] != 0) {
        const std::size_t k = kind_of(l);
        flow[l] += home_[l] * (of(k, 1) - of(k, slot(k, l)));
      }
    }
  }

  /// The default's slots of a kind where newcomers draw `factor` times as much.
  [[nodiscard]] std::vector<double> drawn(const HomeKind& kind, const std::vector<double>& table,
                                          double factor) const {
    double newcomers = 0;
    for (std::size_t g = 0; g < kind.slot.size(); ++g) {
      if (set_.newcomer[g] && kind.slot[g] >= 0) {
        newcomers += set_.group_size[g] * table[static_cast<std::size_t>(kind.slot[g])];
      }
    }
    const NewcomerScale scale =
        newcomer_scale(factor, newcomers, table[1] + leave(kind, table) - newcomers);
    std::vector<double> slots(table.begin(),
                              table.begin() + static_cast<std::ptrdiff_t>(kind.stories->slots));
    for (std::size_t at = 1; at < slots.size(); ++at) {
      slots[at] *= scale.others;
    }
    for (std::size_t g = 0; g < kind.slot.size(); ++g) {
      if (set_.newcomer[g] && kind.slot[g] >= 0) {
        const auto at = static_cast<std::size_t>(kind.slot[g]);
        slots[at] = table[at] * scale.newcomers;
      }
    }
    return slots;
  }

  [[nodiscard]] std::size_t kind_of(model::LinkIndex link) const {
    return static_cast<std::size_t>(set_.kind[link]);
  }

  /// Slot of link `l` in the rows of a kind, where it is not the home itself.
  [[nodiscard]] int slot(std::size_t kind, model::LinkIndex l) const {
    return set_.group[l] < 0 ? -1 : set_.kinds[kind].slot[static_cast<std::size_t>(set_.group[l])];
  }

  [[nodiscard]] double entry(std::size_t kind, std::size_t prior, int slot) const {
    if (slot < 0) {
      return 0;
    }
    const RowStories& stories = *set_.kinds[kind].stories;
    const std::size_t at = prior * stories.slots + static_cast<std::size_t>(slot);
    if (stories.low.empty()) {
      return stories.expected[at];
    }
    return end_ == End::low ? std::min({stories.low[at], stories.expected[at], stories.high[at]})
                            : std::max({stories.low[at], stories.expected[at], stories.high[at]});
  }

  /// What leaves the home links of a kind for others under the default.
  [[nodiscard]] double leave(const HomeKind& kind, const std::vector<double>& table) const {
    double sum = 0;
    for (std::size_t g = 0; g < kind.slot.size(); ++g) {
      const int others = set_.group_size[g] - (kind.group == static_cast<int>(g) ? 1 : 0);
      sum += kind.slot[g] < 0 ? 0 : others * table[static_cast<std::size_t>(kind.slot[g])];
    }
    return sum;
  }

  /// Fills what redistribution starts from.
  void spread_out() {
    std::vector<double> share;
    for (const HomeKind& kind : set_.kinds) {
      const RowStories& stories = *kind.stories;
      share.push_back(leave(kind, stories.expected));
      for (const std::vector<double>* table : {&stories.low, &stories.high}) {
        if (!table->empty()) {
          const double other = leave(kind, *table);
          share.back() =
              end_ == End::low ? std::min(share.back(), other) : std::max(share.back(), other);
        }
      }
    }
    staying_.assign(home_.size(), 0);
    leaving_.assign(home_.size(), 0);
    for (std::size_t j = 0; j < home_.size(); ++j) {
      if (set_.kind[j] >= 0) {
        staying_[j] += home_[j] * entry(kind_of(j), 0, 1);
        leaving_[j] = home_[j] * share[kind_of(j)];
      } else {
        for (std::size_t l = 0; home_[j] != 0 && l < home_.size(); ++l) {
          staying_[l] += home_[j] * set_.stranger[l];
        }
      }
    }
    for (std::size_t j = 0; j < home_.size(); ++j) {
      const bool inside = std::find(set_.refuge.begin(), set_.refuge.end(), j) != set_.refuge.end();
      (inside ? from_inside_ : from_outside_) += leaving_[j];
    }
  }

  /// Adds (or takes away) those who leave one home link by default.
  void add_leavers(model::LinkIndex home, int sign, std::vector<double>& flow) const {
    if (set_.kind[home] < 0) {
      return;
    }
    for (std::size_t l = 0; l < home_.size(); ++l) {
      if (l != home) {
        flow[l] += sign * home_[home] * entry(kind_of(home), 0, slot(kind_of(home), l));
      }
    }
  }

  [[nodiscard]] std::int64_t carried(const std::vector<model::LinkIndex>& links) const {
    std::int64_t sum = 0;
    for (const model::LinkIndex l : links) {
      sum += measured_[l].value;
    }
    return sum;
  }

  /// Over links in proportion to what they carry today, equally where that is nothing.
  void divide(const std::vector<model::LinkIndex>& links, double volume,
              std::vector<double>& flow) const {
    const std::int64_t all = carried(links);
    for (const model::LinkIndex l : links) {
      flow[l] += all > 0
                     ? volume * static_cast<double>(measured_[l].value) / static_cast<double>(all)
                     : volume / static_cast<double>(links.size());
    }
  }

  /// Half to one of the links (all where it is alone), the rest equally.
  static void divide_to(model::LinkIndex link, const std::vector<model::LinkIndex>& links,
                        double volume, std::vector<double>& flow) {
    const auto count = static_cast<double>(links.size());
    for (const model::LinkIndex l : links) {
      flow[l] += links.size() == 1
                     ? volume
                     : volume * (l == link ? neighbour_part : (1 - neighbour_part) / (count - 1));
    }
  }

  const RowSet& set_;
  std::span<const double> home_;
  std::span<const model::Bps> measured_;
  End end_;
  std::vector<double> volume_;    ///< [kind]
  std::vector<double> by_group_;  ///< [group]; of `plain`.
  std::vector<double> default_;   ///< [link]
  std::vector<double> staying_;   ///< [link]: who stays by default, and who has no home cell here.
  std::vector<double> leaving_;   ///< [home link]: who leaves it for another by default.
  double from_inside_ = 0;        ///< Sum of those over the links of least rise.
  double from_outside_ = 0;       ///< And over the other links.
};

/// What enters by `link` of a home cell on `home` under one story; no levels of the operator's.
double story_entry(const RowSet& set, model::LinkIndex home, model::LinkIndex link,
                   const Variant& story, const std::vector<double>& leave) {
  if (set.kind[home] < 0) {
    return set.stranger[link];
  }
  const auto k = static_cast<std::size_t>(set.kind[home]);
  const HomeKind& kind = set.kinds[k];
  const bool sticky =
      story.kind == Variant::Kind::sticky && story.link == home && !kind.stories->sticky.empty();
  const double* slots = sticky ? kind.stories->sticky.data()
                               : kind.stories->expected.data() + story.prior * kind.stories->slots;
  if (home == link) {
    return slots[1];
  }
  const bool spreads =
      story.kind == Variant::Kind::spread_equally || story.kind == Variant::Kind::neighbour;
  if (spreads) {
    const bool alone = set.refuge.size() == 1 && set.refuge.front() == home;
    const std::vector<model::LinkIndex>& refuge = alone ? set.second_refuge : set.refuge;
    const auto in = [&](model::LinkIndex l) {
      return std::find(refuge.begin(), refuge.end(), l) != refuge.end();
    };
    const auto others = static_cast<double>(refuge.size()) - (!alone && in(home) ? 1 : 0);
    const bool directed = story.kind == Variant::Kind::neighbour;
    if (others > 0 && (!directed || (story.link != home && in(story.link)))) {
      if (!in(link)) {
        return 0;
      }
      const double part = !directed || others == 1 ? 1 / others
                          : link == story.link     ? neighbour_part
                                                   : (1 - neighbour_part) / (others - 1);
      return leave[k] * part;
    }
  }
  const int slot = set.group[link] < 0 ? -1 : kind.slot[static_cast<std::size_t>(set.group[link])];
  return slot < 0 ? 0 : slots[slot];
}

/// Calls take(v, flow) with what every story that holds makes of the home cells.
template <typename Take>
void each_story(StoryFlows& flows, std::span<const Variant> stories,
                const std::vector<bool>& dropped, const Take& take) {
  std::vector<double> other;
  for (std::size_t v = 0; v < stories.size(); ++v) {
    const Variant& story = stories[v];
    if (dropped[v]) {
      continue;
    }
    const std::vector<double>* flow = &other;
    switch (story.kind) {
      case Variant::Kind::prior:
        if (story.prior == 0) {
          flow = &flows.by_default();
        } else {
          flows.plain(story.prior, other);
        }
        break;
      case Variant::Kind::spread_equally:
        flows.spread_equally(other);
        break;
      case Variant::Kind::spread_by_share:
        flows.spread_by_share(other);
        break;
      case Variant::Kind::neighbour:
        flow = flows.neighbour(story.link, other) ? &other : nullptr;
        break;
      case Variant::Kind::sticky:
        flow = flows.sticky(story.link, other) ? &other : nullptr;
        break;
      case Variant::Kind::newcomer_less:
      case Variant::Kind::newcomer_more:
        flow = flows.newcomers(*newcomer_factor(story), other) ? &other : nullptr;
        break;
      case Variant::Kind::retained_low:
      case Variant::Kind::retained_high:
        flow = nullptr;  // Between the ends of the default's rows.
        break;
    }
    if (flow != nullptr) {
      take(v, *flow);
    }
  }
}

}  // namespace

void range_of_stories(const RowSet& set, std::span<const Variant> stories,
                      const std::vector<bool>& dropped, std::span<const double> home,
                      std::span<const model::Bps> measured, std::vector<double>& low,
                      std::vector<double>& high) {
  low.assign(home.size(), std::numeric_limits<double>::infinity());
  high.assign(home.size(), -std::numeric_limits<double>::infinity());
  const bool levels = std::any_of(set.kinds.begin(), set.kinds.end(),
                                  [](const HomeKind& kind) { return !kind.stories->low.empty(); });
  for (const End end : {End::low, End::high}) {
    if (end == End::high && !levels) {
      break;  // Both ends of every row are the same.
    }
    StoryFlows flows(set, home, measured, end);
    each_story(flows, stories, dropped, [&](std::size_t, const std::vector<double>& flow) {
      for (std::size_t l = 0; l < home.size(); ++l) {
        low[l] = end == End::low || !levels ? std::min(low[l], flow[l]) : low[l];
        high[l] = end == End::high || !levels ? std::max(high[l], flow[l]) : high[l];
      }
    });
  }
  for (double& flow : low) {
    flow = std::max(flow, 0.0);  // A difference of sums may be less by rounding.
  }
}

void highest_shares(const RowSet& set, std::span<const Variant> stories,
                    const std::vector<bool>& dropped, std::span<const double> home,
                    std::span<double> shares) {
  const std::size_t links = home.size();
  // What leavers do by share of what a prefix measures, and what newcomers draw, is not linear in
  // the home cells: no story for all.
  std::vector<std::size_t> highest(links, 0);
  std::vector<double> most(links, -std::numeric_limits<double>::infinity());
  const std::vector<model::Bps> unmeasured(links);
  StoryFlows flows(set, home, unmeasured, End::high);
  each_story(flows, stories, dropped, [&](std::size_t v, const std::vector<double>& flow) {
    for (std::size_t l = 0; l < links; ++l) {
      if (stories[v].kind != Variant::Kind::spread_by_share && !newcomer_factor(stories[v]) &&
          flow[l] > most[l]) {
        most[l] = flow[l];
        highest[l] = v;
      }
    }
  });
  std::vector<double> leave;  // [kind], by default.
  for (std::size_t k = 0; k < set.kinds.size(); ++k) {
    const HomeKind& kind = set.kinds[k];
    leave.push_back(0);
    for (std::size_t g = 0; g < kind.slot.size(); ++g) {
      const int others = set.group_size[g] - (kind.group == static_cast<int>(g) ? 1 : 0);
      leave[k] += kind.slot[g] < 0
                      ? 0
                      : others * kind.stories->expected[static_cast<std::size_t>(kind.slot[g])];
    }
  }
  for (std::size_t j = 0; j < links; ++j) {
    for (std::size_t l = 0; l < links; ++l) {
      shares[j * links + l] = story_entry(set, j, l, stories[highest[l]], leave);
    }
  }
}

}  // namespace bgpte::ingress
