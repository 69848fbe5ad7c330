// When the members of a home cell leave it, as its link alone is prepended more and more.
#include "src/ingress/response/departures.hpp"

#include <algorithm>

namespace bgpte::ingress {

Departures::Departures(const Prior& prior, const PrependPair& home,
                       const std::vector<LinkGroup>& others)
    : prior_(prior), home_(home), others_(others) {
  for (const LinkGroup& group : others) {
    if (group.prepends.before) {
      last_ = std::max(last_, prior.lengths + *group.prepends.before - *home.before);
    }
  }
}

const JointProbabilities& Departures::at(int more, int shift) {
  auto [entry, added] = rows_.try_emplace({more, shift});
  if (added) {
    PrependPair home = home_;
    *home.before += more;
    if (home.after) {
      *home.after += shift;
    }
    entry->second = joint_probabilities(prior_, home, others_);
  }
  return entry->second;
}

int Departures::nearest(int k) {
  for (int away = 0; away < std::max(k, last_); ++away) {
    for (const int other : {k - away, k + away}) {
      if (other >= 1 && other <= last_ && leaving(other) > nobody) {
        return other;
      }
    }
  }
  return 0;
}

}  // namespace bgpte::ingress
