// A JSON text as a tree: look-ups, pointers, lines and columns.
#include "bgpte/json/document.hpp"

#include <algorithm>

#include "bgpte/json/pointer.hpp"

namespace bgpte::json {

std::string_view Document::string_at(std::uint32_t quote, std::uint32_t size) const {
  if (!escaped_.empty()) {
    const auto found = escaped_.find(quote);
    if (found != escaped_.end()) {
      return found->second;
    }
  }
  return source_.substr(quote + std::size_t{1}, size);
}

std::string_view Document::text(Index node) const {
  const Node& n = nodes_[node];
  if (n.kind == Kind::object || n.kind == Kind::array) {
    return {};
  }
  return n.kind == Kind::string ? string_at(n.start, n.size) : source_.substr(n.start, n.size);
}

std::string_view Document::key(Index node) const {
  const Node& n = nodes_[node];
  return n.in_object ? string_at(n.key_start, n.key_size) : std::string_view{};
}

Span Document::span(Index node) const {
  const Node& n = nodes_[node];
  const std::size_t quotes = n.kind == Kind::string ? 2 : 0;
  return {n.start, n.start + std::size_t{n.size} + quotes};
}

Span Document::key_span(Index node) const {
  const Node& n = nodes_[node];
  return {n.key_start, n.key_start + std::size_t{n.key_size} + 2};
}

std::string Document::pointer(Index node) const {
  std::vector<Index> path;
  for (Index at = node; nodes_[at].parent != none; at = nodes_[at].parent) {
    path.push_back(at);
  }
  std::reverse(path.begin(), path.end());
  std::string pointer;
  for (const Index at : path) {
    pointer += '/';
    if (!nodes_[at].in_object) {
      pointer += std::to_string(nodes_[at].key_start);
      continue;
    }
    std::string_view name = key(at);
    if (name.size() > longest_key_in_pointer) {
      std::size_t end = longest_key_in_pointer;
      while ((static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
        --end;
      }
      name = name.substr(0, end);
    }
    pointer += pointer_token(name);
  }
  return pointer;
}

Document::Index member_of(const Document& document, Document::Index object, std::string_view key) {
  Document::Index child =
      document.kind(object) == Kind::object ? document.first_child(object) : Document::none;
  while (child != Document::none && document.key(child) != key) {
    child = document.next_sibling(child);
  }
  return child;
}

LineTable::LineTable(std::string_view text) : starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

LineTable::Position LineTable::position(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - starts_.begin());
  return {line, offset - starts_[line - 1] + 1};
}

}  // namespace bgpte::json
