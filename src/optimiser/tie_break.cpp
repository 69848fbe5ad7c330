// The order of plans that are worth the same: the four rules of tie_break.hpp.
#include "src/optimiser/tie_break.hpp"

#include <cstdlib>

#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::optimiser {

TieRank tie_rank(const model::Advertisement& today, const model::Advertisement& x) {
  TieRank rank;
  rank.prepends = x.total() - today.total();
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    const bool adds_lever = x.lever(l) != model::no_lever && x.lever(l) != today.lever(l);
    rank.changes += setting_of(x, l) != setting_of(today, l) ? 1 : 0;
    rank.added += x[l] > today[l] || adds_lever ? 1 : 0;
  }
  return rank;
}

bool lists_earlier(const model::Advertisement& today, const model::Advertisement& a,
                   const model::Advertisement& b) {
  for (model::LinkIndex l = 0; l < a.size(); ++l) {
    const model::Setting left = setting_of(a, l);
    const model::Setting right = setting_of(b, l);
    if (left == right) {
      continue;
    }
    const model::Setting now = setting_of(today, l);
    if (left == now || right == now) {
      return right == now;
    }
    return left < right;
  }
  return false;
}

int distance(const model::Advertisement& today, const model::Advertisement& x) {
  int sum = 0;
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    sum += std::abs(x[l] - today[l]);
  }
  return sum;
}

}  // namespace bgpte::optimiser
