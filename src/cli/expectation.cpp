#include "expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bgpte::cli {

namespace {

std::string said(model::Prepend prepend) {
  return prepend < 0 ? "not announced" : "prepend " + std::to_string(prepend);
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
    std::map<std::pair<std::string, std::string>, model::Prepend> wanted;
    for (const model::Expectation::ExpectedChange& change : *expect.changes) {
      wanted[{to_string(scenario.prefixes[change.prefix].prefix),
              scenario.links[change.link].name}] = change.to;
    }
    for (const advice::ChangeText& change : advice.changes) {
      const auto expected = wanted.find({change.prefix, change.link});
      if (expected == wanted.end()) {
        found.push_back(fmt::format("changes: {} on {} to {} was not expected", change.prefix,
                                    change.link, said(change.to)));
        continue;
      }
      if (expected->second != change.to) {
        found.push_back(fmt::format("changes: {} on {}: expected {}, got {}", change.prefix,
                                    change.link, said(expected->second), said(change.to)));
      }
      wanted.erase(expected);
    }
    for (const auto& [cell, to] : wanted) {
      found.push_back(
          fmt::format("changes: {} on {} to {} is missing", cell.first, cell.second, said(to)));
    }
  }
  if (expect.findings) {
    for (const std::string& rule : *expect.findings) {
      if (std::none_of(advice.findings.begin(), advice.findings.end(),
                       [&](const model::Finding& finding) { return finding.rule == rule; })) {
        found.push_back(fmt::format("findings: {} is missing", rule));
      }
    }
  }
  return found;
}

}  // namespace bgpte::cli
