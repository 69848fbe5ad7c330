#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/bill_detail.hpp"
#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/finding.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::advice {

/// A failure and what the links left carry with today's announcements.
struct FailureToday {
  evaluation::FailureCase failure;  ///< With the links that are down already.
  evaluation::Flows load;
};

/// A network with today's announcements, in the state that is asked about: what rules and reasons
/// look at. Refers to its scenario and model.
struct NetworkToday {
  evaluation::Baseline baseline;
  const model::Scenario& scenario;
  const ingress::IngressModel& ingress;
  evaluation::LinksDown down;  ///< Usually none.
  evaluation::Evaluation today;
  std::vector<FailureToday> failures;  ///< Empty where policy.n_minus_1 is off.
  evaluation::BillDetail bills;        ///< Under today's plan.
};

/// Evaluates today's announcements, their bills and failures. The same on any number of threads.
[[nodiscard]] NetworkToday network_today(const evaluation::Baseline& baseline, unsigned threads = 1,
                                         const evaluation::LinksDown& down = {});

/// One row of the table of rules (src/advice/rules/registry.cpp). docs/rules.md has a section for
/// each id. A rule has at most one of the two functions, in src/advice/rules/<id>.cpp; where it has
/// none the ingress model sees it while it fits.
struct Rule {
  std::string_view id;
  model::Severity severity;
  std::string_view title;
  /// Findings about today in the scenario's own order (links by name, prefixes by address), without
  /// rule and severity, which the table gives.
  std::vector<model::Finding> (*see)(const NetworkToday& network) = nullptr;
  /// The same about a plan.
  std::vector<model::Finding> (*see_in_plan)(const NetworkToday& network,
                                             const evaluation::Plan& plan) = nullptr;
};

/// Every rule there is, by id.
[[nodiscard]] std::span<const Rule> rules();

/// Today's id of a rule that earlier versions called otherwise; other ids as they are.
[[nodiscard]] std::string_view current_rule(std::string_view id);

/// More findings of one rule than this are counted instead of listed.
inline constexpr std::size_t findings_per_rule = 100;

/// What all rules and the ingress model noticed: errors first, then by rule, then in the
/// scenario's order (links by name, prefixes by address), whatever the order of the file. And what
/// there is to say of the levers of a plan.
[[nodiscard]] std::vector<model::Finding> findings_of(const NetworkToday& network,
                                                      const evaluation::Plan& plan = {});

}  // namespace bgpte::advice
