// The verdict of a step as text, Markdown and JSON.
#include "src/cli/learn/verdict_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/units.hpp"
#include "bgpte/text/columns.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/markdown.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

using learning::MeasuredLink;
using learning::StepVerdict;
using text::fine_percent_number;
using text::markdown::plain;

std::string title_of(advice::Outcome outcome) {
  std::string title(name_of(outcome));
  std::replace(title.begin(), title.end(), '-', ' ');
  return title;
}

/// "WORKED  step 1 of 2: prepend 11.0.0.0/24 twice towards A (0 to 2)", or the fallback of it.
std::string headline(const StepVerdict& verdict) {
  std::string title = verdict.outcome ? title_of(*verdict.outcome) : std::string("too early");
  for (char& c : title) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return fmt::format("{}  {}step {} of {}: {}", title, verdict.fallback ? "fallback of " : "",
                     verdict.step, verdict.steps, advice::changes_line(verdict.changes));
}

std::string bundle_of(const advice::StepMeasure& measure) {
  return measure.prefixes.size() == 1
             ? text::one_line(measure.prefixes.front())
             : fmt::format("the {} prefixes together", measure.prefixes.size());
}

/// "A carries 12.4 % of 11.0.0.0/24; 85 % before, 14 % (4-30) expected: 72.6 points moved off it of
/// 71 expected."
std::string measured_text(const StepVerdict& verdict) {
  const advice::StepMeasure& measure = verdict.measure;
  const bool off = measure.direction == advice::Direction::off;
  return fmt::format(
      "{} carries {} % of {}; {} % before, {} expected: {} points moved {} it of {} expected.",
      text::one_line(measure.link), fine_percent_number(verdict.share), bundle_of(measure),
      fine_percent_number(measure.before),
      text::fine_percent_with_range(measure.low, measure.expected, measure.high),
      fine_percent_number(verdict.moved), off ? "off" : "onto", fine_percent_number(measure.moved));
}

std::string window_of(const StepVerdict& verdict) {
  return fmt::format("{} to {}", telemetry::utc_text(verdict.window.from),
                     telemetry::utc_text(verdict.window.to));
}

/// Doubts and remarks, a sentence each.
std::vector<std::string> remarks(const StepVerdict& verdict) {
  std::vector<std::string> all;
  if (verdict.sampling_error > 0) {
    std::string text = fmt::format("Flow sampling alone lets the share err by {} points (95 %)",
                                   fine_percent_number(1.96 * verdict.sampling_error));
    std::vector<std::string> others;
    for (const advice::Outcome other : verdict.could_be) {
      others.push_back("\"" + title_of(other) + "\"");
    }
    all.push_back(text + (others.empty() ? "."
                                         : fmt::format(": it could also be {}. Measure longer.",
                                                       fmt::join(others, " or "))));
  }
  for (const std::string& note : verdict.notes) {
    all.push_back(text::sentence(text::one_line(note)));
  }
  return all;
}

std::string harm_of(const MeasuredLink& link) {
  return link.harmful_above ? fmt::format("above {} %", fine_percent_number(*link.harmful_above))
                            : "";
}

std::string expected_of(const MeasuredLink& link) {
  return link.expected ? text::fine_percent_with_range(link.expected->low, link.expected->expected,
                                                       link.expected->high)
                       : "none";
}

std::string text_report(const StepVerdict& verdict) {
  text::Columns table(1, 5, 2);
  table.row({"LINK", "EXPECTED (90 % range)", "MEASURED", "RATE", "HARM"});
  for (const MeasuredLink& link : verdict.links) {
    table.row({text::one_line(link.name), expected_of(link), text::fine_percent(link.share),
               model::format_rate(link.rate), harm_of(link)});
  }
  std::string out = fmt::format("{}\n\n  {}\n  Measured {}.\n\n", headline(verdict),
                                measured_text(verdict), window_of(verdict));
  for (const std::string& line : table.lines()) {
    out += "  " + line + "\n";
  }
  out += fmt::format("\nDO  {}: {}\n", name_of(verdict.next), text::one_line(verdict.text));
  for (const std::string& remark : remarks(verdict)) {
    out += "    " + remark + "\n";
  }
  return out;
}

