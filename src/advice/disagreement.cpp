// What the summary says where observations of a changed prefix disagree with their fit.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/ingress/repeats.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// Points by which shares of one announcement do not differ by themselves.
constexpr double least_told = 100 * ingress::least_jump;

/// True if the finding tells of an observation of the prefix that its best fit misses by much.
bool disagrees(const model::Scenario& scenario, const model::Finding& finding,
               const std::string& prefix) {
  if (finding.rule != "observation-residual" || finding.points < least_told) {
    return false;
  }
  const auto& observations = scenario.ingress.observations;
  return std::any_of(observations.begin(), observations.end(), [&](const model::Observation& one) {
    const bool concerned = !one.prefix || name_of(scenario, *one.prefix) == prefix;
    // Those of a log have one subject; what is said of them names the prefix.
    const bool meant =
        !one.at || !one.prefix || finding.message.find(prefix + " ") != std::string::npos;
    return one.source == finding.subject && concerned && meant;
  });
}

}  // namespace

std::string disagreement_text(const model::Scenario& scenario, const Advice& advice) {
  std::vector<std::string> prefixes;
  for (const ChangeText& change : advice.changes) {
    const bool told = std::find(prefixes.begin(), prefixes.end(), change.prefix) != prefixes.end();
    if (!told && std::any_of(advice.findings.begin(), advice.findings.end(),
                             [&](const model::Finding& finding) {
                               return disagrees(scenario, finding, change.prefix);
                             })) {
      prefixes.push_back(change.prefix);
    }
  }
  return prefixes.empty()
             ? ""
             : fmt::format(
                   " The observations of {} disagree with their best fit, so the range of "
                   "announcements that were not observed themselves is wide.",
                   join_some(std::move(prefixes), 3));
}

}  // namespace bgpte::advice
