// Reads the sample files (CSV) that bills name.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "bgpte/text/csv.hpp"
#include "bgpte/text/foreign_form.hpp"
#include "src/scenario/draft.hpp"
#include "src/scenario/other_files.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::uintmax_t largest_file = 1'000'000'000;
constexpr std::size_t most_reports = 100;  ///< Of one file; the number of the others is told.

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Days since 1970-01-01 in the Gregorian calendar.
std::int64_t days_since_epoch(int year, int month, int day) {
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) {
    days += 365 + (days_in_month(y, 2) == 29 ? 1 : 0);
  }
  for (int m = 1; m < month; ++m) {
    days += days_in_month(year, m);
  }
  return days + day - 1;
}

/// Seconds since the epoch, or 2026-11-01T00:05[:00]Z (ISO 8601, UTC only; a blank for the T).
std::optional<std::int64_t> parse_time(std::string_view text) {
  if (digits(text) && text.size() <= 11) {
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
  }
  if (!text.ends_with('Z') || (text.size() != 17 && text.size() != 20)) {
    return std::nullopt;
  }
  const std::string_view form = text.size() == 17 ? "dddd-dd-ddTdd:ddZ" : "dddd-dd-ddTdd:dd:ddZ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool good = form[i] == 'd'   ? text[i] >= '0' && text[i] <= '9'
                      : form[i] == 'T' ? text[i] == 'T' || text[i] == ' '
                                       : text[i] == form[i];
    if (!good) {
      return std::nullopt;
    }
  }
  const int year = number(text.substr(0, 4));
  const int month = number(text.substr(5, 2));
  const int day = number(text.substr(8, 2));
  const int hour = number(text.substr(11, 2));
  const int minute = number(text.substr(14, 2));
  const int second = text.size() == 20 ? number(text.substr(17, 2)) : 0;
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) ||
      hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return ((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
}

/// One file of samples: time,link,inbound,outbound (or prefix for link), a header line first. A
/// line that is wrong is named by its number and never quoted: the file may be none of samples.
class SampleReader {
 public:
  SampleReader(Draft& draft, const Draft::SampleFile& file, const model::PercentileRule& rule)
      : draft_(draft), file_(file), rule_(rule) {}

  std::vector<model::SampleSeries> read() {
    const std::optional<OtherFile> file = find_other_file(draft_, file_.node);
    const std::optional<std::string> text =
        file ? read_other_file(draft_, file_.node, *file, largest_file) : std::nullopt;
    if (!text) {
      return {};
    }
    parse(*text);
    if (reports_ > most_reports) {
      add_fault(
          0, fmt::format("{} more", reports_ - most_reports),
          {.code = "bad-sample", .allowed = "", .message = "More lines of the file are wrong."});
    }
    return finish();
  }

  [[nodiscard]] bool has_outbound() const { return outbound_; }

 private:
  /// `found`: which part of the line, such as "field 2".
  void report(std::size_t line, std::string found, Fault fault) {
    if (++reports_ <= most_reports) {
      add_fault(line, std::move(found), std::move(fault));
    }
  }
  void add_fault(std::size_t line, std::string found, Fault fault) {
    fault.kind = FaultKind::meaning;
    if (line != 0) {
      fault.message =
          fmt::format("{}, line {}: {}", shown(rule_.samples_file), line, fault.message);
    }
    draft_.in.faults.add_found(file_.node, std::move(found), std::move(fault));
  }

  void parse(std::string_view text) {
    std::size_t line_number = 0;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      ++line_number;
      if (line.ends_with('\r')) {
        line.remove_suffix(1);
      }
      if (line_number == 1) {
        if (!header(line)) {
          return;
        }
      } else if (!line.empty()) {
        sample(line_number, line);
      }
    }
    if (line_number == 0) {
      report(1, "nothing",
             {.code = "bad-sample-header",
              .allowed = "time,link,inbound,outbound",
              .message = "The file is empty."});
    } else if (series_.empty() && reports_ == 0) {
      report(line_number, "the header alone",
             {.code = "no-samples",
              .allowed = "a sample in each line",
              .message = "The file has no sample."});
    }
  }

  bool header(std::string_view line) {
    constexpr const char* allowed = "time,link,inbound,outbound or time,prefix,inbound,outbound";
    if (line.starts_with(text::byte_order_mark)) {
      report(1, "a byte-order mark",
             {.code = "byte-order-mark",
              .allowed = allowed,
              .message = "Save the file as UTF-8 without a byte-order "
                         "mark."});
      return false;
    }
    const auto* names = lines_.split(line);
    const auto is = [&](std::size_t i, std::string_view name) {
      return names != nullptr && i < names->size() && (*names)[i] == name;
    };
    outbound_ = is(3, "outbound");
    by_prefix_ = is(1, "prefix");
    const bool good = is(0, "time") && (by_prefix_ || is(1, "link")) && is(2, "inbound") &&
                      names->size() == (outbound_ ? 4U : 3U);
    if (!good) {
      const auto separated_by = [&](char c) {
        return line.find(',') == std::string_view::npos && line.find(c) != std::string_view::npos;
      };
      report(1,
             separated_by(';')    ? "semicolons"
             : separated_by('\t') ? "tabs"
                                  : "other columns",
             {.code = "bad-sample-header",
              .allowed = allowed,
              .message = separated_by(';') ? "The columns are separated by semicolons, not commas."
                         : separated_by('\t') ? "The columns are separated by tabs, not commas."
                                              : "The first line must name the columns."});
    }
    return good;
  }

  void sample(std::size_t line_number, std::string_view line) {
    const auto* fields = lines_.split(line);
    const std::size_t wanted = outbound_ ? 4 : 3;
    if (fields == nullptr) {
      report(line_number, "a quotation mark",
             {.code = "bad-sample",
              .allowed = "marks around a whole field",
              .message = "A quotation mark is out of place."});
      return;
    }
    if (fields->size() != wanted) {
      report(line_number, fmt::format("{} fields", fields->size()),
             {.code = "bad-sample",
              .allowed = fmt::format("{} fields", wanted),
              .message = "The line has another number of fields than the header."});
      return;
    }
    const std::optional<std::int64_t> time = parse_time((*fields)[0]);
    if (!time) {
      report(line_number, "field 1",
             {.code = "bad-sample",
              .allowed = "seconds since 1970 or a UTC time such as 2026-11-01T00:05:00Z",
              .message = "This is not a time."});
    }
    const std::optional<std::string> subject = subject_of(line_number, (*fields)[1]);
    const std::optional<model::Bps> inbound = rate(line_number, *fields, 2);
    const std::optional<model::Bps> outbound =
        outbound_ ? rate(line_number, *fields, 3) : model::Bps{};
    if (!time || !subject || !inbound || !outbound) {
      return;
    }
    const std::int64_t interval = *time / rule_.interval_s;
    if (!series_[*subject].emplace(interval, model::Sample{*time, *inbound, *outbound}).second) {
      report(line_number, "a second one",
             {.code = "duplicate-sample",
              .allowed = "each interval once for each name",
              .message = "This interval has a sample already."});
    }
  }

  std::optional<model::Bps> rate(std::size_t line_number,
                                 const std::vector<std::string_view>& fields, std::size_t field) {
    const std::optional<model::Bps> rate = model::parse_rate(fields[field]);
    if (!rate) {
      report(line_number, fmt::format("field {}", field + 1),
             {.code = "bad-sample",
              .allowed = R"(bits per second or e.g. "900 Mbps")",
              .message = "This is not a rate."});
    }
    return rate;
  }

  /// The name as it stands in the scenario; nothing after reporting why.
  std::optional<std::string> subject_of(std::size_t line_number, std::string_view text) {
    if (by_prefix_) {
      const model::ParsedPrefix parsed = model::parse_prefix(text);
      const bool good = parsed.fault == model::PrefixFault::none;
      if (good && (!draft_.prefixes_known || model::find_prefix(draft_.scenario, parsed.prefix))) {
        return model::to_string(parsed.prefix);
      }
      report(line_number, "field 2",
             {.code = "unknown-prefix",
              .allowed = "a prefix of \"prefixes\"",
              .message = std::string(no_such_prefix)});
      return std::nullopt;
    }
    if (!draft_.links_known || model::find_link(draft_.scenario, text)) {
      return std::string(text);
    }
    report(
        line_number, "field 2",
        {.code = "unknown-link", .allowed = name_of_a_link, .message = std::string(no_such_link)});
    return std::nullopt;
  }

  std::vector<model::SampleSeries> finish() const {
    std::vector<model::SampleSeries> all;
    for (const auto& [subject, samples] : series_) {
      model::SampleSeries one{subject, {}};
      one.samples.reserve(samples.size());
      for (const auto& [interval, sample] : samples) {
        one.samples.push_back(sample);
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  Draft& draft_;
  const Draft::SampleFile& file_;
  const model::PercentileRule& rule_;
  text::CsvLines lines_;
  bool outbound_ = false;
  bool by_prefix_ = false;
  std::size_t reports_ = 0;
  std::map<std::string, std::map<std::int64_t, model::Sample>> series_;  ///< By interval.
};

}  // namespace

void read_sample_files(Draft& draft) {
  for (const Draft::SampleFile& file : draft.sample_files) {
    model::Billing& billing = file.of_contract ? draft.scenario.contracts[file.owner].billing
                                               : draft.scenario.links[file.owner].billing;
    SampleReader reader(draft, file, *billing.percentile);
    billing.percentile->series = reader.read();
    billing.percentile->outbound_known = reader.has_outbound();
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
