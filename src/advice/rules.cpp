#include "bgpte/advice/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/rules/rule_table.hpp"

namespace bgpte::advice {
namespace {

using model::Severity;

constexpr std::array<Rule, 33> table{{
    {"as-graph-file", Severity::warning, "Lines of the AS graph not understood", nullptr},
    {"bogon-prefix", Severity::warning, "Prefix of special-purpose space", rule::bogon_prefix},
    {"commit-unused", Severity::info, "Commitment not used", rule::commit_unused},
    {"community-known", Severity::info, "Provider known to act on communities",
     rule::community_known},
    {"congested-by-one-prefix", Severity::warning, "Congested by one prefix",
     rule::congested_by_one_prefix},
    {"dear-link", Severity::info, "Dear link carries what a cheap one could", rule::dear_link},
    {"inbound-above-capacity", Severity::warning, "Inbound above capacity",
     rule::inbound_above_capacity},
    {"lever-effect-unknown", Severity::warning, "Lever whose effect nothing tells", nullptr},
    {"lever-not-used", Severity::info, "Lever that could help and is not used",
     rule::lever_not_used},
    {"lever-to-confirm", Severity::warning, "Lever to confirm with the provider", nullptr},
    {"link-congested", Severity::error, "Link congested", rule::link_congested},
    {"link-saturated", Severity::warning, "Link saturated, demand hidden", rule::link_saturated},
    {"measured-mismatch", Severity::warning, "Prefixes sum to more than the link", nullptr},
    {"n-1-overload", Severity::warning, "A failure overloads a link", rule::n_1_overload},
    {"near-ceiling", Severity::warning, "Link close to its ceiling", rule::near_ceiling},
    {"observation-residual", Severity::warning, "Observation the model cannot explain", nullptr},
    {"overlapping-prefixes", Severity::info, "Overlapping prefixes", rule::overlapping_prefixes},
    {"partly-measured", Severity::warning, "Inbound not given for an announced link", nullptr},
    {"prefix-too-long", Severity::warning, "Prefix longer than /24 or /48", rule::prefix_too_long},
    {"prepend-inert", Severity::warning, "No prepend moves the prefix", rule::prepend_inert},
    {"prepend-over-cap", Severity::warning, "Prepends over the cap", rule::prepend_over_cap},
    {"prepended-everywhere", Severity::warning, "Prepended on every link",
     rule::prepended_everywhere},
    {"private-asn", Severity::warning, "Private ASN on the Internet", rule::private_asn},
    {"room-elsewhere", Severity::warning, "Room that prepends keep traffic away from",
     rule::room_elsewhere},
    {"samples-differ", Severity::warning, "Samples and inbound disagree", rule::samples_differ},
    {"samples-missing", Severity::warning, "Samples missing", rule::samples_missing},
    {"samples-outside-period", Severity::warning, "No samples of the billing period",
     rule::samples_outside_period},
    {"samples-steady", Severity::warning, "Traffic without samples", rule::samples_steady},
    {"single-link", Severity::warning, "Prefix on one link only", rule::single_link},
    {"sources-scaled", Severity::info, "Listed sources scaled to what is measured", nullptr},
    {"split-fitted", Severity::info, "Split over the links fitted", nullptr},
    {"split-overshoot", Severity::warning, "Totals that no split explains", nullptr},
    {"weights-file", Severity::warning, "Weights that fit the AS graph badly", nullptr},
}};

static_assert([] {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (!(table[i - 1].id < table[i].id)) {
      return false;
    }
  }
  return true;
}());

}  // namespace

Situation situation_of(const evaluation::Baseline& baseline, unsigned threads) {
  const model::Scenario& scenario = baseline.scenario();
  Situation situation{baseline,
                      scenario,
                      baseline.ingress(),
                      evaluation::evaluate(baseline, {}),
                      {},
                      evaluation::bill_detail(baseline, {})};
  if (scenario.policy.n_minus_1 != model::NMinusOne::off) {
    for (evaluation::FailureCase& failure : evaluation::failure_cases(scenario)) {
      situation.failures.push_back({std::move(failure), {}});
    }
    parallel::parallel_for(threads, situation.failures.size(), [&](std::size_t i) {
      FailureToday& state = situation.failures[i];
      state.load = evaluation::load_under(baseline, {}, state.failure);
    });
  }
  return situation;
}

std::span<const Rule> rules() {
  return table;
}

std::vector<model::Finding> findings_of(const Situation& situation, const evaluation::Plan& plan) {
  std::vector<model::Finding> findings = situation.ingress.findings();
  for (model::Finding& finding : unknown_effects(situation, plan)) {
    findings.push_back(std::move(finding));
  }
  for (model::Finding& finding : levers_to_confirm(situation, plan)) {
    findings.push_back(std::move(finding));
  }
  for (const Rule& row : table) {
    if (row.see == nullptr) {
      continue;
    }
    std::vector<model::Finding> seen = row.see(situation);
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
