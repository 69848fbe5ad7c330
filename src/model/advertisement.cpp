#include "bgpte/model/advertisement.hpp"

#include <algorithm>

namespace bgpte::model {

std::size_t Advertisement::carried_count() const {
  return static_cast<std::size_t>(
      std::count_if(prepends_.begin(), prepends_.end(), [](Prepend p) { return p >= 0; }));
}

Prepend Advertisement::least() const {
  Prepend least = not_announced;
  for (const Prepend p : prepends_) {
    if (p >= 0 && (least < 0 || p < least)) {
      least = p;
    }
  }
  return least;
}

int Advertisement::total() const {
  int total = 0;
  for (const Prepend p : prepends_) {
    total += std::max<int>(p, 0);
  }
  return total;
}

std::size_t Advertisement::changes_from(const Advertisement& today) const {
  std::size_t changes = 0;
  for (std::size_t link = 0; link < prepends_.size(); ++link) {
    changes += prepends_[link] != today[link] ? 1U : 0U;
  }
  return changes;
}

Advertisement Advertisement::without_common_prepends() const {
  Advertisement reduced = *this;
  const Prepend common = least();
  for (Prepend& p : reduced.prepends_) {
    if (p >= 0) {
      p = static_cast<Prepend>(p - common);
    }
  }
  return reduced;
}

}  // namespace bgpte::model
