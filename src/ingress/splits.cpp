// Divides totals of unknown split over the links: as near to the links' inbound as can be, then as
// near to the prior as can be.
#include "src/ingress/splits.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>

#include "src/ingress/today.hpp"

namespace bgpte::ingress {
namespace {

using model::Bps;

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// [link] what is listed there beyond its room; negative: less than its room.
std::vector<std::int64_t> beyond_room(const UnknownSplits& unknown,
                                      const std::vector<std::vector<Bps>>& cells) {
  std::vector<std::int64_t> beyond;
  for (const Bps room : unknown.room) {
    beyond.push_back(-std::max<std::int64_t>(0, room.value));
  }
  for (const std::vector<Bps>& row : cells) {
    for (std::size_t l = 0; l < row.size(); ++l) {
      beyond[l] += row[l].value;
    }
  }
  return beyond;
}

/// What can be reached by moves of single rows from the links with too much.
struct Reached {
  std::vector<std::size_t> from;  ///< [link] the link before it on the way; itself at a start.
  std::optional<std::size_t> short_of;  ///< The first link found that has less than its room.

  [[nodiscard]] bool at(std::size_t link) const { return from[link] != nowhere; }
};

Reached reach_from_full(const UnknownSplits& unknown, const std::vector<std::vector<Bps>>& cells,
                        const std::vector<std::int64_t>& beyond) {
  const std::size_t links = beyond.size();
  Reached reached{std::vector<std::size_t>(links, nowhere), std::nullopt};
  std::vector<std::size_t> queue;
  for (std::size_t l = 0; l < links; ++l) {
    if (beyond[l] > 0) {
      reached.from[l] = l;
      queue.push_back(l);
    }
  }
  for (std::size_t next = 0; next < queue.size() && queue.size() < links; ++next) {
    const std::size_t from = queue[next];
    for (std::size_t r = 0; r < cells.size() && queue.size() < links; ++r) {
      for (std::size_t l = 0; cells[r][from].value > 0 && l < links; ++l) {
        if (!reached.at(l) && unknown.priors[r][l] > 0) {
          reached.from[l] = from;
          queue.push_back(l);
        }
      }
    }
  }
  const auto found =
      std::find_if(queue.begin(), queue.end(), [&](std::size_t link) { return beyond[link] < 0; });
  if (found != queue.end()) {
    reached.short_of = *found;
  }
  return reached;
}

/// What rows could move from one link to another, bps.
std::int64_t movable(const UnknownSplits& unknown, const std::vector<std::vector<Bps>>& cells,
                     std::size_t from, std::size_t to) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < cells.size(); ++r) {
    sum += unknown.priors[r][to] > 0 ? cells[r][from].value : 0;
  }
  return sum;
}

void move(const UnknownSplits& unknown, std::size_t from, std::size_t to, std::int64_t amount,
          std::vector<std::vector<Bps>>& cells) {
  for (std::size_t r = 0; r < cells.size() && amount > 0; ++r) {
    if (unknown.priors[r][to] > 0) {
      const Bps part{std::min(amount, cells[r][from].value)};
      cells[r][from] -= part;
      cells[r][to] += part;
      amount -= part.value;
    }
  }
}

/// On which side of its room what is listed on each link has to stay.
enum class Side : std::uint8_t { at_most, at_least };

/// The part of the problem in which all links stay on one side of their rooms.
struct OneSided {
  Side side;
  std::vector<double> volumes;              ///< [row]
  std::vector<std::vector<double>> priors;  ///< [row][link]; 0 for links of the other part.
  std::vector<double> room;                 ///< [link]
};

