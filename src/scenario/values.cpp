// Values of a scenario that any JSON value or text can be: kinds, texts, names, dates, lists,
// words.
#include "src/scenario/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/decimal.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/nearest_name.hpp"

namespace bgpte::scenario {
namespace {

std::string_view kind_name(json::Kind kind) {
  switch (kind) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return "true or false";
    case json::Kind::number:
      return "a number";
    case json::Kind::string:
      return "a string";
    case json::Kind::array:
      return "an array";
    case json::Kind::object:
      return "an object";
    case json::Kind::broken:
      break;
  }
  return "a value";
}

}  // namespace

bool expect_kind(Reading& in, Node node, json::Kind kind, std::string_view allowed) {
  if (is_silent(in, node)) {
    return false;
  }
  if (in.document.kind(node) == kind) {
    return true;
  }
  in.faults.add(node, {.code = "wrong-type",
                       .allowed = std::string(allowed),
                       .message = fmt::format("Expected {1}, found {0}.",
                                              kind_name(in.document.kind(node)), kind_name(kind))});
  return false;
}

std::optional<std::string> read_text(Reading& in, Node node, std::size_t limit) {
  const std::string allowed =
      fmt::format("text of 1 to {} bytes without control characters", limit);
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  const bool unprintable = text::steers_or_hides(text);
  if (text.empty() || text.size() > limit || control || unprintable) {
    // The schema counts characters, not bytes.
    const auto characters =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        }));
    const bool shape = text.empty() || control || characters > limit;
    in.faults.add(node,
                  {.code = "bad-text",
                   .kind = shape ? FaultKind::shape : FaultKind::meaning,
                   .allowed = allowed,
                   .message = text.empty()  ? "The text is empty."
                              : control     ? "The text has control characters in it."
                              : unprintable ? "The text has characters in it that are not seen or "
                                              "turn the writing round."
                                            : "The text is too long."});
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<std::string> read_name(Reading& in, Node node) {
  constexpr std::string_view allowed =
      "1 to 63 of A-Z a-z 0-9 _ . : - with a letter, digit or _ in front";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
  const std::string_view text = in.document.text(node);
  if (text.empty() || text.size() > 63 || alphabet.find(text.front()) >= alphabet.size() - 3 ||
      text.find_first_not_of(alphabet) != std::string_view::npos) {
    in.faults.add(node, {.code = "bad-name",
                         .allowed = std::string(allowed),
                         .message = "This name could not stand in a router's configuration."});
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<bool> read_bool(Reading& in, Node node) {
  if (!expect_kind(in, node, json::Kind::boolean, "true or false")) {
    return std::nullopt;
  }
  return in.document.text(node) == "true";
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<std::string> read_date(Reading& in, Node node) {
  constexpr std::string_view allowed = "a date, YYYY-MM-DD";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  bool shaped = text.size() == 10;
  for (std::size_t i = 0; shaped && i < text.size(); ++i) {
    shaped = i == 4 || i == 7 ? text[i] == '-' : text::is_digit(text[i]);
  }
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(from, size)) {
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto exists = [&] {
    const int month = number(5, 2);
    const int day = number(8, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(number(0, 4), month);
  };
  if (!shaped || !exists()) {
    in.faults.add(node, {.code = "bad-date",
                         .kind = shaped ? FaultKind::meaning : FaultKind::shape,
                         .allowed = std::string(allowed),
                         .message = shaped ? "There is no such day." : "This is not a date."});
    return std::nullopt;
  }
  return std::string(text);
}

std::vector<Node> read_elements(Reading& in, Node node, std::size_t least, std::size_t most) {
  std::vector<Node> elements;
  if (!expect_kind(in, node, json::Kind::array, "an array")) {
    return elements;
  }
  for (Node child = in.document.first_child(node); child != json::Document::none;
       child = in.document.next_sibling(child)) {
    elements.push_back(child);
  }
  if (elements.size() < least || elements.size() > most) {
    const bool few = elements.size() < least;
    in.faults.add_found(
        node, fmt::format("{}", elements.size()),
        {.code = few ? "too-few-items" : "too-many-items",
         .allowed = few ? fmt::format("at least {}", least) : fmt::format("at most {}", most),
         .message = few ? "The list is too short." : "The list is too long."});
    elements.resize(std::min(elements.size(), most));  // What is too much is not read.
  }
  return elements;
}

void report_unknown_word(Reading& in, Node node, std::span<const std::string_view> names) {
  std::string allowed;
  for (const std::string_view name : names) {
    allowed += fmt::format("{}\"{}\"", allowed.empty() ? "" : ", ", name);
  }
  in.faults.add(node, {.code = "unknown-value",
                       .allowed = std::move(allowed),
                       .nearest = text::nearest_name(in.document.text(node), names),
                       .message = std::string(no_such_word)});
}

}  // namespace bgpte::scenario
