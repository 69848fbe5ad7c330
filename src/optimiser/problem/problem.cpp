// Makes the problem of a scenario: groups of prefixes, their columns, stored or shared.
#include "src/optimiser/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

#include "bgpte/evaluation/goals.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/candidates/candidate_limit.hpp"
#include "src/optimiser/candidates/candidates.hpp"
#include "src/optimiser/candidates/relief_filter.hpp"
#include "src/optimiser/problem/column_flows.hpp"
#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/prefix_families.hpp"
#include "src/optimiser/problem/presolve.hpp"
#include "src/optimiser/problem/reachability.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::PrefixIndex;

class Builder {
 public:
  Builder(const evaluation::Baseline& baseline, const WorkBudget& budget, Sharing sharing,
          std::vector<evaluation::FailureCase> failures, const std::optional<ReliefNeed>& need,
          Families families)
      : baseline_(baseline),
        scenario_(baseline.scenario()),
        budget_(budget),
        sharing_(sharing),
        failures_(std::move(failures)),
        need_(need),
        reachability_(baseline),
        joined_(families == Families::joined || !failures_.empty()) {}

  Problem build() {
    problem_.weights = evaluation::objective_weights(baseline_);
    problem_.most_changes = model::most_changes_of_a_plan(scenario_.policy);
    std::vector<LoadKind> load_kinds = make_dimensions(baseline_, failures_, problem_);
    PrefixFamilies found = find_families(baseline_, failures_, joined_);
    followed_ = std::move(found.followed);
    families_ = std::move(found.families);
    const std::size_t n = scenario_.prefixes.size();
    const bool can_share = sharing_ == Sharing::where_many && families_.size() == n &&
                           CandidateClasses::supports(load_kinds);
    filters_ = need_ && families_.size() == n && ReliefFilter::supports(baseline_);
    // What is left out asks for no forecasts.
    const std::size_t max_forecasts =
        filters_ ? std::numeric_limits<std::size_t>::max() : budget_.max_forecasts();
    const CandidateLimit limit =
        candidate_limit({baseline_, families_, !failures_.empty(), load_kinds.size(), can_share,
                         budget_.max_stored(), budget_.max_candidates(), max_forecasts});
    problem_.candidates = limit.words;
    if (!make_groups(limit) ||
        !(limit.shared ? share_columns(std::move(load_kinds)) : store_columns(load_kinds))) {
      problem_.stopped = budget_.asked_to_stop().value_or(Termination::interrupted);
      problem_.groups.clear();
      problem_.classes.reset();
    }
    return std::move(problem_);
  }

 private:
  /// False if it was asked to stop.
  bool store_columns(std::vector<LoadKind>& load_kinds) {
    if (!price_columns({baseline_, load_kinds, failures_}, budget_, groups_)) {
      return false;
    }
    if (scenario_.policy.forecast == model::ForecastLevel::expected) {
      drop_less_certain(load_kinds, groups_);
    }
    drop_free_dimensions(load_kinds, max_flow_sums(load_kinds.size(), groups_), groups_, problem_);
    return merge_columns(scenario_, budget_, groups_, problem_);
  }

  /// False if it was asked to stop.
  bool share_columns(std::vector<LoadKind> load_kinds) {
    for (DecisionGroup& group : groups_) {
      group.flows.assign(load_kinds.size(), 0.0);
    }
    const std::vector<double> no_limit(load_kinds.size(), std::numeric_limits<double>::infinity());
    drop_free_dimensions(load_kinds, no_limit, groups_, problem_);
    problem_.classes =
        std::make_shared<CandidateClasses>(baseline_, std::move(load_kinds), groups_, budget_);
    problem_.groups = std::move(groups_);
    if (filters_ && need_->at_most < need_->today) {
      ReliefFilter filter(baseline_, *need_, problem_.groups);
      for (const DecisionGroup& group : problem_.groups) {
        problem_.leading.push_back(filter.leading(group));
      }
    }
    return !problem_.classes->stopped();
  }

  /// True if no link drops traffic, is above its threshold or away from its target today: only
  /// money is left to gain.
  bool nothing_to_relieve() const {
    return evaluation::off_target(baseline_, baseline_.today()).value == 0 &&
           evaluation::loss(baseline_, baseline_.today()).value == 0 &&
           evaluation::excess(baseline_, baseline_.today()) <=
               evaluation::relief_tolerance(baseline_);
  }

