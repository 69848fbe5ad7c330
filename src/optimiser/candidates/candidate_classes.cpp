// Classes of prefixes that share candidates: how they are made, their spans, their columns.
#include "src/optimiser/candidates/candidate_classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/bound/most_negative.hpp"

namespace bgpte::optimiser {
namespace {

/// Rows of one task.
constexpr std::size_t block_rows = 512;

/// Products that go as one step of the work counter: they run side by side and from the cache.
constexpr std::size_t products_of_a_step = 32;
/// Steps of asking for a high end, for each link.
constexpr std::size_t steps_of_an_end = 30;

}  // namespace

CandidateClasses::Scale CandidateClasses::scale_of(LoadKind::Quantity quantity) {
  switch (quantity) {
    case LoadKind::Quantity::billed:
      return billed;
    case LoadKind::Quantity::peak:
      return peak;
    case LoadKind::Quantity::high:
    case LoadKind::Quantity::harm:
      return high;
    case LoadKind::Quantity::low:
    case LoadKind::Quantity::failure:
    case LoadKind::Quantity::changes:
    case LoadKind::Quantity::priced_changes:
    case LoadKind::Quantity::volume:
      break;
  }
  return scales;
}

bool CandidateClasses::supports(const std::vector<LoadKind>& load_kinds) {
  return std::all_of(load_kinds.begin(), load_kinds.end(), [](const LoadKind& load_kind) {
    return load_kind.quantity == LoadKind::Quantity::changes ||
           load_kind.quantity == LoadKind::Quantity::priced_changes ||
           scale_of(load_kind.quantity) != scales;
  });
}

bool CandidateClasses::one_sided(std::size_t dimension) const {
  return scale_of(load_kinds_[dimension].quantity) == high;
}

CandidateClasses::CandidateClasses(const evaluation::Baseline& baseline,
                                   std::vector<LoadKind> load_kinds,
                                   const std::vector<DecisionGroup>& groups,
                                   const WorkBudget& budget)
    : baseline_(baseline),
      load_kinds_(std::move(load_kinds)),
      threads_(budget.threads()),
      budget_(budget),
      links_(baseline.scenario().links.size()),
      most_changes_(model::most_changes_of_a_plan(baseline.scenario().policy)) {
  for (model::LinkIndex l = 0; l < links_; ++l) {
    factor_[billed].push_back(1);
    factor_[peak].push_back(baseline.peak_factor(l));
    factor_[high].push_back(baseline.high_factor(l));
  }
  std::map<std::pair<std::size_t, const void*>, std::size_t> known;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t u = 0; u < groups.size(); ++u) {
    const DecisionGroup::Candidates& candidates = groups[u].candidates.front();
    const auto [entry, added] = known.try_emplace(
        {baseline.ingress().behaviour(groups[u].prefixes.front()), candidates.get()},
        classes_.size());
    if (added) {
      classes_.emplace_back();
      classes_.back().candidates = candidates;
      members.emplace_back();
    }
    members[entry->second].push_back(u);
  }
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    classes_[k].first = group_of_.size();
    classes_[k].count = members[k].size();
    group_of_.insert(group_of_.end(), members[k].begin(), members[k].end());
    for (std::size_t at = 0; at < members[k].size(); at += block_rows) {
      const std::size_t first = classes_[k].first + at;
      blocks_.push_back(
          {k, first, std::min(first + block_rows, classes_[k].first + members[k].size())});
    }
  }
  for (const std::size_t u : group_of_) {
    volume_.push_back(0);
    prefix_of_.push_back(groups[u].prefixes.front());
    for (const model::Bps cell : baseline.ingress().today().home[prefix_of_.back()]) {
      home_.push_back(static_cast<double>(cell.value));
      volume_.back() += home_.back();
    }
  }
  for (const LoadKind& load_kind : load_kinds_) {
    harm_ = harm_ || load_kind.quantity == LoadKind::Quantity::harm;
    drifting_ = drifting_ || load_kind.quantity == LoadKind::Quantity::high;
  }
  width_ = links_ * ((harm_ ? 1 : 0) + (drifting_ ? 1 : 0));
  open_.assign(group_of_.size() * max_open, 0);
  opened_.assign(group_of_.size(), 0);
  pick_.assign(group_of_.size(), 0);
  pick_place_.assign(group_of_.size(), 0);
  std::atomic<bool> stopped{false};
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    Class& cls = classes_[k];
    const std::size_t behaviour = baseline_.ingress().behaviour(prefix_of_[cls.first]);
    const model::Advertisement& today = cls.candidates->front();
    std::vector<double> all(links_, 0.0);
    for (std::size_t row = cls.first; row < cls.first + cls.count; ++row) {
      for (std::size_t j = 0; j < links_; ++j) {
        all[j] += home_[row * links_ + j] * factor_[high][j];
      }
    }
    for (const model::Advertisement& x : *cls.candidates) {
      if (cls.transitions.size() % 64 == 0 && (stopped || budget.asked_to_stop())) {
        stopped = true;
        return;
      }
      cls.transitions.push_back(baseline_.ingress().transition(behaviour, x));
      cls.changes.push_back(tie_rank(today, x).changes);
      cls.priced_changes.push_back(static_cast<double>(
          evaluation::priced_changes(today, x, baseline_.scenario().policy.weights.step)));
      if (width_ > 0) {
        cls.floors.push_back(baseline_.ingress().high_floor(behaviour, x, all));
      }
    }
    const std::size_t tiles = (cls.candidates->size() + lanes - 1) / lanes;
    cls.cost.assign(cls.candidates->size() * links_, 0.0);
    cls.tiles.assign(tiles * lanes * links_, 0.0);
    cls.bias.assign(tiles * lanes, std::numeric_limits<double>::infinity());
  });
  stopped_ = stopped;
}

