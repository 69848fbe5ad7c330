// Lists and counts the advertisements that a prefix may have.
#include "src/optimiser/candidates/candidates.hpp"

#include <algorithm>
#include <cstdlib>

#include "bgpte/model/allowed_changes.hpp"
#include "src/optimiser/tie_break.hpp"

namespace bgpte::optimiser {
namespace {

using model::Advertisement;
using model::LinkIndex;
using model::Setting;
using model::setting_of;

/// How much may still change.
struct Allowance {
  std::size_t changes = 0;
  std::size_t levers = model::most_levers_of_a_prefix;
};

/// What the rules for one link allow, without prepends that no source tells from smaller ones:
/// links that change can be a gap each above the highest that does not.
std::vector<Setting> settings_of(const model::Scenario& scenario, model::PrefixIndex prefix,
                                 LinkIndex link, std::size_t changes,
                                 std::optional<int> longest_gap) {
  std::vector<Setting> settings = model::allowed_settings(scenario, prefix, link);
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  const auto far = [&](const Setting& setting) {
    // A smaller prepend does not stand for none: where all links are prepended today, the least may
    // become 0 and nothing between.
    bool near = setting == setting_of(today, link) || setting.prepend <= 0;
    for (LinkIndex l = 0; l < today.size() && !near; ++l) {
      near = today.carried_on(l) &&
             std::abs(setting.prepend - today[l]) <= (*longest_gap + 1) * static_cast<int>(changes);
    }
    return !near;
  };
  if (longest_gap) {
    settings.erase(std::remove_if(settings.begin(), settings.end(), far), settings.end());
  }
  return settings;
}

/// True if some link that is prepended more than today could be prepended once less, and every
/// source would choose as before: the link is beyond the longest gap from all others, before and
/// after.
bool prepends_too_much(const Advertisement& today, const Advertisement& x, int longest_gap) {
  for (LinkIndex l = 0; l < x.size(); ++l) {
    if (!x.carried_on(l) || !today.carried_on(l) || x[l] <= today[l] + 1) {
      continue;
    }
    const int rise = x[l] - today[l];
    bool same = true;
    for (LinkIndex m = 0; m < x.size() && same; ++m) {
      const bool carried = x.carried_on(m) && m != l;
      const int rise_of_m = today.carried_on(m) ? x[m] - today[m] : 0;
      // The order of the rises says which traffic can move.
      same = !carried || ((x[l] > x[m] + longest_gap + 1 || x[l] < x[m] - longest_gap) &&
                          (rise > rise_of_m + 1 || rise < rise_of_m));
    }
    if (same) {
      return true;
    }
  }
  return false;
}

/// Adds to `result` every combination of `settings` from `link` on that the rules for the whole
/// advertisement allow, x having the settings of the links before.
struct Extension {
  const model::Scenario& scenario;
  model::PrefixIndex prefix;
  const std::vector<std::vector<Setting>>& settings;  ///< [link]
  std::optional<int> longest_gap;
  std::vector<Advertisement>& result;

  void extend(Allowance left, LinkIndex link, Advertisement& x) const {
    const Advertisement& today = scenario.prefixes[prefix].advertise;
    if (link == settings.size()) {
      if (x != today && !(longest_gap && prepends_too_much(today, x, *longest_gap)) &&
          model::why_not_as_a_whole(scenario, prefix, x).empty()) {
        result.push_back(x);
      }
      return;
    }
    const Setting now = setting_of(today, link);
    for (const Setting& setting : settings[link]) {
      const bool change = setting != now;
      const bool pulls = setting.lever != model::no_lever && setting.lever != now.lever;
      if ((change && left.changes == 0) || (pulls && left.levers == 0)) {
        continue;
      }
      x[link] = setting.prepend;
      x.set_lever(link, setting.lever);
      extend({left.changes - (change ? 1 : 0), left.levers - (pulls ? 1 : 0)}, link + 1, x);
    }
  }
};

}  // namespace

std::vector<Advertisement> candidates(const model::Scenario& scenario, model::PrefixIndex prefix,
                                      std::size_t changes, std::optional<int> longest_gap) {
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  std::vector<Advertisement> result{today};
  if (model::is_pinned(scenario, prefix)) {
    return result;
  }
  std::vector<std::vector<Setting>> settings;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    settings.push_back(settings_of(scenario, prefix, l, changes, longest_gap));
  }
  Advertisement x = today;
  Extension{scenario, prefix, settings, longest_gap, result}.extend({changes}, 0, x);
  std::sort(result.begin() + 1, result.end(), [&](const Advertisement& a, const Advertisement& b) {
    return lists_earlier(today, a, b);
  });
  return result;
}

std::vector<double> count_candidates(const model::Scenario& scenario, model::PrefixIndex prefix,
                                     std::size_t changes, std::optional<int> longest_gap) {
  // By convolution over the links.
  std::vector<double> count(changes + 1, 0.0);
  count[0] = 1;
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const std::vector<Setting> settings = settings_of(scenario, prefix, l, changes, longest_gap);
    const bool keeps = !settings.empty() && settings.front() == setting_of(today, l);
    const double others = static_cast<double>(settings.size()) - (keeps ? 1 : 0);
    for (std::size_t k = changes + 1; k-- > 0;) {
      count[k] = (keeps ? count[k] : 0.0) + (k > 0 ? count[k - 1] * others : 0.0);
    }
  }
  return count;
}

}  // namespace bgpte::optimiser
