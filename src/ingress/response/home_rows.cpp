// The rows of one home cell under the default population, and under the operator's own numbers.
#include "src/ingress/response/home_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "src/ingress/response/departures.hpp"
#include "src/ingress/shares.hpp"

namespace bgpte::ingress {
namespace {

void add(TransitionRow& sum, const JointProbabilities& part, double weight) {
  sum.stay += weight * part.stay;
  sum.lost += weight * part.lost;
  for (std::size_t g = 0; g < part.to.size(); ++g) {
    sum.to[g] += weight * part.to[g];
  }
}

TransitionRow plain_row(const JointProbabilities& joint) {
  TransitionRow row;
  row.to.assign(joint.to.size(), 0);
  add(row, joint, 1 / joint.home);
  return row;
}

std::vector<double> slots_of(const TransitionRow& row) {
  std::vector<double> slots{quantise(row.lost), quantise(row.stay)};
  for (const double chance : row.to) {
    slots.push_back(quantise(chance));
  }
  return slots;
}

}  // namespace

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

TransitionRow retained_row(const Prior& prior, const PrependPair& home,
                           const std::vector<LinkGroup>& others,
                           const std::vector<double>& retained) {
  Departures departures(prior, home, others);
  TransitionRow row;
  row.to.assign(others.size(), 0);
  const bool all_known = std::all_of(others.begin(), others.end(), [](const LinkGroup& group) {
    return group.prepends.before.has_value();
  });
  if (home.after && all_known && retained.back() >= 1) {  // It never rises: nobody ever leaves.
    row.stay = 1;
    return row;
  }
  double before = 1, placed = 0;
  for (std::size_t i = 0; i < retained.size(); ++i) {
    const int k = static_cast<int>(i) + 1;
    const double part = before - retained[i];
    before = retained[i];
    if (part <= 0) {
      continue;
    }
    const int from = departures.nearest(k);
    if (from == 0) {
      continue;
    }
    const double weight = part / departures.leaving(from);
    add(row, departures.at(from - 1, from - k), weight);
    add(row, departures.at(from, from - k), -weight);
    placed += part;
  }
  // Those who never leave, and all where nobody can leave.
  const double never = 1 - placed;
  const JointProbabilities& stayers = departures.at(departures.last());
  if (never > 0 && stayers.home > nobody) {
    add(row, stayers, never / stayers.home);
  } else if (never > 0 && home.after) {
    row.stay += never;
  } else if (never > 0) {
    const int from = departures.nearest(departures.last());
    const double weight = never / departures.leaving(from);
    add(row, departures.at(from - 1), weight);
    add(row, departures.at(from), -weight);
  }
  return row;
}

namespace {

bool newly_announced(const LinkGroup& group) {
  return group.prepends.newly_announced();
}

/// The row where newly announced links draw nobody.
TransitionRow row_without_new_links(const PrependPair& home, const std::vector<LinkGroup>& others,
                                    const std::vector<double>& retained) {
  std::vector<LinkGroup> known;
  std::copy_if(others.begin(), others.end(), std::back_inserter(known),
               [](const LinkGroup& group) { return !newly_announced(group); });
  TransitionRow row = retained_row(default_prior, home, known, retained);
  for (std::size_t g = 0; g < others.size(); ++g) {
    if (newly_announced(others[g])) {
      row.to.insert(row.to.begin() + static_cast<std::ptrdiff_t>(g), 0);
    }
  }
  return row;
}

/// The rows by numbers that say what prepends do. They say nothing of a link that is announced
/// newly: at the ends any such link draws all, and none draws anybody.
HomeRows stated_rows(const PrependPair& home, const std::vector<LinkGroup>& others,
                     const model::Retained& retained) {
  const auto row = [&](const std::vector<double>& stays) {
    return slots_of(retained_row(default_prior, home, others, stays));
  };
  HomeRows rows;
  rows.expected = row(retained.expected);
  if (!home.after || std::none_of(others.begin(), others.end(), newly_announced)) {
    rows.low = row(retained.low);
    rows.high = row(retained.high);
    return rows;
  }
  rows.high = slots_of(row_without_new_links(home, others, retained.high));
  TransitionRow drawn{0, 0, {}};
  for (const LinkGroup& group : others) {
    drawn.to.push_back(newly_announced(group) ? 1 : 0);
  }
  rows.low = slots_of(drawn);
  return rows;
}

}  // namespace

HomeRows HomeRowCache::compute(const Key& key) {
  if (key.retained != nullptr) {
    return stated_rows(key.home, key.others, *key.retained);
  }
  HomeRows rows;
  rows.expected = slots_of(plain_row(joint_probabilities(default_prior, key.home, key.others)));
  if (key.scope == Scope::sticky) {
    rows.sticky = slots_of(retained_row(default_prior, key.home, key.others, {sticky_retained}));
  }
  return rows;
}

std::shared_ptr<const HomeRows> HomeRowCache::find(PrependPair home, std::vector<LinkGroup> others,
                                                   const model::Retained* retained,
                                                   Scope scope) const {
  normalise(home, others);
  const Key key{home, std::move(others), retained, scope};
  return rows_.find_or_make(key, [&] { return compute(key); });
}

}  // namespace bgpte::ingress
