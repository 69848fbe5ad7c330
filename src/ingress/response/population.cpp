// The explicit members of a prior, drawn on a lattice and weighted by exact summation.
#include "bgpte/ingress/population.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <numbers>

#include "bgpte/parallel/multiversion.hpp"
#include "src/ingress/response/departures.hpp"

namespace bgpte::ingress {
namespace {

// A member's preference on a link as one number: classes far apart, then score + prepend.
constexpr std::int32_t unit = 1 << 20;        ///< One prepend.
constexpr std::int32_t class_step = 1 << 28;  ///< More than any prepends make up for.
/// A link that a member cannot use: above all classes, with room for prepends above it.
constexpr std::int32_t never = 6 * class_step;

/// Rank-1 lattices of prime size with a multiplier of good lattice structure (L'Ecuyer 1999).
struct Lattice {
  std::uint32_t points, multiplier;
};
constexpr std::array<Lattice, 5> lattices{
    {{1021, 65}, {4093, 209}, {16381, 572}, {65521, 17364}, {131071, 43165}}};
constexpr std::size_t lanes = 16;   ///< Members whose keys stand side by side.
constexpr std::size_t enough = 32;  ///< Points at which a home must win, else a finer lattice.
/// Members of all homes together, at least so many and at most so many of each home.
constexpr std::size_t all_members = 12288, least_members = 256, most_members = 4096;

}  // namespace

/// One home link, and what its members depend on.
struct PriorPopulation::Home {
  const Prior& prior;
  const model::Advertisement& today;
  model::LinkIndex link;
  std::vector<model::LinkIndex> others;  ///< Links that its sources may leave for.
  std::vector<bool>
      lower;  ///< [link]: they prefer all others to it, since the others are siblings.
  const StayShares& retained;
  std::size_t wanted;  ///< Points of a lattice at which it should win.
};

/// A point at which the home link wins, with the other links in one of their rotations.
struct PriorPopulation::Drawn {
  const std::int32_t* key;  ///< The home link's first, then those of the others.
  std::size_t turn;         ///< Rotation: others[(c + turn) % others.size()] has key[c + 1].
  int leaves;               ///< Prepend at which it leaves; 0: never.
};

/// Members of a home link that leave it at the same prepend.
struct PriorPopulation::Stratum {
  int leaves;   ///< Prepend at which they leave; 0: never.
  double mass;  ///< Probability among the members of the home link.
  int shift;    ///< Added to the path length on the home link.
  int from;     ///< Drawn members that leave at this prepend stand in for it.
};

/// Preferences at the points of a lattice: propensity, then class and score for each link.
struct PriorPopulation::Points {
  std::size_t lattice = lattices.size();  ///< None yet.
  std::size_t links = 0;
  std::vector<std::int32_t> keys;  ///< [point * links + link]

  [[nodiscard]] std::vector<Drawn> draw(const Home& home);

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

/// How the members of a home link divide into strata.
struct PriorPopulation::Strata {
  /// Places of drawn members by the prepend at which they leave.
  using ByLeave = std::map<int, std::vector<std::size_t>>;

