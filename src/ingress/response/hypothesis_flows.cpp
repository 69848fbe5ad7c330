// What enters by each link under each hypothesis, summed over kinds of home links.
#include "src/ingress/response/hypothesis_flows.hpp"

#include <algorithm>

namespace bgpte::ingress {
namespace {

/// `neighbour_part` of the volume to `link` (all of it where it is alone), the rest equally.
void divide_to_neighbour(model::LinkIndex link, const std::vector<model::LinkIndex>& links,
                         double volume, std::vector<double>& flow) {
  const auto count = static_cast<double>(links.size());
  for (const model::LinkIndex l : links) {
    flow[l] += links.size() == 1
                   ? volume
                   : volume * (l == link ? neighbour_part : (1 - neighbour_part) / (count - 1));
  }
}

}  // namespace

HypothesisFlows::HypothesisFlows(const TransitionRows& rows, std::span<const double> home,
                                 std::span<const model::Bps> measured, RangeEnd end)
    : rows_(rows),
      home_(home),
      measured_(measured),
      end_(end),
      volume_(rows.kinds.size(), 0.0),
      by_group_(rows.group_size.size(), 0.0) {
  for (std::size_t j = 0; j < home.size(); ++j) {
    if (rows.kind[j] >= 0) {
      volume_[kind_of(j)] += home[j];
    }
  }
  plain(0, default_);
  prepare_departures();
}

const std::vector<double>* HypothesisFlows::of(const Hypothesis& hypothesis,
                                               std::vector<double>& scratch) {
  switch (hypothesis.kind) {
    case Hypothesis::Kind::prior:
      if (hypothesis.prior == 0) {
        return &default_;
      }
      plain(hypothesis.prior, scratch);
      return &scratch;
    case Hypothesis::Kind::spread_equally:
      spread_equally(scratch);
      return &scratch;
    case Hypothesis::Kind::spread_by_share:
      spread_by_share(scratch);
      return &scratch;
    case Hypothesis::Kind::neighbour:
      return neighbour(hypothesis.link, scratch) ? &scratch : nullptr;
    case Hypothesis::Kind::sticky:
      return sticky(hypothesis.link, scratch) ? &scratch : nullptr;
    case Hypothesis::Kind::newcomer_less:
    case Hypothesis::Kind::newcomer_more:
      return newcomers(*newcomer_factor(hypothesis), scratch) ? &scratch : nullptr;
    case Hypothesis::Kind::retained_low:
    case Hypothesis::Kind::retained_high:
      return nullptr;  // They lie between the ends of the default population's rows.
  }
  return nullptr;
}

/// One of the populations, unchanged.
void HypothesisFlows::plain(std::size_t prior, std::vector<double>& flow) {
  add_up([&](std::size_t kind, int slot) { return entry(kind, prior, slot); }, flow);
}

/// The default population, but newly announced links draw `factor` times as much; false where no
/// link is newly announced.
bool HypothesisFlows::newcomers(double factor, std::vector<double>& flow) {
  if (std::none_of(rows_.newcomer.begin(), rows_.newcomer.end(), [](bool one) { return one; })) {
    return false;
  }
  std::vector<std::vector<double>> slots;  // [kind][slot]
  for (const HomeKind& kind : rows_.kinds) {
    const HomeRows& rows = *kind.rows;
    slots.push_back(drawn(kind, rows.expected, factor));
    for (const std::vector<double>* table : {&rows.low, &rows.high}) {
      if (table->empty()) {
        continue;
      }
      const std::vector<double> other = drawn(kind, *table, factor);
      for (std::size_t at = 0; at < other.size(); ++at) {
        double& value = slots.back()[at];
        value = end_ == RangeEnd::low ? std::min(value, other[at]) : std::max(value, other[at]);
      }
    }
  }
  add_up([&](std::size_t kind,
             int slot) { return slot < 0 ? 0 : slots[kind][static_cast<std::size_t>(slot)]; },
         flow);
  return true;
}

/// The default population with one link whose sources hardly move; false where that changes
/// nothing.
bool HypothesisFlows::sticky(model::LinkIndex link, std::vector<double>& flow) const {
  if (rows_.kind[link] < 0 || home_[link] == 0) {
    return false;
  }
  const std::size_t k = kind_of(link);
  const std::vector<double>& slots = rows_.kinds[k].rows->sticky;
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

/// All who leave go to the least prepended links, in equal parts.
void HypothesisFlows::spread_equally(std::vector<double>& flow) const {
  flow = staying_;
  const std::vector<model::LinkIndex>& least = rows_.least_prepended_links;
  const std::vector<model::LinkIndex>& next = rows_.next_least_prepended_links;
  const auto count = static_cast<double>(least.size());
  for (const model::LinkIndex l : least) {
    flow[l] += from_others_ / count;
    flow[l] += least.size() > 1 ? (from_least_ - leaving_[l]) / (count - 1) : 0;
  }
  for (const model::LinkIndex l : next) {
    flow[l] += from_least_ / static_cast<double>(next.size());
  }
}

/// All who leave go to the least prepended links in proportion to what enters there today, in
/// equal parts where that is nothing.
void HypothesisFlows::spread_by_share(std::vector<double>& flow) const {
  flow = staying_;
  const std::vector<model::LinkIndex>& least = rows_.least_prepended_links;
  const auto count = static_cast<double>(least.size());
  divide_by_share(least, from_others_, flow);
  divide_by_share(rows_.next_least_prepended_links, from_least_, flow);
  if (least.size() < 2) {
    return;
  }
  // The sources of each of these links divide over the others of them: by share where these carry
  // anything.
  const std::int64_t all = carried(least);
  double by_share = 0;  // For each bps that the receiving link carries.
  double equally = 0;
  for (const model::LinkIndex j : least) {
    const std::int64_t others = all - measured_[j].value;
    (others > 0 ? by_share : equally) +=
        leaving_[j] / (others > 0 ? static_cast<double>(others) : count - 1);
  }
  for (const model::LinkIndex l : least) {
    const std::int64_t others = all - measured_[l].value;
    const double own = leaving_[l] / (others > 0 ? static_cast<double>(others) : count - 1);
    flow[l] += static_cast<double>(measured_[l].value) * (by_share - (others > 0 ? own : 0));
    flow[l] += equally - (others > 0 ? 0 : own);
  }
}

/// `neighbour_part` of those who leave go to one link, where it is among the least prepended ones;
/// elsewhere sources behave as under the default population. False where that changes nothing.
bool HypothesisFlows::neighbour(model::LinkIndex link, std::vector<double>& flow) const {
  const std::vector<model::LinkIndex>& least = rows_.least_prepended_links;
  if (is_among(rows_.next_least_prepended_links, link)) {
    // Only the sources of the single least prepended link go to these.
    const model::LinkIndex alone = least.front();
    flow = default_;
    add_departures(alone, Sign::take_away, flow);
    divide_to_neighbour(link, rows_.next_least_prepended_links, leaving_[alone], flow);
    return true;
  }
  if (!is_among(least, link)) {
    return false;
  }
  flow = staying_;
  add_departures(link, Sign::add, flow);
  divide_to_neighbour(link, least, from_others_, flow);
  // Of those who leave another of the least prepended links, one part goes to this one and the
  // rest over the remaining ones.
  const auto count = static_cast<double>(least.size());
  const double inside = from_least_ - leaving_[link];
  for (const model::LinkIndex l : least) {
    if (l == link) {
      flow[l] += least.size() == 2 ? inside : neighbour_part * inside;
    } else if (least.size() > 2) {
      flow[l] += (1 - neighbour_part) * (inside - leaving_[l]) / (count - 2);
    }
  }
  return true;
}

/// Sums over all home links where the entry of a row is `entry_of(kind, slot)`.
template <typename Entry>
void HypothesisFlows::add_up(const Entry& entry_of, std::vector<double>& flow) {
  flow.assign(home_.size(), 0);
  for (std::size_t j = 0; j < home_.size(); ++j) {
    for (std::size_t l = 0; rows_.kind[j] < 0 && home_[j] != 0 && l < home_.size(); ++l) {
      flow[l] += home_[j] * rows_.without_home[l];
    }
  }
  // What any link of a group takes from all kinds; the home links themselves differ from it.
  for (std::size_t g = 0; g < by_group_.size(); ++g) {
    by_group_[g] = 0;
    for (std::size_t k = 0; k < volume_.size(); ++k) {
      by_group_[g] += volume_[k] * entry_of(k, rows_.kinds[k].slot[g]);
    }
  }
  for (std::size_t l = 0; l < home_.size(); ++l) {
    if (rows_.group[l] >= 0) {
      flow[l] += by_group_[static_cast<std::size_t>(rows_.group[l])];
    }
    if (rows_.kind[l] >= 0 && home_[l] != 0) {
      const std::size_t k = kind_of(l);
      flow[l] += home_[l] * (entry_of(k, 1) - entry_of(k, slot(k, l)));
    }
  }
}

/// The default population's slots of a kind where newcomers draw `factor` times as much.
std::vector<double> HypothesisFlows::drawn(const HomeKind& kind, const std::vector<double>& table,
                                           double factor) const {
  double newcomers = 0;
  for (std::size_t g = 0; g < kind.slot.size(); ++g) {
    if (rows_.newcomer[g] && kind.slot[g] >= 0) {
      newcomers += rows_.group_size[g] * table[static_cast<std::size_t>(kind.slot[g])];
    }
  }
  const NewcomerScale scale =
      newcomer_scale(factor, newcomers, table[1] + departing_share(rows_, kind, table) - newcomers);
  std::vector<double> slots(table.begin(),
                            table.begin() + static_cast<std::ptrdiff_t>(kind.rows->slots));
  for (std::size_t at = 1; at < slots.size(); ++at) {
    slots[at] *= scale.others;
  }
  for (std::size_t g = 0; g < kind.slot.size(); ++g) {
    if (rows_.newcomer[g] && kind.slot[g] >= 0) {
      const auto at = static_cast<std::size_t>(kind.slot[g]);
      slots[at] = table[at] * scale.newcomers;
    }
  }
  return slots;
}

/// Fills staying_, leaving_ and their sums, which the redirecting hypotheses start from.
void HypothesisFlows::prepare_departures() {
  std::vector<double> share;  // [kind]
  for (const HomeKind& kind : rows_.kinds) {
    const HomeRows& rows = *kind.rows;
    share.push_back(departing_share(rows_, kind, rows.expected));
    for (const std::vector<double>* table : {&rows.low, &rows.high}) {
      if (!table->empty()) {
        const double other = departing_share(rows_, kind, *table);
        share.back() =
            end_ == RangeEnd::low ? std::min(share.back(), other) : std::max(share.back(), other);
      }
    }
  }
  staying_.assign(home_.size(), 0);
  leaving_.assign(home_.size(), 0);
  for (std::size_t j = 0; j < home_.size(); ++j) {
    if (rows_.kind[j] >= 0) {
      staying_[j] += home_[j] * entry(kind_of(j), 0, 1);
      leaving_[j] = home_[j] * share[kind_of(j)];
    } else {
      for (std::size_t l = 0; home_[j] != 0 && l < home_.size(); ++l) {
        staying_[l] += home_[j] * rows_.without_home[l];
      }
    }
  }
  for (std::size_t j = 0; j < home_.size(); ++j) {
    (is_among(rows_.least_prepended_links, j) ? from_least_ : from_others_) += leaving_[j];
  }
}

/// Adds or takes away, where they go, those who leave one home link under the default population.
void HypothesisFlows::add_departures(model::LinkIndex home, Sign sign,
                                     std::vector<double>& flow) const {
  if (rows_.kind[home] < 0) {
    return;
  }
  const auto factor = static_cast<int>(sign);
  for (std::size_t l = 0; l < home_.size(); ++l) {
    if (l != home) {
      flow[l] += factor * home_[home] * entry(kind_of(home), 0, slot(kind_of(home), l));
    }
  }
}

/// What enters by these links today, in bps.
std::int64_t HypothesisFlows::carried(const std::vector<model::LinkIndex>& links) const {
  std::int64_t sum = 0;
  for (const model::LinkIndex l : links) {
    sum += measured_[l].value;
  }
  return sum;
}

/// Divides over links in proportion to what they carry today, equally where that is nothing.
void HypothesisFlows::divide_by_share(const std::vector<model::LinkIndex>& links, double volume,
                                      std::vector<double>& flow) const {
  const std::int64_t all = carried(links);
  for (const model::LinkIndex l : links) {
    flow[l] += all > 0 ? volume * static_cast<double>(measured_[l].value) / static_cast<double>(all)
                       : volume / static_cast<double>(links.size());
  }
}

std::size_t HypothesisFlows::kind_of(model::LinkIndex link) const {
  return static_cast<std::size_t>(rows_.kind[link]);
}

/// Slot of `link` in the rows of a kind, where it is not the home link itself; -1: there is none.
int HypothesisFlows::slot(std::size_t kind, model::LinkIndex link) const {
  return rows_.group[link] < 0
             ? -1
             : rows_.kinds[kind].slot[static_cast<std::size_t>(rows_.group[link])];
}

/// One entry at this end of the range, as a share of the home cell; 0 where there is no slot.
double HypothesisFlows::entry(std::size_t kind, std::size_t prior, int slot) const {
  if (slot < 0) {
    return 0;
  }
  const HomeRows& rows = *rows_.kinds[kind].rows;
  const std::size_t at = prior * rows.slots + static_cast<std::size_t>(slot);
  if (rows.low.empty()) {
    return rows.expected[at];
  }
  return end_ == RangeEnd::low ? std::min({rows.low[at], rows.expected[at], rows.high[at]})
                               : std::max({rows.low[at], rows.expected[at], rows.high[at]});
}

double departing_share(const TransitionRows& rows, const HomeKind& kind,
                       const std::vector<double>& table) {
  double sum = 0;
  for (std::size_t g = 0; g < kind.slot.size(); ++g) {
    const int others = rows.group_size[g] - (kind.group == static_cast<int>(g) ? 1 : 0);
    sum += kind.slot[g] < 0 ? 0 : others * table[static_cast<std::size_t>(kind.slot[g])];
  }
  return sum;
}

}  // namespace bgpte::ingress
