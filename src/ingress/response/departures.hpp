#pragma once

#include <map>
#include <utility>
#include <vector>

#include "bgpte/ingress/joint.hpp"

namespace bgpte::ingress {

/// The members of a home cell by the number of prepends on it alone at which they leave.
class Leavers {
 public:
  Leavers(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others);

  /// From here on only those stay who never leave.
  [[nodiscard]] int last() const { return last_; }
  /// Joint chances with `more` prepends before and `shift` after.
  const JointRow& at(int more, int shift = 0);
  /// Chance to leave at exactly k >= 1.
  double leaving(int k) { return k > last_ ? 0 : at(k - 1).home - at(k).home; }
  /// The nearest k with members that leave, the lower on a tie; 0: there is none.
  int nearest(int k);

 private:
  const Prior& prior_;
  const PrependPair& home_;
  const std::vector<LinkGroup>& others_;
  int last_ = 0;
  std::map<std::pair<int, int>, JointRow> rows_;
};

inline constexpr double nobody = 1e-12;  ///< Less than this chance is rounding.

}  // namespace bgpte::ingress