void CandidateClasses::price_high_ends_exactly() {
  exact_ = true;
  opened_.assign(group_of_.size(), 0);
  ends_.assign(group_of_.size() * max_open * width_, 0);
}

std::vector<Span> CandidateClasses::spans(const Problem& problem) const {
  // A group brings a link between nothing and all that it has, wherever that is scaled most.
  std::vector<Span> result;
  for (std::size_t d = 0; d < load_kinds_.size(); ++d) {
    const std::int64_t base = problem.dimensions[d].base;
    Span span{base, base};
    const Scale scale = scale_of(load_kinds_[d].quantity);
    if (scale == scales) {
      for (const Class& cls : classes_) {
        const std::vector<double>& changes = cls.changes_of(load_kinds_[d]);
        const double max_changes = *std::max_element(changes.begin(), changes.end());
        span.hi += static_cast<std::int64_t>(max_changes) * static_cast<std::int64_t>(cls.count);
      }
      result.push_back(span);
      continue;
    }
    std::vector<double> leaves, enters;  // [group]
    for (std::size_t row = 0; row < group_of_.size(); ++row) {
      double here = 0;
      double all = 0;
      for (std::size_t j = 0; j < links_; ++j) {
        const double part = home_[row * links_ + j] * factor_[scale][j];
        all += part;
        if (std::find(load_kinds_[d].links.begin(), load_kinds_[d].links.end(), j) !=
            load_kinds_[d].links.end()) {
          here += part;
        }
      }
      leaves.push_back(here);
      // The high end of several links counts its traffic on each.
      const double times = scale == high ? static_cast<double>(load_kinds_[d].links.size()) : 1.0;
      enters.push_back(times * all - here);
    }
    const auto room =
        static_cast<double>(group_of_.size() * load_kinds_[d].links.size()) * rounding_bps;
    const double off = std::ceil(sum_of_greatest(leaves, most_changes_) + room);
    const double on = std::ceil(sum_of_greatest(enters, most_changes_) + room);
    span.lo = std::max<std::int64_t>(0, span.lo - static_cast<std::int64_t>(off));
    span.hi += static_cast<std::int64_t>(on);
    result.push_back(span);
  }
  return result;
}

void CandidateClasses::add_columns(const std::vector<std::vector<std::uint32_t>>& picks,
                                   Problem& problem) const {
  const ColumnRules rules{baseline_, load_kinds_, {}};
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& cls = classes_[blocks_[b].cls];
    std::vector<std::uint32_t> fresh;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      DecisionGroup& group = problem.groups[group_of_[row]];
      fresh.clear();
      for (const std::uint32_t pick : picks[group_of_[row]]) {
        const auto has = [&](const Column& column) { return column.pick == pick; };
        if (std::none_of(group.columns.begin(), group.columns.end(), has) &&
            std::find(fresh.begin(), fresh.end(), pick) == fresh.end()) {
          fresh.push_back(pick);
        }
      }
      const std::size_t first = group.columns.size();
      for (const std::uint32_t pick : fresh) {
        group.columns.push_back({pick, tie_rank(cls.candidates->front(), (*cls.candidates)[pick])});
      }
      price_more(rules, cls.transitions, budget_, first, group);
    }
  });
}

std::uint64_t CandidateClasses::open_work() const {
  std::uint64_t pairs = 0;
  for (const std::uint16_t count : opened_) {
    pairs += count;
  }
  return pairs * (links_ + (exact_ ? width_ : 0)) / products_of_a_step;
}

std::uint64_t CandidateClasses::exact_pricing_work() {
  return std::exchange(priced_exactly_, 0) * links_ * steps_of_an_end;
}

std::uint64_t CandidateClasses::scanning_work() {
  return std::exchange(scanned_, 0) * links_ / products_of_a_step;
}

std::uint64_t CandidateClasses::full_work() const {
  std::uint64_t pairs = 0;
  for (const Class& cls : classes_) {
    pairs += cls.count * cls.candidates->size();
  }
  return pairs * links_ / products_of_a_step;
}

}  // namespace bgpte::optimiser
