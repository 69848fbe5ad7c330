// Findings: what all rules and the ingress model notice, in order.
#include "bgpte/advice/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::advice {

NetworkToday network_today(const evaluation::Baseline& baseline, unsigned threads,
                           const evaluation::LinksDown& down) {
  const model::Scenario& scenario = baseline.scenario();
  NetworkToday network{baseline,
                       scenario,
                       baseline.ingress(),
                       down,
                       evaluation::evaluate(baseline, {}, threads, down),
                       {},
                       evaluation::bill_detail(baseline, {}, down)};
  if (scenario.policy.n_minus_1 != model::NMinusOne::off) {
    for (evaluation::FailureCase& failure : evaluation::failure_cases(scenario, down)) {
      network.failures.push_back({std::move(failure), {}});
    }
    parallel::parallel_for(threads, network.failures.size(), [&](std::size_t i) {
      FailureToday& state = network.failures[i];
      state.load = evaluation::forecast(baseline, {}, state.failure.links);
    });
  }
  return network;
}

std::vector<model::Finding> findings_of(const NetworkToday& network, const evaluation::Plan& plan) {
  std::vector<model::Finding> findings = network.ingress.findings();
  for (const Rule& row : rules()) {
    std::vector<model::Finding> seen;
    if (row.see != nullptr) {
      seen = row.see(network);
    } else if (row.see_in_plan != nullptr) {
      seen = row.see_in_plan(network, plan);
    }
    const std::size_t all = seen.size();
    seen.resize(std::min(all, findings_per_rule));
    for (model::Finding& finding : seen) {
      finding.rule = row.id;
      finding.severity = row.severity;
      finding.suggestion = sentence(std::move(finding.suggestion));
      findings.push_back(std::move(finding));
    }
    if (all > findings_per_rule) {
      findings.push_back(
          {std::string(row.id), row.severity, "",
           fmt::format("{} more findings of this rule are not listed", all - findings_per_rule),
           ""});
    }
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const model::Finding& a, const model::Finding& b) {
                     return a.severity != b.severity ? a.severity > b.severity : a.rule < b.rule;
                   });
  return findings;
}

}  // namespace bgpte::advice
