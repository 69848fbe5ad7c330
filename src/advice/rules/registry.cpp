// The table of rules: one row for each id that a finding may have.
#include "src/advice/rules/registry.hpp"

#include <array>

namespace bgpte::advice {
namespace rule {
namespace {

using model::Severity;

/// By id. Rows without a function are of what the ingress model sees while it fits.
constexpr std::array<Rule, 52> table{{
    {"all-in-one-risk", Severity::warning, "All links fail together", all_in_one_risk},
    {"announce-lead-time", Severity::info, "New announcement that others must admit first", nullptr,
     announce_lead_time},
    {"as-graph-file", Severity::warning, "Lines of the AS graph not understood"},
    {"aspa-missing-provider", Severity::warning, "Provider missing in the ASPA",
     aspa_missing_provider},
    {"bogon-prefix", Severity::warning, "Prefix of special-purpose space", bogon_prefix},
    {"commit-unused", Severity::info, "Commitment not used", commit_unused},
    {"community-known", Severity::info, "Provider known to act on communities", community_known},
    {"congested-by-one-prefix", Severity::warning, "Congested by one prefix",
     congested_by_one_prefix},
    {"customer-prefix", Severity::warning, "A customer's prefix is moved", nullptr,
     customer_prefix},
    {"equal-observations", Severity::warning, "Prepends that made no difference",
     equal_observations},
    {"expensive-link", Severity::info, "Expensive link carries what a cheap one could",
     expensive_link},
    {"history-old", Severity::warning, "History that ends before the measured time", history_old},
    {"implausible-rate", Severity::warning, "Rate that is hardly meant", implausible_rate},
    {"inbound-above-capacity", Severity::warning, "Inbound above capacity", inbound_above_capacity},
    {"lever-effect-unknown", Severity::warning, "Community or MED whose effect is not known",
     nullptr, lever_effect_unknown},
    {"lever-not-used", Severity::info, "Community or MED that could help and is not used",
     lever_not_used},
    {"lever-to-confirm", Severity::warning, "Community or MED to confirm with the provider",
     nullptr, lever_to_confirm},
    {"link-congested", Severity::error, "Link congested", link_congested},
    {"link-saturated", Severity::warning, "Link saturated, demand hidden", link_saturated},
    {"long-path", Severity::warning, "Path as long as others filter", long_path},
    {"looks-like-attack", Severity::warning, "Traffic that looks like an attack",
     looks_like_attack},
    {"many-prepends", Severity::info, "More than five prepends", many_prepends},
    {"measured-mismatch", Severity::warning, "Prefixes sum to more than the link"},
    {"more-specific", Severity::warning, "A part of a prefix is announced", nullptr, more_specific},
    {"n-1-overload", Severity::warning, "A failure overloads a link", n_1_overload},
    {"near-ceiling", Severity::warning, "Link close to its ceiling", near_ceiling},
    {"not-heard-by-all", Severity::warning, "A prefix that not every network hears", nullptr,
     not_heard_by_all},
    {"observation-jump", Severity::warning, "Observations before and after a jump"},
    {"observation-not-used", Severity::warning, "Observation in which others followed the cover",
     observation_not_used},
    {"observation-residual", Severity::warning, "Observation the model cannot explain"},
    {"overlapping-prefixes", Severity::info, "Overlapping prefixes", overlapping_prefixes},
    {"partly-measured", Severity::warning, "Inbound not given for an announced link"},
    {"prefix-too-long", Severity::warning, "Prefix longer than /24 or /48", prefix_too_long},
    {"prepend-inert", Severity::warning, "No prepend moves the prefix", prepend_inert},
    {"prepend-over-cap", Severity::warning, "Prepends over the cap", prepend_over_cap},
    {"prepended-everywhere", Severity::warning, "Prepended on every link", prepended_everywhere},
    {"prepends-stripped", Severity::warning, "More prepends than the neighbour takes",
     prepends_stripped},
    {"private-asn", Severity::warning, "Private ASN on the Internet", private_asn},
    {"roa-missing", Severity::warning, "No ROA for the origin", roa_missing},
    {"roa-too-short", Severity::warning, "ROA shorter than the prefix", roa_too_short},
    {"room-elsewhere", Severity::warning, "Room that prepends keep traffic away from",
     room_elsewhere},
    {"run-out", Severity::info, "When a link that grows reaches its ceiling", nullptr, run_out},
    {"samples-differ", Severity::warning, "Samples and inbound disagree", samples_differ},
    {"samples-missing", Severity::warning, "Samples missing", samples_missing},
    {"samples-outside-period", Severity::warning, "No samples of the billing period",
     samples_outside_period},
    {"samples-steady", Severity::warning, "Traffic without samples", samples_steady},
    {"single-link", Severity::warning, "Prefix on one link only", single_link},
    {"sources-scaled", Severity::info, "Listed sources scaled to what is measured"},
    {"split-fitted", Severity::info, "Split over the links fitted"},
    {"split-overshoot", Severity::warning, "Totals that no split explains"},
    {"unmeasured-demand", Severity::warning, "Networks that hear a prefix for the first time",
     nullptr, unmeasured_demand},
    {"weights-file", Severity::warning, "Weights that fit the AS graph badly"},
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
}  // namespace rule

std::span<const Rule> rules() {
  return rule::table;
}

std::string_view current_rule(std::string_view id) {
  return id == "dear-link" ? std::string_view("expensive-link") : id;
}

}  // namespace bgpte::advice
