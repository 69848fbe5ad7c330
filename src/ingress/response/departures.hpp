#pragma once

#include <map>
#include <utility>
#include <vector>

#include "bgpte/ingress/joint_probability.hpp"

namespace bgpte::ingress {

/// The members of a home cell by the number of prepends, on the home link alone, at which they
/// leave it (docs/ingress.md, "Your own numbers").
class Departures {
 public:
  /// The arguments must outlive the object; `home.before` is set.
  Departures(const Prior& prior, const PrependPair& home, const std::vector<LinkGroup>& others);

  /// The largest number of prepends at which anyone leaves: who is left then never leaves.
  [[nodiscard]] int last() const { return last_; }
  /// Joint probabilities with `more` prepends on the home link before the change and `shift`
  /// prepends after it, on top of those given.
  const JointProbabilities& at(int more, int shift = 0);
  /// Probability to leave at exactly k >= 1 prepends.
  double leaving(int k) { return k > last_ ? 0 : at(k - 1).home - at(k).home; }
  /// The k nearest to this one at which anyone leaves, the lower on a tie; 0: nobody ever leaves.
  int nearest(int k);

 private:
  const Prior& prior_;
  const PrependPair& home_;
  const std::vector<LinkGroup>& others_;
  int last_ = 0;
  std::map<std::pair<int, int>, JointProbabilities> rows_;
};

inline constexpr double nobody = 1e-12;  ///< A probability below this is rounding.

}  // namespace bgpte::ingress
