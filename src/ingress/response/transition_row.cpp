#include "src/ingress/response/transition_row.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "src/ingress/response/departures.hpp"

namespace bgpte::ingress {
namespace {

void add(Row& sum, const JointRow& part, double weight) {
  sum.stay += weight * part.stay;
  sum.lost += weight * part.lost;
  for (std::size_t g = 0; g < part.to.size(); ++g) {
    sum.to[g] += weight * part.to[g];
  }
}

Row plain_row(const JointRow& joint) {
  Row row;
  row.to.assign(joint.to.size(), 0);
  add(row, joint, 1 / joint.home);
  return row;
}

void append(std::vector<double>& stories, const Row& row) {
  stories.push_back(quantise(row.lost));
  stories.push_back(quantise(row.stay));
  for (const double chance : row.to) {
    stories.push_back(quantise(chance));
  }
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

Row retained_row(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others,
                 const std::vector<double>& retained) {
  Row row;
  row.to.assign(others.size(), 0);
  Leavers leavers(prior, home, others);
  double before = 1, placed = 0;
  for (std::size_t i = 0; i < retained.size(); ++i) {
    const int k = static_cast<int>(i) + 1;
    const double part = before - retained[i];
    before = retained[i];
    if (part <= 0) {
      continue;
    }
    const int from = leavers.nearest(k);
    if (from == 0) {
      continue;
    }
    const double weight = part / leavers.leaving(from);
    add(row, leavers.at(from - 1, from - k), weight);
    add(row, leavers.at(from, from - k), -weight);
    placed += part;
  }
  // Those who never leave, and all where nobody can leave.
  const double never = 1 - placed;
  const JointRow& stayers = leavers.at(leavers.last());
  if (never > 0 && stayers.home > nobody) {
    add(row, stayers, never / stayers.home);
  } else if (never > 0 && home.after) {
    row.stay += never;
  } else if (never > 0) {
    const int from = leavers.nearest(leavers.last());
    const double weight = never / leavers.leaving(from);
    add(row, leavers.at(from - 1), weight);
    add(row, leavers.at(from), -weight);
  }
  return row;
}

std::shared_ptr<const RowStories> RowCache::find(PrependPair home, std::vector<LinkGroup> others,
                                                 const model::Retained* retained,
                                                 Scope scope) const {
  normalise(home, others);
  const Key key{home, others, retained, scope};
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = rows_.find(key); found != rows_.end()) {
      return found->second;
    }
  }
  auto stories = std::make_shared<RowStories>();
  stories->slots = others.size() + 2;
  for (std::size_t p = 0; p < (scope == Scope::estimate ? 1 : priors.size()); ++p) {
    const Prior& prior = priors[p];
    const JointRow joint = joint_row(prior, home, others);
    stories->home_chance[p] = joint.home;
    // A prior that cannot explain the home cell is dropped later; it gets the default's row.
    const Prior& usable = joint.home < least_home_chance ? priors[0] : prior;
    if (retained != nullptr) {
      append(stories->expected, retained_row(usable, home, others, retained->expected));
      if (scope == Scope::estimate) {
        break;
      }
      append(stories->low, retained_row(usable, home, others, retained->low));
      append(stories->high, retained_row(usable, home, others, retained->high));
    } else if (&usable == &prior) {
      append(stories->expected, plain_row(joint));
    } else {
      append(stories->expected, plain_row(joint_row(usable, home, others)));
    }
  }
  if (retained == nullptr && scope == Scope::range) {
    append(stories->sticky, retained_row(priors[0], home, others, {sticky_retained}));
  }
  const std::unique_lock lock(mutex_);
  return rows_.try_emplace(key, std::move(stories)).first->second;
}

}  // namespace bgpte::ingress
