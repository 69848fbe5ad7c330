// Rule samples-missing: intervals without a sample.
#include <fmt/format.h>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings samples_missing(const NetworkToday& network) {
  Findings found;
  for (const evaluation::SampledPercentile& entry : network.bills.percentiles) {
    const std::int64_t missing = entry.expected - entry.present;
    if (missing <= 0) {
      continue;
    }
    const bool all = entry.dropped >= entry.present;
    found.push_back(
        {"", model::Severity::info, subject_of(network, entry),
         fmt::format(
             "{} has {} of {} samples ({} missing): none of the missing counts as zero, and "
             "what the rank drops, {}, is dropped from those that are there{}",
             title_of(entry), entry.present, entry.expected, missing, entry.dropped,
             all ? ", which is all: the lowest is billed here" : ""),
         "fetch them, or expect a bill that is higher than this one"});
  }
  return found;
}

}  // namespace bgpte::advice::rule
