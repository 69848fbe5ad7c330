#include "src/optimiser/candidates/candidate_classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::optimiser {
namespace {

/// Rows of one task.
constexpr std::size_t block_rows = 512;

/// Products that go as one step of the work counter: they run side by side and from the cache.
constexpr std::size_t products_of_a_step = 32;
/// Steps of asking for a high end, for each link: there are about as many stories.
constexpr std::size_t steps_of_an_end = 30;

}  // namespace

CandidateClasses::Scale CandidateClasses::scale_of(LoadKind::Kind kind) {
  switch (kind) {
    case LoadKind::Kind::billed:
      return billed;
    case LoadKind::Kind::peak:
      return peak;
    case LoadKind::Kind::high:
    case LoadKind::Kind::harm:
      return high;
    case LoadKind::Kind::low:
    case LoadKind::Kind::failure:
    case LoadKind::Kind::changes:
    case LoadKind::Kind::volume:
      break;
  }
  return scales;
}

bool CandidateClasses::supports(const std::vector<LoadKind>& sources) {
  return std::all_of(sources.begin(), sources.end(), [](const LoadKind& source) {
    return source.kind == LoadKind::Kind::changes || scale_of(source.kind) != scales;
  });
}

bool CandidateClasses::one_sided(std::size_t dimension) const {
  return scale_of(sources_[dimension].kind) == high;
}

CandidateClasses::CandidateClasses(const evaluation::Baseline& states,
                                   std::vector<LoadKind> sources,
                                   const std::vector<DecisionGroup>& units,
                                   const WorkBudget& budget)
    : states_(states),
      sources_(std::move(sources)),
      threads_(budget.threads()),
      effort_(budget),
      links_(states.scenario().links.size()) {
  for (model::LinkIndex l = 0; l < links_; ++l) {
    factor_[billed].push_back(1);
    factor_[peak].push_back(states.peak_factor(l));
    factor_[high].push_back(states.high_factor(l));
  }
  std::map<std::pair<std::size_t, const void*>, std::size_t> known;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const DecisionGroup::Candidates& candidates = units[u].candidates.front();
    const auto [entry, added] = known.try_emplace(
        {states.ingress().behaviour(units[u].prefixes.front()), candidates.get()}, classes_.size());
    if (added) {
      classes_.emplace_back();
      classes_.back().candidates = candidates;
      members.emplace_back();
    }
    members[entry->second].push_back(u);
  }
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    classes_[k].first = unit_of_.size();
    classes_[k].count = members[k].size();
    unit_of_.insert(unit_of_.end(), members[k].begin(), members[k].end());
    for (std::size_t at = 0; at < members[k].size(); at += block_rows) {
      const std::size_t first = classes_[k].first + at;
      blocks_.push_back(
          {k, first, std::min(first + block_rows, classes_[k].first + members[k].size())});
    }
  }
  for (const std::size_t u : unit_of_) {
    volume_.push_back(0);
    prefix_of_.push_back(units[u].prefixes.front());
    for (const model::Bps cell : states.ingress().today().home[prefix_of_.back()]) {
      home_.push_back(static_cast<double>(cell.value));
      volume_.back() += home_.back();
    }
  }
  for (const LoadKind& source : sources_) {
    harm_ = harm_ || source.kind == LoadKind::Kind::harm;
    drifting_ = drifting_ || source.kind == LoadKind::Kind::high;
  }
  width_ = links_ * ((harm_ ? 1 : 0) + (drifting_ ? 1 : 0));
  open_.assign(unit_of_.size() * most_open, 0);
  opened_.assign(unit_of_.size(), 0);
  pick_.assign(unit_of_.size(), 0);
  pick_place_.assign(unit_of_.size(), 0);
  std::atomic<bool> stopped{false};
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    Class& of = classes_[k];
    const std::size_t behaviour = states_.ingress().behaviour(prefix_of_[of.first]);
    const model::Advertisement& today = of.candidates->front();
    std::vector<double> all(links_, 0.0);
    for (std::size_t row = of.first; row < of.first + of.count; ++row) {
      for (std::size_t j = 0; j < links_; ++j) {
        all[j] += home_[row * links_ + j] * factor_[high][j];
      }
    }
    for (const model::Advertisement& x : *of.candidates) {
      if (of.transitions.size() % 64 == 0 && (stopped || budget.asked_to_stop())) {
        stopped = true;
        return;
      }
      of.transitions.push_back(states_.ingress().transition(behaviour, x));
      of.changes.push_back(tie_rank(today, x).changes);
      if (width_ > 0) {
        of.floors.push_back(states_.ingress().high_floor(behaviour, x, all));
      }
    }
    const std::size_t tiles = (of.candidates->size() + lanes - 1) / lanes;
    of.cost.assign(of.candidates->size() * links_, 0.0);
    of.tiles.assign(tiles * lanes * links_, 0.0);
    of.bias.assign(tiles * lanes, std::numeric_limits<double>::infinity());
  });
  stopped_ = stopped;
}

