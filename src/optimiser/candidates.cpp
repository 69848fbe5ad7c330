#include "candidates.hpp"

#include <algorithm>

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::Prepend;

/// The prepends that one link may have for a prefix; today's first where it is allowed.
std::vector<Prepend> allowed(const model::Scenario& scenario, const Advertisement& today,
                             LinkIndex link) {
  const model::Policy& policy = scenario.policy;
  const Prepend now = today[link];
  const bool pinned =
      std::binary_search(policy.pinned_links.begin(), policy.pinned_links.end(), link);
  std::vector<Prepend> result;
  if (now <= policy.max_prepend) {
    result.push_back(now);
  }
  if (pinned) {
    return result;
  }
  const bool carried = today.carried_on(link);
  if (carried ? policy.actions.prepend : policy.actions.announce) {
    const Prepend most = policy.actions.prepend ? policy.max_prepend : Prepend{0};
    for (Prepend k = 0; k <= most; ++k) {
      if (k != now) {
        result.push_back(k);
      }
    }
  }
  if (carried && policy.actions.withdraw) {
    result.push_back(model::not_announced);
  }
  return result;
}

void extend(const std::vector<std::vector<Prepend>>& choices, const Advertisement& today,
            std::size_t min_links, std::size_t changes_left, LinkIndex link, Advertisement& x,
            std::vector<Advertisement>& result) {
  if (link == choices.size()) {
    const std::size_t carried = x.carried_count();
    if (carried >= std::max<std::size_t>(1, min_links) && x.least() == 0 && x != today &&
        x != today.without_common_prepends()) {
      result.push_back(x);
    }
    return;
  }
  for (const Prepend k : choices[link]) {
    const bool change = k != today[link];
    if (change && changes_left == 0) {
      continue;
    }
    x[link] = k;
    extend(choices, today, min_links, changes_left - (change ? 1 : 0), link + 1, x, result);
  }
}

}  // namespace

bool is_pinned(const model::Scenario& scenario, model::PrefixIndex prefix) {
  const model::Prefix& p = scenario.prefixes[prefix];
  const std::vector<model::PrefixIndex>& pins = scenario.policy.pinned_prefixes;
  return p.pinned || p.multihomed_elsewhere || std::binary_search(pins.begin(), pins.end(), prefix);
}

TieRank tie_rank(const Advertisement& today, const Advertisement& x) {
  TieRank rank;
  rank.prepends = x.total() - today.total();
  for (LinkIndex l = 0; l < x.size(); ++l) {
    rank.changes += x[l] != today[l] ? 1 : 0;
    rank.added += x[l] > today[l] ? 1 : 0;
  }
  return rank;
}

bool lists_earlier(const Advertisement& today, const Advertisement& a, const Advertisement& b) {
  for (LinkIndex l = 0; l < a.size(); ++l) {
    if (a[l] == b[l]) {
      continue;
    }
    if (a[l] == today[l] || b[l] == today[l]) {
      return b[l] == today[l];
    }
    return a[l] < b[l];
  }
  return false;
}

std::vector<Advertisement> candidates(const model::Scenario& scenario, model::PrefixIndex prefix,
                                      std::size_t changes) {
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  std::vector<Advertisement> result{today};
  if (is_pinned(scenario, prefix)) {
    return result;
  }
  std::vector<std::vector<Prepend>> choices;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    choices.push_back(allowed(scenario, today, l));
  }
  Advertisement x = today;
  extend(choices, today, scenario.policy.min_links, changes, 0, x, result);
  std::sort(result.begin() + 1, result.end(), [&](const Advertisement& a, const Advertisement& b) {
    return lists_earlier(today, a, b);
  });
  return result;
}

std::vector<double> count_candidates(const model::Scenario& scenario, model::PrefixIndex prefix,
                                     std::size_t changes) {
  // By convolution over the links.
  std::vector<double> count(changes + 1, 0.0);
  count[0] = 1;
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const std::vector<Prepend> choices = allowed(scenario, today, l);
    const bool keeps = !choices.empty() && choices.front() == today[l];
    const double others = static_cast<double>(choices.size()) - (keeps ? 1 : 0);
    for (std::size_t k = changes + 1; k-- > 0;) {
      count[k] = (keeps ? count[k] : 0.0) + (k > 0 ? count[k - 1] * others : 0.0);
    }
  }
  return count;
}

}  // namespace bgpte::optimiser
