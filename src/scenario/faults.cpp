// Collects the faults of a document, and shows what was found there.
#include "src/scenario/faults.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/display.hpp"
#include "bgpte/text/utf8.hpp"

namespace bgpte::scenario {

void Faults::push(json::Document::Index node, std::size_t offset, std::string_view member,
                  std::string found, Fault fault) {
  if (entries_.size() >= most) {
    if (more_++ == 0) {
      entries_.push_back(
          {offset, {"too-many-faults", fault.kind, document_.pointer(node), 0, 0, "", "", "", ""}});
    }
    return;
  }
  std::string pointer = document_.pointer(node);
  if (!member.empty()) {
    pointer += '/' + std::string(member);
  }
  entries_.push_back(
      {offset,
       {std::move(fault.code), fault.kind, std::move(pointer), 0, 0, std::move(found),
        std::move(fault.allowed), std::move(fault.nearest), std::move(fault.message)}});
}

namespace {

/// What `bgpte init` leaves for the operator: null, or "TODO".
bool is_todo(const json::Document& document, json::Document::Index node) {
  if (document.parent(node) == json::Document::none) {
    return false;
  }
  return document.kind(node) == json::Kind::null ||
         (document.kind(node) == json::Kind::string && document.text(node) == "TODO");
}

}  // namespace

void Faults::add(json::Document::Index node, Fault fault, Place place) {
  if (place == Place::value && is_todo(document_, node)) {
    fault.code = "todo";
    fault.nearest.clear();
    fault.message = "This is still to be filled in.";
  }
  if (place == Place::key) {
    push(node, document_.key_offset(node), {}, '"' + shown(document_.key(node)) + '"',
         std::move(fault));
  } else {
    push(node, document_.offset(node), {}, shown(document_, node), std::move(fault));
  }
}

void Faults::add_missing(json::Document::Index object, std::string_view key, Fault fault) {
  push(object, document_.offset(object), key, "nothing", std::move(fault));
}

void Faults::add_found(json::Document::Index node, std::string found, Fault fault) {
  push(node, document_.offset(node), {}, std::move(found), std::move(fault));
}

std::vector<Diagnostic> Faults::take() {
  const json::LineTable lines(document_.source());
  if (more_ > 0) {
    entries_.back().diagnostic.found = fmt::format("{} more", more_);
    entries_.back().diagnostic.message =
        fmt::format("{} more faults are not shown, the first of them here.", more_);
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.offset < b.offset; });
  std::vector<Diagnostic> diagnostics;
  diagnostics.reserve(entries_.size());
  for (Entry& entry : entries_) {
    const json::LineTable::Position position = lines.position(entry.offset);
    entry.diagnostic.line = position.line;
    entry.diagnostic.column = position.column;
    diagnostics.push_back(std::move(entry.diagnostic));
  }
  entries_.clear();
  return diagnostics;
}

std::string shown(std::string_view text, std::size_t limit) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t length = text::utf8_length(text.substr(at, 4));
    std::string piece;
    if (c == '\n') {
      piece = "\\n";
    } else if (c == '\t') {
      piece = "\\t";
    } else if (c == '"' || c == '\\') {
      piece = {'\\', text[at]};
    } else if (c < 0x20 || c == 0x7F || length == 0) {
      piece = fmt::format("\\u{:04x}", c);
    } else if (const char32_t code = text::decode_utf8(text.substr(at)).code;
               length > 1 && text::steers_or_hides(code)) {
      piece = fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    } else {
      piece = text.substr(at, length);
    }
    if (out.size() + piece.size() > limit) {
      return out + "...";
    }
    out += piece;
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string shown(const json::Document& document, json::Document::Index node) {
  switch (document.kind(node)) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
    case json::Kind::number:
    case json::Kind::broken:
      return shown(document.text(node));
    case json::Kind::string:
      return '"' + shown(document.text(node)) + '"';
    case json::Kind::array:
      return document.first_child(node) == json::Document::none ? "an empty array" : "an array";
    case json::Kind::object:
      return document.first_child(node) == json::Document::none ? "an empty object" : "an object";
  }
  return {};
}

}  // namespace bgpte::scenario
