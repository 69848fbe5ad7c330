#include "src/optimiser/candidates/candidates.hpp"

#include <algorithm>

#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::Prepend;

/// How one link may announce a prefix.
struct Setting {
  Prepend prepend = model::not_announced;
  model::LeverChoice lever = model::no_lever;
  auto operator<=>(const Setting&) const = default;
};

Setting setting_of(const Advertisement& x, LinkIndex link) {
  return {x[link], x.lever(link)};
}

/// The settings that one link may have for a prefix; today's first where it is allowed.
std::vector<Setting> allowed(const model::Scenario& scenario, const Advertisement& today,
                             LinkIndex link) {
  const model::Policy& policy = scenario.policy;
  const Prepend now = today[link];
  const model::LeverChoice lever = today.lever(link);
  const bool pinned =
      std::binary_search(policy.pinned_links.begin(), policy.pinned_links.end(), link);
  std::vector<Setting> result;
  if (now <= policy.max_prepend) {
    result.push_back({now, lever});
  }
  if (pinned) {
    return result;
  }
  const bool carried = today.carried_on(link);
  if (carried ? policy.actions.prepend : policy.actions.announce) {
    const Prepend most = policy.actions.prepend ? policy.max_prepend : Prepend{0};
    for (Prepend k = 0; k <= most; ++k) {
      if (k != now) {
        result.push_back({k, lever});
      }
    }
  }
  // What taking a lever off, or another in its place, does is not known.
  const bool free = carried && lever == model::no_lever && now <= policy.max_prepend;
  const std::vector<model::Lever>& levers = scenario.links[link].levers;
  for (std::size_t i = 0; free && i < levers.size(); ++i) {
    if (model::may_choose(policy.actions, levers[i])) {
      result.push_back({now, static_cast<model::LeverChoice>(i + 1)});
    }
  }
  if (carried && policy.actions.withdraw) {
    result.push_back({});
  }
  return result;
}

/// How much may still change.
struct Allowance {
  std::size_t changes = 0;
  std::size_t levers = model::most_levers_of_a_prefix;
};

void extend(const std::vector<std::vector<Setting>>& choices, const Advertisement& today,
            std::size_t min_links, Allowance left, LinkIndex link, Advertisement& x,
            std::vector<Advertisement>& result) {
  if (link == choices.size()) {
    const std::size_t carried = x.carried_count();
    if (carried >= std::max<std::size_t>(1, min_links) && x.least() == 0 && x != today &&
        x != today.without_common_prepends()) {
      result.push_back(x);
    }
    return;
  }
  const Setting now = setting_of(today, link);
  for (const Setting& setting : choices[link]) {
    const bool change = setting != now;
    const bool pulls = setting.lever != model::no_lever && setting.lever != now.lever;
    if ((change && left.changes == 0) || (pulls && left.levers == 0)) {
      continue;
    }
    x[link] = setting.prepend;
    x.set_lever(link, setting.lever);
    extend(choices, today, min_links,
           {left.changes - (change ? 1 : 0), left.levers - (pulls ? 1 : 0)}, link + 1, x, result);
  }
}

}  // namespace

TieRank tie_rank(const Advertisement& today, const Advertisement& x) {
  TieRank rank;
  rank.prepends = x.total() - today.total();
  for (LinkIndex l = 0; l < x.size(); ++l) {
    const bool pulls = x.lever(l) != model::no_lever && x.lever(l) != today.lever(l);
    rank.changes += setting_of(x, l) != setting_of(today, l) ? 1 : 0;
    rank.added += x[l] > today[l] || pulls ? 1 : 0;
  }
  return rank;
}

bool lists_earlier(const Advertisement& today, const Advertisement& a, const Advertisement& b) {
  for (LinkIndex l = 0; l < a.size(); ++l) {
    const Setting left = setting_of(a, l);
    const Setting right = setting_of(b, l);
    if (left == right) {
      continue;
    }
    const Setting now = setting_of(today, l);
    if (left == now || right == now) {
      return right == now;
    }
    return left < right;
  }
  return false;
}

std::vector<Advertisement> candidates(const model::Scenario& scenario, model::PrefixIndex prefix,
                                      std::size_t changes) {
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  std::vector<Advertisement> result{today};
  if (model::is_pinned(scenario, prefix)) {
    return result;
  }
  std::vector<std::vector<Setting>> choices;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    choices.push_back(allowed(scenario, today, l));
  }
  Advertisement x = today;
  extend(choices, today, scenario.policy.min_links, {changes}, 0, x, result);
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
    const std::vector<Setting> choices = allowed(scenario, today, l);
    const bool keeps = !choices.empty() && choices.front() == setting_of(today, l);
    const double others = static_cast<double>(choices.size()) - (keeps ? 1 : 0);
    for (std::size_t k = changes + 1; k-- > 0;) {
      count[k] = (keeps ? count[k] : 0.0) + (k > 0 ? count[k - 1] * others : 0.0);
    }
  }
  return count;
}

}  // namespace bgpte::optimiser
