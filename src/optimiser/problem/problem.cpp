#include "src/optimiser/problem/problem.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "bgpte/evaluation/failures.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/candidates/candidate_limit.hpp"
#include "src/optimiser/problem/column_flows.hpp"
#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/presolve.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::PrefixIndex;

class Builder {
 public:
  Builder(const evaluation::Baseline& states, const WorkBudget& budget, Sharing sharing)
      : states_(states), scenario_(states.scenario()), effort_(budget), sharing_(sharing) {}

  Problem build() {
    problem_.weights = evaluation::objective_weights(states_);
    if (scenario_.policy.n_minus_1 == model::NMinusOne::require) {
      failures_ = evaluation::failure_cases(scenario_);
      covering_ = evaluation::covering_prefixes(scenario_);
    }
    std::vector<LoadKind> sources = make_dimensions(states_, failures_, problem_);
    find_families();
    const std::size_t n = scenario_.prefixes.size();
    const bool can_share = sharing_ == Sharing::where_many && families_.size() == n &&
                           CandidateClasses::supports(sources);
    const CandidateLimit limit = candidate_limit(
        {states_, families_, !failures_.empty(), sources.size(), can_share, effort_.most_stored()});
    problem_.candidates = limit.words;
    if (!make_units(limit) ||
        !(limit.shared ? share_columns(std::move(sources)) : store_columns(sources))) {
      problem_.stopped = effort_.asked_to_stop().value_or(Termination::interrupted);
      problem_.units.clear();
      problem_.classes.reset();
    }
    return std::move(problem_);
  }

 private:
  /// False if it was asked to stop.
  bool store_columns(std::vector<LoadKind>& sources) {
    if (!price_columns({states_, sources, failures_, covering_}, effort_, units_)) {
      return false;
    }
    drop_free_dimensions(sources, most_flows(sources.size(), units_), units_, problem_);
    return merge_columns(scenario_, effort_, units_, problem_);
  }

  /// False if it was asked to stop.
  bool share_columns(std::vector<LoadKind> sources) {
    for (DecisionGroup& unit : units_) {
      unit.flows.assign(sources.size(), 0.0);
    }
    const std::vector<double> most(sources.size(), std::numeric_limits<double>::infinity());
    drop_free_dimensions(sources, most, units_, problem_);
    problem_.classes =
        std::make_shared<CandidateClasses>(states_, std::move(sources), units_, effort_);
    problem_.units = std::move(units_);
    return !problem_.classes->stopped();
  }

  /// Prefixes that share a covering prefix are decided together where the set of those that follow
  /// it can change.
  void find_families() {
    const model::Policy& policy = scenario_.policy;
    std::map<PrefixIndex, std::vector<PrefixIndex>> families;
    for (PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      const bool follows = !failures_.empty() &&
                           (policy.actions.withdraw || policy.actions.announce) &&
                           !covering_[p].empty();
      families[follows ? covering_[p].back() : p].push_back(p);
    }
    for (auto& [first, members] : families) {
      families_.push_back(std::move(members));
    }
  }

  /// False if it was asked to stop before all were made.
  bool make_units(const CandidateLimit& limit) {
    const bool every_prefix_counts = !failures_.empty();
    std::map<Advertisement, DecisionGroup::Candidates> alike;  // By today's advertisement.
    const auto only_today = [&](PrefixIndex p) {
      return std::make_shared<const std::vector<Advertisement>>(1, scenario_.prefixes[p].advertise);
    };
    for (std::vector<PrefixIndex>& members : families_) {
      if (effort_.asked_to_stop()) {
        return false;
      }
      DecisionGroup unit;
      bool any = false;
      for (const PrefixIndex p : members) {
        const auto& home = states_.ingress().today().home[p];
        const bool empty =
            std::all_of(home.begin(), home.end(), [](model::Bps rate) { return rate.value == 0; });
        // What moves no traffic is never changed: fewer changes win.
        if (model::is_pinned(scenario_, p) || (empty && !every_prefix_counts)) {
          unit.candidates.push_back(members.size() > 1 ? only_today(p) : nullptr);
          continue;
        }
        DecisionGroup::Candidates& list = alike[scenario_.prefixes[p].advertise];
        if (!list) {
          list = std::make_shared<const std::vector<Advertisement>>(
              optimiser::candidates(scenario_, p, limit.changes));
        }
        unit.candidates.push_back(list);
        any = any || list->size() > 1;
      }
      if (!any) {
        continue;
      }
      unit.prefixes = std::move(members);
      if (unit.prefixes.size() > 1) {
        combine(unit);
      } else if (limit.shared) {
        unit.columns.push_back({});
      } else {
        list_columns(unit);
      }
      units_.push_back(std::move(unit));
    }
    return true;
  }

  void list_columns(DecisionGroup& unit) {
    const std::vector<Advertisement>& list = *unit.candidates.front();
    for (std::size_t pick = 0; pick < list.size(); ++pick) {
      unit.columns.push_back(
          {static_cast<std::uint32_t>(pick), tie_rank(list.front(), list[pick])});
    }
  }

  /// Every way for as many of the prefixes as may change together; today's first.
  void combine(DecisionGroup& unit) {
    std::vector<double> counts;
    for (const DecisionGroup::Candidates& list : unit.candidates) {
      counts.push_back(static_cast<double>(list->size()));
    }
    std::vector<std::uint32_t> digits(unit.prefixes.size(), 0);
    add_ways(unit, digits, digits.size(), most_together(counts), {});
    problem_.composite = true;
  }

  void add_ways(DecisionGroup& unit, std::vector<std::uint32_t>& digits, std::size_t left,
                std::size_t may_change, TieRank tie) {
    if (left == 0) {
      unit.columns.push_back({static_cast<std::uint32_t>(unit.columns.size()), tie});
      unit.joint.insert(unit.joint.end(), digits.begin(), digits.end());
      return;
    }
    const std::vector<Advertisement>& list = *unit.candidates[left - 1];
    const std::size_t most = may_change > 0 ? list.size() : 1;
    for (std::size_t c = 0; c < most; ++c) {
      digits[left - 1] = static_cast<std::uint32_t>(c);
      add_ways(unit, digits, left - 1, may_change - (c > 0 ? 1 : 0),
               c > 0 ? tie + tie_rank(list.front(), list[c]) : tie);
    }
    digits[left - 1] = 0;
  }

  const evaluation::Baseline& states_;
  const model::Scenario& scenario_;
  const WorkBudget& effort_;
  Problem problem_;
  Sharing sharing_;
  std::vector<std::vector<PrefixIndex>> families_;
  std::vector<DecisionGroup> units_;
  std::vector<evaluation::FailureCase> failures_;
  std::vector<std::vector<PrefixIndex>> covering_;
};

}  // namespace

const model::Advertisement& DecisionGroup::x(std::size_t column, std::size_t i) const {
  const std::size_t pick = columns[column].pick;
  return (*candidates[i])[joint.empty() ? pick : joint[pick * prefixes.size() + i]];
}

evaluation::Plan Problem::plan(const std::vector<std::uint32_t>& choice) const {
  evaluation::Plan result;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const DecisionGroup& unit = units[u];
    for (std::size_t i = 0; i < unit.prefixes.size() && choice[u] != 0; ++i) {
      const model::Advertisement& x = unit.x(choice[u], i);
      if (x != unit.x(0, i)) {
        result.emplace(unit.prefixes[i], x);
      }
    }
  }
  return result;
}

Problem make_problem(const evaluation::Baseline& states, const WorkBudget& budget,
                     Sharing sharing) {
  return Builder(states, budget, sharing).build();
}

}  // namespace bgpte::optimiser
