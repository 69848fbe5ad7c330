// How a text looks on a terminal: control characters, widths, lines.
#include "bgpte/text/display.hpp"

#include <algorithm>
#include <array>

#include "bgpte/text/utf8.hpp"

namespace bgpte::text {

namespace {

struct CodeRange {
  char32_t first, last;
};

/// Unicode 15: marks and format characters that take no column of their own (the common ones).
constexpr std::array<CodeRange, 8> no_width{{{0x0300, 0x036f},
                                             {0x0483, 0x0489},
                                             {0x0591, 0x05bd},
                                             {0x200b, 0x200f},
                                             {0x202a, 0x202e},
                                             {0x2060, 0x2064},
                                             {0x20d0, 0x20f0},
                                             {0xfe00, 0xfe0f}}};

/// Unicode Annex 11: wide and full-width blocks.
constexpr std::array<CodeRange, 10> double_width{{{0x1100, 0x115f},
                                                  {0x2e80, 0x303e},
                                                  {0x3041, 0xa4cf},
                                                  {0xac00, 0xd7a3},
                                                  {0xf900, 0xfaff},
                                                  {0xfe30, 0xfe6f},
                                                  {0xff00, 0xff60},
                                                  {0xffe0, 0xffe6},
                                                  {0x1f300, 0x1faff},
                                                  {0x20000, 0x3fffd}}};

template <std::size_t N>
bool within(const std::array<CodeRange, N>& ranges, char32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const CodeRange& range) {
    return code >= range.first && code <= range.last;
  });
}

std::size_t width_of(char32_t code) {
  return within(no_width, code) ? 0 : within(double_width, code) ? 2 : 1;
}

/// Unicode 15: controls, line ends, what turns the direction of writing round, and what shows
/// nothing at all (general categories Cc, Cf, Zl, Zp but for the few that are seen, and fillers).
constexpr std::array<CodeRange, 18> steering{{{0x0000, 0x001f},
                                              {0x007f, 0x009f},
                                              {0x00ad, 0x00ad},
                                              {0x034f, 0x034f},
                                              {0x061c, 0x061c},
                                              {0x115f, 0x1160},
                                              {0x17b4, 0x17b5},
                                              {0x180b, 0x180f},
                                              {0x200b, 0x200f},
                                              {0x2028, 0x202e},
                                              {0x2060, 0x206f},
                                              {0x3164, 0x3164},
                                              {0xfeff, 0xfeff},
                                              {0xffa0, 0xffa0},
                                              {0xfff0, 0xfffb},
                                              {0xfffe, 0xffff},
                                              {0x1d173, 0x1d17a},
                                              {0xe0000, 0xe0fff}}};

}  // namespace

bool steers_or_hides(char32_t code) {
  return within(steering, code);
}

bool steers_or_hides(std::string_view text) {
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    if (next.bytes != 0 && steers_or_hides(next.code)) {
      return true;
    }
    text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
  }
  return false;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    if (next.bytes == 0) {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      out += text.substr(0, next.bytes);
      text.remove_prefix(next.bytes);
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string out;
  for (std::string_view rest = valid; !rest.empty();) {
    const CodePoint next = decode_utf8(rest);
    if (next.code == '\n' || next.code == '\t' || next.code == '\r') {
      out += ' ';
    } else if (steers_or_hides(next.code)) {
      out += '?';
    } else {
      out += rest.substr(0, next.bytes);
    }
    rest.remove_prefix(next.bytes);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    width += next.bytes == 0 ? 1 : width_of(next.code);
    text.remove_prefix(std::max<std::size_t>(next.bytes, 1));
  }
  return width;
}

std::string left(std::string_view text, std::size_t width) {
  const std::size_t have = display_width(text);
  return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

std::string right(std::string_view text, std::size_t width) {
  const std::size_t have = display_width(text);
  return std::string(have < width ? width - have : 0, ' ') + std::string(text);
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  std::string out;
  std::size_t used = 1;
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    const std::size_t bytes = std::max<std::size_t>(next.bytes, 1);
    used += next.bytes == 0 ? 1 : width_of(next.code);
    if (used > width) {
      break;
    }
    out += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out + "~";
}

namespace {

/// True for what belongs to the number before it: "%", "Mbps", with what follows them.
bool is_unit(std::string_view word) {
  constexpr std::array<std::string_view, 6> units{"%", "bps", "kbps", "Mbps", "Gbps", "Tbps"};
  return std::any_of(units.begin(), units.end(),
                     [&](std::string_view unit) { return word.starts_with(unit); });
}

/// The next words that stand on one line: a number and its unit.
std::string_view next_words(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.find(' ', at), text.size());
  while (end > at && end + 1 < text.size() && is_unit(text.substr(end + 1))) {
    end = std::min(text.find(' ', end + 1), text.size());
  }
  return text.substr(at, end - at);
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view word = next_words(text, at);
    at += word.size() + 1;
    if (word.empty()) {
      continue;
    }
    const std::size_t needed = display_width(word);
    if (used != 0 && used + 1 + needed > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used != 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += needed;
  }
  return lines;
}

}  // namespace bgpte::text
