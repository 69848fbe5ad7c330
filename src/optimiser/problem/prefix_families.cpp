// Which prefixes are decided together.
#include "src/optimiser/problem/prefix_families.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "bgpte/evaluation/forecast.hpp"

namespace bgpte::optimiser {
namespace {

using model::LinkIndex;
using model::PrefixIndex;

/// Prefixes within one that are decided together so that some may be announced to few.
constexpr std::size_t most_in_part = 4;

/// [prefix] the prefixes that lie within the same widest one.
std::vector<std::size_t> sizes_of_blocks(const evaluation::Baseline& baseline) {
  const auto& covering = baseline.longest_covering();
  std::vector<PrefixIndex> widest(covering.size());
  std::vector<std::size_t> count(covering.size());
  for (PrefixIndex p = 0; p < covering.size(); ++p) {  // A cover comes before what it covers.
    widest[p] = covering[p] ? widest[*covering[p]] : p;
    ++count[widest[p]];
  }
  for (PrefixIndex p = covering.size(); p-- > 0;) {
    count[p] = count[widest[p]];
  }
  return count;
}

/// True if not every source hears what a failure leaves of the prefix, so that some follow the one
/// around it.
bool follows_in_part(const evaluation::Baseline& baseline,
                     const std::vector<evaluation::FailureCase>& failures, PrefixIndex p) {
  return baseline.longest_covering()[p] &&
         std::any_of(failures.begin(), failures.end(), [&](const auto& failure) {
           const auto x = evaluation::effective(baseline, {}, failure.links, p);
           return x && !x->less_specifics().empty();
         });
}

/// True if it may be announced so that sources hear it no more, and follow the one around it.
bool may_follow_in_part(const evaluation::Baseline& baseline, PrefixIndex p) {
  const model::Scenario& scenario = baseline.scenario();
  const model::Actions& actions = scenario.policy.actions;
  const model::Advertisement& today = scenario.prefixes[p].advertise;
  bool may = false;
  for (LinkIndex l = 0; l < today.size() && baseline.longest_covering()[p]; ++l) {
    const model::Link& link = scenario.links[l];
    const bool may_carry = today.carried_on(l) || actions.announce;
    may =
        may || (may_carry && actions.withdraw && link.relationship != model::Relationship::transit);
    for (const model::Lever& lever : link.levers) {
      may = may || (may_carry && lever.limits_export);
    }
  }
  return may;
}

}  // namespace

PrefixFamilies find_families(const evaluation::Baseline& baseline,
                             const std::vector<evaluation::FailureCase>& failures, bool joined) {
  const model::Actions& actions = baseline.scenario().policy.actions;
  const auto& covering = baseline.longest_covering();
  std::vector<PrefixIndex> followers = baseline.followers();
  const std::vector<std::size_t> around = sizes_of_blocks(baseline);
  for (PrefixIndex p = 0; p < covering.size(); ++p) {
    if (follows_in_part(baseline, failures, p) ||
        (may_follow_in_part(baseline, p) && around[p] <= most_in_part)) {
      followers.push_back(p);
    }
  }
  PrefixFamilies result;
  result.followed.assign(covering.size(), false);
  for (const PrefixIndex p : followers) {
    result.followed[p] = true;
    for (auto cover = covering[p]; cover; cover = covering[*cover]) {
      result.followed[*cover] = true;
    }
  }
  std::map<PrefixIndex, std::vector<PrefixIndex>> families;  // By the widest of each.
  const bool follow = joined && (actions.withdraw || actions.announce);
  for (PrefixIndex p = 0; p < covering.size(); ++p) {
    PrefixIndex widest = p;
    for (auto cover = covering[p]; cover; cover = covering[*cover]) {
      widest = follow || (result.followed[p] && result.followed[*cover]) ? *cover : widest;
    }
    families[widest].push_back(p);
  }
  for (auto& [first, members] : families) {
    result.families.push_back(std::move(members));
  }
  return result;
}

}  // namespace bgpte::optimiser