/// Dual ascent: the optimum is the prior times one factor for each link, in (0, 1] where the room
/// is a most, at least 1 where it is a least. Gives the factors.
std::vector<double> ascend(const OneSided& part) {
  constexpr double floor = 1e-12;
  constexpr int most_rounds = 20000;
  const std::size_t links = part.room.size();
  std::vector<double> factor(links, 1);
  std::vector<double> sums(part.volumes.size(), 0);  // [row] of prior * factor.
  for (std::size_t r = 0; r < sums.size(); ++r) {
    sums[r] = std::accumulate(part.priors[r].begin(), part.priors[r].end(), 0.0);
  }
  for (int round = 0; round < most_rounds; ++round) {
    double moved = 0;
    for (std::size_t l = 0; l < links; ++l) {
      double demand = 0;  // On this link, for each unit of its factor.
      for (std::size_t r = 0; r < sums.size(); ++r) {
        demand += part.priors[r][l] > 0 ? part.volumes[r] / sums[r] * part.priors[r][l] : 0;
      }
      double next = demand > 0 ? part.room[l] / demand : 1;
      next = part.side == Side::at_most ? std::clamp(next, floor, 1.0)
                                        : std::clamp(next, 1.0, 1 / floor);
      for (std::size_t r = 0; r < sums.size() && next != factor[l]; ++r) {
        sums[r] += part.priors[r][l] * (next - factor[l]);
      }
      moved = std::max(moved, std::abs(next - factor[l]) / factor[l]);
      factor[l] = next;
    }
    // The sums are made anew, so that rounding does not pile up.
    for (std::size_t r = 0; r < sums.size(); ++r) {
      sums[r] = std::inner_product(factor.begin(), factor.end(), part.priors[r].begin(), 0.0);
    }
    if (moved < 1e-13) {
      break;
    }
  }
  return factor;
}

/// `prior` times the factors, as shares on a grid of 1e-12.
std::vector<double> tilted(const std::vector<double>& prior, const std::vector<double>& factor) {
  std::vector<double> split = prior;
  double sum = 0;
  for (std::size_t l = 0; l < split.size(); ++l) {
    split[l] *= factor[l];
    sum += split[l];
  }
  for (double& share : split) {
    share = std::round(share / sum * 1e12) / 1e12;
  }
  return split;
}

}  // namespace

std::vector<bool> balance(const UnknownSplits& unknown, std::vector<std::vector<Bps>>& cells) {
  std::vector<std::int64_t> beyond = beyond_room(unknown, cells);
  while (true) {
    const Reached reached = reach_from_full(unknown, cells, beyond);
    if (!reached.short_of) {
      std::vector<bool> full(beyond.size());
      for (std::size_t l = 0; l < full.size(); ++l) {
        full[l] = reached.at(l);
      }
      return full;
    }
    std::int64_t amount = -beyond[*reached.short_of];
    std::size_t start = *reached.short_of;
    for (; reached.from[start] != start; start = reached.from[start]) {
      amount = std::min(amount, movable(unknown, cells, reached.from[start], start));
    }
    amount = std::min(amount, beyond[start]);
    // From the end of the way back: each link passes on what it had before.
    for (std::size_t to = *reached.short_of; reached.from[to] != to; to = reached.from[to]) {
      move(unknown, reached.from[to], to, amount, cells);
    }
    beyond[start] -= amount;
    beyond[*reached.short_of] += amount;
  }
}

std::vector<std::vector<double>> fit_splits(const UnknownSplits& unknown) {
  const std::size_t links = unknown.room.size();
  std::vector<std::vector<Bps>> cells;
  for (std::size_t r = 0; r < unknown.totals.size(); ++r) {
    cells.push_back(divide_bps(unknown.totals[r], unknown.priors[r]));
  }
  // What is too much can move among the full links only, and no other row may enter there.
  const std::vector<bool> full = balance(unknown, cells);
  std::vector<std::vector<double>> splits = unknown.priors;
  for (const Side side : {Side::at_most, Side::at_least}) {
    OneSided part{side, {}, {}, std::vector<double>(links, 0)};
    for (std::size_t l = 0; l < links; ++l) {
      part.room[l] = static_cast<double>(std::max<std::int64_t>(0, unknown.room[l].value));
    }
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < unknown.totals.size(); ++r) {
      const std::vector<double>& prior = unknown.priors[r];
      bool only_full = true;
      std::vector<double> some = prior;
      for (std::size_t l = 0; l < links; ++l) {
        only_full = only_full && (prior[l] == 0 || full[l]);
        some[l] = full[l] == (side == Side::at_least) ? prior[l] : 0;
      }
      if (only_full == (side == Side::at_least)) {
        rows.push_back(r);
        part.volumes.push_back(static_cast<double>(unknown.totals[r].value));
        part.priors.push_back(std::move(some));
      }
    }
    const std::vector<double> factor = ascend(part);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      splits[rows[i]] = tilted(part.priors[i], factor);
    }
  }
  return splits;
}

}  // namespace bgpte::ingress
