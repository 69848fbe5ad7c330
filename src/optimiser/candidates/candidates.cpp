// Lists and counts the advertisements that a prefix may have.
#include "src/optimiser/candidates/candidates.hpp"

#include <algorithm>

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

/// Adds to `result` every combination of `settings` from `link` on that the rules for the whole
/// advertisement allow, x having the settings of the links before.
struct Extension {
  const model::Scenario& scenario;
  model::PrefixIndex prefix;
  const std::vector<std::vector<Setting>>& settings;  ///< [link]
  std::vector<Advertisement>& result;

  void extend(Allowance left, LinkIndex link, Advertisement& x) const {
    const Advertisement& today = scenario.prefixes[prefix].advertise;
    if (link == settings.size()) {
      if (x != today && model::why_not_as_a_whole(scenario, prefix, x).empty()) {
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
                                      std::size_t changes) {
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  std::vector<Advertisement> result{today};
  if (model::is_pinned(scenario, prefix)) {
    return result;
  }
  std::vector<std::vector<Setting>> settings;
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    settings.push_back(model::allowed_settings(scenario, prefix, l));
  }
  Advertisement x = today;
  Extension{scenario, prefix, settings, result}.extend({changes}, 0, x);
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
    const std::vector<Setting> settings = model::allowed_settings(scenario, prefix, l);
    const bool keeps = !settings.empty() && settings.front() == setting_of(today, l);
    const double others = static_cast<double>(settings.size()) - (keeps ? 1 : 0);
    for (std::size_t k = changes + 1; k-- > 0;) {
      count[k] = (keeps ? count[k] : 0.0) + (k > 0 ? count[k - 1] * others : 0.0);
    }
  }
  return count;
}

}  // namespace bgpte::optimiser
