// Diagnostics, findings and differences as a SARIF 2.1.0 log.
#include "src/cli/check/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "bgpte/advice/rules.hpp"
#include "bgpte/json/document.hpp"
#include "bgpte/model/version.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

/// Line and column of the byte at an offset; the column counts characters.
void place(SarifResult& result, std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  result.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t end = before.rfind('\n');
  const std::string_view line = end == std::string_view::npos ? before : before.substr(end + 1);
  result.column = 1 + static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
                    // Bytes that continue a character of UTF-8 are no characters.
                    constexpr unsigned continuation = 0x80, mask = 0xC0;
                    return (static_cast<unsigned char>(c) & mask) != continuation;
                  }));
}

/// The offset of a line's byte, both from 1.
std::size_t offset_of(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t begin = 0;
  for (std::size_t i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) {
      break;
    }
    begin = end + 1;
  }
  return begin + column - 1;
}

/// The value at a JSON Pointer; Document::none where there is none.
json::Document::Index value_at(const json::Document& document, std::string_view pointer) {
  json::Document::Index node = 0;
  while (!pointer.empty() && node != json::Document::none) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    std::string step(pointer.substr(1, end - 1));
    pointer.remove_prefix(end);
    if (document.kind(node) == json::Kind::object) {
      node = json::member_of(document, node, step);
      continue;
    }
    std::size_t left = 0;
    for (const char c : step) {
      constexpr std::size_t ten = 10;
      left = left * ten + static_cast<std::size_t>(c - '0');
    }
    node = document.kind(node) == json::Kind::array ? document.first_child(node)
                                                    : json::Document::none;
    for (; left > 0 && node != json::Document::none; --left) {
      node = document.next_sibling(node);
    }
  }
  return node;
}

void place_at(SarifResult& result, const json::Document& document, json::Document::Index node) {
  if (node == json::Document::none || node == 0) {
    return;
  }
  place(result, document.source(), document.offset(node));
  result.pointer = document.pointer(node);
}

/// A path as a URI: relative to the current folder where it is below it.
std::string uri_of(const std::string& file) {
  fs::path path = fs::path(file).lexically_normal();
  std::string scheme;
  if (path.is_absolute()) {
    std::error_code error;
    const fs::path relative = path.lexically_relative(fs::current_path(error));
    if (!error && !relative.empty() && *relative.begin() != "..") {
      path = relative;
    } else {
      scheme = "file://";
    }
  }
  std::string uri = scheme;
  for (const char c : path.generic_string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c)
                 : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return uri;
}

JsonOutput location(const SarifResult& result) {
  const std::string uri = uri_of(result.file);
  JsonOutput::Object artifact{{"uri", uri}};
  if (uri.rfind("file:", 0) != 0) {
    artifact.emplace_back("uriBaseId", "%SRCROOT%");
  }
  JsonOutput::Object physical{{"artifactLocation", std::move(artifact)}};
  if (result.line > 0) {
    JsonOutput::Object region{{"startLine", result.line}};
    if (result.column > 0) {
      region.emplace_back("startColumn", result.column);
    }
    physical.emplace_back("region", std::move(region));
  }
  JsonOutput::Object place{{"physicalLocation", std::move(physical)}};
  if (!result.pointer.empty()) {
    place.emplace_back("logicalLocations",
                       JsonOutput::Array{JsonOutput::Object{{"fullyQualifiedName", result.pointer},
                                                            {"kind", "value"}}});
  }
  return place;
}

/// What a rule is in general: the title that the table of rules has, else nothing.
std::string_view title_of_rule(const std::string& id) {
  for (const advice::Rule& rule : advice::rules()) {
    if (rule.id == id) {
      return rule.title;
    }
  }
  return id == "expectation" ? "The advice is what the scenario expects"
         : id == "no-expect" ? "A scenario that is checked says what it expects"
         : id == "by-hand"   ? "Prepends of a session can only be changed by hand"
                             : "";
}

}  // namespace

std::vector<SarifResult> sarif_of_faults(const std::string& file, std::string_view text,
                                         const std::vector<scenario::Diagnostic>& diagnostics) {
  std::vector<SarifResult> results;
  for (const scenario::Diagnostic& fault : diagnostics) {
    std::string message = fault.message;
    if (!fault.found.empty()) {
      message += fmt::format(" (found {}{}{})", fault.found,
                             fault.allowed.empty() ? "" : ", allowed ", fault.allowed);
    } else if (!fault.allowed.empty()) {
      message += fmt::format(" (allowed {})", fault.allowed);
    }
    if (!fault.nearest.empty()) {
      message += fmt::format("; did you mean {}?", fault.nearest);
    }
    SarifResult result{fault.code, "error", message, file, fault.pointer};
    if (fault.line > 0) {
      place(result, text, offset_of(text, fault.line, std::max<std::size_t>(1, fault.column)));
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<SarifResult> sarif_of_findings(const std::string& file, std::string_view text,
                                           const std::vector<model::Finding>& findings) {
  const json::Document document(text);
  std::vector<SarifResult> results;
  for (const model::Finding& finding : findings) {
    SarifResult result{finding.rule,
                       finding.severity == model::Severity::error     ? "error"
                       : finding.severity == model::Severity::warning ? "warning"
                                                                      : "note",
                       finding.message, file};
    if (!finding.suggestion.empty()) {
      result.message += " " + finding.suggestion;
    }
    place_at(result, document, value_at(document, finding.subject));
    results.push_back(std::move(result));
  }
  return results;
}

SarifResult sarif_at(const std::string& file, std::string_view text, std::string_view member,
                     const std::string& rule, const std::string& message) {
  const json::Document document(text);
  SarifResult result{rule, rule == "by-hand" ? "warning" : "error", message, file};
  place_at(result, document, value_at(document, member));
  return result;
}

std::string sarif_log(const std::vector<SarifResult>& results) {
  std::map<std::string, std::size_t> index;
  for (const SarifResult& result : results) {
    index.emplace(result.rule, 0);
  }
  JsonOutput::Array rules;
  for (auto& [id, at] : index) {
    at = rules.size();
    JsonOutput::Object rule{{"id", id}};
    if (const std::string_view title = title_of_rule(id); !title.empty()) {
      rule.emplace_back("shortDescription", JsonOutput::Object{{"text", title}});
    }
    rules.emplace_back(std::move(rule));
  }
  JsonOutput::Array list;
  for (const SarifResult& result : results) {
    JsonOutput::Object entry{{"ruleId", result.rule},
                             {"ruleIndex", index.at(result.rule)},
                             {"level", result.level},
                             {"message", JsonOutput::Object{{"text", result.message}}}};
    if (result.file != "-") {
      entry.emplace_back("locations", JsonOutput::Array{location(result)});
    }
    list.emplace_back(std::move(entry));
  }
  const JsonOutput::Object driver{{"name", "bgpte"},
                                  {"version", model::version()},
                                  {"semanticVersion", model::version()},
                                  {"rules", std::move(rules)}};
  return to_text(
      JsonOutput::Object{{"$schema",
                          "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                          "sarif-schema-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", JsonOutput::Array{JsonOutput::Object{
                                      {"tool", JsonOutput::Object{{"driver", driver}}},
                                      {"columnKind", "unicodeCodePoints"},
                                      {"results", std::move(list)}}}}},
      2, BadUtf8::replace);
}

}  // namespace bgpte::cli
