// Follows JSON Pointers, with names in place of indexes.
#include "src/mcp/explain/pointer.hpp"

#include <fmt/format.h>

#include <optional>

#include "bgpte/json/pointer.hpp"

namespace bgpte::mcp {

namespace {

bool is_called(const Value& item, std::string_view name) {
  for (const std::string_view key : {"name", "failure", "rule"}) {
    if (const Value& held = member(item, key); is_text(held) && held.text == name) {
      return true;
    }
  }
  const std::string change = change_name(item);
  return !change.empty() && change == name;
}

/// The index of an item that a token names.
std::optional<std::size_t> index_of(const Value& list, std::string_view token) {
  constexpr std::size_t most_digits = 9;
  if (!token.empty() && token.size() <= most_digits &&
      token.find_first_not_of("0123456789") == std::string_view::npos &&
      (token.size() == 1 || token.front() != '0')) {
    const std::size_t index = std::stoul(std::string(token));
    if (index < list.items.size()) {
      return index;
    }
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (is_called(list.items[i], token)) {
      return i;
    }
  }
  return std::nullopt;
}

/// Where "PREFIX@LINK" was written with its slash as it is: the token and the one behind it.
std::string with_next(std::string_view token, std::string_view rest) {
  const std::size_t end = rest.find('/', 1);
  return fmt::format("{}/{}", token, rest.substr(1, end == std::string_view::npos ? end : end - 1));
}

}  // namespace

std::string change_name(const Value& change) {
  return change.find("prefix") == nullptr || change.find("link") == nullptr
             ? ""
             : text_of(change, "prefix") + "@" + text_of(change, "link");
}

Place place_of(const Value& document, std::string_view pointer) {
  Place place{&document, ""};
  while (!pointer.empty()) {
    if (pointer.front() != '/') {
      return {};
    }
    pointer.remove_prefix(1);
    const std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    const std::optional<std::string> token = json::key_of_token(raw);
    if (!token) {
      return {};
    }
    if (is_array(*place.value)) {
      std::optional<std::size_t> index = index_of(*place.value, *token);
      if (!index && !pointer.empty()) {
        const std::string longer = with_next(*token, pointer);
        index = index_of(*place.value, longer);
        pointer.remove_prefix(index ? longer.size() - token->size() : 0);
      }
      if (!index) {
        return {};
      }
      place = {&place.value->items[*index], fmt::format("{}/{}", place.pointer, *index)};
      continue;
    }
    const Value* held = place.value->find(*token);
    if (held == nullptr) {
      return {};
    }
    place = {held, place.pointer + "/" + json::pointer_token(*token)};
  }
  return place;
}

}  // namespace bgpte::mcp
