// Leaves out candidates that cannot be part of a plan which brings the relief that it must.
#include "src/optimiser/candidates/relief_filter.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "bgpte/evaluation/goals.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;

/// What rounding to whole bps may add to the relief of one prefix on one link, and what a plan may
/// lack of it, bps.
constexpr double rounding_bps = 2;
constexpr double slack_bps = 1000;

std::vector<LinkIndex> links_above(const evaluation::Baseline& baseline, Goal goal) {
  std::vector<LinkIndex> result;
  const evaluation::Rates& loads =
      evaluation::level_loads(baseline.scenario().policy, baseline.today());
  for (LinkIndex l = 0; l < loads.size(); ++l) {
    const model::Bps threshold = goal == Goal::loss ? baseline.scenario().links[l].capacity
                                                    : evaluation::excess_threshold(baseline, l);
    if (loads[l] > threshold.value) {
      result.push_back(l);
    }
  }
  return result;
}

}  // namespace

bool ReliefFilter::supports(const evaluation::Baseline& baseline) {
  if (baseline.scenario().policy.forecast != model::ForecastLevel::expected ||
      !baseline.followers().empty()) {
    return false;
  }
  for (std::size_t b = 0; b < baseline.ingress().behaviours(); ++b) {
    if (baseline.ingress().more_prepends_repel(b)) {
      return true;
    }
  }
  return false;
}

ReliefFilter::ReliefFilter(const evaluation::Baseline& baseline, const ReliefNeed& need,
                           std::span<const DecisionGroup> groups)
    : baseline_(baseline), need_(need), relieved_(links_above(baseline, need.goal)) {
  bound_all(groups);
}

const ReliefFilter::Class& ReliefFilter::class_of(const DecisionGroup& group) {
  const std::size_t behaviour = baseline_.ingress().behaviour(group.prefixes.front());
  const std::vector<Advertisement>& list = *group.candidates.front();
  const auto [entry, added] = classes_.try_emplace({behaviour, &list});
  Class& result = entry->second;
  if (!added) {
    return result;
  }
  std::map<SingleChange, std::uint16_t> numbers;
  const auto number_of = [&](LinkIndex l, model::Prepend prepend) {
    const auto [known, is_new] =
        numbers.try_emplace({l, prepend}, static_cast<std::uint16_t>(numbers.size()));
    if (is_new) {
      Advertisement x = list.front();
      x[l] = prepend;
      result.transitions.push_back(baseline_.ingress().transition(behaviour, x));
      for (const LinkIndex relieved : relieved_) {
        result.helps.push_back((prepend > list.front()[l]) == (l == relieved));
      }
    }
    return known->second;
  };
  const bool repels = baseline_.ingress().more_prepends_repel(behaviour);
  for (const Advertisement& x : list) {
    result.first.push_back(static_cast<std::uint32_t>(result.parts.size()));
    bool known = repels;
    for (LinkIndex l = 0; l < x.size(); ++l) {
      known = known && x.carried_on(l) == list.front().carried_on(l) &&
              x.lever(l) == list.front().lever(l);
      if (known && x[l] != list.front()[l]) {
        result.parts.push_back(number_of(l, x[l]));
      }
    }
    result.known.push_back(known);
  }
  result.first.push_back(static_cast<std::uint32_t>(result.parts.size()));
  return result;
}

double ReliefFilter::home(const DecisionGroup& group, LinkIndex link) const {
  const auto& today = baseline_.ingress().today().home[group.prefixes.front()];
  return static_cast<double>(today[link].value) * baseline_.peak_factor(link);
}

double ReliefFilter::enters(const DecisionGroup& group) const {
  double sum = 0;
  for (const LinkIndex relieved : relieved_) {
    sum += home(group, relieved);
  }
  return sum;
}

ReliefFilter::Relief ReliefFilter::relief_of(const DecisionGroup& group, const Class& of) const {
  Relief result;
  for (const LinkIndex relieved : relieved_) {
    result.home.push_back(home(group, relieved) + rounding_bps);
  }
  result.single.assign(of.helps.size(), 0.0);
  for (std::size_t i = 0; i < of.helps.size(); ++i) {
    const std::size_t r = i % relieved_.size();
    if (of.helps[i]) {
      const double stays = of.transitions[i / relieved_.size()]->at(relieved_[r], relieved_[r]);
      result.single[i] = home(group, relieved_[r]) * (1 - stays) + rounding_bps;
    }
  }
  return result;
}

