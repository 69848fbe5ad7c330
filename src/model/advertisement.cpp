// How one prefix is announced on each link.
#include "bgpte/model/advertisement.hpp"

#include <algorithm>
#include <limits>

namespace bgpte::model {

void Advertisement::set_lever(LinkIndex link, LeverChoice lever) {
  if (lever != no_lever) {
    levers_.resize(prepends_.size(), no_lever);
  } else if (levers_.empty()) {
    return;
  }
  levers_[link] = lever;
  // One spelling for "none", so that equal advertisements compare equal.
  if (std::all_of(levers_.begin(), levers_.end(),
                  [](LeverChoice choice) { return choice == no_lever; })) {
    levers_.clear();
  }
}

Advertisement Advertisement::without_levers() const {
  Advertisement plain = *this;
  plain.levers_.clear();
  return plain;
}

void Advertisement::withdraw(LinkIndex link) {
  prepends_[link] = not_announced;
  set_lever(link, no_lever);
}

Advertisement Advertisement::without_less_specifics() const {
  Advertisement alone = *this;
  alone.less_specifics_.clear();
  return alone;
}

bool Advertisement::may_enter(LinkIndex link) const {
  return carried_on(link) ||
         std::any_of(less_specifics_.begin(), less_specifics_.end(),
                     [&](const Advertisement& x) { return x.carried_on(link); });
}

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
    changes += prepends_[link] != today[link] || lever(link) != today.lever(link) ? 1U : 0U;
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

bool one_link_rises(const Advertisement& today, const Advertisement& x) {
  constexpr int withdrawn = std::numeric_limits<int>::max();
  constexpr int announced = std::numeric_limits<int>::min();
  std::vector<int> rises;
  for (LinkIndex l = 0; l < x.size(); ++l) {
    if (today.carried_on(l) || x.carried_on(l)) {
      rises.push_back(!x.carried_on(l)       ? withdrawn
                      : !today.carried_on(l) ? announced
                                             : x[l] - today[l]);
    }
  }
  const int least = rises.empty() ? announced : *std::min_element(rises.begin(), rises.end());
  return least != announced && std::count(rises.begin(), rises.end(), least) + 1 ==
                                   static_cast<std::ptrdiff_t>(rises.size());
}

}  // namespace bgpte::model
