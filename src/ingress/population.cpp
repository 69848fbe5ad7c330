#include "bgpte/ingress/population.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "leavers.hpp"

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
constexpr std::size_t enough = 256;  ///< Accepted points for a home before a finer lattice is used.

struct Stratum {
  int leaves;  ///< Prepend at which the members leave; 0: never.
  double mass;
  int shift;  ///< Added to the length on the home link.
  int from;   ///< Members that leave there stand in.
};

}  // namespace

PriorPopulation::PriorPopulation(const Prior& prior, const model::Advertisement& today,
                                 const std::vector<bool>& open,
                                 const std::vector<StayShares>& retained,
                                 const std::vector<model::LinkIndex>& order, int fineness)
    : links_(today.size()) {
  for (std::size_t j = 0; j < links_; ++j) {
    if (today.carried_on(j)) {
      add_home(prior, today, open, retained[j], order, j, fineness);
    }
  }
}

void PriorPopulation::add_home(const Prior& prior, const model::Advertisement& today,
                               const std::vector<bool>& open, const StayShares& retained,
                               const std::vector<model::LinkIndex>& order, model::LinkIndex home,
                               int fineness) {
  std::vector<model::LinkIndex> others;
  for (const model::LinkIndex l : order) {
    if (l != home && open[l]) {
      others.push_back(l);
    }
  }
  const std::size_t dimensions = 2 * (others.size() + 1) + 1;

  // Points at which the home wins, with the others in every rotation: no link is favoured.
  std::vector<std::vector<std::int32_t>> points;
  const std::size_t wanted =
      std::max<std::size_t>(enough, (std::size_t{1} << (links_ <= 8 ? 13 : 10)) /
                                        std::max<std::size_t>(1, others.size()));
  for (const Lattice& lattice : lattices) {
    points.clear();
    for (std::uint32_t i = 0; i < lattice.points; ++i) {
      std::vector<double> u(dimensions);
      std::uint64_t z = i;
      for (std::size_t d = 0; d < dimensions; ++d) {
        u[d] = (static_cast<double>(z) + 0.5) / lattice.points;
        z = z * lattice.multiplier % lattice.points;
      }
      double upper = prior.upper.value_or(0);
      if (!prior.upper) {
        const double sine = std::sin(u[0] * std::numbers::pi / 2);
        upper = sine * sine;
      }
      std::vector<std::int32_t> key(others.size() + 1);
      for (std::size_t c = 0; c < key.size(); ++c) {
        const double chance = u[1 + 2 * c];
        const int cls = prior.classes == 1   ? 0
                        : prior.classes == 3 ? static_cast<int>(chance * 3)
                                             : (chance < upper ? 0 : 1);
        key[c] = cls * class_step + static_cast<std::int32_t>(u[2 + 2 * c] * prior.lengths * unit);
      }
      points.push_back(std::move(key));
    }
    std::size_t accepted = 0;
    for (const std::vector<std::int32_t>& key : points) {
      bool wins = true;
      for (std::size_t c = 0; c < others.size() && wins; ++c) {
        wins = !today.carried_on(others[c]) ||
               key[0] + today[home] * unit < key[c + 1] + today[others[c]] * unit;
      }
      accepted += wins ? 1 : 0;
    }
    if (accepted >= wanted * static_cast<std::size_t>(fineness)) {
      break;
    }
  }
  struct Candidate {
    std::vector<std::int32_t> keys;
    int leaves;
  };
  std::vector<Candidate> candidates;
  for (const std::vector<std::int32_t>& key : points) {
    for (std::size_t turn = 0; turn < std::max<std::size_t>(1, others.size()); ++turn) {
      Candidate candidate{std::vector<std::int32_t>(links_, never), 0};
      candidate.keys[home] = key[0];
      const std::int64_t own = std::int64_t{key[0]} + today[home] * unit;
      std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
      for (std::size_t c = 0; c < others.size(); ++c) {
        const std::size_t link = others[(c + turn) % others.size()];
        candidate.keys[link] = key[c + 1];
        if (today.carried_on(link)) {
          nearest = std::min(nearest, std::int64_t{key[c + 1]} + today[link] * unit);
        }
      }
      if (own >= nearest) {
        continue;
      }
      // It never leaves where the others are of a lower class.
      if (nearest - own < class_step / 2) {
        candidate.leaves = static_cast<int>((nearest - own) / unit) + 1;
      }
      candidates.push_back(std::move(candidate));
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
      const int from = leavers.nearest(k);
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
      std::vector<std::int32_t> keys = candidates[i].keys;
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