/// The best changes first, whichever prefixes they are of: the first change of a prefix brings what
/// its best one does, all of them together at most all that enters by the links.
void ReliefFilter::bound_all(std::span<const DecisionGroup> groups) {
  const std::size_t width = relieved_.size();
  std::vector<double> steps;
  for (const DecisionGroup& group : groups) {
    const Class& of = class_of(group);
    const Relief relief = relief_of(group, of);
    const double all = std::accumulate(relief.home.begin(), relief.home.end(), 0.0);
    const bool known = std::find(of.known.begin(), of.known.end(), false) == of.known.end();
    double first = known ? all / 2 : all;
    for (std::size_t c = 0; c < of.transitions.size(); ++c) {
      double brings = 0;
      for (std::size_t r = 0; r < width; ++r) {
        brings += relief.single[c * width + r];
      }
      first = std::max(first, brings);
    }
    steps.push_back(first);
    steps.push_back(std::max(0.0, all - first));
  }
  const std::size_t most = std::min(need_.most_changes, steps.size());
  std::partial_sort(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(most), steps.end(),
                    std::greater<>());
  most_.assign(1, 0.0);
  for (std::size_t n = 0; n < most; ++n) {
    most_.push_back(most_.back() + steps[n]);
  }
}

/// True if a plan may have a candidate that brings at most so much.
bool ReliefFilter::is_possible(double relief, std::size_t changes) const {
  const auto today = static_cast<double>(need_.today.value);
  const auto at_most = static_cast<double>(need_.at_most.value) + slack_bps;
  for (std::size_t others = 0; others < most_.size() && changes + others <= need_.most_changes;
       ++others) {
    const double left = std::max(0.0, today - relief - most_[others]);
    if (left + static_cast<double>(need_.for_each.value) * static_cast<double>(changes + others) <=
        at_most) {
      return true;
    }
  }
  return false;
}

/// What a candidate takes off the relieved links at most, bps.
double ReliefFilter::brings(const Class& of, const Relief& relief, std::size_t candidate) {
  const std::size_t width = relief.home.size();
  double sum = 0;
  for (std::size_t r = 0; r < width; ++r) {
    double by_one = 0;
    int helping = of.known[candidate] ? 0 : 2;
    for (std::size_t i = of.first[candidate]; i < of.first[candidate + 1]; ++i) {
      const std::size_t at = of.parts[i] * width + r;
      helping += of.helps[at] ? 1 : 0;
      by_one = std::max(by_one, relief.single[at]);
    }
    sum += helping < 2 ? by_one : relief.home[r];
  }
  return sum;
}

DecisionGroup::Candidates ReliefFilter::useful(const DecisionGroup& group) {
  const DecisionGroup::Candidates& list = group.candidates.front();
  const Class& of = class_of(group);
  const Relief relief = relief_of(group, of);
  std::vector<bool> keep(list->size(), true);
  for (std::size_t c = 1; c < list->size(); ++c) {
    keep[c] = is_possible(brings(of, relief, c), (*list)[c].changes_from(list->front()));
  }
  if (std::find(keep.begin(), keep.end(), false) == keep.end()) {
    return list;
  }
  DecisionGroup::Candidates& result = lists_[{list.get(), keep}];
  if (!result) {
    std::vector<Advertisement> kept;
    for (std::size_t c = 0; c < list->size(); ++c) {
      if (keep[c]) {
        kept.push_back((*list)[c]);
      }
    }
    result = std::make_shared<const std::vector<Advertisement>>(std::move(kept));
  }
  return result;
}

std::vector<std::uint32_t> ReliefFilter::leading(const DecisionGroup& group) {
  const double needed = static_cast<double>(need_.today.value - need_.at_most.value) - slack_bps;
  const double of_each = std::max(0.0, needed) / static_cast<double>(need_.most_changes) +
                         static_cast<double>(need_.for_each.value);
  const std::vector<Advertisement>& list = *group.candidates.front();
  const Class& of = class_of(group);
  const Relief relief = relief_of(group, of);
  std::vector<std::uint32_t> result;
  if (std::accumulate(relief.home.begin(), relief.home.end(), 0.0) < of_each) {
    return result;
  }
  for (std::uint32_t c = 1; c < list.size(); ++c) {
    const auto changes = static_cast<double>(list[c].changes_from(list.front()));
    if (brings(of, relief, c) >= changes * of_each) {
      result.push_back(c);
    }
  }
  return result;
}

}  // namespace bgpte::optimiser
