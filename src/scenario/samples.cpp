// Brings the sample files that bills name into the scenario.
#include <fmt/format.h>

#include "bgpte/scenario/sample_file.hpp"
#include "src/scenario/draft.hpp"
#include "src/scenario/other_files.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::uintmax_t largest_file = 1'000'000'000;

/// Names are looked for once those of the scenario are known without a fault.
SampleNames names_of(const Draft& draft) {
  return {.is_link =
              [&draft](std::string_view name) {
                return !draft.links_known || model::find_link(draft.scenario, name);
              },
          .is_prefix =
              [&draft](const model::IpPrefix& prefix) {
                return !draft.prefixes_known || model::find_prefix(draft.scenario, prefix);
              }};
}

void add_faults(Draft& draft, json::Document::Index node, const std::string& file,
                std::vector<SampleFault> faults) {
  for (SampleFault& fault : faults) {
    if (fault.line != 0) {
      fault.message = fmt::format("{}, line {}: {}", shown(file), fault.line, fault.message);
    }
    draft.in.faults.add_found(node, std::move(fault.found),
                              {.code = std::move(fault.code),
                               .kind = FaultKind::meaning,
                               .allowed = std::move(fault.allowed),
                               .message = std::move(fault.message)});
  }
}

/// The samples of one bill; none after reporting why.
SampleTable read_file(Draft& draft, const Draft::SampleFile& file,
                      const model::PercentileRule& rule) {
  const std::optional<OtherFile> found = find_other_file(draft, file.node);
  const std::optional<std::string> text =
      found ? read_other_file(draft, file.node, *found, largest_file) : std::nullopt;
  if (!text) {
    return {};
  }
  SampleTable table = read_samples(*text, rule.interval_s, names_of(draft));
  if (table.series.empty() && table.faults.empty()) {
    table.faults.push_back({.line = 1,
                            .code = "no-samples",
                            .found = "the header alone",
                            .allowed = "a sample in each line",
                            .message = "The file has no sample."});
  }
  add_faults(draft, file.node, rule.samples_file, std::move(table.faults));
  return table;
}

std::vector<model::SampleSeries> series_of(const SampleTable& table) {
  std::vector<model::SampleSeries> all;
  for (const auto& [subject, samples] : table.series) {
    model::SampleSeries one{subject, {}};
    one.samples.reserve(samples.size());
    for (const auto& [interval, sample] : samples) {
      one.samples.push_back(sample);
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

void read_sample_files(Draft& draft) {
  for (const Draft::SampleFile& file : draft.sample_files) {
    model::Billing& billing = file.of_contract ? draft.scenario.contracts[file.owner].billing
                                               : draft.scenario.links[file.owner].billing;
    const SampleTable table = read_file(draft, file, *billing.percentile);
    billing.percentile->series = series_of(table);
    billing.percentile->outbound_known = table.outbound;
    if (!file.of_contract) {
      continue;
    }
    for (model::Link& link : draft.scenario.links) {
      if (link.contract == draft.scenario.contracts[file.owner].name) {
        link.billing = billing;
      }
    }
  }
}

}  // namespace bgpte::scenario
