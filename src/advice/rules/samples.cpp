#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/rule_table.hpp"

namespace bgpte::advice::rule {
namespace {

/// "Link A", or "Contract T1".
std::string title_of(const evaluation::SampledPercentile& entry) {
  return (entry.links.size() > 1 ? "Contract " : "Link ") + entry.name;
}

const std::string& subject_of(const Situation& situation,
                              const evaluation::SampledPercentile& entry) {
  return situation.scenario.links[entry.links.front()].source;
}

}  // namespace

Findings samples_differ(const Situation& situation) {
  Findings found;
  for (const evaluation::SampledPercentile& entry : situation.bills.percentiles) {
    const model::Bps inbound = situation.scenario.links[entry.links.front()].inbound;
    if (!entry.inbound) {
      continue;
    }
    const std::int64_t off = std::abs(entry.inbound->value - inbound.value);
    if (off <= std::max(entry.inbound->value, inbound.value) / 100) {
      continue;
    }
    found.push_back(
        {"", model::Severity::info, subject_of(situation, entry),
         fmt::format("{} has an inbound of {}, and the percentile of its samples is {}: "
                     "the samples are billed, the inbound is held against the ceiling",
                     title_of(entry), model::format_rate(inbound),
                     model::format_rate(*entry.inbound)),
         "take both from the same days and the same statistic"});
  }
  return found;
}

Findings samples_missing(const Situation& situation) {
  Findings found;
  for (const evaluation::SampledPercentile& entry : situation.bills.percentiles) {
    const std::int64_t missing = entry.expected - entry.present;
    if (missing <= 0) {
      continue;
    }
    const bool all = entry.dropped >= entry.present;
    found.push_back(
        {"", model::Severity::info, subject_of(situation, entry),
         fmt::format(
             "{} has {} of {} samples ({} missing): none of the missing counts as zero, and "
             "what the rank drops, {}, is dropped from those that are there{}",
             title_of(entry), entry.present, entry.expected, missing, entry.dropped,
             all ? ", which is all: the lowest is billed here" : ""),
         "fetch them, or expect a bill that is higher than this one"});
  }
  return found;
}

Findings samples_outside_period(const Situation& situation) {
  Findings found;
  if (!situation.scenario.billing_period) {
    return found;
  }
  for (const evaluation::SampledPercentile& entry : situation.bills.percentiles) {
    if (entry.month && entry.month->present == 0) {
      found.push_back({"", model::Severity::info, subject_of(situation, entry),
                       fmt::format("{} has no sample of the billing period {} to {}",
                                   title_of(entry), situation.scenario.billing_period->from,
                                   situation.scenario.billing_period->to),
                       entry.month->to_come > 0
                           ? "until there are some, the month is taken to be like the samples"
                           : "give the samples of that month, or the month of the samples"});
    }
  }
  return found;
}

Findings samples_steady(const Situation& situation) {
  Findings found;
  for (const model::LinkIndex l : situation.bills.steady) {
    const model::Link& link = situation.scenario.links[l];
    const bool own = std::any_of(
        situation.bills.percentiles.begin(), situation.bills.percentiles.end(),
        [&](const evaluation::SampledPercentile& entry) {
          return std::find(entry.links.begin(), entry.links.end(), l) != entry.links.end();
        });
    found.push_back(
        {"", model::Severity::info, link.source,
         own ? fmt::format("Link {} is billed by samples, and no file has any of it: its traffic "
                           "counts as steady at all times",
                           link.name)
             : fmt::format("No file has samples of link {}: what moves from it to a link that is "
                           "billed by samples counts as steady there",
                           link.name),
         "add its samples: when its traffic peaks decides what it costs elsewhere"});
  }
  return found;
}

}  // namespace bgpte::advice::rule
