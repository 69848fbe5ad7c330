#include "bgpte/ingress/population.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <numbers>

#include "src/ingress/response/departures.hpp"

namespace bgpte::ingress {
namespace {

// A member's preference on a link as one number: classes far apart, then score + prepend.
constexpr std::int32_t unit = 1 << 20;        ///< One prepend.
constexpr std::int32_t class_step = 1 << 28;  ///< More than any prepends make up for.
constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();

/// Rank-1 lattices of prime size with a multiplier of good lattice structure (L'Ecuyer 1999).
struct Lattice {
  std::uint32_t points, multiplier;
};
constexpr std::array<Lattice, 4> lattices{
    {{4093, 209}, {16381, 572}, {65521, 17364}, {131071, 43165}}};
constexpr std::size_t enough = 128;  ///< Points at which a home must win, else a finer lattice.

struct Stratum {
  int leaves;  ///< Prepend at which the members leave; 0: never.
  double mass;
  int shift;  ///< Added to the length on the home link.
  int from;   ///< Members that leave there stand in.
};

}  // namespace

/// Preferences at the points of a lattice: propensity, then class and score for each link.
struct PriorPopulation::Points {
  std::size_t lattice = lattices.size();  ///< None yet.
  std::size_t links = 0;
  std::vector<std::int32_t> keys;  ///< [point * links + link]