  /// False if it was asked to stop before all were made.
  bool make_groups(const CandidateLimit& limit) {
    const bool every_prefix_counts = !failures_.empty();
    const bool for_money = nothing_to_relieve();
    std::map<Advertisement, DecisionGroup::Candidates> alike;  // By today's advertisement.
    const auto only_today = [&](PrefixIndex p) {
      return std::make_shared<const std::vector<Advertisement>>(1, scenario_.prefixes[p].advertise);
    };
    for (std::vector<PrefixIndex>& members : families_) {
      if (budget_.asked_to_stop()) {
        return false;
      }
      DecisionGroup group;
      bool any = false;
      for (const PrefixIndex p : members) {
        const auto& home = baseline_.ingress().today().home[p];
        const bool empty =
            std::all_of(home.begin(), home.end(), [](model::Bps rate) { return rate.value == 0; });
        const bool of_customer = scenario_.prefixes[p].origin_as != scenario_.local_as;
        // What moves no traffic is never changed: fewer changes win. Somebody else's prefix is not
        // moved to save our money.
        if (model::is_pinned(scenario_, p) || (empty && !followed_[p] && !every_prefix_counts) ||
            (of_customer && for_money)) {
          group.candidates.push_back(members.size() > 1 ? only_today(p) : nullptr);
          continue;
        }
        DecisionGroup::Candidates& list = alike[scenario_.prefixes[p].advertise];
        if (!list) {
          list = std::make_shared<const std::vector<Advertisement>>(optimiser::candidates(
              scenario_, p, limit.changes, baseline_.ingress().longest_gap()));
        }
        group.candidates.push_back(reachable(p, list, members.size() == 1));
        any = any || group.candidates.back()->size() > 1;
      }
      if (!any) {
        continue;
      }
      group.prefixes = std::move(members);
      hold_of_many(group);
      groups_.push_back(std::move(group));
    }
    if (filters_ && !limit.shared) {
      leave_out_useless();
    }
    if (changed_once_ > 0) {
      problem_.candidates += fmt::format(
          ", but one change at most for each of the {} prefixes that bring least to full links",
          changed_once_);
    }
    if (left_out_) {
      problem_.candidates +=
          ", none that leaves a prefix within another one to peers or to some of the sources";
    }
    if (held_) {
      problem_.candidates +=
          ", where very many prefixes cover each other only the outer ones changed";
    }
    for (DecisionGroup& group : groups_) {
      if (group.prefixes.size() > 1) {
        combine(group);
      } else if (limit.shared) {
        group.columns.push_back({});
      } else {
        list_columns(group);
      }
    }
    return true;
  }

  void leave_out_useless() {
    ReliefFilter filter(baseline_, *need_, groups_);
    std::size_t left = 0;
    for (DecisionGroup& group : groups_) {
      group.candidates.front() = filter.useful(group);
      left += group.candidates.front()->size();
    }
    if (sharing_ == Sharing::where_many && left > budget_.max_stored()) {
      change_small_ones_once(filter, left);
    }
    std::erase_if(groups_,
                  [](const DecisionGroup& group) { return group.candidates.front()->size() == 1; });
  }

