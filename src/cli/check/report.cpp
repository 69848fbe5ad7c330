// The results of bgpte check as text, JSON, JUnit XML and GitHub annotations.
#include "src/cli/check/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "bgpte/text/display.hpp"
#include "bgpte/text/markup.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

std::string_view name_of(ScenarioVerdict verdict) {
  switch (verdict) {
    case ScenarioVerdict::passed:
      return "passed";
    case ScenarioVerdict::differs:
      return "differs";
    case ScenarioVerdict::invalid:
      return "invalid";
  }
  return "";
}

std::size_t count(const std::vector<CheckResult>& results, ScenarioVerdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [verdict](const CheckResult& result) { return result.verdict == verdict; }));
}

std::string summary(const std::vector<CheckResult>& results) {
  return fmt::format("{} scenario{}: {} as expected, {} not, {} invalid", results.size(),
                     results.size() == 1 ? "" : "s", count(results, ScenarioVerdict::passed),
                     count(results, ScenarioVerdict::differs),
                     count(results, ScenarioVerdict::invalid));
}

std::string text_report(const std::vector<CheckResult>& results) {
  std::string text;
  for (const CheckResult& result : results) {
    text += fmt::format("{:<8} {}\n", name_of(result.verdict), result.file);
    for (const std::string& message : result.messages) {
      text += "         " + message + "\n";
    }
  }
  return text + summary(results) + "\n";
}

std::string json_report(const std::vector<CheckResult>& results) {
  JsonOutput::Array list;
  for (const CheckResult& result : results) {
    list.emplace_back(JsonOutput::Object{{"file", result.file},
                                         {"verdict", name_of(result.verdict)},
                                         {"messages", result.messages}});
  }
  return to_text(JsonOutput::Object{{"format", "bgpte-check/1"},
                                    {"passed", count(results, ScenarioVerdict::passed)},
                                    {"differs", count(results, ScenarioVerdict::differs)},
                                    {"invalid", count(results, ScenarioVerdict::invalid)},
                                    {"scenarios", std::move(list)}},
                 2, BadUtf8::replace);
}

/// Any bytes as text of XML 1.0, which has no other control characters and no U+FFFE and U+FFFF.
std::string xml(std::string_view text) {
  return text::markup::escaped(text::one_line(text));
}

std::string junit_report(const std::vector<CheckResult>& results) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format(
      "<testsuites>\n<testsuite name=\"bgpte check\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
      results.size(), count(results, ScenarioVerdict::differs),
      count(results, ScenarioVerdict::invalid));
  for (const CheckResult& result : results) {
    text += fmt::format("  <testcase classname=\"bgpte.check\" name=\"{}\"", xml(result.file));
    if (result.verdict == ScenarioVerdict::passed) {
      text += "/>\n";
      continue;
    }
    const std::string_view tag = result.verdict == ScenarioVerdict::differs ? "failure" : "error";
    std::string all;
    for (const std::string& message : result.messages) {
      all += (all.empty() ? "" : "&#10;") + xml(message);
    }
    text += fmt::format(">\n    <{} message=\"{}\">{}</{}>\n  </testcase>\n", tag,
                        xml(result.messages.empty() ? "" : result.messages.front()), all, tag);
  }
  return text + "</testsuite>\n</testsuites>\n";
}

/// Where a text stands in a GitHub workflow command ("::error file=PROPERTY::MESSAGE").
enum class GithubPlace : std::uint8_t { property, message };

/// Escapes what would end a workflow command: line ends, and in a property also , and :.
std::string github_escaped(std::string_view text, GithubPlace place) {
  const bool property = place == GithubPlace::property;
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)))
                   : std::string(1, c);
  }
  return out;
}

std::string github_report(const std::vector<CheckResult>& results) {
  std::string text;
  for (const CheckResult& result : results) {
    for (const std::string& message : result.messages) {
      text += fmt::format("::error file={},title=bgpte check::{}\n",
                          github_escaped(result.file, GithubPlace::property),
                          github_escaped(message, GithubPlace::message));
    }
  }
  return text +
         "::notice title=bgpte check::" + github_escaped(summary(results), GithubPlace::message) +
         "\n";
}

std::string sarif_report(const std::vector<CheckResult>& results) {
  std::vector<SarifResult> all;
  for (const CheckResult& result : results) {
    all.insert(all.end(), result.results.begin(), result.results.end());
  }
  return sarif_log(all);
}

}  // namespace

std::string check_report(OutputFormat format, const std::vector<CheckResult>& results) {
  return format == OutputFormat::json     ? json_report(results)
         : format == OutputFormat::junit  ? junit_report(results)
         : format == OutputFormat::github ? github_report(results)
         : format == OutputFormat::sarif  ? sarif_report(results)
                                          : text_report(results);
}

}  // namespace bgpte::cli
