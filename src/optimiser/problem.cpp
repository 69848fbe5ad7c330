#include "problem.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "column_flows.hpp"
#include "dimensions.hpp"
#include "failure_states.hpp"
#include "reduce.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::PrefixIndex;

class Builder {
 public:
  Builder(const States& states, const Effort& effort)
      : states_(states), scenario_(states.scenario()), effort_(effort) {}

  Problem build() {
    problem_.weights = objective_weights(states_);
    if (scenario_.policy.n_minus_1 == model::NMinusOne::require) {
      failures_ = failure_cases(scenario_);
      covering_ = covering_prefixes(scenario_);
    }
    const std::vector<Source> sources = make_dimensions(states_, failures_, problem_);
    const bool units = make_units();
    const bool complete =
        units && price_columns({states_, sources, failures_, covering_}, effort_, units_);
    if (complete) {
      drop_free_dimensions(sources, units_, problem_);
    }
    if (!complete || !merge_columns(scenario_, effort_, units_, problem_)) {
      problem_.stopped = effort_.asked_to_stop().value_or(Termination::interrupted);
      problem_.units.clear();
    }
    return std::move(problem_);
  }

 private:
  /// False if it was asked to stop before all were made.
  bool make_units() {
    const model::Policy& policy = scenario_.policy;
    const CandidateLimit limit = candidate_limit(scenario_);
    problem_.candidates = limit.words;
    const std::size_t n = scenario_.prefixes.size();
    // Prefixes that share a covering prefix are decided together where the set of those that
    // follow it can change.
    std::vector<PrefixIndex> root(n);
    std::iota(root.begin(), root.end(), PrefixIndex{0});
    if (!failures_.empty() && (policy.actions.withdraw || policy.actions.announce)) {
      for (PrefixIndex p = 0; p < n; ++p) {
        if (!covering_[p].empty()) {
          root[p] = covering_[p].back();
        }
      }
    }
    std::map<PrefixIndex, std::vector<PrefixIndex>> families;
    for (PrefixIndex p = 0; p < n; ++p) {
      families[root[p]].push_back(p);
    }
    const bool every_prefix_counts = !failures_.empty();
    std::map<Advertisement, Unit::Candidates> alike;  // By today's advertisement.
    const auto only_today = [&](PrefixIndex p) {
      return std::make_shared<const std::vector<Advertisement>>(1, scenario_.prefixes[p].advertise);
    };
    for (auto& [first, members] : families) {
      if (effort_.asked_to_stop()) {
        return false;
      }
      Unit unit;
      bool any = false;
      for (const PrefixIndex p : members) {
        const auto& home = states_.ingress().today().home[p];
        const bool empty =
            std::all_of(home.begin(), home.end(), [](model::Bps rate) { return rate.value == 0; });
        // What moves no traffic is never changed: fewer changes win.
        if (is_pinned(scenario_, p) || (empty && !every_prefix_counts)) {
          unit.candidates.push_back(only_today(p));
          continue;
        }
        Unit::Candidates& list = alike[scenario_.prefixes[p].advertise];
        if (!list) {
          list = std::make_shared<const std::vector<Advertisement>>(
              optimiser::candidates(scenario_, p, limit.changes));
        }
        unit.candidates.push_back(list);
        any = any || list->size() > 1;
      }
      if (any) {
        unit.prefixes = std::move(members);
        multiply(unit);
        units_.push_back(std::move(unit));
      }
    }
    return true;
  }

  void multiply(Unit& unit) {
    std::size_t product = 1;
    for (const Unit::Candidates& list : unit.candidates) {
      product *= list->size();
    }
    for (std::size_t pick = 0; pick < product; ++pick) {
      unit.columns.push_back({static_cast<std::uint32_t>(pick), {}});
      for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
        unit.columns.back().tie =
            unit.columns.back().tie +
            tie_rank(scenario_.prefixes[unit.prefixes[i]].advertise, unit.x(pick, i));
      }
    }
    problem_.composite = problem_.composite || unit.prefixes.size() > 1;
  }

  const States& states_;
  const model::Scenario& scenario_;
  const Effort& effort_;
  Problem problem_;
  std::vector<Unit> units_;
  std::vector<FailureCase> failures_;
  std::vector<std::vector<PrefixIndex>> covering_;
};

}  // namespace

const model::Advertisement& Unit::x(std::size_t column, std::size_t i) const {
  std::size_t pick = columns[column].pick;
  for (std::size_t before = 0; before < i; ++before) {
    pick /= candidates[before]->size();
  }
  return (*candidates[i])[pick % candidates[i]->size()];
}

Plan Problem::plan(const std::vector<std::uint32_t>& choice) const {
  Plan result;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const Unit& unit = units[u];
    for (std::size_t i = 0; i < unit.prefixes.size() && choice[u] != 0; ++i) {
      const model::Advertisement& x = unit.x(choice[u], i);
      if (x != unit.x(0, i)) {
        result.emplace(unit.prefixes[i], x);
      }
    }
  }
  return result;
}

Problem make_problem(const States& states, const Effort& effort) {
  return Builder(states, effort).build();
}

}  // namespace bgpte::optimiser
