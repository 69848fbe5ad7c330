// Reads files of samples (CSV).
#include "bgpte/scenario/sample_file.hpp"

#include <fmt/format.h>

#include <charconv>

#include "bgpte/text/csv.hpp"
#include "bgpte/text/foreign_form.hpp"
#include "bgpte/text/time.hpp"
#include "src/scenario/values.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::size_t most_reports = 100;  ///< Of one file; the number of the others is told.

class SampleReader {
 public:
  SampleReader(std::int64_t interval_s, const SampleNames& names)
      : interval_s_(interval_s), names_(names) {}

  SampleTable read(std::string_view text) {
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
          return std::move(table_);
        }
      } else if (!line.empty()) {
        sample(line_number, line);
      }
    }
    if (line_number == 0) {
      report({.line = 1,
              .code = "bad-sample-header",
              .found = "nothing",
              .allowed = "time,link,inbound,outbound",
              .message = "The file is empty."});
    }
    if (reports_ > most_reports) {
      table_.faults.push_back({.line = 0,
                               .code = "bad-sample",
                               .found = fmt::format("{} more", reports_ - most_reports),
                               .allowed = {},
                               .message = "More lines of the file are wrong."});
    }
    return std::move(table_);
  }

 private:
  void report(SampleFault fault) {
    if (++reports_ <= most_reports) {
      table_.faults.push_back(std::move(fault));
    }
  }

  bool header(std::string_view line) {
    constexpr const char* allowed = "time,link,inbound,outbound or time,prefix,inbound,outbound";
    if (line.starts_with(text::byte_order_mark)) {
      report({.line = 1,
              .code = "byte-order-mark",
              .found = "a byte-order mark",
              .allowed = allowed,
              .message = "Save the file as UTF-8 without a byte-order mark."});
      return false;
    }
    const auto* names = lines_.split(line);
    const auto is = [&](std::size_t i, std::string_view name) {
      return names != nullptr && i < names->size() && (*names)[i] == name;
    };
    table_.outbound = is(3, "outbound");
    table_.by_prefix = is(1, "prefix");
    const bool good = is(0, "time") && (table_.by_prefix || is(1, "link")) && is(2, "inbound") &&
                      names->size() == (table_.outbound ? 4U : 3U);
    if (!good) {
      const auto separated_by = [&](char c) {
        return line.find(',') == std::string_view::npos && line.find(c) != std::string_view::npos;
      };
      report({.line = 1,
              .code = "bad-sample-header",
              .found = separated_by(';')    ? "semicolons"
                       : separated_by('\t') ? "tabs"
                                            : "other columns",
              .allowed = allowed,
              .message = separated_by(';') ? "The columns are separated by semicolons, not commas."
                         : separated_by('\t') ? "The columns are separated by tabs, not commas."
                                              : "The first line must name the columns."});
    }
    return good;
  }

  void sample(std::size_t line, std::string_view text) {
    const auto* fields = lines_.split(text);
    const std::size_t wanted = table_.outbound ? 4 : 3;
    if (fields == nullptr) {
      report({.line = line,
              .code = "bad-sample",
              .found = "a quotation mark",
              .allowed = "marks around a whole field",
              .message = "A quotation mark is out of place."});
      return;
    }
    if (fields->size() != wanted) {
      report({.line = line,
              .code = "bad-sample",
              .found = fmt::format("{} fields", fields->size()),
              .allowed = fmt::format("{} fields", wanted),
              .message = "The line has another number of fields than the header."});
      return;
    }
    const std::optional<std::int64_t> time = parse_sample_time((*fields)[0]);
    if (!time) {
      report({.line = line,
              .code = "bad-sample",
              .found = "field 1",
              .allowed = "seconds since 1970 or a time with its zone such as 2026-11-01T00:05:00Z",
              .message = "This is not a time."});
    }
    const std::optional<std::string> name = name_of(line, (*fields)[1]);
    const std::optional<model::Bps> inbound = rate(line, *fields, 2);
    const std::optional<model::Bps> outbound =
        table_.outbound ? rate(line, *fields, 3) : model::Bps{};
    if (!time || !name || !inbound || !outbound) {
      return;
    }
    if (!table_.series[*name]
             .emplace(*time / interval_s_, model::Sample{*time, *inbound, *outbound})
             .second) {
      report({.line = line,
              .code = "duplicate-sample",
              .found = "a second one",
              .allowed = "each interval once for each name",
              .message = "This interval has a sample already."});
    }
  }

  std::optional<model::Bps> rate(std::size_t line, const std::vector<std::string_view>& fields,
                                 std::size_t field) {
    const std::optional<model::Bps> rate = model::parse_rate(fields[field]);
    if (!rate) {
      report({.line = line,
              .code = "bad-sample",
              .found = fmt::format("field {}", field + 1),
              .allowed = R"(bits per second or e.g. "900 Mbps")",
              .message = "This is not a rate."});
    }
    return rate;
  }

  /// The name as it stands in the scenario; nothing after reporting why.
  std::optional<std::string> name_of(std::size_t line, std::string_view text) {
    if (table_.by_prefix) {
      const model::ParsedPrefix parsed = model::parse_prefix(text);
      if (parsed.fault == model::PrefixFault::none && names_.is_prefix(parsed.prefix)) {
        return model::to_string(parsed.prefix);
      }
      report({.line = line,
              .code = "unknown-prefix",
              .found = "field 2",
              .allowed = "a prefix of \"prefixes\"",
              .message = std::string(no_such_prefix)});
      return std::nullopt;
    }
    if (names_.is_link(text)) {
      return std::string(text);
    }
    report({.line = line,
            .code = "unknown-link",
            .found = "field 2",
            .allowed = name_of_a_link,
            .message = std::string(no_such_link)});
    return std::nullopt;
  }

  std::int64_t interval_s_;
  const SampleNames& names_;
  text::CsvLines lines_;
  std::size_t reports_ = 0;
  SampleTable table_;
};

}  // namespace

std::optional<std::int64_t> parse_sample_time(std::string_view text) {
  constexpr std::size_t most_digits = 11;
  std::int64_t seconds = 0;
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    if (text.size() > most_digits) {
      return std::nullopt;
    }
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
  }
  // "2026-11-01T00:05" in front: the seconds may be left out.
  constexpr std::size_t to_minutes = 16;
  std::string full(text);
  if (full.size() > to_minutes && full[to_minutes] != ':') {
    full.insert(to_minutes, ":00");
  }
  return text::parse_utc(full, seconds) ? std::optional(seconds) : std::nullopt;
}

SampleTable read_samples(std::string_view text, std::int64_t interval_s, const SampleNames& names) {
  return SampleReader(interval_s, names).read(text);
}

}  // namespace bgpte::scenario
