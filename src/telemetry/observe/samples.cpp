// Appends the samples of links to a file of samples.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "bgpte/telemetry/observe.hpp"
#include "bgpte/text/csv.hpp"
#include "bgpte/text/decimal.hpp"

namespace bgpte::telemetry {

namespace {

/// A time as files of samples have it (docs/scenario.md): seconds, or ISO 8601 in UTC.
std::optional<std::int64_t> time_of(std::string_view text) {
  std::int64_t seconds = 0;
  if (!text.empty() && std::all_of(text.begin(), text.end(), text::is_digit)) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return read.ec == std::errc() ? std::optional(seconds) : std::nullopt;
  }
  std::string full(text);
  constexpr std::size_t without_seconds = 17;
  constexpr std::size_t place_of_t = 10;
  if (full.size() == without_seconds) {
    full.insert(without_seconds - 1, ":00");
  }
  if (full.size() > place_of_t && full[place_of_t] == ' ') {
    full[place_of_t] = 'T';
  }
  return parse_utc(full, seconds) ? std::optional(seconds) : std::nullopt;
}

/// The intervals of which a file has samples, and how it is written.
struct SampleFile {
  std::set<std::pair<std::string, std::int64_t>> known;  ///< Link, interval.
  bool outbound = false;
  bool iso_times = false;
  std::string line_end = "\n";
  std::string fault;
};

SampleFile read_file(std::string_view text, std::int64_t interval_s) {
  SampleFile file;
  text::CsvLines lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
      file.line_end = "\r\n";
    }
    const auto* fields = lines.split(line);
    const bool shaped = fields != nullptr && (fields->size() == 3 || fields->size() == 4);
    if (number == 1) {
      const bool links = shaped && (*fields)[0] == "time" && (*fields)[1] == "link" &&
                         (*fields)[2] == "inbound" &&
                         (fields->size() == 3 || (*fields)[3] == "outbound");
      if (!links) {
        file.fault = "its first line is not time,link,inbound or time,link,inbound,outbound";
        return file;
      }
      file.outbound = fields->size() == 4;
      continue;
    }
    if (line.empty()) {
      continue;
    }
    const std::optional<std::int64_t> time = shaped ? time_of((*fields)[0]) : std::nullopt;
    if (!time) {
      file.fault = fmt::format("line {} is no sample", number);
      return file;
    }
    file.iso_times = (*fields)[0].find(':') != std::string_view::npos;
    file.known.emplace((*fields)[1], *time / interval_s);
  }
  return file;
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
  SamplesUpdate update{.text = std::string(text)};
  const auto has_outbound = [](const LinkSample& sample) { return sample.out_bps >= 0; };
  SampleFile file;
  if (text.empty()) {
    if (measurement.samples.empty()) {
      return update;
    }
    file.outbound =
        std::all_of(measurement.samples.begin(), measurement.samples.end(), has_outbound);
    update.text = file.outbound ? "time,link,inbound,outbound\n" : "time,link,inbound\n";
  } else {
    file = read_file(text, std::max<std::int64_t>(1, measurement.interval_s));
    if (!file.fault.empty()) {
      return file.fault;
    }
  }
  if (!update.text.ends_with('\n')) {
    update.text += file.line_end;
  }
  const std::size_t before = update.text.size();
  for (const LinkSample& sample : measurement.samples) {
    const std::string& link = scenario.links[sample.link].name;
    if ((file.outbound && !has_outbound(sample)) ||
        !file.known.emplace(link, sample.time / measurement.interval_s).second) {
      continue;
    }
    update.text += fmt::format(
        "{},{},{}{}{}", file.iso_times ? utc_text(sample.time) : std::to_string(sample.time), link,
        sample.in_bps, file.outbound ? fmt::format(",{}", sample.out_bps) : "", file.line_end);
    ++update.added;
  }
  if (update.text.size() == before) {
    update.text = text;
  }
  return update;
}

}  // namespace bgpte::telemetry
