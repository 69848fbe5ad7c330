// How many changes for each prefix leave all candidates enumerable, and whether they are shared.
#include "src/optimiser/candidates/candidate_limit.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "bgpte/model/allowed_changes.hpp"
#include "src/optimiser/candidates/candidates.hpp"

namespace bgpte::optimiser {
namespace {

/// Stored candidates, and numbers that they take together (8 bytes each).
constexpr double max_columns = 4e6;
constexpr double max_numbers = 7e7;
/// Ways for the prefixes of one family to change together.
constexpr double max_combinations = 20'000;
/// Numbers of the transitions of shared candidates.
constexpr double max_shares = 1.2e8;
constexpr double max_shared = 65'000;  ///< They are numbered with 16 bits.

/// Ways for at most `together` of them to change.
double combinations(const std::vector<double>& counts, std::size_t together) {
  std::vector<double> ways(together + 1, 0.0);
  ways[0] = 1;
  for (const double count : counts) {
    for (std::size_t k = together; k > 0; --k) {
      ways[k] += ways[k - 1] * (count - 1);
    }
  }
  double sum = 0;
  for (const double part : ways) {
    sum += part;
  }
  return sum;
}

class Counter {
 public:
  Counter(const CandidateDemand& demand, std::size_t most_changes)
      : demand_(demand), scenario_(demand.baseline.scenario()) {
    const ingress::TodayTraffic& today = demand.baseline.ingress().today();
    std::map<model::Advertisement, std::size_t> known;
    for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      const auto [entry, added] = known.try_emplace(scenario_.prefixes[p].advertise, ways_.size());
      if (added) {
        ways_.push_back(
            count_candidates(scenario_, p, most_changes, demand.baseline.ingress().longest_gap()));
      }
      const auto& home = today.home[p];
      const bool empty =
          std::all_of(home.begin(), home.end(), [](model::Bps rate) { return rate.value == 0; });
      const bool free = !model::is_pinned(scenario_, p) && (!empty || demand.pinned_only_by_policy);
      like_.push_back(free ? entry->second : fixed);
    }
  }

  struct Total {
    double columns = 0;
    std::size_t together = 0;  ///< Least of the families where not all may change at once; 0: none.
  };
  [[nodiscard]] Total stored(std::size_t changes) const {
    Total total;
    for (const std::vector<model::PrefixIndex>& family : demand_.families) {
      if (family.size() == 1) {
        total.columns += count_of(family.front(), changes);
        continue;
      }
      std::vector<double> counts;
      std::size_t free = 0;
      for (const model::PrefixIndex p : family) {
        counts.push_back(count_of(p, changes));
        free += counts.back() > 1 ? 1 : 0;
      }
      const std::size_t together = max_together(counts);
      total.columns += combinations(counts, together);
      if (together < free && (total.together == 0 || together < total.together)) {
        total.together = together;
      }
    }
    return total;
  }

  /// What candidates ask of the ingress model: prefixes that are announced and behave alike ask
  /// together.
  [[nodiscard]] double forecasts(std::size_t changes) const {
    std::set<std::pair<std::size_t, std::size_t>> classes;
    double sum = 0;
    for (model::PrefixIndex p = 0; p < like_.size(); ++p) {
      if (like_[p] != fixed &&
          classes.emplace(demand_.baseline.ingress().behaviour(p), like_[p]).second) {
        sum += count_of(p, changes);
      }
    }
    return sum;
  }

  /// `forecasts`: what forecasts(changes) gives.
  [[nodiscard]] bool can_share(std::size_t changes, double forecasts) const {
    for (model::PrefixIndex p = 0; p < like_.size(); ++p) {
      if (count_of(p, changes) > max_shared) {
        return false;
      }
    }
    const auto links = static_cast<double>(scenario_.links.size());
    return forecasts * links * (2 * links + 4) <= max_shares;
  }

 private:
  static constexpr std::size_t fixed = ~std::size_t{0};

  [[nodiscard]] double count_of(model::PrefixIndex p, std::size_t changes) const {
    if (like_[p] == fixed) {
      return 1;
    }
    double sum = 0;
    for (std::size_t k = 0; k <= changes; ++k) {
      sum += ways_[like_[p]][k];
    }
    return std::max(1.0, sum);
  }

  const CandidateDemand& demand_;
  const model::Scenario& scenario_;
  std::vector<std::vector<double>> ways_;  ///< [advertisement][changes], at least.
  std::vector<std::size_t> like_;          ///< [prefix] its advertisement.
};

}  // namespace

std::size_t max_together(const std::vector<double>& counts) {
  const auto free = static_cast<std::size_t>(
      std::count_if(counts.begin(), counts.end(), [](double count) { return count > 1; }));
  std::size_t together = 1;
  while (together < free && combinations(counts, together + 1) <= max_combinations) {
    ++together;
  }
  return together;
}

CandidateLimit candidate_limit(const CandidateDemand& demand) {
  const model::Scenario& scenario = demand.baseline.scenario();
  std::size_t changes =
      std::min(model::most_changes_of_a_prefix(scenario.policy), scenario.links.size());
  const std::size_t wanted = changes;
  const Counter counter(demand, changes);
  CandidateLimit result;
  const auto columns_of = [&](std::size_t limit) { return counter.stored(limit).columns; };
  const double max_stored = std::min(
      max_columns, max_numbers / static_cast<double>(std::max<std::size_t>(1, demand.dimensions)));
  for (;; --changes) {
    const double columns = columns_of(changes);
    const bool few = columns <= static_cast<double>(demand.max_stored);
    const double forecasts = counter.forecasts(changes);
    result.shared = demand.can_share && !few && counter.can_share(changes, forecasts);
    const bool quick = forecasts <= static_cast<double>(demand.max_forecasts) &&
                       columns <= static_cast<double>(demand.max_candidates);
    if (changes <= 1 || (quick && (result.shared || columns <= max_stored))) {
      break;
    }
  }
  result.changes = changes;
  result.words = changes == wanted
                     ? "all"
                     : "at most " + std::to_string(changes) +
                           (changes == 1 ? " change" : " changes") + " for each prefix";
  if (const std::size_t together = counter.stored(changes).together; together > 0) {
    result.words += std::string(changes == wanted ? " of one prefix" : "") +
                    ", where prefixes cover each other at most " + std::to_string(together) +
                    " of them changed";
  }
  return result;
}

}  // namespace bgpte::optimiser