  static std::vector<Stratum> of_prior(Departures& departures);
  static std::vector<Stratum> of_retained(Departures& departures, const StayShares& retained,
                                          const ByLeave& by_leave);
  static double place(std::vector<Stratum>& strata, const ByLeave& by_leave, bool own_numbers);
};

PriorPopulation::PriorPopulation(const Prior& prior, const model::Advertisement& today,
                                 const OpenLinks& open, const std::vector<StayShares>& retained,
                                 const std::vector<model::LinkIndex>& order, int fineness)
    : links_(today.size()), today_(today) {
  Points points;
  for (std::size_t j = 0; j < links_; ++j) {
    if (!today.carried_on(j)) {
      continue;
    }
    const std::vector<model::LinkIndex> siblings =
        open.siblings.empty() ? std::vector<model::LinkIndex>{} : open.siblings[j];
    std::vector<model::LinkIndex> others;
    std::vector<bool> lower(links_, !siblings.empty());
    for (const model::LinkIndex l : order) {
      const bool sibling = std::binary_search(siblings.begin(), siblings.end(), l);
      lower[l] = lower[l] && !sibling;
      if (l != j && (open.to_all[l] || sibling)) {
        others.push_back(l);
      }
    }
    const StayShares stays = siblings.empty() ? retained[j] : StayShares{};
    const std::size_t members = std::clamp(all_members / links_, least_members, most_members);
    const std::size_t wanted = std::max(enough, members / std::max<std::size_t>(1, others.size())) *
                               static_cast<std::size_t>(fineness);
    add_home(points, {prior, today, j, std::move(others), std::move(lower), stays, wanted});
  }
}

/// The points of the coarsest lattice that is fine enough at which the home link wins, with the
/// others in every rotation, so that no link is favoured.
std::vector<PriorPopulation::Drawn> PriorPopulation::Points::draw(const Home& home) {
  std::vector<Drawn> drawn;
  const std::vector<model::LinkIndex>& others = home.others;
  const std::size_t turns = std::max<std::size_t>(1, others.size());
  for (std::size_t which = 0; which < lattices.size(); ++which) {
    // The home link wins one point in (1 + others) or fewer: a smaller lattice cannot be enough.
    if (which + 1 < lattices.size() && lattices[which].points < home.wanted * (others.size() + 1)) {
      continue;
    }
    fill(which, others.size() + 1, home.prior);
    drawn.clear();
    for (std::size_t i = 0; i < lattices[which].points; ++i) {
      const std::int32_t* key = keys.data() + i * links;
      const std::int64_t own = std::int64_t{key[0]} + std::int64_t{home.today[home.link]} * unit;
      for (std::size_t turn = 0; turn < turns; ++turn) {
        std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
        std::size_t at = turn;
        // Most points are lost at one of the first links that are looked at.
        for (std::size_t c = 0; c < others.size() && own < nearest; ++c) {
          const std::size_t link = others[at];
          at = at + 1 == others.size() ? 0 : at + 1;
          if (home.today.carried_on(link) && !home.lower[link]) {
            nearest =
                std::min(nearest, std::int64_t{key[c + 1]} + std::int64_t{home.today[link]} * unit);
          }
        }
        if (own >= nearest) {
          continue;
        }
        // It never leaves where the others are of a lower class.
        const bool leaves = nearest - own < class_step / 2;
        drawn.push_back({key, turn, leaves ? static_cast<int>((nearest - own) / unit) + 1 : 0});
      }
    }
    if (drawn.size() >= home.wanted * turns * 9 / 10) {
      break;
    }
  }
  return drawn;
}

/// How much each stratum weighs: what the prior says, summed exactly.
std::vector<PriorPopulation::Stratum> PriorPopulation::Strata::of_prior(Departures& departures) {
  std::vector<Stratum> strata;
  for (int k = 1; k <= departures.last(); ++k) {
    strata.push_back({k, departures.leaving(k), 0, k});
  }
  strata.push_back({0, departures.at(departures.last()).home, 0, 0});
  return strata;
}

/// How much each stratum weighs: what the operator's numbers say. Where nobody leaves at a prepend,
/// those that leave at the nearest one stand in, their path length shifted.
std::vector<PriorPopulation::Stratum> PriorPopulation::Strata::of_retained(
    Departures& departures, const StayShares& retained, const ByLeave& by_leave) {
  std::vector<Stratum> strata;
  double before = 1;
  for (std::size_t i = 0; i < retained.size(); ++i) {
    const int k = static_cast<int>(i) + 1;
    int from = departures.nearest(k);
    if (!by_leave.contains(from)) {  // Too rare for the lattice: the nearest that is there.
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
  return strata;
}

/// Finds stand-ins for strata of which no member was drawn, or gives them no mass; gives the sum of
/// all masses.
double PriorPopulation::Strata::place(std::vector<Stratum>& strata, const ByLeave& by_leave,
                                      bool own_numbers) {
  double placed = 0;
  for (Stratum& stratum : strata) {
    if (stratum.mass > 0 && !by_leave.contains(stratum.from)) {
      const auto last = by_leave.empty() ? by_leave.end() : std::prev(by_leave.end());
      if (own_numbers && stratum.leaves == 0 && last != by_leave.end()) {
        stratum.from = last->first;  // They get a class above all others.
      } else {
        stratum.mass = 0;
      }
    }
    placed += std::max(0.0, stratum.mass);
  }
  return placed;
}

void PriorPopulation::add_home(Points& points, const Home& home) {
  const std::vector<Drawn> drawn = points.draw(home);
  Strata::ByLeave by_leave;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    by_leave[drawn[i].leaves].push_back(i);
  }
  const PrependPair own{home.today[home.link], home.today[home.link]};
  std::vector<LinkGroup> groups;
  for (const model::LinkIndex l : home.others) {
    if (home.today.carried_on(l) && !home.lower[l]) {
      groups.push_back({{home.today[l], home.today[l]}, 1});
    }
  }
  std::sort(groups.begin(), groups.end());
  Departures departures(home.prior, own, groups);
  const bool own_numbers = !home.retained.empty();
  std::vector<Stratum> strata = own_numbers
                                    ? Strata::of_retained(departures, home.retained, by_leave)
                                    : Strata::of_prior(departures);
  const double placed = Strata::place(strata, by_leave, own_numbers);
  for (Stratum& stratum : strata) {
    if (stratum.mass > 0) {
      stratum.mass /= placed;
      add_stratum(home, stratum, drawn, by_leave.at(stratum.from));
    }
  }
}

/// Adds the drawn members at these places, which share the mass of the stratum.
void PriorPopulation::add_stratum(const Home& home, const Stratum& stratum,
                                  const std::vector<Drawn>& drawn,
                                  const std::vector<std::size_t>& members) {
  for (const std::size_t i : members) {
    const std::size_t lane = homes_.size() % lanes;
    if (lane == 0) {
      keys_.resize(keys_.size() + links_ * lanes, never);
    }
    std::int32_t* block = keys_.data() + homes_.size() / lanes * lanes * links_;
    const auto key = [&](model::LinkIndex link) -> std::int32_t& {
      return block[link * lanes + lane];
    };
    key(home.link) = drawn[i].key[0];
    for (std::size_t c = 0; c < home.others.size(); ++c) {
      const model::LinkIndex link = home.others[(c + drawn[i].turn) % home.others.size()];
      key(link) = drawn[i].key[c + 1] + (home.lower[link] ? 2 * class_step : 0);
    }
    if (stratum.leaves == 0 && stratum.from != 0) {
      key(home.link) -= class_step;
    }
    key(home.link) += stratum.shift * unit;
    homes_.push_back(static_cast<std::uint8_t>(home.link));
    weights_.push_back(stratum.mass / static_cast<double>(members.size()));
  }
}

namespace {

/// A link that carries an announcement, and what its prepends add to the keys.
struct Carried {
  std::size_t link;
  std::int32_t offset;
};

/// The links that as many members as there are lanes prefer, from their keys [link * lanes + lane];
/// `none` where a member can use none.
BGPTE_MULTIVERSION void preferred_links(const std::int32_t* __restrict keys,
                                        const std::vector<Carried>& carried, std::int32_t none,
                                        std::int32_t* __restrict best) {
  std::array<std::int32_t, lanes> least;
  least.fill(never);
  std::fill(best, best + lanes, none);
  for (const Carried& link : carried) {
    const std::int32_t* key = keys + link.link * lanes;
    const auto name = static_cast<std::int32_t>(link.link);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::int32_t distance = key[lane] + link.offset;
      const bool nearer = distance < least[lane];
      least[lane] = nearer ? distance : least[lane];
      best[lane] = nearer ? name : best[lane];
    }
  }
}

}  // namespace

std::vector<std::uint8_t> PriorPopulation::winners(const model::Advertisement& x) const {
  std::vector<Carried> carried;
  for (std::size_t l = 0; l < links_; ++l) {
    if (x.carried_on(l)) {
      carried.push_back({l, x[l] * unit});
    }
  }
  std::vector<bool> leaves(links_);  // [home] another link, or none, may be nearer than today.
  for (std::size_t j = 0; j < links_; ++j) {
    leaves[j] = !x.carried_on(j);
    for (const Carried& other : carried) {
      const std::size_t l = other.link;
      leaves[j] = leaves[j] || !today_.carried_on(l) || x[l] - today_[l] < x[j] - today_[j];
    }
  }
  std::vector<std::uint8_t> result = homes_;
  std::array<std::int32_t, lanes> best{};
  for (std::size_t first = 0; first < homes_.size(); first += lanes) {
    const std::size_t end = std::min(first + lanes, homes_.size());
    bool any = false;
    for (std::size_t m = first; m < end; ++m) {
      any = any || leaves[homes_[m]];
    }
    if (!any) {
      continue;
    }
    preferred_links(keys_.data() + first * links_, carried, static_cast<std::int32_t>(links_),
                    best.data());
    for (std::size_t m = first; m < end; ++m) {
      result[m] = static_cast<std::uint8_t>(best[m - first]);
    }
  }
  return result;
}

}  // namespace bgpte::ingress
