// Appends the samples of links to a file of samples.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/scenario/sample_file.hpp"
#include "bgpte/telemetry/observe.hpp"

namespace bgpte::telemetry {

namespace {

/// Whether the last line of a file writes its time as a date.
bool has_iso_times(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  const std::string_view line = text.substr(text.rfind('\n') + 1);
  return line.substr(0, line.find(',')).find(':') != std::string_view::npos;
}

/// The interval that bills look at; 0 where no bill has samples.
std::int64_t billed_interval(const model::Scenario& scenario) {
  for (const model::Link& link : scenario.links) {
    if (link.billing.percentile && !link.billing.percentile->samples_file.empty()) {
      return link.billing.percentile->interval_s;
    }
  }
  return 0;
}

}  // namespace

std::variant<SamplesUpdate, std::string> append_samples(std::string_view text,
                                                        const model::Scenario& scenario,
                                                        const Measurement& measurement) {
  const std::int64_t billed = billed_interval(scenario);
  if (billed != 0 && billed != measurement.interval_s && !measurement.samples.empty()) {
    return fmt::format("bills have samples of {} s, and these are of {} s", billed,
                       measurement.interval_s);
  }
  const auto has_outbound = [](const LinkSample& sample) { return sample.out_bps >= 0; };
  SamplesUpdate update{.text = std::string(text)};
  if (text.empty()) {
    if (measurement.samples.empty()) {
      return update;
    }
    update.text = std::all_of(measurement.samples.begin(), measurement.samples.end(), has_outbound)
                      ? "time,link,inbound,outbound\n"
                      : "time,link,inbound\n";
  }
  const scenario::SampleNames names{
      .is_link =
          [&](std::string_view name) { return model::find_link(scenario, name).has_value(); },
      .is_prefix = [](const model::IpPrefix& /*prefix*/) { return true; }};
  scenario::SampleTable table =
      scenario::read_samples(update.text, std::max<std::int64_t>(1, measurement.interval_s), names);
  if (!table.faults.empty()) {
    return fmt::format("line {}: {}", table.faults.front().line, table.faults.front().message);
  }
  if (table.by_prefix) {
    return "it has the samples of prefixes, and those of links were measured";
  }
  const bool iso_times = has_iso_times(update.text);
  const std::string_view line_end = update.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  if (!update.text.ends_with('\n')) {
    update.text += update.text.ends_with('\r') ? "\n" : line_end;
  }
  for (const LinkSample& sample : measurement.samples) {
    const std::string& link = scenario.links[sample.link].name;
    if ((table.outbound && !has_outbound(sample)) ||
        !table.series[link].emplace(sample.time / measurement.interval_s, model::Sample{}).second) {
      continue;
    }
    update.text += fmt::format(
        "{},{},{}{}{}", iso_times ? utc_text(sample.time) : std::to_string(sample.time), link,
        sample.in_bps, table.outbound ? fmt::format(",{}", sample.out_bps) : "", line_end);
    ++update.added;
  }
  if (update.added == 0) {
    update.text = text;
  }
  return update;
}

}  // namespace bgpte::telemetry