void CandidateClasses::ask_for_ends() {
  exact_ = true;
  opened_.assign(unit_of_.size(), 0);
  ends_.assign(unit_of_.size() * most_open * width_, 0);
}

std::vector<Span> CandidateClasses::spans(const Problem& problem) const {
  // A unit brings a link between nothing and all that it has, wherever that is scaled most.
  std::vector<Span> result;
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    const std::int64_t base = problem.dimensions[d].base;
    Span span{base, base};
    const Scale scale = scale_of(sources_[d].kind);
    if (scale == scales) {
      for (const Class& of : classes_) {
        const double most = *std::max_element(of.changes.begin(), of.changes.end());
        span.hi += static_cast<std::int64_t>(most) * static_cast<std::int64_t>(of.count);
      }
      result.push_back(span);
      continue;
    }
    double leaves = 0;
    double enters = 0;
    for (std::size_t row = 0; row < unit_of_.size(); ++row) {
      double here = 0;
      double all = 0;
      for (std::size_t j = 0; j < links_; ++j) {
        const double part = home_[row * links_ + j] * factor_[scale][j];
        all += part;
        if (std::find(sources_[d].links.begin(), sources_[d].links.end(), j) !=
            sources_[d].links.end()) {
          here += part;
        }
      }
      leaves += here;
      // The high end of several links counts its traffic on each.
      enters += (scale == high ? static_cast<double>(sources_[d].links.size()) : 1.0) * all - here;
    }
    const auto room =
        static_cast<double>(unit_of_.size() * sources_[d].links.size()) * rounding_bps;
    span.lo =
        std::max<std::int64_t>(0, span.lo - static_cast<std::int64_t>(std::ceil(leaves + room)));
    span.hi += static_cast<std::int64_t>(std::ceil(enters + room));
    result.push_back(span);
  }
  return result;
}

void CandidateClasses::add_columns(const std::vector<std::vector<std::uint32_t>>& picks,
                                   Problem& problem) const {
  const ColumnRules rules{states_, sources_, {}, {}};
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    std::vector<std::uint32_t> fresh;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      DecisionGroup& unit = problem.units[unit_of_[row]];
      fresh.clear();
      for (const std::uint32_t pick : picks[unit_of_[row]]) {
        const auto has = [&](const Column& column) { return column.pick == pick; };
        if (std::none_of(unit.columns.begin(), unit.columns.end(), has) &&
            std::find(fresh.begin(), fresh.end(), pick) == fresh.end()) {
          fresh.push_back(pick);
        }
      }
      const std::size_t first = unit.columns.size();
      for (const std::uint32_t pick : fresh) {
        unit.columns.push_back({pick, tie_rank(of.candidates->front(), (*of.candidates)[pick])});
      }
      price_more(rules, of.transitions, effort_, first, unit);
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

std::uint64_t CandidateClasses::asked_work() {
  return std::exchange(asked_, 0) * links_ * steps_of_an_end;
}

std::uint64_t CandidateClasses::full_work() const {
  std::uint64_t pairs = 0;
  for (const Class& of : classes_) {
    pairs += of.count * of.candidates->size();
  }
  return pairs * links_ / products_of_a_step;
}

}  // namespace bgpte::optimiser