  /// More candidates are left than are stored: those prefixes that bring least to the links above
  /// their thresholds change on one link at most.
  void change_small_ones_once(const ReliefFilter& filter, std::size_t left) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t u = 0; u < groups_.size(); ++u) {
      order.emplace_back(filter.enters(groups_[u]), u);
    }
    std::sort(order.begin(), order.end());
    std::map<DecisionGroup::Candidates, DecisionGroup::Candidates> once;  // Lists that are shared.
    for (auto next = order.begin(); next != order.end() && left > budget_.max_stored(); ++next) {
      DecisionGroup::Candidates& list = groups_[next->second].candidates.front();
      DecisionGroup::Candidates& kept = once[list];
      if (!kept) {
        std::vector<Advertisement> some;
        std::copy_if(list->begin(), list->end(), std::back_inserter(some),
                     [&](const Advertisement& x) { return x.changes_from(list->front()) < 2; });
        kept = std::make_shared<const std::vector<Advertisement>>(std::move(some));
      }
      changed_once_ += kept->size() < list->size() ? 1 : 0;
      left -= list->size() - kept->size();
      list = kept;
    }
  }

  /// Where too many are decided together, the innermost keep today's announcements; where that is
  /// not enough, all do.
  void hold_of_many(DecisionGroup& group) {
    const std::vector<model::Prefix>& all = scenario_.prefixes;
    for (const bool innermost : {true, false}) {
      double numbers = 0;  // Of the ways to change one of them.
      for (const DecisionGroup::Candidates& list : group.candidates) {
        numbers += static_cast<double>(group.prefixes.size() * (list->size() - 1));
      }
      const bool many = group.prefixes.size() > 1 && numbers > most_numbers;
      for (std::size_t i = 0; many && i < group.prefixes.size(); ++i) {
        const PrefixIndex p = group.prefixes[i];  // Sorted: what it contains comes next.
        if (!innermost || p + 1 == all.size() || !all[p].prefix.contains(all[p + 1].prefix)) {
          group.candidates[i] =
              std::make_shared<const std::vector<Advertisement>>(1, group.candidates[i]->front());
          held_ = true;
        }
      }
    }
  }

  /// The candidates that leave no traffic without a link that has one today. Those that make it
  /// follow another prefix in part are none where that one is decided apart.
  DecisionGroup::Candidates reachable(PrefixIndex p, const DecisionGroup::Candidates& list,
                                      bool apart) {
    const bool covered = apart && baseline_.longest_covering()[p];
    std::vector<Advertisement> kept;
    for (const Advertisement& x : *list) {
      const bool follows =
          covered && reachability_.may_lose(p, x) &&
          !evaluation::effective(baseline_, {{p, x}}, {}, p)->less_specifics().empty();
      left_out_ = left_out_ || follows;
      if (!follows && (!reachability_.may_lose(p, x) || reachability_.keeps({{p, x}}))) {
        kept.push_back(x);
      }
    }
    return kept.size() == list->size()
               ? list
               : std::make_shared<const std::vector<Advertisement>>(std::move(kept));
  }

  void list_columns(DecisionGroup& group) {
    const std::vector<Advertisement>& list = *group.candidates.front();
    for (std::size_t pick = 0; pick < list.size(); ++pick) {
      group.columns.push_back(
          {static_cast<std::uint32_t>(pick), tie_rank(list.front(), list[pick])});
    }
  }

  /// Every way for as many of the prefixes as may change together; today's first.
  void combine(DecisionGroup& group) {
    std::vector<double> counts;
    for (const DecisionGroup::Candidates& list : group.candidates) {
      counts.push_back(static_cast<double>(list->size()));
    }
    std::vector<std::uint32_t> digits(group.prefixes.size(), 0);
    add_ways(group, digits, digits.size(), max_together(counts), {});
    problem_.composite = true;
  }

  void add_ways(DecisionGroup& group, std::vector<std::uint32_t>& digits, std::size_t left,
                std::size_t may_change, TieRank tie) {
    if (reachable_together(group, digits)) {
      group.columns.push_back({static_cast<std::uint32_t>(group.columns.size()), tie});
      group.joint.insert(group.joint.end(), digits.begin(), digits.end());
    }
    for (std::size_t i = 0; i < left && may_change > 0; ++i) {
      const std::vector<Advertisement>& list = *group.candidates[i];
      for (std::size_t c = 1; c < list.size(); ++c) {
        digits[i] = static_cast<std::uint32_t>(c);
        add_ways(group, digits, i, may_change - 1, tie + tie_rank(list.front(), list[c]));
      }
      digits[i] = 0;
    }
  }

  /// One way for the prefixes of a group; each change alone is known to keep all in reach.
  bool reachable_together(const DecisionGroup& group, const std::vector<std::uint32_t>& digits) {
    evaluation::Plan plan;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      if (digits[i] > 0) {
        plan.emplace(group.prefixes[i], (*group.candidates[i])[digits[i]]);
      }
    }
    return plan.size() < 2 || reachability_.keeps(plan);
  }

  /// Numbers that the ways of prefixes that are decided together may take, of 4 bytes each.
  static constexpr double most_numbers = 2e7;

  const evaluation::Baseline& baseline_;
  const model::Scenario& scenario_;
  const WorkBudget& budget_;
  Problem problem_;
  Sharing sharing_;
  /// [prefix] it is announced nowhere today, or followed by one that is.
  std::vector<bool> followed_;
  std::vector<std::vector<PrefixIndex>> families_;
  std::vector<DecisionGroup> groups_;
  std::vector<evaluation::FailureCase> failures_;  ///< The rows.
  const std::optional<ReliefNeed>& need_;
  Reachability reachability_;
  bool joined_;            ///< Prefixes that may follow each other are decided together.
  bool left_out_ = false;  ///< Some candidate, since it makes a prefix follow another in part.
  std::size_t changed_once_ =
      0;                  ///< Prefixes that may change on one link, since there are so many.
  bool held_ = false;     ///< Some candidate, since very many are decided together.
  bool filters_ = false;  ///< Candidates that no plan with that relief can have are left out.
};

}  // namespace

std::size_t Problem::column_count() const {
  std::size_t count = 0;
  for (const DecisionGroup& group : groups) {
    count += group.columns.size();
  }
  return count;
}

evaluation::Plan Problem::plan(const std::vector<std::uint32_t>& assignment) const {
  evaluation::Plan result;
  for (std::size_t u = 0; u < groups.size(); ++u) {
    const DecisionGroup& group = groups[u];
    for (std::size_t i = 0; i < group.prefixes.size() && assignment[u] != 0; ++i) {
      if (group.changes(assignment[u], i)) {
        result.emplace(group.prefixes[i], group.x(assignment[u], i));
      }
    }
  }
  return result;
}

Problem make_problem(const evaluation::Baseline& baseline, const WorkBudget& budget,
                     Sharing sharing, std::vector<evaluation::FailureCase> failures,
                     const std::optional<ReliefNeed>& need, Families families) {
  return Builder(baseline, budget, sharing, std::move(failures), need, families).build();
}

}  // namespace bgpte::optimiser
