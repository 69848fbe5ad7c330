// Compares advice with the expect object of its scenario.
#include "src/cli/check/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/advice/rules.hpp"

namespace bgpte::cli {

namespace {

/// The end of one change that the scenario expects. The lever by its name, empty for none; not
/// compared where the scenario does not say it.
struct ExpectedEnd {
  model::Prepend to = model::not_announced;
  std::optional<std::string> lever;
};

std::optional<std::string> lever_of(const model::Scenario& scenario,
                                    const model::Expectation::ExpectedChange& change) {
  if (!change.lever) {
    return std::nullopt;
  }
  return *change.lever == model::no_lever
             ? std::string()
             : scenario.links[change.link].levers[*change.lever - 1U].name;
}

std::string said(model::Prepend prepend, const std::optional<std::string>& lever) {
  const std::string announced =
      prepend < 0 ? "not announced" : "prepend " + std::to_string(prepend);
  return !lever           ? announced
         : lever->empty() ? announced + " without a lever"
                          : announced + " with " + *lever;
}

}  // namespace

std::vector<std::string> differences(const model::Scenario& scenario,
                                     const model::Expectation& expect,
                                     const advice::Advice& advice) {
  std::vector<std::string> found;
  if (expect.status && *expect.status != name_of(advice.status)) {
    found.push_back(
        fmt::format("status: expected {}, got {}", *expect.status, name_of(advice.status)));
  }
  if (expect.changes) {
    std::map<std::pair<std::string, std::string>, ExpectedEnd> wanted;
    for (const model::Expectation::ExpectedChange& change : *expect.changes) {
      wanted[{to_string(scenario.prefixes[change.prefix].prefix),
              scenario.links[change.link].name}] = {change.to, lever_of(scenario, change)};
    }
    for (const advice::ChangeText& change : advice.changes) {
      const auto expected = wanted.find({change.prefix, change.link});
      const std::string lever = change.lever_to ? change.lever_to->name : "";
      const std::string got = said(change.to, lever.empty() ? std::nullopt : std::optional(lever));
      if (expected == wanted.end()) {
        found.push_back(fmt::format("changes: {} on {} to {} was not expected", change.prefix,
                                    change.link, got));
        continue;
      }
      const ExpectedEnd& want = expected->second;
      if (want.to != change.to || (want.lever && *want.lever != lever)) {
        found.push_back(fmt::format("changes: {} on {}: expected {}, got {}", change.prefix,
                                    change.link, said(want.to, want.lever), got));
      }
      wanted.erase(expected);
    }
    for (const auto& [cell, want] : wanted) {
      found.push_back(fmt::format("changes: {} on {} to {} is missing", cell.first, cell.second,
                                  said(want.to, want.lever)));
    }
  }
  if (expect.findings) {
    for (const std::string& rule : *expect.findings) {
      const std::string_view wanted = advice::current_rule(rule);
      if (std::none_of(advice.findings.begin(), advice.findings.end(),
                       [&](const model::Finding& finding) { return finding.rule == wanted; })) {
        found.push_back(fmt::format("findings: {} is missing", rule));
      }
    }
  }
  return found;
}

}  // namespace bgpte::cli
