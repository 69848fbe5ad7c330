// Routers' JSON output as a list of leaves.
#include "src/config/observed/json_leaves.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "bgpte/json/value.hpp"

namespace bgpte::config {
namespace {

constexpr std::size_t deepest = 32;

/// Where the object or array that begins at `at` ends; npos where it does not. Only strings and
/// brackets are looked at.
std::size_t end_of_document(std::string_view text, std::size_t at) {
  std::size_t open = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      at += c == '\\' ? 1 : 0;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++open;
    } else if (c == '}' || c == ']') {
      if (open <= 1) {
        return at + 1;
      }
      --open;
    }
  }
  return std::string_view::npos;
}

/// What stands for a value that is neither text nor number.
std::string word_of(const json::Value& value) {
  switch (value.kind) {
    case json::Value::Kind::null:
      return "null";
    case json::Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    case json::Value::Kind::array:
      return "[]";
    case json::Value::Kind::object:
      return "{}";
    default:
      return value.text;
  }
}

/// Adds the leaves of a value to which `path` leads. False where it is nested too deep.
bool add_leaves(const json::Value& value, std::vector<std::string>& path,
                std::vector<JsonLeaf>& leaves) {
  if (path.size() > deepest) {
    return false;
  }
  const bool holds_values =
      value.kind == json::Value::Kind::array || value.kind == json::Value::Kind::object;
  if (value.items.empty()) {
    leaves.push_back({path, word_of(value), holds_values});
    return true;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    path.push_back(value.kind == json::Value::Kind::object ? value.keys[i] : std::to_string(i));
    if (!add_leaves(value.items[i], path, leaves)) {
      return false;
    }
    path.pop_back();
  }
  return true;
}

}  // namespace

std::optional<std::vector<JsonLeaf>> json_leaves(std::string_view text, std::size_t& at) {
  const std::size_t end = end_of_document(text, at);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::variant<json::Value, std::string> document = json::parse(text.substr(at, end - at));
  const auto* value = std::get_if<json::Value>(&document);
  std::vector<std::string> path;
  std::vector<JsonLeaf> leaves;
  if (value == nullptr || !add_leaves(*value, path, leaves)) {
    return std::nullopt;
  }
  at = end;
  return leaves;
}

}  // namespace bgpte::config
