// Numbers and escapes of JSON.
#include "src/json/lexical.hpp"

#include "bgpte/text/decimal.hpp"

namespace bgpte::json {

namespace {

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

/// The value of the four hexadecimal digits at the front of `text`, or -1.
int hex4(std::string_view text) {
  if (text.size() < 4) {
    return -1;
  }
  int code = 0;
  for (const char c : text.substr(0, 4)) {
    int digit = 0;
    if (text::is_digit(c)) {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else {
      return -1;
    }
    code = code * 16 + digit;
  }
  return code;
}

/// The four hexadecimal digits behind a backslash and `u` at the front of `text`, or -1.
int unicode_escape(std::string_view text) {
  return text.starts_with("\\u") ? hex4(text.substr(2)) : -1;
}

}  // namespace

bool is_number(std::string_view word) {
  std::size_t i = 0;
  const auto at = [&](std::size_t k) { return k < word.size() ? word[k] : '\0'; };
  const auto digits = [&] {
    const std::size_t from = i;
    while (text::is_digit(at(i))) {
      ++i;
    }
    return i > from;
  };
  i += at(i) == '-' ? 1 : 0;
  if (at(i) == '0') {
    ++i;
  } else if (!digits()) {
    return false;
  }
  if (at(i) == '.') {
    ++i;
    if (!digits()) {
      return false;
    }
  }
  if (at(i) == 'e' || at(i) == 'E') {
    ++i;
    i += at(i) == '-' || at(i) == '+' ? 1 : 0;
    if (!digits()) {
      return false;
    }
  }
  return i == word.size();
}

std::size_t decode_escape(std::string_view text, std::string& decoded) {
  static constexpr std::string_view names = "\"\\/bfnrt";
  static constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  const std::size_t simple = text.size() < 2 ? std::string_view::npos : names.find(text[1]);
  if (simple != std::string_view::npos) {
    decoded += meant[simple];
    return 2;
  }
  int code = unicode_escape(text);
  if (code >= 0xD800 && code <= 0xDBFF) {  // The first half of a surrogate pair.
    const int low = unicode_escape(text.substr(6));
    if (low < 0xDC00 || low > 0xDFFF) {
      return 0;
    }
    append_utf8(decoded, static_cast<unsigned>(0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)));
    return 12;
  }
  if (code < 0 || (code >= 0xDC00 && code <= 0xDFFF)) {
    return 0;
  }
  append_utf8(decoded, static_cast<unsigned>(code));
  return 6;
}

}  // namespace bgpte::json
