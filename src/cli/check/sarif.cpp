// Diagnostics, findings and differences as a SARIF 2.1.0 log.
#include "src/cli/check/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "bgpte/advice/rules.hpp"
#include "bgpte/model/version.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

/// A byte that continues a character of UTF-8 is no character.
bool is_continuation(char c) {
  constexpr unsigned continuation = 0x80;
  constexpr unsigned mask = 0xC0;
  return (static_cast<unsigned char>(c) & mask) == continuation;
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

SarifFile::SarifFile(std::string file, std::string_view text)
    : file_(std::move(file)), text_(text), lines_{0} {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at % stride == 0) {
      continuations_.push_back(continued_);
    }
    continued_ += is_continuation(text[at]) ? 1 : 0;
    if (text[at] == '\n') {
      lines_.push_back(at + 1);
    }
  }
}

/// Bytes before an offset that continue a character of UTF-8.
std::size_t SarifFile::continuations_before(std::size_t offset) const {
  if (offset >= text_.size()) {
    return continued_;
  }
  const std::string_view rest = text_.substr(offset / stride * stride, offset % stride);
  return continuations_[offset / stride] +
         static_cast<std::size_t>(std::count_if(rest.begin(), rest.end(), is_continuation));
}

/// Line and column of the byte at an offset; the column counts characters.
void SarifFile::place(SarifResult& result, std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const std::size_t begin = *std::prev(after);
  result.line = static_cast<std::size_t>(after - lines_.begin());
  result.column = 1 + offset - begin - (continuations_before(offset) - continuations_before(begin));
}

void SarifFile::place_at(SarifResult& result, std::string_view pointer) {
  if (!document_) {
    document_.emplace(text_);
  }
  const json::Document::Index node = value_at(*document_, pointer);
  if (node == json::Document::none || node == 0) {
    return;
  }
  place(result, document_->offset(node));
  result.pointer = document_->pointer(node);
}

std::vector<SarifResult> SarifFile::faults(
    const std::vector<scenario::Diagnostic>& diagnostics) const {
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
    SarifResult result{fault.code, "error", message, file_, fault.pointer};
    if (fault.line > 0) {
      const std::size_t begin = lines_[std::min<std::size_t>(fault.line, lines_.size()) - 1];
      place(result, begin + std::max<std::size_t>(1, fault.column) - 1);
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<SarifResult> SarifFile::findings(const std::vector<model::Finding>& findings) {
  std::vector<SarifResult> results;
  for (const model::Finding& finding : findings) {
    SarifResult result{finding.rule,
                       finding.severity == model::Severity::error     ? "error"
                       : finding.severity == model::Severity::warning ? "warning"
                                                                      : "note",
                       finding.message, file_};
    if (!finding.suggestion.empty()) {
      result.message += " " + finding.suggestion;
    }
    place_at(result, finding.subject);
    results.push_back(std::move(result));
  }
  return results;
}

SarifResult SarifFile::at(std::string_view member, const std::string& rule,
                          const std::string& message) {
  SarifResult result{rule, rule == "by-hand" ? "warning" : "error", message, file_};
  place_at(result, member);
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