  void fill(std::size_t which, std::size_t count, const Prior& prior) {
    if (which == lattice && count == links) {
      return;
    }
    lattice = which;
    links = count;
    keys.clear();
    const std::uint32_t size = lattices[which].points;
    const std::uint32_t multiplier = lattices[which].multiplier;
    keys.reserve(size * links);
    for (std::uint32_t i = 0; i < size; ++i) {
      std::uint64_t z = i;
      const auto next = [&] {
        const double u = (static_cast<double>(z) + 0.5) / size;
        z = z * multiplier % size;
        return u;
      };
      const double sine = std::sin(next() * std::numbers::pi / 2);
      const double upper = prior.upper.value_or(sine * sine);
      for (std::size_t l = 0; l < links; ++l) {
        const double chance = next();
        const int cls = prior.classes == 2 ? (chance < upper ? 0 : 1)
                                           : static_cast<int>(chance * prior.classes);
        keys.push_back(cls * class_step + static_cast<std::int32_t>(next() * prior.lengths * unit));
      }
    }
  }
};

PriorPopulation::PriorPopulation(const Prior& prior, const model::Advertisement& today,
                                 const std::vector<bool>& open,
                                 const std::vector<StayShares>& retained,
                                 const std::vector<model::LinkIndex>& order, int fineness)
    : links_(today.size()) {
  Points points;
  for (std::size_t j = 0; j < links_; ++j) {
    if (!today.carried_on(j)) {
      continue;
    }
    std::vector<model::LinkIndex> others;
    for (const model::LinkIndex l : order) {
      if (l != j && open[l]) {
        others.push_back(l);
      }
    }
    const std::size_t members = links_ <= 8 ? 8000 : 1000;
    const std::size_t wanted = std::max(enough, members / std::max<std::size_t>(1, others.size())) *
                               static_cast<std::size_t>(fineness);
    add_home(points, prior, today, others, retained[j], j, wanted);
  }
}

void PriorPopulation::add_home(Points& points, const Prior& prior,
                               const model::Advertisement& today,
                               const std::vector<model::LinkIndex>& others,
                               const StayShares& retained, model::LinkIndex home,
                               std::size_t wanted) {
  // Points at which the home wins, with the others in every rotation: no link is favoured.
  struct Candidate {
    const std::int32_t* key;
    std::size_t turn;
    int leaves;
  };
  std::vector<Candidate> candidates;
  const std::size_t turns = std::max<std::size_t>(1, others.size());
  for (std::size_t which = 0; which < lattices.size(); ++which) {
    // The smallest that can be enough; the home wins one point in (1 + others) or fewer.
    if (which + 1 < lattices.size() && lattices[which].points < wanted * (others.size() + 1)) {
      continue;
    }
    points.fill(which, others.size() + 1, prior);
    candidates.clear();
    for (std::size_t i = 0; i < lattices[which].points; ++i) {
      const std::int32_t* key = points.keys.data() + i * points.links;
      const std::int64_t own = std::int64_t{key[0]} + std::int64_t{today[home]} * unit;
      for (std::size_t turn = 0; turn < turns; ++turn) {
        std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
        for (std::size_t c = 0; c < others.size(); ++c) {
          const std::size_t link = others[(c + turn) % others.size()];
          if (today.carried_on(link)) {
            nearest =
                std::min(nearest, std::int64_t{key[c + 1]} + std::int64_t{today[link]} * unit);
          }
        }
        if (own >= nearest) {
          continue;
        }
        // It never leaves where the others are of a lower class.
        const bool leaves = nearest - own < class_step / 2;
        candidates.push_back(
            {key, turn, leaves ? static_cast<int>((nearest - own) / unit) + 1 : 0});
      }
    }
    if (candidates.size() >= wanted * turns * 9 / 10) {
      break;
    }
  }

  // Which strata weigh how much: the operator's numbers, or the prior summed exactly.
  PrependPair own{today[home], today[home]};
  std::vector<LinkGroup> groups;
  for (const model::LinkIndex l : others) {
    if (today.carried_on(l)) {
      groups.push_back({{today[l], today[l]}, 1});
    }
  }
  std::sort(groups.begin(), groups.end());
  Leavers leavers(prior, own, groups);
  std::map<int, std::vector<std::size_t>> by_leave;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    by_leave[candidates[i].leaves].push_back(i);
  }
  std::vector<Stratum> strata;
  if (retained.empty()) {
    for (int k = 1; k <= leavers.last(); ++k) {
      strata.push_back({k, leavers.leaving(k), 0, k});
    }
    strata.push_back({0, leavers.at(leavers.last()).home, 0, 0});
  } else {
    double before = 1;
    for (std::size_t i = 0; i < retained.size(); ++i) {
      const int k = static_cast<int>(i) + 1;
      int from = leavers.nearest(k);
      if (!by_leave.contains(from)) {  // too rare for the lattice: the nearest that is there
        from = 0;
        for (const auto& [leaves, members] : by_leave) {
          if (leaves > 0 && (from == 0 || std::abs(leaves - k) < std::abs(from - k))) {
            from = leaves;
          }
        }
      }
      if (before > retained[i] && from > 0) {
        strata.push_back({k, before - retained[i], from - k, from});
        before = retained[i];
      }
    }
    strata.push_back({0, before, 0, 0});
  }
  double placed = 0;
  for (Stratum& stratum : strata) {
    if (stratum.mass > 0 && !by_leave.contains(stratum.from)) {
      const auto last = by_leave.empty() ? by_leave.end() : std::prev(by_leave.end());
      if (!retained.empty() && stratum.leaves == 0 && last != by_leave.end()) {
        stratum.from = last->first;  // in a class above all
      } else {
        stratum.mass = 0;
      }
    }
    placed += std::max(0.0, stratum.mass);
  }
  for (const Stratum& stratum : strata) {
    if (stratum.mass <= 0) {
      continue;
    }
    const std::vector<std::size_t>& members = by_leave.at(stratum.from);
    for (const std::size_t i : members) {
      std::vector<std::int32_t> keys(links_, never);
      keys[home] = candidates[i].key[0];
      for (std::size_t c = 0; c < others.size(); ++c) {
        keys[others[(c + candidates[i].turn) % others.size()]] = candidates[i].key[c + 1];
      }
      if (stratum.leaves == 0 && stratum.from != 0) {
        keys[home] -= class_step;
      }
      keys[home] += stratum.shift * unit;
      keys_.insert(keys_.end(), keys.begin(), keys.end());
      homes_.push_back(static_cast<std::uint8_t>(home));
      weights_.push_back(stratum.mass / placed / static_cast<double>(members.size()));
    }
  }
}

std::vector<std::uint8_t> PriorPopulation::winners(const model::Advertisement& x) const {
  std::vector<std::uint8_t> result(homes_.size());
  std::vector<std::int32_t> offset(links_);
  std::vector<std::size_t> carried;
  for (std::size_t l = 0; l < links_; ++l) {
    if (x.carried_on(l)) {
      offset[l] = x[l] * unit;
      carried.push_back(l);
    }
  }
  for (std::size_t m = 0; m < homes_.size(); ++m) {
    const std::int32_t* keys = keys_.data() + m * links_;
    std::size_t best = links_;
    std::int32_t least = never;
    for (const std::size_t l : carried) {
      if (keys[l] != never && keys[l] + offset[l] < least) {
        least = keys[l] + offset[l];
        best = l;
      }
    }
    result[m] = static_cast<std::uint8_t>(best);
  }
  return result;
}

}  // namespace bgpte::ingress