std::string markdown_report(const StepVerdict& verdict) {
  std::string out = fmt::format("## {}\n\n{}\nMeasured {}.\n\n", plain(headline(verdict)),
                                plain(measured_text(verdict)), window_of(verdict));
  out += "| link | expected (90 % range) | measured | rate | harm |\n";
  out += "| --- | ---: | ---: | ---: | ---: |\n";
  for (const MeasuredLink& link : verdict.links) {
    out +=
        fmt::format("| {} | {} | {} | {} | {} |\n", plain(link.name), expected_of(link),
                    text::fine_percent(link.share), model::format_rate(link.rate), harm_of(link));
  }
  out += fmt::format("\n**{}**: {}\n", name_of(verdict.next), plain(verdict.text));
  for (const std::string& remark : remarks(verdict)) {
    out += "\n- " + plain(remark);
  }
  return out + (out.ends_with("\n") ? "" : "\n");
}

JsonOutput json_of(const learning::ExpectedShare& expected) {
  return JsonOutput::Object{
      {"low", expected.low}, {"expected", expected.expected}, {"high", expected.high}};
}

JsonOutput prepend_of(model::Prepend prepend) {
  return prepend < 0 ? JsonOutput() : JsonOutput(prepend);
}

std::string json_report(const StepVerdict& verdict) {
  const advice::StepMeasure& measure = verdict.measure;
  JsonOutput::Array changes;
  for (const advice::ChangeText& change : verdict.changes) {
    changes.emplace_back(JsonOutput::Object{{"prefix", change.prefix},
                                            {"link", change.link},
                                            {"from", prepend_of(change.from)},
                                            {"to", prepend_of(change.to)}});
  }
  JsonOutput::Array links;
  for (const MeasuredLink& link : verdict.links) {
    links.emplace_back(JsonOutput::Object{
        {"name", link.name},
        {"expected", link.expected ? json_of(*link.expected) : JsonOutput()},
        {"measured", link.share},
        {"rate_bps", link.rate.value},
        {"harmful_above", link.harmful_above ? JsonOutput(*link.harmful_above) : JsonOutput()}});
  }
  JsonOutput::Array could_be;
  for (const advice::Outcome other : verdict.could_be) {
    could_be.emplace_back(name_of(other));
  }
  return to_text(
      JsonOutput::Object{
          {"format", "bgpte-verdict/1"},
          {"step", verdict.step},
          {"steps", verdict.steps},
          {"fallback", verdict.fallback},
          {"changes", std::move(changes)},
          {"verdict", verdict.outcome ? JsonOutput(name_of(*verdict.outcome)) : JsonOutput()},
          {"do", name_of(verdict.next)},
          {"text", verdict.text},
          {"window", JsonOutput::Object{{"from", telemetry::utc_text(verdict.window.from)},
                                        {"to", telemetry::utc_text(verdict.window.to)}}},
          {"prefixes", measure.prefixes},
          {"link", measure.link},
          {"direction", measure.direction == advice::Direction::off ? "off" : "onto"},
          {"share",
           JsonOutput::Object{{"before", measure.before},
                              {"expected", json_of({measure.low, measure.expected, measure.high})},
                              {"measured", verdict.share},
                              {"sampling_error", verdict.sampling_error}}},
          {"moved",
           JsonOutput::Object{
               {"expected", measure.moved}, {"measured", verdict.moved}, {"noise", measure.noise}}},
          {"links", std::move(links)},
          {"could_be", std::move(could_be)},
          {"notes", verdict.notes}},
      2, BadUtf8::replace);
}

}  // namespace

std::string verdict_report(const StepVerdict& verdict, OutputFormat format) {
  switch (format) {
    case OutputFormat::json:
      return json_report(verdict);
    case OutputFormat::markdown:
      return markdown_report(verdict);
    default:
      return text_report(verdict);
  }
}

}  // namespace bgpte::cli
