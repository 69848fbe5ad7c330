#include "src/ingress/response/departures.hpp"

#include <algorithm>

namespace bgpte::ingress {

Leavers::Leavers(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others)
    : prior_(prior), home_(home), others_(others) {
  for (const LinkGroup& group : others) {
    if (group.prepends.before) {
      last_ = std::max(last_, prior.lengths + *group.prepends.before - *home.before);
    }
  }
}

const JointRow& Leavers::at(int more, int shift) {
  auto [entry, added] = rows_.try_emplace({more, shift});
  if (added) {
    PrependPair home = home_;
    *home.before += more;
    if (home.after) {
      *home.after += shift;
    }
    entry->second = joint_row(prior_, home, others_);
  }
  return entry->second;
}

int Leavers::nearest(int k) {
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
